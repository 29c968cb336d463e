"""SQLite's file: copied while the bot runs, put back while it does not, and who has it open.

PostgreSQL has tools of its own for all of this.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import ReadWriteLock, Timeout
from sqlalchemy.engine import URL

from storage.records import audit, posts
from storage.records.audit import Verdict
from storage.records.database import WAIT_S, open_records

_BESIDE = ("-wal", "-shm", "-journal")
_MAGIC = b"SQLite format 3\0"  # https://www.sqlite.org/fileformat.html#magic_header_string, read 2026-11-26


class InUseError(Exception):
    """Somebody has the records open, or is putting a backup in their place."""


class UnsoundError(Exception):
    """A file that is no backup to be trusted; ``problems`` has a line for each thing that is wrong."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


# --- who has it open --------------------------------------------------------------------------


def file_of(url: URL) -> Path | None:
    """SQLite's file; None for PostgreSQL, and for SQLite in memory."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


@contextmanager
def in_use(file: Path, *, alone: bool = False) -> Iterator[None]:
    """Have the records open, beside others who have; alone, nobody else has or can.

    The lock lies in a file beside them, ``records.lock``, and ends with the process that holds it.

    Raises:
        InUseError: Somebody else has them open in a way that excludes this; nothing is waited for.
        OSError: There can be no such file.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = ReadWriteLock(file.with_suffix(".lock"), is_singleton=False)
    try:
        (lock.acquire_write if alone else lock.acquire_read)(timeout=0, blocking=False)
    except Timeout as error:
        raise InUseError from error
    except sqlite3.Error as error:
        raise OSError(f"{file.with_suffix('.lock')}: {error}") from error
    try:
        yield
    finally:
        lock.release()
        lock.close()


# --- writing a file so that it is whole or not there ------------------------------------------


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """An empty file to fill, which only its owner may read; it becomes ``path`` when the block is left.

    It is on the disk for good before it takes the other's place; when the block raises, it is gone and
    ``path`` is as it was.

    Raises:
        OSError: The folder is not there, or cannot be written to.
    """
    with _named(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with _named(path):
            with temporary.open("rb+") as filled:
                os.fsync(filled.fileno())
            temporary.replace(path)
    finally:
        for each in (temporary, *(temporary.with_name(temporary.name + end) for end in _BESIDE)):
            each.unlink(missing_ok=True)
    _sync_folder(path.parent)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """An error names the file that is wanted, not the one beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself outlast a power cut, where folders can be synced (POSIX)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- backup -----------------------------------------------------------------------------------


def back_up(file: Path, to: Path) -> None:
    """Copy the records as they are at one moment, while others read and write them.

    Source: https://www.sqlite.org/backup.html, read 2026-11-26.

    Raises:
        UnsoundError: The records themselves are not whole; what ``to`` was, it still is.
        OSError: ``to`` cannot be written.
    """
    with replacing(to) as copy:
        _copy(file, copy, mode="rw")


def _copy(source: Path, to: Path, *, mode: str) -> None:
    """Copy one database to a single file, without a log of writes beside it, and look it through."""
    address = f"{source.resolve().as_uri()}?mode={mode}"
    try:
        with (
            closing(sqlite3.connect(address, uri=True, timeout=WAIT_S)) as old,
            closing(sqlite3.connect(to, isolation_level=None)) as new,
        ):
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")
            found = [row[0] for row in new.execute("PRAGMA integrity_check(10)")]
    except sqlite3.Error as error:
        raise UnsoundError(f"SQLite cannot read it: {error}") from error
    if found != ["ok"]:
        raise UnsoundError(*(f"SQLite: {problem}" for problem in found))


# --- restore ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of putting a backup in the records' place.

    Attributes:
        verdict: Of the backup's audit chain.
        held_back: How many posts waited in it; nobody knows what became of them since.
        kept: Where the records are now that stood there before; None where there were none.
    """

    verdict: Verdict
    held_back: int
    kept: Path | None


async def restore(file: Path, source: Path, *, at: datetime) -> Restored:
    """Put a backup in the records' place, once it is known to be sound; all or nothing.

    It is brought up to date on the way, if it is older, and says in its audit chain that it was put back.
    What waits to be posted in it may have been posted since it was made, or called back: it is taken as
    unknown, and so never sent by itself.
    The records that stood there are kept beside it.

    Raises:
        InUseError: Somebody has the records open.
        UnsoundError: The backup is not whole, not of these records, or its audit chain is broken.
        NewerRecordsError: A later version of this program made it.
        RecordsUnavailableError: The copy that is looked through cannot be read.
        OSError: A file cannot be read or written.
    """
    with source.open("rb"):
        pass  # says why, where SQLite only says that it cannot
    with in_use(file, alone=True), replacing(file) as copy:
        _copy(source, copy, mode="ro")
        _check_kind(copy)
        verdict, held_back = await _checked(copy, at)
        _settle(copy)
        _take_after(copy, file)
        kept = _put_aside(file, at)
    return Restored(verdict, held_back, kept)


def _check_kind(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"alembic_version", "hearings", "audit_events"} <= tables:
        raise UnsoundError("it is a database, but not of these records")


async def _checked(copy: Path, at: datetime) -> tuple[Verdict, int]:
    records = await open_records(URL.create("sqlite+aiosqlite", database=str(copy)))
    try:
        async with records.reading() as connection:
            verdict = await audit.verify(connection)
        if verdict.problems:
            raise UnsoundError(*verdict.problems)
        async with records.writing() as connection:
            held_back = await posts.hold_back(connection, at)
            for each in held_back:
                await audit.append(
                    connection,
                    at=at,
                    actor="",
                    what="post.unknown",
                    hearing_id=each.hearing_id,
                    party_id=each.party_id,
                    detail=each.id,
                )
            await audit.append(
                connection, at=at, actor="", what="records.restored", detail=f"after event {verdict.count}"
            )
    finally:
        await records.close()
    return verdict, len(held_back)


def _settle(file: Path) -> None:
    """Let the one file hold everything."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=WAIT_S)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _take_after(copy: Path, file: Path) -> None:
    """Who could read and write the records still can, as far as this process may see to it."""
    if file.exists():
        shutil.copymode(file, copy)
        if os.name == "posix":
            there = file.stat()
            with suppress(PermissionError):
                os.chown(copy, there.st_uid, there.st_gid)


def _put_aside(file: Path, at: datetime) -> Path | None:
    """Keep the records that stand there under another name too; what lies beside them is gone afterwards.

    A log of writes that belongs to them must not be left: SQLite would take it for the backup's.
    """
    kept = file.with_name(f"{file.name}.before-restore-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    beside = {end: file.with_name(file.name + end) for end in _BESIDE}
    if file.exists():
        if _looks_like_sqlite(file):  # of others SQLite would throw away the log
            with suppress(sqlite3.Error):  # broken ones are kept as they are
                _settle(file)
        _also_as(file, kept)
    for end, stale in beside.items():
        if stale.exists() and end != "-shm" and file.exists():
            stale.replace(kept.with_name(kept.name + end))
        stale.unlink(missing_ok=True)
    return kept if file.exists() else None


def _looks_like_sqlite(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(_MAGIC)) == _MAGIC


def _also_as(file: Path, kept: Path) -> None:
    """Keep the file under another name too; on a file system without such links, a copy of it."""
    if kept.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(kept))
    try:
        kept.hardlink_to(file)
    except OSError:
        shutil.copy2(file, kept)


def older_copies(file: Path) -> tuple[Path, ...]:
    """What restoring has kept beside the records; deletion does not reach into it."""
    return tuple(sorted(file.parent.glob(f"{file.name}.before-restore-*")))
