"""When the program itself writes to people: reminders before a deadline, and a notice once it has passed.

Nobody asked for these messages, so they only go out while people are at work in Denmark. Moments are aware
and in UTC; days and hours are those of Europe/Copenhagen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from bot.hearings.calendar import COPENHAGEN, is_timely, is_working_day, local
from bot.hearings.rules import Gate, Moment

REMIND_AT = time(9)
FROM, UNTIL = time(8), time(17)
"""The hours in which the program may write to people by itself; chosen here, no rule says so."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reminder:
    """When a party is to be reminded.

    Attributes:
        days: How many days before the deadline it was meant for; it may have been moved from a day off.
        at: Not before.
    """

    days: int
    at: datetime


def may_write(now: datetime) -> bool:
    """Whether a message that nobody asked for may go out now: on a working day, from 8 until 17."""
    wall = local(now)
    return is_working_day(wall.date()) and FROM <= wall.time() < UNTIL


def next_time(now: datetime) -> datetime:
    """The first moment from now on at which the program may write to people."""
    wall = local(now)
    if may_write(now):
        return now
    day = wall.date() if wall.time() < FROM else wall.date() + _DAY
    return datetime.combine(_working_day(day, _DAY), FROM, COPENHAGEN).astimezone(UTC)


def reminders_of(deadline: datetime, days: Iterable[int], since: datetime) -> tuple[Reminder, ...]:
    """When a party is reminded before its deadline, the first first.

    At 9 on the day that lies so many days before the deadline's. One that is a day off makes way for the last
    working day before it, since that gives the party more time and not less; where the party had not been
    asked by then, or has its reminder before on that day, for the next working day after it. There is none
    for a day on which, or before which, the party was asked, and none after the deadline.

    Args:
        deadline: The party's own.
        days: How many days before.
        since: When the party was asked.
    """
    return _reminders(deadline, tuple(days), local(since).date())


@lru_cache(maxsize=128)  # most parties of a hearing have the same ones
def _reminders(deadline: datetime, days: tuple[int, ...], asked_on: date) -> tuple[Reminder, ...]:
    last_day = local(deadline).date()
    found: list[Reminder] = []
    before = asked_on
    for count in sorted(days, reverse=True):
        meant = last_day - count * _DAY
        if meant <= asked_on:
            continue
        day = _working_day(meant, -_DAY)
        if day <= before:
            day = _working_day(meant, _DAY)
        at = datetime.combine(day, REMIND_AT, COPENHAGEN).astimezone(UTC)
        if is_timely(at, deadline):
            found.append(Reminder(count, at))
            before = day
    return tuple(found)


def _working_day(day: date, step: timedelta) -> date:
    """The day, or the first working day from there."""
    while not is_working_day(day):
        day += step
    return day


def due_reminder(moment: Moment, *, since: datetime, last: datetime | None) -> Reminder | None:
    """The reminder that a party is to have now, whatever the hour.

    Of several that were missed, as when the bot did not run, it is the last one. A party that has answered,
    or can answer no longer, has none; nor has one that was last reminded on that day or later.

    Args:
        moment: The party in the hearing now.
        since: When it was asked.
        last: When it was last reminded, by whomever; None if it never was.
    """
    if not moment.missing or moment.gate is not Gate.OPEN:
        return None
    since = max(since, moment.hearing.opens_at)
    come = [
        each
        for each in reminders_of(moment.deadline, moment.hearing.remind_days, since)
        if each.at <= moment.now
    ]
    if not come or (last is not None and local(last).date() >= local(come[-1].at).date()):
        return None
    return come[-1]


def passed_deadline(moments: Iterable[Moment], noticed: datetime | None) -> datetime | None:
    """The last deadline of a hearing's parties that has passed and that the leads have not been told of.

    Parties that were given more time have later ones; what passed since the leads were last told is told
    together.

    Args:
        moments: The hearing's parties now.
        noticed: When the leads were last told; None if they never were.
    """
    passed = {each.deadline for each in moments if not each.timely}
    last = max(passed, default=None)
    return last if last is not None and (noticed is None or noticed < last) else None
