from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage.records import hearings
from storage.records import people as people_
from storage.records.values import HearingStatus, Party, PartyKind, Point, Stance, Whereabouts
from tests.fakes import heard
from tests.fakes.people import ANNE, CARL, LEAD, OTHER_LEAD, Person, Town, answered, opened

pytestmark = pytest.mark.asyncio


async def board(town: Town) -> Person:
    return await town.lead().sends("board.show", hearing=town.hearing)


def stands(lead: Person, party: str, status: str, points: str = "") -> bool:
    """Whether the table says that the party stands there, and has so many points."""
    lines = lead.text.split("\n")
    at = lines.index(party)
    return lines[at + 1].startswith(status) and points in {"", lines[at + 2]}


HOUSING, MED = "Den Boligsociale Helhedsplan Vejleåparken", "Lokal MED CBF"


async def test_the_board_shows_every_party_with_where_it_stands_and_when(
    town: Town, lead: Person, anne: Person
) -> None:
    await lead.says("Svartavle")
    assert lead.sees("0 af 2 parter har svaret", "Svartavle · Åben · frist om 44 dage")
    assert stands(lead, HOUSING, "○ Inviteret", "–")
    await anne.says("Afgiv høringssvar")
    anne.fills(stance="forslag", text="Et", role="leder")
    await anne.presses("Tilføj punkt")
    assert stands(await board(town), HOUSING, "✎ Kladde", "–")
    await anne.presses("Gennemse og send")
    await anne.presses("Send høringssvar")
    assert stands(await board(town), HOUSING, "✓ Svaret 1.9.", "1")
    await anne.presses("Ret svaret")
    assert stands(await board(town), HOUSING, "✓ Svaret 1.9.", "1")
    await anne.says("Mine svar")
    await anne.presses("Se kvittering")
    town.later(hours=1)
    await anne.presses("Træk svaret tilbage")
    await anne.presses("Træk svaret tilbage")
    lead = await board(town)
    assert stands(lead, HOUSING, "↩ Trukket tilbage 1.9.", "–")
    town.later(days=60)
    assert stands(await board(town), MED, "– Intet svar", "–")


async def test_who_has_no_comments_has_answered(town: Town, anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    anne.fills(role="leder")
    await anne.presses("Ingen bemærkninger")
    lead = await board(town)
    assert stands(lead, HOUSING, "✓ Ingen bemærkninger 1.9.", "–")
    assert lead.sees("1 af 2 parter har svaret")


async def test_the_standpoints_are_counted_in_a_chart_with_the_same_in_words(
    town: Town, anne: Person, carl: Person
) -> None:
    await answered(anne, "Et", "To")
    await carl.says("Afgiv høringssvar")
    carl.fills(stance="bekymring", text="Tre", role="formand", discussed="2026-08-31")
    await carl.presses("Gennemse og send")
    await carl.presses("Send høringssvar")
    lead = await board(town)
    [chart] = [each for each in lead.card["body"] if each["type"].startswith("Chart.")]
    assert {bar["x"]: bar["y"] for bar in chart["data"]} == {"Bekymring": 1, "Forslag": 2}
    assert chart["fallback"]["type"] == "TextBlock"
    assert lead.sees("Bekymring 1 · Forslag 2", "Antallet siger ikke noget om vægten")


async def test_what_was_withdrawn_or_sent_anew_is_not_counted_twice(town: Town, anne: Person) -> None:
    await answered(anne, "Et", "To")
    await anne.presses("Ret svaret")
    await anne.presses("Ret", 1)
    anne.fills(stance="ønske")
    await anne.presses("Gem punkt")
    await anne.presses("Gennemse og send")
    await anne.presses("Send høringssvar")
    assert (await board(town)).sees("Forslag 1 · Ønske 1")
    await anne.presses("Træk svaret tilbage")
    await anne.presses("Træk svaret tilbage")
    assert not (await board(town)).sees("Standpunkter i de afgivne svar")


async def test_a_response_is_opened_from_the_board(town: Town, anne: Person) -> None:
    await answered(anne, "Et punkt at læse")
    lead = await board(town)
    lead.fills(party="helhedsplanen")
    await lead.presses("Åbn svar")
    assert lead.sees("Et punkt at læse", HOUSING, "Referencenummer", "Kontrolsum")
    assert not {"Ret svaret", "Træk svaret tilbage"} & set(lead.titles())
    await lead.presses("Til svartavlen")
    lead.fills(party="lokal-med-cbf")
    await lead.presses("Åbn svar")
    assert lead.told == "Lokal MED CBF har ikke sendt noget svar."


@pytest.mark.parametrize("title", ["Åbn svar", "Kontakter og kode", "Registrér svar", "Ryk parten"])
async def test_a_party_must_be_chosen(lead: Person, title: str) -> None:
    await lead.presses("Svartavle")
    await lead.presses(title)
    assert lead.told == "Vælg en part på listen."


async def test_of_several_hearings_the_lead_chooses(town: Town) -> None:
    await opened(town)
    lead = await opened(town, title="En anden høring", parties="vestegns-politi")
    await lead.says("Svartavle")
    assert lead.sees("Hvilken høring vil du se?", "Ny plads til SSP-NU", "En anden høring")
    await lead.presses("Svartavle", 1)
    assert lead.sees("0 af ")


async def test_many_parties_are_shown_a_part_at_a_time(town: Town) -> None:
    lead = await opened(town, parties="helhedsplanen,lokal-med-cbf,vestegns-politi,lokal-med-ishoej-ungdom")
    for fours in range(3):
        await lead.presses("Ret høringen")
        for number in range(4):
            lead.fills(party_name=f"Forening {fours * 4 + number + 1:02}", party_kind="andet")
            await lead.presses("Tilføj parten, og skriv én mere")
        await lead.presses("Gem og se")
    assert lead.sees("16 parter")
    await lead.presses("Svartavle")
    assert lead.sees("0 af 16 parter har svaret", "Forening 11", "Ryk de 16, der mangler")
    assert not lead.sees("Forening 12")
    await lead.presses("Næste parter")
    assert lead.sees("Forening 12")
    lead.fills(party=next(choice["value"] for choice in _choices(lead) if choice["title"] == "Forening 12"))
    await lead.presses("Kontakter og kode")
    assert lead.sees("Forening 12", "Ingen kode")


def _choices(lead: Person) -> list[dict[str, Any]]:
    [field] = [field for field in lead.inputs() if field["id"] == "party"]
    choices: list[dict[str, Any]] = field["choices"]
    return choices


# --- reminders ------------------------------------------------------------------------------


def chats(of: Iterable[dict[str, Any]]) -> set[str]:
    """Where the posts go."""
    return {post["conversation_id"] for post in of}


async def test_all_who_are_missing_are_reminded_where_they_are_known(
    town: Town, anne: Person, bo: Person
) -> None:
    await anne.says("Mine svar")  # from now on they can be written to
    await bo.says("Mine svar")
    lead = await board(town)
    await lead.presses("Ryk de 2, der mangler")
    assert town.posts() == []
    assert lead.sees(
        "Skal jeg skrive til parten?",
        "Der er 44 dage til fristen, torsdag den 15. oktober 2026 kl. 23.59.",
        "Dem kan jeg ikke skrive til, så skriv selv til",
        MED,
        "Tekst, du kan sende",
        "skriv »Afgiv høringssvar«",
    )
    await lead.presses("Send påmindelsen")
    ordered = town.posts()
    assert chats(ordered) == {f"a:{anne.user_id}", f"a:{bo.user_id}"}
    assert {post["service_url"] for post in ordered} == {"http://127.0.0.1:1/"}
    assert {(post["kind"], post["party_id"], post["ordered_by"]) for post in ordered} == {
        ("reminder", "helhedsplanen", LEAD)
    }
    assert [event["detail"] for event in town.events("post.ordered")] == [post["id"] for post in ordered]
    assert lead.sees("Påmindelsen er på vej", HOUSING, MED)
    assert [(event["party_id"], event["actor"]) for event in town.events("party.reminded")] == [
        ("helhedsplanen", LEAD)
    ]
    anne.card = json.loads(ordered[0]["card"])
    assert "Ny plads til SSP-NU" in ordered[0]["card"]
    await anne.presses("Afgiv høringssvar")
    assert anne.sees("Punkt 1")


async def test_pressed_twice_nobody_is_reminded_twice(town: Town, anne: Person) -> None:
    await anne.says("Mine svar")
    lead = await board(town)
    await lead.presses("Ryk de 2, der mangler")
    town.later(seconds=5)
    await lead.presses("Send påmindelsen")
    assert len(town.posts()) == 1
    town.later(seconds=1)
    await lead.sends_again()
    assert town.posts() == []
    assert len(town.events("party.reminded")) == 1
    town.later(days=1)
    await lead.presses("Til svartavlen")
    await lead.presses("Ryk de 2, der mangler")
    await lead.presses("Send påmindelsen")
    assert len(town.posts()) == 1


async def test_only_those_who_are_missing_are_reminded(town: Town, anne: Person, carl: Person) -> None:
    await carl.says("Mine svar")
    await answered(anne, "Et")
    lead = await board(town)
    lead.fills(party="helhedsplanen")
    await lead.presses("Ryk parten")
    assert lead.sees("Parten har svaret, så der er ikke noget at rykke for.")
    await lead.presses("Ryk den ene, der mangler")
    await lead.presses("Send påmindelsen")
    assert chats(town.posts()) == {f"a:{CARL}"}


async def test_one_party_is_reminded_alone(town: Town, anne: Person, carl: Person) -> None:
    await anne.says("Mine svar")
    await carl.says("Mine svar")
    lead = await board(town)
    lead.fills(party="lokal-med-cbf")
    await lead.presses("Ryk parten")
    await lead.presses("Send påmindelsen")
    assert chats(town.posts()) == {f"a:{CARL}"}


async def test_who_was_forgotten_is_not_written_to(town: Town, anne: Person) -> None:
    await anne.says("Mine svar")
    await anne.says("Slet mine data")
    await anne.presses("Slet mine data")
    lead = await board(town)
    await lead.presses("Ryk de 2, der mangler")
    assert lead.sees("Jeg kan ikke selv skrive til dem, der mangler")
    assert "Send påmindelsen" not in lead.titles()


async def test_only_leads_and_a_partys_own_people_are_remembered(town: Town, anne: Person) -> None:
    await anne.says("Mine svar")
    await town.person("stranger").says("Mine svar")
    await town.lead().says("Høringer")
    rows = town.rows("SELECT user_id, leads FROM whereabouts ORDER BY user_id")
    assert [(row["user_id"], row["leads"]) for row in rows] == [(LEAD, 1), (ANNE, 0)]


async def test_a_lead_who_asks_to_be_forgotten_is_until_they_lead_again(town: Town, lead: Person) -> None:
    query = "SELECT * FROM whereabouts WHERE user_id = ?"
    assert town.rows(query, LEAD)
    await lead.says("Slet mine data")
    assert lead.sees("Leder du høringer, husker jeg igen, hvor jeg kan skrive til dig")
    await lead.presses("Slet mine data")
    assert lead.sees("Dine oplysninger er slettet")
    assert town.rows(query, LEAD) == []
    await lead.says("Høringer")
    assert town.rows(query, LEAD)


async def test_who_leads_no_more_is_noted_as_such_once_they_come_by(town: Town, lead: Person) -> None:
    query = "SELECT leads FROM whereabouts WHERE user_id = ?"
    assert town.rows(query, LEAD) == [{"leads": 1}]
    await town.restarts(leads=[OTHER_LEAD])
    await lead.says("Mine svar")
    assert town.rows(query, LEAD) == [{"leads": 0}]
    assert [event["what"] for event in town.events("whereabouts.kept") if event["actor"] == LEAD] == [
        "whereabouts.kept",
        "whereabouts.kept",
    ]


async def test_nobody_is_reminded_when_all_have_answered(town: Town) -> None:
    await opened(town, parties="helhedsplanen")
    lead = await board(town)
    lead.fills(party="helhedsplanen")
    await lead.presses("Kontakter og kode")
    lead.fills(contacts=ANNE)
    await lead.presses("Gem kontaktpersoner")
    await answered(town.person(ANNE), "Et")
    lead = await board(town)
    assert not any(title.startswith("Ryk de") for title in lead.titles())
    await lead.sends("reminder.all", hearing=town.hearing)
    assert lead.sees("Alle parter har svaret, så der er ingen at rykke.")


# --- late responses -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "decided", "counts"),
    [
        ("include", "tages med", ["Forslag 1"]),
        ("attach", "vedlægges", []),
        ("refuse", "afvist", []),
    ],
)
async def test_the_lead_decides_of_a_late_response_with_a_reason(
    town: Town, anne: Person, decision: str, decided: str, counts: list[str]
) -> None:
    town.now = datetime.fromisoformat("2026-10-16T08:00:00+00:00")
    await answered(anne, "Et")
    lead = await board(town)
    assert stands(lead, HOUSING, "⚠ For sent 16.10.", "1")
    assert lead.sees("– afventer afgørelse")
    assert lead.sees(f"Svaret fra {HOUSING} kom for sent og venter på din afgørelse.")
    assert not lead.sees("Standpunkter i de afgivne svar")
    lead.fills(party="helhedsplanen")
    await lead.presses("Åbn svar")
    before = town.dump()
    await lead.presses("Gem afgørelsen")
    assert lead.error("decision") == "Vælg, hvad der skal ske med svaret."
    assert lead.error("reason") == "Skriv en kort begrundelse."
    assert town.dump() == before
    lead.fills(decision=decision, reason="Sygdom")
    await lead.presses("Gem afgørelsen")
    assert lead.sees("✓ Afgørelsen er gemt.")
    assert stands(lead, HOUSING, "⚠ For sent 16.10.")
    assert lead.sees(f"– {decided}")
    assert lead.sees("Standpunkter i de afgivne svar") == bool(counts)
    assert lead.sees(*counts)
    [event] = town.events("late.decided")
    assert (event["actor"], event["detail"]) == (LEAD, f"{decision}: Sygdom")
    await anne.says("Mine svar")
    assert anne.sees(decided)


async def test_a_response_in_time_needs_no_decision(town: Town, anne: Person) -> None:
    await answered(anne, "Et")
    lead = await board(town)
    lead.fills(party="helhedsplanen")
    await lead.presses("Åbn svar")
    assert lead.inputs() == []
    before = town.dump()
    await lead.sends(
        "late.decide", hearing=town.hearing, party="helhedsplanen", decision="refuse", reason="x"
    )
    assert lead.told == "Svaret kom til tiden, så der er ikke noget at afgøre."
    assert town.dump() == before


async def test_who_gets_more_time_after_a_late_response_may_answer_in_time(
    town: Town, lead: Person, anne: Person
) -> None:
    town.now = datetime.fromisoformat("2026-10-16T08:00:00+00:00")
    await answered(anne, "Et")
    await lead.sends(
        "hearing.extend",
        hearing=town.hearing,
        deadline_date="2026-10-30",
        reason="Ferie",
        **{"for": "helhedsplanen"},
    )
    town.now += timedelta(days=1)
    await anne.says("Mine svar")
    await anne.presses("Se kvittering")
    await anne.presses("Ret svaret")
    await anne.presses("Gennemse og send")
    await anne.presses("Send høringssvar")
    assert anne.sees("Ja, rettidigt")
    assert stands(await board(town), HOUSING, "✓ Svaret 17.10.")


# --- invitations ----------------------------------------------------------------------------


async def test_who_is_known_is_invited_when_a_hearing_opens_and_answers_from_there(
    town: Town, anne: Person, carl: Person
) -> None:
    await anne.says("Mine svar")
    lead = await opened(town, title="En anden høring", parties="helhedsplanen,lokal-med-cbf")
    [post] = town.posts()
    assert (post["conversation_id"], post["kind"]) == (f"a:{ANNE}", "invitation")
    anne.card = json.loads(post["card"])
    await anne.presses("Afgiv høringssvar")
    assert anne.sees("En anden høring", "Punkt 1")
    await lead.sends_again()
    assert town.posts() == []
    await carl.says("Afgiv høringssvar")
    assert carl.sees("En anden høring")


async def test_nobody_is_reminded_who_cannot_answer(town: Town, anne: Person) -> None:
    await anne.says("Mine svar")
    second = await opened(town, title="Uden efternølere", takes_late="false", parties="helhedsplanen")
    hearing = second.button("Svartavle")["data"]["hearing"]
    town.later(days=60)
    await second.sends("reminder.all", hearing=hearing, asked_at=town.now.isoformat())
    assert [post["kind"] for post in town.posts()] == ["invitation"]


async def test_the_lead_is_told_who_is_invited_and_how_many_are_not(town: Town, anne: Person) -> None:
    await anne.says("Mine svar")
    lead = await opened(town, title="En anden høring", parties="helhedsplanen,lokal-med-cbf")
    assert lead.sees(f"invitation til {HOUSING}", "Én part kan jeg ikke selv skrive til")


async def test_who_has_withdrawn_has_not_answered_and_may_be_reminded(town: Town, anne: Person) -> None:
    await answered(anne, "Fortrudt")
    await anne.presses("Træk svaret tilbage")
    await anne.presses("Træk svaret tilbage")
    lead = await board(town)
    assert lead.sees("0 af 2 parter har svaret", "↩ Trukket tilbage", "Ryk de 2, der mangler")


async def test_who_was_given_more_time_is_not_told_the_others_deadline(town: Town, lead: Person) -> None:
    await lead.sends("hearing.extend", hearing=town.hearing, party="helhedsplanen")
    lead.fills(deadline_date="2026-11-15", deadline_time="23:59", reason="De har bedt om det")
    await lead.presses("Forlæng fristen")
    await (await board(town)).presses("Ryk de 2, der mangler")
    await lead.sends("reminder.all", hearing=town.hearing)
    assert lead.sees("søndag den 15. november 2026", "torsdag den 15. oktober 2026")


async def test_very_many_parties_are_reminded_though_not_all_are_named(town: Town) -> None:
    lead = await opened(town)
    hearing = lead.button("Svartavle")["data"]["hearing"]
    desk = await town.office.open()
    async with desk.records.writing() as connection:
        for number in range(300):
            name = f"Foreningen af beboere i boligafdeling nummer {number:03} i Ishøj"
            await hearings.add_party(connection, Party(f"p{number}", name, PartyKind.OTHER, external=True))
            await hearings.invite(connection, hearing, f"p{number}", number + 10)
            await hearings.add_spokesperson(connection, hearing, f"p{number}", f"u{number}")
            where = Whereabouts(f"u{number}", f"a:u{number}", "http://127.0.0.1:1/")
            await people_.keep_whereabouts(connection, where)
    await lead.sends("reminder.all", hearing=hearing)
    assert lead.sees("og 290 til")
    await lead.presses("Send til 300 parter")
    assert len(town.posts()) == 300
    assert lead.sees("Påmindelsen er på vej til 300 parter")


async def test_a_decision_is_about_the_response_that_was_read(town: Town, lead: Person, anne: Person) -> None:
    town.later(days=50)
    await answered(anne, "For sent")
    await lead.sends("response.open", hearing=town.hearing, party="helhedsplanen")
    data = lead.button("Gem afgørelsen")["data"] | {"decision": "include", "reason": "Vi når det"}
    await lead.sends("late.decide", **(data | {"after": "0"}))
    assert lead.sees("Svaret er et andet end det, du læste")
    await lead.sends("hearing.close", hearing=town.hearing, reason="Nok")
    await lead.sends("hearing.conclude", hearing=town.hearing, reason="Slut")
    assert "venter på din afgørelse" in lead.told
    await lead.sends("late.decide", **data)
    await lead.sends("hearing.conclude", hearing=town.hearing, reason="Slut")
    await lead.sends("late.decide", **(data | {"decision": "refuse"}))
    assert "afsluttet" in lead.told


async def test_the_other_part_of_a_response_is_read_as_the_first(
    town: Town, lead: Person, anne: Person
) -> None:
    await answered(anne, *(f"{number} " + "å" * 990 for number in range(20)))
    await lead.sends("response.open", hearing=town.hearing, party="helhedsplanen")
    await lead.presses("Næste del")
    assert not lead.sees("Tak – svaret er modtaget.")
    assert lead.sees("Svartavle")


async def test_of_parties_with_long_names_as_many_are_shown_as_fit_and_none_is_lost(town: Town) -> None:
    desk = await town.office.open()
    name = "[Grundejerforeningen] *Æblehaven* ved _stranden_ og omegnens beboerråd nr. {:02}"
    held = heard.hearing("many", "Ny plads til SSP-NU", status=HearingStatus.CLOSED, public=True)
    said = [
        heard.Answer(
            heard.party(f"m{number}", name.format(number)),
            tuple(Point(id=f"{number}.{at}", stance=stance, text="Nej") for at, stance in enumerate(Stance)),
        )
        for number in range(40)
    ]
    await heard.hold(desk.records, held, said)
    for verb in ("board.show", "summary.details"):
        lead = await town.lead().sends(verb, hearing="many")
        found = [choice["title"][-2:] for choice in _choices(lead)]
        while "Næste parter" in lead.titles():
            await lead.presses("Næste parter")
            found += [choice["title"][-2:] for choice in _choices(lead)]
        assert found == [f"{number:02}" for number in range(40)]
        while "Forrige parter" in lead.titles():
            await lead.presses("Forrige parter")
        assert lead.sees("nr. 00")
