"""The records are opened once, by whoever needs them first; where they hang, nobody waits for the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.access import Leads
from bot.hearings import texts
from bot.hearings.office import Office
from storage.knowledge import Knowledge
from tests.fakes.people import ANNE, Names, Person, Town

pytestmark = pytest.mark.asyncio


@asynccontextmanager
async def silent_server() -> AsyncIterator[tuple[int, list[int]]]:
    """A port that is answered, and a server there that never says anything."""
    came: list[int] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(1)
        try:
            await reader.read()
        finally:
            writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], came
    finally:
        server.close()
        await server.wait_closed()


def office(knowledge: Knowledge, folder: Path, port: int) -> Office:
    return Office(
        database_url=f"postgresql://x:y@127.0.0.1:{port}/x",
        data_dir=folder,
        knowledge=knowledge,
        leads=Leads(frozenset()),
        directory=Names(),
        wait_s=0.2,
        patience_s=0.05,
    )


async def test_where_the_database_hangs_all_are_told_at_once(knowledge: Knowledge, tmp_path: Path) -> None:
    async with silent_server() as (port, came):
        town = Town(office(knowledge, tmp_path, port), Names())
        people = [Person(town, f"{ANNE}{number}", "Anne Jensen") for number in range(5)]
        await asyncio.gather(*(person.says("Afgiv høringssvar") for person in people))
        assert [person.told for person in people] == [texts.NOT_STORED] * 5
        assert len(came) == 1
        await town.office.close()


async def test_a_start_does_not_wait_for_a_database_that_hangs(knowledge: Knowledge, tmp_path: Path) -> None:
    async with silent_server() as (port, _):
        starting = office(knowledge, tmp_path, port)
        await starting.start()
        assert not await starting.ready()
        await starting.close()


async def test_who_stops_while_the_records_are_being_opened_leaves_nothing_open(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    async with silent_server() as (port, _):
        starting = office(knowledge, tmp_path, port)
        await starting.start()
        await starting.close()


async def test_opened_by_many_at_once_it_is_opened_once(knowledge: Knowledge, tmp_path: Path) -> None:
    at_home = Office(
        database_url=None, data_dir=tmp_path, knowledge=knowledge, leads=Leads(frozenset()), directory=Names()
    )
    desks = await asyncio.gather(*(at_home.open() for _ in range(5)))
    assert len({id(desk) for desk in desks}) == 1
    assert await at_home.ready()
    await at_home.close()
