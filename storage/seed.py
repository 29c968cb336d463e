"""The reviewed text files that the knowledge base is loaded from and exported to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from storage.engine import BrokenBaseError
from storage.knowledge import TABLES, Rows

SEED = Path(__file__).parent / "seed"


def read_seed(folder: Path = SEED) -> Rows:
    """The tables as they stand in the files, not yet validated.

    Raises:
        BrokenBaseError: A file is not readable YAML, or not a list of records; the message names it.
    """
    import yaml  # noqa: PLC0415 - a bot that has its base starts without it

    rows: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise BrokenBaseError(f"{path}: cannot be read ({error})") from error
        if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
            raise BrokenBaseError(f"{path}: is not a list of records")
        rows[path.stem] = content
    return rows


def write_seed(rows: Rows, folder: Path) -> None:
    """Write one readable file a table; reading them gives the same rows back."""
    import yaml  # noqa: PLC0415 - as above

    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        text = yaml.safe_dump(rows[name], allow_unicode=True, sort_keys=False, width=100)
        (folder / f"{name}.yaml").write_text(text, "utf-8")
