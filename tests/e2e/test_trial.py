"""The trial as a person starts and stops it: `app.py serve --playground` with the real Playground."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from bot import texts
from tests.e2e.trial import STOP_S, Trial, trial

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_terminal_shows_the_address_and_three_questions(trial: Trial) -> None:
    assert f"Chat with it at {trial.address} and ask" in trial.told
    assert all(question in trial.told for _, question in texts.EXAMPLES[:3])


async def test_only_this_machine_reaches_the_chat_window(trial: Trial) -> None:
    """Whoever listens on every network listens on 127.0.0.2 as well."""
    with pytest.raises(OSError, match=r"127\.0\.0\.2"):
        await asyncio.open_connection("127.0.0.2", trial.chat_port)


@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM", "SIGKILL"])
async def test_the_chat_window_goes_with_the_bot_however_it_ends(tmp_path: Path, stop: str) -> None:
    async with trial(tmp_path) as running:
        reader, writer = await asyncio.open_connection("127.0.0.1", running.chat_port)
        running.bot.send_signal(signal.Signals[stop])
        code = await running.bot.wait()
        async with asyncio.timeout(STOP_S):
            with suppress(ConnectionResetError):
                await reader.read()
        writer.close()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", running.chat_port)
    assert code == (-signal.SIGKILL if stop == "SIGKILL" else 0)
