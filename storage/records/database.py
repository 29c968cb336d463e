"""The records' database: opened, brought up to date, read and written; SQLite or PostgreSQL.

SQLAlchemy takes a quarter of a second to load, so nothing imports this before the port is open.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from storage.records.migrations import HEAD
from storage.records.tables import METADATA

FILE_NAME = "records.sqlite"
_AGAIN_S = 0.01
WAIT_S = 5.0
"""How long to wait for another process's write, for a connection and for an answer; Teams waits 15."""

_READING: dict[bool, dict[str, Any]] = {
    True: {"reading": True},
    False: {"isolation_level": "REPEATABLE READ"},  # by default each statement sees a state of its own
}
"""How a transaction that only reads is begun, in SQLite and otherwise.

Source: https://www.postgresql.org/docs/current/transaction-iso.html
"""
_WRITERS = 7_312_001  # the advisory lock's number in PostgreSQL; ours alone in a database of our own
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)
"""What is committed outlives a power cut, and what is deleted is overwritten.

Source: https://www.sqlite.org/pragma.html#pragma_synchronous and #pragma_secure_delete, read 2026-11-26.
"""


class RecordsUnavailableError(Exception):
    """The database could not be reached, or could not take what was written.

    Attributes:
        certain: Nothing was stored. False where the connection was lost, or the time was up, while it was
            being committed.
    """

    def __init__(self, *, certain: bool = True) -> None:
        super().__init__("the records cannot be reached" if certain else "the commit was not confirmed")
        self.certain = certain


class Records:
    """One database, for the life of the process.

    Whoever writes does so alone, in this process and among all that share the database, from the first
    statement to the commit: what was read in the transaction still holds when it is committed, and the audit
    events form one chain.
    """

    def __init__(self, url: URL, *, wait_s: float = WAIT_S) -> None:
        """Connects to nothing yet; ``open_records`` is the way in."""
        self._url = url
        self._wait_s = wait_s
        self._engine = _engine(url, wait_s)
        self._turn = asyncio.Lock()
        self._file_id: tuple[int, int] | None = None
        self.written = 0  # times: whoever keeps what it read knows that it may be old

    @property
    def file(self) -> Path | None:
        """SQLite's file; None for PostgreSQL."""
        return Path(str(self._url.database)) if _is_sqlite(self._url) else None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one state of the database and changes nothing.

        Raises:
            RecordsUnavailableError: There is none to be had, or it was lost.
        """
        try:
            async with self._engine.connect() as bare:
                connection = await bare.execution_options(**_READING[_is_sqlite(self._url)])
                await connection.begin()  # undone on return, whatever was done
                yield connection
        except _FAULTS as error:
            _raise_own(error)
            raise RecordsUnavailableError from error

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A connection that writes, alone; committed when the block is left, undone when it raises.

        Raises:
            RecordsUnavailableError: Nothing was stored, or (``certain`` false) nobody knows.
        """
        committing = False
        try:
            async with AsyncExitStack() as held:
                await held.enter_async_context(asyncio.timeout(self._wait_s * 2))
                await held.enter_async_context(self._turn)
                self._check_file()
                connection = await held.enter_async_context(self._engine.connect())
                async with connection.begin():
                    if not _is_sqlite(self._url):
                        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_WRITERS})"))
                    yield connection
                    committing = True
            self.written += 1
        except _FAULTS as error:
            _raise_own(error)
            # SQLite says whether it committed, if it is waited for; over a network the answer may be lost.
            answered = _is_sqlite(self._url) and not isinstance(error, TimeoutError)
            raise RecordsUnavailableError(certain=answered or not committing) from error

    def note_file(self) -> None:
        """From now on SQLite's file must be the one that is there now."""
        if _is_sqlite(self._url):
            self._file_id = _identity(str(self._url.database))

    def _check_file(self) -> None:
        """A file that was removed or replaced is still written to, and all of it is gone at the next start.

        Raises:
            OSError: It is there no more, or is another.
        """
        if self._file_id is not None and _identity(str(self._url.database)) != self._file_id:
            raise FileNotFoundError(str(self._url.database))

    async def is_reachable(self) -> bool:
        """Whether the database answers, is of this version, and takes writes."""
        try:
            async with self.writing() as connection:
                found = await connection.scalar(text("SELECT version_num FROM alembic_version"))
                # Overwritten by itself: a full disk or a file that may only be read shows here.
                await connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        except (RecordsUnavailableError, ProgrammingError):  # the second where the table is gone
            return False
        return bool(found == HEAD)

    async def close(self) -> None:
        """Give back every connection; nothing can be read or written afterwards."""
        await self._engine.dispose()


_FAULTS = (SQLAlchemyError, OSError, TimeoutError)


def _raise_own(error: BaseException) -> None:
    """Our own mistakes are not the database's."""
    if isinstance(error, SQLAlchemyError) and not _is_outage(error):
        raise error


def _is_outage(error: SQLAlchemyError) -> bool:
    """Whether it may work later: not where the statement or a value is what is wrong."""
    if isinstance(error, PoolTimeoutError):
        return True
    if not isinstance(error, DBAPIError) or isinstance(error, (IntegrityError, ProgrammingError)):
        return False
    # Class 22 is of values that PostgreSQL refuses; asyncpg has a ValueError for those it cannot send.
    # Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
    refused = (getattr(error.orig, "sqlstate", None) or "").startswith("22")
    return not refused and not (error.orig and isinstance(error.orig.__cause__, ValueError))


def url_of(database_url: str | None, data_dir: Path) -> URL:
    """The address in SQLAlchemy's words, with this project's driver; without one, SQLite in the data folder.

    ``sslmode``, as PostgreSQL's own tools have it, is what asyncpg calls ``ssl``.
    """
    if not database_url:
        return URL.create("sqlite+aiosqlite", database=str(data_dir / FILE_NAME))
    url = make_url(database_url)
    if _is_sqlite(url):
        return url.set(drivername="sqlite+aiosqlite")
    query = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
    return url.set(drivername="postgresql+asyncpg", query=query)


async def open_records(url: URL, *, wait_s: float = WAIT_S) -> Records:
    """The database, made if it is not there and brought up to date if it is older.

    Two processes may do it at once: the second waits and finds it done.

    Raises:
        RecordsUnavailableError: It cannot be reached.
        NewerRecordsError: It is of a later version than this program.
    """
    if _is_sqlite(url) and url.database:
        try:
            await asyncio.to_thread(_make_file, Path(url.database), wait_s)
        except (OSError, sqlite3.Error) as error:
            raise RecordsUnavailableError from error
    records = Records(url, wait_s=wait_s)
    try:
        async with records.writing() as connection:
            version = await connection.run_sync(_version)
            if version is None:
                await connection.run_sync(_make_tables)
            elif version != HEAD:
                await connection.run_sync(_migrate)
        records.note_file()
    except BaseException:
        await records.close()
        raise
    return records


def _identity(file: str) -> tuple[int, int]:
    found = Path(file).stat()
    return found.st_dev, found.st_ino


def _make_file(file: Path, wait_s: float) -> None:
    """Make SQLite's file, if it is not there, with a write-ahead log.

    A file that two processes give its log at once is refused to one of them at once, whatever it is told to
    wait; so it tries again until the wait is over.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait_s
    with closing(sqlite3.connect(file, timeout=wait_s)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(_AGAIN_S)
            else:
                return


def _version(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _make_tables(connection: Connection) -> None:
    """Make a new database as it is after the last step, without taking the steps one by one.

    Source: https://alembic.sqlalchemy.org/en/latest/cookbook.html#building-an-up-to-date-database-from-scratch,
    read 2026-11-26.
    """
    METADATA.create_all(connection, checkfirst=False)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def _migrate(connection: Connection) -> None:
    from storage.records.migrations.run import upgrade  # noqa: PLC0415 - Alembic is slow to load

    upgrade(connection)


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _engine(url: URL, wait_s: float) -> AsyncEngine:
    if _is_sqlite(url):
        # A transaction is always ended by who began it, so nothing need be rolled back on return.
        engine = create_async_engine(
            url,
            connect_args={"timeout": wait_s},
            poolclass=AsyncAdaptedQueuePool,
            pool_timeout=wait_s,
            pool_reset_on_return=None,
        )
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", _begin)
        return engine
    return create_async_engine(
        url,
        connect_args={
            "timeout": wait_s,
            "command_timeout": wait_s,
            # A writer that freezes holds all others up: the server ends its transaction.
            "server_settings": {"idle_in_transaction_session_timeout": str(int(wait_s * 2 * 1000))},
        },
        pool_pre_ping=True,
        pool_timeout=wait_s,
    )


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """Who means to write says so from the start: a transaction that only then finds it cannot is lost."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
