"""What going through the records finds: everything that is stored must be as the chain of events says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import audit, deletion, hearings, people, posts, treatment
from storage.records.database import Records
from storage.records.posts import PostStatus
from storage.records.remarks import KINDS, Progress, Recommendation, Remark, treated_document
from storage.records.tables import (
    audit_events,
    code_attempts,
    contacts,
    downloads,
    invitations,
    treatments,
    versions,
    whereabouts,
)
from storage.records.tables import hearings as hearings_table
from storage.records.values import (
    Channel,
    Contact,
    Content,
    Hearing,
    HearingStatus,
    LateDecision,
    Original,
    Whereabouts,
    hash_of,
    hearing_document,
)
from tests.contract.samples import HEARING, MED, NOW, POINTS, POLICE, note, problems, send, set_up, version

pytestmark = pytest.mark.asyncio

OTHER = replace(HEARING, id="en-anden", deletes_on=None)
EXTENDED = replace(HEARING, deadline=HEARING.deadline + timedelta(days=7), revision=2)
REASON = "Udvalget holdt ferie"
LATE = version(
    party_id=POLICE.id,
    draft_id="politi-1",
    reference="HS-2026-002",
    timely=False,
    original=Original(text="Hermed", channel=Channel.MAIL, received_at=NOW, evidence="mailen"),
)

Harm = Callable[[AsyncConnection], Awaitable[Any]]


# --- a hearing as the bot leaves it ----------------------------------------------------------------


async def changed(connection: AsyncConnection, what: str, hearing: Hearing) -> None:
    """The hearing is now so, and the event says it."""
    await hearings.change(connection, hearing)
    await audit.append(
        connection,
        at=NOW,
        actor="eva",
        what=what,
        hearing_id=hearing.id,
        content_hash=hash_of(hearing_document(hearing)),
    )


async def decided(connection: AsyncConnection, decision: LateDecision, reason: str) -> None:
    await hearings.change_invitation(
        connection, HEARING.id, POLICE.id, late_decision=decision, late_reason=reason
    )
    await note(
        connection,
        "late.decided",
        party_id=POLICE.id,
        detail=audit.decision_text(decision, reason),
    )


async def outside(connection: AsyncConnection, what: str, actor: str) -> int:
    """Something is done outside any hearing."""
    return await audit.append(connection, at=NOW, actor=actor, what=what)


async def carry_through(records: Records) -> None:
    """MED changes its response and takes one back, the police are late, and the deadline is moved.

    The events: 1 made, 2 opened, 3 outside any hearing, 4 to 6 MED's versions, 7 the police's, 8 what was
    decided of it, 9 extended.
    """
    await set_up(records)
    async with records.writing() as connection:
        await hearings.add(connection, OTHER, at=NOW)
        await changed(connection, "hearing.created", OTHER)
        await changed(connection, "hearing.opened", HEARING)
        await outside(connection, "whereabouts.kept", "bo")
        await send(connection, version())
        await send(connection, version(2, content=Content(), withdrawn=True), "response.withdrawn")
        await send(connection, version(3))
        await send(connection, LATE, "response.registered")
        await decided(connection, LateDecision.ATTACH, REASON)
        await changed(connection, "hearing.extended", EXTENDED)


async def test_what_was_sent_withdrawn_decided_and_extended_is_as_the_events_say(records: Records) -> None:
    await carry_through(records)
    assert await problems(records) == ()


async def test_a_response_that_is_taken_back_last_is_as_the_events_say(records: Records) -> None:
    await carry_through(records)
    async with records.writing() as connection:
        await send(connection, version(4, content=Content(), withdrawn=True), "response.withdrawn")
    assert await problems(records) == ()


@pytest.mark.parametrize("decision", list(LateDecision))
async def test_what_is_decided_anew_is_what_holds(records: Records, decision: LateDecision) -> None:
    await carry_through(records)
    async with records.writing() as connection:
        await decided(connection, decision, "Vi har talt om det igen")
    assert await problems(records) == ()


async def test_a_new_response_ends_what_was_decided_of_the_one_before(records: Records) -> None:
    await carry_through(records)
    async with records.writing() as connection:
        await send(connection, replace(LATE, number=2, draft_id="politi-2"), "response.registered")
    assert await problems(records) == ()


async def test_a_response_that_is_in_time_after_all_needs_no_decision(records: Records) -> None:
    await carry_through(records)
    async with records.writing() as connection:
        await hearings.change_invitation(
            connection, HEARING.id, POLICE.id, timely=True, late_decision=None, late_reason=""
        )
        await note(connection, "response.timely", party_id=POLICE.id)
    assert await problems(records) == ()


# --- whatever is tampered with ---------------------------------------------------------------------


def _version(number: int, /, party: str = MED.id, **values: Any) -> Harm:
    of = (versions.c.party_id == party, versions.c.number == number)
    return lambda connection: connection.execute(update(versions).where(*of).values(**values))


def _taken_out(number: int) -> Harm:
    of = (versions.c.party_id == MED.id, versions.c.number == number)
    return lambda connection: connection.execute(delete(versions).where(*of))


def _invitation(party: str = MED.id, **values: Any) -> Harm:
    return lambda connection: hearings.change_invitation(connection, HEARING.id, party, **values)


def _event(number: int, **values: Any) -> Harm:
    of = audit_events.c.number == number
    return lambda connection: connection.execute(update(audit_events).where(of).values(**values))


def _hearing(**values: Any) -> Harm:
    of = hearings_table.c.id == HEARING.id
    return lambda connection: connection.execute(update(hearings_table).where(of).values(**values))


async def _as_if_never_sent(connection: AsyncConnection) -> None:
    """The last version gone, and the board as if the one before were the last."""
    await _taken_out(3)(connection)
    await _invitation(version=2, status="withdrawn", points=0, tally="[]")(connection)


async def _slipped_in(connection: AsyncConnection) -> None:
    """A decision of a response that came in time."""
    await _invitation(late_decision="refuse", late_reason="Nej")(connection)


async def _swapped(connection: AsyncConnection) -> None:
    """The first version's content in place of the last one's, with its hash."""
    query = select(versions.c.document, versions.c.content_hash).where(
        versions.c.party_id == MED.id, versions.c.number == 1
    )
    first = (await connection.execute(query)).one()
    await _version(3, document=first.document, content_hash=first.content_hash)(connection)


_SAYS = "the invitation of med-skole in placering does not say what was last sent"
_LATE = "the decision on the late response of politi in placering"
_ROW = "hearing placering is not what it was"


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        pytest.param(_taken_out(1), "event 4: the response it tells of is missing", id="a version"),
        pytest.param(
            _taken_out(1),
            "version 1 of med-skole in placering is missing: 2 stands in its place",
            id="a version, and its number",
        ),
        pytest.param(
            _as_if_never_sent, "event 6: the response it tells of is missing", id="a version, and the board"
        ),
        pytest.param(
            _version(1, document=None),
            "version 1 of med-skole in placering is gone, and was not deleted",
            id="a document",
        ),
        pytest.param(
            _version(3, number=4),
            "version 3 of med-skole in placering is missing: 4 stands in its place",
            id="a number",
        ),
        pytest.param(
            _version(3, number=4),
            "version 4 of med-skole in placering does not stand where it belongs",
            id="a number that its document does not have",
        ),
        pytest.param(
            _version(1, draft_id="en-anden"),
            "version 1 of med-skole in placering does not stand where it belongs",
            id="the draft it was",
        ),
        pytest.param(
            _version(2, party_id=POLICE.id),
            "version 2 of politi in placering does not stand where it belongs",
            id="whose it is",
        ),
        pytest.param(
            _swapped, "version 3 of med-skole in placering does not stand where it belongs", id="for another"
        ),
        pytest.param(
            _version(3, document="{}", content_hash=hash_of("{}")),
            "version 3 of med-skole in placering is not what it was",
            id="a document that is none",
        ),
        pytest.param(_event(4, body=None), "event 4: who and why are gone, and were not deleted", id="who"),
        pytest.param(
            _event(3, body=None), "event 3: who and why are gone, and were not deleted", id="who, outside any"
        ),
        pytest.param(_invitation(version=2), _SAYS, id="which version is the last"),
        pytest.param(_invitation(reference="HS-2026-009"), _SAYS, id="the reference"),
        pytest.param(_invitation(status="no comments"), _SAYS, id="the status"),
        pytest.param(_invitation(points=2), _SAYS, id="how many points"),
        pytest.param(_invitation(tally="[]"), _SAYS, id="what they say"),
        pytest.param(_invitation(tally="{"), _SAYS, id="what they say, unreadable"),
        pytest.param(
            _invitation(POLICE.id, late_decision="include"), f"{_LATE} is not what it was", id="how"
        ),
        pytest.param(_invitation(POLICE.id, late_reason="Nej"), f"{_LATE} is not what it was", id="why"),
        pytest.param(
            _invitation(POLICE.id, late_decision=None, late_reason=""), f"{_LATE} is missing", id="a decision"
        ),
        pytest.param(
            _slipped_in,
            "the decision on the late response of med-skole in placering has no event",
            id="a decision slipped in",
        ),
        pytest.param(_hearing(title="Et andet navn"), _ROW, id="the title"),
        pytest.param(_hearing(question="Er I enige?"), _ROW, id="the question"),
        pytest.param(_hearing(case_number="26/9"), _ROW, id="the case number"),
        pytest.param(_hearing(handled_by="En anden"), _ROW, id="the unit"),
        pytest.param(_hearing(opens_at=NOW - timedelta(days=1)), _ROW, id="when it opens"),
        pytest.param(_hearing(deadline=HEARING.deadline), _ROW, id="the deadline"),
        pytest.param(_hearing(material="[]"), _ROW, id="the material"),
        pytest.param(_hearing(material="{"), _ROW, id="the material, unreadable"),
        pytest.param(_hearing(topics="[]"), _ROW, id="the topics"),
        pytest.param(_hearing(models="[]"), _ROW, id="the models"),
        pytest.param(_hearing(deletes_on=None), _ROW, id="when it is deleted"),
        pytest.param(_hearing(takes_late=False), _ROW, id="whether late ones are taken"),
        pytest.param(_hearing(status="closed"), _ROW, id="how far it has come"),
        pytest.param(_hearing(status="deleted"), _ROW, id="as if it were deleted"),
        pytest.param(_hearing(revision=1), _ROW, id="its revision"),
        pytest.param(
            lambda connection: connection.execute(
                delete(hearings_table).where(hearings_table.c.id == OTHER.id)
            ),
            "hearing en-anden is missing",
            id="a hearing",
        ),
    ],
)
async def test_whatever_the_chain_guards_cannot_be_changed_unseen(
    records: Records, harm: Harm, found: str
) -> None:
    await carry_through(records)
    async with records.writing() as connection:
        await harm(connection)
    told = await problems(records)
    assert found in told
    assert not any(words in line for line in told for words in (REASON, HEARING.title, POINTS[0].text))


async def test_who_and_why_may_be_gone_from_before_somebody_was_forgotten_and_not_after(
    records: Records,
) -> None:
    await carry_through(records)
    async with records.writing() as connection:
        await audit.forget_people(connection, {"bo"})
        await outside(connection, "person.forgotten", "bo")
    assert await problems(records) == ()
    async with records.writing() as connection:
        after = await outside(connection, "whereabouts.kept", "bo")
        await audit.forget_people(connection, {"bo"})
    assert f"event {after}: who and why are gone, and were not deleted" in await problems(records)


# --- what the administration makes of it -----------------------------------------------------------

REMARK = Remark(id="r1", party_id=MED.id, position=1, points=("p1",), text="Det noteres")
BETTER = replace(REMARK, text="Det noteres og gøres", progress=Progress.APPROVED)
ADVICE = Recommendation(id="i1", position=1, text="Lederne ind i styregruppen", points=("p1", "p3"))


async def treat(records: Records) -> int:
    """A remark, which is changed, and a recommendation; the number of the first event."""
    first = 0
    async with records.writing() as connection:
        for value in (REMARK, BETTER, ADVICE):
            content_hash = await treatment.keep(connection, HEARING.id, value)
            number = await note(connection, f"{KINDS[type(value)]}.saved", content_hash=content_hash)
            first = first or number
    return first


def _treated(number: int, id_: str = "r1", **values: Any) -> Harm:
    of = (treatments.c.id == id_, treatments.c.version == number)
    return lambda connection: connection.execute(update(treatments).where(*of).values(**values))


def _untreated(number: int) -> Harm:
    of = (treatments.c.id == "r1", treatments.c.version == number)
    return lambda connection: connection.execute(delete(treatments).where(*of))


async def _made_up(connection: AsyncConnection) -> None:
    await treatment.keep(connection, HEARING.id, replace(BETTER, text="Noget helt andet"))


async def _rewritten(connection: AsyncConnection) -> None:
    document = treated_document(replace(BETTER, text="Noget helt andet"))
    await _treated(2, document=document, content_hash=hash_of(document))(connection)


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        pytest.param(
            _treated(2, document="{}"),
            "version 2 of remark r1 in placering is not what it was",
            id="what it says",
        ),
        pytest.param(
            _treated(1, document=None),
            "version 1 of remark r1 in placering is gone, and was not deleted",
            id="what it said",
        ),
        pytest.param(
            _untreated(1),
            "version 1 of remark r1 in placering is missing: 2 stands in its place",
            id="a version",
        ),
        pytest.param(_untreated(2), "event {next}: what it tells of is missing", id="the last version"),
        pytest.param(
            _treated(1, latest=True), "remark r1 in placering: two versions are taken for the last", id="two"
        ),
        pytest.param(
            _treated(2, latest=False),
            "remark r1 in placering: another version than the last is taken for it",
            id="none that stands",
        ),
        pytest.param(_made_up, "version 3 of remark r1 in placering has no event", id="one slipped in"),
        pytest.param(_rewritten, "version 2 of remark r1 in placering has no event", id="one rewritten"),
        pytest.param(
            _treated(1, "i1", kind="remark"),
            "version 1 of remark i1 in placering has no event",
            id="what it is",
        ),
    ],
)
async def test_what_is_made_of_the_responses_cannot_be_changed_unseen(
    records: Records, harm: Harm, found: str
) -> None:
    await carry_through(records)
    first = await treat(records)
    assert await problems(records) == ()
    async with records.writing() as connection:
        await harm(connection)
    assert found.format(next=first + 1) in await problems(records)


async def test_a_deleted_hearing_holds_nothing_that_was_made_of_it_or_posted(records: Records) -> None:
    await carry_through(records)
    await treat(records)
    async with records.writing() as connection:
        for number, status in enumerate((PostStatus.WAITING, PostStatus.SENT)):
            await posts.add(connection, post(f"post-{number}", status))
            to_a_person = replace(post(f"theirs-{number}", status), channel_id="", conversation_id="a:1")
            await posts.add(connection, replace(to_a_person, sent_conversation_id="a:1"))
        await connection.execute(
            insert(downloads).values(id="d", hearing_id=HEARING.id, user_id="lise", expires_at=NOW)
        )
    removal = await close_and_delete(records)
    assert (removal.treatments, removal.posts) == (3, 4)
    assert await problems(records) == ()
    async with records.reading() as connection:
        assert (await treatment.versions_of(connection, HEARING.id)) == ()
        left = await posts.of_hearing(connection, HEARING.id)
        assert [(each.status, each.card, each.summary, each.ordered_by) for each in left] == [
            (PostStatus.CANCELLED, None, "", ""),
            (PostStatus.SENT, None, "", ""),
        ] * 2
        assert {(each.conversation_id, each.sent_conversation_id) for each in left} == {("", "")}
        assert (await connection.execute(select(downloads.c.id))).first() is None


async def test_who_speaks_for_nobody_any_more_is_not_known_from_what_they_were_written_elsewhere(
    records: Records,
) -> None:
    await carry_through(records)
    async with records.writing() as connection:
        await people.keep_whereabouts(connection, Whereabouts("x-id", "a:x", "https://smba.example/"))
        for id_, chat in ("theirs", "a:x"), ("others", "a:y"):
            elsewhere = replace(
                post(id_, PostStatus.SENT), hearing_id="", channel_id="", conversation_id=chat
            )
            await posts.add(connection, replace(elsewhere, sent_conversation_id=chat))
    await close_and_delete(records)
    async with records.reading() as connection:
        found = [await posts.get(connection, id_) for id_ in ("theirs", "others")]
    assert [each and (each.conversation_id, each.sent_conversation_id) for each in found] == [
        ("", ""),
        ("a:y", "a:y"),
    ]


def post(id_: str, status: PostStatus) -> posts.Post:
    return posts.Post(
        id=id_,
        batch="b",
        kind=posts.PostKind.SUMMARY,
        hearing_id=HEARING.id,
        channel_id="19:tryghed@thread.tacv2",
        service_url="https://smba.trafficmanager.net/emea/",
        card="{}",
        summary="Høringen er slut",
        ordered_by="lise",
        ordered_at=NOW,
        due_at=NOW,
        status=status,
        next_at=NOW,
        changed_at=NOW,
    )


# --- a hearing that was deleted --------------------------------------------------------------------


DAY = datetime(2027, 3, 3, tzinfo=UTC)
CLOSED = replace(EXTENDED, status=HearingStatus.CLOSED, revision=3)


async def close_and_delete(records: Records) -> deletion.Removal:
    async with records.writing() as connection:
        await changed(connection, "hearing.closed", CLOSED)
        last = deletion.last_change(await audit.events(connection, HEARING.id))
        await deletion.note_journal(connection, HEARING.id, at=DAY, journal_hash="f" * 64, up_to=last)
        return await deletion.remove(connection, HEARING.id, title="Slettet", at=DAY, today=DAY.date())


async def test_a_deleted_hearing_is_as_the_events_say(records: Records) -> None:
    await carry_through(records)
    await close_and_delete(records)
    assert await problems(records) == ()
    async with records.writing() as connection:
        assert {event.actor for event in await audit.events(connection, HEARING.id)} == {None, ""}
        await note(connection, "hearing.noted")
    assert await problems(records) == ()


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        pytest.param(_hearing(status="closed"), _ROW, id="as if it were not"),
        pytest.param(_invitation(version=2), _SAYS, id="which version was the last"),
        pytest.param(_taken_out(3), "event 6: the response it tells of is missing", id="a version"),
        pytest.param(
            _version(3, content_hash="0" * 64),
            "version 3 of med-skole in placering has no event",
            id="a hash",
        ),
        pytest.param(
            _invitation(late_decision="refuse"),
            "the decision on the late response of med-skole in placering has no event",
            id="a decision",
        ),
    ],
)
async def test_what_is_left_of_a_deleted_hearing_cannot_be_changed_unseen(
    records: Records, harm: Harm, found: str
) -> None:
    await carry_through(records)
    await close_and_delete(records)
    async with records.writing() as connection:
        await harm(connection)
    assert found in await problems(records)


async def test_after_a_deletion_nobody_is_known_who_speaks_for_nobody(records: Records) -> None:
    await carry_through(records)
    locked = DAY + timedelta(hours=1)
    async with records.writing() as connection:
        await hearings.invite(connection, OTHER.id, POLICE.id, 0)
        await hearings.set_contacts(connection, MED.id, [Contact("bo", None)])
        await hearings.set_contacts(connection, POLICE.id, [Contact("dora", None)])
        await hearings.add_spokesperson(connection, OTHER.id, POLICE.id, "emil")
        for user in ("anne", "bo", "dora", "emil"):  # anne was a contact once
            await people.keep_whereabouts(connection, Whereabouts(user, f"a:{user}", "https://example.org/"))
            await outside(connection, "whereabouts.kept", user)
        for user, until in (("carl", None), ("emil", None), ("frida", NOW), ("gert", locked)):
            await people.set_attempts(connection, user, 5 if until else 1, until)
            await outside(connection, "code.refused", user)
        await outside(connection, "records.restored", "")
    removal = await close_and_delete(records)
    assert removal.people == {"anne", "bo", "carl", "frida", "gert"}
    async with records.reading() as connection:
        known = (await connection.execute(select(whereabouts.c.user_id))).scalars().all()
        tried = (await connection.execute(select(code_attempts.c.user_id))).scalars().all()
        speaking = (await connection.execute(select(contacts.c.object_id))).scalars().all()
        told = await audit.people_outside(connection)
        program = [event.actor for event in await audit.events(connection, "") if event.body]
    assert sorted(known) == ["dora", "emil"]
    assert sorted(tried) == ["emil", "gert"]  # a lock-out is not lifted by it
    assert speaking == ["dora"]
    assert told == {"dora": 1, "emil": 2}
    assert "" in program
    assert await problems(records) == ()


async def test_a_contact_of_a_party_that_no_hearing_asks_is_no_reason_to_be_known(records: Records) -> None:
    await carry_through(records)
    async with records.writing() as connection:
        await hearings.add_party(connection, replace(MED, id="ingen", name="Ingen"))
        await hearings.set_contacts(connection, "ingen", [Contact("anne", None)])
        await people.keep_whereabouts(connection, Whereabouts("anne", "a:anne", "https://example.org/"))
    assert "anne" in (await close_and_delete(records)).people


async def test_who_cannot_be_read_is_left_as_it_is(records: Records) -> None:
    await carry_through(records)
    async with records.writing() as connection:
        for body in ("{", "[]", '{"actor": 1}'):
            number = await outside(connection, "whereabouts.kept", "anne")
            await _event(number, body=body)(connection)
    assert (await close_and_delete(records)).people == {"bo"}
    assert any(line.endswith("who or why is not what it was") for line in await problems(records))


async def test_an_invitation_to_what_was_deleted_has_no_content(records: Records) -> None:
    await carry_through(records)
    await close_and_delete(records)
    async with records.reading() as connection:
        query = select(invitations.c.tally, invitations.c.late_reason, invitations.c.late_decision)
        rows = (await connection.execute(query.order_by(invitations.c.position))).all()
    assert [tuple(row) for row in rows] == [("[]", "", None), ("[]", "", "attach")]
