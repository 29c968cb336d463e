"""Where those can be reached who speak for a party or lead hearings: remembered as they come by."""

from __future__ import annotations

import logging

from bot import log
from bot.hearings.desk import Step
from storage.records import hearings, people
from storage.records.database import RecordsUnavailableError
from storage.records.values import Whereabouts


async def remember(step: Step) -> None:
    """Note where the person can be written to one to one, if they speak for a party or lead hearings.

    It is also noted that somebody leads hearings no more. What they came for is done by now; where the
    records are away, this is done another time.
    """
    address = step.turn.address
    if not address.service_url or not step.desk.seen.is_new(step.user, address):
        return
    try:
        async with step.reading() as connection:
            known = (await people.whereabouts_of(connection, [step.user])).get(step.user)
            leads = step.leads or (known is not None and known.leads)
            if not leads and not await hearings.speaks_for_any(connection, step.user):
                return
        where = Whereabouts(step.user, address.conversation_id, address.service_url, step.leads)
        if known != where:
            async with step.writing() as connection:
                await people.keep_whereabouts(connection, where)
                await step.log(connection, "whereabouts.kept")
    except RecordsUnavailableError as error:
        log.event(logging.WARNING, "whereabouts not kept", error=error)
        return
    step.desk.seen.note(step.user, address)
