"""``app.py serve --playground`` as a person starts it."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.ports import free_port

ROOT = Path(__file__).parents[2]
START_S = 60
STOP_S = 30

_ADDRESS = re.compile(r"http://localhost:(\d+)")
_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP")


@dataclass(frozen=True)
class Trial:
    """A bot and a Playground that are ready.

    Attributes:
        bot: The process, which has the Playground for a child.
        bot_port: Where it listens.
        chat_port: Where the Playground listens.
        told: What the person at the terminal has read.
    """

    bot: asyncio.subprocess.Process
    bot_port: int
    chat_port: int
    told: str

    @property
    def address(self) -> str:
        return f"http://localhost:{self.chat_port}"


@asynccontextmanager
async def trial(folder: Path) -> AsyncIterator[Trial]:
    """Both started with all they keep in a folder, and both gone in the end; the log is ``bot.log`` there."""
    bot_port = free_port()
    # Without a desktop the Playground opens no window of its own on the developer's screen.
    environ = {name: value for name, value in os.environ.items() if name not in _DESKTOP}
    with (folder / "bot.log").open("wb") as log:
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, str(ROOT / "app.py"), "serve", "--playground"),
            cwd=folder,
            env=environ | {"DATA_DIR": str(folder / "data"), "PORT": str(bot_port), "BROWSER": "true"},
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
    try:
        told = await _told(bot)
        chat_port = int(_ADDRESS.findall(told)[0])
        yield Trial(bot, bot_port, chat_port, told)
    finally:
        if bot.returncode is None:
            bot.terminate()
            try:
                async with asyncio.timeout(STOP_S):
                    await bot.wait()
            finally:
                if bot.returncode is None:
                    bot.kill()
                    await bot.wait()


async def _told(bot: asyncio.subprocess.Process) -> str:
    assert bot.stdout is not None
    told = ""
    async with asyncio.timeout(START_S):
        while "stops both" not in told:
            line = await bot.stdout.readline()
            assert line, f"the bot ended; it had told: {told}"
            told += line.decode()
    return told
