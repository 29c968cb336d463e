"""Deadlines in Denmark's time: read as people write them, judged to the minute, counted in days.

Moments are aware datetimes and kept in UTC; days are those of Europe/Copenhagen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
SUMMER, CHRISTMAS = "sommerferien", "juleferien"

# The end of the day, when no time is given.
LAST_MINUTE = "23:59"
# "Under normale omstændigheder vil en høringsfrist på 4 uger være passende":
# https://lovkvalitet.dk/lovkvalitetsvejledningen/9-fra-offentlig-hoering-til-fremsaettelse/9-1-offentlig-hoering/9-1-2-hoeringsfrist/
# (read 2026-11-26). It is about bills and binds no municipality; so it is a warning.
USUAL_DAYS = 28
# Days that are off in municipalities by collective agreement, wholly or from noon, and no public holidays:
# https://www.kost.dk/regler-jul-og-nytaar and
# https://www.foa.dk/global/news/afdelingsnyheder/foa1/lokale-nyheder/2018/maj-2018/fri-grundlovsdag
# (both read 2026-11-26).
MUNICIPAL_DAYS_OFF = {(6, 5): "grundlovsdag", (12, 24): "juleaftensdag", (12, 31): "nytårsaftensdag"}
# Weeks in which most are on holiday; chosen here, no rule says so.
SUMMER_WEEKS = (28, 30)
# Years that a deadline may lie in; a slip of the finger lies outside.
FIRST_YEAR, LAST_YEAR = 1900, 2199


class BadMomentError(ValueError):
    """Somebody gave a date and time that is none; `text` is what they gave."""

    def __init__(self, text: str) -> None:
        super().__init__(f"No moment: {text!r}")
        self.text = text


class BadDateError(BadMomentError):
    """No date, or one that can be read in two ways."""


class BadTimeError(BadMomentError):
    """No time of day."""


class NoSuchTimeError(BadMomentError):
    """The clock skips this time: it goes from 02.00 to 03.00 on the last Sunday in March."""


# --- from what people give ----------------------------------------------------------------------


def deadline_of(date_text: str, time_text: str = "") -> datetime:
    """The deadline, aware in UTC; without a time it is 23:59. Raises what `moment_of` does."""
    return moment_of(date_text, time_text if time_text.strip() else LAST_MINUTE)


def moment_of(date_text: str, time_text: str) -> datetime:
    """The moment, aware in UTC, of a date and time in Denmark.

    The hour that comes twice on the last Sunday in October is taken the second time: a deadline at 02:30 has
    run out when no clock in Denmark will show 02:30 that day again, and nobody is late by a reading of it.

    Args:
        date_text: As Input.Date gives it ("2026-10-25") or as Danes type it: "25-10-2026", "25.10.2026",
            "25/10 2026", "søndag den 25. oktober 2026". The year has four digits.
        time_text: As Input.Time gives it ("02:30") or typed: "2.30", "kl. 02.30", "0230", "2". Seconds are
            left out.

    Raises:
        BadDateError: Neither, or a day that is not in the calendar or not on the weekday named.
        BadTimeError: Neither; 24.00 is none, for it can be read as the beginning and the end of the day.
        NoSuchTimeError: The clock skips it.
    """
    wall = datetime.combine(date_of(date_text), _time_of(time_text))
    moment = wall.replace(tzinfo=COPENHAGEN, fold=1).astimezone(UTC)
    if moment.astimezone(COPENHAGEN).replace(tzinfo=None) != wall:
        raise NoSuchTimeError(f"{date_text} {time_text}")
    return moment


_ISO = re.compile(r"(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})")
_TYPED = re.compile(
    rf"""(?:(?P<weekday>{"|".join(WEEKDAYS)}),?\ )?(?:(?:den|d\.?)\ ?)?
    (?P<day>[0-9]{{1,2}})
    (?:\ ?[-./]\ ?(?P<month>[0-9]{{1,2}})(?:\ ?[-./]\ ?|\ )
    | \.?\ ?(?P<name>{"|".join(f"{month[:3]}(?:{month[3:]}|[.])?" for month in MONTHS)})\ )
    (?P<year>[0-9]{{4}})""",
    re.VERBOSE,
)
_TIME = re.compile(
    r"""(?:kl\.?\ ?)?
    (?:(?P<hour>[0-9]{1,2})(?:[.:](?P<minute>[0-9]{2})(?:[.:][0-5][0-9])?)?|(?P<hhmm>[0-9]{4}))""",
    re.VERBOSE,
)


def _typed(text: str) -> str:
    """In small letters, with single spaces and plain digits."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def date_of(text: str) -> date:
    """The day that somebody gave, as ``moment_of`` takes it.

    Raises:
        BadDateError: It is none.
    """
    typed = _typed(text)
    match = _ISO.fullmatch(typed) or _TYPED.fullmatch(typed)
    if match is None:
        raise BadDateError(text)
    parts = match.groupdict()
    month = int(parts["month"]) if parts["month"] else _month_of(parts["name"])
    try:
        day = date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        raise BadDateError(text) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR or parts.get("weekday") not in {None, WEEKDAYS[day.weekday()]}:
        raise BadDateError(text)
    return day


def _month_of(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, start=1) if month[:3] == name[:3])


def _time_of(text: str) -> time:
    match = _TIME.fullmatch(_typed(text))
    if match is None:
        raise BadTimeError(text)
    hhmm = match["hhmm"] or ""
    try:
        return time(int(match["hour"] or hhmm[:2]), int(match["minute"] or hhmm[2:] or 0))
    except ValueError:
        raise BadTimeError(text) from None


# --- judged and counted -------------------------------------------------------------------------


def is_timely(received_at: datetime, deadline: datetime) -> bool:
    """Whether something was received in time: the whole minute of the deadline counts, 23:59:59.9 too."""
    return local(received_at).astimezone(UTC) < _minute_of(deadline) + timedelta(minutes=1)


def _minute_of(moment: datetime) -> datetime:
    return local(moment).astimezone(UTC).replace(second=0, microsecond=0)


def local(moment: datetime) -> datetime:
    """The moment on Denmark's clocks.

    Raises:
        ValueError: The moment does not know its offset, and could be any.
    """
    if moment.utcoffset() is None:
        raise ValueError(f"A moment without an offset: {moment}")
    return moment.astimezone(COPENHAGEN)


def length_days(opens: datetime, deadline: datetime) -> int:
    """Days in Denmark from the one to the other, both counted: 29 September to 31 October is 33."""
    return (local(deadline).date() - local(opens).date()).days + 1


# --- shown --------------------------------------------------------------------------------------


def danish_date(moment: datetime) -> str:
    """As in "tirsdag den 31. oktober 2023"."""
    day = local(moment)
    return f"{WEEKDAYS[day.weekday()]} den {day.day}. {MONTHS[day.month - 1]} {day.year}"


def danish_moment(moment: datetime) -> str:
    """As in "tirsdag den 31. oktober 2023 kl. 23.59"."""
    return f"{danish_date(moment)} kl. {local(moment):%H.%M}"


def short_moment(moment: datetime) -> str:
    """As in "31.10. kl. 14.05"."""
    day = local(moment)
    return f"{day.day}.{day.month}. kl. {day:%H.%M}"


def with_offset(moment: datetime) -> str:
    """As in "2023-10-31T23:59:12+01:00": to the second, and sure in the hour that comes twice."""
    return local(moment).isoformat(timespec="seconds")


def time_left(now: datetime, deadline: datetime) -> str:
    """How long there is, by calendar days in Denmark.

    "frist om 2 dage", "frist i morgen", "frist i dag kl. 23.59" or "fristen er udløbet".
    """
    if not is_timely(now, deadline):
        return "fristen er udløbet"
    days = length_days(now, deadline) - 1
    if days > 1:
        return f"frist om {days} dage"
    return "frist i morgen" if days == 1 else f"frist i dag kl. {local(deadline):%H.%M}"


# --- days off -----------------------------------------------------------------------------------


class Concern(StrEnum):
    """Why a hearing's time may be too short for those who are asked."""

    SHORT = "short"
    HOLIDAY_PERIOD = "holiday_period"
    PUBLIC_HOLIDAY = "public_holiday"
    MUNICIPAL_DAY_OFF = "municipal_day_off"
    ENDS_ON_WEEKEND = "ends_on_weekend"
    ENDS_ON_DAY_OFF = "ends_on_day_off"


@dataclass(frozen=True, slots=True)
class DeadlineWarning:
    """One concern about a hearing's time; it warns, and stops nothing.

    `first` and `last` are the days it is about, both counted: the hearing's own when it is short, the whole
    period for a holiday period, and the same day twice for a day. `name` is what a Danish sentence calls it:
    "sommerferien", "skærtorsdag", "lørdag"; empty for a short hearing.
    """

    concern: Concern
    first: date
    last: date
    name: str = ""

    @property
    def days(self) -> int:
        """How many days it is about; none or fewer when a hearing ends before it opens."""
        return (self.last - self.first).days + 1


def warnings_for(opens: datetime, deadline: datetime) -> tuple[DeadlineWarning, ...]:
    """What to think of before a hearing is opened with this deadline.

    That it is short, the holiday periods and days off that it falls in, by date, and that it ends on a day
    when nobody is at work.
    """
    first, last = local(opens).date(), local(deadline).date()
    found = []
    if length_days(opens, deadline) < USUAL_DAYS:
        found.append(DeadlineWarning(Concern.SHORT, first, last))
    years = range(first.year - 1, last.year + 1)  # Christmas begins the year before
    found += [
        period
        for year in years
        for period in _periods_of(year)
        if first <= last and period.first <= last and first <= period.last
    ]
    found += [day for year in years for day in _days_off_of(year) if first <= day.first <= last]
    return (*found, *_at_the_end(last))


def _at_the_end(day: date) -> Iterator[DeadlineWarning]:
    """One warning when the day is off; a holiday on a Sunday is called by its own name."""
    if off := next((other for other in _days_off_of(day.year) if other.first == day), None):
        yield DeadlineWarning(Concern.ENDS_ON_DAY_OFF, day, day, off.name)
    elif day.weekday() > 4:
        yield DeadlineWarning(Concern.ENDS_ON_WEEKEND, day, day, WEEKDAYS[day.weekday()])


def _periods_of(year: int) -> tuple[DeadlineWarning, ...]:
    first_week, last_week = SUMMER_WEEKS
    summer = (date.fromisocalendar(year, first_week, 1), date.fromisocalendar(year, last_week, 7), SUMMER)
    christmas = (date(year, 12, 24), date(year + 1, 1, 1), CHRISTMAS)
    return tuple(DeadlineWarning(Concern.HOLIDAY_PERIOD, *period) for period in (summer, christmas))


def _days_off_of(year: int) -> tuple[DeadlineWarning, ...]:
    """The year's public holidays and municipal days off, by date; a day that is both is a public holiday."""
    off = {
        date(year, month, day): (Concern.MUNICIPAL_DAY_OFF, name)
        for (month, day), name in MUNICIPAL_DAYS_OFF.items()
    } | {day: (Concern.PUBLIC_HOLIDAY, name) for day, name in _public_holidays(year).items()}
    return tuple(DeadlineWarning(concern, day, day, name) for day, (concern, name) in sorted(off.items()))


def is_working_day(day: date) -> bool:
    """Whether people are at work in the municipality: no weekend, public holiday or municipal day off."""
    return day.weekday() < 5 and all(off.first != day for off in _days_off_of(day.year))


@lru_cache(maxsize=32)
def _public_holidays(year: int) -> Mapping[date, str]:
    """The days and their names as they stand inside a Danish sentence."""
    import holidays  # noqa: PLC0415 - only who opens a hearing needs it; the start does without

    return {
        day: name if name.startswith("Kristi") else name[:1].lower() + name[1:]
        for day, name in holidays.country_holidays("DK", years=year, language="da").items()
    }
