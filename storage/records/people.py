"""Where people can be written to, and wrong invitation codes: read and written, no rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import posts
from storage.records.posts import Post
from storage.records.tables import code_attempts, contacts, downloads, spokespersons, whereabouts
from storage.records.values import Whereabouts


async def whereabouts_of(connection: AsyncConnection, user_ids: Sequence[str]) -> dict[str, Whereabouts]:
    """Where each of them can be written to; those who never wrote to the bot alone are left out."""
    rows = await connection.execute(select(whereabouts).where(whereabouts.c.user_id.in_(user_ids)))
    return {row.user_id: _whereabouts_of(row) for row in rows}


async def whereabouts_of_leads(connection: AsyncConnection) -> tuple[Whereabouts, ...]:
    """Where those can be written to who led hearings when they were last seen."""
    rows = await connection.execute(
        select(whereabouts).where(whereabouts.c.leads).order_by(whereabouts.c.user_id)
    )
    return tuple(map(_whereabouts_of, rows))


def _whereabouts_of(row: Row[tuple[Any, ...]]) -> Whereabouts:
    return Whereabouts(row.user_id, row.conversation_id, row.service_url, row.leads)


async def keep_whereabouts(connection: AsyncConnection, where: Whereabouts) -> None:
    """Remember where the person can be written to, in place of what was known."""
    values = {
        "conversation_id": where.conversation_id,
        "service_url": where.service_url,
        "leads": where.leads,
    }
    changed = await connection.execute(
        update(whereabouts).where(whereabouts.c.user_id == where.user_id).values(**values)
    )
    if not changed.rowcount:
        await connection.execute(insert(whereabouts).values(user_id=where.user_id, **values))


async def attempts_of(connection: AsyncConnection, user_id: str) -> tuple[int, datetime | None]:
    """How many wrong codes in a row, and until when the person is locked out."""
    row = (await connection.execute(select(code_attempts).where(code_attempts.c.user_id == user_id))).first()
    return (row.wrong, row.locked_until) if row else (0, None)


async def set_attempts(
    connection: AsyncConnection, user_id: str, wrong: int, locked_until: datetime | None
) -> None:
    """Remember so many wrong codes; none is forgotten altogether."""
    await connection.execute(delete(code_attempts).where(code_attempts.c.user_id == user_id))
    if wrong or locked_until:
        await connection.execute(
            insert(code_attempts).values(user_id=user_id, wrong=wrong, locked_until=locked_until)
        )


async def forget(
    connection: AsyncConnection, user_id: str, conversation_id: str, at: datetime
) -> tuple[Post, ...]:
    """Forget where the person can be written to and was, whom they speak for and what they may fetch.

    Wrong codes stay counted: a lock-out could else be lifted by asking to be forgotten.

    Args:
        connection: One that writes.
        user_id: The person.
        conversation_id: Their own chat, from which they ask; they may have been written to in another.
        at: Now.

    Returns:
        What they were to be written, which is cancelled.
    """
    known = await whereabouts_of(connection, [user_id])
    chats = {conversation_id, *(each.conversation_id for each in known.values())}
    cancelled = await posts.forget_chats(connection, chats, at)
    await connection.execute(delete(whereabouts).where(whereabouts.c.user_id == user_id))
    await connection.execute(delete(contacts).where(contacts.c.object_id == user_id))
    await connection.execute(delete(spokespersons).where(spokespersons.c.user_id == user_id))
    await connection.execute(delete(downloads).where(downloads.c.user_id == user_id))
    return cancelled
