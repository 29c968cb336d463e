"""Links to a memo: each for one hearing and one person, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.tables import downloads


@dataclass(frozen=True, slots=True)
class Download:
    """What may be fetched once.

    Attributes:
        id: Unguessable.
        used_at: When it was fetched; None while it was not.
    """

    id: str
    hearing_id: str
    user_id: str
    expires_at: datetime
    used_at: datetime | None = None


async def add(connection: AsyncConnection, download: Download, *, now: datetime) -> None:
    """Store it; those that have expired by now make room."""
    await connection.execute(delete(downloads).where(downloads.c.expires_at < now))
    await connection.execute(
        insert(downloads).values(
            id=download.id,
            hearing_id=download.hearing_id,
            user_id=download.user_id,
            expires_at=download.expires_at,
            used_at=download.used_at,
        )
    )


async def download(connection: AsyncConnection, id_: str) -> Download | None:
    """The one with that id."""
    row = (await connection.execute(select(downloads).where(downloads.c.id == id_))).first()
    return Download(row.id, row.hearing_id, row.user_id, row.expires_at, row.used_at) if row else None


async def use(connection: AsyncConnection, id_: str, *, at: datetime) -> bool:
    """Note that it was fetched; False where it was before."""
    found = await connection.execute(
        update(downloads).where(downloads.c.id == id_, downloads.c.used_at.is_(None)).values(used_at=at)
    )
    return found.rowcount == 1
