"""Which channels can be posted to: kept as they are heard of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.hearings.learning import changed_by
from bot.turn import ChannelEvent, ChannelNews
from storage.records import channels
from storage.records.channels import Channel
from tests.fakes.people import START, Town

TEAM, SSP, SKOLE = "19:tryghed", "19:ssp", "19:skole"
GENERAL = Channel(
    id=TEAM,
    team_id=TEAM,
    name="Generelt",
    team_name="Tryghed",
    service_url="https://smba.trafficmanager.net/emea/",
    bot_id="28:bot",
)
KNOWN = (GENERAL, replace(GENERAL, id=SSP, name="SSP"))


def news(what: ChannelEvent, *told: tuple[str, str], **fields: Any) -> ChannelNews:
    made = ChannelNews(
        what=what,
        team_id=TEAM,
        team_name="Tryghed",
        channels=told,
        service_url=GENERAL.service_url,
        bot_id=GENERAL.bot_id,
        at=START,
    )
    return replace(made, **fields)


def gone(*known: Channel) -> tuple[Channel, ...]:
    return tuple(replace(each, gone=True) for each in known)


LISTED = news(ChannelEvent.LISTED, (TEAM, ""), (SSP, "SSP"))


@pytest.mark.parametrize(
    ("heard", "known", "changed"),
    [
        pytest.param(LISTED, (), KNOWN, id="a list names every channel, and the first is called Generelt"),
        pytest.param(LISTED, KNOWN, (), id="what is known already changes nothing"),
        pytest.param(LISTED, gone(*KNOWN), KNOWN, id="a bot that is added again finds its channels again"),
        pytest.param(
            news(ChannelEvent.LISTED, (TEAM, ""), (SSP, ""), (SKOLE, "")),
            KNOWN,
            (),
            id="a list without names takes none away, and nobody could choose what has none",
        ),
        pytest.param(
            news(ChannelEvent.LISTED, (TEAM, "")),
            KNOWN,
            gone(KNOWN[1]),
            id="what a list leaves out is gone",
        ),
        pytest.param(
            replace(LISTED, service_url="https://ny/", bot_id="28:ny"),
            KNOWN,
            tuple(replace(each, service_url="https://ny/", bot_id="28:ny") for each in KNOWN),
            id="a team that has moved is written to at its new address",
        ),
        pytest.param(replace(LISTED, bot_id=""), KNOWN, (), id="what the bot is called there is kept"),
        pytest.param(
            news(ChannelEvent.SEEN, (SKOLE, "Skole"), team_name=""),
            KNOWN,
            (replace(GENERAL, id=SKOLE, name="Skole"),),
            id="a new channel is its team's",
        ),
        pytest.param(
            news(ChannelEvent.SEEN, (SSP, "SSP u18")),
            KNOWN,
            (replace(KNOWN[1], name="SSP u18"),),
            id="a channel gets another name",
        ),
        pytest.param(news(ChannelEvent.SEEN, (SSP, "")), KNOWN, (), id="a name that is not told stays"),
        pytest.param(
            news(ChannelEvent.SEEN, (SSP, "")), gone(KNOWN[1]), (KNOWN[1],), id="a channel is restored"
        ),
        pytest.param(news(ChannelEvent.SEEN, (SKOLE, "")), KNOWN, (), id="no name, nothing to choose"),
        pytest.param(
            news(ChannelEvent.SEEN, (SKOLE, "Skole"), team_name=""), (), (), id="no team, nothing to choose"
        ),
        pytest.param(
            news(ChannelEvent.DELETED, (SSP, "SSP")), KNOWN, gone(KNOWN[1]), id="a channel is deleted"
        ),
        pytest.param(news(ChannelEvent.DELETED, (SKOLE, "")), KNOWN, (), id="one nobody knew is deleted"),
        pytest.param(
            news(ChannelEvent.TEAM_RENAMED, team_name="Trygge børn"),
            KNOWN,
            tuple(replace(each, team_name="Trygge børn") for each in KNOWN),
            id="a team gets another name",
        ),
        pytest.param(news(ChannelEvent.TEAM_RENAMED, team_name=""), KNOWN, (), id="no team gets no name"),
        pytest.param(news(ChannelEvent.TEAM_GONE), KNOWN, gone(*KNOWN), id="the bot is taken out of a team"),
        pytest.param(news(ChannelEvent.TEAM_GONE), gone(*KNOWN), (), id="and so only once"),
    ],
)
def test_what_is_heard_changes_what_is_known(
    heard: ChannelNews, known: tuple[Channel, ...], changed: tuple[Channel, ...]
) -> None:
    assert changed_by(heard, known) == changed


def test_a_name_is_text_like_any_other() -> None:
    heard = news(ChannelEvent.SEEN, (SKOLE, "Sag 010203-1234 " + "å" * 500), team_name="Om 010203-1234")
    [channel] = changed_by(heard, ())
    assert channel.name == "Sag xxxxxx-xxxx " + "å" * 104
    assert channel.team_name == "Om xxxxxx-xxxx"


async def known_in(town: Town) -> tuple[Channel, ...]:
    desk = await town.office.open()
    async with desk.records.reading() as connection:
        return await channels.all_present(connection)


@pytest.mark.asyncio
async def test_what_is_learned_is_kept_and_logged_once(town: Town) -> None:
    for _ in range(2):
        await town.office.learn(LISTED)
    assert await known_in(town) == KNOWN
    await town.office.learn(news(ChannelEvent.DELETED, (SSP, "SSP")))
    assert await known_in(town) == (GENERAL,)
    told = [(event["what"], event["detail"]) for event in town.events("channel.learned", "channel.gone")]
    assert told == [("channel.learned", TEAM), ("channel.learned", SSP), ("channel.gone", SSP)]
