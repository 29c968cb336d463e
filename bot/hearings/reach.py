"""Who can be written to on a party's behalf."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings.rules import Moment
from bot.page import Letter, Page
from bot.turn import Address
from storage.records import hearings, people


@dataclass(frozen=True, slots=True)
class Reach:
    """A party in a hearing, and where its people can be written to; nowhere, if none is known."""

    moment: Moment
    addresses: tuple[Address, ...]

    def letters(self, page: Page) -> tuple[Letter, ...]:
        """The page for each of them."""
        return tuple(Letter(address, page) for address in self.addresses)


async def reach_of(connection: AsyncConnection, moments: Iterable[Moment]) -> tuple[Reach, ...]:
    """How each party of one hearing is reached."""
    asked = tuple(moments)
    if not asked:
        return ()
    users = await hearings.users_of(connection, asked[0].hearing.id)
    where = await people.whereabouts_of(connection, sorted({id_ for ids in users.values() for id_ in ids}))
    return tuple(
        Reach(
            each,
            tuple(
                Address(where[id_].conversation_id, where[id_].service_url)
                for id_ in users.get(each.invitation.party.id, ())
                if id_ in where
            ),
        )
        for each in asked
    )
