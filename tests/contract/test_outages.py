"""What the records do while their database is away, full or busy, and once it is back."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import resource
import signal
import sqlite3
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import hearings
from storage.records.database import FILE_NAME, Records, RecordsUnavailableError, open_records, url_of
from tests.contract.samples import HEARING, note, problems, rename, set_up, title
from tests.fakes.postgres import Postgres, Wire, wire

pytestmark = pytest.mark.asyncio

A_MOMENT_S = 0.2  # enough for what works, and short for what does not
NOBODY = 65534
STRANGE = b"not a database, whatever else it is" * 100


@contextlib.contextmanager
def _outage(*, certain: bool = True) -> Iterator[None]:
    """What the block ends in, and whether it is certain that nothing was stored."""
    with pytest.raises(RecordsUnavailableError) as caught:
        yield
    assert caught.value.certain is certain


async def _write(records: Records) -> None:
    async with records.writing() as connection:
        await rename(connection, "Ny titel")


async def _works(records: Records) -> None:
    """Nothing was half stored, and it can be read and written."""
    assert await title(records) == HEARING.title
    async with records.writing() as connection:
        await note(connection)
    assert await problems(records) == ()
    assert await records.is_reachable()


@pytest_asyncio.fixture(name="hasty")
async def _hasty(records: Records, kept: URL) -> AsyncIterator[Records]:
    """The same records, for somebody who waits for nothing."""
    await set_up(records)
    hasty = await open_records(kept, wait_s=A_MOMENT_S)
    yield hasty
    await hasty.close()


# --- both --------------------------------------------------------------------------------------


async def test_whoever_waits_too_long_for_another_process_stores_nothing(
    records: Records, hasty: Records
) -> None:
    async with records.writing():
        with _outage():
            await _write(hasty)
        assert not await hasty.is_reachable()
        assert await title(hasty) == HEARING.title  # reading goes on
    await _works(hasty)


async def test_a_block_that_takes_too_long_stores_nothing(hasty: Records) -> None:
    with _outage():
        async with hasty.writing() as connection:
            await rename(connection, "Ny titel")
            await asyncio.Event().wait()
    await _works(hasty)


async def test_whoever_waits_too_long_for_a_connection_is_told(hasty: Records) -> None:
    async with contextlib.AsyncExitStack() as held:
        for _ in range(15):
            await held.enter_async_context(hasty.reading())
        with _outage():
            await title(hasty)
        assert not await hasty.is_reachable()
    await _works(hasty)


async def test_closed_records_can_be_closed_again(records: Records) -> None:
    await records.close()
    await records.close()


# --- PostgreSQL ----------------------------------------------------------------------------------


@pytest_asyncio.fixture(name="database")
async def _database(postgres: Postgres) -> AsyncIterator[str]:
    """The name of a PostgreSQL database of the test's own."""
    async with postgres.database() as name:
        yield name


@pytest_asyncio.fixture(name="away")
async def _away(postgres: Postgres, database: str, tmp_path: Path) -> AsyncIterator[Records]:
    """Records in it, with a hearing."""
    records = await open_records(url_of(postgres.url(database), tmp_path))
    await set_up(records)
    yield records
    await records.close()


async def test_connections_lost_while_nobody_used_them_are_made_anew(
    postgres: Postgres, database: str, away: Records
) -> None:
    async with away.reading(), away.reading():
        pass
    await postgres.cut(database)
    await _works(away)


async def test_a_connection_lost_while_reading_is_an_outage(
    postgres: Postgres, database: str, away: Records
) -> None:
    with _outage():
        async with away.reading() as connection:
            await postgres.cut(database)
            await hearings.all_hearings(connection)
    await _works(away)


async def test_a_connection_lost_while_writing_leaves_nothing_behind(
    postgres: Postgres, database: str, away: Records
) -> None:
    with _outage():
        async with away.writing() as connection:
            await rename(connection, "Ny titel")
            await postgres.cut(database)
            await note(connection)
    await _works(away)


async def test_a_connection_lost_before_the_commit_was_confirmed_is_not_certain(
    postgres: Postgres, database: str, away: Records
) -> None:
    with _outage(certain=False):
        async with away.writing() as connection:
            await rename(connection, "Ny titel")
            await postgres.cut(database)
    await _works(away)


@pytest_asyncio.fixture(name="line")
async def _line(postgres: Postgres) -> AsyncIterator[Wire]:
    """A wire to the server."""
    with tempfile.TemporaryDirectory() as folder:
        async with wire(postgres, Path(folder)) as laid:
            yield laid


@pytest_asyncio.fixture(name="distant")
async def _distant(
    postgres: Postgres, database: str, away: Records, line: Wire, tmp_path: Path
) -> AsyncIterator[Records]:
    """The records at the far end of the wire, for somebody who waits for nothing."""
    assert await title(away) == HEARING.title
    records = await open_records(url_of(postgres.url(database, line.folder), tmp_path), wait_s=A_MOMENT_S)
    yield records
    await records.close()


async def test_a_commit_whose_answer_is_lost_is_stored_and_not_certain(distant: Records, line: Wire) -> None:
    line.cuts_at = b"COMMIT"
    with _outage(certain=False):
        await _write(distant)
    line.cuts_at = None
    assert await title(distant) == "Ny titel"
    assert await problems(distant) == ()


async def test_a_commit_whose_answer_never_comes_is_not_certain(distant: Records, line: Wire) -> None:
    with _outage(certain=False):
        async with distant.writing() as connection:
            await rename(connection, "Ny titel")
            line.is_dead = True
    line.is_dead = False
    await _works(distant)


async def test_a_server_that_falls_silent_is_an_outage(distant: Records, line: Wire) -> None:
    line.is_dead = True
    with _outage():
        await _write(distant)
    with _outage():
        await title(distant)
    assert not await distant.is_reachable()
    line.is_dead = False
    await _works(distant)


async def test_a_server_that_falls_silent_during_a_write_is_an_outage(distant: Records, line: Wire) -> None:
    with _outage():
        async with distant.writing() as connection:
            line.is_dead = True
            await rename(connection, "Ny titel")
    line.is_dead = False
    await _works(distant)


async def test_a_server_that_stops_and_starts_again_needs_no_restart_of_ours(
    postgres: Postgres, database: str, away: Records, tmp_path: Path
) -> None:
    postgres.stop()
    try:
        with _outage():
            await _write(away)
        with _outage():
            await title(away)
        assert not await away.is_reachable()
        with _outage():
            await open_records(url_of(postgres.url(database), tmp_path))
    finally:
        postgres.start()
    await _works(away)


async def test_a_server_that_stops_in_the_middle_of_a_write_leaves_nothing_behind(
    postgres: Postgres, away: Records
) -> None:
    with _outage():
        async with away.writing() as connection:
            await rename(connection, "Ny titel")
            postgres.stop()
            try:
                await note(connection)
            finally:
                postgres.start()
    await _works(away)


async def test_a_database_that_lets_nobody_in_is_an_outage(
    postgres: Postgres, database: str, away: Records
) -> None:
    await postgres.run(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false")
    await postgres.cut(database)
    with _outage():
        await _write(away)
    assert not await away.is_reachable()
    await postgres.run(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")
    await _works(away)


async def test_a_database_that_is_not_there_is_an_outage(postgres: Postgres, tmp_path: Path) -> None:
    with _outage():
        await open_records(url_of(postgres.url("findes_ikke"), tmp_path))


async def test_a_database_that_may_only_be_read_is_an_outage_for_writers(
    postgres: Postgres, database: str, away: Records
) -> None:
    await postgres.run(f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    await postgres.cut(database)
    with _outage():
        await _write(away)
    assert await title(away) == HEARING.title
    assert not await away.is_reachable()
    await postgres.run(f"ALTER DATABASE {database} SET default_transaction_read_only = off")
    await postgres.cut(database)
    await _works(away)


async def test_a_rule_broken_at_the_commit_is_a_mistake_of_ours(
    postgres: Postgres, database: str, away: Records
) -> None:
    await postgres.run(
        "ALTER TABLE contacts DROP CONSTRAINT contacts_party_id_fkey,"
        " ADD FOREIGN KEY (party_id) REFERENCES parties DEFERRABLE INITIALLY DEFERRED",
        database=database,
    )
    with pytest.raises(IntegrityError):
        async with away.writing() as connection:
            await connection.execute(text("INSERT INTO contacts (party_id) VALUES ('ukendt')"))
    await _works(away)


# --- SQLite --------------------------------------------------------------------------------------


@pytest_asyncio.fixture(name="filed")
async def _filed(tmp_path: Path) -> AsyncIterator[Records]:
    """Records in a file, with a hearing."""
    url = url_of(None, tmp_path)
    records = await open_records(url)
    await set_up(records)
    await records.close()
    records = await open_records(url, wait_s=A_MOMENT_S)
    yield records
    await records.close()


def _file(records: Records) -> Path:
    assert records.file is not None
    return records.file


async def _fill(connection: AsyncConnection) -> None:
    await rename(connection, "Ny titel")
    for _ in range(50):
        await note(connection, detail="x" * 4_000)


async def test_a_disk_that_fills_up_during_a_write_leaves_nothing_behind(filed: Records) -> None:
    with _outage():
        async with filed.writing() as connection:
            pages = await connection.scalar(text("PRAGMA page_count"))
            await connection.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
            await _fill(connection)
    async with filed.writing() as connection:
        await connection.execute(text("PRAGMA max_page_count = 1000000"))
    await _works(filed)


@contextlib.contextmanager
def _no_room_but(records: Records, room_bytes: int) -> Iterator[None]:
    """No file of this process can grow beyond what SQLite's log has, and so many bytes."""
    size_bytes = Path(f"{_file(records)}-wal").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes + room_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def _fits(records: Records, room_bytes: int) -> bool:
    with _no_room_but(records, room_bytes):
        try:
            await _write(records)
        except RecordsUnavailableError as error:
            if not error.certain:
                raise
            return False
    return True


def _live_through_a_full_disk(folder: str) -> None:
    async def live() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as the program sees a full disk: an error
        records = await open_records(url_of(None, Path(folder)))
        await set_up(records)
        refused = 0
        while not await _fits(records, refused * 1_000):
            assert await title(records) == HEARING.title
            refused += 1
        assert refused
        assert await title(records) == "Ny titel"
        with _no_room_but(records, 0):
            assert not await records.is_reachable()
        assert await records.is_reachable()
        assert await problems(records) == ()
        await records.close()

    asyncio.run(live())


async def test_a_disk_that_is_full_at_the_commit_leaves_nothing_behind(tmp_path: Path) -> None:
    living = multiprocessing.get_context("spawn").Process(
        target=_live_through_a_full_disk, args=(str(tmp_path),)
    )
    living.start()
    await asyncio.to_thread(living.join)
    assert living.exitcode == 0


async def test_a_file_that_another_process_keeps_to_itself_is_an_outage(filed: Records) -> None:
    other = sqlite3.connect(_file(filed), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with _outage():
        await _write(filed)
    assert await title(filed) == HEARING.title
    other.execute("ROLLBACK")
    other.close()
    await _works(filed)


async def test_a_new_file_that_another_process_keeps_to_itself_is_an_outage(tmp_path: Path) -> None:
    url = url_of(None, tmp_path)
    other = sqlite3.connect(str(url.database), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with _outage():
        await open_records(url, wait_s=A_MOMENT_S)
    other.execute("ROLLBACK")
    other.close()
    records = await open_records(url)
    await set_up(records)
    await _works(records)
    await records.close()


@contextlib.contextmanager
def _only_to_be_read(folder: Path) -> Iterator[None]:
    """Nobody but root may write in the folder, nor its files."""
    places = [*folder.iterdir(), folder]
    before = [place.stat().st_mode for place in places]
    for place in places:
        place.chmod(0o555)
    try:
        yield
    finally:
        for place, mode in zip(places, before, strict=True):
            place.chmod(mode)


@contextlib.contextmanager
def _an_ordinary_user() -> Iterator[None]:
    """Root may do everything, so be somebody else for a while."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


async def test_a_file_that_may_only_be_read_is_an_outage_for_writers() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = url_of(None, folder)
        records = await open_records(url)
        await set_up(records)
        await records.close()
        with _only_to_be_read(folder), _an_ordinary_user():
            with _outage():
                await open_records(url)
            with _outage():
                await open_records(url_of(None, folder / "new"))
        again = await open_records(url)
        await _works(again)
        await again.close()


@pytest.fixture(name="strange")
def _strange(tmp_path: Path) -> Path:
    """A file that is something else."""
    file = tmp_path / FILE_NAME
    file.write_bytes(STRANGE)
    return file


async def test_a_file_that_is_no_database_is_an_outage_and_left_as_it_was(strange: Path) -> None:
    with _outage():
        await open_records(url_of(None, strange.parent))
    with strange.open("rb") as left:
        assert left.read() == STRANGE


async def test_a_folder_that_cannot_be_made_is_an_outage(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", "utf-8")
    with _outage():
        await open_records(url_of(None, tmp_path / "data"))


async def test_a_commit_nobody_waited_for_any_longer_is_not_certain(filed: Records) -> None:
    gate = threading.Event()
    asyncio.get_running_loop().call_later(A_MOMENT_S * 4, gate.set)  # well after the wait is over
    with _outage(certain=False):
        async with filed.writing() as connection:
            await rename(connection, "Ny titel")
            raw = await connection.get_raw_connection()
            driver: Any = raw.driver_connection
            await driver.create_function("wait_for_gate", 0, lambda: gate.wait(5))
            waiting = asyncio.create_task(driver.execute("SELECT wait_for_gate()"))
            await asyncio.sleep(0)  # it stands before the commit
    await asyncio.gather(waiting, return_exceptions=True)
    assert await title(filed) == "Ny titel"
    assert await filed.is_reachable()
    assert await problems(filed) == ()


async def test_a_file_that_was_removed_under_the_program_takes_no_more_writes(tmp_path: Path) -> None:
    records = await open_records(url_of(None, tmp_path))
    (tmp_path / FILE_NAME).rename(tmp_path / "væk.sqlite")
    with pytest.raises(RecordsUnavailableError):
        async with records.writing():
            pass
    assert not await records.is_reachable()
    (tmp_path / "væk.sqlite").rename(tmp_path / FILE_NAME)
    assert await records.is_reachable()
    await records.close()
