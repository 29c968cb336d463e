"""What the administration makes of the responses: read and written, no rules."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.audit import intact
from storage.records.remarks import (
    KINDS,
    Treated,
    Treatment,
    treated_document,
    treated_in,
    treatment_in,
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
_LATEST_FEW = _LATEST.execution_options(yield_per=200)


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


async def is_begun(connection: AsyncConnection, hearing_id: str) -> bool:
    """Whether there ever was any for a hearing, also where it was removed or deleted since."""
    query = select(treatments.c.id).where(treatments.c.hearing_id == hearing_id).limit(1)
    return await connection.scalar(query) is not None


async def treatment_of(connection: AsyncConnection, hearing_id: str) -> Treatment:
    """All of it for a hearing, as it stands."""
    rows = await connection.execute(_LATEST, {"of_hearing": hearing_id})
    return treatment_in(treated_in(row.kind, row.document) for row in rows)


async def latest_documents(connection: AsyncConnection, hearing_id: str) -> AsyncIterator[tuple[str, str]]:
    """The kind and the JSON of all of it as it stands, what was removed too; read a part at a time."""
    async with connection.stream(_LATEST_FEW, {"of_hearing": hearing_id}) as rows:
        async for row in rows:
            yield row.kind, row.document


async def latest_of(connection: AsyncConnection, hearing_id: str, kind: str, id_: str) -> Treated | None:
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
