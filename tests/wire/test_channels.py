"""The channels that can be posted to: heard of in what Teams sends, and asked for."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest

from bot.turn import ChannelEvent, ChannelNews
from tests.fakes.bot import Bot
from tests.fakes.microsoft import BOT, TENANT

pytestmark = pytest.mark.asyncio

TEAM, SSP = "19:tryghed@thread.tacv2", "19:ssp@thread.tacv2"
TOLD = (
    {"id": TEAM, "name": "Tryghed", "aadGroupId": "00000000-0000-0000-0000-000000000031"},
    {"conversations": [{"id": TEAM, "name": None}, {"id": SSP, "name": "SSP"}]},
)
CHANNELS = ((TEAM, ""), (SSP, "SSP"))
IN_CHANNEL = {"conversationType": "channel", "isGroup": True, "tenantId": TENANT, "id": SSP}


def in_team(*, team_name: str | None = "Tryghed", **data: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"tenant": {"id": TENANT}, "team": {"id": TEAM, "name": team_name}}
    return told | {"channel": {"id": SSP}} | data


def event(kind: str, **data: Any) -> dict[str, Any]:
    """A change of a team or a channel, as Teams tells of it."""
    return {
        "type": "conversationUpdate",
        "text": None,
        "conversation": IN_CHANNEL | {"id": TEAM},
        "channelData": in_team(eventType=kind, **data),
    }


INSTALLED: dict[str, Any] = {
    "type": "installationUpdate",
    "action": "add",
    "text": None,
    "conversation": IN_CHANNEL,
    "channelData": in_team(),
}
ADDED: dict[str, Any] = {
    "type": "conversationUpdate",
    "text": None,
    "membersAdded": [{"id": BOT}],
    "conversation": IN_CHANNEL,
    "channelData": in_team(
        channel=None, eventType="teamMemberAdded", settings={"selectedChannel": {"id": SSP}}
    ),
}
WRITTEN: dict[str, Any] = {
    "conversation": IN_CHANNEL | {"id": f"{SSP};messageid=1700000000000"},
    "channelData": in_team(team_name=None),
}


async def heard(bot: Bot, activity: dict[str, Any]) -> list[ChannelNews]:
    """What comes of an activity, once the bot has done all that there was to do."""
    assert (await bot.tell(**activity)).status == 200
    await bot.stop()
    return bot.learned


@pytest.mark.parametrize("activity", [INSTALLED, ADDED], ids=["installation", "member"])
async def test_the_channels_are_listed_when_the_bot_is_added(bot: Bot, activity: dict[str, Any]) -> None:
    bot.microsoft.teams[TEAM] = TOLD
    [news] = await heard(bot, activity)
    assert (news.what, news.team_id, news.team_name) == (ChannelEvent.LISTED, TEAM, "Tryghed")
    assert news.channels == CHANNELS
    assert (news.service_url, news.bot_id, news.at) == (bot.microsoft.url, BOT, bot.clock.now())
    assert bot.replies() == ["velkommen"]
    [asked] = bot.microsoft.asked
    assert asked.path == "/v3/teams/19%3Atryghed%40thread.tacv2/conversations"
    assert asked.authorization == "Bearer token-1"


async def test_the_channels_are_asked_for_when_the_greeting_is_there(bot: Bot) -> None:
    bot.microsoft.teams[TEAM] = TOLD
    asked_before: list[int] = []

    async def gate() -> None:
        asked_before.append(len(bot.microsoft.asked))

    bot.microsoft.gate = gate
    assert len(await heard(bot, INSTALLED)) == 1
    assert asked_before == [0]


async def test_a_bot_that_may_not_greet_in_the_channel_learns_of_it_all_the_same(bot: Bot) -> None:
    bot.microsoft.teams[TEAM] = TOLD
    bot.microsoft.answers = [(403, {})]
    assert (await bot.tell(**INSTALLED)).status == 502
    await bot.stop()
    assert [news.what for news in bot.learned] == [ChannelEvent.LISTED]


async def test_a_message_tells_of_its_team_once_a_day(bot: Bot) -> None:
    bot.microsoft.teams[TEAM] = TOLD
    for number in range(3):
        await bot.tell(**WRITTEN, id=f"{number}")
    await bot.microsoft.until(lambda: len(bot.learned) == 1)
    bot.clock.at += timedelta(hours=24)
    await bot.tell(**WRITTEN, id="next day")
    await bot.stop()
    assert [(news.what, news.team_name, news.channels) for news in bot.learned] == [
        (ChannelEvent.LISTED, "Tryghed", CHANNELS)
    ] * 2
    parts = [asked.path.rpartition("tacv2")[2] for asked in bot.microsoft.asked]
    assert parts == ["", "/conversations"] * 2


async def test_channels_that_could_not_be_had_are_asked_for_again(bot: Bot, log_text: io.StringIO) -> None:
    await bot.tell(**WRITTEN, id="1")
    await bot.tell(**event("channelCreated"), id="2")
    await bot.microsoft.until(lambda: len(bot.learned) == 1)
    assert "channels not known" in log_text.getvalue()
    bot.microsoft.teams[TEAM] = TOLD
    [_, listed] = await heard(bot, WRITTEN | {"id": "3"})
    assert listed.channels == CHANNELS


@pytest.mark.parametrize("kind", ["channelCreated", "channelRenamed", "channelRestored", "channelDeleted"])
async def test_what_becomes_of_a_channel_is_told_on_as_it_comes(bot: Bot, kind: str) -> None:
    news = ChannelNews(
        what=ChannelEvent.DELETED if kind == "channelDeleted" else ChannelEvent.SEEN,
        team_id=TEAM,
        channels=((SSP, "SSP i Ishøj"),),
        service_url=bot.microsoft.url,
        bot_id=BOT,
        at=bot.clock.now(),
    )
    channel = {"id": SSP, "name": " SSP\u0000\ni\u2028Ishøj "}
    assert await heard(bot, event(kind, team_name=None, channel=channel)) == [news]
    assert (bot.microsoft.posted, bot.microsoft.asked, bot.turns) == ([], [], [])


@pytest.mark.parametrize(
    ("activity", "what", "channels"),
    [
        (event("teamRenamed"), ChannelEvent.TEAM_RENAMED, ()),
        (event("teamDeleted"), ChannelEvent.TEAM_GONE, ()),
        (event("teamHardDeleted"), ChannelEvent.TEAM_GONE, ()),
        (event("teamarchived"), ChannelEvent.TEAM_GONE, ()),
        (event("teamUnarchived"), ChannelEvent.LISTED, CHANNELS),
        (event("teamrestored"), ChannelEvent.LISTED, CHANNELS),
        (INSTALLED | {"action": "remove"}, ChannelEvent.TEAM_GONE, ()),
        (INSTALLED | {"action": "remove-upgrade"}, ChannelEvent.TEAM_GONE, ()),
        (INSTALLED | {"action": "add-upgrade"}, ChannelEvent.LISTED, CHANNELS),
        (event("teamMemberRemoved") | {"membersRemoved": [{"id": BOT}]}, ChannelEvent.TEAM_GONE, ()),
    ],
    ids=lambda value: (
        value.get("action") or value["channelData"]["eventType"] if isinstance(value, dict) else ""
    ),
)
async def test_what_becomes_of_a_team_is_told_on_and_answered_with_nothing(
    bot: Bot, activity: dict[str, Any], what: ChannelEvent, channels: tuple[tuple[str, str], ...]
) -> None:
    bot.microsoft.teams[TEAM] = TOLD
    [news] = await heard(bot, activity)
    assert (news.what, news.channels, news.team_name) == (what, channels, "Tryghed")
    assert (bot.microsoft.posted, bot.turns) == ([], [])


async def test_news_of_a_team_is_told_on_in_the_order_it_came(bot: Bot) -> None:
    bot.microsoft.teams[TEAM] = TOLD
    await bot.tell(**INSTALLED, id="1")
    news = await heard(bot, event("channelDeleted") | {"id": "2"})
    assert [each.what for each in news] == [ChannelEvent.LISTED, ChannelEvent.DELETED]


@pytest.mark.parametrize(
    "activity",
    [
        {},
        {"conversation": {"conversationType": "groupChat", "id": "19:group"}},
        event("teamMemberAdded", team={}) | {"membersAdded": [{"id": "29:somebody"}]},
        {"channelData": {"tenant": {"id": TENANT}, "team": {"id": "x" * 256}}},
    ],
    ids=["own chat", "group", "no team", "an id that nobody can keep"],
)
async def test_elsewhere_there_is_nothing_to_learn(bot: Bot, activity: dict[str, Any]) -> None:
    assert await heard(bot, activity) == []
    assert bot.microsoft.asked == []


# --- what nobody should believe ------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"team": "x"}, "team is not an object"),
        ({"team": {"id": 7}}, "id is not a text"),
        ({"team": {"id": ".."}}, "id is not an id"),
        ({"team": {"id": TEAM, "name": []}}, "name is not a text"),
        ({"channel": []}, "channel is not an object"),
        ({"channel": {"id": "\u0000"}}, "id is not an id"),
        ({"channel": {"id": SSP, "name": {}}}, "name is not a text"),
        ({"settings": {"selectedChannel": 1}}, "selectedChannel is not an object"),
        ({"eventType": {}}, "eventType is not a text"),
    ],
)
async def test_an_activity_with_wrong_types_in_it_is_refused(
    bot: Bot, data: dict[str, Any], reason: str
) -> None:
    response = await bot.tell(channelData={"tenant": {"id": TENANT}, "team": {"id": TEAM}} | data)
    assert (response.status, await response.json()) == (400, {"error": reason})
    await bot.stop()
    assert (bot.learned, bot.turns) == ([], [])


async def test_nothing_is_learned_from_another_tenant(bot: Bot) -> None:
    activity = INSTALLED | {"channelData": in_team(tenant={"id": "99999999-0000-4000-8000-000000000000"})}
    assert (await bot.tell(**activity)).status == 403
    await bot.stop()
    assert (bot.learned, bot.microsoft.asked) == ([], [])


async def test_nothing_is_learned_from_another_service(bot: Bot) -> None:
    url = "https://smba.example.org/emea/"
    response = await bot.post(
        bot.microsoft.activity(**INSTALLED, serviceUrl=url),
        authorization=f"Bearer {bot.microsoft.token(serviceurl=url)}",
    )
    assert response.status == 403
    await bot.stop()
    assert bot.learned == []


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[]",
        "[" * 20_000,
        '{"conversations": {}}',
        '{"conversations": ["19:x"]}',
        '{"conversations": [{"id": 7}]}',
        '{"conversations": [{"id": "19:x", "name": {}}]}',
        '{"conversations": [{"id": "%s"}]}' % ("x" * 2_000_000),
    ],
    ids=lambda answer: answer[:40] or "nothing",
)
async def test_a_list_that_can_not_be_read_teaches_nothing(
    bot: Bot, log_text: io.StringIO, answer: str
) -> None:
    bot.microsoft.teams[TEAM] = ({}, answer)
    assert await heard(bot, INSTALLED) == []
    assert "channels not known" in log_text.getvalue()
    assert "job failed" not in log_text.getvalue()


async def test_channels_that_can_not_be_kept_are_left_out(bot: Bot) -> None:
    given = [{"id": SSP, "name": "SSP"}, {"id": "19:nameless"}, {"id": "x" * 256, "name": "L"}, {"name": "N"}]
    bot.microsoft.teams[TEAM] = ({}, {"conversations": given})
    [news] = await heard(bot, INSTALLED)
    assert news.channels == ((SSP, "SSP"), ("19:nameless", ""))
