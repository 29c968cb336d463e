from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy.engine import URL

from storage.records.database import Records, open_records, url_of
from storage.records.tables import METADATA
from tests.fakes.postgres import Postgres

KEPT = "kept"


@pytest.fixture(name="server", params=["sqlite", "postgresql"])
def _server(request: pytest.FixtureRequest) -> Postgres | None:
    """Where the databases are; None for SQLite's files."""
    if request.param == "sqlite":
        return None
    server = request.getfixturevalue("postgres")
    assert isinstance(server, Postgres)
    return server


@pytest_asyncio.fixture(name="fresh")
async def _fresh(server: Postgres | None, tmp_path: Path) -> AsyncIterator[URL]:
    """A database with nothing in it, and the test's own."""
    if server is None:
        yield url_of(None, tmp_path)
        return
    async with server.database() as name:
        yield url_of(server.url(name), tmp_path)


@pytest_asyncio.fixture(name="kept")
async def _kept(server: Postgres | None, tmp_path: Path) -> URL:
    """A database with every table, and nothing in them.

    PostgreSQL takes its time to make one: there it is the same for each test, so none may change the tables.
    """
    if server is None:
        return url_of(None, tmp_path)
    url = url_of(server.url(KEPT), tmp_path)
    if await server.run(f"SELECT FROM pg_database WHERE datname = '{KEPT}'"):
        await server.cut(KEPT)
        emptied = (f"DELETE FROM {table.name}" for table in reversed(METADATA.sorted_tables))  # noqa: S608 - as above
        await server.run(*emptied, database=KEPT)
    else:
        await server.run(f"CREATE DATABASE {KEPT}")
    return url


@pytest_asyncio.fixture(name="records")
async def _records(kept: URL) -> AsyncIterator[Records]:
    """The records, without any hearing."""
    records = await open_records(kept)
    yield records
    await records.close()


@pytest_asyncio.fixture(name="others")
async def _others(records: Records, kept: URL) -> AsyncIterator[Records]:
    """The same records, opened once more."""
    assert await records.is_reachable()
    others = await open_records(kept)
    yield others
    await others.close()
