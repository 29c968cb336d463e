"""What Teams sends, as it sends it, to the real application: one card comes back, and it answers.

The raw messages stand at the foot.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer

from bot.dispatch import Bot, apology, too_long
from bot.questions.understand import Questions
from bot.settings import read_settings
from bot.teams import Handler, Suggester, build_app
from bot.turn import MAX_TEXT_CHARS, Matches, Query, Reply, Turn
from storage.knowledge import knowledge_of
from storage.seed import read_seed
from tests.fakes.echo import always_ready
from tests.fakes.hearings import NoHearings
from tests.fakes.microsoft import BOT, PERSON, TENANT, Clock, Microsoft, Posted

pytestmark = pytest.mark.asyncio


@dataclass
class Teams:
    """Teams on one side, the real application on the other, and a chat that nobody has used before."""

    microsoft: Microsoft
    http: TestClient[Any, Any]
    chat: str
    _ids: Iterator[int]

    async def sends(self, raw: str, **changes: Any) -> bytes:
        """Post a raw message; ids of its own, and what the test changes, are filled in."""
        filled = raw
        for name, value in {
            "SERVICE_URL": self.microsoft.url,
            "CHAT": self.chat,
            "NUMBER": str(1_700_000_000_000 + next(self._ids)),
            "BOT_ID": BOT,
            "PERSON_ID": PERSON,
            "TENANT_ID": TENANT,
        }.items():
            filled = filled.replace(name, value)
        return await self.sends_body(json.dumps(json.loads(filled) | changes, ensure_ascii=False))

    async def searches(self, raw: str, **parameter: str) -> list[dict[str, Any]]:
        """Post what the search box sends; the attachments that it gets to show."""
        value = json.loads(raw)["value"]
        value |= {"parameters": [parameter]} if parameter else {}
        extension = json.loads(await self.sends(raw, value=value))["composeExtension"]
        assert (extension["type"], extension["attachmentLayout"]) == ("result", "list")
        attachments: list[dict[str, Any]] = extension["attachments"]
        return attachments

    async def presses(self, button: dict[str, Any]) -> None:
        """Press a card's button: Teams sends what its ``messageBack`` says, in the person's name."""
        message_back = button["data"]["msteams"]
        assert message_back["type"] == "messageBack"
        await self.sends(PRESS, text=message_back["text"], value=message_back["value"])

    async def sends_body(self, body: str) -> bytes:
        response = await self.http.post(
            "/api/messages",
            data=body.encode(),
            headers={
                "Authorization": f"Bearer {self.microsoft.token()}",
                "Content-Type": "application/json; charset=utf-8",
            },
        )
        assert response.status == 200
        return await response.read()

    def takes(self) -> list[Posted]:
        """What the bot posted since the last time."""
        posted, self.microsoft.posted = self.microsoft.posted, []
        return posted


@pytest.fixture(name="bot", scope="module")
def _bot() -> Bot:
    knowledge = knowledge_of(read_seed())
    return Bot(Questions(knowledge), knowledge, NoHearings())


Running = Callable[[Handler, Suggester], AbstractAsyncContextManager[Teams]]


@pytest.fixture(name="running", scope="module")
def _running() -> Running:
    """The application with its handlers, composed as ``app.py`` composes it."""
    chats = itertools.count()

    @asynccontextmanager
    async def running(handle: Handler, suggest: Suggester) -> AsyncIterator[Teams]:
        microsoft, clock = Microsoft(), Clock()
        await microsoft.start()
        web_app = build_app(
            read_settings(microsoft.environ()),
            handle,
            suggest=suggest,
            ready=always_ready,
            apology=apology,
            too_long=too_long(),
            now=clock.now,
            sleep=clock.sleep,
            reference=lambda: "1a2b3c4d",
        )
        try:
            async with TestClient(TestServer(web_app)) as http:
                yield Teams(microsoft, http, f"chat{next(chats)}", itertools.count())
        finally:
            await microsoft.stop()

    return running


@pytest_asyncio.fixture(name="teams")
async def _teams(running: Running, bot: Bot) -> AsyncIterator[Teams]:
    async with running(bot.handle, bot.suggest) as teams:
        yield teams


def card_of(posted: Posted) -> dict[str, Any]:
    """The one Adaptive Card of what was posted; it carries nothing else to read but its summary."""
    assert posted.body["type"] == "message"
    assert "text" not in posted.body
    [attachment] = posted.body["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card: dict[str, Any] = attachment["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.5")
    return card


def texts(node: Any) -> list[str]:
    """Every text that a card shows, in the order it is read."""
    if isinstance(node, list):
        return [text for each in node for text in texts(each)]
    if not isinstance(node, dict):
        return []
    if node.get("type") == "RichTextBlock":
        return ["".join(run["text"] for run in node["inlines"])]
    own = [node["text"]] if node.get("type") == "TextBlock" else []
    return own + [text for key, value in node.items() if key != "data" for text in texts(value)]


def buttons(node: Any) -> list[dict[str, Any]]:
    """Every button of a card."""
    if isinstance(node, list):
        return [button for each in node for button in buttons(each)]
    if not isinstance(node, dict):
        return []
    own = [node] if node.get("type") == "Action.Submit" else []
    return own + [button for value in node.values() for button in buttons(value)]


U18 = [
    "SSP-NU u18 består af 6 funktioner",
    "CBF",
    "Socialfaglig leder",
    "Familierådgiver",
    "UU",
    "UU-vejleder",
    "Politiet",
    "Lokalbetjent",
    "Civilforebygger",
    "Tryghed og Kriminalitetsforebyggelse",
    "Proaktiv konsulent",
]


async def test_a_message_in_a_personal_chat_is_answered_with_one_card(teams: Teams) -> None:
    await teams.sends(PERSONAL)
    [only] = teams.takes()
    shown = texts(card_of(only))
    assert shown[0] == "Fora i Ishøj"
    assert [text for text in shown if text in U18] == U18
    assert shown[-1].startswith("Kilde: Arbejdsnotat, leverance 1 & 2 (27. marts 2023)")
    assert only.body["summary"] == "SSP-NU u18 består af 6 funktioner"
    assert only.path == f"/v3/conversations/a%3A{teams.chat}/activities/1700000000000"


async def test_a_mention_in_a_group_chat_is_answered_there(teams: Teams) -> None:
    await teams.sends(GROUP)
    [only] = teams.takes()
    assert "9 funktioner sidder i Lokalråd" in texts(card_of(only))
    assert only.body["conversation"]["id"] == f"19:{teams.chat}@thread.v2"


async def test_a_mention_in_a_channel_is_answered_in_its_thread(teams: Teams) -> None:
    await teams.sends(CHANNEL)
    [only] = teams.takes()
    assert "Nej, familierådgiveren sidder ikke i SSP-NU o18" in texts(card_of(only))
    thread = f"19%3A{teams.chat}%40thread.tacv2%3Bmessageid%3D17"
    assert only.path == f"/v3/conversations/{thread}/activities/1700000000000"


async def test_a_thread_is_a_conversation_of_its_own(teams: Teams) -> None:
    other_thread = CHANNEL.replace("messageid=17", "messageid=99")
    await teams.sends(CHANNEL, text="<at>Tryghedsbotten</at> Hvem sidder i SSP-NU u18?")
    await teams.sends(other_thread, text="<at>Tryghedsbotten</at> hvor mange er de?")
    await teams.sends(CHANNEL, text="<at>Tryghedsbotten</at> hvor mange er de?")
    assert [posted.body["summary"] for posted in teams.takes()] == [
        "SSP-NU u18 består af 6 funktioner",
        "Det fremgår ikke af dokumenterne",
        "6 funktioner sidder i SSP-NU u18",
    ]


async def test_a_dialogue_in_a_personal_chat_is_remembered(teams: Teams) -> None:
    said = ["Hvem sidder i SSP-NU u18?", "og o18?", "hvor mange er de?"]
    for text in said:
        await teams.sends(PERSONAL, text=text)
    assert [posted.body["summary"] for posted in teams.takes()] == [
        "SSP-NU u18 består af 6 funktioner",
        "SSP-NU o18 består af 7 funktioner",
        "7 funktioner sidder i SSP-NU o18",
    ]


async def test_a_button_of_an_answer_is_a_message_that_is_answered(teams: Teams) -> None:
    await teams.sends(PERSONAL)
    [only] = teams.takes()
    offered = buttons(card_of(only))
    assert offered
    for button in offered:
        await teams.presses(button)
        [answer] = teams.takes()
        shown = texts(card_of(answer))
        assert "Det fremgår ikke af dokumenterne" not in shown
        assert any(text.startswith("Kilde") for text in shown)


async def test_a_press_on_the_comparison_compares(teams: Teams) -> None:
    await teams.sends(PERSONAL)
    [only] = teams.takes()
    first, *_ = buttons(card_of(only))
    assert first["data"]["msteams"]["displayText"] == "Hvad er forskellen på SSP-NU u18 og SSP-NU o18?"
    await teams.presses(first)
    [answer] = teams.takes()
    shown = texts(card_of(answer))
    assert shown.index("Familierådgiver (CBF)") < shown.index("Lokalbetjent (politiet)")
    assert "– ikke med" in shown


@pytest.mark.parametrize(
    "told", [["added", "installed"], ["installed", "added"], ["added"], ["installed"]], ids=" then ".join
)
async def test_an_installation_is_welcomed_once_with_questions_that_are_answered(
    teams: Teams, told: list[str]
) -> None:
    for way in told:
        await teams.sends({"added": ADDED, "installed": INSTALLED}[way])
    [only] = teams.takes()
    card = card_of(only)
    assert "Hej – jeg er Tryghedsbotten" in texts(card)
    assert len(buttons(card)) == 4
    for button in buttons(card):
        await teams.presses(button)
        [answer] = teams.takes()
        assert any(text.startswith("Kilde") for text in texts(card_of(answer)))


async def test_what_nobody_asked_is_met_with_silence(teams: Teams) -> None:
    for name, raw in NOT_ASKED.items():
        await teams.sends(raw)
        assert teams.takes() == [], name


async def test_an_edited_message_changes_nothing_that_is_remembered(teams: Teams) -> None:
    await teams.sends(PERSONAL)
    await teams.sends(EDITED)
    await teams.sends(PERSONAL, text="hvor mange er de?")
    assert [posted.body["summary"] for posted in teams.takes()] == [
        "SSP-NU u18 består af 6 funktioner",
        "6 funktioner sidder i SSP-NU u18",
    ]


async def test_a_message_sent_twice_is_answered_once(teams: Teams) -> None:
    body = json.dumps(teams.microsoft.activity(text="Hvem sidder i Lokalrådet?"))
    await teams.sends_body(body)
    await teams.sends_body(body)
    [only] = teams.takes()
    assert only.body["summary"] == "Lokalråd består af 9 funktioner"


@pytest.mark.parametrize("ensure_ascii", [True, False], ids=["escaped", "as utf-8"])
async def test_danish_letters_arrive_whole(teams: Teams, *, ensure_ascii: bool) -> None:
    activity = teams.microsoft.activity(text="Er familierådgiveren på SSP-netværket?")
    await teams.sends_body(json.dumps(activity, ensure_ascii=ensure_ascii))
    [only] = teams.takes()
    assert only.body["summary"] == "Ja, familierådgiveren sidder i SSP-netværk"


@pytest.mark.parametrize("text", ["<at>Tryghedsbotten</at>", "<at>Tryghedsbotten</at>&nbsp;\n"])
async def test_a_mention_and_nothing_else_is_answered_with_what_to_ask(teams: Teams, text: str) -> None:
    await teams.sends(CHANNEL, text=text)
    [only] = teams.takes()
    assert only.body["summary"].startswith("Skriv et spørgsmål")
    assert len(buttons(card_of(only))) == 4


async def test_a_question_the_documents_do_not_answer_is_declined_on_a_card(teams: Teams) -> None:
    await teams.sends(PERSONAL, text="Hvem er formand for Lokalrådet?")
    [only] = teams.takes()
    card = card_of(only)
    assert "Det fremgår ikke af dokumenterne" in texts(card)
    assert not any(text.startswith("Kilde") for text in texts(card))
    assert len(buttons(card)) <= 3


async def test_what_a_person_writes_is_never_shown_as_a_card_of_their_own(teams: Teams) -> None:
    hostile = '"}], "type": "Action.OpenUrl", "url": "https://example.org" [klik](https://example.org)'
    await teams.sends(PERSONAL, text=f"Hvem sidder i {hostile}?")
    [only] = teams.takes()
    assert "example.org" not in json.dumps(card_of(only))


async def test_a_text_that_is_too_long_is_answered_by_saying_so(teams: Teams) -> None:
    await teams.sends(PERSONAL, text="Hvem sidder i SSP-NU u18? ".ljust(MAX_TEXT_CHARS + 1, "x"))
    [only] = teams.takes()
    assert "4.000 tegn" in " ".join(texts(card_of(only)))


async def test_an_unforeseen_error_becomes_one_apology_with_its_reference(running: Running, bot: Bot) -> None:
    async def fail(_turn: Turn) -> Reply:
        raise RuntimeError

    async with running(fail, bot.suggest) as teams:
        await teams.sends(PERSONAL)
        [only] = teams.takes()
    shown = texts(card_of(only))
    assert "Undskyld, noget gik galt hos mig" in shown
    assert "1a2b3c4d" in " ".join(shown)


async def test_the_search_box_of_another_chat_offers_answer_cards_and_posts_nothing(teams: Teams) -> None:
    first, *others = await teams.searches(SEARCH)
    assert first["preview"] == {
        "contentType": "application/vnd.microsoft.card.thumbnail",
        "content": {"title": "Hvem sidder i SSP-NU o18?", "text": "SSP-NU o18 består af 7 funktioner"},
    }
    assert first["contentType"] == "application/vnd.microsoft.card.adaptive"
    shown = texts(first["content"])
    assert (shown[0], shown[1]) == ("Fora i Ishøj", "SSP-NU o18 består af 7 funktioner")
    assert shown[-1].startswith("Kilde: Arbejdsnotat, leverance 1 & 2 (27. marts 2023)")
    assert others
    assert teams.takes() == []


async def test_a_card_from_the_search_box_is_the_card_of_the_chat_without_its_buttons(teams: Teams) -> None:
    await teams.sends(PERSONAL, text="Hvad er mål C?")
    [posted] = teams.takes()
    [found, *_] = await teams.searches(SEARCH, name="query", value="mål c")
    card = card_of(posted)
    assert buttons(card)
    assert buttons(found["content"]) == []
    assert texts(found["content"]) == texts(card)


async def test_a_search_box_that_was_just_opened_shows_questions_to_begin_with(teams: Teams) -> None:
    found = await teams.searches(SEARCH, name="initialRun", value="true")
    assert len(found) == 8
    assert all(any(text.startswith("Kilde") for text in texts(each["content"])) for each in found)


async def test_a_search_for_what_is_not_there_says_so_in_danish(teams: Teams) -> None:
    value = json.loads(SEARCH)["value"] | {"parameters": [{"name": "query", "value": "natteravne"}]}
    extension = json.loads(await teams.sends(SEARCH, value=value))["composeExtension"]
    assert extension["type"] == "message"
    assert extension["text"].startswith("Det fremgår ikke af dokumenterne.")


async def test_a_search_that_goes_wrong_is_answered_with_the_reference(running: Running, bot: Bot) -> None:
    async def fail(_query: Query) -> Matches:
        raise RuntimeError

    async with running(bot.handle, fail) as teams:
        extension = json.loads(await teams.sends(SEARCH))["composeExtension"]
    assert extension["type"] == "message"
    assert extension["text"].startswith("Undskyld, noget gik galt hos mig. Prøv igen om lidt.")
    assert extension["text"].endswith("1a2b3c4d")


async def test_a_search_does_not_change_what_the_chat_is_about(teams: Teams) -> None:
    await teams.sends(PERSONAL)
    await teams.searches(SEARCH.replace("19:CHAT@thread.v2", "a:CHAT"))
    await teams.sends(PERSONAL, text="hvor mange er de?")
    assert teams.takes()[-1].body["summary"] == "6 funktioner sidder i SSP-NU u18"


# --- raw messages -----------------------------------------------------------------------------------
# As Teams sends them (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/
# channel-and-group-conversations and .../subscribe-to-conversation-events, read 2026-11-21), but for the
# ids in capitals, which are filled in.

PERSONAL = """{
  "text": "Hvem sidder i SSP-NU u18?",
  "textFormat": "plain",
  "attachments": [{"contentType": "text/html", "content": "<p>Hvem sidder i SSP-NU u18?</p>"}],
  "type": "message",
  "timestamp": "2026-11-21T08:00:00.1234567Z",
  "localTimestamp": "2026-11-21T09:00:00.1234567+01:00",
  "id": "NUMBER",
  "channelId": "msteams",
  "serviceUrl": "SERVICE_URL",
  "from": {"id": "29:person", "name": "Anne Jensen", "aadObjectId": "PERSON_ID"},
  "conversation": {"conversationType": "personal", "tenantId": "TENANT_ID", "id": "a:CHAT"},
  "recipient": {"id": "BOT_ID", "name": "Tryghedsbotten"},
  "entities": [{"locale": "da-DK", "country": "DK", "platform": "Windows", "type": "clientInfo"}],
  "channelData": {"tenant": {"id": "TENANT_ID"}},
  "locale": "da-DK",
  "localTimezone": "Europe/Copenhagen"
}"""

GROUP = """{
  "text": "<at>Tryghedsbotten</at> hvor mange sidder i lokalrådet?\\n",
  "textFormat": "plain",
  "type": "message",
  "timestamp": "2026-11-21T08:00:00.1234567Z",
  "id": "NUMBER",
  "channelId": "msteams",
  "serviceUrl": "SERVICE_URL",
  "from": {"id": "29:person", "name": "Anne Jensen", "aadObjectId": "PERSON_ID"},
  "conversation": {
    "isGroup": true, "conversationType": "groupChat", "tenantId": "TENANT_ID", "id": "19:CHAT@thread.v2"
  },
  "recipient": {"id": "BOT_ID", "name": "Tryghedsbotten"},
  "entities": [
    {
      "mentioned": {"id": "BOT_ID", "name": "Tryghedsbotten"},
      "text": "<at>Tryghedsbotten</at>",
      "type": "mention"
    },
    {"locale": "da-DK", "country": "DK", "platform": "iOS", "type": "clientInfo"}
  ],
  "channelData": {"tenant": {"id": "TENANT_ID"}},
  "locale": "da-DK"
}"""

CHANNEL = """{
  "text": "<at>Tryghedsbotten</at>&nbsp;Er familierådgiveren med i o18?\\n",
  "textFormat": "plain",
  "type": "message",
  "timestamp": "2026-11-21T08:00:00.1234567Z",
  "id": "NUMBER",
  "channelId": "msteams",
  "serviceUrl": "SERVICE_URL",
  "from": {"id": "29:person", "name": "Anne Jensen", "aadObjectId": "PERSON_ID"},
  "conversation": {
    "isGroup": true,
    "conversationType": "channel",
    "tenantId": "TENANT_ID",
    "id": "19:CHAT@thread.tacv2;messageid=17"
  },
  "recipient": {"id": "BOT_ID", "name": "Tryghedsbotten"},
  "entities": [
    {
      "mentioned": {"id": "BOT_ID", "name": "Tryghedsbotten"},
      "text": "<at>Tryghedsbotten</at>",
      "type": "mention"
    },
    {"locale": "da-DK", "country": "DK", "platform": "Web", "type": "clientInfo"}
  ],
  "channelData": {
    "teamsChannelId": "19:CHAT@thread.tacv2",
    "teamsTeamId": "19:team@thread.tacv2",
    "channel": {"id": "19:CHAT@thread.tacv2"},
    "team": {"id": "19:team@thread.tacv2"},
    "tenant": {"id": "TENANT_ID"}
  },
  "locale": "da-DK"
}"""

PRESS = """{
  "text": "",
  "value": {},
  "textFormat": "plain",
  "type": "message",
  "timestamp": "2026-11-21T08:00:10.1234567Z",
  "id": "NUMBER",
  "replyToId": "posted-1",
  "channelId": "msteams",
  "serviceUrl": "SERVICE_URL",
  "from": {"id": "29:person", "name": "Anne Jensen", "aadObjectId": "PERSON_ID"},
  "conversation": {"conversationType": "personal", "tenantId": "TENANT_ID", "id": "a:CHAT"},
  "recipient": {"id": "BOT_ID", "name": "Tryghedsbotten"},
  "entities": [{"locale": "da-DK", "country": "DK", "platform": "Web", "type": "clientInfo"}],
  "channelData": {
    "tenant": {"id": "TENANT_ID"},
    "source": {"name": "message"},
    "legacy": {"replyToId": "posted-1"}
  },
  "locale": "da-DK"
}"""

ADDED = """{
  "membersAdded": [{"id": "BOT_ID"}],
  "type": "conversationUpdate",
  "timestamp": "2026-11-21T08:00:00.1234567Z",
  "id": "f:NUMBER",
  "channelId": "msteams",
  "serviceUrl": "SERVICE_URL",
  "from": {"id": "29:person", "aadObjectId": "PERSON_ID"},
  "conversation": {"conversationType": "personal", "tenantId": "TENANT_ID", "id": "a:CHAT"},
  "recipient": {"id": "BOT_ID", "name": "Tryghedsbotten"},
  "channelData": {"tenant": {"id": "TENANT_ID"}}
}"""

INSTALLED = """{
  "action": "add",
  "type": "installationUpdate",
  "timestamp": "2026-11-21T08:00:00.1234567Z",
  "id": "f:NUMBER",
  "channelId": "msteams",
  "serviceUrl": "SERVICE_URL",
  "from": {"id": "29:person", "aadObjectId": "PERSON_ID"},
  "conversation": {"conversationType": "personal", "tenantId": "TENANT_ID", "id": "a:CHAT"},
  "recipient": {"id": "BOT_ID", "name": "Tryghedsbotten"},
  "channelData": {
    "settings": {"selectedChannel": {"id": "a:CHAT"}},
    "tenant": {"id": "TENANT_ID"},
    "source": {"name": "message"}
  },
  "locale": "da-DK"
}"""

SOMEBODY_ADDED = """{
  "membersAdded": [{"id": "29:newcomer", "aadObjectId": "PERSON_ID"}],
  "type": "conversationUpdate",
  "timestamp": "2026-11-21T08:00:00.1234567Z",
  "id": "f:NUMBER",
  "channelId": "msteams",
  "serviceUrl": "SERVICE_URL",
  "from": {"id": "29:person", "aadObjectId": "PERSON_ID"},
  "conversation": {
    "isGroup": true, "conversationType": "groupChat", "tenantId": "TENANT_ID", "id": "19:CHAT@thread.v2"
  },
  "recipient": {"id": "BOT_ID", "name": "Tryghedsbotten"},
  "channelData": {"tenant": {"id": "TENANT_ID"}}
}"""

EDITED = """{
  "text": "Hvem sidder i SSP-NU o18?",
  "textFormat": "plain",
  "type": "messageUpdate",
  "timestamp": "2026-11-21T08:01:00.1234567Z",
  "id": "NUMBER",
  "channelId": "msteams",
  "serviceUrl": "SERVICE_URL",
  "from": {"id": "29:person", "name": "Anne Jensen", "aadObjectId": "PERSON_ID"},
  "conversation": {"conversationType": "personal", "tenantId": "TENANT_ID", "id": "a:CHAT"},
  "recipient": {"id": "BOT_ID", "name": "Tryghedsbotten"},
  "channelData": {"eventType": "editMessage", "tenant": {"id": "TENANT_ID"}},
  "locale": "da-DK"
}"""

DELETED = """{
  "type": "messageDelete",
  "timestamp": "2026-11-21T08:01:00.1234567Z",
  "id": "NUMBER",
  "channelId": "msteams",
  "serviceUrl": "SERVICE_URL",
  "from": {"id": "29:person", "name": "Anne Jensen", "aadObjectId": "PERSON_ID"},
  "conversation": {"conversationType": "personal", "tenantId": "TENANT_ID", "id": "a:CHAT"},
  "recipient": {"id": "BOT_ID", "name": "Tryghedsbotten"},
  "channelData": {"eventType": "softDeleteMessage", "tenant": {"id": "TENANT_ID"}}
}"""

REACTION = """{
  "reactionsAdded": [{"type": "like"}],
  "type": "messageReaction",
  "timestamp": "2026-11-21T08:01:00.1234567Z",
  "id": "f:NUMBER",
  "replyToId": "posted-1",
  "channelId": "msteams",
  "serviceUrl": "SERVICE_URL",
  "from": {"id": "29:person", "aadObjectId": "PERSON_ID"},
  "conversation": {"conversationType": "personal", "tenantId": "TENANT_ID", "id": "a:CHAT"},
  "recipient": {"id": "BOT_ID", "name": "Tryghedsbotten"},
  "channelData": {"tenant": {"id": "TENANT_ID"}, "legacy": {"replyToId": "posted-1"}}
}"""

TYPING = """{
  "type": "typing",
  "timestamp": "2026-11-21T08:01:00.1234567Z",
  "id": "NUMBER",
  "channelId": "msteams",
  "serviceUrl": "SERVICE_URL",
  "from": {"id": "29:person", "name": "Anne Jensen", "aadObjectId": "PERSON_ID"},
  "conversation": {"conversationType": "personal", "tenantId": "TENANT_ID", "id": "a:CHAT"},
  "recipient": {"id": "BOT_ID", "name": "Tryghedsbotten"},
  "channelData": {"tenant": {"id": "TENANT_ID"}}
}"""

# As https://github.com/MicrosoftDocs/msteams-docs/issues/8373 shows one, read 2026-11-25.
SEARCH = """{
  "name": "composeExtension/query",
  "type": "invoke",
  "timestamp": "2026-11-21T08:00:00.123Z",
  "localTimestamp": "2026-11-21T09:00:00.123+01:00",
  "id": "f:NUMBER",
  "channelId": "msteams",
  "serviceUrl": "SERVICE_URL",
  "from": {"id": "29:person", "name": "Anne Jensen", "aadObjectId": "PERSON_ID"},
  "conversation": {
    "isGroup": true, "conversationType": "groupChat", "tenantId": "TENANT_ID", "id": "19:CHAT@thread.v2"
  },
  "recipient": {"id": "BOT_ID", "name": "Tryghedsbotten"},
  "entities": [
    {
      "locale": "da-DK", "country": "DK", "platform": "Windows", "timezone": "Europe/Copenhagen",
      "type": "clientInfo"
    }
  ],
  "channelData": {"tenant": {"id": "TENANT_ID"}, "source": {"name": "compose"}},
  "value": {
    "commandId": "search",
    "parameters": [{"name": "query", "value": "o18"}],
    "queryOptions": {"skip": 0, "count": 25}
  },
  "locale": "da-DK",
  "localTimezone": "Europe/Copenhagen"
}"""

NOT_ASKED = {
    "edited": EDITED,
    "deleted": DELETED,
    "reaction": REACTION,
    "somebody else added": SOMEBODY_ADDED,
    "typing": TYPING,
}
