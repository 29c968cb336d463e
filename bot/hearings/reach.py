"""Who can be written to on a party's behalf."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings.desk import Step
from bot.hearings.orders import order
from bot.hearings.rules import Moment
from bot.page import Page
from bot.turn import Address
from storage.records import hearings, people
from storage.records.posts import PostKind


@dataclass(frozen=True, slots=True)
class Reach:
    """A party in a hearing, and where its people can be written to; nowhere, if none is known."""

    moment: Moment
    addresses: tuple[Address, ...]


async def order_for_party(
    step: Step, connection: AsyncConnection, page: Page, to: Reach, *, kind: PostKind
) -> None:
    """Have the page posted to each of the party's people; see ``order``."""
    hearing, party = to.moment.hearing.id, to.moment.invitation.party.id
    for address in to.addresses:
        await order(step, connection, page, address, kind=kind, hearing_id=hearing, party_id=party)


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
