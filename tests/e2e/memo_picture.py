"""The picture of a memo in the README, of the document as it is printed: a part of `make screenshots`."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from bot.hearings.beginning import HEARING_2023
from storage.base import load_base
from storage.knowledge import knowledge_of
from storage.seed import read_seed
from tests.e2e.trial import ROOT
from tests.fakes.people import town

PICTURE = ROOT / "docs" / "billeder" / "notat.png"
NAME = "hoeringsnotat"
PAGE, DPI, COLOURS = "1", "75", 64


async def records_in(folder: Path) -> None:
    """The records as they are from the start."""
    async with town(knowledge_of(read_seed()), folder) as begun:
        await begun.office.open()


def main() -> int:
    """Write the memo of 2023, print it, and keep its first page; 1 where what prints it is not there."""
    missing = [name for name in ("soffice", "pdftoppm") if shutil.which(name) is None]
    if missing:
        sys.stderr.write(f"{PICTURE.name} is as it was: {' and '.join(missing)} not installed\n")
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load_base(folder, read_seed())
        asyncio.run(records_in(folder))
        environment = os.environ | {"DATA_DIR": name, "HOME": name}
        commands: list[list[str | Path]] = [
            [sys.executable, ROOT / "app.py", "memo", HEARING_2023, "--out", folder],
            ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, folder / f"{NAME}.docx"],
            ["pdftoppm", "-png", "-r", DPI, "-f", PAGE, "-l", PAGE, "-singlefile", folder / f"{NAME}.pdf",
             folder / "page"],
        ]  # fmt: skip
        for command in commands:
            subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words
        page = Image.open(folder / "page.png")
        page.quantize(COLOURS).save(PICTURE, optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
