from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy.engine import URL

from storage.records.database import url_of
from tests.fakes.microsoft import Microsoft
from tests.fakes.postgres import NoPostgresError, Postgres, postgres
from tests.faults.program import Program, program

SHORT = 3


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rounds", type=int, default=SHORT, help="how often the program is killed")


@pytest.fixture(name="rounds")
def _rounds(request: pytest.FixtureRequest) -> int:
    """Without the option when other folders are tested too: pytest then knows of it too late."""
    return int(request.config.getoption("--rounds", SHORT))


@dataclass(frozen=True)
class Place:
    """Where the records are, and what a program must be told to find them."""

    url: URL
    environ: dict[str, str]


@pytest_asyncio.fixture(name="microsoft")
async def _microsoft() -> AsyncIterator[Microsoft]:
    microsoft = Microsoft()
    await microsoft.start()
    yield microsoft
    await microsoft.stop()


@pytest.fixture(name="own_server", scope="module")
def _own_server(request: pytest.FixtureRequest) -> Iterator[Postgres]:
    """A server that no other test leans on: it is stopped and killed."""
    request.getfixturevalue("postgres")  # skips, or fails, where there is none
    try:
        with postgres() as server:
            yield server
    except NoPostgresError as error:
        pytest.fail(str(error))


@pytest_asyncio.fixture(name="on_postgres")
async def _on_postgres(own_server: Postgres, tmp_path: Path) -> AsyncIterator[Place]:
    """A database in which what is committed has left the server's own memory, as it is in operation."""
    async with own_server.database() as name:
        await own_server.run(f"ALTER DATABASE {name} SET synchronous_commit = on")
        address = own_server.url(name)
        yield Place(url_of(address, tmp_path), {"DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": address})


@pytest.fixture(name="on_sqlite")
def _on_sqlite(tmp_path: Path) -> Place:
    data = tmp_path / "data"
    return Place(url_of(None, data), {"DATA_DIR": str(data)})


@pytest.fixture(name="place", params=["sqlite", "postgresql"])
def _place(request: pytest.FixtureRequest) -> Place:
    place = request.getfixturevalue({"sqlite": "on_sqlite", "postgresql": "on_postgres"}[request.param])
    assert isinstance(place, Place)
    return place


class Programs:
    """Makes programs that are gone when the test is."""

    def __init__(self, microsoft: Microsoft, folder: Path, stack: AsyncExitStack) -> None:
        self._microsoft = microsoft
        self._folder = folder
        self._stack = stack

    async def of(self, place: Place, name: str = "program") -> Program:
        """A program with its records there; not started yet."""
        made = program(self._microsoft, self._folder / name, place.environ)
        return await self._stack.enter_async_context(made)


@pytest_asyncio.fixture(name="programs")
async def _programs(microsoft: Microsoft, tmp_path: Path) -> AsyncIterator[Programs]:
    async with AsyncExitStack() as stack:
        yield Programs(microsoft, tmp_path, stack)
