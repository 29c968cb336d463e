"""How the bot starts, tells how it is, and stops."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.settings import read_settings
from bot.teams import Delivery, build_app
from bot.turn import ChannelNews
from storage.records.posts import Post, PostKind
from tests.fakes.bot import Bot
from tests.fakes.echo import always_ready, apology, echo, echo_query, said
from tests.fakes.microsoft import TENANT, Microsoft
from tests.fakes.ports import free_port

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
    port = free_port()
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


async def test_what_is_opened_with_the_bot_can_be_used_to_the_end(microsoft: Microsoft) -> None:
    told: list[str] = []

    async def learn(_news: ChannelNews) -> None:
        told.append("learned")

    @asynccontextmanager
    async def opened() -> AsyncIterator[None]:
        await delivery(post, None)
        told.append("opened")
        yield
        await delivery(post, None)
        told.append("closed")

    settings = read_settings({})
    delivery, post = Delivery(settings), post_to(microsoft)
    app = build_app(
        settings,
        echo,
        suggest=echo_query,
        ready=always_ready,
        apology=apology,
        too_long=said("for langt"),
        delivery=delivery,
        learn=learn,
        beside=opened,
    )
    team = {"tenant": {"id": TENANT}, "team": {"id": "19:team", "name": "Tryghed"}}
    gone = microsoft.activity(type="installationUpdate", action="remove", channelData=team)
    async with TestClient(TestServer(app)) as http:
        assert (await http.post("/api/messages", json=gone)).status == 200
    assert told == ["opened", "learned", "closed"]
    assert len(microsoft.posted) == 2


def post_to(microsoft: Microsoft) -> Post:
    now = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
    return Post(
        id="p1",
        batch="b1",
        kind=PostKind.NOTICE,
        conversation_id="a:1chat",
        service_url=microsoft.url,
        card=said("hej").card_json,
        summary="hej",
        ordered_by="",
        ordered_at=now,
        due_at=now,
        next_at=now,
        changed_at=now,
    )


async def _refused(port: int) -> None:
    """Until the port takes no more connections."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionError:
            return
        writer.close()
        await asyncio.sleep(0)
