"""The Playground as a process beside the bot."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from bot import texts
from bot.settings import Settings

HERE = Path(__file__).parent
PROGRAM = HERE / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
"""Where ``npm ci`` in this folder puts it."""

PORT = 56150
"""The Playground's own default; where it is taken, the Playground finds another and says which."""

START_S = 60.0
STOP_S = 5.0
"""Plenty: it takes one or two seconds to come up, and less to go."""

_TAIL_BYTES = 4096

_NAME = "Microsoft 365 Agents Playground"
_LISTENS = re.compile(rb"Listening on (\d+)\s")


def missing(program: Path = PROGRAM) -> str | None:
    """What the Playground lacks on this machine; None where it can be run."""
    if shutil.which("node") is None:
        return "Node.js is not installed"
    if not program.exists():
        return f"{_NAME} is not installed (`make playground` does it, with npm)"
    return None


def run_beside(
    app: web.Application,
    settings: Settings,
    tell: Callable[[str], None],
    *,
    program: Path = PROGRAM,
    start_s: float = START_S,
    stop_s: float = STOP_S,
) -> None:
    """Let the Playground live as long as the web application, and tell where it is and what to ask.

    Whatever goes wrong with it is told, and the bot goes on. It is not started where it cannot be
    (``missing``), nor when the bot has an ``app_id``: it has no tokens to show then.

    Args:
        app: Not yet started.
        settings: Where the bot listens, and whether it has an ``app_id``.
        tell: Takes what the person at the terminal is to read; called a few times in the app's life.
        program: The Playground's ``cli.js``.
        start_s: After so long without a sign of it that is told; it may still come.
        stop_s: After so long it is ended by force.
    """
    if settings.app_id:
        tell(f"MicrosoftAppId is set, and {_NAME} has no tokens to show: it is not started.")
        return
    lack = missing(program)
    if lack:
        tell(f"{lack}, so there is no chat window. {_in_terminal()}")
        return

    async def playground(_app: web.Application) -> AsyncIterator[None]:
        with tempfile.TemporaryDirectory() as folder:
            # It reads the file by this name where it is started, and logs there what is written in the chat.
            shutil.copy(HERE / "teams.yml", Path(folder, ".m365agentsplayground.yml"))
            process = await asyncio.create_subprocess_exec(
                *_command(program, settings),
                cwd=folder,
                # Its own switch leaves the library that counts its telemetry running; this is the library's.
                env=os.environ | {"APPLICATION_INSIGHTS_NO_STATSBEAT": "true"},
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,  # Ctrl+C is for the bot alone, which still answers what it was asked
            )
            watch = asyncio.create_task(_watch(process, tell, start_s))
            yield
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch
            await _stop(process, stop_s)

    app.cleanup_ctx.append(playground)


def ready(port: int) -> str:
    """What the person at the terminal reads when there is a chat window at this port."""
    return "\n".join(
        [
            "",
            f"{texts.BOT_NAME} is ready. Chat with it at http://localhost:{port} and ask, for example:",
            *(f"  {question}" for question in _questions()),
            f"In the group chat and the channels begin with @{texts.BOT_NAME}. Ctrl+C stops both.",
            "",
        ]
    )


def _command(program: Path, settings: Settings) -> list[str]:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return [
        *("node", "--require", str(HERE / "guard.cjs"), str(program), "start"),
        *("--app-endpoint", f"http://{host}:{settings.port}/api/messages"),
        *("--channel-id", "msteams", "--port", str(PORT), "--disable-telemetry", "true"),
    ]


async def _watch(process: asyncio.subprocess.Process, tell: Callable[[str], None], start_s: float) -> None:
    """Tell when the Playground is there, and when it is gone; meanwhile read on, so that it never waits."""
    assert process.stdout is not None  # noqa: S101 - it was asked for
    said = b""
    try:
        async with asyncio.timeout(start_s):
            while not (listens := _LISTENS.search(said)):
                chunk = await process.stdout.read(_TAIL_BYTES)
                if not chunk:
                    break
                said = (said + chunk)[-_TAIL_BYTES:]
        if listens:
            tell(ready(int(listens[1])))
    except TimeoutError:
        tell(f"{_NAME} has not come up yet. {_in_terminal()}")
    while chunk := await process.stdout.read(_TAIL_BYTES):
        said = (said + chunk)[-_TAIL_BYTES:]
    code = await process.wait()
    last = said.decode(errors="replace").strip().rpartition("\n")[2]
    tell(f"{_NAME} has ended (exit code {code}: {last}); the bot goes on. {_in_terminal()}")


async def _stop(process: asyncio.subprocess.Process, stop_s: float) -> None:
    """End it by ending its standard input (``guard.cjs``), else by force."""
    assert process.stdin is not None  # noqa: S101 - it was asked for
    process.stdin.close()
    try:
        async with asyncio.timeout(stop_s):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _questions() -> list[str]:
    return [question for _title, question in texts.EXAMPLES[:3]]


def _in_terminal() -> str:
    return "\n".join(
        [
            "Ask in another terminal instead:",
            *(f'  .venv/bin/python app.py ask "{question}"' for question in _questions()),
        ]
    )
