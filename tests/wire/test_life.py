"""How the bot starts, tells how it is, and stops."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

from tests.fakes.bot import Bot
from tests.fakes.microsoft import Microsoft

pytestmark = pytest.mark.asyncio

ROOT = Path(__file__).parents[2]


async def test_healthz_tells_that_the_bot_is_alive(bot: Bot) -> None:
    response = await bot.http.get("/healthz")
    assert (response.status, await response.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(("ready", "status"), [(True, 200), (False, 503)])
async def test_readyz_tells_whether_the_stores_can_be_reached(bot: Bot, ready: bool, status: int) -> None:  # noqa: FBT001
    bot.ready = ready
    assert (await bot.http.get("/readyz")).status == status


@pytest.mark.parametrize("stop", ["SIGTERM", "SIGINT"])
async def test_a_turn_in_flight_is_finished_before_the_bot_stops(microsoft: Microsoft, stop: str) -> None:
    taken = asyncio.Event()

    async def until_taken() -> None:
        await taken.wait()

    microsoft.gate = until_taken
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.fakes.echo",
        cwd=ROOT,
        env=os.environ | {"PORT": str(port)},
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(20), aiohttp.ClientSession() as session:
            assert process.stderr is not None
            assert json.loads(await process.stderr.readline())["event"] == "started"
            asked = asyncio.create_task(
                session.post(
                    f"http://127.0.0.1:{port}/api/messages", json=microsoft.activity(), raise_for_status=True
                )
            )
            await microsoft.post_began.wait()
            process.send_signal(signal.Signals[stop])
            await _refused(port)
            taken.set()
            assert (await asked).status == 200
            assert len(microsoft.posted) == 1
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _refused(port: int) -> None:
    """Until the port takes no more connections."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionError:
            return
        writer.close()
        await asyncio.sleep(0)
