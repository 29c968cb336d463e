"""A person does something, and gets exactly one reply."""

from __future__ import annotations

import asyncio
import io
import json
from datetime import timedelta
from typing import Any

import pytest

from bot.turn import MAX_TEXT_CHARS, ChatKind, Reply, Turn
from tests.fakes.bot import Bot
from tests.fakes.echo import echo, said
from tests.fakes.microsoft import BOT, PERSON

pytestmark = pytest.mark.asyncio

MENTION = {"type": "mention", "mentioned": {"id": BOT, "name": "Bot"}, "text": "<at>Bot</at>"}


async def test_a_message_becomes_a_turn(bot: Bot) -> None:
    await bot.tell(text="Hvem sidder i SSP-NU?")
    assert bot.turns == [
        Turn(
            text="Hvem sidder i SSP-NU?",
            conversation_id="a:chat",
            user_id=PERSON,
            received_at=bot.clock.at,
            chat=ChatKind.PERSONAL,
            user_name="Anne Jensen",
            channel_user_id="29:person",
            service_url=bot.microsoft.url,
        )
    ]


async def test_a_person_unknown_to_entra_is_known_by_the_channels_id(bot: Bot) -> None:
    await bot.tell(**{"from": {"id": "29:guest"}})
    [turn] = bot.turns
    assert (turn.user_id, turn.channel_user_id, turn.user_name) == ("29:guest", "29:guest", "")


async def test_the_reply_is_one_card_addressed_to_the_message(bot: Bot) -> None:
    await bot.tell()
    [posted] = bot.microsoft.posted
    assert posted.path == "/v3/conversations/a%3Achat/activities/1700000000001"
    assert posted.body == {
        "type": "message",
        "locale": "da-DK",
        "from": {"id": BOT, "name": "Bot"},
        "recipient": {"id": "29:person", "name": "Anne Jensen"},
        "conversation": {"id": "a:chat"},
        "replyToId": "1700000000001",
        "summary": "du skrev: hej",
        "inputHint": "acceptingInput",
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.card.adaptive",
                "content": said("du skrev: hej").card,
            }
        ],
    }


async def test_in_a_channel_the_reply_stays_in_the_thread(bot: Bot) -> None:
    await bot.tell(
        text="<at>Bot</at>&nbsp;hvad er mål C?\n",
        entities=[MENTION],
        conversation={
            "id": "19:abc@thread.tacv2;messageid=17",
            "conversationType": "channel",
            "isGroup": True,
        },
        channelData={
            "tenant": {"id": bot.microsoft.activity()["channelData"]["tenant"]["id"]},
            "channel": {"id": "19:abc@thread.tacv2"},
        },
    )
    [turn], [posted] = bot.turns, bot.microsoft.posted
    assert (turn.text, turn.chat) == ("hvad er mål C?", ChatKind.CHANNEL)
    assert turn.conversation_id == "19:abc@thread.tacv2;messageid=17"
    assert (
        posted.path == "/v3/conversations/19%3Aabc%40thread.tacv2%3Bmessageid%3D17/activities/1700000000001"
    )
    assert posted.body["conversation"] == {"id": "19:abc@thread.tacv2;messageid=17"}


@pytest.mark.parametrize(
    ("conversation", "chat"),
    [
        ({"conversationType": "personal"}, ChatKind.PERSONAL),
        ({"conversationType": "groupChat"}, ChatKind.GROUP),
        ({"conversationType": "channel"}, ChatKind.CHANNEL),
        ({"isGroup": True}, ChatKind.GROUP),
        ({"conversationType": "noget nyt", "isGroup": True}, ChatKind.GROUP),
        ({}, ChatKind.PERSONAL),
    ],
    ids=repr,
)
async def test_the_kind_of_chat_is_known(bot: Bot, conversation: dict[str, Any], chat: ChatKind) -> None:
    await bot.tell(conversation={"id": "a:chat"} | conversation)
    [turn] = bot.turns
    assert turn.chat == chat


async def test_a_button_that_writes_for_the_person_is_a_message(bot: Bot) -> None:
    await bot.tell(text="og o18?", value={"msteams": {"type": "messageBack"}}, replyToId="1")
    assert bot.replies() == ["du skrev: og o18?"]


@pytest.mark.parametrize("text", [None, ""])
async def test_a_button_that_sends_only_its_value_asks_the_question_in_it(bot: Bot, text: str | None) -> None:
    await bot.tell(text=text, value={"question": "Hvad er <at>Bot</at>\x00 mål C?"}, entities=[MENTION])
    assert bot.replies() == ["du skrev: Hvad er mål C?"]


async def test_what_a_person_writes_goes_before_what_a_button_asks(bot: Bot) -> None:
    await bot.tell(text="Hvad er mål B?", value={"question": "Hvad er mål C?"})
    assert bot.replies() == ["du skrev: Hvad er mål B?"]


@pytest.mark.parametrize("value", ["Hvad er mål C?", ["Hvad er mål C?"], {"question": 7}, {"question": None}])
async def test_a_value_that_holds_no_question_asks_none(bot: Bot, value: object) -> None:
    await bot.tell(text=None, value=value)
    assert bot.replies() == ["du skrev: "]


async def test_a_question_in_a_value_is_no_longer_than_one_that_is_written(bot: Bot) -> None:
    await bot.tell(text=None, value={"question": "x" * (MAX_TEXT_CHARS + 1)})
    assert (bot.replies(), bot.turns) == (["for langt"], [])


@pytest.mark.parametrize("text", [None, "", "  \n", "<at>Bot</at>", "\x00\x07"])
async def test_a_message_without_words_is_answered_too(bot: Bot, text: str | None) -> None:
    await bot.tell(text=text, value={"answer": 42}, entities=[MENTION])
    assert bot.replies() == ["du skrev: "]


async def test_a_text_up_to_the_limit_reaches_the_handler(bot: Bot) -> None:
    await bot.tell(text=f"<at>Bot</at> {'å' * MAX_TEXT_CHARS}", entities=[MENTION])
    assert bot.replies() == [f"du skrev: {'å' * MAX_TEXT_CHARS}"]


@pytest.mark.parametrize("text", ["x" * (MAX_TEXT_CHARS + 1), "y" * 50_000, "<at " * 50_000, "<at>" * 50_000])
async def test_a_longer_text_is_answered_by_saying_so(bot: Bot, text: str) -> None:
    assert (await bot.tell(text=text)).status == 200
    assert (bot.replies(), bot.turns) == (["for langt"], [])


async def test_control_characters_and_half_characters_never_reach_the_handler(bot: Bot) -> None:
    await bot.tell(text="a\x00b\x1b[31mc\ud800d\r\ne\u009bf")
    assert bot.replies() == ["du skrev: ab[31mcd\nef"]


async def test_an_error_becomes_one_apology_with_the_logs_reference(bot: Bot, log_text: io.StringIO) -> None:
    async def fail(turn: Turn) -> Reply:
        raise ValueError(turn.text)

    bot.handle = fail
    assert (await bot.tell(text="en hemmelighed")).status == 200
    assert bot.replies() == ["Beklager: ref-1"]
    [line] = [
        entry for entry in map(json.loads, log_text.getvalue().splitlines()) if entry["level"] == "ERROR"
    ]
    assert (line["event"], line["id"], line["error"]) == ("turn failed", "ref-1", "ValueError")
    assert line["frames"][-1].endswith("fail")


@pytest.mark.parametrize("status", [400, 413])
async def test_a_card_teams_will_not_show_becomes_an_apology(bot: Bot, status: int) -> None:
    bot.microsoft.answers = [(status, {})]
    assert (await bot.tell()).status == 200
    assert bot.replies() == ["Beklager: ref-1"]


async def test_neither_words_nor_names_are_logged(bot: Bot, log_text: io.StringIO) -> None:
    async def fail(turn: Turn) -> Reply:
        raise ValueError(turn.text)

    await bot.tell(text="en hemmelighed")
    bot.handle = fail
    await bot.tell(id="2", text="en hemmelighed")
    await bot.post(data=b'{"text": "en hemmelighed", "type": []}')
    await bot.post(data=b"en hemmelighed")
    logged = log_text.getvalue()
    assert len(logged.splitlines()) > 4
    for private in ("hemmelighed", "Anne", "Jensen", PERSON, "hemmeligt", "Bearer", "eyJ", "token-1"):
        assert private not in logged


async def test_every_log_line_is_json_with_time_level_and_event(bot: Bot, log_text: io.StringIO) -> None:
    await bot.tell()
    [line] = [json.loads(text) for text in log_text.getvalue().splitlines() if '"turn"' in text]
    assert line.keys() == {"time", "level", "event", "id", "ms"}
    assert line["id"] == "1700000000001"


@pytest.mark.parametrize("kind", ["personal", "groupChat", "channel"])
async def test_an_installation_is_welcomed_once_however_often_teams_tells_of_it(bot: Bot, kind: str) -> None:
    there = {"id": "19:here", "conversationType": kind}
    added = {
        "type": "conversationUpdate",
        "id": "f:1",
        "text": None,
        "conversation": there,
        "membersAdded": [{"id": "29:x"}, {"id": BOT}],
    }
    installed = {
        "type": "installationUpdate",
        "action": "add",
        "id": "f:2",
        "text": None,
        "conversation": there,
    }
    for activity in (added, installed, added):
        assert (await bot.tell(**activity)).status == 200
    assert bot.replies() == ["velkommen"]
    [turn], [posted] = bot.turns, bot.microsoft.posted
    assert (turn.installed, turn.text, turn.chat) == (True, "", ChatKind(kind))
    assert posted.path == "/v3/conversations/19%3Ahere/activities"
    assert "replyToId" not in posted.body


async def test_an_installation_told_of_by_an_installation_update_alone_is_welcomed(bot: Bot) -> None:
    await bot.tell(type="installationUpdate", action="add", text=None)
    assert bot.replies() == ["velkommen"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"type": "conversationUpdate", "membersAdded": [{"id": "29:x"}]}, id="a person is added"
        ),
        pytest.param(
            {"type": "conversationUpdate", "membersRemoved": [{"id": BOT}]}, id="the bot is removed"
        ),
        pytest.param({"type": "conversationUpdate", "channelData": None}, id="a channel is renamed"),
        pytest.param({"type": "installationUpdate", "action": "remove"}, id="the app is removed"),
        pytest.param({"type": "installationUpdate", "action": "add-upgrade"}, id="the app is upgraded"),
    ],
)
async def test_other_changes_to_a_conversation_are_met_with_silence(
    bot: Bot, changes: dict[str, Any]
) -> None:
    assert (await bot.tell(**changes)).status == 200
    assert (bot.turns, bot.microsoft.posted) == ([], [])


async def test_an_activity_sent_again_is_answered_once(bot: Bot) -> None:
    for _ in range(3):
        assert (await bot.tell()).status == 200
    assert len(bot.microsoft.posted) == 1


async def test_the_same_id_in_another_conversation_is_another_message(bot: Bot) -> None:
    await bot.tell()
    await bot.tell(conversation={"id": "a:other", "conversationType": "personal"})
    assert len(bot.microsoft.posted) == 2


async def test_an_activity_sent_again_while_it_is_being_answered_is_answered_once(bot: Bot) -> None:
    going_on, done = asyncio.Event(), asyncio.Event()

    async def slow(turn: Turn) -> Reply:
        going_on.set()
        await done.wait()
        return await echo(turn)

    bot.handle = slow
    first = asyncio.create_task(bot.tell())
    await going_on.wait()
    assert (await bot.tell()).status == 200
    assert bot.microsoft.posted == []
    done.set()
    assert (await first).status == 200
    assert len(bot.microsoft.posted) == 1


async def test_people_do_not_wait_for_each_other(bot: Bot) -> None:
    done = asyncio.Event()

    async def slow_for_one(turn: Turn) -> Reply:
        if turn.text == "langsom":
            await done.wait()
        return await echo(turn)

    bot.handle = slow_for_one
    slow = asyncio.create_task(bot.tell(id="1", text="langsom"))
    await bot.tell(id="2", text="hurtig")
    assert bot.replies() == ["du skrev: hurtig"]
    done.set()
    await slow


async def test_after_a_quarter_of_an_hour_an_id_is_forgotten(bot: Bot) -> None:
    await bot.tell()
    bot.clock.at += timedelta(minutes=15)
    await bot.tell()
    assert len(bot.microsoft.posted) == 2
