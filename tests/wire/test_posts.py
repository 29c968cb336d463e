"""Posts: a new thread in a channel, a message in somebody's own chat, and one in the place of another."""

from __future__ import annotations

import io
import socket
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.outbox.delivery import Delivered, NotDelivered
from storage.records.posts import Post, PostKind
from tests.fakes.bot import Bot, text_in
from tests.fakes.echo import said
from tests.fakes.microsoft import BOT

pytestmark = pytest.mark.asyncio

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
SSP, CHAT = "19:ssp@thread.tacv2", "a:1chat"
THREAD = f"{SSP};messageid=1700000000001"


def post(bot: Bot, **fields: Any) -> Post:
    made = Post(
        id="p1",
        batch="b1",
        kind=PostKind.SUMMARY,
        channel_id=SSP,
        service_url=bot.microsoft.url,
        bot_id=BOT,
        card=said("Opsummering på dansk").card_json,
        summary="Opsummering: 5 af 5 har svaret",
        ordered_by="lead",
        ordered_at=NOW,
        due_at=NOW,
        next_at=NOW,
        changed_at=NOW,
    )
    return replace(made, **fields)


def to_person(bot: Bot, **fields: Any) -> Post:
    return post(bot, channel_id="", conversation_id=CHAT, **fields)


def shown(message: dict[str, Any]) -> str:
    [attachment] = message["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    return text_in(attachment["content"])


async def failure_of(bot: Bot, given: Post, replaced: Post | None = None) -> NotDelivered:
    with pytest.raises(NotDelivered) as caught:
        await bot.delivery(given, replaced)
    return caught.value


async def test_a_post_to_a_channel_begins_a_thread(bot: Bot) -> None:
    assert await bot.delivery(post(bot), None) == Delivered(THREAD, "1700000000001")
    [begun] = bot.microsoft.begun
    assert (begun.path, begun.authorization) == ("/v3/conversations", "Bearer token-1")
    activity = begun.body.pop("activity")
    assert begun.body == {"isGroup": True, "bot": {"id": BOT}, "channelData": {"channel": {"id": SSP}}}
    assert (activity["type"], activity["from"], activity["conversation"]) == (
        "message",
        {"id": BOT},
        {"id": SSP},
    )
    assert activity["summary"] == "Opsummering: 5 af 5 har svaret"
    assert shown(activity) == "Opsummering på dansk"


async def test_where_the_bots_name_is_not_known_it_is_left_out(bot: Bot) -> None:
    await bot.delivery(post(bot, bot_id=""), None)
    await bot.delivery(to_person(bot, bot_id=""), None)
    [begun], [posted] = bot.microsoft.begun, bot.microsoft.posted
    assert "bot" not in begun.body
    assert "from" not in begun.body["activity"]
    assert "from" not in posted.body


async def test_a_post_to_a_person_is_a_message_in_their_chat(bot: Bot) -> None:
    assert await bot.delivery(to_person(bot), None) == Delivered(CHAT, "posted-1")
    [posted] = bot.microsoft.posted
    assert posted.path == "/v3/conversations/a%3A1chat/activities"
    assert "replyToId" not in posted.body
    assert shown(posted.body) == "Opsummering på dansk"


# --- in the place of another ----------------------------------------------------------------


def sent(bot: Bot, **fields: Any) -> Post:
    return post(bot, id="p0", sent_conversation_id=THREAD, activity_id="1700000000001", **fields)


async def test_a_post_takes_the_place_of_another(bot: Bot) -> None:
    assert await bot.delivery(post(bot), sent(bot)) == Delivered(THREAD, "1700000000001")
    [changed] = bot.microsoft.changed
    path = "/v3/conversations/19%3Assp%40thread.tacv2%3Bmessageid%3D1700000000001/activities/1700000000001"
    assert changed.path == path
    assert shown(changed.body) == "Opsummering på dansk"
    assert bot.microsoft.begun == []


@pytest.mark.parametrize("status", [403, 404])
async def test_what_should_take_the_place_of_what_is_gone_is_posted_anew(bot: Bot, status: int) -> None:
    bot.microsoft.change_answers = [(status, {})]
    assert await bot.delivery(post(bot), sent(bot)) == Delivered(THREAD, "1700000000001")
    assert (bot.microsoft.changed, len(bot.microsoft.begun)) == ([], 1)


async def test_where_it_is_not_known_where_the_other_stands_it_is_posted_anew(bot: Bot) -> None:
    await bot.delivery(post(bot), replace(sent(bot), activity_id=""))
    assert (bot.microsoft.changed, len(bot.microsoft.begun)) == ([], 1)


@pytest.mark.parametrize("status", [400, 429, 503])
async def test_a_change_that_is_turned_away_is_not_posted_anew(bot: Bot, status: int) -> None:
    bot.microsoft.change_answers = [(status, {})]
    assert (await failure_of(bot, post(bot), sent(bot))).status == status
    assert bot.microsoft.begun == []


async def test_a_change_that_nobody_answered_can_be_made_again(bot: Bot) -> None:
    bot.microsoft.cut = True
    failure = await failure_of(bot, post(bot), sent(bot))
    assert (failure.status, failure.passing, failure.certain) == (None, True, True)


# --- what goes wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 412, 413, 429, 500, 502, 503, 504])
async def test_a_post_is_tried_once_and_what_came_of_it_is_told(
    bot: Bot, status: int, log_text: io.StringIO
) -> None:
    passing = status in {401, 412, 429} or status >= 500
    bot.microsoft.answers = [(status, {"Retry-After": "7", "Location": "/v3/conversations"})]
    failure = await failure_of(bot, post(bot))
    assert (failure.status, failure.passing, failure.certain) == (status, passing, True)
    assert failure.retry_after_s == 7
    assert bot.microsoft.begun == []
    assert bot.clock.slept_s == []
    assert "post not delivered" in log_text.getvalue()
    assert "Opsummering" not in log_text.getvalue()


async def test_a_token_that_is_no_longer_taken_is_not_used_again(bot: Bot) -> None:
    bot.microsoft.answers = [(401, {})]
    await failure_of(bot, post(bot))
    await bot.delivery(post(bot), None)
    assert [begun.authorization for begun in bot.microsoft.begun] == ["Bearer token-2"]


async def test_without_a_token_nothing_leaves_and_it_may_be_tried_again(bot: Bot) -> None:
    bot.microsoft.token_answers = [(503, "")]
    failure = await failure_of(bot, post(bot))
    assert (failure.status, failure.passing, failure.certain) == (None, True, True)
    assert bot.microsoft.begun == []


async def test_a_service_that_hangs_up_may_have_posted(bot: Bot) -> None:
    bot.microsoft.cut = True
    for given, taken in [(post(bot), bot.microsoft.begun), (to_person(bot), bot.microsoft.posted)]:
        failure = await failure_of(bot, given)
        assert (failure.status, failure.passing, failure.certain) == (None, False, False)
        assert len(taken) == 1  # and was not asked again


async def test_a_service_that_is_not_there_has_posted_nothing(bot: Bot) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        failure = await failure_of(bot, post(bot, service_url=url))
    assert (failure.status, failure.passing, failure.certain) == (None, True, True)


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.example.org/emea/",
        "http://10.0.0.1/",
        "https://127.0.0.1@example.org/",
        "ftp://127.0.0.1/",
        "https://127.0.0.1/?x=1",
        "",
        "x",
    ],
)
async def test_nothing_is_posted_where_the_bots_token_may_not_go(bot: Bot, url: str) -> None:
    for replaced in (None, sent(bot)):
        failure = await failure_of(bot, post(bot, service_url=url), replaced)
        assert (failure.status, failure.passing, failure.certain) == (None, False, True)
        assert failure.reason == "host"
    assert bot.microsoft.token_requests == []


async def test_a_bot_that_has_stopped_delivers_nothing(bot: Bot) -> None:
    given = post(bot)
    await bot.stop()
    failure = await failure_of(bot, given)
    assert (failure.passing, failure.certain) == (True, True)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"[" * 20_000,
        b"{}",
        b'{"id": 7, "activityId": {}}',
        b'{"id": "", "activityId": ".."}',
        b'{"id": "a\\u0000", "activityId": "\\ud800"}',
        b'{"id": "%s"}' % (b"x" * 1_001),
        b" " * 3_000_000,
        b"\xff",
    ],
    ids=lambda answer: repr(answer[:24]),
)
async def test_what_was_taken_is_sent_whatever_else_the_service_says(bot: Bot, answer: bytes) -> None:
    bot.microsoft.told = [answer, answer]
    assert await bot.delivery(post(bot), None) == Delivered("", "")
    assert await bot.delivery(to_person(bot), None) == Delivered(CHAT, "")


async def test_a_trial_posts_on_this_machine_without_a_token(trial: Bot) -> None:
    await trial.delivery(post(trial), None)
    [begun] = trial.microsoft.begun
    assert begun.authorization is None
    assert (await failure_of(trial, post(trial, service_url="https://smba.trafficmanager.net/"))).certain
