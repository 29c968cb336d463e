"""What is due by time: parties are reminded of a deadline, and leads are told that one has passed.

A round is made again and again, by whichever instance it falls to. All that it does is decided and noted in
one transaction, so that a round made twice, or by two at once, writes to nobody twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import log
from bot.hearings.desk import Desk
from bot.hearings.orders import order_by_program
from bot.hearings.pages import board as board_pages
from bot.hearings.pages import notices as pages
from bot.hearings.reach import Reach, reach_of
from bot.hearings.rules import Gate, Moment
from bot.hearings.schedule import Reminder, due_reminder, may_write, next_time, passed_deadline
from bot.hearings.texts import notices as notice_texts
from bot.hearings.texts import reminder as reminder_text
from bot.page import Page
from bot.turn import Address
from storage.records import audit, hearings, people, posts
from storage.records.database import RecordsUnavailableError
from storage.records.posts import PostKind, PostStatus
from storage.records.values import Hearing, HearingStatus

_OPENED, _INVITED = "hearing.opened", "party.invited"
_REMINDED, _HANDED_OVER = "party.reminded", "reminder.handed_over"
_NOTICED = "deadline.noticed"


@dataclass(frozen=True, slots=True)
class _Due:
    """What is to be done in a hearing now.

    Attributes:
        by_us: Who is to be reminded, and of what.
        by_hand: Who is to be reminded and cannot be written to, and what the log says of it.
        passed: The last deadline that has passed without the leads knowing.
    """

    moments: Sequence[Moment] = ()
    by_us: tuple[tuple[Reach, Reminder], ...] = ()
    by_hand: tuple[tuple[Reach, str], ...] = ()
    passed: datetime | None = None

    @property
    def something(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.by_us or self.by_hand or self.passed)


async def make(desk: Desk, now: datetime) -> None:
    """Do what is due; outside working hours nothing is, and what has not left by then stays.

    What cannot be done for a hearing is logged, and tried again in the next round.

    Raises:
        RecordsUnavailableError: The records are away; what is due is done another time.
    """
    # The first time, the calendar of holidays is loaded, which takes a while: nobody is to wait for it.
    if not await asyncio.to_thread(may_write, now):
        await _withhold(desk, now)
        return
    async with desk.records.reading() as connection:
        leads = await _leads(desk, connection)
        found = await hearings.all_hearings(connection)
        due = [each.id for each in found if (await _due(connection, each, now, told=bool(leads))).something]
    for hearing_id in due:
        try:
            async with desk.records.writing() as connection:
                await _attend_to(desk, connection, hearing_id, now)
        except RecordsUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - what is wrong with one hearing is to hold up no other
            log.event(logging.ERROR, "round failed", id=hearing_id, error=error)


async def _attend_to(desk: Desk, connection: AsyncConnection, hearing_id: str, now: datetime) -> None:
    """Do what is due in a hearing, as it stands now that nobody else writes."""
    hearing = await hearings.hearing(connection, hearing_id)
    assert hearing is not None  # noqa: S101 - what is deleted leaves its row
    leads = await _leads(desk, connection)
    due = await _due(connection, hearing, now, told=bool(leads))
    if due.by_us:
        await _remind(desk, connection, hearing, due.by_us, now)
    if due.by_hand:
        await _hand_over(desk, connection, hearing, due.by_hand, leads, now)
    if due.passed:
        page = pages.deadline_passed(hearing, due.moments, due.passed)
        await _log(connection, hearing, _NOTICED, now, detail=due.passed.isoformat())
        await _tell(desk, connection, hearing, page, leads, now)


async def _due(connection: AsyncConnection, hearing: Hearing, now: datetime, *, told: bool) -> _Due:
    """What is due in the hearing.

    Args:
        connection: To the records.
        hearing: As it stands.
        now: The time.
        told: Whether there is a lead who can be told anything; what they are to know waits until there is.
    """
    if hearing.status is not HearingStatus.OPEN:
        return _Due()
    invited = await hearings.invitations_of(connection, hearing.id)
    moments = tuple(Moment(hearing, each, now) for each in invited)
    times = await audit.last_times(connection, hearing.id, _OPENED, _INVITED, _HANDED_OVER, _NOTICED)
    reminders: dict[str, Reminder] = {}
    for each in moments:
        party = each.invitation.party.id
        asked = [times.get((_OPENED, "")), times.get((_INVITED, party)), hearing.opens_at]
        last = [each.invitation.reminded_at, times.get((_HANDED_OVER, party))]
        reminder = due_reminder(
            each, since=max(filter(None, asked)), last=max(filter(None, last), default=None)
        )
        if reminder:
            reminders[party] = reminder
    reached = [
        (each, reminders[each.moment.invitation.party.id])
        for each in await reach_of(
            connection, [each for each in moments if each.invitation.party.id in reminders]
        )
    ]
    by_hand = [(each, notice_texts.before(reminder.days)) for each, reminder in reached if not each.addresses]
    if told:
        by_hand += await _never_arrived(connection, moments, times)
    return _Due(
        moments=moments,
        by_us=tuple(each for each in reached if each[0].addresses),
        by_hand=tuple(by_hand) if told else (),
        passed=passed_deadline(moments, times.get((_NOTICED, ""))) if told else None,
    )


async def _never_arrived(
    connection: AsyncConnection, moments: Iterable[Moment], times: Mapping[tuple[str, str], datetime]
) -> list[tuple[Reach, str]]:
    """Those who have yet to answer, and of whom nobody got the last reminder."""
    found: list[tuple[Reach, str]] = []
    failed: Mapping[str, datetime] | None = None
    for each in moments:
        party, reminded_at = each.invitation.party.id, each.invitation.reminded_at
        handed_over = times.get((_HANDED_OVER, party))
        if reminded_at is None or not each.missing or each.gate is not Gate.OPEN:
            continue
        if handed_over is not None and handed_over >= reminded_at:
            continue
        if failed is None:
            failed = await posts.undelivered(connection, each.hearing.id, PostKind.REMINDER)
        if failed.get(party) == reminded_at:
            found.append((Reach(each, ()), notice_texts.NEVER_ARRIVED))
    return found


async def _leads(desk: Desk, connection: AsyncConnection) -> tuple[Address, ...]:
    """Where those can be written to who lead hearings now."""
    return tuple(
        Address(each.conversation_id, each.service_url)
        for each in await people.whereabouts_of_leads(connection)
        if desk.leads.include(each.user_id)
    )


async def _remind(
    desk: Desk,
    connection: AsyncConnection,
    hearing: Hearing,
    reached: Iterable[tuple[Reach, Reminder]],
    now: datetime,
) -> None:
    batch = desk.new_id()
    for each, reminder in reached:
        party = each.moment.invitation.party.id
        await hearings.change_invitation(connection, hearing.id, party, reminded_at=now)
        await _log(
            connection, hearing, _REMINDED, now, party_id=party, detail=notice_texts.before(reminder.days)
        )
        page = board_pages.letter(each.moment, reminder_text(each.moment))
        for address in each.addresses:
            await order_by_program(
                desk,
                connection,
                page,
                address,
                now=now,
                kind=PostKind.REMINDER,
                hearing_id=hearing.id,
                party_id=party,
                batch=batch,
            )


async def _hand_over(
    desk: Desk,
    connection: AsyncConnection,
    hearing: Hearing,
    reached: Sequence[tuple[Reach, str]],
    leads: Sequence[Address],
    now: datetime,
) -> None:
    for each, detail in reached:
        party = each.moment.invitation.party.id
        await _log(connection, hearing, _HANDED_OVER, now, party_id=party, detail=detail)
    page = pages.to_be_reminded(hearing, [each for each, _ in reached])
    await _tell(desk, connection, hearing, page, leads, now)


async def _tell(
    desk: Desk,
    connection: AsyncConnection,
    hearing: Hearing,
    page: Page,
    leads: Iterable[Address],
    now: datetime,
) -> None:
    batch = desk.new_id()
    for address in leads:
        await order_by_program(
            desk,
            connection,
            page,
            address,
            now=now,
            kind=PostKind.NOTICE,
            hearing_id=hearing.id,
            batch=batch,
        )


async def _log(
    connection: AsyncConnection,
    hearing: Hearing,
    what: str,
    now: datetime,
    *,
    party_id: str = "",
    detail: str = "",
) -> None:
    await audit.append(
        connection, at=now, actor="", what=what, hearing_id=hearing.id, party_id=party_id, detail=detail
    )


# --- outside working hours --------------------------------------------------------------------


async def _withhold(desk: Desk, now: datetime) -> None:
    """Let nothing leave now that was ordered in working hours and was held up, as when the bot stopped.

    A notice waits. A reminder says how many days are left, which may not be so next time: it is cancelled,
    and the party is due again if none of its people got it.
    """
    until = next_time(now)
    async with desk.records.reading() as connection:
        if not await posts.unsent(connection, PostKind.REMINDER, PostKind.NOTICE, before=until):
            return
    async with desk.records.writing() as connection:
        waiting = await posts.unsent(connection, PostKind.REMINDER, PostKind.NOTICE, before=until)
        await posts.put_off(connection, [each.id for each in waiting if each.kind is PostKind.NOTICE], until)
        reminders = [each for each in waiting if each.kind is PostKind.REMINDER]
        await posts.cancel(connection, [each.id for each in reminders], now)
        for each in reminders:
            await audit.append(
                connection,
                at=now,
                actor="",
                what="post.cancelled",
                hearing_id=each.hearing_id,
                party_id=each.party_id,
                detail=each.id,
            )
        for key in dict.fromkeys((each.batch, each.hearing_id, each.party_id) for each in reminders):
            await _let_be_due_again(connection, *key)


async def _let_be_due_again(connection: AsyncConnection, batch: str, hearing_id: str, party_id: str) -> None:
    theirs = [each for each in await posts.of_batch(connection, batch) if each.party_id == party_id]
    if all(each.status is PostStatus.CANCELLED for each in theirs):
        await hearings.change_invitation(connection, hearing_id, party_id, reminded_at=None)
