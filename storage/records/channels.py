"""The channels of the teams that the bot is installed in: read and written, no rules."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.tables import channels

_LAST = str.maketrans({"æ": "{a", "ø": "{b", "å": "{c"})  # what comes after "z"


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


async def channel(connection: AsyncConnection, id_: str) -> Channel | None:
    """The channel, present or gone; None where it was never heard of."""
    rows = await connection.execute(select(channels).where(channels.c.id == id_))
    return next((Channel(**row._mapping) for row in rows), None)  # noqa: SLF001 - its public name


async def of_team(connection: AsyncConnection, team_id: str) -> tuple[Channel, ...]:
    """All that were ever heard of in a team, by id."""
    rows = await connection.execute(
        select(channels).where(channels.c.team_id == team_id).order_by(channels.c.id)
    )
    return tuple(Channel(**row._mapping) for row in rows)  # noqa: SLF001 - its public name


async def all_present(connection: AsyncConnection) -> tuple[Channel, ...]:
    """Those that can be posted to, by the names of team and channel as Danish sorts them."""
    rows = await connection.execute(select(channels).where(channels.c.gone.is_(False)))
    found = (Channel(**row._mapping) for row in rows)  # noqa: SLF001 - its public name
    return tuple(sorted(found, key=lambda each: (place_of(each.team_name), place_of(each.name), each.id)))


async def keep(connection: AsyncConnection, channel: Channel) -> None:
    """Store the channel in place of what was known of it."""
    values = asdict(channel)
    changed = await connection.execute(update(channels).where(channels.c.id == channel.id).values(**values))
    if not changed.rowcount:
        await connection.execute(insert(channels).values(**values))


def place_of(name: str) -> str:
    """What a name is sorted by: æ, ø and å come last, in this order; databases differ in theirs."""
    return name.casefold().translate(_LAST)
