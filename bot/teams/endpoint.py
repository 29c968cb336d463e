"""POST /api/messages: from an HTTP request to a turn, and nothing but 2xx or 4xx for whatever comes in."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from typing import Any, NoReturn

from aiohttp import web

from bot import log
from bot.settings import Settings
from bot.teams.activities import activity_of, permit
from bot.teams.adapter import Adapter, authenticated
from bot.teams.auth import TokenCheck
from bot.teams.connector import PooledConnectors
from bot.teams.outbound import CallFailed
from bot.teams.refusal import Refused
from bot.teams.turns import ReadyResponse, Turns

MAX_BODY_BYTES = 256 * 1024
"""Well over the 100 KB Teams allows a message.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages,
read 2026-11-21.
"""

READ_TIMEOUT_S = 10


class Endpoint:
    """Checks a request in a fixed order, cheapest first, and runs the turn inside it.

    Content type, size, token, JSON, shape, then what the caller may do. The reply has been posted when the
    response is returned.
    """

    def __init__(
        self, settings: Settings, turns: Turns, *, connectors: PooledConnectors, tokens: TokenCheck | None
    ) -> None:
        self._settings = settings
        self._turns = turns
        self._connectors = connectors
        self._tokens = tokens
        self._adapter = Adapter(connectors)

    async def messages(self, request: web.Request) -> web.Response:
        """Answer one request.

        4xx is the caller's fault. 503 means that the keys to judge it by could not be had, and 502 that the
        reply could not be posted: in both cases sending it again may help.
        """
        try:
            return await self._process(request)
        except Refused as refused:
            log.event(logging.WARNING, "request refused", reason=f"{refused.status}: {refused.reason}")
            return _refusal(refused)

    async def _process(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            raise Refused(415, "the content type is not application/json")
        body = await _body(request)
        caller = await self._tokens.caller(request.headers.get("Authorization")) if self._tokens else None
        activity = activity_of(_json(body))
        permit(activity, caller, self._settings)
        try:
            response = await self._adapter.process_activity(
                authenticated(caller, self._connectors), activity, self._turns.on_turn
            )
        except CallFailed as failure:
            log.event(logging.ERROR, "reply not posted", id=activity.id, reason=failure.reason)
            return web.json_response({"error": "the reply could not be posted"}, status=502)
        if response is None:
            return web.Response()
        if isinstance(response.body, ReadyResponse):
            return await _sent(response.body, request)
        return web.json_response(response.body or {}, status=response.status)


async def _sent(ready: ReadyResponse, request: web.Request) -> web.Response:
    """The response, sent already, so that what comes after it does."""
    response = web.Response(body=ready.body, content_type="application/json", charset="utf-8")
    try:
        with suppress(ConnectionError):  # nobody waits for it any more; what was done is done
            await response.prepare(request)
            await response.write_eof()
    finally:
        ready.afterwards()
    return response


async def _body(request: web.Request) -> bytes:
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise Refused(413, "the body is too large")
    try:
        if request.content.is_eof():  # nearly every body has come whole by now, and needs no clock
            return await request.read()
        async with asyncio.timeout(READ_TIMEOUT_S):
            return await request.read()
    except TimeoutError as error:
        raise Refused(408, "the body did not come in time") from error
    except web.HTTPRequestEntityTooLarge as error:
        raise Refused(413, "the body is too large") from error
    except web.RequestPayloadError as error:
        raise Refused(400, "the body cannot be read") from error


def _json(body: bytes) -> Any:
    try:
        return _DECODER.decode(body.decode())
    except (ValueError, RecursionError) as error:
        raise Refused(400, "the body is not JSON") from error


def _refuse_constant(_constant: str) -> NoReturn:
    """NaN and Infinity are Python's, not JSON's."""
    raise ValueError


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def _refusal(refused: Refused) -> web.Response:
    headers = {}
    if refused.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if refused.retry_after_s is not None:
        headers["Retry-After"] = str(refused.retry_after_s)
    return web.json_response({"error": refused.reason}, status=refused.status, headers=headers)
