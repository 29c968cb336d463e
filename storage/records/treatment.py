"""What the administration makes of the responses: read and written, no rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.audit import intact
from storage.records.remarks import (
    KINDS,
    Check,
    Paraphrase,
    Recommendation,
    Remark,
    Treated,
    Treatment,
    treated_document,
    treated_in,
)
from storage.records.tables import treatments
from storage.records.values import hash_of

AnyRow = Row[tuple[Any, ...]]

_KEY = (
    (treatments.c.hearing_id == bindparam("of_hearing"))
    & (treatments.c.kind == bindparam("of_kind"))
    & (treatments.c.id == bindparam("of_id"))
)
_LAST = select(func.max(treatments.c.version)).where(_KEY)
_OLD = update(treatments).where(_KEY, treatments.c.latest).values(latest=False)
_ADD = insert(treatments)
_LATEST_ONE = select(treatments.c.document).where(_KEY, treatments.c.latest)
_LATEST = (
    select(treatments.c.kind, treatments.c.document)
    .where(
        treatments.c.hearing_id == bindparam("of_hearing"),
        treatments.c.latest,
        treatments.c.document.is_not(None),
    )
    .order_by(treatments.c.kind, treatments.c.id)
)


async def keep(connection: AsyncConnection, hearing_id: str, of: Treated) -> str:
    """Store it as the newest version of what has its id; the hash of what was stored."""
    document = treated_document(of)
    content_hash = hash_of(document)
    key = {"of_hearing": hearing_id, "of_kind": KINDS[type(of)], "of_id": of.id}
    last = await connection.scalar(_LAST, key)
    if last is not None:
        await connection.execute(_OLD, key)
    await connection.execute(
        _ADD,
        {
            "hearing_id": hearing_id,
            "kind": KINDS[type(of)],
            "id": of.id,
            "version": (last or 0) + 1,
            "latest": True,
            "document": document,
            "content_hash": content_hash,
        },
    )
    return content_hash


async def treatment_of(connection: AsyncConnection, hearing_id: str) -> Treatment:
    """All of it for a hearing, as it stands."""
    rows = await connection.execute(_LATEST, {"of_hearing": hearing_id})
    return treatment_in(rows.all())


def treatment_in(rows: Iterable[Any]) -> Treatment:
    """What rows of kind and document say together."""
    found = [each for row in rows if not (each := treated_in(row.kind, row.document)).removed]
    return Treatment(
        remarks=tuple(sorted((each for each in found if isinstance(each, Remark)), key=_position)),
        recommendations=tuple(
            sorted((each for each in found if isinstance(each, Recommendation)), key=_position)
        ),
        paraphrases={each.id: each for each in found if isinstance(each, Paraphrase)},
        checks={each.id: each for each in found if isinstance(each, Check)},
    )


def _position(of: Remark | Recommendation) -> tuple[int, str]:
    return of.position, of.id


async def latest_of(
    connection: AsyncConnection, hearing_id: str, kind: str, id_: str
) -> Treated | None:
    """One thing as it stands; None where it never was, or was removed."""
    key = {"of_hearing": hearing_id, "of_kind": kind, "of_id": id_}
    document = await connection.scalar(_LATEST_ONE, key)
    found = treated_in(kind, document) if document else None
    return None if found is None or found.removed else found


@dataclass(frozen=True, slots=True)
class Kept:
    """A version of something, and the very text that its hash is of."""

    kind: str
    number: int
    value: Treated
    document: str
    content_hash: str


async def versions_of(connection: AsyncConnection, hearing_id: str) -> tuple[Kept, ...]:
    """Every version of everything that is not deleted; the first first.

    Raises:
        DamagedError: One is not what was stored.
    """
    rows = await connection.execute(
        select(treatments)
        .where(treatments.c.hearing_id == hearing_id, treatments.c.document.is_not(None))
        .order_by(treatments.c.kind, treatments.c.id, treatments.c.version)
    )
    return tuple(map(_kept, rows))


def _kept(row: AnyRow) -> Kept:
    with intact(f"version {row.version} of {row.kind} {row.id} in {row.hearing_id}"):
        if hash_of(row.document) != row.content_hash:
            raise ValueError
        value = treated_in(row.kind, row.document)
    return Kept(row.kind, row.version, value, row.document, row.content_hash)
