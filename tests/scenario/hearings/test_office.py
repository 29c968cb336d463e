"""The records are opened once, by whoever needs them first; where they hang, nobody waits for the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.access import Leads
from bot.hearings import office as office_module
from bot.hearings import texts
from bot.hearings.office import Office
from bot.outbox import sender as sending
from bot.outbox.delivery import Delivered
from storage.knowledge import Knowledge
from storage.records.posts import Post
from tests.fakes import people
from tests.fakes.people import ANNE, Names, Person, Town, contact, opened

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


class Posted:
    """Takes every post.

    Attributes:
        all: Their summaries.
    """

    def __init__(self) -> None:
        self.all: list[str] = []
        self._heard = asyncio.Event()

    async def __call__(self, post: Post, _replaced: Post | None, /) -> Delivered:
        self.all.append(post.summary)
        self._heard.set()
        return Delivered(post.conversation_id, "1")

    async def one(self) -> str:
        """The first."""
        await asyncio.wait_for(self._heard.wait(), 10)
        return self.all[0]


async def test_what_a_step_orders_is_sent_without_waiting_for_a_look(
    knowledge: Knowledge, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LOOK_S", 3_600.0)
    posted = Posted()
    async with people.town(knowledge, folder, first_id=256) as town:
        town.office.deliver, town.office.now = posted, lambda: town.now
        await town.office.start()
        lead = await opened(town)
        anne = await contact(lead, "helhedsplanen", ANNE, "Anne Jensen")
        await anne.says("Mine svar")
        await (await town.lead().sends("reminder.all", hearing=town.hearing)).presses("Send påmindelsen")
        assert await posted.one() == "Ny plads til SSP-NU"
        await town.office.close()
        [post] = town.posts()
        assert (post["status"], post["activity_id"]) == ("sent", "1")
        assert town.rows("SELECT * FROM leases") == []


async def test_where_the_records_are_away_posts_are_sent_once_they_come(
    knowledge: Knowledge, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_module, "_AGAIN_S", 0.01)
    posted = Posted()
    there, away = folder / "records.sqlite", folder / "away"
    async with people.town(knowledge, folder, first_id=256) as town:
        lead = await opened(town)
        anne = await contact(lead, "helhedsplanen", ANNE, "Anne Jensen")
        await anne.says("Mine svar")
        await (await town.lead().sends("reminder.all", hearing=town.hearing)).presses("Send påmindelsen")
        await town.office.close()
    there.rename(away)
    there.mkdir()  # no database can be opened there
    async with people.town(knowledge, folder, first_id=512) as town:
        town.office.deliver, town.office.now = posted, lambda: town.now
        await town.office.start()
        assert not await town.office.ready()
        there.rmdir()
        away.rename(there)
        assert await posted.one() == "Ny plads til SSP-NU"
        await town.office.close()
        assert [post["status"] for post in town.posts()] == ["sent"]


async def test_a_stop_before_the_records_have_come_leaves_nothing_under_way(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    async with silent_server() as (port, _):
        starting = office(knowledge, tmp_path, port)
        starting.deliver = Posted()
        await starting.start()
        await starting.close()
