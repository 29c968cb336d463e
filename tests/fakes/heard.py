"""Hearings that were held: stored as the bot stores them, each change with its event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import audit, hearings, responses, treatment
from storage.records.database import Records
from storage.records.remarks import KINDS, Treated
from storage.records.values import (
    Content,
    Hearing,
    HearingStatus,
    LateDecision,
    Party,
    PartyKind,
    Point,
    Version,
    hash_of,
    hearing_document,
)

AT = datetime(2026, 8, 1, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """A party, and what it answered.

    Attributes:
        points: None for one that never answered; empty for one without comments.
        decision: Of one that came late.
    """

    party: Party
    points: tuple[Point, ...] | None = None
    late: bool = False
    decision: LateDecision | None = None


def party(id_: str, name: str, kind: PartyKind = PartyKind.OTHER) -> Party:
    return Party(id_, name, kind, external=True)


def hearing(id_: str, title: str, *, status: HearingStatus, public: bool, **changes: object) -> Hearing:
    made = Hearing(
        id=id_,
        title=title,
        question="Hvad mener I?",
        case_number="26/777",
        handled_by="Center for Børn",
        opens_at=datetime(2026, 2, 28, 23, tzinfo=UTC),
        deadline=datetime(2026, 4, 15, 21, 59, tzinfo=UTC),
        status=status,
        public=public,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


async def hold(
    records: Records, of: Hearing, answers: Sequence[Answer], treated: Sequence[Treated] = ()
) -> None:
    """Store the hearing with its responses and what the administration made of them."""
    async with records.writing() as connection:
        await hearings.add(connection, of, at=AT)
        await _log(connection, of, "hearing.created", content_hash=hash_of(hearing_document(of)))
        known = {each.id for each in await hearings.all_parties(connection)}
        for position, each in enumerate(answers, 1):
            if each.party.id not in known:
                await hearings.add_party(connection, each.party)
                await _log(connection, of, "party.created", each.party.id)
            await hearings.invite(connection, of.id, each.party.id, position)
            await _log(connection, of, "party.invited", each.party.id)
            if each.points is not None:
                await _answer(connection, of, each)
        for made in treated:
            content_hash = await treatment.keep(connection, of.id, made)
            await _log(connection, of, f"{KINDS[type(made)]}.saved", content_hash=content_hash)


async def change(records: Records, of: Hearing, **changes: object) -> Hearing:
    """Store the hearing as changed."""
    changed = replace(of, revision=of.revision + 1, **changes)  # type: ignore[arg-type]
    async with records.writing() as connection:
        await hearings.change(connection, changed)
        document = hearing_document(changed)
        await _log(connection, of, "hearing.changed", content_hash=hash_of(document))
    return changed


async def treat(records: Records, of: Hearing, made: Treated) -> None:
    """Store it as the newest of what the administration made of the responses."""
    async with records.writing() as connection:
        content_hash = await treatment.keep(connection, of.id, made)
        await _log(connection, of, f"{KINDS[type(made)]}.saved", content_hash=content_hash)


async def _answer(connection: AsyncConnection, of: Hearing, each: Answer) -> None:
    assert each.points is not None
    came = of.deadline + timedelta(days=1 if each.late else -1)
    version = Version(
        reference=f"HS-{of.id}-{each.party.id}",
        hearing_id=of.id,
        party_id=each.party.id,
        number=1,
        draft_id=f"{of.id}.{each.party.id}",
        content=Content(points=each.points, no_comments=not each.points, speaker="Sofie Skriver"),
        received_at=came,
        sent_at=came,
        deadline=of.deadline,
        timely=not each.late,
        by="33333333-0000-4000-8000-000000000001",
        by_name="Sofie Skriver",
    )
    content_hash = await responses.add_version(connection, version)
    await _log(connection, of, "response.sent", each.party.id, content_hash=content_hash)
    if each.decision:
        await hearings.change_invitation(
            connection, of.id, each.party.id, late_decision=each.decision, late_reason="Fordi"
        )
        decision = audit.decision_text(each.decision, "Fordi")
        await _log(connection, of, "late.decided", each.party.id, detail=decision)


async def _log(
    connection: AsyncConnection,
    of: Hearing,
    what: str,
    party_id: str = "",
    *,
    content_hash: str = "",
    detail: str = "",
) -> None:
    await audit.append(
        connection,
        at=AT,
        actor="lead",
        what=what,
        hearing_id=of.id,
        party_id=party_id,
        content_hash=content_hash,
        detail=detail,
    )
