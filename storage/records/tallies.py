"""Where all of a hearing's parties stand, a few columns each: for what is made of very many of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.tables import invitations, parties

Told = Row[str, str, str, bool, str | None, str] | tuple[str, str, str, bool, str | None, str]
"""A party's id and name, its response's status, whether it came in time, what was decided of it where it did
not, and its tally as it is stored: JSON that ``values.TALLY`` reads, alike for parties that say alike."""

_AT_ONCE = 2_500
"""Rows handed on before anybody else has a turn."""

_TOLD = (
    select(
        parties.c.id,
        parties.c.name,
        invitations.c.status,
        invitations.c.timely,
        invitations.c.late_decision,
        invitations.c.tally,
    )
    .join(parties, parties.c.id == invitations.c.party_id)
    .where(invitations.c.hearing_id == bindparam("of_hearing"))
    .order_by(invitations.c.position, parties.c.id)
)


async def told_of(connection: AsyncConnection, hearing_id: str) -> AsyncIterator[Sequence[Told]]:
    """A hearing's parties in their order, so many at a time."""
    async with connection.stream(_TOLD, {"of_hearing": hearing_id}) as rows:
        async for part in rows.partitions(_AT_ONCE):
            yield part
