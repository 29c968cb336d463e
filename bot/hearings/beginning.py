"""What the records hold from the start: the hearing of 2023, as the knowledge base tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings.calendar import moment_of
from storage.knowledge import Knowledge
from storage.records import audit, hearings, responses, treatment
from storage.records.database import Records
from storage.records.remarks import Progress, Recommendation, Remark
from storage.records.values import (
    Channel,
    Content,
    Hearing,
    HearingStatus,
    OnTime,
    Original,
    Party,
    PartyKind,
    Point,
    Stance,
    Version,
    hash_of,
    hearing_document,
)
from storage.schema import Party as KnownParty
from storage.schema import Point as KnownPoint

HEARING_2023 = "organisering-2023"
MEMO = "hoeringsnotat"
"""The document that tells of it; what only the police's own letter says was not in the hearing's table."""

_OPENED, _DEADLINE = moment_of("2023-09-29", "00:00"), moment_of("2023-10-31", "23:59")
_INTERNAL = {PartyKind.MED, PartyKind.UNIT, PartyKind.BOARD}


async def begin_with(records: Records, knowledge: Knowledge) -> None:
    """Store the hearing of 2023, concluded, unless it is there or the knowledge base does not tell of it.

    Its points, remarks and recommendation are the knowledge base's own, which questions are answered from.
    Where an earlier version of this program has stored the hearing, the remarks are added to it.
    """
    parties = [party for party in knowledge.parties.values() if not party.part_of]
    if not parties:
        return
    async with records.reading() as connection:
        there = await hearings.hearing(connection, HEARING_2023)
        if there is not None and not await _is_untreated(connection, there):
            return
    now = datetime.now(UTC)
    async with records.writing() as connection:
        there = await hearings.hearing(connection, HEARING_2023)
        if there is None:
            await _add(connection, knowledge, parties, now)
        elif await _is_untreated(connection, there):  # nor has another process been first
            public = replace(there, public=True, revision=there.revision + 1)
            await hearings.change(connection, public)
            await _log(connection, now, "hearing.changed", content_hash=hash_of(hearing_document(public)))
            await _add_treatment(connection, knowledge, now)


async def _is_untreated(connection: AsyncConnection, there: Hearing) -> bool:
    """Whether an earlier version of this program has stored it, and its remarks are still to be added.

    Whether it is public is no sign of that: leads decide it.
    """
    return there.status is not HearingStatus.DELETED and not await treatment.is_begun(
        connection, HEARING_2023
    )


async def _add(
    connection: AsyncConnection, knowledge: Knowledge, parties: Sequence[KnownParty], now: datetime
) -> None:
    hearing = _hearing(knowledge)
    await hearings.add(connection, hearing, at=now)
    await _log(connection, now, "hearing.imported", content_hash=hash_of(hearing_document(hearing)))
    for position, party in enumerate(parties, 1):
        await hearings.add_party(connection, _party(party))
        await hearings.invite(connection, HEARING_2023, party.id, position)
        content_hash = await responses.add_version(connection, _version(knowledge, party.id, now))
        await _log(connection, now, "response.imported", party.id, content_hash=content_hash)
    await _add_treatment(connection, knowledge, now)


async def _add_treatment(connection: AsyncConnection, knowledge: Knowledge, now: datetime) -> None:
    for remark in _remarks(knowledge):
        content_hash = await treatment.keep(connection, HEARING_2023, remark)
        await _log(connection, now, "remark.imported", remark.party_id, content_hash=content_hash)
    for recommendation in _recommendations(knowledge):
        content_hash = await treatment.keep(connection, HEARING_2023, recommendation)
        await _log(connection, now, "recommendation.imported", content_hash=content_hash)


async def _log(
    connection: AsyncConnection, now: datetime, what: str, party_id: str = "", *, content_hash: str
) -> None:
    await audit.append(
        connection,
        at=now,
        actor="",
        what=what,
        hearing_id=HEARING_2023,
        party_id=party_id,
        content_hash=content_hash,
    )


def _hearing(knowledge: Knowledge) -> Hearing:
    return Hearing(
        id=HEARING_2023,
        title="Ny organisering af det tryghedsskabende og kriminalitetsforebyggende arbejde",
        question="Hvad mener I om forslaget om at ændre organiseringen?",
        case_number="ikke oplyst i dokumenterne",
        handled_by="Ishøj Kommune",
        opens_at=_OPENED,
        deadline=_DEADLINE,
        models=tuple(id_ for id_ in ("model-1", "model-2") if id_ in knowledge.topics),
        takes_late=False,
        status=HearingStatus.CONCLUDED,
        public=True,
    )


def _party(party: KnownParty) -> Party:
    kind = PartyKind(party.kind)
    return Party(party.id, party.name, kind, external=kind not in _INTERNAL)


def _points(knowledge: Knowledge) -> Iterator[tuple[str, KnownPoint]]:
    """The points of the hearing's table, each with the id of the party in whose row it stands."""
    for point in knowledge.points.values():
        if any(source.document == MEMO for source in point.sources):
            yield knowledge.parties[point.party].part_of or point.party, point


def _version(knowledge: Knowledge, party_id: str, now: datetime) -> Version:
    points = tuple(
        Point(
            id=point.id,
            stance=Stance(point.stance),
            text=point.text,
            about=tuple(f"model:{id_}" for id_ in point.models),
            section=_section(knowledge, point),
        )
        for owner, point in _points(knowledge)
        if owner == party_id
    )
    return Version(
        reference=f"HS-2023-{party_id}",
        hearing_id=HEARING_2023,
        party_id=party_id,
        number=1,
        draft_id=f"{HEARING_2023}.{party_id}",
        content=Content(points=points),
        received_at=None,
        sent_at=now,
        deadline=_DEADLINE,
        timely=True,
        on_time=OnTime.BY_MEMO,
        original=Original(text="", channel=Channel.MEMO, received_at=None, evidence="høringsnotatet"),
    )


def _section(knowledge: Knowledge, point: KnownPoint) -> tuple[str, ...]:
    voice = knowledge.parties[point.party]
    return (*((voice.name,) if voice.part_of else ()), *((point.heading,) if point.heading else ()))


def _remarks(knowledge: Knowledge) -> Iterator[Remark]:
    for position, remark in enumerate(knowledge.remarks.values(), 1):
        refers_to = tuple(map(_id, remark.refers_to))
        yield Remark(
            id=_id(remark.id),
            party_id=knowledge.parties[remark.party].part_of or remark.party,
            position=position,
            points=tuple(point.id for _, point in _points(knowledge) if remark.id in point.remarks),
            text="" if refers_to else remark.text,
            refers_to=refers_to,
            progress=Progress.APPROVED,
        )
    for position, (owner, point) in enumerate(_points(knowledge), len(knowledge.remarks) + 1):
        if not point.remarks:  # as the memo has it
            yield Remark(
                id=_id(f"ingen.{point.id}"),
                party_id=owner,
                position=position,
                points=(point.id,),
                progress=Progress.APPROVED,
            )


def _recommendations(knowledge: Knowledge) -> Iterator[Recommendation]:
    for position, each in enumerate(knowledge.recommendations.values(), 1):
        yield Recommendation(
            id=_id(each.id),
            position=position,
            text=each.text,
            points=tuple(point.id for _, point in _points(knowledge) if point.recommendation == each.id),
            progress=Progress.APPROVED,
        )


def _id(of_seed: str) -> str:
    return f"{HEARING_2023}.{of_seed}"
