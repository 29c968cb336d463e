"""The reply gets through, or the failure is known."""

from __future__ import annotations

import asyncio
import io
import json
from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.fakes.bot import Bot

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
async def test_what_goes_away_by_itself_is_tried_again(bot: Bot, status: int) -> None:
    bot.microsoft.answers = [(status, {}), (status, {})]
    assert (await bot.tell()).status == 200
    assert len(bot.microsoft.posted) == 1
    assert bot.clock.slept_s == [0.5, 1.0]


@pytest.mark.parametrize("status", [302, 401, 403, 404, 409, 500])
async def test_what_does_not_is_given_up_at_once_and_logged(
    bot: Bot, status: int, log_text: io.StringIO
) -> None:
    bot.microsoft.answers = [(status, {"Location": "/elsewhere"})]
    assert (await bot.tell()).status == 502
    assert (bot.microsoft.posted, bot.clock.slept_s) == ([], [])
    [line] = [
        entry for entry in map(json.loads, log_text.getvalue().splitlines()) if entry["level"] == "ERROR"
    ]
    assert (line["event"], line["id"], line["reason"]) == (
        "reply not posted",
        "1700000000001",
        f"HTTP {status}",
    )


async def test_after_four_tries_it_is_given_up(bot: Bot) -> None:
    bot.microsoft.answers = [(503, {})] * 5
    assert (await bot.tell()).status == 502
    assert len(bot.microsoft.answers) == 1
    assert bot.clock.slept_s == [0.5, 1.0, 2.0]


async def test_a_reply_that_failed_is_given_again_when_teams_asks_again(bot: Bot) -> None:
    bot.microsoft.answers = [(403, {})]
    assert (await bot.tell()).status == 502
    assert (await bot.tell()).status == 200
    assert len(bot.microsoft.posted) == 1


async def test_a_wait_asked_for_in_seconds_is_kept(bot: Bot) -> None:
    bot.microsoft.answers = [(429, {"Retry-After": "3"})]
    assert (await bot.tell()).status == 200
    assert bot.clock.slept_s == [3.0]


async def test_a_wait_asked_for_as_a_date_is_kept(bot: Bot) -> None:
    bot.clock.at = bot.clock.at.replace(microsecond=0)
    bot.microsoft.answers = [
        (429, {"Retry-After": format_datetime(bot.clock.at + timedelta(seconds=4), usegmt=True)})
    ]
    assert (await bot.tell()).status == 200
    assert bot.clock.slept_s == [4.0]


async def test_a_long_wait_is_cut_and_no_try_begins_after_ten_seconds(bot: Bot) -> None:
    bot.microsoft.answers = [(429, {"Retry-After": "3600"})] * 3
    assert (await bot.tell()).status == 502
    assert bot.clock.slept_s == [8.0]


async def test_a_token_is_fetched_once_and_used_for_every_reply(bot: Bot) -> None:
    await asyncio.gather(*(bot.tell(id=f"act-{number}") for number in range(5)))
    assert {posted.authorization for posted in bot.microsoft.posted} == {"Bearer token-1"}
    [request] = bot.microsoft.token_requests
    assert request == {
        "grant_type": "client_credentials",
        "client_id": bot.microsoft.environ()["MicrosoftAppId"],
        "client_secret": "hemmeligt",
        "scope": "https://api.botframework.com/.default",
    }


async def test_a_token_is_fetched_anew_five_minutes_before_it_runs_out(bot: Bot) -> None:
    await bot.tell(id="1")
    bot.clock.at += timedelta(minutes=54)
    await bot.tell(id="2")
    bot.clock.at += timedelta(minutes=1)
    await bot.tell(id="3")
    assert [posted.authorization for posted in bot.microsoft.posted] == ["Bearer token-1"] * 2 + [
        "Bearer token-2"
    ]


async def test_the_old_token_serves_while_no_new_one_can_be_had(bot: Bot) -> None:
    await bot.tell(id="1")
    bot.clock.at += timedelta(minutes=56)
    bot.microsoft.token_answers = [(500, "")]
    assert (await bot.tell(id="2")).status == 200
    assert bot.microsoft.posted[1].authorization == "Bearer token-1"


async def test_a_token_service_that_is_busy_is_asked_again(bot: Bot) -> None:
    bot.microsoft.token_answers = [(503, "")]
    assert (await bot.tell()).status == 200


@pytest.mark.parametrize(
    "answer",
    [
        (401, "{}"),
        (200, "not json"),
        (200, "{}"),
        (200, "[]"),
        (200, '{"access_token": "x", "expires_in": "x"}'),
    ],
)
async def test_without_a_token_nothing_is_posted(
    bot: Bot, answer: tuple[int, str], log_text: io.StringIO
) -> None:
    bot.microsoft.token_answers = [answer]
    assert (await bot.tell()).status == 502
    assert bot.microsoft.posted == []
    assert "no token" in log_text.getvalue()
    assert "hemmeligt" not in log_text.getvalue()


async def test_turns_that_wait_for_a_token_fail_together(bot: Bot) -> None:
    bot.microsoft.token_answers = [(400, "")] * 5
    responses = await asyncio.gather(*(bot.tell(id=f"act-{number}") for number in range(5)))
    assert {response.status for response in responses} == {502}
    assert len(bot.microsoft.token_requests) == 1


async def test_a_token_that_is_no_longer_taken_is_not_used_again(bot: Bot) -> None:
    await bot.tell(id="1")
    bot.microsoft.answers = [(401, {})]
    await bot.tell(id="2")
    await bot.tell(id="3")
    assert bot.microsoft.posted[-1].authorization == "Bearer token-2"


async def test_a_connector_that_cannot_be_reached_is_tried_again_and_then_given_up(bot: Bot) -> None:
    gone = "http://127.0.0.1:9"
    token = bot.microsoft.token(serviceurl=gone)
    response = await bot.post(bot.microsoft.activity(serviceUrl=gone), authorization=f"Bearer {token}")
    assert response.status == 502
    assert bot.clock.slept_s == [0.5, 1.0, 2.0]
