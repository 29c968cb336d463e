"""The channels of the teams that the bot is installed in: read and written, no rules."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.tables import channels


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel that can be posted to.

    Attributes:
        id: As Teams has it: "19:…@thread.tacv2".
        service_url: From an authenticated activity whose host is allowed.
        bot_id: What the service calls the bot there; "" where that is not known.
        gone: The channel was deleted, or the bot was taken out of its team.
    """

    id: str
    team_id: str
    name: str
    team_name: str
    service_url: str
    bot_id: str
    gone: bool = False


async def all_present(connection: AsyncConnection) -> tuple[Channel, ...]:
    """Those that can be posted to, by team and name."""
    rows = await connection.execute(
        select(channels)
        .where(channels.c.gone.is_(False))
        .order_by(channels.c.team_name, channels.c.name, channels.c.id)
    )
    return tuple(Channel(**row._mapping) for row in rows)  # noqa: SLF001 - its public name
