"""What SQLite and PostgreSQL both keep to: what is stored, who may write when, and the audit chain."""

from __future__ import annotations

import asyncio
import hashlib
import multiprocessing
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Date, bindparam, delete, inspect, select, text, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import audit, hearings, people, responses, treatment
from storage.records.database import Records, RecordsUnavailableError, open_records, url_of
from storage.records.migrations import HEAD, NewerRecordsError
from storage.records.migrations.run import config, upgrade
from storage.records.remarks import Check, Paraphrase, Progress, Recommendation, Remark, Treatment
from storage.records.tables import METADATA, UtcDateTime, audit_events, versions
from storage.records.values import (
    MATERIAL,
    TEXTS,
    Channel,
    Contact,
    Content,
    Hearing,
    HearingStatus,
    LateDecision,
    Mandate,
    Original,
    ResponseStatus,
    Stance,
    Whereabouts,
    hash_of,
    hearing_document,
)
from tests.contract.samples import (
    HEARING,
    MED,
    NOW,
    POINTS,
    POLICE,
    draft,
    note,
    problems,
    rename,
    send,
    set_up,
    title,
    version,
)
from tests.fakes.postgres import Postgres

pytestmark = pytest.mark.asyncio

EVERY_SIGN = (
    "Æblegrød på øen\t»citat« 'én' \"to\" \\ % {0} $1 :navn ? -- ; 你好 עברית 👩‍👩‍👧‍👦 e\u0301\u2028\r\n\x07"
)


# --- opened and brought up to date ----------------------------------------------------------


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def test_a_first_start_makes_every_table(fresh: URL) -> None:
    records = await open_records(fresh)
    async with records.reading() as connection:
        assert await connection.run_sync(_tables) == {*METADATA.tables, "alembic_version"}
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
    await records.close()


async def test_a_second_start_finds_what_the_first_one_stored(fresh: URL) -> None:
    first = await open_records(fresh)
    await set_up(first)
    await first.close()
    second = await open_records(fresh)
    assert await title(second) == HEARING.title
    await second.close()


async def test_the_program_knows_its_last_step() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == HEAD


async def test_the_steps_lead_to_the_tables_the_program_expects(fresh: URL) -> None:
    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, METADATA))

    records = Records(fresh)
    async with records.writing() as connection:
        await connection.run_sync(upgrade)
        assert await connection.run_sync(differences) == []
    await records.close()
    await (await open_records(fresh)).close()


async def test_an_older_database_keeps_its_hearings_and_their_proof(fresh: URL) -> None:
    """As the first release left it, with remarks in a table of their own that the knowledge base told of."""
    records = Records(fresh)
    document = hearing_document(HEARING)
    assert "remind_days" not in document
    async with records.writing() as connection:
        await connection.run_sync(lambda found: command.upgrade(config(found), "0001"))
        await connection.execute(
            text(
                "INSERT INTO hearings (id, status, title, question, case_number, handled_by, material,"
                " topics, models, opens_at, deadline, takes_late, revision, created_at, deletes_on)"
                " VALUES (:id, 'open', :title, :question, :case_number, :handled_by, :material, :topics,"
                " :models, :opens_at, :deadline, :takes_late, 1, :opens_at, :deletes_on)"
            ).bindparams(
                bindparam("opens_at", type_=UtcDateTime),
                bindparam("deadline", type_=UtcDateTime),
                bindparam("deletes_on", type_=Date),
            ),
            {
                "id": HEARING.id,
                "title": HEARING.title,
                "question": HEARING.question,
                "case_number": HEARING.case_number,
                "handled_by": HEARING.handled_by,
                "material": MATERIAL.dump_json(HEARING.material).decode(),
                "topics": TEXTS.dump_json(HEARING.topics).decode(),
                "models": TEXTS.dump_json(HEARING.models).decode(),
                "opens_at": HEARING.opens_at,
                "deadline": HEARING.deadline,
                "takes_late": True,
                "deletes_on": HEARING.deletes_on,
            },
        )
        await note(connection, "hearing.created", content_hash=hash_of(document))
        await hearings.add_party(connection, MED)
        await hearings.invite(connection, HEARING.id, MED.id, 1)
        await send(connection, version())
        await connection.execute(
            text("INSERT INTO whereabouts VALUES ('bo-id', 'a:1', 'https://smba.example/')")
        )
    await records.close()
    opened = await open_records(fresh)
    assert await _heard(opened) == HEARING
    assert await problems(opened) == ()
    async with opened.reading() as connection:
        assert [each for each, _ in await responses.versions_of(connection, HEARING.id)] == [version()]
        known = await people.whereabouts_of(connection, ["bo-id"])
        assert known == {"bo-id": Whereabouts("bo-id", "a:1", "https://smba.example/", leads=False)}
    await opened.close()


async def test_a_database_of_a_later_version_is_refused_and_left_as_it_was(fresh: URL) -> None:
    records = await open_records(fresh)
    await set_up(records)
    async with records.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not await records.is_reachable()
    with pytest.raises(NewerRecordsError):
        await open_records(fresh)
    async with records.reading() as connection:
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
        assert await connection.run_sync(_tables) == {*METADATA.tables, "alembic_version"}
    assert await title(records) == HEARING.title
    await records.close()


async def test_tasks_that_open_a_new_database_at_once_all_get_it(fresh: URL) -> None:
    opened = await asyncio.gather(*(open_records(fresh) for _ in range(5)))
    for number, records in enumerate(opened):
        async with records.writing() as connection:
            assert await note(connection) == number + 1
    for records in opened:
        await records.close()


def _work(url: str, start: Any, count: int) -> None:
    async def work() -> None:
        records = await open_records(make_url(url))
        for _ in range(count):
            async with records.writing() as connection:
                await note(connection)
        await records.close()

    start.wait()
    asyncio.run(work())


async def test_processes_that_open_a_new_database_at_once_write_one_chain(fresh: URL) -> None:
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(2)
    address = fresh.render_as_string(hide_password=False)
    workers = [spawn.Process(target=_work, args=(address, start, 20)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        await asyncio.to_thread(worker.join)
        assert worker.exitcode == 0
    records = await open_records(fresh)
    async with records.reading() as connection:
        verdict = await audit.verify(connection)
    assert (verdict.count, verdict.problems) == (40, ())
    await records.close()


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        pytest.param(None, "sqlite+aiosqlite:////data/records.sqlite", id="none"),
        pytest.param("", "sqlite+aiosqlite:////data/records.sqlite", id="empty"),
        pytest.param("sqlite:////srv/a.sqlite", "sqlite+aiosqlite:////srv/a.sqlite", id="a file"),
        pytest.param("postgres://u:p@h/d", None, id="a scheme nobody knows"),
        pytest.param("postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d", id="PostgreSQL"),
        pytest.param(
            "postgresql://u:p@h/d?sslmode=require",
            "postgresql+asyncpg://u:p@h/d?ssl=require",
            id="over TLS as its own tools have it",
        ),
    ],
)
async def test_the_setting_becomes_an_address(setting: str | None, expected: str | None) -> None:
    found = url_of(setting, Path("/data")).render_as_string(hide_password=False)
    assert found == (expected or "postgresql+asyncpg://u:p@h/d")


# --- hearings, parties, contacts --------------------------------------------------------------


async def _heard(records: Records, id_: str = HEARING.id) -> Hearing | None:
    async with records.reading() as connection:
        return await hearings.hearing(connection, id_)


async def test_a_hearing_comes_back_as_it_was_stored(records: Records) -> None:
    await set_up(records)
    assert await _heard(records) == HEARING
    assert await _heard(records, "en-anden") is None


async def test_a_changed_hearing_takes_the_place_of_the_one_before(records: Records) -> None:
    await set_up(records)
    changed = replace(
        HEARING,
        title="Ny titel",
        material=(),
        topics=(),
        models=(),
        deletes_on=None,
        takes_late=False,
        status=HearingStatus.CLOSED,
        revision=2,
    )
    async with records.writing() as connection:
        await hearings.change(connection, changed)
    assert await _heard(records) == changed


async def test_hearings_are_listed_newest_first_without_the_deleted(records: Records) -> None:
    made = [
        replace(HEARING, id="gammel", opens_at=NOW - timedelta(days=400)),
        replace(HEARING, id="b-ny"),
        replace(HEARING, id="a-ny"),
        replace(HEARING, id="slettet", status=HearingStatus.DELETED),
    ]
    async with records.writing() as connection:
        for one in made:
            await hearings.add(connection, one, at=NOW)
    async with records.reading() as connection:
        assert [one.id for one in await hearings.all_hearings(connection)] == ["a-ny", "b-ny", "gammel"]


async def test_a_hearing_cannot_be_stored_twice(records: Records) -> None:
    await set_up(records)
    with pytest.raises(IntegrityError):
        async with records.writing() as connection:
            await hearings.add(connection, HEARING, at=NOW)


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 7, 1, 23, 59, tzinfo=ZoneInfo("Europe/Copenhagen")), id="summer"),
        pytest.param(
            datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Copenhagen")), id="hour come twice"
        ),
        pytest.param(datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=-11))), id="far west"),
        pytest.param(datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC), id="a microsecond"),
    ],
)
async def test_a_moment_comes_back_in_utc(records: Records, moment: datetime) -> None:
    async with records.writing() as connection:
        await hearings.add(connection, replace(HEARING, deadline=moment), at=NOW)
    found = await _heard(records)
    assert found is not None
    assert found.deadline == moment.astimezone(UTC)
    assert found.deadline.tzinfo is UTC


async def test_a_moment_without_a_zone_is_refused(records: Records) -> None:
    with pytest.raises(StatementError, match="a moment without a zone"):
        async with records.writing() as connection:
            await hearings.add(connection, replace(HEARING, deadline=datetime(2026, 1, 1)), at=NOW)  # noqa: DTZ001 - that is the point
    assert await _heard(records) is None


async def test_a_day_is_no_moment(records: Records) -> None:
    async with records.writing() as connection:
        await hearings.add(connection, replace(HEARING, deletes_on=date(2028, 2, 29)), at=NOW)
    found = await _heard(records)
    assert found is not None
    assert found.deletes_on == date(2028, 2, 29)


async def test_parties_are_listed_by_name_whatever_the_case(records: Records) -> None:
    async with records.writing() as connection:
        for name in ("beboerråd", "Ansatte", "Dagtilbud", "centerchefer"):
            await hearings.add_party(connection, replace(MED, id=name.lower(), name=name))
    async with records.reading() as connection:
        found = await hearings.all_parties(connection)
    assert [party.name for party in found] == ["Ansatte", "beboerråd", "centerchefer", "Dagtilbud"]
    assert {party.kind for party in found} == {MED.kind}


ANE = Contact(None, "ane@ishoj.dk")
BO = Contact("bo-id", None)


async def _contacts(records: Records) -> set[Contact]:
    async with records.reading() as connection:
        return set((await hearings.contacts_of(connection, [MED.id, POLICE.id])).get(MED.id, []))


async def _set_contacts(records: Records, *wanted: Contact) -> set[Contact]:
    async with records.writing() as connection:
        await hearings.set_contacts(connection, MED.id, wanted)
    return await _contacts(records)


async def _bind(records: Records, object_id: str, *names: str) -> int:
    async with records.writing() as connection:
        return await hearings.bind_contact(connection, names, object_id)


async def test_a_party_has_the_contacts_that_were_last_set(records: Records) -> None:
    await set_up(records)
    assert await _set_contacts(records, ANE, BO) == {ANE, BO}
    assert await _set_contacts(records, ANE, ANE) == {ANE}
    assert await _set_contacts(records, BO, Contact(None, None)) == {BO}
    assert await _set_contacts(records) == set()


async def test_contacts_are_each_partys_own(records: Records) -> None:
    await set_up(records)
    async with records.writing() as connection:
        await hearings.set_contacts(connection, POLICE.id, [ANE])
    await _set_contacts(records, ANE, BO)
    await _set_contacts(records)
    async with records.reading() as connection:
        assert await hearings.contacts_of(connection, [MED.id, POLICE.id]) == {POLICE.id: [ANE]}
        assert await hearings.contacts_of(connection, []) == {}


async def test_a_name_is_bound_to_whoever_is_seen_with_it(records: Records) -> None:
    await set_up(records)
    await _set_contacts(records, ANE, BO)
    async with records.reading() as connection:
        assert await hearings.awaits_names(connection)
    assert await _bind(records, "ane-id", "ane@ishoj.dk", "ane.jensen@ishoj.dk") == 1
    assert await _contacts(records) == {Contact("ane-id", "ane@ishoj.dk"), BO}
    assert await _bind(records, "en-anden", "ane@ishoj.dk") == 0
    async with records.reading() as connection:
        assert not await hearings.awaits_names(connection)


async def test_a_name_is_bound_in_every_party_that_has_it(records: Records) -> None:
    await set_up(records)
    async with records.writing() as connection:
        await hearings.set_contacts(connection, POLICE.id, [ANE])
        await hearings.set_contacts(connection, MED.id, [ANE])
    assert await _bind(records, "ane-id", "ane@ishoj.dk") == 2


@pytest.mark.parametrize(
    "again", [ANE, Contact("ane-id", None), Contact("ane-id", "ane@ishoj.dk")], ids=["name", "id", "both"]
)
async def test_a_contact_that_is_kept_stays_bound(records: Records, again: Contact) -> None:
    await set_up(records)
    await _set_contacts(records, ANE, BO)
    await _bind(records, "ane-id", "ane@ishoj.dk")
    assert await _set_contacts(records, again) == {Contact("ane-id", "ane@ishoj.dk")}


async def test_one_person_under_two_names_becomes_one_contact(records: Records) -> None:
    await set_up(records)
    await _set_contacts(records, ANE, Contact(None, "aj@ishoj.dk"), Contact("ane-id", None), BO)
    assert await _bind(records, "ane-id", "ane@ishoj.dk", "aj@ishoj.dk") == 2
    assert await _contacts(records) == {Contact("ane-id", None), BO}


# --- invitations, and who may speak ------------------------------------------------------------


async def test_parties_are_invited_in_their_order(records: Records) -> None:
    await set_up(records)
    async with records.reading() as connection:
        first, second = await hearings.invitations_of(connection, HEARING.id)
        assert await hearings.invitations_of(connection, "en-anden") == ()
    assert (first.party, second.party) == (MED, POLICE)
    assert (first.status, first.version, first.tally, first.has_draft) == (
        ResponseStatus.INVITED,
        0,
        (),
        False,
    )


async def test_a_party_is_invited_once(records: Records) -> None:
    await set_up(records)
    with pytest.raises(IntegrityError):
        async with records.writing() as connection:
            await hearings.invite(connection, HEARING.id, MED.id, 2)


async def test_only_a_known_party_is_invited_to_a_known_hearing(records: Records) -> None:
    await set_up(records)
    for hearing, party in ((HEARING.id, "ukendt"), ("ukendt", MED.id)):
        with pytest.raises(IntegrityError):
            async with records.writing() as connection:
                await hearings.invite(connection, hearing, party, 2)


async def test_an_invitation_says_what_was_set(records: Records) -> None:
    await set_up(records)
    later = HEARING.deadline + timedelta(days=7)
    async with records.writing() as connection:
        await hearings.change_invitation(
            connection,
            HEARING.id,
            MED.id,
            deadline=later,
            late_decision=LateDecision.ATTACH,
            late_reason="Ferie",
            reminded_at=NOW,
        )
    async with records.reading() as connection:
        first, second = await hearings.invitations_of(connection, HEARING.id)
    assert (first.deadline, first.late_decision, first.late_reason, first.reminded_at) == (
        later,
        LateDecision.ATTACH,
        "Ferie",
        NOW,
    )
    assert (second.deadline, second.late_decision) == (None, None)


async def test_a_code_leads_to_its_party_until_there_is_another(records: Records) -> None:
    await set_up(records)
    async with records.writing() as connection:
        await hearings.change_invitation(connection, HEARING.id, MED.id, code_hash=hash_of("K7QM"))
        assert await hearings.invitation_by_code(connection, hash_of("K7QM")) == (HEARING.id, MED.id)
        await hearings.change_invitation(connection, HEARING.id, MED.id, code_hash=hash_of("2XRT"))
        assert await hearings.invitation_by_code(connection, hash_of("K7QM")) is None
        await hearings.change_invitation(connection, HEARING.id, MED.id, code_hash=None)
        assert await hearings.invitation_by_code(connection, hash_of("2XRT")) is None


async def test_two_parties_cannot_have_one_code(records: Records) -> None:
    await set_up(records)
    async with records.writing() as connection:
        await hearings.change_invitation(connection, HEARING.id, MED.id, code_hash=hash_of("K7QM"))
    with pytest.raises(IntegrityError):
        async with records.writing() as connection:
            await hearings.change_invitation(connection, HEARING.id, POLICE.id, code_hash=hash_of("K7QM"))


async def _speaks(records: Records, user: str, party: str = MED.id) -> bool:
    async with records.reading() as connection:
        found = await hearings.standing(connection, HEARING.id, party, user)
        users = (await hearings.users_of(connection, HEARING.id)).get(party, ())
        listed = {one.invitation.party.id for one in await hearings.standings_of(connection, user)}
    assert found is not None
    assert found.speaks == (user in users) == (party in listed)  # three ways to ask, one answer
    return found.speaks


async def test_contacts_and_whoever_redeemed_the_code_may_speak(records: Records) -> None:
    await set_up(records)
    await _set_contacts(records, BO, ANE)
    async with records.writing() as connection:
        for _ in range(2):
            await hearings.add_spokesperson(connection, HEARING.id, MED.id, "carl-id")
    assert await _speaks(records, "bo-id")
    assert await _speaks(records, "carl-id")
    assert not await _speaks(records, "carl-id", POLICE.id)
    assert not await _speaks(records, "ane@ishoj.dk")
    assert not await _speaks(records, "")
    async with records.reading() as connection:
        [(party, users)] = (await hearings.users_of(connection, HEARING.id)).items()
    assert (party, set(users)) == (MED.id, {"bo-id", "carl-id"})


async def test_revoking_a_code_silences_who_redeemed_it_and_nobody_else(records: Records) -> None:
    await set_up(records)
    await _set_contacts(records, BO)
    async with records.writing() as connection:
        for party in (MED, POLICE):
            await hearings.add_spokesperson(connection, HEARING.id, party.id, "carl-id")
        assert await hearings.spokespersons_of(connection, HEARING.id, MED.id) == ("carl-id",)
        await hearings.drop_spokespersons(connection, HEARING.id, MED.id)
    assert not await _speaks(records, "carl-id")
    assert await _speaks(records, "carl-id", POLICE.id)
    assert await _speaks(records, "bo-id")


async def test_who_is_a_contact_and_redeemed_the_code_too_is_named_once(records: Records) -> None:
    await set_up(records)
    await _set_contacts(records, BO)
    async with records.writing() as connection:
        await hearings.add_spokesperson(connection, HEARING.id, MED.id, "bo-id")
    async with records.reading() as connection:
        assert await hearings.users_of(connection, HEARING.id) == {MED.id: ("bo-id",)}


async def test_a_party_can_be_uninvited_with_who_spoke_for_it(records: Records) -> None:
    await set_up(records)
    async with records.writing() as connection:
        await hearings.add_spokesperson(connection, HEARING.id, MED.id, "carl-id")
        await hearings.uninvite(connection, HEARING.id, MED.id)
    async with records.reading() as connection:
        assert await hearings.standing(connection, HEARING.id, MED.id, "carl-id") is None
        assert await hearings.standings_of(connection, "carl-id") == ()


async def test_one_sees_where_one_may_speak_next_deadline_first(records: Records) -> None:
    await set_up(records)
    other = {
        "senere": {"deadline": HEARING.deadline + timedelta(days=1)},
        "før": {"deadline": HEARING.deadline - timedelta(days=1), "status": HearingStatus.CLOSED},
        "kladde": {"status": HearingStatus.DRAFT},
        "slettet": {"status": HearingStatus.DELETED},
    }
    async with records.writing() as connection:
        await hearings.set_contacts(connection, MED.id, [BO])
        for id_, fields in other.items():
            await hearings.add(connection, replace(HEARING, id=id_, **fields), at=NOW)  # type: ignore[arg-type]
            await hearings.invite(connection, id_, MED.id, 0)
        await responses.keep_draft(connection, HEARING.id, MED.id, draft("kladde-1"))
    async with records.reading() as connection:
        found = await hearings.standings_of(connection, "bo-id")
    assert [one.hearing.id for one in found] == ["før", HEARING.id, "senere"]
    assert [one.invitation.has_draft for one in found] == [False, True, False]
    assert [one.invitation.draft for one in found] == [None, None, None]  # only that there is one


# --- drafts and responses -------------------------------------------------------------------


MAIL = Original(text="Hermed svar", channel=Channel.MAIL, received_at=NOW, evidence="mailens tidsstempel")


async def test_a_partys_draft_and_a_leads_registration_are_apart(records: Records) -> None:
    await set_up(records)
    own = draft("egen")
    registered = draft("mail", original=MAIL)
    async with records.writing() as connection:
        assert await responses.keep_draft(connection, HEARING.id, MED.id, own)
        assert await responses.keep_registration(connection, HEARING.id, MED.id, registered)
    async with records.reading() as connection:
        found = await hearings.standing(connection, HEARING.id, MED.id, "x")
    assert found is not None
    assert (found.invitation.draft, found.invitation.registration) == (own, registered)

    async with records.writing() as connection:
        await send(connection, version(draft_id="mail", original=registered.original))
        found = await hearings.standing(connection, HEARING.id, MED.id, "x")
        assert found is not None
        assert (found.invitation.draft, found.invitation.registration) == (own, None)
        await send(connection, version(2, draft_id="egen"))
        found = await hearings.standing(connection, HEARING.id, MED.id, "x")
        assert found is not None
        assert (found.invitation.draft, found.invitation.has_draft) == (None, False)


async def test_a_draft_is_replaced_and_discarded(records: Records) -> None:
    await set_up(records)
    async with records.writing() as connection:
        first = await responses.keep_draft(connection, HEARING.id, MED.id, draft("a"))
        assert await responses.keep_draft(connection, HEARING.id, MED.id, draft("a", revision=2)) != first
        assert await responses.keep_draft(connection, HEARING.id, MED.id, None) == hash_of("")
        found = await hearings.standing(connection, HEARING.id, MED.id, "x")
    assert found is not None
    assert found.invitation.draft is None


async def test_a_response_says_on_the_invitation_where_it_stands(records: Records) -> None:
    await set_up(records)
    async with records.writing() as connection:
        await hearings.change_invitation(
            connection, HEARING.id, MED.id, late_decision=LateDecision.REFUSE, late_reason="For sent"
        )
        await send(connection, version(timely=False))
    async with records.reading() as connection:
        [found, untouched] = await hearings.invitations_of(connection, HEARING.id)
    assert (found.status, found.reference, found.version, found.points, found.timely, found.responded_at) == (
        ResponseStatus.ANSWERED,
        "HS-2026-001",
        1,
        3,
        False,
        NOW,
    )
    assert found.tally == (
        (Stance.CONCERN, ("model:model-1",), 2),
        (Stance.WISH, ("topic:Placering",), 1),
    )
    assert (found.late_decision, found.late_reason) == (None, "")
    assert untouched.status is ResponseStatus.INVITED


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"content": Content(no_comments=True)}, ResponseStatus.NO_COMMENTS),
        ({"content": Content(), "withdrawn": True}, ResponseStatus.WITHDRAWN),
    ],
    ids=["no comments", "withdrawn"],
)
async def test_a_later_version_takes_the_place_of_the_one_before(
    records: Records, fields: dict[str, Any], status: ResponseStatus
) -> None:
    await set_up(records)
    async with records.writing() as connection:
        await send(connection, version())
        await send(connection, version(2, **fields))
        [found, _] = await hearings.invitations_of(connection, HEARING.id)
    assert (found.status, found.version, found.points, found.tally) == (status, 2, 0, ())


async def test_every_version_is_kept_word_for_word(records: Records) -> None:
    await set_up(records)
    first = version()
    second = version(2, received_at=None, content=replace(first.content, mandate=Mandate("MED", "", "Nej")))
    police = version(party_id=POLICE.id, draft_id="politi")
    async with records.writing() as connection:
        hashes = [await send(connection, sent) for sent in (first, second, police)]
    async with records.reading() as connection:
        assert await responses.versions_of(connection, HEARING.id, MED.id) == (
            (first, hashes[0]),
            (second, hashes[1]),
        )
        assert {sent for sent, _ in await responses.versions_of(connection, HEARING.id)} == {
            first,
            second,
            police,
        }
        assert await responses.last_version(connection, HEARING.id, MED.id) == (second, hashes[1])
        assert await responses.last_version(connection, HEARING.id, "ukendt") is None
        assert await responses.version_from(connection, "politi") == (police, hashes[2])
        assert await responses.version_from(connection, "ukendt") is None


@pytest.mark.parametrize(
    "again", [version(2, draft_id="draft-1"), version(1, draft_id="draft-2")], ids=["draft", "number"]
)
async def test_a_draft_becomes_one_version_and_a_number_is_given_once(records: Records, again: Any) -> None:
    await set_up(records)
    async with records.writing() as connection:
        content_hash = await send(connection, version())
    with pytest.raises(IntegrityError):
        async with records.writing() as connection:
            await send(connection, again)
    async with records.reading() as connection:
        assert await responses.versions_of(connection, HEARING.id) == ((version(), content_hash),)
        [found, _] = await hearings.invitations_of(connection, HEARING.id)
    assert found.version == 1
    assert await problems(records) == ()


async def test_of_two_that_send_one_draft_at_once_one_succeeds(records: Records, others: Records) -> None:
    await set_up(records)

    async def submit(through: Records) -> bool:
        try:
            async with through.writing() as connection:
                there = await responses.versions_of(connection, HEARING.id, MED.id)
                await send(connection, version(len(there) + 1, draft_id="draft-1"))
        except IntegrityError:
            return False
        return True

    sent = await asyncio.gather(submit(records), submit(others), submit(records), submit(others))
    assert sorted(sent) == [False, False, False, True]
    assert await problems(records) == ()


async def test_what_is_made_of_the_responses_comes_back_in_its_order_as_it_stands_last(
    records: Records,
) -> None:
    await set_up(records)
    second = Remark(id="r2", party_id=MED.id, position=1, text="Noteret", points=("p1", "p2"))
    first = Remark(id="r1", party_id=POLICE.id, position=2, points=("p4",), refers_to=("r2",))
    advice = Recommendation(id="a", position=1, text="Færre møder", points=("p3",))
    worded = Paraphrase(id="p1", party_id=MED.id, text="Kort", rests_on="Længere", of_text="0" * 64)
    check = Check(id=MED.id, asked_at=NOW, shown="1" * 64)
    better = replace(second, text="Noteret og gjort", progress=Progress.APPROVED)
    async with records.writing() as connection:
        for each in (second, first, advice, worded, check, better):
            await treatment.keep(connection, HEARING.id, each)
    async with records.reading() as connection:
        found = await treatment.treatment_of(connection, HEARING.id)
        versions = await treatment.versions_of(connection, HEARING.id)
        assert await treatment.treatment_of(connection, "en-anden") == Treatment()
        assert await treatment.latest_of(connection, HEARING.id, "remark", "r2") == better
        assert await treatment.latest_of(connection, HEARING.id, "check", "r2") is None
    assert found == Treatment(
        remarks=(better, first),
        recommendations=(advice,),
        paraphrases={"p1": worded},
        checks={MED.id: check},
    )
    told = [(each.kind, each.number, each.value) for each in versions if each.value.id == "r2"]
    assert told == [("remark", 1, second), ("remark", 2, better)]
    assert all(hash_of(each.document) == each.content_hash for each in versions)


async def test_what_was_taken_away_is_kept_with_its_history_and_not_shown(records: Records) -> None:
    await set_up(records)
    remark = Remark(id="r1", party_id=MED.id, position=1, text="Noteret", points=("p1",))
    async with records.writing() as connection:
        await treatment.keep(connection, HEARING.id, remark)
        await treatment.keep(connection, HEARING.id, replace(remark, removed=True))
    async with records.reading() as connection:
        assert (await treatment.treatment_of(connection, HEARING.id)).remarks == ()
        assert await treatment.latest_of(connection, HEARING.id, "remark", "r1") is None
        assert len(await treatment.versions_of(connection, HEARING.id)) == 2


async def test_a_hearings_mark_is_its_last_event(records: Records) -> None:
    await set_up(records)
    async with records.writing() as connection:
        before = await audit.marks_of(connection, [HEARING.id, "another"])
        number = await note(connection)
        await audit.append(connection, at=NOW, actor="eva", what="hearing.noted", hearing_id="another")
        after = await audit.marks_of(connection, [HEARING.id])
        assert await audit.marks_of(connection, []) == {}
    assert number not in before.values()
    assert "another" not in before
    assert after == {HEARING.id: number}


async def test_how_often_was_written_is_known_once_it_is_committed(records: Records) -> None:
    before = records.written
    async with records.writing() as connection:
        await note(connection)
        assert records.written == before
    assert records.written == before + 1
    with pytest.raises(ZeroDivisionError):
        async with records.writing():
            raise ZeroDivisionError
    async with records.reading():
        pass
    assert records.written == before + 1


# --- texts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [EVERY_SIGN, "👮" * 4_000, "å" * 4_000, "", " "],
    ids=["every sign", "4,000 emoji", "4,000 letters", "nothing", "a space"],
)
async def test_a_text_comes_back_sign_for_sign(records: Records, words: str) -> None:
    await set_up(records)
    point = replace(POINTS[0], text=words, about=(f"topic:{words}",), excerpt=words)
    asked = replace(HEARING, id="tegn", title=words, question=words, topics=(words,))
    sent = version(content=Content(points=(point,), speaker=words))
    async with records.writing() as connection:
        await hearings.add(connection, asked, at=NOW)
        await responses.keep_draft(connection, HEARING.id, POLICE.id, draft("d", content=sent.content))
        await send(connection, sent)
        await note(connection, detail=words)
    async with records.reading() as connection:
        assert await hearings.hearing(connection, "tegn") == asked
        assert [one for one, _ in await responses.versions_of(connection, HEARING.id)] == [sent]
        standing = await hearings.standing(connection, HEARING.id, POLICE.id, words)
        assert standing is not None
        assert standing.invitation.draft == draft("d", content=sent.content)
        assert (await audit.events(connection, HEARING.id))[-1].detail == words
    assert await problems(records) == ()


async def test_a_nul_in_a_response_is_kept_as_it_is_stored_as_json(records: Records) -> None:
    await set_up(records)
    sent = version(content=Content(points=(replace(POINTS[0], text="før\x00efter"),)))
    async with records.writing() as connection:
        await send(connection, sent)
        await note(connection, detail="\x00")
    async with records.reading() as connection:
        assert [one for one, _ in await responses.versions_of(connection, HEARING.id)] == [sent]
    assert await problems(records) == ()


async def test_a_nul_in_a_plain_text_is_a_mistake_to_postgresql_and_no_outage(
    records: Records, server: Postgres | None
) -> None:
    """SQLite takes it, PostgreSQL does not; control characters are left out before they come here."""
    strange = replace(HEARING, title="før\x00efter")
    if server is None:
        async with records.writing() as connection:
            await hearings.add(connection, strange, at=NOW)
        assert await _heard(records) == strange
        return
    with pytest.raises(DBAPIError):
        async with records.writing() as connection:
            await hearings.add(connection, strange, at=NOW)
    assert await _heard(records) is None
    assert await records.is_reachable()


async def test_what_was_typed_is_never_a_statement(records: Records) -> None:
    await set_up(records)
    typed = "x'; DROP TABLE versions; --"
    async with records.writing() as connection:
        await hearings.set_contacts(connection, MED.id, [Contact(None, typed)])
        assert await hearings.standing(connection, typed, typed, typed) is None
        assert await hearings.bind_contact(connection, ["%", "_", typed], typed) == 1
    assert await _contacts(records) == {Contact(typed, typed)}


# --- people ------------------------------------------------------------------------------------


async def test_the_last_known_whereabouts_are_kept(records: Records) -> None:
    here = Whereabouts("bo-id", "a:1", "https://smba.example/emea/")
    moved = replace(here, conversation_id="a:2")
    async with records.writing() as connection:
        await people.keep_whereabouts(connection, here)
        await people.keep_whereabouts(connection, moved)
        await people.keep_whereabouts(connection, replace(here, user_id="ane-id"))
    async with records.reading() as connection:
        assert await people.whereabouts_of(connection, ["bo-id", "ukendt"]) == {"bo-id": moved}
        assert await people.whereabouts_of(connection, []) == {}


async def test_wrong_codes_are_counted_for_each_person(records: Records) -> None:
    until = NOW + timedelta(hours=1)
    async with records.writing() as connection:
        assert await people.attempts_of(connection, "bo-id") == (0, None)
        await people.set_attempts(connection, "bo-id", 4, None)
        await people.set_attempts(connection, "ane-id", 5, until)
        assert await people.attempts_of(connection, "bo-id") == (4, None)
        assert await people.attempts_of(connection, "ane-id") == (5, until)
        await people.set_attempts(connection, "ane-id", 0, None)
        assert await people.attempts_of(connection, "ane-id") == (0, None)


async def test_who_is_forgotten_can_not_be_reached_nor_speak_but_stays_locked_out(records: Records) -> None:
    await set_up(records)
    until = NOW + timedelta(hours=1)
    async with records.writing() as connection:
        for user in ("bo-id", "ane-id"):
            await people.keep_whereabouts(connection, Whereabouts(user, "a:1", "https://smba.example/"))
            await people.set_attempts(connection, user, 5, until)
            await hearings.add_spokesperson(connection, HEARING.id, POLICE.id, user)
        await hearings.set_contacts(connection, MED.id, [BO, Contact("ane-id", "ane@ishoj.dk")])
        await people.forget(connection, "bo-id", "a:2", NOW)
    assert not await _speaks(records, "bo-id")
    assert not await _speaks(records, "bo-id", POLICE.id)
    assert await _speaks(records, "ane-id")
    async with records.reading() as connection:
        assert set(await people.whereabouts_of(connection, ["bo-id", "ane-id"])) == {"ane-id"}
        assert await people.attempts_of(connection, "bo-id") == (5, until)


# --- one writer at a time ------------------------------------------------------------------------


async def test_what_writers_read_still_holds_when_they_commit(records: Records, others: Records) -> None:
    await set_up(records)

    async def step(through: Records) -> None:
        async with through.writing() as connection:
            found = await hearings.hearing(connection, HEARING.id)
            assert found is not None
            await hearings.change(connection, replace(found, revision=found.revision + 1))
            await note(connection, detail=str(found.revision))

    async def steps(through: Records) -> None:
        for _ in range(10):
            await step(through)

    await asyncio.gather(steps(records), steps(others), steps(records), steps(others), steps(records))
    found = await _heard(records)
    assert found is not None
    assert found.revision == HEARING.revision + 50
    async with records.reading() as connection:
        verdict = await audit.verify(connection)
        told = [event.detail for event in await audit.events(connection, HEARING.id)]
    assert (verdict.count, verdict.problems) == (50, ())
    assert told == [str(revision) for revision in range(1, 51)]


class _OurOwnError(Exception):
    pass


async def test_a_block_that_fails_stores_nothing(records: Records) -> None:
    await set_up(records)

    async def fail(after: AsyncConnection) -> None:
        await rename(after, "Halvt gjort")
        raise _OurOwnError

    with pytest.raises(_OurOwnError):
        async with records.writing() as connection:
            await fail(connection)
    assert await title(records) == HEARING.title
    async with records.writing() as connection:
        assert await note(connection) == 1  # the failed one left no gap
    assert await problems(records) == ()


async def test_a_reader_sees_one_state_however_long_it_looks(records: Records, others: Records) -> None:
    await set_up(records)
    async with records.reading() as reader:
        before = await hearings.hearing(reader, HEARING.id)
        for writers in (records, others):
            async with writers.writing() as connection:
                await rename(connection, "Ny titel")
        assert await hearings.hearing(reader, HEARING.id) == before
        assert await audit.events(reader, HEARING.id) == ()
    assert await title(records) == "Ny titel"


async def test_readers_do_not_wait_for_a_writer_nor_see_what_is_unfinished(
    records: Records, others: Records
) -> None:
    await set_up(records)
    async with records.writing() as connection:
        await rename(connection, "Ny titel")
        assert await title(records) == HEARING.title
        assert await title(others) == HEARING.title
    assert await title(others) == "Ny titel"


async def test_many_read_while_others_write(records: Records, others: Records) -> None:
    await set_up(records)

    async def write(through: Records) -> None:
        async with through.writing() as connection:
            await rename(connection, "Ny titel")

    async def read(through: Records) -> None:
        async with through.reading() as connection:
            found = await hearings.hearing(connection, HEARING.id)
            assert found is not None
            told = await audit.events(connection, HEARING.id)
            assert bool(told) == (found.title == "Ny titel")

    both = (records, others)
    await asyncio.gather(*(take(both[number % 2]) for number in range(20) for take in (read, write, read)))


async def test_a_reader_stores_nothing(records: Records) -> None:
    await set_up(records)
    async with records.reading() as connection:
        await rename(connection, "Ny titel")
    assert await title(records) == HEARING.title
    assert await problems(records) == ()


async def test_a_write_that_is_cancelled_stores_nothing_and_holds_up_nobody(
    records: Records, others: Records
) -> None:
    await set_up(records)
    written = asyncio.Event()

    async def write() -> None:
        async with records.writing() as connection:
            await rename(connection, "Halvt gjort")
            written.set()
            await asyncio.Event().wait()

    first, second = asyncio.create_task(write()), asyncio.create_task(write())
    await written.wait()
    second.cancel()  # while it waits for its turn
    first.cancel()
    for task in (first, second):
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await title(records) == HEARING.title
    for number, after in enumerate((records, others)):
        async with after.writing() as connection:
            assert await note(connection) == number + 1


async def test_a_write_that_is_cancelled_at_any_point_is_whole_or_not_there(
    records: Records, others: Records
) -> None:
    await set_up(records)

    async def write(name: str) -> None:
        async with records.writing() as connection:
            await rename(connection, name)

    for steps in range(60):
        task = asyncio.create_task(write(str(steps)))
        for _ in range(steps):
            await asyncio.sleep(0)  # gives way, and waits for nothing
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with (others if steps % 2 else records).writing() as connection:
            found = await hearings.hearing(connection, HEARING.id)
            told = [event.detail for event in await audit.events(connection, HEARING.id)]
        assert found is not None
        assert found.title == (told[-1] if told else HEARING.title)
    assert await problems(records) == ()


# --- the audit chain -------------------------------------------------------------------------------


async def test_events_tell_who_did_what(records: Records) -> None:
    await set_up(records)
    async with records.writing() as connection:
        await audit.append(connection, at=NOW, actor="", what="program.started")
        content_hash = await send(connection, version())
        await note(connection, "late.decided", party_id=POLICE.id, detail="Ferie")
    async with records.reading() as connection:
        sent, decided = await audit.events(connection, HEARING.id)
    assert (sent.number, sent.at, sent.what, sent.party_id) == (2, NOW, "response.sent", MED.id)
    assert (sent.actor, sent.detail, sent.content_hash) == ("bo", "", content_hash)
    assert (decided.number, decided.actor, decided.detail) == (3, "eva", "Ferie")
    assert decided.hash != sent.hash


async def _chain(records: Records) -> str:
    """A chain of six events, the third of which is a response; the last one's hash."""
    await set_up(records)
    async with records.writing() as connection:
        for number in range(6):
            if number == 2:
                await send(connection, version())
            else:
                await note(connection, detail=f"nummer {number + 1}")
    async with records.reading() as connection:
        verdict = await audit.verify(connection)
    assert (verdict.count, verdict.problems) == (6, ())
    return verdict.last_hash


async def test_an_empty_chain_is_unbroken(records: Records) -> None:
    async with records.reading() as connection:
        assert await audit.verify(connection) == audit.Verdict(0, audit.FIRST, ())


Harm = Callable[[AsyncConnection], Awaitable[Any]]


def _changed(number: int, /, **values: Any) -> Harm:
    return lambda connection: connection.execute(
        update(audit_events).where(audit_events.c.number == number).values(**values)
    )


def _renumbered_without(number: int) -> Harm:
    async def harm(connection: AsyncConnection) -> None:
        await connection.execute(delete(audit_events).where(audit_events.c.number == number))
        for later in range(number + 1, 7):
            await _changed(later, number=later - 1)(connection)

    return harm


def _rehashed(number: int) -> Harm:
    """Changed by somebody who knows how the event's own hash is made up."""

    async def harm(connection: AsyncConnection) -> None:
        body = '{"actor": "en anden", "detail": "", "salt": ""}'
        await _changed(number, body=body, body_hash=hashlib.sha256(body.encode()).hexdigest())(connection)

    return harm


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        pytest.param(_changed(4, what="x.y"), "event 4 is not what it was", id="what was done"),
        pytest.param(
            _changed(4, at=NOW + timedelta(microseconds=1)), "event 4 is not what it was", id="when"
        ),
        pytest.param(_changed(4, hearing_id="x"), "event 4 is not what it was", id="in which hearing"),
        pytest.param(_changed(4, party_id="x"), "event 4 is not what it was", id="for which party"),
        pytest.param(_changed(4, hash="0" * 64), "event 5 does not follow the one before it", id="its hash"),
        pytest.param(_changed(4, previous_hash="0" * 64), "event 4 does not follow", id="the one before"),
        pytest.param(_changed(4, body="{}"), "event 4: who or why is not what it was", id="who and why"),
        pytest.param(_rehashed(4), "event 4 is not what it was", id="who and why with its hash"),
        pytest.param(
            lambda connection: connection.execute(delete(audit_events).where(audit_events.c.number == 4)),
            "event 4 is missing: 5 stands in its place",
            id="taken out",
        ),
        pytest.param(_renumbered_without(4), "event 4 does not follow the one before it", id="closed up"),
        pytest.param(_changed(6, number=60), "event 6 is missing: 60 stands in its place", id="moved"),
        pytest.param(
            lambda connection: connection.execute(update(versions).values(document="{}")),
            "version 1 of med-skole in placering is not what it was",
            id="a response",
        ),
        pytest.param(
            lambda connection: connection.execute(update(versions).values(content_hash="0" * 64)),
            "version 1 of med-skole in placering has no event",
            id="a response's hash",
        ),
        pytest.param(
            lambda connection: connection.execute(
                update(versions).values(document="{}", content_hash=hash_of("{}"))
            ),
            "version 1 of med-skole in placering has no event",
            id="a response with its hash",
        ),
        pytest.param(
            lambda connection: connection.execute(update(versions).values(party_id=POLICE.id)),
            "version 1 of politi in placering has no event",
            id="whose response it is",
        ),
        pytest.param(
            lambda connection: responses.add_version(connection, version(2)),
            "version 2 of med-skole in placering has no event",
            id="a response slipped in",
        ),
    ],
)
async def test_whatever_is_tampered_with_is_found(records: Records, harm: Harm, found: str) -> None:
    await _chain(records)
    async with records.writing() as connection:
        await harm(connection)
    assert any(problem.startswith(found) for problem in await problems(records))


async def test_an_end_that_was_cut_off_is_seen_by_whoever_noted_the_last_hash(records: Records) -> None:
    noted = await _chain(records)
    async with records.writing() as connection:
        await connection.execute(delete(audit_events).where(audit_events.c.number == 6))
    async with records.reading() as connection:
        verdict = await audit.verify(connection)
    assert verdict.problems == ()
    assert (verdict.count, verdict.last_hash) != (6, noted)


async def test_one_finding_does_not_hide_the_next(records: Records) -> None:
    await _chain(records)
    async with records.writing() as connection:
        await _changed(2, what="x.y")(connection)
        await _changed(5, body="{}")(connection)
    assert await problems(records) == (
        "event 2 is not what it was",
        "event 5: who or why is not what it was",
    )


async def test_a_chain_still_holds_once_who_and_why_are_forgotten(records: Records) -> None:
    noted = await _chain(records)
    async with records.writing() as connection:
        await audit.append(connection, at=NOW, actor="bo", what="other.thing", hearing_id="en-anden")
        await audit.forget_bodies(connection, HEARING.id)
        await connection.execute(update(versions).values(document=None))
        await hearings.change(connection, replace(HEARING, status=HearingStatus.DELETED))
        assert await note(connection, "hearing.deleted") == 8
    async with records.reading() as connection:
        verdict = await audit.verify(connection)
        told = await audit.events(connection, HEARING.id)
        [other] = await audit.events(connection, "en-anden")
        hashes = (await connection.execute(select(audit_events.c.hash))).scalars().all()
        assert await responses.versions_of(connection, HEARING.id) == ()
    assert (verdict.count, verdict.problems) == (8, ())
    assert noted in hashes
    assert {(event.actor, event.detail) for event in told[:6]} == {(None, None)}
    assert other.actor == "bo"


async def test_a_long_chain_is_gone_through_to_its_end(records: Records) -> None:
    async with records.writing() as connection:
        for _ in range(1_100):
            await note(connection)
        await _changed(1_050, what="x.y")(connection)
    assert await problems(records) == ("event 1050 is not what it was",)


# --- is it there -------------------------------------------------------------------------------------


async def test_records_that_answer_are_reachable(records: Records, others: Records) -> None:
    assert await records.is_reachable()
    async with others.reading() as connection:
        await hearings.all_hearings(connection)
        assert await records.is_reachable()


async def test_records_without_their_tables_are_not_reachable(fresh: URL) -> None:
    records = await open_records(fresh)
    async with records.writing() as connection:
        await connection.execute(text("DROP TABLE alembic_version"))
    assert not await records.is_reachable()
    await records.close()


async def test_a_statement_of_ours_that_is_wrong_is_no_outage(
    records: Records, server: Postgres | None
) -> None:
    expected = RecordsUnavailableError if server is None else DBAPIError
    with pytest.raises(expected):
        async with records.reading() as connection:
            await connection.execute(text("SELECT nothing FROM nowhere"))
