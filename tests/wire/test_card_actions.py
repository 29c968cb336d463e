"""A person presses a card's button: what reaches the bot, what becomes of the card, and who is told."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.teams.background import Background
from bot.turn import MAX_FIELD_CHARS, MAX_FIELDS, CardAction, Reply, Turn
from tests.fakes.bot import Bot, text_in
from tests.fakes.echo import said
from tests.fakes.microsoft import BOT, PERSON

pytestmark = pytest.mark.asyncio

CARD = "application/vnd.microsoft.card.adaptive"
SENTENCE = "application/vnd.microsoft.activity.message"
PRESSED = "1690000000007"
OF_PRESSED = f"/v3/conversations/a%3Achat/activities/{PRESSED}"
ELSEWHERE = "/v3/conversations/19%3Aleads%40thread.v2/activities"

Press = Callable[..., Awaitable[ClientResponse]]


async def execute(bot: Bot, data: Any = None, **changes: Any) -> ClientResponse:
    """Press an ``Action.Execute``."""
    verb = changes.pop("verb", "point.add")
    action = {"type": "Action.Execute", "id": "save", "verb": verb, "data": data}
    invoke = {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "id": "f:1",
        "text": None,
        "replyToId": PRESSED,
        "value": {"action": action, "trigger": "manual"},
    }
    return await bot.tell(**(invoke | changes))


async def submit(bot: Bot, data: Any = None, **changes: Any) -> ClientResponse:
    """Press its fallback, an ``Action.Submit``."""
    value = (data or {}) | {"verb": changes.pop("verb", "point.add")}
    return await bot.tell(**({"text": None, "replyToId": PRESSED, "value": value} | changes))


BOTH = pytest.mark.parametrize("press", [execute, submit])


def replying(bot: Bot, reply: Reply) -> None:
    async def handle(_turn: Turn) -> Reply:
        return reply

    bot.handle = handle


def failing(bot: Bot) -> None:
    async def fail(turn: Turn) -> Reply:
        raise ValueError(turn.action)

    bot.handle = fail


def logged(log_text: io.StringIO, event: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log_text.getvalue().splitlines()]
    return [line for line in lines if line["event"] == event]


# --- what reaches the bot ---------------------------------------------------------------------------


@BOTH
async def test_a_pressed_button_becomes_a_turn_with_its_verb_and_data(bot: Bot, press: Press) -> None:
    await press(bot, {"id": "7", "text": "Vi er enige."})
    assert bot.turns == [
        Turn(
            text="",
            conversation_id="a:chat",
            user_id=PERSON,
            received_at=bot.clock.at,
            action=CardAction("point.add", {"id": "7", "text": "Vi er enige."}),
            user_name="Anne Jensen",
            channel_user_id="29:person",
            service_url=bot.microsoft.url,
        )
    ]


@BOTH
@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\tb", "a b"),
        ("a\x00b\x1b[31mc\x7fd\u009be\ud800f", "ab[31mcdef"),
        ("Ishøj A\u030aben", "Ishøj Åben"),
        ("A\x00\u030a", "Å"),
        ("  ord  ", "  ord  "),
        ("", ""),
        (7, "7"),
        (0.5, "0.5"),
        (True, "true"),
        (False, "false"),
        ("x" * MAX_FIELD_CHARS, "x" * MAX_FIELD_CHARS),
        ("\r\n" * MAX_FIELD_CHARS, "\n" * MAX_FIELD_CHARS),
    ],
    ids=lambda value: repr(value)[:40],
)
async def test_a_value_is_taken_as_clean_text(bot: Bot, press: Press, given: Any, taken: str) -> None:
    assert (await press(bot, {"text": given})).status == 200
    [turn] = bot.turns
    assert turn.action == CardAction("point.add", {"text": taken})


@BOTH
async def test_what_is_null_and_what_is_for_the_client_is_no_data(bot: Bot, press: Press) -> None:
    await press(bot, {"text": None, "msteams": {"feedback": {"hide": True}}, "id": "7"})
    [turn] = bot.turns
    assert turn.action == CardAction("point.add", {"id": "7"})


async def test_the_verb_among_an_executes_data_is_not_data(bot: Bot) -> None:
    await execute(bot, {"verb": "point.remove", "id": "7"})
    [turn] = bot.turns
    assert turn.action == CardAction("point.add", {"id": "7"})


async def test_an_execute_needs_no_data(bot: Bot) -> None:
    await execute(bot, None)
    [turn] = bot.turns
    assert turn.action == CardAction("point.add", {})


@BOTH
@pytest.mark.parametrize(
    "data",
    [
        {"text": {}},
        {"text": []},
        {"text": ["a"]},
        {"text": "x" * (MAX_FIELD_CHARS + 1)},
        {"x" * 101: ""},
        {"te\nxt": ""},
        {"\ud800": ""},
        {str(number): "" for number in range(MAX_FIELDS + 1)},
    ],
    ids=lambda value: json.dumps(value)[:40],
)
async def test_data_that_no_card_of_ours_sends_are_400(bot: Bot, press: Press, data: Any) -> None:
    assert (await press(bot, data)).status == 400
    assert bot.turns == []


@BOTH
async def test_as_many_fields_as_a_form_may_have_are_taken(bot: Bot, press: Press) -> None:
    assert (await press(bot, {str(number): "" for number in range(MAX_FIELDS)})).status == 200
    assert len(bot.turns) == 1


@BOTH
async def test_a_verb_that_is_too_long_is_400(bot: Bot, press: Press) -> None:
    assert (await press(bot, {}, verb="x" * 101)).status == 400


@pytest.mark.parametrize(
    "value",
    [
        None,
        "x",
        7,
        [],
        {},
        {"action": None},
        {"action": "point.add"},
        {"action": []},
        {"action": {}},
        {"action": {"verb": None}},
        {"action": {"verb": ""}},
        {"action": {"verb": 7}},
        {"action": {"verb": "point.add", "data": "x"}},
        {"action": {"verb": "point.add", "data": []}},
        {"action": {"verb": "point.add", "data": 7}},
    ],
    ids=json.dumps,
)
async def test_an_execute_that_is_malformed_is_400(bot: Bot, value: Any) -> None:
    assert (await execute(bot, value=value)).status == 400
    assert bot.turns == []


@pytest.mark.parametrize("value", [{"verb": ""}, {"verb": 7}, {"verb": None}, {"text": "x"}], ids=json.dumps)
async def test_a_submitted_value_without_a_verb_is_no_action(bot: Bot, value: Any) -> None:
    await bot.tell(text=None, value=value)
    assert [turn.action for turn in bot.turns] == [None]


async def test_what_a_person_writes_is_no_action_whatever_comes_with_it(bot: Bot) -> None:
    await bot.tell(text="hej", value={"verb": "point.add"})
    assert [(turn.text, turn.action) for turn in bot.turns] == [("hej", None)]


async def test_a_verb_goes_before_a_question(bot: Bot) -> None:
    await submit(bot, {"question": "Hvad er mål C?"})
    [turn] = bot.turns
    assert (turn.text, turn.action) == ("", CardAction("point.add", {"question": "Hvad er mål C?"}))


@BOTH
async def test_a_button_needs_a_token_and_an_allowed_tenant(bot: Bot, press: Press) -> None:
    foreign = {"tenant": {"id": "dddddddd-0000-4000-8000-000000000004"}}
    assert (await press(bot, channelData=foreign)).status == 403
    body = bot.microsoft.activity(
        type="invoke", name="adaptiveCard/action", value={"action": {"verb": "point.add"}}
    )
    assert (await bot.post(body, authorization=None)).status == 401
    assert bot.turns == []


# --- an Action.Execute is answered in the response ----------------------------------------------------


async def test_the_card_comes_back_in_the_response_and_nothing_is_posted(bot: Bot) -> None:
    response = await execute(bot, {"id": "æ"})
    assert (response.status, response.content_type, response.charset) == (200, "application/json", "utf-8")
    assert await response.json() == {
        "statusCode": 200,
        "type": CARD,
        "value": said('du trykkede: point.add {"id": "æ"}').card,
    }
    await bot.stop()
    assert (bot.microsoft.posted, bot.microsoft.changed) == ([], [])


async def test_a_reply_beside_the_card_comes_back_as_a_sentence(bot: Bot) -> None:
    replying(bot, replace(said('Skriv "hvem"\nog hvor'), beside=True, lasting=True))
    response = await execute(bot)
    assert await response.json() == {"statusCode": 200, "type": SENTENCE, "value": 'Skriv "hvem"\nog hvor'}
    await bot.stop()
    assert bot.microsoft.changed == []


async def test_an_error_leaves_the_card_and_says_the_logs_reference_beside_it(
    bot: Bot, log_text: io.StringIO
) -> None:
    failing(bot)
    response = await execute(bot, {"text": "en hemmelighed"})
    assert response.status == 200
    assert await response.json() == {"statusCode": 200, "type": SENTENCE, "value": "Beklager: ref-1"}
    [line] = logged(log_text, "action failed")
    assert (line["level"], line["id"], line["error"]) == ("ERROR", "ref-1", "ValueError")
    assert "hemmelighed" not in log_text.getvalue()


async def test_an_execute_that_comes_again_is_handled_again(bot: Bot) -> None:
    bodies = [await (await execute(bot)).json() for _ in range(2)]
    assert bodies[0] == bodies[1]
    assert len(bot.turns) == 2


async def test_how_long_an_action_took_is_logged(bot: Bot, log_text: io.StringIO) -> None:
    await execute(bot)
    [line] = logged(log_text, "action")
    assert line.keys() == {"time", "level", "event", "id", "ms"}
    assert (line["level"], line["id"]) == ("INFO", "f:1")


async def test_a_lasting_reply_changes_the_card_for_good_once_the_response_is_there(bot: Bot) -> None:
    answered = asyncio.Event()
    bot.microsoft.gate = answered.wait
    replying(bot, replace(said("gemt"), lasting=True))
    response = await execute(bot)
    assert text_in((await response.json())["value"]) == "gemt"
    assert bot.microsoft.changed == []
    answered.set()
    await bot.microsoft.until(lambda: bool(bot.microsoft.changed))
    [changed] = bot.microsoft.changed
    assert (changed.path, changed.authorization) == (OF_PRESSED, "Bearer token-1")
    assert changed.body == {
        "type": "message",
        "locale": "da-DK",
        "from": {"id": BOT, "name": "Bot"},
        "recipient": {"id": "29:person", "name": "Anne Jensen"},
        "conversation": {"id": "a:chat"},
        "summary": "gemt",
        "inputHint": "acceptingInput",
        "attachments": [{"contentType": CARD, "content": said("gemt").card}],
    }
    assert bot.microsoft.posted == []


async def test_in_a_channel_the_card_is_changed_in_its_thread(bot: Bot) -> None:
    replying(bot, replace(said("gemt"), lasting=True))
    await execute(bot, conversation={"id": "19:abc@thread.tacv2;messageid=17", "conversationType": "channel"})
    await bot.stop()
    [changed] = bot.microsoft.changed
    assert changed.path == f"/v3/conversations/19%3Aabc%40thread.tacv2%3Bmessageid%3D17/activities/{PRESSED}"


async def test_two_presses_on_one_card_leave_it_as_the_later_one_says(bot: Bot) -> None:
    first = asyncio.Event()
    bot.microsoft.gate = first.wait
    for text in "en", "to":
        replying(bot, replace(said(text), lasting=True))
        await execute(bot)
    first.set()
    await bot.stop()
    assert bot.changes() == ["en", "to"]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500])
async def test_a_card_that_cannot_be_changed_for_good_is_only_logged(
    bot: Bot, status: int, log_text: io.StringIO
) -> None:
    bot.microsoft.change_answers = [(status, {})]
    replying(bot, replace(said("gemt"), lasting=True))
    assert (await execute(bot)).status == 200
    await bot.stop()
    [line] = logged(log_text, "card not changed")
    assert (line["level"], line["reason"]) == ("WARNING", f"HTTP {status}")
    assert (bot.microsoft.changed, bot.microsoft.posted) == ([], [])


async def test_a_change_is_tried_again_where_that_helps(bot: Bot) -> None:
    bot.microsoft.change_answers = [(502, {}), (429, {})]
    replying(bot, replace(said("gemt"), lasting=True))
    await execute(bot)
    await bot.stop()
    assert bot.changes() == ["gemt"]
    assert bot.clock.slept_s == [0.5, 1.0]


async def test_without_a_pressed_card_there_is_none_to_change(bot: Bot, log_text: io.StringIO) -> None:
    replying(bot, replace(said("gemt"), lasting=True))
    assert (await execute(bot, replyToId=None)).status == 200
    await bot.stop()
    assert bot.microsoft.changed == []
    assert logged(log_text, "card not changed") == []


# --- an Action.Submit is answered in the chat ---------------------------------------------------------


async def test_the_reply_takes_the_place_of_the_card_and_nothing_is_posted(bot: Bot) -> None:
    assert (await submit(bot, {"id": "7"})).status == 200
    assert bot.changes() == ['du trykkede: point.add {"id": "7"}']
    assert [changed.path for changed in bot.microsoft.changed] == [OF_PRESSED]
    assert bot.microsoft.posted == []


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 500])
async def test_where_the_card_cannot_be_changed_the_reply_is_posted(
    bot: Bot, status: int, log_text: io.StringIO
) -> None:
    bot.microsoft.change_answers = [(status, {})]
    assert (await submit(bot)).status == 200
    assert bot.replies() == ["du trykkede: point.add {}"]
    assert bot.microsoft.changed == []
    assert [line["reason"] for line in logged(log_text, "card not changed")] == [f"HTTP {status}"]


@pytest.mark.parametrize("pressed", [None, ""])
async def test_where_no_card_is_named_the_reply_is_posted(bot: Bot, pressed: str | None) -> None:
    assert (await submit(bot, replyToId=pressed)).status == 200
    assert bot.replies() == ["du trykkede: point.add {}"]
    assert bot.microsoft.changed == []


async def test_a_reply_beside_the_card_is_posted(bot: Bot) -> None:
    replying(bot, replace(said("mangler"), beside=True))
    await submit(bot)
    assert (bot.replies(), bot.changes()) == (["mangler"], [])


async def test_an_error_leaves_the_card_and_is_told_in_a_message(bot: Bot) -> None:
    failing(bot)
    assert (await submit(bot)).status == 200
    assert (bot.replies(), bot.changes()) == (["Beklager: ref-1"], [])


async def test_a_submit_that_comes_again_is_answered_once(bot: Bot) -> None:
    for _ in range(3):
        assert (await submit(bot)).status == 200
    assert (len(bot.turns), len(bot.microsoft.changed)) == (1, 1)


async def test_a_message_with_a_card_before_it_is_answered_by_a_new_message(bot: Bot) -> None:
    await bot.tell(text="hej", replyToId=PRESSED)
    assert (bot.replies(), bot.changes()) == (["du skrev: hej"], [])


# --- the work behind the answers ----------------------------------------------------------------------


async def test_what_is_too_much_at_once_is_left_and_logged(log_text: io.StringIO) -> None:
    done: list[int] = []
    go_on = asyncio.Event()

    async def job() -> None:
        await go_on.wait()
        done.append(1)

    work = Background(max_jobs=2)
    for key in range(3):
        work.start(key, job)
    go_on.set()
    await work.close(10)
    assert len(done) == 2
    [line] = logged(log_text, "job left")
    assert line["reason"] == "2 are under way"


async def test_a_job_that_goes_wrong_stops_no_other(log_text: io.StringIO) -> None:
    done: list[int] = []

    async def wrong() -> None:
        raise ValueError("en hemmelighed")

    async def right() -> None:
        done.append(1)

    work = Background()
    work.start("card", wrong)
    work.start("card", right)
    await work.close(10)
    assert done == [1]
    assert [line["error"] for line in logged(log_text, "job failed")] == ["ValueError"]
    assert "hemmelighed" not in log_text.getvalue()


async def test_what_takes_too_long_at_the_end_is_cut_short() -> None:
    async def forever() -> None:
        await asyncio.Event().wait()

    work = Background()
    work.start("card", forever)
    await work.close(0)
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []


async def test_neither_what_is_typed_nor_who_typed_it_is_logged(bot: Bot, log_text: io.StringIO) -> None:
    bot.microsoft.change_answers = [(404, {})]
    await submit(bot, {"text": "en hemmelighed"})
    await execute(bot, {"text": "en hemmelighed", "deep": {"en hemmelighed": 1}})
    await execute(bot, {"en hemmelighed" * 20: 1})
    failing(bot)
    await execute(bot, {"text": "en hemmelighed"})
    await submit(bot, {"text": "en hemmelighed"}, id="2")
    for private in ("hemmelighed", "Anne", "Jensen", PERSON, "29:person", "token-1"):
        assert private not in log_text.getvalue()
