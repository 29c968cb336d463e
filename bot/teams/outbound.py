"""Calls to Microsoft's services: with a time limit, and patiently where trying again may help."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import aiohttp

from bot import log

PASSING_STATUSES = frozenset({412, 429, 502, 503, 504})
"""What goes away by itself.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit (429, 412, 502, 504), read
2026-11-21; 503 is the standard's own "try later" (RFC 9110, 15.6.4).
"""

MAX_TRIES = 4
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 8.0
PATIENCE_S = 10.0
"""No try begins later than this: Teams itself gives up waiting after 15 seconds."""

CALL_TIMEOUT = aiohttp.ClientTimeout(total=10, sock_connect=3)

MAX_ANSWER_BYTES = 1024 * 1024
"""Plenty: the longest that is waited for is the list of a team's channels, of which there may be 1,000."""

Result = TypeVar("Result")


class CallFailed(Exception):  # noqa: N818 - reads as what happened
    """A service did not do what it was asked.

    Attributes:
        status: What it answered, or None if it did not; 2xx where what else it said cannot be read.
        passing: The same call may succeed a little later.
        retry_after_s: How long it asked us to wait.
    """

    def __init__(
        self,
        reason: str,
        *,
        status: int | None = None,
        passing: bool = False,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.passing = passing
        self.retry_after_s = retry_after_s


async def call(
    session: aiohttp.ClientSession,
    method: str,
    url: Any,
    *,
    now: Callable[[], datetime],
    timeout: aiohttp.ClientTimeout = CALL_TIMEOUT,  # noqa: ASYNC109 - the library's own, in parts
    **request: Any,
) -> bytes:
    """One call's response body.

    What carries a token or a body is never redirected: it is meant for the address it was given.

    Raises:
        CallFailed: No answer, or one that is not 2xx, or that is longer than ``MAX_ANSWER_BYTES``. A
            connection that broke before there was an answer counts as passing, since a pooled one may have
            been closed by the other end while idle; an answer that did not come in time does not, since the
            message may have been posted.
    """
    try:
        async with session.request(
            method, url, timeout=timeout, allow_redirects=not request, **request
        ) as response:
            body = await _body(response)
    except aiohttp.ConnectionTimeoutError as error:
        raise CallFailed("no connection in time", passing=True) from error
    except TimeoutError as error:
        raise CallFailed("no answer in time") from error
    except aiohttp.ClientConnectionError as error:
        raise CallFailed("no connection", passing=True) from error
    except aiohttp.ClientError as error:
        raise CallFailed("no readable answer") from error
    if 200 <= response.status < 300:
        if body is None:
            raise CallFailed("no readable answer", status=response.status)
        return body
    raise CallFailed(
        f"HTTP {response.status}",
        status=response.status,
        passing=response.status in PASSING_STATUSES,
        retry_after_s=retry_after_s(response.headers.get("Retry-After"), now()),
    )


async def _body(response: aiohttp.ClientResponse) -> bytes | None:
    """What the service says; None where it says too much, or does not say it to the end."""
    body = bytearray()
    try:
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > MAX_ANSWER_BYTES:
                return None
    except (TimeoutError, aiohttp.ClientError):
        return None
    return bytes(body)


async def patiently(
    attempt: Callable[[], Awaitable[Result]],
    *,
    now: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[None]],
    random: Callable[[], float],
) -> Result:
    """What the attempt returns, tried up to ``MAX_TRIES`` times within ``PATIENCE_S``.

    Raises:
        CallFailed: The last try's, or the first that trying again cannot help.
    """
    last_start = now() + timedelta(seconds=PATIENCE_S)
    tries = 0
    while True:
        tries += 1
        try:
            return await attempt()
        except CallFailed as failure:
            pause_s = wait_s(tries, failure.retry_after_s, random())
            if not failure.passing or tries == MAX_TRIES or now() + timedelta(seconds=pause_s) > last_start:
                raise
            log.event(logging.WARNING, "call retried", reason=failure.reason, ms=pause_s * 1000)
        await sleep(pause_s)


def wait_s(tries: int, asked_s: float | None, jitter: float) -> float:
    """How long to wait after so many tries: doubled each time, spread by the jitter (0 to 1).

    Never less than the service asked for, nor more than ``LONGEST_WAIT_S``.
    """
    backoff_s = FIRST_WAIT_S * 2.0 ** (tries - 1) * (1 + jitter) / 2
    return min(max(backoff_s, asked_s or 0.0), LONGEST_WAIT_S)


def retry_after_s(header: str | None, now: datetime) -> float | None:
    """The seconds a ``Retry-After`` header asks for, given as seconds or as a date (RFC 9110, 10.2.3)."""
    value = (header or "").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
