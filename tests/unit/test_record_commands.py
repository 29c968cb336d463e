"""The commands for hearings and their records: what each prints, and how it ends."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import aiohttp
import docx
import pytest

from app import main
from bot.hearings.beginning import HEARING_2023, begin_with
from storage.knowledge import Knowledge
from storage.records.database import open_records, url_of
from tests.fakes.outbox import store, to_channel
from tests.fakes.ports import free_port

ROOT = Path(__file__).parents[2]
SETTINGS = ("HOST", "PORT", "DATABASE_URL", "MicrosoftAppId", "MicrosoftAppPassword", "MicrosoftAppTenantId")
CPR = "010203-1234"


@pytest.fixture(name="data", autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, far from anybody's ``.env``."""
    monkeypatch.chdir(tmp_path)
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture(name="records")
def _records(data: Path, knowledge: Knowledge) -> Path:
    """The records as they are from the start, with the hearing of 2023."""

    async def begin() -> None:
        records = await open_records(url_of(None, data))
        await begin_with(records, knowledge)
        await records.close()

    asyncio.run(begin())
    return data / "records.sqlite"


def execute(file: Path, statement: str, *values: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(statement, values)


# --- how they are called --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["export"],
        ["export", "x"],
        ["export", "--out", "x"],
        ["journal", "x"],
        ["memo"],
        ["memo", "x"],
        ["delete"],
        ["delete", "x", "--no"],
        ["backup"],
        ["restore"],
        ["audit"],
        ["audit", "burn"],
    ],
    ids=" ".join,
)
def test_a_call_that_is_wrong_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: app.py" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    for command in ("export", "memo", "journal", "delete", "backup", "restore", "audit"):
        assert f"    {command}" in out


def test_other_commands_do_not_wait_for_the_database_s_library() -> None:
    loaded = "import sys, app; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, check=False).returncode == 0  # noqa: S603 - our own words


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", HEARING_2023, "--out", "out"],
        ["memo", HEARING_2023, "--out", "out"],
        ["journal", HEARING_2023, "--out", "out"],
        ["delete", HEARING_2023],
        ["backup", "out"],
        ["audit", "verify"],
    ],
    ids=" ".join,
)
def test_without_records_there_is_nothing_to_do_and_none_are_made(
    arguments: list[str], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert "there are no records yet" in capsys.readouterr().err
    assert not data.exists()
    assert not Path("out").exists()


# --- what they print ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("records")
def test_the_hearing_of_2023_is_exported_with_all_its_points(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", HEARING_2023, "--out", "out"]) == 0
    assert capsys.readouterr() == ("Wrote out\n", "")
    document = json.loads(Path("out/hearing.json").read_text("utf-8"))
    points = [
        point
        for party in document["parties"]
        for version in party["versions"]
        for point in version["content"]["points"]
    ]
    assert (len(document["parties"]), len(points)) == (5, 31)
    answers = [each for each in document["remarks"] if each["text"] or each["refers_to"]]
    assert (len(answers), len(document["recommendations"])) == (17, 1)
    table = Path("out/responses.csv").read_text("utf-8-sig")
    assert table.count("\n") == 32


@pytest.mark.usefixtures("records")
def test_an_export_takes_the_place_of_the_one_before() -> None:
    assert main(["export", HEARING_2023, "--out", "out"]) == 0
    before = {each.name: each.read_bytes() for each in Path("out").iterdir()}
    Path("out/responses.csv").write_bytes(b"half")
    assert main(["export", HEARING_2023, "--out", "out"]) == 0
    assert {each.name: each.read_bytes() for each in Path("out").iterdir()} == before


@pytest.mark.usefixtures("records")
def test_the_memo_of_2023_is_written_in_all_four_forms_and_is_final(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["memo", HEARING_2023, "--out", "out"]) == 0
    assert capsys.readouterr() == ("Wrote out\n", "")
    assert sorted(each.name for each in Path("out").iterdir()) == [
        "hoeringsnotat.csv",
        "hoeringsnotat.docx",
        "hoeringsnotat.html",
        "hoeringsnotat.json",
    ]
    assert json.loads(Path("out/hoeringsnotat.json").read_text("utf-8"))["final"] is True
    assert len(docx.Document("out/hoeringsnotat.docx").tables) == 1


def test_a_memo_that_is_a_draft_says_what_it_lacks(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    execute(records, "UPDATE hearings SET status = 'open' WHERE id = ?", HEARING_2023)
    execute(records, "DELETE FROM treatments WHERE kind = 'remark'")
    assert main(["memo", HEARING_2023, "--out", "out"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Wrote out",
        "It is a draft:",
        "  hearing open: 1",
        "  point without a remark: 31",
    ]


def test_a_cpr_number_stops_the_memo_and_is_not_printed(
    records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(records, "UPDATE hearings SET case_number = ? WHERE id = ?", f"Sag {CPR}", HEARING_2023)
    assert main(["memo", HEARING_2023, "--out", "out"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "What may be a CPR number stands here, so nothing was written:",
        "  the hearing: title, case number or unit",
    ]
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE hearings SET status = 'deleted'", "The hearing is deleted: there is nothing left to write."),
        ("UPDATE versions SET document = '{}'", f"Hearing {HEARING_2023} is not what it was, so nothing was"),
    ],
    ids=["deleted", "damaged"],
)
def test_of_what_is_gone_or_damaged_no_memo_is_written(
    records: Path, capsys: pytest.CaptureFixture[str], change: str, message: str
) -> None:
    execute(records, change)
    assert main(["memo", HEARING_2023, "--out", "out"]) == 1
    assert message in capsys.readouterr().err
    assert main(["memo", "another", "--out", "out"]) == 2
    assert "There is no hearing 'another'." in capsys.readouterr().err
    assert not Path("out").exists()


def test_a_cpr_number_stops_the_export_and_only_warns_before_the_journal(
    records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(records, "UPDATE hearings SET question = ? WHERE id = ?", f"Se {CPR}", HEARING_2023)
    assert main(["export", HEARING_2023, "--out", "out"]) == 1
    out, err = capsys.readouterr()
    assert err.splitlines()[1:] == ["  the hearing: question"]
    assert not Path("out").exists()
    assert main(["journal", HEARING_2023, "--out", "journal.zip"]) == 0
    more, warned = capsys.readouterr()
    assert warned.splitlines()[1:] == ["  the hearing: question"]
    assert CPR not in out + err + more + warned
    assert Path("journal.zip").exists()


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["export", HEARING_2023, "--out", "taken"], "taken: File exists"),
        (["export", HEARING_2023, "--out", "taken/out"], "Not a directory"),
        (["journal", HEARING_2023, "--out", "."], ".: Is a directory"),
        (["journal", HEARING_2023, "--out", "no/journal.zip"], "no/journal.zip: No such file or directory"),
        (["backup", "no/saved.sqlite"], "no/saved.sqlite: No such file or directory"),
        (["restore", "no/saved.sqlite"], "no/saved.sqlite: No such file or directory"),
    ],
    ids=["a file", "in a file", "a folder", "no folder", "backup to no folder", "restore from nothing"],
)
def test_a_place_that_cannot_be_written_or_read_is_named(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("taken").write_bytes(b"somebody's")
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert told in err
    assert "Traceback" not in out + err
    assert Path("taken").read_bytes() == b"somebody's"


@pytest.mark.usefixtures("records")
def test_verify_tells_how_many_events_there_are_and_the_last_hash(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["audit", "verify"]) == 0
    told = capsys.readouterr().out.split()
    assert told[:6] == ["25", "events", "in", "an", "unbroken", "chain;"]
    assert len(told[-1]) == 64


def test_verify_tells_each_thing_that_does_not_hold(
    records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(records, "UPDATE audit_events SET what = 'nothing' WHERE number = 2")
    execute(records, "DELETE FROM audit_events WHERE number = 4")
    assert main(["audit", "verify"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "event 2 is not what it was" in lines
    assert "event 4 is missing: 5 stands in its place" in lines


def test_verify_tells_which_invitation_was_taken_out(
    records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(records, "DELETE FROM invitations WHERE party_id = 'vestegns-politi'")
    assert main(["audit", "verify"]) == 1
    assert f"the invitation of vestegns-politi in {HEARING_2023} is missing" in capsys.readouterr().out


VERSION, HEARING = f"Version 1 of vestegns-politi in {HEARING_2023}", f"Hearing {HEARING_2023}"
REGISTRATION = f"What is being registered for vestegns-politi in {HEARING_2023}"


@pytest.mark.parametrize("command", ["export", "journal"])
@pytest.mark.parametrize(
    ("harm", "named"),
    [
        ("UPDATE versions SET document = ? WHERE party_id = 'vestegns-politi'", VERSION),
        (
            "UPDATE versions SET document = ?1, content_hash = ?2 WHERE party_id = 'vestegns-politi'",
            VERSION,
        ),
        ("UPDATE audit_events SET body = ? WHERE number = 2", "Event 2"),
        ("UPDATE audit_events SET body = ?1, body_hash = ?2 WHERE number = 2", "Event 2"),
        ("UPDATE invitations SET registration = ? WHERE party_id = 'vestegns-politi'", REGISTRATION),
        ("UPDATE invitations SET tally = ? WHERE party_id = 'vestegns-politi'", HEARING),
        ("UPDATE hearings SET material = ?", HEARING),
    ],
    ids=[
        "a version",
        "a version with its hash",
        "an event",
        "an event with its hash",
        "a registration",
        "a tally",
        "the hearing",
    ],
)
@pytest.mark.parametrize(
    "written", ['{"Kære": "Bo"}', '["Kære Bo"]', "Kære Bo"], ids=["other", "list", "none"]
)
def test_what_is_damaged_is_named_and_nothing_of_it_told(
    command: str, harm: str, named: str, written: str, records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = (written, hashlib.sha256(written.encode()).hexdigest())
    execute(records, harm, *values[: 1 + ("?2" in harm)])
    assert main([command, HEARING_2023, "--out", "out"]) == 1
    told = f"{named} is not what it was, so nothing was done: see the command audit verify.\n"
    assert capsys.readouterr() == ("", told)
    assert not Path("out").exists()


def test_what_came_and_was_not_registered_to_the_end_is_exported(records: Path) -> None:
    original = {"text": "Hermed svar", "channel": "mail", "received_at": None, "evidence": "mailen"}
    registration = {"id": "ny", "revision": 1, "content": {}, "original": original}
    execute(
        records,
        "UPDATE invitations SET registration = ? WHERE party_id = 'vestegns-politi'",
        json.dumps(registration),
    )
    assert main(["export", HEARING_2023, "--out", "out"]) == 0
    document = json.loads(Path("out/hearing.json").read_text("utf-8"))
    assert document["unfinished_registrations"] == [{"party_id": "vestegns-politi", "original": original}]


@pytest.mark.parametrize("command", [["delete", HEARING_2023], ["export", "no-such", "--out", "out"]])
def test_a_hearing_that_cannot_be_read_stops_every_command(
    command: list[str], records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(records, "UPDATE hearings SET topics = 'Kære Bo'")
    assert main(command) == 1
    out, err = capsys.readouterr()
    assert "earing" in err
    assert "is not what it was, so nothing was done" in err
    assert "Kære" not in out + err
    assert main(["audit", "verify"]) == 1
    assert capsys.readouterr().out == f"hearing {HEARING_2023} is not what it was\n"


def test_records_of_a_later_version_are_left_as_they_are(
    records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(records, "UPDATE alembic_version SET version_num = '9999'")
    before = records.read_bytes()
    assert main(["audit", "verify"]) == 1
    assert capsys.readouterr().err.startswith("A later version of this program made these records.")
    assert records.read_bytes() == before


def test_a_database_that_cannot_be_reached_is_said_to_be_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/records")
    assert main(["audit", "verify"]) == 1
    assert capsys.readouterr().err == "The records cannot be reached. Nothing was changed.\n"


# --- backup and restore ---------------------------------------------------------------------------------


def test_a_backup_is_put_back(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "saved.sqlite"]) == 0
    assert capsys.readouterr().out == "Wrote saved.sqlite\n"
    execute(records, "UPDATE hearings SET title = 'Ødelagt'")
    assert main(["restore", "saved.sqlite"]) == 0
    first, second, third = capsys.readouterr().out.splitlines()
    assert first == f"Restored {records} from saved.sqlite"
    assert second.startswith("25 events in an unbroken chain")
    kept = Path(third.removeprefix("What was there before is kept: "))
    assert b"\xc3\x98delagt" in kept.read_bytes()
    assert b"\xc3\x98delagt" not in records.read_bytes()


@pytest.mark.usefixtures("records")
def test_it_is_told_that_what_waited_to_be_posted_is_not_sent(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def order() -> None:
        opened = await open_records(url_of(None, data))
        await store(opened, to_channel("p", "19:a"))
        await opened.close()

    asyncio.run(order())
    assert main(["backup", "saved.sqlite"]) == 0
    capsys.readouterr()
    assert main(["restore", "saved.sqlite"]) == 0
    assert capsys.readouterr().out.splitlines()[2] == (
        "Posts that waited in it: 1. They may have been sent since, so they are not sent now, and leads"
        " see them as unknown."
    )


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_the_records_themselves_are_no_backup(
    command: str, records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = records.read_bytes()
    assert main([command, str(records)]) == 2
    assert capsys.readouterr().err == f"{records} is the records themselves.\n"
    assert records.read_bytes() == before


def test_what_is_wrong_with_a_backup_is_told(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("saved.sqlite").write_bytes(b"not a database, whatever it is called")
    before = records.read_bytes()
    assert main(["restore", "saved.sqlite"]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first == "saved.sqlite was not restored, and nothing was changed:"
    assert "file is not a database" in second
    assert records.read_bytes() == before


def test_records_that_are_not_in_order_are_not_backed_up(
    records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records.write_bytes(b"not a database any more")
    assert main(["backup", "saved.sqlite"]) == 1
    assert capsys.readouterr().err.startswith(f"No backup was written; {records} is not in order:\n")
    assert not Path("saved.sqlite").exists()


@pytest.mark.asyncio
async def test_restoring_is_refused_at_once_while_the_bot_runs(data: Path) -> None:
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "app.py"),
        cwd=data.parent,
        env={name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        | {"DATA_DIR": str(data), "PORT": str(port)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(60), aiohttp.ClientSession() as session:
            assert process.stderr is not None
            while json.loads(await process.stderr.readline())["event"] != "started":
                pass
            async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                assert response.status == 200
            assert await asyncio.to_thread(main, ["backup", "saved.sqlite"]) == 0
            assert await asyncio.to_thread(main, ["restore", "saved.sqlite"]) == 1
            assert await asyncio.to_thread(main, ["audit", "verify"]) == 0
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert await asyncio.to_thread(main, ["restore", "saved.sqlite"]) == 0
