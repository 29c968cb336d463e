"""The administration's remarks and recommendations: read and written, no rules."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.tables import recommendations, remarks
from storage.records.values import TEXTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """The administration's answer to one or more points of a party.

    Attributes:
        refers_to: Ids of remarks it refers to instead of saying it again.
        points: Ids of the points it answers.
    """

    id: str
    hearing_id: str
    party_id: str
    text: str
    refers_to: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A change the administration recommends; any number of points share it."""

    id: str
    hearing_id: str
    text: str
    points: tuple[str, ...] = ()


async def add_remark(connection: AsyncConnection, remark: Remark, position: int) -> None:
    """Store a new remark."""
    await connection.execute(
        insert(remarks).values(
            id=remark.id,
            hearing_id=remark.hearing_id,
            party_id=remark.party_id,
            position=position,
            text=remark.text,
            refers_to=_json(remark.refers_to),
            points=_json(remark.points),
        )
    )


async def add_recommendation(
    connection: AsyncConnection, recommendation: Recommendation, position: int
) -> None:
    """Store a new recommendation."""
    await connection.execute(
        insert(recommendations).values(
            id=recommendation.id,
            hearing_id=recommendation.hearing_id,
            position=position,
            text=recommendation.text,
            points=_json(recommendation.points),
        )
    )


async def remarks_of(connection: AsyncConnection, hearing_id: str) -> tuple[Remark, ...]:
    """A hearing's remarks in their order."""
    rows = await connection.execute(
        select(remarks).where(remarks.c.hearing_id == hearing_id).order_by(remarks.c.position)
    )
    return tuple(
        Remark(
            id=row.id,
            hearing_id=row.hearing_id,
            party_id=row.party_id,
            text=row.text,
            refers_to=TEXTS.validate_json(row.refers_to),
            points=TEXTS.validate_json(row.points),
        )
        for row in rows
    )


async def recommendations_of(connection: AsyncConnection, hearing_id: str) -> tuple[Recommendation, ...]:
    """A hearing's recommendations in their order."""
    rows = await connection.execute(
        select(recommendations)
        .where(recommendations.c.hearing_id == hearing_id)
        .order_by(recommendations.c.position)
    )
    return tuple(
        Recommendation(
            id=row.id, hearing_id=row.hearing_id, text=row.text, points=TEXTS.validate_json(row.points)
        )
        for row in rows
    )


def _json(ids: tuple[str, ...]) -> str:
    return TEXTS.dump_json(ids).decode()
