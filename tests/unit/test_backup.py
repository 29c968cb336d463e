"""SQLite's file: copied while somebody writes, and put back while nobody does."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import URL, make_url

from bot.hearings.texts.posting import WHY
from storage.records import audit
from storage.records.backup import InUseError, UnsoundError, back_up, file_of, in_use, restore
from storage.records.database import open_records, url_of
from storage.records.deletion import sweep
from storage.records.migrations import NewerRecordsError
from storage.records.posts import Post, PostStatus
from tests.fakes.outbox import store, to_channel

NOW = datetime(2026, 11, 26, 3, 30, tzinfo=UTC)
KEPT = "records.sqlite.before-restore-20261126T033000Z"


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    """Records with three events in them."""
    folder = tmp_path / "data"
    asyncio.run(_begin(url_of(None, folder), events=3))
    return folder / "records.sqlite"


async def _begin(url: URL, *, events: int) -> None:
    records = await open_records(url)
    for number in range(events):
        async with records.writing() as connection:
            await audit.append(connection, at=NOW, actor="anne", what=f"thing.done{number}")
    await records.close()


async def _order(file: Path, *all_: Post) -> None:
    records = await open_records(url_of(None, file.parent))
    await store(records, *all_)
    await records.close()


def kinds(file: Path) -> list[str]:
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute("SELECT what FROM audit_events ORDER BY number")]


def files(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def execute(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@contextmanager
def somebody_writing(file: Path, *, at_most: int = 5_000) -> Iterator[threading.Event]:
    """Another connection writes two rows at a time, always with the same number; set once it has begun."""
    begun, enough = threading.Event(), threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as connection:
            for number in range(at_most):
                if enough.is_set():
                    return
                connection.execute("BEGIN IMMEDIATE")
                for user in ("anne", "bo"):
                    connection.execute(
                        "INSERT OR REPLACE INTO code_attempts (user_id, wrong) VALUES (?, ?)", (user, number)
                    )
                connection.execute("COMMIT")
                begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield begun
    finally:
        enough.set()
        writer.join()


# --- backup ---------------------------------------------------------------------------------------------


def test_a_backup_taken_while_somebody_writes_is_of_one_moment(file: Path, tmp_path: Path) -> None:
    with somebody_writing(file) as begun:
        assert begun.wait(30)
        for number in range(10):
            back_up(file, tmp_path / f"{number}.sqlite")
    seen = []
    for number in range(10):
        copy = tmp_path / f"{number}.sqlite"
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            [(one,), (other,)] = connection.execute("SELECT wrong FROM code_attempts").fetchall()
        assert one == other
        seen.append(one)
    assert seen == sorted(seen)


def test_a_backup_is_one_file_that_only_its_owner_reads(file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "out.sqlite")
    assert files(tmp_path) == ["data", "out.sqlite"]
    assert (tmp_path / "out.sqlite").stat().st_mode & 0o077 == 0
    assert kinds(tmp_path / "out.sqlite") == ["thing.done0", "thing.done1", "thing.done2"]


def test_what_was_not_yet_moved_out_of_the_log_is_in_the_backup(file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("INSERT INTO code_attempts (user_id, wrong) VALUES ('anne', 4)")
        assert file.with_name("records.sqlite-wal").stat().st_size > 0
        back_up(file, tmp_path / "out.sqlite")
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as copy:
        assert copy.execute("SELECT wrong FROM code_attempts").fetchall() == [(4,)]


def test_records_that_are_not_whole_leave_the_last_backup_as_it_was(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.sqlite"
    out.write_bytes(b"the last good one")
    broken = bytearray(file.read_bytes())
    broken[4096:8192] = b"\xff" * 4096
    file.write_bytes(broken)
    with pytest.raises(UnsoundError):
        back_up(file, out)
    assert out.read_bytes() == b"the last good one"
    assert files(tmp_path) == ["data", "out.sqlite"]


def test_an_index_that_does_not_fit_its_table_is_noticed(file: Path, tmp_path: Path) -> None:
    execute(
        file,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, '(hearing_id,', '(what,')"
        " WHERE name = 'audit_events_by_hearing'",
    )
    with pytest.raises(UnsoundError) as found:
        back_up(file, tmp_path / "out.sqlite")
    assert "missing from index audit_events_by_hearing" in found.value.problems[0]
    assert files(tmp_path) == ["data"]


def test_a_folder_that_is_not_there_is_said_to_be_so(file: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        back_up(file, tmp_path / "no" / "out.sqlite")


# --- restore --------------------------------------------------------------------------------------------


@pytest.fixture(name="saved")
def _saved(file: Path, tmp_path: Path) -> Path:
    """A backup, after which one more thing was done."""
    back_up(file, tmp_path / "saved.sqlite")
    asyncio.run(_begin(url_of(None, file.parent), events=1))
    return tmp_path / "saved.sqlite"


def test_a_backup_takes_the_records_place_and_they_are_kept(file: Path, saved: Path) -> None:
    before = kinds(file)
    restored = asyncio.run(restore(file, saved, at=NOW))
    assert restored.kept == file.with_name(KEPT)
    assert restored.verdict.count == 3
    assert kinds(file) == ["thing.done0", "thing.done1", "thing.done2", "records.restored"]
    assert kinds(file.with_name(KEPT)) == before
    assert files(file.parent) == ["records.lock", "records.sqlite", KEPT]


def test_records_that_were_lost_are_made_anew(file: Path, saved: Path) -> None:
    shutil.rmtree(file.parent)
    restored = asyncio.run(restore(file, saved, at=NOW))
    assert restored.kept is None
    assert kinds(file)[-1] == "records.restored"


def test_broken_records_are_kept_as_they_are_with_what_lay_beside_them(file: Path, saved: Path) -> None:
    file.write_bytes(b"not a database at all, but somebody may want to look at it")
    file.with_name("records.sqlite-wal").write_bytes(b"nor is this a log")
    asyncio.run(restore(file, saved, at=NOW))
    assert kinds(file)[-1] == "records.restored"
    assert file.with_name(KEPT).read_bytes().startswith(b"not a database")
    assert files(file.parent) == ["records.lock", "records.sqlite", KEPT, f"{KEPT}-wal"]


def test_a_log_that_a_killed_bot_left_is_the_old_records_and_not_the_new_ones(
    file: Path, saved: Path, tmp_path: Path
) -> None:
    killed = tmp_path / "killed"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("UPDATE audit_events SET what = 'thing.undone' WHERE number = 4")
        shutil.copytree(file.parent, killed)
    live = killed / "records.sqlite"
    assert live.with_name("records.sqlite-wal").stat().st_size > 0
    asyncio.run(restore(live, saved, at=NOW))
    assert kinds(live) == ["thing.done0", "thing.done1", "thing.done2", "records.restored"]
    assert kinds(live.with_name(KEPT))[-1] == "thing.undone"


def test_what_waited_to_be_posted_is_unknown_since_it_may_have_been_sent_or_called_back(
    file: Path, tmp_path: Path
) -> None:
    """Nobody knows what became of it after the backup was made; by itself nothing is to be sent again."""
    waits = {PostStatus.WAITING, PostStatus.SENDING}
    asyncio.run(_order(file, *(to_channel(each, "19:a", status=each) for each in PostStatus)))
    asyncio.run(_order(file, to_channel("planned", "19:a", next_at=NOW + timedelta(days=9))))
    back_up(file, tmp_path / "saved.sqlite")
    execute(file, "UPDATE posts SET status = 'sent'")
    restored = asyncio.run(restore(file, tmp_path / "saved.sqlite", at=NOW))
    with closing(sqlite3.connect(file)) as connection:
        found = {id_: rest for id_, *rest in connection.execute("SELECT id, status, reason FROM posts")}
    unknown = {*waits, "planned"}
    assert {id_ for id_, rest in found.items() if rest == ["unknown", "restored"]} == unknown
    assert {id_: status for id_, (status, _) in found.items() if id_ not in unknown} == {
        each: each for each in set(PostStatus) - waits
    }
    assert restored.held_back == 3
    assert kinds(file)[3:] == ["post.unknown"] * 3 + ["records.restored"]
    assert WHY["restored"]


def test_restoring_twice_in_a_second_loses_nothing(file: Path, saved: Path) -> None:
    asyncio.run(restore(file, saved, at=NOW))
    before = file.read_bytes()
    with pytest.raises(FileExistsError):
        asyncio.run(restore(file, saved, at=NOW))
    assert file.read_bytes() == before


def not_sqlite(saved: Path) -> None:
    saved.write_bytes(b"PK\x03\x04 somebody's zip")


def cut_short(saved: Path) -> None:
    saved.write_bytes(saved.read_bytes()[:20_000])


def other_database(saved: Path) -> None:
    saved.unlink()
    execute(saved, "CREATE TABLE hearings (id TEXT)")


def empty(saved: Path) -> None:
    saved.write_bytes(b"")


def event_changed(saved: Path) -> None:
    execute(saved, "UPDATE audit_events SET what = 'nothing.done' WHERE number = 2")


def event_gone(saved: Path) -> None:
    execute(saved, "DELETE FROM audit_events WHERE number = 2")


def newer(saved: Path) -> None:
    execute(saved, "UPDATE alembic_version SET version_num = '9999'")


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (not_sqlite, UnsoundError),
        (cut_short, UnsoundError),
        (other_database, UnsoundError),
        (empty, UnsoundError),
        (event_changed, UnsoundError),
        (event_gone, UnsoundError),
        (newer, NewerRecordsError),
        (Path.unlink, FileNotFoundError),
    ],
)
def test_what_is_no_sound_backup_changes_nothing(
    spoil: type, error: type[Exception], file: Path, saved: Path
) -> None:
    before, there = file.read_bytes(), {*files(file.parent), "records.lock"}
    spoil(saved)
    with pytest.raises(error):
        asyncio.run(restore(file, saved, at=NOW))
    assert file.read_bytes() == before
    assert {*files(file.parent), "records.lock"} == there


# --- who has it open ------------------------------------------------------------------------------------


def test_several_have_the_records_open_and_then_nobody_replaces_them(file: Path, saved: Path) -> None:
    with in_use(file):
        with in_use(file), pytest.raises(InUseError):
            asyncio.run(restore(file, saved, at=NOW))
        with pytest.raises(InUseError):
            asyncio.run(restore(file, saved, at=NOW))
    asyncio.run(restore(file, saved, at=NOW))


def test_nobody_opens_the_records_while_they_are_replaced(file: Path) -> None:
    with in_use(file, alone=True), pytest.raises(InUseError), in_use(file):
        pass
    with in_use(file):
        pass


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite+aiosqlite:///data/records.sqlite", Path("data/records.sqlite")),
        ("sqlite+aiosqlite://", None),
        ("sqlite+aiosqlite:///:memory:", None),
        ("postgresql+asyncpg://somewhere/records", None),
    ],
)
def test_only_sqlite_on_disk_is_a_file(url: str, file: Path | None) -> None:
    assert file_of(make_url(url)) == file


# --- sweeping -------------------------------------------------------------------------------------------


def test_a_log_that_somebody_reads_cannot_be_emptied_until_they_are_done(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM code_attempts").fetchall()
        execute(file, "INSERT INTO code_attempts (user_id, wrong) VALUES ('anne', 4)")
        assert sweep(file, wait_s=0) == "somebody is reading"
        reader.execute("COMMIT")
        assert sweep(file, wait_s=0) == ""
        assert file.with_name("records.sqlite-wal").stat().st_size == 0


def test_records_that_somebody_writes_to_cannot_be_swept_until_they_are_done(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert sweep(file, wait_s=0) == "database is locked"
        writer.execute("COMMIT")
        assert sweep(file, wait_s=0) == ""
