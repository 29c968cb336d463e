"""A town of its own for each test, and where a test asks for the lead, an open hearing in it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from storage.knowledge import Knowledge
from tests.fakes import people, treating
from tests.fakes.people import ANNE, BO, CARL, Person, Town, contact, opened

FILE = "records.sqlite"


@pytest.fixture(name="beginning", scope="session")
def _beginning(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records as they are from the start."""
    folder = tmp_path_factory.mktemp("beginning")

    async def begin() -> None:
        async with people.town(knowledge, folder) as town:
            await town.office.open()

    asyncio.run(begin())
    return folder / FILE


@pytest.fixture(name="under_way", scope="session")
def _under_way(beginning: Path, knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records with a hearing of "helhedsplanen" and "lokal-med-cbf", whose contacts have been named."""
    folder = tmp_path_factory.mktemp("under_way")
    shutil.copy(beginning, folder)

    async def set_up() -> None:
        async with people.town(knowledge, folder) as town:
            lead = await opened(town)
            await contact(lead, "helhedsplanen", ANNE, "Anne Jensen")
            await contact(lead, "helhedsplanen", BO, "Bo Berg")
            await contact(lead, "lokal-med-cbf", CARL, "Carl Carlsen")

    asyncio.run(set_up())
    return folder / FILE


@pytest.fixture(name="folder")
def _folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where the test's own records are."""
    name = "under_way" if "lead" in request.fixturenames else "beginning"
    shutil.copy(request.getfixturevalue(name), tmp_path)
    return tmp_path


@pytest_asyncio.fixture(name="town")
async def _town(knowledge: Knowledge, folder: Path) -> AsyncIterator[Town]:
    async with people.town(knowledge, folder, first_id=256) as town:
        await town.office.open()
        yield town


@pytest_asyncio.fixture(name="lead")
async def _lead(town: Town) -> Person:
    """Who has opened the hearing; it is on the card."""
    return await town.lead().sends("hearing.show", hearing=town.hearing)


@pytest.fixture(name="anne")
def _anne(lead: Person) -> Person:
    """A contact of "helhedsplanen"."""
    return lead.town.person(ANNE, "Anne Jensen")


@pytest.fixture(name="bo")
def _bo(lead: Person) -> Person:
    """Another contact of "helhedsplanen"."""
    return lead.town.person(BO, "Bo Berg")


@pytest.fixture(name="carl")
def _carl(lead: Person) -> Person:
    """A contact of "lokal-med-cbf", a MED committee."""
    return lead.town.person(CARL, "Carl Carlsen")


@pytest_asyncio.fixture(name="closed")
async def _closed(town: Town, lead: Person, anne: Person, carl: Person) -> Person:
    """The lead of a hearing that is closed, both of whose parties have answered."""
    return await treating.closed(town, lead, anne, carl)
