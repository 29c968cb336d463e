"""The bot as a web application: its routes, what lives as long as it does, and how it stops."""

from __future__ import annotations

import asyncio
import gc
import logging
import random as randomness
import secrets
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime

import aiohttp
from aiohttp import web

from bot import log
from bot.settings import Settings
from bot.teams.auth import SigningKeys, TokenCheck
from bot.teams.background import Background
from bot.teams.channels import Channels
from bot.teams.connector import AppToken, PooledConnectors, Poster
from bot.teams.delivery import Delivery, posting_session
from bot.teams.download import Downloads
from bot.teams.endpoint import MAX_BODY_BYTES, Endpoint
from bot.teams.files import Files, Offers
from bot.teams.members import Members
from bot.teams.turns import Handler, Suggester, Turns
from bot.turn import ChannelNews, Reply

if sys.platform == "win32":  # uvloop is not made for it
    from asyncio import new_event_loop
else:
    from uvloop import new_event_loop

SHUTDOWN_S = 15.0
"""How long a turn in flight may take to finish: as long as Teams waits for it.

What follows upon turns may take as long again.
"""

GC_THRESHOLD = 10_000
"""Some fifty turns; less than two megabytes wait for the collector then."""

_ENDPOINT = web.AppKey("endpoint", Endpoint)


def utc_now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def new_reference() -> str:
    """Short enough to be read over the telephone."""
    return secrets.token_hex(4)


async def no_file(token: str, user_id: str | None, now: datetime) -> None:
    """There is nothing to be had."""


def build_app(
    settings: Settings,
    handle: Handler,
    *,
    suggest: Suggester,
    ready: Callable[[], Awaitable[bool]],
    apology: Callable[[str], Reply],
    too_long: Reply,
    members: Members | None = None,
    delivery: Delivery | None = None,
    learn: Callable[[ChannelNews], Awaitable[None]] | None = None,
    files: Files = no_file,
    beside: Callable[[], AbstractAsyncContextManager[None]] = nullcontext,
    now: Callable[[], datetime] = utc_now,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    random: Callable[[], float] = randomness.random,
    reference: Callable[[], str] = new_reference,
) -> web.Application:
    """The web application.

    Args:
        settings: Without ``app_id`` nobody is authenticated, and only this machine is answered.
        handle: Answers a turn.
        suggest: Answers a query.
        ready: Whether the stores can be reached; ``GET /readyz`` says so.
        apology: The reply when a turn fails, given the reference that the log has too.
        too_long: The reply to a text over ``MAX_TEXT_CHARS``; neither of them sees it.
        members: Can be asked as long as the application runs.
        delivery: Can deliver as long as the application runs.
        learn: Takes what is heard of channels, if anybody wants to know; whatever it raises is logged, and
            a list of channels told again when somebody writes there.
        files: Gives the files that are offered, if any are.
        beside: Opened when the service can be called, and closed when nothing follows upon turns any more;
            until it is closed, the service can be called.
        now: Aware UTC time; a parameter, as are the next three, so that tests decide it.
        sleep: Waits so many seconds between two tries to post.
        random: 0 up to 1, spreads those waits.
        reference: A new reference for the log and the user.
    """

    async def endpoint(app: web.Application) -> AsyncIterator[None]:
        connections = aiohttp.TCPConnector(limit=100, ttl_dns_cache=300, keepalive_timeout=60)
        async with (
            aiohttp.ClientSession(connector=connections, cookie_jar=aiohttp.DummyCookieJar()) as session,
            posting_session() as posting,
        ):
            tokens = own_token = None
            if settings.app_id:
                tokens = TokenCheck(SigningKeys(session, settings.open_id_metadata_url, now=now), settings)
                own_token = AppToken(session, settings, now=now)
            poster = Poster(session=session, token=own_token, now=now, sleep=sleep, random=random)
            background = Background()
            turns = Turns(
                handle,
                suggest=suggest,
                apology=apology,
                too_long=too_long,
                now=now,
                new_reference=reference,
                settings=settings,
                poster=poster,
                background=background,
                channels=Channels(learn, poster=poster, background=background) if learn else None,
                offers=Offers(files, poster=poster, now=now, new_reference=reference),
            )
            app[_ENDPOINT] = Endpoint(settings, turns, connectors=PooledConnectors(poster), tokens=tokens)
            if members is not None:
                members.open(poster)
            if delivery is not None:
                delivery.open(replace(poster, session=posting))
            async with beside():
                yield
                await background.close(SHUTDOWN_S)
            if delivery is not None:
                delivery.close()
            if members is not None:
                members.close()

    async def messages(request: web.Request) -> web.Response:
        return await request.app[_ENDPOINT].messages(request)

    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readiness(_request: web.Request) -> web.Response:
        is_ready = await ready()
        return web.json_response(
            {"status": "ok" if is_ready else "not ready"}, status=200 if is_ready else 503
        )

    app = web.Application(client_max_size=MAX_BODY_BYTES)
    app.cleanup_ctx.append(endpoint)
    app.router.add_post("/api/messages", messages)
    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", readiness)
    Downloads(files, now=now, new_reference=reference).add_to(app.router)
    return app


def serve(app: web.Application, settings: Settings) -> None:
    """Run until SIGTERM or SIGINT: then take no more requests, finish those in flight, and close.

    Raises:
        OSError: The port cannot be opened.
    """
    # All that is there by now stays, so the collector need not look through it; and what a turn leaves
    # behind is little and soon gone, so it need not look as often as Python has it (every 700 objects).
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD)
    gc.enable()
    web.run_app(
        app,
        loop=new_event_loop(),
        host=settings.host,
        port=settings.port,
        shutdown_timeout=SHUTDOWN_S,
        access_log=None,
        print=lambda *_banner: log.event(logging.INFO, "started", id=f"{settings.host}:{settings.port}"),
    )
