"""Who alone does something among all that share the database: read and written, no rules."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.tables import leases


async def take(
    connection: AsyncConnection, name: str, holder: str, *, now: datetime, until: datetime
) -> bool:
    """Take the lease, or keep it for longer; whether it is the holder's from now on.

    It is not while another holds it whose time is not up. Everybody judges by their own clock, so a lease is
    to last for much longer than clocks differ by.
    """
    changed = await connection.execute(
        update(leases)
        .where(leases.c.name == name, or_(leases.c.holder == holder, leases.c.until <= now))
        .values(holder=holder, until=until)
    )
    if changed.rowcount:
        return True
    if await connection.scalar(select(leases.c.name).where(leases.c.name == name)) is not None:
        return False
    await connection.execute(insert(leases).values(name=name, holder=holder, until=until))
    return True


async def give_back(connection: AsyncConnection, name: str, holder: str) -> None:
    """Let another take it at once; nothing happens if it is another's."""
    await connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
