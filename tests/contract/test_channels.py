"""The channels that can be posted to, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.records import channels
from storage.records.channels import Channel
from storage.records.database import Records

pytestmark = pytest.mark.asyncio

SSP = Channel(
    id="19:ssp@thread.tacv2",
    team_id="19:tryghed@thread.tacv2",
    name="SSP",
    team_name="Tryghed",
    service_url="https://smba.trafficmanager.net/emea/",
    bot_id="28:bot",
)


async def store(records: Records, *given: Channel) -> None:
    async with records.writing() as connection:
        for each in given:
            await channels.keep(connection, each)


async def present(records: Records) -> tuple[Channel, ...]:
    async with records.reading() as connection:
        return await channels.all_present(connection)


async def test_a_channel_comes_back_as_it_was_kept_last(records: Records) -> None:
    renamed = replace(SSP, name="SSP og naboer 👮", team_name="Tryghed i Ishøj", bot_id="28:new")
    await store(records, SSP, renamed)
    assert await present(records) == (renamed,)


async def test_channels_stand_by_team_and_name_as_danish_sorts_them(records: Records) -> None:
    names = [("Ørsted", "B"), ("ældre", "B"), ("Zebra", "B"), ("Ålborg", "b"), ("a", "Ærlig"), ("b", "Arken")]
    await store(
        records,
        *(
            replace(SSP, id=f"19:{number}", team_name=team, name=name)
            for number, (name, team) in enumerate(names)
        ),
    )
    shown = [each.name for each in await present(records)]
    assert shown == ["b", "Zebra", "ældre", "Ørsted", "Ålborg", "a"]


async def test_what_is_gone_is_not_offered_and_still_known(records: Records) -> None:
    gone = replace(SSP, gone=True)
    await store(records, gone)
    assert await present(records) == ()
    async with records.reading() as connection:
        assert await channels.channel(connection, SSP.id) == gone
        assert await channels.of_team(connection, SSP.team_id) == (gone,)
    await store(records, SSP)
    assert await present(records) == (SSP,)


async def test_teams_are_told_apart(records: Records) -> None:
    other = replace(SSP, id="19:other", team_id="19:elsewhere")
    await store(records, SSP, other)
    async with records.reading() as connection:
        assert await channels.of_team(connection, other.team_id) == (other,)
        assert await channels.of_team(connection, "19:unknown") == ()
        assert await channels.channel(connection, "19:unknown") is None
