"""What the program does by itself as time goes by: parties are reminded, and leads are told."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.hearings.calendar import moment_of
from storage.knowledge import Knowledge
from storage.records import audit, posts
from storage.records.tables import hearings
from tests.fakes import people
from tests.fakes.logs import caught_log
from tests.fakes.people import ANNE, CARL, LEAD, OTHER_LEAD, Person, Town, answered, opened

pytestmark = pytest.mark.asyncio

HOUSING, MED = "helhedsplanen", "lokal-med-cbf"
HOUSING_NAME, MED_NAME = "Den Boligsociale Helhedsplan Vejleåparken", "Lokal MED CBF"
FIRST, SECOND, THIRD = "2026-10-01", "2026-10-08", "2026-10-13"
"""14, 7 and 2 days before Thursday the 15th of October."""


def at(day: str, time: str = "09:00") -> datetime:
    return moment_of(day, time)


async def round_at(town: Town, day: str, time: str = "09:00") -> None:
    town.now = at(day, time)
    await town.makes_a_round()


def ordered(town: Town, kind: str = "reminder", status: str = "waiting") -> list[dict[str, Any]]:
    query = "SELECT * FROM posts WHERE kind = ? AND status = ? ORDER BY ordered_at, conversation_id"
    return town.rows(query, kind, status)


def to(found: list[dict[str, Any]]) -> list[str]:
    return [post["conversation_id"].removeprefix("a:") for post in found]


def reminded(town: Town) -> list[tuple[str, str]]:
    return [(event["party_id"], event["detail"]) for event in town.events("party.reminded")]


def words_of(post: dict[str, Any]) -> str:
    def words(node: Any) -> list[str]:
        if isinstance(node, list):
            return [word for each in node for word in words(each)]
        if isinstance(node, dict):
            mine = [node[name] for name in ("text", "title") if isinstance(node.get(name), str)]
            return mine + [word for name, each in node.items() if name != "fallback" for word in words(each)]
        return []

    return "\n".join(words(json.loads(post["card"])))


async def settled(town: Town, status: posts.PostStatus, *of: dict[str, Any]) -> None:
    """This came of these posts."""
    desk = await town.office.open()
    async with desk.records.writing() as connection:
        await posts.claim(connection, [each["id"] for each in of], town.now)
        for each in of:
            await posts.note(connection, posts.Outcome(id=each["id"], status=status), town.now)


async def verified(town: Town) -> None:
    desk = await town.office.open()
    async with desk.records.reading() as connection:
        assert (await audit.verify(connection)).problems == ()


async def come_by(*everyone: Person) -> None:
    for person in everyone:
        await person.says("Mine svar")


# --- reminders ----------------------------------------------------------------------------------


async def test_who_has_not_answered_is_reminded_three_times_and_each_is_logged(
    town: Town, anne: Person, bo: Person, carl: Person
) -> None:
    await come_by(anne, bo, carl)
    await round_at(town, FIRST, "08:59")
    assert ordered(town) == []
    await round_at(town, FIRST)
    assert to(ordered(town)) == [ANNE, bo.user_id, CARL]
    assert {post["ordered_by"] for post in ordered(town)} == {""}
    assert len({post["batch"] for post in ordered(town)}) == 1
    words = words_of(ordered(town)[0])
    assert (
        "Vi mangler jeres høringssvar. Der er 14 dage til fristen, torsdag den 15. oktober 2026 kl. 23.59"
        in words
    )
    assert "Afgiv høringssvar" in words
    assert reminded(town) == [(HOUSING, "14 dage før fristen"), (MED, "14 dage før fristen")]
    for day in ("2026-10-02", "2026-10-07", SECOND, SECOND, THIRD, "2026-10-14", "2026-10-15"):
        await settled(town, posts.PostStatus.SENT, *ordered(town))
        await round_at(town, day, "12:00")
    assert [detail for party, detail in reminded(town) if party == MED] == [
        "14 dage før fristen",
        "7 dage før fristen",
        "2 dage før fristen",
    ]
    assert {event["actor"] for event in town.events("party.reminded", "post.ordered")} == {""}
    await verified(town)


async def test_the_button_in_a_reminder_leads_to_the_form(town: Town, anne: Person) -> None:
    await come_by(anne)
    await round_at(town, FIRST)
    [post] = ordered(town)
    anne.card = json.loads(post["card"])
    await anne.presses("Afgiv høringssvar")
    assert anne.sees("Hvad vil I sige?")


async def test_who_answers_is_reminded_no_more_and_what_has_not_left_never_does(
    town: Town, anne: Person, bo: Person, carl: Person
) -> None:
    await come_by(anne, bo, carl)
    await round_at(town, FIRST)
    await answered(anne, "Et punkt")
    assert to(ordered(town)) == [CARL]
    assert to(ordered(town, status="cancelled")) == [ANNE, bo.user_id]
    cancelled = [event["detail"] for event in town.events("post.cancelled")]
    assert sorted(cancelled) == sorted(post["id"] for post in ordered(town, status="cancelled"))
    await round_at(town, SECOND)
    assert reminded(town)[2:] == [(MED, "7 dage før fristen")]
    await verified(town)


async def test_a_response_that_is_registered_stops_reminders_too(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await come_by(anne, carl)
    await round_at(town, FIRST)
    await lead.presses("Svartavle")
    lead.fills(party=HOUSING)
    await lead.presses("Registrér svar")
    lead.fills(
        channel="mail",
        received_date="2026-09-30",
        received_time="12:00",
        evidence="mailens tidsstempel",
        original="Vi er glade for det.",
    )
    await lead.presses("Gem, og skriv punkterne")
    lead.fills(stance="opbakning", text="De er glade for det.", excerpt="Vi er glade for det.")
    await lead.presses("Gennemse og send")
    await lead.presses("Registrér svaret")
    assert to(ordered(town)) == [CARL]


async def test_who_takes_its_response_back_is_reminded_again(town: Town, anne: Person) -> None:
    await answered(anne, "Et punkt")
    await round_at(town, FIRST)
    assert reminded(town) == []
    await anne.presses("Træk svaret tilbage")
    await anne.presses("Træk svaret tilbage")
    await round_at(town, SECOND)
    assert (HOUSING, "7 dage før fristen") in reminded(town)


@pytest.mark.parametrize("time", ["03:00", "07:59", "17:00", "23:30"])
async def test_nobody_is_written_to_outside_working_hours(town: Town, anne: Person, time: str) -> None:
    await come_by(anne)
    await round_at(town, "2026-10-09", time)
    await round_at(town, "2026-10-10", "12:00")  # a Saturday
    assert ordered(town) == []
    await round_at(town, "2026-10-12", "08:00")
    assert reminded(town) == [(HOUSING, "7 dage før fristen")]


async def test_a_bot_that_was_down_reminds_once_of_what_it_missed(town: Town, anne: Person) -> None:
    await come_by(anne)
    await round_at(town, "2026-10-14", "15:00")
    await round_at(town, "2026-10-14", "15:01")
    assert reminded(town) == [(HOUSING, "2 dage før fristen")]
    assert "Fristen er i morgen" in words_of(ordered(town)[0])


async def test_two_rounds_at_once_remind_once(
    town: Town, anne: Person, folder: Path, knowledge: Knowledge
) -> None:
    await come_by(anne)
    town.now = at(FIRST)
    async with people.town(knowledge, folder, first_id=9_000) as other:
        other.now = town.now
        await other.office.open()
        await asyncio.gather(*(each.makes_a_round() for each in (town, other, town, other)))
    assert to(ordered(town)) == [ANNE]
    assert reminded(town) == [(HOUSING, "14 dage før fristen")]
    await verified(town)


async def test_a_reminder_by_hand_the_same_day_counts(town: Town, lead: Person, anne: Person) -> None:
    await come_by(anne)
    town.now = at(FIRST, "08:30")
    await lead.presses("Svartavle")
    await lead.presses("Ryk de 2, der mangler")
    await lead.presses("Send påmindelsen")
    before = len(ordered(town))
    await round_at(town, FIRST)
    assert len(ordered(town)) == before
    assert [detail for _, detail in reminded(town)] == [""]
    await round_at(town, SECOND)
    assert len(ordered(town)) == before + 1


async def test_a_party_with_more_time_is_reminded_by_its_own_deadline(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await come_by(anne, carl)
    await lead.presses("Forlæng fristen")
    lead.fills(deadline_date="2026-10-22", reason="Sommerferie")
    lead.typed["for"] = MED
    await lead.presses("Forlæng fristen")
    await round_at(town, FIRST)
    assert reminded(town) == [(HOUSING, "14 dage før fristen")]
    await round_at(town, SECOND)
    assert set(reminded(town)[1:]) == {(HOUSING, "7 dage før fristen"), (MED, "14 dage før fristen")}


async def test_a_lead_chooses_which_reminders_there_are(town: Town, lead: Person, anne: Person) -> None:
    await come_by(anne)
    assert lead.sees("14, 7 og 2 dage før fristen")
    await lead.presses("Ret høringen")
    assert lead.values()["remind_days"] == "14,7,2"
    lead.fills(remind_days="2")
    await lead.presses("Gem og se")
    assert lead.sees("2 dage før fristen")
    assert town.events("hearing.changed")[-1]["detail"] == "revision, remind_days"
    await round_at(town, FIRST)
    await round_at(town, SECOND)
    assert reminded(town) == []
    await round_at(town, THIRD)
    assert reminded(town) == [(HOUSING, "2 dage før fristen")]
    await verified(town)


async def test_a_lead_may_want_none_at_all(town: Town, lead: Person, anne: Person) -> None:
    await come_by(anne)
    await lead.presses("Ret høringen")
    lead.fills(remind_days="")
    await lead.presses("Gem og se")
    assert lead.sees("Ingen påmindelser")
    await lead.presses("Ret høringen")
    assert lead.values()["remind_days"] == ""
    for day in (FIRST, SECOND, THIRD):
        await round_at(town, day)
    assert reminded(town) == []


async def test_a_form_that_is_shown_again_keeps_which_reminders_were_chosen(town: Town) -> None:
    lead = await town.lead().says("Opret høring")
    assert lead.values()["remind_days"] == "14,7,2"
    lead.fills(title="", remind_days="7")
    await lead.presses("Gem og se")
    assert lead.values()["remind_days"] == "7"
    lead.fills(remind_days="")
    del lead.typed["remind_days"]  # a client leaves a field out in which nothing is chosen
    data = lead.values()
    del data["remind_days"]
    action = lead.button("Gem og se")
    await lead.sends(action["verb"], **action["data"] | data)
    assert lead.values()["remind_days"] == ""


async def test_days_that_are_not_offered_are_refused(lead: Person) -> None:
    await lead.presses("Ret høringen")
    lead.fills(remind_days="7,3")
    await lead.presses("Gem og se")
    assert lead.error("remind_days") == "Vælg blandt dagene på listen."


async def test_a_closed_hearing_reminds_nobody(town: Town, lead: Person, anne: Person) -> None:
    await come_by(anne)
    await lead.presses("Luk høringen")
    lead.fills(reason="Trukket")
    await lead.presses("Luk høringen")
    await round_at(town, FIRST)
    assert town.rows("SELECT * FROM posts WHERE kind IN ('reminder', 'notice')") == []


async def test_a_reminder_that_waits_does_not_leave_once_the_hearing_is_closed(
    town: Town, lead: Person, anne: Person
) -> None:
    await come_by(anne)
    await round_at(town, FIRST)
    assert to(ordered(town)) == [ANNE]
    await lead.sends("hearing.close", hearing=town.hearing, reason="Trukket")
    assert ordered(town) == []
    [cancelled] = ordered(town, status="cancelled")
    assert [(event["party_id"], event["detail"]) for event in town.events("post.cancelled")] == [
        (HOUSING, cancelled["id"])
    ]
    await verified(town)


async def test_a_reminder_that_did_not_leave_in_working_hours_is_given_up_and_made_anew(
    town: Town, anne: Person
) -> None:
    await come_by(anne)
    await round_at(town, THIRD, "16:59")
    [held] = ordered(town)
    await round_at(town, THIRD, "23:00")
    assert [post["id"] for post in ordered(town, status="cancelled")] == [held["id"]]
    assert ordered(town) == []
    await round_at(town, "2026-10-14", "08:00")
    [anew] = ordered(town)
    assert "Fristen er i morgen" in words_of(anew)
    await verified(town)


async def test_a_reminder_that_reached_one_of_the_party_is_not_made_anew(
    town: Town, anne: Person, bo: Person
) -> None:
    await come_by(anne, bo)
    await round_at(town, THIRD, "16:59")
    await settled(town, posts.PostStatus.SENT, ordered(town)[0])
    await round_at(town, THIRD, "23:00")
    await round_at(town, "2026-10-14", "08:00")
    assert ordered(town) == []
    assert len(reminded(town)) == 1


# --- those whom the bot cannot write to ---------------------------------------------------------


async def test_leads_are_told_once_whom_they_must_write_to_and_what(
    town: Town, lead: Person, anne: Person
) -> None:
    await come_by(anne)
    await town.other_lead().says("Høringer")
    await round_at(town, FIRST)
    await round_at(town, FIRST, "09:01")
    told = ordered(town, "notice")
    assert to(told) == [LEAD, OTHER_LEAD]
    words = words_of(told[0])
    assert f"Jeg kan ikke selv minde {MED_NAME} om fristen" in words
    assert (
        "Vi mangler jeres høringssvar om »Ny plads til SSP-NU«. Fristen er torsdag den 15. oktober 2026"
        in words
    )
    assert HOUSING_NAME not in words
    handed = town.events("reminder.handed_over")
    assert [(event["party_id"], event["detail"]) for event in handed] == [(MED, "14 dage før fristen")]
    await round_at(town, SECOND)
    assert len(ordered(town, "notice")) == 4
    lead.card = json.loads(told[0]["card"])
    await lead.presses("Svartavle")
    assert lead.sees("0 af 2 parter har svaret")
    await verified(town)


async def test_leads_are_told_when_a_reminder_reached_none_of_the_party(
    town: Town, lead: Person, anne: Person, bo: Person, carl: Person
) -> None:
    await come_by(lead, anne, bo, carl)
    await round_at(town, FIRST)
    to_anne, to_bo, to_carl = ordered(town)
    await settled(town, posts.PostStatus.FAILED, to_anne, to_carl)
    await settled(town, posts.PostStatus.SENT, to_bo)
    await round_at(town, FIRST, "09:05")
    await round_at(town, FIRST, "09:06")
    [told] = ordered(town, "notice")
    assert f"Jeg kan ikke selv minde {MED_NAME} om fristen" in words_of(told)
    assert HOUSING_NAME not in words_of(told)
    handed = town.events("reminder.handed_over")
    assert [(event["party_id"], event["detail"]) for event in handed] == [(MED, "Påmindelsen kom ikke frem")]
    await round_at(town, SECOND)
    assert to(ordered(town)) == [ANNE, bo.user_id, CARL]
    await verified(town)


async def test_a_party_that_was_left_to_the_leads_is_not_reminded_at_once_when_it_comes_by(
    town: Town, anne: Person, carl: Person
) -> None:
    await come_by(anne)
    await round_at(town, FIRST)
    await come_by(carl)
    await round_at(town, "2026-10-02", "10:00")
    assert reminded(town) == [(HOUSING, "14 dage før fristen")]
    await round_at(town, SECOND)
    assert (MED, "7 dage før fristen") in reminded(town)


async def test_who_is_no_lead_any_more_is_told_nothing(town: Town, lead: Person) -> None:
    await lead.says("Høringer")
    await town.restarts(leads=[OTHER_LEAD])
    await round_at(town, FIRST)
    assert ordered(town, "notice") == []
    assert town.events("reminder.handed_over") == []
    await town.other_lead().says("Høringer")
    await round_at(town, FIRST, "10:00")
    assert to(ordered(town, "notice")) == [OTHER_LEAD]


# --- a deadline has passed ----------------------------------------------------------------------


async def test_leads_are_told_once_in_working_hours_that_a_deadline_has_passed_and_who_is_silent(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await answered(anne, "Et punkt")
    await come_by(carl)
    await round_at(town, "2026-10-15", "16:59")
    await round_at(town, "2026-10-16", "00:01")
    assert ordered(town, "notice") == []
    await round_at(town, "2026-10-16", "08:00")
    await round_at(town, "2026-10-16", "08:01")
    await round_at(town, "2026-10-19", "09:00")
    [told] = ordered(town, "notice")
    assert to([told]) == [LEAD]
    words = words_of(told)
    assert "Fristen er udløbet: 1 af 2 parter har svaret" in words
    assert "Har ikke svaret" in words
    assert MED_NAME in words
    assert HOUSING_NAME not in words
    assert [event["detail"] for event in town.events("deadline.noticed")] == ["2026-10-15T21:59:00+00:00"]
    lead.card = json.loads(told["card"])
    assert {"Svartavle", "Luk høringen", "Forlæng fristen"} <= set(lead.titles())
    await lead.presses("Luk høringen")
    assert lead.sees("Vil du lukke høringen?")
    await verified(town)


@pytest.mark.usefixtures("lead")
@pytest.mark.parametrize("harmed", [0, 1])
async def test_a_hearing_that_nothing_can_be_told_of_holds_up_no_other(town: Town, harmed: int) -> None:
    """Digits that were no date of birth yet when a form took them may be one when the time comes."""
    await opened(town, title="En anden høring")
    ids = [row["id"] for row in town.rows("SELECT id FROM hearings WHERE status = 'open' ORDER BY id")]
    desk = await town.office.open()
    async with desk.records.writing() as connection:
        await connection.execute(
            update(hearings).where(hearings.c.id == ids[harmed]).values(title="Sag 010203-1234")
        )
    with caught_log("ERROR") as log:
        await round_at(town, "2026-10-16", "08:00")
    assert [post["hearing_id"] for post in ordered(town, "notice")] == [ids[1 - harmed]]
    assert [(json.loads(line)["event"], json.loads(line)["id"]) for line in log.getvalue().splitlines()] == [
        ("round failed", ids[harmed])
    ]


async def test_late_responses_that_wait_for_the_lead_are_named(town: Town, anne: Person) -> None:
    town.now = at("2026-10-16", "07:00")
    await answered(anne, "Et sent punkt")
    await round_at(town, "2026-10-16", "08:00")
    [told] = ordered(town, "notice")
    words = words_of(told)
    assert (
        f"Svaret kom for sent og venter på din afgørelse\n- {HOUSING_NAME}" in words or HOUSING_NAME in words
    )
    assert "1 af 2 parter har svaret" in words


async def test_when_all_have_answered_the_notice_says_so(town: Town, anne: Person, carl: Person) -> None:
    await answered(anne, "Et")
    await carl.says("Afgiv høringssvar")
    carl.fills(role="formand", discussed="2026-08-31")
    await carl.presses("Ingen bemærkninger")
    await round_at(town, "2026-10-16", "08:00")
    [told] = ordered(town, "notice")
    assert "Alle parter har svaret." in words_of(told)
    assert "Har ikke svaret" not in words_of(told)


async def test_an_extension_brings_a_new_notice_and_a_partys_own_deadline_too(
    town: Town, lead: Person
) -> None:
    await round_at(town, "2026-10-16", "08:00")
    await lead.sends("hearing.extend", hearing=town.hearing)
    lead.fills(deadline_date="2026-10-22", reason="Efterårsferie")
    await lead.presses("Forlæng fristen")
    await lead.sends("hearing.extend", hearing=town.hearing, party=MED)
    lead.fills(deadline_date="2026-10-29", reason="Nyt udvalg")
    await lead.presses("Forlæng fristen")
    await round_at(town, "2026-10-23", "08:00")
    await round_at(town, "2026-10-28", "12:00")
    await round_at(town, "2026-10-30", "08:00")
    await round_at(town, "2026-11-02", "08:00")
    deadlines = [event["detail"][:10] for event in town.events("deadline.noticed")]
    assert deadlines == ["2026-10-15", "2026-10-22", "2026-10-29"]
    passed = [words_of(each) for each in ordered(town, "notice") if "udløbet" in words_of(each)]
    assert len(passed) == 3
    assert f"{MED_NAME} – til torsdag den 29. oktober 2026 kl. 23.59" in passed[1]
    assert "Har fået længere frist" not in passed[2]
    await verified(town)


async def test_a_notice_that_did_not_leave_in_working_hours_waits_for_them(town: Town, lead: Person) -> None:
    await lead.says("Høringer")
    await round_at(town, "2026-10-16", "16:59")
    await round_at(town, "2026-10-16", "20:00")
    [told] = ordered(town, "notice")
    assert told["next_at"].startswith("2026-10-19 06:00")
    assert told["due_at"] == told["next_at"]


async def test_hearings_that_are_over_or_deleted_are_left_alone(town: Town) -> None:
    before = town.dump()
    await round_at(town, "2026-10-16", "08:00")
    assert town.dump() == before


async def test_a_hearing_opened_after_the_day_in_its_form_reminds_of_nothing_from_before(town: Town) -> None:
    town.now = at("2026-10-07", "10:00")
    await opened(town)
    await round_at(town, "2026-10-07", "10:01")
    assert town.events("reminder.handed_over") == []
    await round_at(town, SECOND)
    assert len(town.events("reminder.handed_over")) == 2
