"""A hearing, its parties and their responses, to be stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import audit, hearings, responses
from storage.records.database import Records
from storage.records.values import (
    Content,
    Draft,
    Hearing,
    HearingStatus,
    Material,
    Party,
    PartyKind,
    Point,
    Stance,
    Version,
)

NOW = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
HEARING = Hearing(
    id="placering",
    title="Placering af SSP",
    question="Hvad mener I om de tre modeller?",
    case_number="26/1234",
    handled_by="Center for Børn",
    opens_at=NOW,
    deadline=NOW + timedelta(days=28),
    material=(Material("Notat", "https://example.org/notat?a=1&b=æ"),),
    topics=("Placering", "Ledelse"),
    models=("model-1", "model-2"),
    deletes_on=(NOW + timedelta(days=365)).date(),
    status=HearingStatus.OPEN,
)
MED = Party("med-skole", "MED Skole", PartyKind.MED, external=False)
POLICE = Party("politi", "Københavns Vestegns Politi", PartyKind.POLICE, external=True)
POINTS = (
    Point(id="p1", stance=Stance.CONCERN, text="Afstanden bliver større", about=("model:model-1",)),
    Point(id="p2", stance=Stance.CONCERN, text="Færre møder", about=("model:model-1",)),
    Point(id="p3", stance=Stance.WISH, text="Flere timer", about=("topic:Placering",), section=("A", "B")),
)


def draft(id_: str, **fields: Any) -> Draft:
    """A draft with three points."""
    made = Draft(id=id_, revision=1, content=Content(points=POINTS, speaker="Bo", role="formand"))
    return replace(made, **fields)


def version(number: int = 1, **fields: Any) -> Version:
    """A response from MED Skole, from the draft "draft-<number>"."""
    made = Version(
        reference="HS-2026-001",
        hearing_id=HEARING.id,
        party_id=MED.id,
        number=number,
        draft_id=f"draft-{number}",
        content=Content(points=POINTS, speaker="Bo", role="formand"),
        received_at=NOW,
        sent_at=NOW,
        deadline=HEARING.deadline,
        timely=True,
        by="bo",
        by_name="Bo Hansen",
    )
    return replace(made, **fields)


async def set_up(records: Records) -> None:
    """The hearing with its two parties, in one write."""
    async with records.writing() as connection:
        await hearings.add(connection, HEARING, at=NOW)
        for position, party in enumerate((MED, POLICE)):
            await hearings.add_party(connection, party)
            await hearings.invite(connection, HEARING.id, party.id, position)


async def send(connection: AsyncConnection, sent: Version, what: str = "response.sent") -> str:
    """The response with its event."""
    content_hash = await responses.add_version(connection, sent)
    await audit.append(
        connection,
        at=sent.sent_at,
        actor=sent.by,
        what=what,
        hearing_id=sent.hearing_id,
        party_id=sent.party_id,
        content_hash=content_hash,
    )
    return content_hash


async def note(connection: AsyncConnection, what: str = "hearing.noted", **fields: Any) -> int:
    """An event in the hearing."""
    return await audit.append(connection, at=NOW, actor="eva", what=what, hearing_id=HEARING.id, **fields)


async def title(records: Records) -> str | None:
    """What the hearing is called; None where there is none."""
    async with records.reading() as connection:
        found = await hearings.hearing(connection, HEARING.id)
    return found.title if found else None


async def rename(connection: AsyncConnection, to: str) -> None:
    """Call the hearing something else, and say so."""
    await hearings.change(connection, replace(HEARING, title=to))
    await note(connection, detail=to)


async def problems(records: Records) -> tuple[str, ...]:
    """What is wrong with the chain."""
    async with records.reading() as connection:
        return (await audit.verify(connection)).problems
