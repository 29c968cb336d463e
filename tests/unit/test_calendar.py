from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.hearings.calendar import (
    BadDateError,
    BadMomentError,
    BadTimeError,
    Concern,
    DeadlineWarning,
    NoSuchTimeError,
    danish_date,
    danish_moment,
    deadline_of,
    is_timely,
    length_days,
    local,
    moment_of,
    short_moment,
    time_left,
    warnings_for,
    with_offset,
)

DEADLINE = moment_of("2023-10-31", "23:59")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day and so on


# --- from what people give ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-25",
        " 2026-10-25 ",
        "2026/10/25",
        "25-10-2026",
        "25.10.2026",
        "25/10/2026",
        "25/10 2026",
        "25/10-2026",
        "25. 10. 2026",
        "25 - 10 - 2026",
        "d. 25.10.2026",
        "den 25/10 2026",
        "25. oktober 2026",
        "25 okt. 2026",
        "25. Okt 2026",
        "søndag den 25. oktober 2026",
        "Søndag d. 25. oktober 2026",
        "søndag, 25.10.2026",
        "２５．１０．２０２６",
        "25.\u00a0oktober\u00a02026",
    ],
)
def test_a_date_is_read_as_danes_write_it(text: str) -> None:
    assert moment_of(text, "12:00") == utc(2026, 10, 25, 11)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("i morgen", id="words"),
        pytest.param("25-10-26", id="two digits of a year"),
        pytest.param("25/10", id="no year"),
        pytest.param("10-25-2026", id="month first"),
        pytest.param("31-02-2026", id="no such day"),
        pytest.param("29.2.2026", id="no leap year"),
        pytest.param("0-1-2026", id="day 0"),
        pytest.param("mandag den 25. oktober 2026", id="another weekday"),
        pytest.param("25102026", id="digits only"),
        pytest.param("2026-10-25T00:00:00Z", id="with a time"),
        pytest.param("0001-01-01", id="the first day"),
        pytest.param("1899-12-31", id="too early"),
        pytest.param("2206-10-25", id="a slip of the finger"),
        pytest.param("9999-12-31", id="the last day"),
        pytest.param("25. oktobermarts 2026", id="no month"),
        pytest.param("<b>25-10-2026</b>", id="markup"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadDateError) as caught:
        moment_of(text, "12:00")

    assert caught.value.text == text


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("23:59", 23, 59),
        ("23.59", 23, 59),
        ("kl. 23.59", 23, 59),
        ("Kl 23:59", 23, 59),
        ("kl.23.59", 23, 59),
        ("2359", 23, 59),
        ("23:59:59", 23, 59),
        ("9.05", 9, 5),
        ("09:05", 9, 5),
        ("0905", 9, 5),
        ("12", 12, 0),
        ("kl. 8", 8, 0),
        ("00:00", 0, 0),
        (" 23:59 ", 23, 59),
        ("２３：５９", 23, 59),
    ],
)
def test_a_time_is_read_as_danes_write_it(text: str, hour: int, minute: int) -> None:
    wall = local(moment_of("2026-01-15", text))

    assert (wall.hour, wall.minute, wall.second) == (hour, minute, 0)


@pytest.mark.parametrize(
    "text",
    ["", "24:00", "24", "23:60", "12:5", "930", "middag", "-1:00", "12:00 PM", "23:59:60", "23:59+02:00"],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadTimeError) as caught:
        moment_of("2026-01-15", text)

    assert caught.value.text == text


def test_summer_and_winter_time_are_told_apart() -> None:
    assert moment_of("2026-07-01", "12:00") == utc(2026, 7, 1, 10)
    assert moment_of("2026-01-01", "12:00") == utc(2026, 1, 1, 11)
    assert moment_of("2026-01-01", "12:00").tzinfo is UTC


@pytest.mark.parametrize("text", ["02:00", "02:30", "02:59"])
def test_the_hour_that_is_skipped_in_march_is_refused(text: str) -> None:
    with pytest.raises(NoSuchTimeError):
        moment_of("2026-03-29", text)


def test_the_minutes_around_the_skipped_hour_follow_each_other() -> None:
    assert moment_of("2026-03-29", "03:00") - moment_of("2026-03-29", "01:59") == timedelta(minutes=1)


def test_the_hour_that_comes_twice_in_october_is_taken_the_second_time() -> None:
    deadline = moment_of("2026-10-25", "02:30")

    assert deadline == utc(2026, 10, 25, 1, 30)
    assert with_offset(deadline) == "2026-10-25T02:30:00+01:00"
    assert is_timely(utc(2026, 10, 25, 0, 45), deadline), "02.45 the first time"
    assert not is_timely(utc(2026, 10, 25, 1, 31), deadline), "02.31 the second time"


def test_every_error_is_a_moment_that_could_not_be_read() -> None:
    assert {error.__base__ for error in (BadDateError, BadTimeError, NoSuchTimeError)} == {BadMomentError}


@pytest.mark.parametrize("text", ["", "  "])
def test_a_deadline_without_a_time_is_the_end_of_the_day(text: str) -> None:
    assert deadline_of("2023-10-31", text) == deadline_of("2023-10-31") == DEADLINE


def test_a_deadline_has_the_time_that_is_given() -> None:
    assert deadline_of("31/10 2023", "kl. 12") == utc(2023, 10, 31, 11)


# --- judged and counted -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received_at", "timely"),
    [
        pytest.param(utc(2023, 10, 31, 22, 58), True, id="a minute before"),
        pytest.param(utc(2023, 10, 31, 22, 59), True, id="on the minute"),
        pytest.param(utc(2023, 10, 31, 22, 59, 59, 999_999), True, id="within the minute"),
        pytest.param(utc(2023, 10, 31, 23), False, id="at midnight"),
        pytest.param(
            datetime(2023, 10, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=1))), True, id="Danish"
        ),
        pytest.param(datetime(2023, 10, 31, 23, 59, tzinfo=timezone(timedelta())), False, id="in London"),
    ],
)
def test_the_whole_minute_of_the_deadline_counts(received_at: datetime, *, timely: bool) -> None:
    assert is_timely(received_at, DEADLINE) is timely
    assert is_timely(received_at, DEADLINE.replace(second=30)) is timely


def test_a_moment_without_an_offset_is_refused() -> None:
    naive = datetime(2023, 10, 31)  # noqa: DTZ001 - that is what is refused

    for judge in (local, danish_moment, with_offset):
        with pytest.raises(ValueError, match="without an offset"):
            judge(naive)
    with pytest.raises(ValueError, match="without an offset"):
        is_timely(naive, naive)


@pytest.mark.parametrize(
    ("opens", "deadline", "days"),
    [
        pytest.param("2023-09-29", "2023-10-31", 33, id="over the end of summer time"),
        pytest.param("2026-03-01", "2026-03-31", 31, id="over its beginning"),
        pytest.param("2026-05-01", "2026-05-01", 1, id="one day"),
        pytest.param("2026-05-02", "2026-05-01", 0, id="backwards"),
    ],
)
def test_days_are_counted_with_the_first_and_the_last(opens: str, deadline: str, days: int) -> None:
    assert length_days(moment_of(opens, "00:01"), deadline_of(deadline)) == days
    assert length_days(moment_of(opens, "23:58"), moment_of(deadline, "00:05")) == days


# --- shown --------------------------------------------------------------------------------------


def test_a_moment_is_shown_in_danish() -> None:
    assert danish_date(DEADLINE) == "tirsdag den 31. oktober 2023"
    assert danish_moment(DEADLINE) == "tirsdag den 31. oktober 2023 kl. 23.59"
    assert short_moment(moment_of("2023-10-31", "14:05")) == "31.10. kl. 14.05"
    assert short_moment(moment_of("2023-09-01", "08:00")) == "1.9. kl. 08.00"
    assert with_offset(utc(2023, 10, 31, 22, 59, 12, 345)) == "2023-10-31T23:59:12+01:00"
    assert with_offset(utc(2023, 7, 1)) == "2023-07-01T02:00:00+02:00"


def test_the_day_is_denmarks_and_not_utcs() -> None:
    assert danish_date(utc(2023, 10, 31, 23, 30)) == "onsdag den 1. november 2023"


def test_what_is_shown_is_read_again() -> None:
    for days in range(0, 800, 13):
        moment = utc(2025, 1, 1, 12) + timedelta(days=days)

        assert moment_of(danish_date(moment), f"{local(moment):%H:%M}") == moment


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(("2023-09-29", "10:00"), "frist om 32 dage", id="weeks"),
        pytest.param(("2023-10-29", "23:59"), "frist om 2 dage", id="two days, 48 hours"),
        pytest.param(("2023-10-29", "00:00"), "frist om 2 dage", id="two days, almost three"),
        pytest.param(("2023-10-30", "00:00"), "frist i morgen", id="tomorrow, almost two days"),
        pytest.param(("2023-10-30", "23:59"), "frist i morgen", id="tomorrow"),
        pytest.param(("2023-10-31", "00:00"), "frist i dag kl. 23.59", id="today"),
        pytest.param(("2023-10-31", "23:59"), "frist i dag kl. 23.59", id="the last minute"),
        pytest.param(("2023-11-01", "00:00"), "fristen er udløbet", id="over"),
    ],
)
def test_time_left_is_told_by_days_of_the_calendar(now: tuple[str, str], expected: str) -> None:
    assert time_left(moment_of(*now), DEADLINE) == expected


# --- days off -----------------------------------------------------------------------------------


def concerns(opens: str, deadline: str) -> list[tuple[str, str]]:
    found = warnings_for(moment_of(opens, "12:00"), deadline_of(deadline))
    return [(warning.concern.value, warning.name) for warning in found]


def test_the_hearing_of_2023_gives_no_warning() -> None:
    assert concerns("2023-09-29", "2023-10-31") == []


@pytest.mark.parametrize(("deadline", "short"), [("2026-09-29", True), ("2026-09-30", False)])
def test_fewer_than_28_days_are_short(deadline: str, *, short: bool) -> None:
    assert (("short", "") in concerns("2026-09-03", deadline)) is short


def test_a_short_hearing_tells_its_days() -> None:
    [only] = warnings_for(moment_of("2026-09-01", "09:00"), deadline_of("2026-09-10"))

    assert only == DeadlineWarning(Concern.SHORT, date(2026, 9, 1), date(2026, 9, 10))
    assert only.days == 10


def test_days_off_are_named_by_date() -> None:
    assert concerns("2024-03-20", "2024-06-07") == [
        ("public_holiday", "skærtorsdag"),
        ("public_holiday", "langfredag"),
        ("public_holiday", "påskedag"),
        ("public_holiday", "anden påskedag"),
        ("public_holiday", "Kristi himmelfartsdag"),
        ("public_holiday", "pinsedag"),
        ("public_holiday", "anden pinsedag"),
        ("municipal_day_off", "grundlovsdag"),
    ]


def test_store_bededag_was_a_holiday_until_2023() -> None:
    assert ("public_holiday", "store bededag") in concerns("2023-04-20", "2023-05-31")
    assert ("public_holiday", "store bededag") not in concerns("2024-04-10", "2024-05-31")


def test_christmas_is_named_with_its_days() -> None:
    assert concerns("2026-12-01", "2027-01-08") == [
        ("holiday_period", "juleferien"),
        ("municipal_day_off", "juleaftensdag"),
        ("public_holiday", "juledag"),
        ("public_holiday", "anden juledag"),
        ("municipal_day_off", "nytårsaftensdag"),
        ("public_holiday", "nytårsdag"),
    ]


def test_christmas_reaches_into_the_new_year() -> None:
    assert concerns("2027-01-01", "2027-02-01") == [
        ("holiday_period", "juleferien"),
        ("public_holiday", "nytårsdag"),
    ]
    assert concerns("2027-01-04", "2027-02-01") == []


def test_a_holiday_period_is_the_whole_of_it() -> None:
    [summer] = warnings_for(moment_of("2026-07-20", "08:00"), deadline_of("2026-08-20"))

    assert summer == DeadlineWarning(
        Concern.HOLIDAY_PERIOD, date(2026, 7, 6), date(2026, 7, 26), "sommerferien"
    )
    assert summer.days == 21


@pytest.mark.parametrize(
    ("opens", "deadline", "within"),
    [
        pytest.param("2026-06-08", "2026-07-06", True, id="ends on its first day"),
        pytest.param("2026-06-08", "2026-07-05", False, id="ends before"),
        pytest.param("2026-07-26", "2026-09-01", True, id="opens on its last day"),
        pytest.param("2026-07-27", "2026-09-01", False, id="opens after"),
        pytest.param("2026-07-10", "2026-07-12", True, id="lies within"),
        pytest.param("2026-07-12", "2026-07-10", False, id="backwards"),
    ],
)
def test_summer_is_weeks_28_to_30(opens: str, deadline: str, *, within: bool) -> None:
    assert (("holiday_period", "sommerferien") in concerns(opens, deadline)) is within


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        pytest.param("2026-10-31", ("ends_on_weekend", "lørdag"), id="Saturday"),
        pytest.param("2026-11-01", ("ends_on_weekend", "søndag"), id="Sunday"),
        pytest.param("2027-03-28", ("ends_on_day_off", "påskedag"), id="a holiday on a Sunday"),
        pytest.param("2027-05-06", ("ends_on_day_off", "Kristi himmelfartsdag"), id="a holiday"),
        pytest.param("2026-12-24", ("ends_on_day_off", "juleaftensdag"), id="Christmas Eve"),
        pytest.param("2026-12-31", ("ends_on_day_off", "nytårsaftensdag"), id="New Year's Eve"),
        pytest.param("2026-06-05", ("ends_on_day_off", "grundlovsdag"), id="Constitution Day"),
    ],
)
def test_a_deadline_on_a_day_off_is_named(deadline: str, expected: tuple[str, str]) -> None:
    assert concerns("2026-01-05", deadline)[-1] == expected


def test_the_holidays_are_not_loaded_at_the_start() -> None:
    code = "import sys, bot.hearings.calendar; sys.exit('holidays' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own
