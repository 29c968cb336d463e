from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.hearings.calendar import danish_moment, deadline_of, is_working_day, local, moment_of
from bot.hearings.rules import Moment
from bot.hearings.schedule import Reminder, due_reminder, may_write, next_time, passed_deadline, reminders_of
from storage.records.values import (
    Hearing,
    HearingStatus,
    Invitation,
    Party,
    PartyKind,
    ResponseStatus,
)

HEARING = Hearing(
    id="h",
    title="T",
    question="Q",
    case_number="1",
    handled_by="U",
    opens_at=moment_of("2026-09-01", "00:00"),
    deadline=deadline_of("2026-10-15"),
    status=HearingStatus.OPEN,
)
INVITATION = Invitation(hearing_id="h", party=Party("p", "P", PartyKind.OTHER, external=False), position=1)
ASKED = moment_of("2026-09-01", "10:00")


def at(day: str, time: str = "09:00") -> datetime:
    return moment_of(day, time)


def shown(found: tuple[Reminder, ...]) -> list[tuple[int, str]]:
    return [(each.days, f"{local(each.at):%Y-%m-%d %H:%M}") for each in found]


# --- working days and hours -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "working"),
    [
        pytest.param("2026-10-16", True, id="a Friday"),
        pytest.param("2026-10-17", False, id="a Saturday"),
        pytest.param("2026-10-18", False, id="a Sunday"),
        pytest.param("2026-04-01", True, id="the Wednesday before Easter"),
        pytest.param("2026-04-02", False, id="Maundy Thursday"),
        pytest.param("2026-04-03", False, id="Good Friday"),
        pytest.param("2026-04-06", False, id="Easter Monday"),
        pytest.param("2026-05-14", False, id="Ascension Day"),
        pytest.param("2026-06-05", False, id="5 June"),
        pytest.param("2026-12-24", False, id="24 December"),
        pytest.param("2026-12-31", False, id="31 December"),
        pytest.param("2024-04-26", True, id="what was Store bededag until 2023"),
    ],
)
def test_nobody_is_at_work_on_weekends_holidays_and_municipal_days_off(day: str, *, working: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is working


@pytest.mark.parametrize(
    ("day", "time", "may"),
    [
        pytest.param("2026-10-16", "07:59", False, id="before 8"),
        pytest.param("2026-10-16", "08:00", True, id="at 8"),
        pytest.param("2026-10-16", "16:59", True, id="before 17"),
        pytest.param("2026-10-16", "17:00", False, id="at 17"),
        pytest.param("2026-10-16", "02:00", False, id="at night"),
        pytest.param("2026-10-17", "12:00", False, id="on a Saturday"),
        pytest.param("2026-12-24", "09:00", False, id="on 24 December"),
        pytest.param("2026-10-26", "08:00", True, id="at 8 the first day of winter time"),
        pytest.param("2026-03-30", "08:00", True, id="at 8 the first working day of summer time"),
    ],
)
def test_people_are_written_to_while_they_are_at_work(day: str, time: str, *, may: bool) -> None:
    assert may_write(at(day, time)) is may


@pytest.mark.parametrize(
    ("now", "then"),
    [
        pytest.param(at("2026-10-16", "16:59"), at("2026-10-16", "16:59"), id="now"),
        pytest.param(at("2026-10-15", "17:00"), at("2026-10-16", "08:00"), id="tomorrow"),
        pytest.param(at("2026-10-16", "05:00"), at("2026-10-16", "08:00"), id="later today"),
        pytest.param(at("2026-10-16", "20:00"), at("2026-10-19", "08:00"), id="after the weekend"),
        pytest.param(at("2026-10-24", "12:00"), at("2026-10-26", "08:00"), id="in winter time"),
        pytest.param(at("2026-12-23", "20:00"), at("2026-12-28", "08:00"), id="after Christmas"),
        pytest.param(at("2027-03-25", "07:00"), at("2027-03-30", "08:00"), id="after Easter, in summer time"),
    ],
)
def test_what_cannot_be_said_now_is_said_when_people_are_at_work(now: datetime, then: datetime) -> None:
    assert next_time(now) == then


# --- when a party is reminded ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        pytest.param(
            "2026-10-15",
            [(14, "2026-10-01 09:00"), (7, "2026-10-08 09:00"), (2, "2026-10-13 09:00")],
            id="working days only",
        ),
        pytest.param(
            "2026-10-25",
            [(14, "2026-10-09 09:00"), (7, "2026-10-16 09:00"), (2, "2026-10-23 09:00")],
            id="Sundays, in summer time",
        ),
        pytest.param(
            "2026-11-02",
            [(14, "2026-10-19 09:00"), (7, "2026-10-26 09:00"), (2, "2026-10-30 09:00")],
            id="across the end of summer time",
        ),
        pytest.param(
            "2027-03-30",
            [(14, "2027-03-16 09:00"), (7, "2027-03-23 09:00"), (2, "2027-03-24 09:00")],
            id="Easter, with the beginning of summer time",
        ),
        pytest.param(
            "2027-03-31",
            [(14, "2027-03-17 09:00"), (7, "2027-03-24 09:00"), (2, "2027-03-30 09:00")],
            id="two of them over Easter",
        ),
        pytest.param(
            "2027-06-07",
            [(14, "2027-05-24 09:00"), (7, "2027-05-31 09:00"), (2, "2027-06-04 09:00")],
            id="5 June, a Saturday",
        ),
        pytest.param(
            "2028-06-07",
            [(14, "2028-05-24 09:00"), (7, "2028-05-31 09:00"), (2, "2028-06-02 09:00")],
            id="5 June, a Monday that is Whit Monday too",
        ),
        pytest.param(
            "2026-12-26",
            [(14, "2026-12-11 09:00"), (7, "2026-12-18 09:00"), (2, "2026-12-23 09:00")],
            id="24 December",
        ),
        pytest.param(
            "2027-01-07",
            [(14, "2026-12-23 09:00"), (7, "2026-12-30 09:00"), (2, "2027-01-05 09:00")],
            id="24 and 31 December",
        ),
    ],
)
def test_reminders_on_days_off_come_on_the_working_day_before(
    deadline: str, expected: list[tuple[int, str]]
) -> None:
    assert shown(reminders_of(deadline_of(deadline), (14, 7, 2), ASKED)) == expected


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        pytest.param(
            at("2026-10-09", "12:00"), [(7, "2026-10-12 09:00"), (2, "2026-10-16 09:00")], id="later"
        ),
        pytest.param(at("2026-10-10", "12:00"), [(2, "2026-10-16 09:00")], id="asked on the very day"),
        pytest.param(at("2026-10-16", "08:00"), [], id="asked on the Friday before"),
        pytest.param(at("2026-10-17", "12:00"), [], id="shorter than all of them"),
    ],
)
def test_a_short_hearing_has_fewer_reminders_and_none_before_it_was_asked(
    since: datetime, expected: list[tuple[int, str]]
) -> None:
    # 14, 7 and 2 days before Saturday the 17th: the 3rd, the 10th and the 15th of October.
    found = reminders_of(deadline_of("2026-10-17"), (14, 7), since)
    found += reminders_of(deadline_of("2026-10-18"), (2,), since)

    assert shown(found) == expected


def test_a_reminder_never_comes_after_the_deadline() -> None:
    # Two days before Monday is a Saturday; who was asked on the Friday is reminded on the Monday at 9.
    asked = at("2026-10-16", "12:00")

    assert shown(reminders_of(deadline_of("2026-10-19"), (2,), asked)) == [(2, "2026-10-19 09:00")]
    assert reminders_of(moment_of("2026-10-19", "08:30"), (2,), asked) == ()


def test_a_lead_may_want_fewer_reminders_or_none() -> None:
    assert [each.days for each in reminders_of(HEARING.deadline, (7,), ASKED)] == [7]
    assert reminders_of(HEARING.deadline, (), ASKED) == ()


def due(
    now: datetime,
    last: datetime | None = None,
    *,
    since: datetime = ASKED,
    hearing: Hearing = HEARING,
    invitation: Invitation = INVITATION,
) -> int | None:
    found = due_reminder(Moment(hearing, invitation, now), since=since, last=last)
    return found.days if found else None


@pytest.mark.parametrize(
    ("now", "last", "days"),
    [
        pytest.param(at("2026-10-01", "08:59"), None, None, id="before the first"),
        pytest.param(at("2026-10-01"), None, 14, id="at the first"),
        pytest.param(at("2026-10-01", "09:01"), at("2026-10-01"), None, id="once"),
        pytest.param(at("2026-10-01"), at("2026-10-01", "08:15"), None, id="by hand the same morning"),
        pytest.param(at("2026-10-01"), at("2026-09-30", "16:00"), 14, id="by hand the day before"),
        pytest.param(at("2026-10-07", "15:00"), None, 14, id="missed, and the next has not come"),
        pytest.param(at("2026-10-13", "10:00"), None, 2, id="three missed are one"),
        pytest.param(at("2026-10-13", "10:00"), at("2026-10-08"), 2, id="one missed"),
        pytest.param(at("2026-10-15", "23:59"), None, 2, id="in the last minute"),
        pytest.param(at("2026-10-16", "00:00"), None, None, id="after the deadline"),
    ],
)
def test_a_party_has_the_last_reminder_that_has_come_once(
    now: datetime, last: datetime | None, days: int | None
) -> None:
    assert due(now, last) == days


@pytest.mark.parametrize(
    ("invitation", "days"),
    [
        pytest.param(INVITATION, 14, id="silent"),
        pytest.param(replace(INVITATION, has_draft=True), 14, id="with a draft"),
        pytest.param(replace(INVITATION, status=ResponseStatus.WITHDRAWN), 14, id="taken back"),
        pytest.param(replace(INVITATION, status=ResponseStatus.ANSWERED), None, id="answered"),
        pytest.param(replace(INVITATION, status=ResponseStatus.NO_COMMENTS), None, id="no comments"),
        pytest.param(replace(INVITATION, has_registration=True), None, id="being registered"),
    ],
)
def test_only_who_has_yet_to_answer_is_reminded(invitation: Invitation, days: int | None) -> None:
    assert due(at("2026-10-01"), invitation=invitation) == days


@pytest.mark.parametrize("status", [each for each in HearingStatus if each is not HearingStatus.OPEN])
def test_nobody_is_reminded_of_a_hearing_that_is_not_open(status: HearingStatus) -> None:
    assert due(at("2026-10-01"), hearing=replace(HEARING, status=status)) is None


def test_a_party_with_more_time_is_reminded_by_its_own_deadline() -> None:
    given_more = replace(INVITATION, deadline=deadline_of("2026-10-22"))

    assert due(at("2026-10-07"), invitation=given_more) is None
    assert due(at("2026-10-08"), invitation=given_more) == 14
    assert due(at("2026-10-15"), at("2026-10-08"), invitation=given_more) == 7
    assert due(at("2026-10-20"), at("2026-10-15"), invitation=given_more) == 2


def test_an_extension_brings_new_reminders() -> None:
    extended = replace(HEARING, deadline=deadline_of("2026-11-05"))

    assert due(at("2026-10-16"), at("2026-10-13"), hearing=extended) is None
    assert due(at("2026-10-22"), at("2026-10-13"), hearing=extended) == 14


def test_a_hearing_that_is_opened_late_reminds_of_nothing_that_was_before() -> None:
    opened = at("2026-10-05", "10:00")  # by a lead, after the day that stood in the form

    assert due(at("2026-10-05", "10:01"), since=opened) is None
    assert due(at("2026-10-08"), since=opened) == 7


def test_a_hearing_that_is_to_open_reminds_nobody_before_it_does() -> None:
    to_open = replace(HEARING, opens_at=at("2026-10-02", "00:00"))

    assert due(at("2026-10-01"), hearing=to_open) is None
    assert due(at("2026-10-05"), hearing=to_open) is None
    assert due(at("2026-10-08"), hearing=to_open) == 7


# --- when a deadline has passed -------------------------------------------------------------------


def test_each_deadline_that_passes_is_told_of_once_and_those_of_a_weekend_together() -> None:
    own = deadline_of("2026-10-17")

    def passed(now: datetime, noticed: datetime | None) -> datetime | None:
        moments = [
            Moment(HEARING, INVITATION, now),
            Moment(HEARING, replace(INVITATION, deadline=own), now),
        ]
        return passed_deadline(moments, noticed)

    friday, monday = at("2026-10-16", "08:00"), at("2026-10-19", "08:00")
    assert passed(at("2026-10-15", "23:59"), None) is None
    assert passed(friday, None) == HEARING.deadline
    assert passed(at("2026-10-16", "08:01"), friday) is None
    assert passed(monday, friday) == own
    assert passed(monday, None) == own
    assert passed(at("2026-10-19", "08:01"), monday) is None


def test_every_day_of_ten_years_has_its_reminders_on_working_days_before_it() -> None:
    since = datetime(2025, 1, 1, tzinfo=UTC)
    for number in range(40, 3_650):
        deadline = since + timedelta(days=number, hours=12)
        found = reminders_of(deadline, (14, 7, 2), since)

        assert [each.days for each in found] == [14, 7, 2], danish_moment(deadline)
        assert len({each.at for each in found}) == 3, danish_moment(deadline)
        for each in found:
            ahead = (local(deadline).date() - local(each.at).date()).days
            assert is_working_day(local(each.at).date())
            assert 1 <= ahead <= each.days + 5
