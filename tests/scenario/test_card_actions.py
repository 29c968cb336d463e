"""What Teams sends when a card's button is pressed, as it sends it: one answer, in the card's place.

The raw messages stand at the foot.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from bot.turn import CardAction, ChatKind, Reply, Turn
from tests.fakes.bot import Bot, text_in
from tests.fakes.echo import said
from tests.fakes.microsoft import BOT, PERSON, TENANT, Clock, Microsoft

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture(name="microsoft")
async def _microsoft() -> AsyncIterator[Microsoft]:
    microsoft = Microsoft()
    await microsoft.start()
    yield microsoft
    await microsoft.stop()


@pytest_asyncio.fixture(name="bot")
async def _bot(microsoft: Microsoft) -> AsyncIterator[Bot]:
    """A bot that keeps a point and asks who is behind it."""
    bot = Bot(microsoft, Clock())

    async def keep(turn: Turn) -> Reply:
        assert turn.action is not None
        if not turn.action.data["text"]:
            return replace(said("Skriv punktet først."), beside=True)
        who = await bot.members.principal_name(turn)
        return replace(said(f"Gemt for {who}: {turn.action.data['text']}"), lasting=True)

    bot.handle = keep
    await bot.start(microsoft.environ())
    yield bot
    await bot.stop()


async def sent(bot: Bot, raw: str, **inputs: Any) -> bytes:
    """Post a raw message, with what stands in the card's inputs."""
    filled = raw
    for name, value in {
        "SERVICE_URL": bot.microsoft.url,
        "BOT_ID": BOT,
        "PERSON_ID": PERSON,
        "TENANT_ID": TENANT,
    }.items():
        filled = filled.replace(name, value)
    activity = json.loads(filled)
    held = activity["value"]["action"]["data"] if "action" in activity["value"] else activity["value"]
    held |= inputs
    response = await bot.post(activity)
    assert response.status == 200
    return await response.read()


async def test_an_execute_is_answered_by_the_card_that_takes_its_place(bot: Bot) -> None:
    bot.microsoft.members["29:1anne"] = {"aadObjectId": PERSON, "userPrincipalName": "Anne@ishoej.dk"}
    answer = json.loads(await sent(bot, EXECUTE, text="Vi er enige.\r\nMen ikke i alt."))
    assert (answer["statusCode"], answer["type"]) == (200, "application/vnd.microsoft.card.adaptive")
    assert text_in(answer["value"]) == "Gemt for anne@ishoej.dk: Vi er enige.\nMen ikke i alt."
    await bot.stop()
    assert bot.changes() == ["Gemt for anne@ishoej.dk: Vi er enige.\nMen ikke i alt."]
    assert [changed.path[-13:] for changed in bot.microsoft.changed] == ["1700000000123"]
    assert bot.microsoft.posted == []


async def test_an_execute_that_lacks_something_is_answered_beside_the_card(bot: Bot) -> None:
    assert json.loads(await sent(bot, EXECUTE, text="")) == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "Skriv punktet først.",
    }
    await bot.stop()
    assert (bot.microsoft.posted, bot.microsoft.changed) == ([], [])


async def test_a_submit_is_answered_in_the_cards_place(bot: Bot) -> None:
    assert await sent(bot, SUBMIT, text="Vi er enige.") == b""
    assert bot.changes() == ["Gemt for None: Vi er enige."]
    assert bot.microsoft.posted == []


async def test_a_submit_that_lacks_something_is_answered_under_the_card(bot: Bot) -> None:
    await sent(bot, SUBMIT, text="")
    assert (bot.replies(), bot.changes()) == (["Skriv punktet først."], [])


@pytest.mark.parametrize(("raw", "chat"), [("EXECUTE", ChatKind.PERSONAL), ("SUBMIT", ChatKind.CHANNEL)])
async def test_what_is_pressed_and_typed_and_by_whom_is_known(bot: Bot, raw: str, chat: ChatKind) -> None:
    await sent(bot, {"EXECUTE": EXECUTE, "SUBMIT": SUBMIT}[raw], text="Vi er enige.")
    [turn] = bot.turns
    alone = raw == "EXECUTE"  # what a Submit in a channel is answered with, everybody there sees
    assert turn.action == CardAction("point.add", {"hearing": "h7", "text": "Vi er enige."}, alone)
    assert (turn.text, turn.user_id, turn.user_name) == ("", PERSON, "Anne Jensen")
    assert (turn.channel_user_id, turn.chat) == ("29:1anne", chat)
    assert turn.address.service_url == bot.microsoft.url


# --- raw, as Teams sends them ------------------------------------------------------------------------
# Sources: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards
# and https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions,
# read 2026-11-26.

EXECUTE = """{
  "name": "adaptiveCard/action",
  "type": "invoke",
  "timestamp": "2026-11-26T08:00:00.123Z",
  "localTimestamp": "2026-11-26T09:00:00.123+01:00",
  "id": "f:5a1c7b5e-0000-4000-8000-00000000000a",
  "channelId": "msteams",
  "serviceUrl": "SERVICE_URL",
  "from": {"id": "29:1anne", "name": "Anne Jensen", "aadObjectId": "PERSON_ID"},
  "conversation": {"conversationType": "personal", "tenantId": "TENANT_ID", "id": "a:1chat"},
  "recipient": {"id": "BOT_ID", "name": "Tryghedsbotten"},
  "entities": [{"locale": "da-DK", "country": "DK", "platform": "Web", "type": "clientInfo"}],
  "channelData": {
    "tenant": {"id": "TENANT_ID"},
    "source": {"name": "message"},
    "legacy": {"replyToId": "1:x"}
  },
  "replyToId": "1700000000123",
  "value": {
    "action": {
      "type": "Action.Execute",
      "title": "Gem",
      "id": "save",
      "verb": "point.add",
      "data": {"hearing": "h7", "verb": "point.add"}
    },
    "trigger": "manual"
  },
  "locale": "da-DK",
  "localTimezone": "Europe/Copenhagen"
}"""

SUBMIT = """{
  "type": "message",
  "timestamp": "2026-11-26T08:00:00.123Z",
  "localTimestamp": "2026-11-26T09:00:00.123+01:00",
  "id": "f:5a1c7b5e-0000-4000-8000-00000000000b",
  "channelId": "msteams",
  "serviceUrl": "SERVICE_URL",
  "from": {"id": "29:1anne", "name": "Anne Jensen", "aadObjectId": "PERSON_ID"},
  "conversation": {
    "isGroup": true,
    "conversationType": "channel",
    "tenantId": "TENANT_ID",
    "id": "19:abc@thread.tacv2;messageid=1700000000001"
  },
  "recipient": {"id": "BOT_ID", "name": "Tryghedsbotten"},
  "entities": [{"locale": "da-DK", "country": "DK", "platform": "iOS", "type": "clientInfo"}],
  "channelData": {
    "channel": {"id": "19:abc@thread.tacv2"},
    "team": {"id": "19:abc@thread.tacv2"},
    "tenant": {"id": "TENANT_ID"},
    "source": {"name": "message"},
    "legacy": {"replyToId": "1:x"}
  },
  "replyToId": "1700000000123",
  "value": {"hearing": "h7", "verb": "point.add"},
  "locale": "da-DK",
  "localTimezone": "Europe/Copenhagen"
}"""
