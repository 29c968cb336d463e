"""Where those can be reached who use hearings: remembered as they come by."""

from __future__ import annotations

from bot.hearings.desk import Step
from storage.records import people
from storage.records.values import Whereabouts


async def remember(step: Step) -> None:
    """Note where the person can be written to one to one, if it is not known yet."""
    address = step.turn.address
    if not address.service_url or not step.desk.seen.is_new(step.user, address):
        return
    async with step.writing() as connection:
        where = Whereabouts(step.user, address.conversation_id, address.service_url)
        await people.keep_whereabouts(connection, where)
        await step.log(connection, "whereabouts.kept")
    step.desk.seen.note(step.user, address)
