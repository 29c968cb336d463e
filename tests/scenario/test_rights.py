"""A hearing from its first response to its deletion: what can be had of it, and what is left of it."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.command_line.records import Outcome
from storage.knowledge import Knowledge
from storage.records import deletion
from storage.records.backup import in_use
from tests.fakes import people
from tests.fakes.commands import ran_beside
from tests.fakes.people import ANNE, BO, CARL, Person, Town, answered, contact, opened
from tests.fakes.postgres import Postgres

pytestmark = pytest.mark.asyncio

TOO_EARLY = datetime(2027, 10, 14, 21, 59, tzinfo=UTC)
"""23.59 in Denmark, the day before the hearing is to be deleted."""
DAY = datetime(2027, 10, 14, 22, 0, tzinfo=UTC)

SENT = "Hvad med dem, der cykler dertil?"
LATE = "Vi savner en tegning."
WRITTEN = "Det her blev aldrig sendt."
MAILED = "  Kære Ishøj\n\nPolitiet bakker op om flytningen. "
QUESTION, TITLE, TOPIC = "Hvad siger I til Bygning Syv?", "Flytning til Bygning Syv", "Cykelkælderen"
WHY_LATE, WHY_CLOSED = "Udvalget mødtes først den tyvende", "Alle har svaret nu"
ADDRESS = "https://example.org/bygning-syv.pdf"
CONTENT = (SENT, LATE, WRITTEN, MAILED, QUESTION, TITLE, TOPIC, WHY_LATE, WHY_CLOSED, ADDRESS)
PEOPLE = (ANNE, BO, "Anne Jensen", "Bo Berg")
DORA = "22222222-0000-4000-8000-000000000004"


async def carried_through(town: Town) -> Person:
    """A closed hearing with a response by Teams, a late one by invitation code, and one that came by mail.

    Anne has begun to change hers and not sent it.
    """
    lead = await opened(
        town,
        title=TITLE,
        question=QUESTION,
        topics=TOPIC,
        material=f"Tegning {ADDRESS}",
        parties="helhedsplanen,lokal-med-cbf,vestegns-politi",
    )
    anne = await contact(lead, "helhedsplanen", ANNE, "Anne Jensen")
    await answered(anne, SENT)
    await anne.presses("Ret svaret")
    anne.fills(stance="ønske", text=WRITTEN)
    await anne.presses("Tilføj punkt")
    await registered(lead)
    bo = await redeemed(lead)
    town.later(days=50)
    await bo.says("Afgiv høringssvar")
    bo.fills(role="formand", body="Lokal MED", discussed="2026-10-20", stance="ønske", text=LATE)
    await bo.presses("Gennemse og send")
    await bo.presses("Send høringssvar")
    await lead.says("Svartavle")
    lead.fills(party="lokal-med-cbf")
    await lead.presses("Åbn svar")
    lead.fills(decision="include", reason=WHY_LATE)
    await lead.presses("Gem afgørelsen")
    await lead.presses("Se høringen")
    await lead.presses("Luk høringen")
    lead.fills(reason=WHY_CLOSED)
    await lead.presses("Luk høringen")
    assert lead.sees("Høringen er lukket.")
    return lead


async def registered(lead: Person) -> None:
    await lead.says("Svartavle")
    lead.fills(party="vestegns-politi")
    await lead.presses("Registrér svar")
    lead.fills(
        channel="mail",
        received_date="2026-09-01",
        received_time="09:00",
        evidence="mailens tidsstempel",
        original=MAILED,
    )
    await lead.presses("Gem, og skriv punkterne")
    lead.fills(stance="opbakning", text="Bakker op.", excerpt="bakker op om flytningen")
    await lead.presses("Tilføj punkt")
    await lead.presses("Gennemse og send")
    await lead.presses("Registrér svaret")


async def redeemed(lead: Person) -> Person:
    await lead.says("Svartavle")
    lead.fills(party="lokal-med-cbf")
    await lead.presses("Kontakter og kode")
    await lead.presses("Lav invitationskode")
    bo = await lead.town.person(BO, "Bo Berg").says("Afgiv høringssvar")
    bo.fills(code="K7QM-2XRT-2223")
    return await bo.presses("Brug koden")


@pytest.fixture(name="carried", scope="session")
def _carried(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records with such a hearing, made once."""
    folder = tmp_path_factory.mktemp("carried")

    async def carry() -> None:
        async with people.town(knowledge, folder) as town:
            await carried_through(town)

    asyncio.run(carry())
    return folder / "records.sqlite"


@pytest_asyncio.fixture(name="town")
async def _town(carried: Path, knowledge: Knowledge, tmp_path: Path) -> AsyncIterator[Town]:
    """A bot that goes on with them."""
    (tmp_path / "data").mkdir()
    shutil.copy(carried, tmp_path / "data")
    async with people.town(knowledge, tmp_path / "data", first_id=256) as town:
        await town.office.open()
        town.later(days=50)
        yield town


@pytest_asyncio.fixture(name="lead")
async def _lead(town: Town) -> Person:
    """Who has the hearing on the card."""
    return await town.lead().sends("hearing.show", hearing=town.hearing)


@pytest_asyncio.fixture(name="new_town")
async def _new_town(knowledge: Knowledge, tmp_path: Path) -> AsyncIterator[Town]:
    """A bot that has not opened any records yet."""
    async with people.town(knowledge, tmp_path / "new") as town:
        yield town


async def command(town: Town, *words: str, now: datetime = DAY) -> Outcome:
    """A command, run while the bot goes on."""
    return await ran_beside(
        town.office.data_dir, *words, now=now, database_url=town.office.database_url or ""
    )


async def taken(town: Town, out: Path) -> dict[str, bytes]:
    """The files of the journal package."""
    outcome = await command(town, "journal", town.hearing, "--out", str(out))
    assert (outcome.code, outcome.err) == (0, ())
    with zipfile.ZipFile(out) as package:
        return {name: package.read(name) for name in package.namelist()}


def rows(exported: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported.read_bytes().decode("utf-8-sig")), delimiter=";"))


# --- export ---------------------------------------------------------------------------------------------


async def test_a_hearing_is_exported_while_the_bot_runs(town: Town, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    outcome = await command(town, "export", town.hearing, "--out", str(out))
    assert outcome == Outcome(out=(f"Wrote {out}",))
    assert sorted(each.name for each in out.iterdir()) == ["hearing.json", "parties.csv", "responses.csv"]
    shown = {row["Part"]: row for row in rows(out / "responses.csv")}
    assert {name: row["Punkt"] for name, row in shown.items()} == {
        "Den Boligsociale Helhedsplan Vejleåparken": SENT,
        "Lokal MED CBF": LATE,
        "Vestegns Politi": "Bakker op.",
    }
    late = shown["Lokal MED CBF"]
    assert late["Rettidigt"] == "Nej"
    assert late["Afgørelse om sent svar"] == f"Tages med i behandlingen: {WHY_LATE}"
    assert {row["Status"] for row in rows(out / "parties.csv")} == {"Svaret"}
    document = json.loads((out / "hearing.json").read_text("utf-8"))
    assert document["hearing"]["title"] == TITLE


async def test_an_export_holds_nothing_that_was_not_sent_and_no_contacts(town: Town, tmp_path: Path) -> None:
    await command(town, "export", town.hearing, "--out", str(tmp_path / "out"))
    exported = b"".join(each.read_bytes() for each in (tmp_path / "out").iterdir()).decode()
    assert SENT in exported
    assert WRITTEN not in exported
    assert "K7QM" not in exported


async def test_a_cpr_number_that_slipped_in_stops_the_export(town: Town, tmp_path: Path) -> None:
    async with (await town.office.open()).records.writing() as connection:
        await connection.exec_driver_sql(
            "UPDATE invitations SET late_reason = 'Se 010203-1234' WHERE party_id = 'lokal-med-cbf'"
        )
    outcome = await command(town, "export", town.hearing, "--out", str(tmp_path / "out"))
    assert outcome.code == 1
    assert "  Lokal MED CBF: late_reason" in outcome.err
    assert "010203" not in "".join(outcome.err)
    assert not (tmp_path / "out").exists()


async def reopened(lead: Person) -> None:
    await lead.presses("Genåbn høringen")
    lead.fills(reason="En fejl")
    await lead.presses("Genåbn høringen")


# --- journal --------------------------------------------------------------------------------------------


async def test_the_journal_package_holds_what_was_received_as_it_was(town: Town, tmp_path: Path) -> None:
    files = await taken(town, tmp_path / "journal.zip")
    [mailed] = [content for name, content in files.items() if name.startswith("originals/")]
    assert mailed.decode() == MAILED
    for party in ("helhedsplanen", "lokal-med-cbf", "vestegns-politi"):
        [row] = town.rows(
            "SELECT document, content_hash FROM versions WHERE party_id = ? AND hearing_id = ?",
            party,
            town.hearing,
        )
        reference = json.loads(row["document"])["reference"]
        assert files[f"versions/{reference}-v1.json"] == row["document"].encode()
        assert row["content_hash"] in files[f"receipts/{reference}-v1.txt"].decode()
    events = json.loads(files["audit.json"])["events"]
    assert [each["what"] for each in events][-2:] == ["late.decided", "hearing.closed"]
    assert WHY_CLOSED in events[-1]["detail"]


async def test_the_package_s_own_checksum_is_kept_and_told(town: Town, tmp_path: Path) -> None:
    out = tmp_path / "journal.zip"
    outcome = await command(town, "journal", town.hearing, "--out", str(out))
    checksum = hashlib.sha256(out.read_bytes()).hexdigest()
    assert outcome.out == (f"Wrote {out}", f"SHA-256 {checksum}")
    [row] = town.rows("SELECT journal_hash FROM hearings WHERE id = ?", town.hearing)
    assert row["journal_hash"] == checksum
    [event] = town.events("journal.taken")
    assert (event["content_hash"], event["hearing_id"]) == (checksum, town.hearing)
    assert (await command(town, "audit", "verify")).code == 0


async def test_a_package_that_could_not_be_written_was_not_taken(town: Town, tmp_path: Path) -> None:
    outcome = await command(town, "journal", town.hearing, "--out", str(tmp_path / "no" / "journal.zip"))
    assert outcome.code == 1
    assert "No such file or directory" in outcome.err[0]
    assert town.events("journal.taken") == []


async def test_a_response_that_somebody_changed_in_the_database_is_not_handed_on(
    town: Town, tmp_path: Path
) -> None:
    async with (await town.office.open()).records.writing() as connection:
        await connection.exec_driver_sql(
            "UPDATE versions SET document = replace(document, 'cykler', 'kører')"
        )
    for words in (["journal", town.hearing, "--out", "x.zip"], ["export", town.hearing, "--out", "x"]):
        outcome = await command(town, *words[:-1], str(tmp_path / words[-1]))
        assert outcome.code == 1
        [told] = outcome.err
        assert told.startswith(f"Version 1 of helhedsplanen in {town.hearing} is not what it was, so nothing")
        assert not (tmp_path / words[-1]).exists()
    verdict = await command(town, "audit", "verify")
    assert verdict == Outcome(1, out=(f"version 1 of helhedsplanen in {town.hearing} is not what it was",))


# --- delete: when it is refused -------------------------------------------------------------------------


async def test_a_hearing_cannot_be_deleted_before_its_day_in_denmark(town: Town, tmp_path: Path) -> None:
    await taken(town, tmp_path / "journal.zip")
    outcome = await command(town, "delete", town.hearing, "--yes", now=TOO_EARLY)
    assert outcome.code == 1
    assert outcome.err == ("The hearing's deletion date has not come. Nothing was removed.",)
    assert (await command(town, "delete", town.hearing, "--yes", now=DAY)).code == 0


async def test_a_hearing_cannot_be_deleted_before_its_journal_package_was_taken(town: Town) -> None:
    before = town.dump()
    outcome = await command(town, "delete", town.hearing, "--yes")
    assert outcome.code == 1
    assert "journal package has not been taken" in outcome.err[0]
    assert town.dump() == before


async def test_a_hearing_that_has_changed_since_needs_a_new_package(
    town: Town, lead: Person, tmp_path: Path
) -> None:
    await taken(town, tmp_path / "journal.zip")
    await lead.presses("Afslut høringen")
    lead.fills(reason="Behandlet i Kredsrådet")
    await lead.presses("Afslut høringen")
    outcome = await command(town, "delete", town.hearing, "--yes")
    assert outcome.code == 1
    assert "has changed since the journal package was taken" in outcome.err[0]
    files = await taken(town, tmp_path / "journal.zip")
    assert "Behandlet i Kredsrådet" in files["audit.json"].decode()
    await taken(town, tmp_path / "journal.zip")  # once more is no change
    assert (await command(town, "delete", town.hearing, "--yes")).code == 0


async def test_what_stands_in_the_way_is_looked_for_once_more_where_it_is_deleted(
    town: Town, tmp_path: Path
) -> None:
    await taken(town, tmp_path / "journal.zip")
    before = town.dump()
    day = DAY.date()  # the fourteenth in UTC
    async with (await town.office.open()).records.writing() as connection:
        with pytest.raises(deletion.CannotDeleteError) as refused:
            await deletion.remove(connection, town.hearing, title="", at=DAY, today=day)
    assert refused.value.obstacle is deletion.Obstacle.TOO_EARLY
    assert town.dump() == before


async def test_an_open_hearing_cannot_be_deleted(town: Town, lead: Person, tmp_path: Path) -> None:
    await reopened(lead)
    await taken(town, tmp_path / "journal.zip")
    outcome = await command(town, "delete", town.hearing, "--yes")
    assert (outcome.code, outcome.err) == (1, ("The hearing is open: close it first. Nothing was removed.",))


async def test_a_hearing_without_a_deletion_date_is_kept(town: Town) -> None:
    outcome = await command(town, "delete", "organisering-2023", "--yes")
    assert outcome.code == 1
    assert "no deletion date" in outcome.err[0]


async def test_what_would_go_is_told_first_and_nothing_goes(town: Town, tmp_path: Path) -> None:
    await taken(town, tmp_path / "journal.zip")
    before = town.dump()
    outcome = await command(town, "delete", town.hearing)
    assert outcome.code == 1
    assert "  the content of 3 versions of responses, and of 1 drafts" in outcome.out
    assert "  2 contacts and redeemed codes" in outcome.out
    assert "  how to reach 2 people who will speak for nobody, and their wrong codes" in outcome.out
    assert outcome.err == ("Nothing was removed. Add --yes to do it.",)
    assert not any(text in "".join(outcome.out) for text in (*CONTENT, *PEOPLE))
    assert town.dump() == before


# --- delete: what is left -------------------------------------------------------------------------------


async def test_after_deletion_no_file_holds_what_was_written_or_who_wrote_it(
    town: Town, tmp_path: Path
) -> None:
    before = town.stored_bytes().decode("utf-8", "replace")
    stored = [json.dumps(text, ensure_ascii=False)[1:-1] for text in (*CONTENT, *PEOPLE)]
    assert [text for text in stored if text not in before] == []
    await taken(town, tmp_path / "journal.zip")
    outcome = await command(town, "delete", town.hearing, "--yes")
    assert (outcome.code, outcome.err) == (0, ())
    after = town.stored_bytes()
    assert [text for text in (*stored, *CONTENT) if text.encode() in after] == []


async def test_after_deletion_the_ids_dates_references_and_hashes_are_there(
    town: Town, tmp_path: Path
) -> None:
    query = "SELECT content_hash FROM versions ORDER BY content_hash"
    hearing, hashes = town.hearing, town.rows(query)
    columns = "party_id, status, deadline, reference, version, responded_at, timely, late_decision"
    of_hearing = f"SELECT {columns} FROM invitations WHERE hearing_id = ? ORDER BY position"  # noqa: S608
    invitations = town.rows(of_hearing, hearing)
    await taken(town, tmp_path / "journal.zip")
    await command(town, "delete", hearing, "--yes")
    assert town.rows(query) == hashes
    assert town.rows(of_hearing, hearing) == invitations
    [left] = town.rows("SELECT * FROM hearings WHERE id = ?", hearing)
    assert (left["status"], left["title"], left["case_number"]) == ("deleted", "Slettet høring", "26/12345")
    assert left["journal_hash"] == hashlib.sha256((tmp_path / "journal.zip").read_bytes()).hexdigest()


async def test_after_deletion_nobody_is_known_who_was_a_contact_once_or_only_tried_codes(
    town: Town, lead: Person, tmp_path: Path
) -> None:
    carl = await contact(lead, "helhedsplanen", CARL, "Carl Holm")
    await carl.says("Mine svar")
    await lead.presses("Svartavle")
    lead.fills(party="helhedsplanen")
    await lead.presses("Kontakter og kode")
    lead.fills(contacts=ANNE)
    await lead.presses("Gem kontaktpersoner")
    dora = await town.person(DORA, "Dora Dam").says("Afgiv høringssvar")
    dora.fills(code="K7QM-0000-0000")
    await dora.presses("Brug koden")
    assert [text for text in (CARL, DORA) if text.encode() not in town.stored_bytes()] == []
    await taken(town, tmp_path / "journal.zip")
    assert (await command(town, "delete", town.hearing, "--yes")).code == 0
    assert [text for text in (*PEOPLE, CARL, DORA) if text.encode() in town.stored_bytes()] == []
    assert (await command(town, "audit", "verify")).code == 0


async def test_the_chain_still_holds_and_tells_of_the_deletion(town: Town, tmp_path: Path) -> None:
    await taken(town, tmp_path / "journal.zip")
    count = len(town.events())
    await command(town, "delete", town.hearing, "--yes")
    verdict = await command(town, "audit", "verify")
    assert verdict.code == 0
    assert verdict.out[0].startswith(f"{count + 1} events in an unbroken chain; the last is ")
    [told] = town.rows("SELECT * FROM audit_events WHERE what = 'hearing.deleted'")
    assert told["hearing_id"] == town.hearing


async def test_the_bot_knows_the_hearing_no_more(town: Town, lead: Person, tmp_path: Path) -> None:
    await taken(town, tmp_path / "journal.zip")
    await command(town, "delete", town.hearing, "--yes")
    await lead.sends("hearing.show", hearing=town.hearing)
    assert lead.told == "Den høring findes ikke længere."
    anne = await town.person(ANNE, "Anne Jensen").says("Mine svar")
    assert not anne.sees(TITLE)
    outcome = await command(town, "export", town.hearing, "--out", str(tmp_path / "out"))
    assert outcome == Outcome(1, err=("The hearing is deleted: there is nothing left to write.",))


async def test_deleting_twice_cleans_the_files_once_more(town: Town, tmp_path: Path) -> None:
    await taken(town, tmp_path / "journal.zip")
    await command(town, "delete", town.hearing, "--yes")
    before = town.dump()
    outcome = await command(town, "delete", town.hearing)
    assert outcome.code == 0
    assert outcome.out[0] == f"{town.hearing} was deleted already."
    assert town.dump() == before


async def test_who_speaks_for_a_party_in_another_hearing_stays_known(town: Town, tmp_path: Path) -> None:
    hearing = town.hearing
    town.now = people.START
    await opened(town, title="En anden høring", parties="helhedsplanen")
    await taken_of(town, hearing, tmp_path / "journal.zip")
    await command(town, "delete", hearing, "--yes")
    assert [row["object_id"] for row in town.rows("SELECT object_id FROM contacts")] == [ANNE]
    known = {row["user_id"] for row in town.rows("SELECT user_id FROM whereabouts")}
    assert ANNE in known
    assert BO not in known
    anne = await answered(town.person(ANNE, "Anne Jensen"), "Også her.")
    assert anne.sees("Tak – svaret er modtaget.")


async def taken_of(town: Town, hearing: str, out: Path) -> None:
    assert (await command(town, "journal", hearing, "--out", str(out))).code == 0


async def test_copies_that_restoring_has_kept_are_named(town: Town, tmp_path: Path) -> None:
    await taken(town, tmp_path / "journal.zip")
    old = town.office.data_dir / "records.sqlite.before-restore-20261126T033000Z"
    old.write_bytes(b"")
    outcome = await command(town, "delete", town.hearing, "--yes")
    assert outcome.out[-1] == f"  {old}"


# --- a hearing that is not there, and records that are not there ----------------------------------------


@pytest.mark.parametrize(
    "words", [["export", "--out", "x"], ["journal", "--out", "x.zip"], ["delete", "--yes"]]
)
async def test_an_unknown_hearing_is_answered_by_those_there_are(words: list[str], town: Town) -> None:
    outcome = await command(town, words[0], "no-such", *words[1:])
    assert outcome.code == 2
    assert outcome.err == (
        "There is no hearing 'no-such'. There are:",
        f"  {town.hearing}  closed, case 26/12345",
        "  organisering-2023  concluded, case ikke oplyst i dokumenterne",
    )


# --- while a backup is put back -------------------------------------------------------------------------


async def test_the_bot_keeps_a_backup_from_being_put_back_for_as_long_as_it_runs(
    town: Town, lead: Person, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.sqlite"
    assert (await command(town, "backup", str(saved))).code == 0
    outcome = await command(town, "restore", str(saved))
    assert outcome == Outcome(1, err=("The records are in use: stop the bot first.",))
    await town.office.close()
    outcome = await command(town, "restore", str(saved), now=TOO_EARLY)
    assert (outcome.code, outcome.err) == (0, ())
    assert "To be deleted" not in "".join(outcome.out)
    lead = await town.lead().says("Høringer")
    assert lead.sees(TITLE)


async def test_a_backup_put_back_tells_which_hearings_are_to_be_deleted_again(
    town: Town, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.sqlite"
    await command(town, "backup", str(saved))
    await town.office.close()
    late = datetime(2027, 12, 24, tzinfo=UTC)
    outcome = await command(town, "restore", str(saved), now=late)
    assert outcome.out[-1] == f"To be deleted since 2027-10-15: hearing {town.hearing}"


async def test_the_bot_waits_for_the_records_while_a_backup_is_put_back(new_town: Town) -> None:
    file = new_town.office.data_dir / "records.sqlite"
    with in_use(file, alone=True):
        assert not await new_town.office.ready()
        person = await new_town.person(ANNE).says("Mine svar")
        assert person.told.startswith("Jeg kan ikke gemme lige nu")
    assert await new_town.office.ready()


async def test_two_bots_can_have_the_same_records_open(
    new_town: Town, knowledge: Knowledge, tmp_path: Path
) -> None:
    assert await new_town.office.ready()
    async with people.town(knowledge, tmp_path / "new") as other:
        assert await other.office.ready()


async def test_a_bot_that_cannot_lock_the_records_serves_all_the_same(new_town: Town) -> None:
    (new_town.office.data_dir / "records.lock").mkdir(parents=True)
    assert await new_town.office.ready()


# --- PostgreSQL -----------------------------------------------------------------------------------------


async def test_a_hearing_in_postgresql_is_journaled_and_deleted_in_the_same_way(
    postgres: Postgres, knowledge: Knowledge, tmp_path: Path
) -> None:
    async with (
        postgres.database() as name,
        people.town(knowledge, tmp_path / "data", postgres.url(name)) as town,
    ):
        await carried_through(town)
        rows = await postgres.run("SELECT id FROM hearings WHERE status = 'closed'", database=name)
        hearing = rows[0]["id"]
        assert (await command(town, "delete", hearing, "--yes")).code == 1
        await taken_of(town, hearing, tmp_path / "journal.zip")
        assert (await command(town, "delete", hearing, "--yes")).code == 0
        assert (await command(town, "audit", "verify")).code == 0
        assert (await everything(postgres, name)).isdisjoint({*CONTENT, *PEOPLE})


async def everything(postgres: Postgres, database: str) -> set[str]:
    """Which of the texts and people stand in some row."""
    held: set[str] = set()
    for table in (
        "hearings",
        "invitations",
        "versions",
        "contacts",
        "spokespersons",
        "whereabouts",
        "audit_events",
    ):
        rows: list[Any] = await postgres.run(f"SELECT t::text AS row FROM {table} t", database=database)  # noqa: S608
        held.update(text for text in (*CONTENT, *PEOPLE) for row in rows if text in row["row"])
    return held


@pytest.mark.parametrize(("words", "tool"), [("backup", "pg_dump"), ("restore", "pg_restore")])
async def test_postgresql_is_backed_up_with_its_own_tools(words: str, tool: str, tmp_path: Path) -> None:
    outcome = await ran_beside(
        tmp_path, words, "x", now=DAY, database_url="postgresql://nobody@nowhere.invalid/records"
    )
    assert outcome.code == 1
    assert tool in outcome.err[0]
