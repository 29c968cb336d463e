"""A closed hearing with very many responses and what was made of them, stored at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert

from storage.records import hearings, tables
from storage.records.database import Records
from storage.records.remarks import KINDS, Treated, treated_document
from storage.records.values import (
    TALLY,
    Content,
    Hearing,
    HearingStatus,
    PartyKind,
    Point,
    ResponseStatus,
    Version,
    document_of,
    hash_of,
    tally_of,
)


def version(hearing_id: str, number: int, points: tuple[Point, ...], now: datetime) -> Version:
    """The response of the party of that number, which came long before the deadline."""
    return Version(
        reference=f"HS-{number}",
        hearing_id=hearing_id,
        party_id=f"{hearing_id}-{number}",
        number=1,
        draft_id=f"{hearing_id}-{number}",
        content=Content(points=points, role="leder"),
        received_at=now - timedelta(days=20),
        sent_at=now - timedelta(days=20),
        deadline=now - timedelta(days=10),
        timely=True,
    )


async def store(
    records: Records, hearing_id: str, versions: Sequence[Version], made: Iterable[Treated], now: datetime
) -> None:
    """Store the hearing with its responses, each from a party of its own, and what was made of them."""
    async with records.writing() as connection:
        await hearings.add(connection, _hearing(hearing_id, now), at=now)
        await connection.execute(insert(tables.parties), [_party(each) for each in versions])
        invited = [_invitation(at, each) for at, each in enumerate(versions, 1)]
        await connection.execute(insert(tables.invitations), invited)
    async with records.writing() as connection:
        await connection.execute(insert(tables.versions), [_sent(each) for each in versions])
    async with records.writing() as connection:
        await connection.execute(insert(tables.treatments), [_treated(hearing_id, each) for each in made])


def _hearing(hearing_id: str, now: datetime) -> Hearing:
    return Hearing(
        id=hearing_id,
        title="Ny plads til SSP-NU",
        question="Hvad betyder flytningen for jer?",
        case_number="26/12345",
        handled_by="Center for Ledelse og Strategi",
        opens_at=now - timedelta(days=60),
        deadline=now - timedelta(days=10),
        topics=("Økonomi",),
        models=("model-1", "model-2"),
        status=HearingStatus.CLOSED,
    )


def _party(of: Version) -> dict[str, object]:
    name = f"Boligafdeling {of.party_id}"
    return {"id": of.party_id, "name": name, "kind": PartyKind.HOUSING, "external": True}


def _invitation(position: int, of: Version) -> dict[str, object]:
    return {
        "hearing_id": of.hearing_id,
        "party_id": of.party_id,
        "position": position,
        "status": ResponseStatus.ANSWERED,
        "reference": of.reference,
        "version": 1,
        "points": len(of.content.points),
        "tally": TALLY.dump_json(tally_of(of.content)).decode(),
        "responded_at": of.received_at,
        "timely": True,
        "late_reason": "",
    }


def _sent(of: Version) -> dict[str, object]:
    document = document_of(of)
    key = {"hearing_id": of.hearing_id, "party_id": of.party_id, "number": 1, "draft_id": of.draft_id}
    return key | {"document": document, "content_hash": hash_of(document)}


def _treated(hearing_id: str, of: Treated) -> dict[str, object]:
    document = treated_document(of)
    key = {"hearing_id": hearing_id, "kind": KINDS[type(of)], "id": of.id, "version": 1, "latest": True}
    return key | {"document": document, "content_hash": hash_of(document)}
