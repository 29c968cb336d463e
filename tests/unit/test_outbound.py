from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import aiohttp
import pytest

from bot.teams.outbound import CallFailed, call, patiently, retry_after_s, wait_s
from tests.fakes.microsoft import Clock

NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tries", "asked_s", "jitter", "expected_s"),
    [
        (1, None, 0.0, 0.25),
        (1, None, 1.0, 0.5),
        (2, None, 1.0, 1.0),
        (3, None, 0.5, 1.5),
        (9, None, 1.0, 8.0),
        (1, 3.0, 1.0, 3.0),
        (3, 1.0, 1.0, 2.0),
        (1, 3600.0, 0.0, 8.0),
    ],
)
def test_the_wait_doubles_is_spread_and_is_never_shorter_than_asked_nor_too_long(
    tries: int, asked_s: float | None, jitter: float, expected_s: float
) -> None:
    assert wait_s(tries, asked_s, jitter) == expected_s


@pytest.mark.parametrize(
    ("header", "expected_s"),
    [
        (None, None),
        ("", None),
        ("2", 2.0),
        (" 30 ", 30.0),
        ("9" * 400, 999_999_999.0),
        ("Sat, 21 Nov 2026 12:00:07 GMT", 7.0),
        ("Sat, 21 Nov 2026 12:00:07 -0000", 7.0),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0.0),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("snart", None),
        ("Sat, 99 Nov 2026 12:00:07 GMT", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(header: str | None, expected_s: float | None) -> None:
    assert retry_after_s(header, NOW) == expected_s


@pytest.mark.asyncio
async def test_a_call_that_succeeds_at_last_is_a_success() -> None:
    clock, failures = Clock(NOW), [CallFailed("busy", passing=True), CallFailed("busy", passing=True)]

    async def attempt() -> str:
        if failures:
            raise failures.pop()
        return "done"

    assert await patiently(attempt, now=clock.now, sleep=clock.sleep, random=lambda: 0.0) == "done"
    assert clock.slept_s == [0.25, 0.5]


class Broken:
    """A session in which every call goes wrong in the same way."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def request(self, *_args: Any, **_options: Any) -> Broken:
        return self

    async def __aenter__(self) -> None:
        raise self._error

    async def __aexit__(self, *_error: object) -> None: ...


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("error", "passing"),
    [
        pytest.param(aiohttp.ServerDisconnectedError(), True, id="a pooled connection had been closed"),
        pytest.param(aiohttp.ClientOSError(104, "reset"), True, id="the connection was reset"),
        pytest.param(aiohttp.ConnectionTimeoutError(), True, id="no connection in time"),
        pytest.param(TimeoutError(), False, id="no answer in time: it may have been posted"),
        pytest.param(aiohttp.SocketTimeoutError(), False, id="half an answer in time"),
        pytest.param(aiohttp.ClientPayloadError(), False, id="an answer that cannot be read"),
        pytest.param(aiohttp.InvalidURL("x"), False, id="an address that is none"),
    ],
)
async def test_a_call_is_worth_another_try_only_if_it_cannot_have_been_heard(
    error: Exception,
    passing: bool,  # noqa: FBT001
) -> None:
    session = cast("aiohttp.ClientSession", Broken(error))
    with pytest.raises(CallFailed) as caught:
        await call(session, "POST", "http://127.0.0.1/", now=lambda: NOW)
    assert (caught.value.passing, caught.value.status) == (passing, None)
