from __future__ import annotations

import asyncio
import json

import pytest

from storage.records import hearings
from storage.records.values import Party, PartyKind
from tests.fakes.people import ANNE, CARL, HEARING, LEAD, OTHER_LEAD, Person, Town, answered, contact, opened

pytestmark = pytest.mark.asyncio

OWN = "SELECT * FROM hearings WHERE id <> 'organisering-2023'"


async def form(town: Town, **changes: str) -> Person:
    """A lead with the filled-in form in front of them."""
    lead = await town.lead().says("Opret høring")
    return lead.fills(**(HEARING | changes))


async def saved(town: Town, **changes: str) -> Person:
    return await (await form(town, **changes)).presses("Gem og se")


# --- the form -------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["Opret høring", "Høringer", "Svartavle"])
async def test_only_leads_conduct_hearings(town: Town, command: str) -> None:
    before = town.dump()
    somebody = await town.person("somebody").says(command)
    assert somebody.told.startswith("Det kan kun de medarbejdere, der leder høringer.")
    assert town.dump() == before


async def test_one_form_asks_for_everything(town: Town) -> None:
    lead = await town.lead().says("Opret høring")
    assert [field["id"] for field in lead.inputs()] == [
        *("kind", "title", "question", "case_number", "handled_by", "material", "topics", "models"),
        *("opens_date", "opens_time", "deadline_date", "deadline_time"),
        *("deletes_on", "takes_late", "remind_days"),
        *("parties", "party_name", "party_kind", "party_external", "party_contacts"),
    ]
    assert all(field.get("label") or field.get("title") for field in lead.inputs())


async def test_the_models_are_those_of_the_knowledge_base_and_the_parties_those_known(town: Town) -> None:
    lead = await town.lead().says("Opret høring")
    choices = {
        field["id"]: {choice["title"] for choice in field["choices"]}
        for field in lead.inputs()
        if "choices" in field
    }
    assert {"Model 1", "Model 2"} <= choices["models"]
    assert "Den Boligsociale Helhedsplan Vejleåparken" in choices["parties"]
    assert len(choices["parties"]) == 5


async def test_a_hearing_is_looked_at_before_it_is_opened(town: Town) -> None:
    lead = await saved(town)
    assert lead.sees(
        "Ny plads til SSP-NU",
        "Hvad betyder flytningen for jer?",
        "Kladde – ikke sendt til nogen",
        "tirsdag den 1. september 2026 kl. 00.00",
        "torsdag den 15. oktober 2026 kl. 23.59 (45 dage)",
        "26/12345",
        "Center for Ledelse og Strategi",
        "fredag den 15. oktober 2027",
        "Model 1 og Model 2",
        "Placering og økonomi",
        "Arbejdsnotat",
        "Lokal MED CBF (MED-udvalg, intern)",
    )
    assert lead.titles() == ["Åbn høringen", "Ret høringen"]
    assert [row["status"] for row in town.rows(OWN)] == ["draft"]
    await lead.presses("Åbn høringen")
    assert lead.sees("✓ Høringen er åbnet.", "Åben · frist om 44 dage")
    assert [row["status"] for row in town.rows(OWN)] == ["open"]


async def test_a_hearing_may_be_about_no_model_and_have_no_topics_or_material(town: Town) -> None:
    await opened(town, models="", topics="", material="")
    [row] = town.rows(OWN)
    assert (row["models"], row["topics"], row["material"]) == ("[]", "[]", "[]")


async def test_nobody_is_asked_before_the_hearing_is_opened(town: Town, anne: Person) -> None:
    await saved(town, title="Den hemmelige plan")
    for command in ("Afgiv høringssvar", "Mine svar"):
        await anne.says(command)
        assert not anne.sees("Den hemmelige plan")


WRONG = {
    "no title": ({"title": " "}, "title", "Giv høringen en titel."),
    "a long title": ({"title": "x" * 201}, "title", "må højst fylde 200 tegn; det fylder 201."),
    "no question": ({"question": ""}, "question", "Skriv, hvad parterne skal svare på."),
    "no case": ({"case_number": ""}, "case_number", "Skriv sagsnummeret"),
    "no unit": ({"handled_by": ""}, "handled_by", "Skriv, hvilken enhed"),
    "no link": ({"material": "Arbejdsnotat"}, "material", "»Arbejdsnotat« mangler et link"),
    "another scheme": ({"material": "Notat javascript:alert(1)"}, "material", "mangler et link"),
    "half an address": ({"material": "Notat https://[notat"}, "material", "mangler et link"),
    "many links": ({"material": "\n".join(["A https://a.dk"] * 7)}, "material", "højst være 6 links"),
    "many topics": ({"topics": ",".join("abcdefghijklm")}, "topics", "Skriv højst 12 emner"),
    "another model": ({"models": "model-9"}, "models", "Vælg blandt modellerne på listen."),
    "no opening day": ({"opens_date": ""}, "opens_date", "Vælg en dato."),
    "no such day": ({"opens_date": "2026-02-30"}, "opens_date", "Skriv datoen"),
    "words for a day": ({"deadline_date": "snart"}, "deadline_date", "Skriv datoen"),
    "no such time": ({"deadline_time": "25:00"}, "deadline_time", "Skriv klokkeslættet"),
    "before it opens": ({"deadline_date": "2026-08-31"}, "deadline_date", "efter at høringen åbner"),
    "passed": (
        {"opens_date": "2026-08-01", "deadline_date": "2026-08-31"},
        "deadline_date",
        "Fristen er allerede passeret.",
    ),
    "never deleted": ({"deletes_on": ""}, "deletes_on", "Vælg, hvornår"),
    "deleted too soon": ({"deletes_on": "2026-10-15"}, "deletes_on", "Sletningen skal ligge efter fristen."),
    "nobody heard": ({"parties": ""}, "parties", "Vælg mindst én part"),
    "an unknown party": ({"parties": "naboen"}, "parties", "Vælg blandt parterne på listen."),
    "two new ones of one name": (
        {
            "new_parties": '[{"name":"Naboen","kind":"andet","external":true,"contacts":""}]',
            "party_name": "naboen",
            "party_kind": "andet",
        },
        "party_name",
        "findes allerede",
    ),
    "a party of no kind": ({"party_name": "Naboen"}, "party_kind", "Vælg, hvilken slags part det er."),
    "contacts of nobody": ({"party_contacts": "bo@politi.dk"}, "party_name", "Skriv partens navn."),
    "a contact by first name": (
        {"party_name": "Naboen", "party_kind": "andet", "party_contacts": "Bo"},
        "party_contacts",
        "»bo« er hverken et brugernavn i Teams eller et objekt-id.",
    ),
}


@pytest.mark.parametrize(("changes", "field", "error"), WRONG.values(), ids=WRONG)
async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_stored(
    town: Town, changes: dict[str, str], field: str, error: str
) -> None:
    lead = await form(town)
    before, typed = town.dump(), HEARING | changes
    await lead.sends("hearing.save", **(lead.button("Gem og se")["data"] | typed))
    assert error in lead.error(field)
    assert lead.sees("✕ Fejl: Der er noget, der skal rettes, før det kan gemmes.")
    assert town.dump() == before
    shown = lead.values()
    kept = {name for name in typed if name not in changes}
    assert {name: shown[name] for name in kept} == {name: typed[name] for name in kept}
    await lead.fills(**(HEARING | {"party_name": "", "party_contacts": ""})).presses("Gem og se")
    assert len(town.rows(OWN)) == 1


async def test_a_hearing_of_a_party_to_a_decision_is_refused_with_a_word_on_why(town: Town) -> None:
    lead = await saved(town, kind="partshoering")
    assert "forvaltningslovens § 19" in lead.error("kind")
    assert "Den kan ikke oprettes her." in lead.error("kind")
    assert town.rows(OWN) == []


# --- time -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deadline", "warned"), [("2026-09-27", "Høringen varer kun 27 dage."), ("2026-09-28", "")]
)
async def test_fewer_than_28_days_are_warned_of_and_no_more(town: Town, deadline: str, warned: str) -> None:
    lead = await saved(town, deadline_date=deadline)
    assert lead.sees("Fire uger er normalt passende.") == bool(warned)
    assert lead.sees(warned)
    await lead.presses("Åbn høringen")
    assert lead.sees("Høringen er åbnet.")
    assert not lead.sees("⚠ Bemærk")


@pytest.mark.parametrize(
    ("opens", "deadline", "warning"),
    [
        ("2026-11-25", "2027-01-15", "Høringen løber ind over juleferien."),
        ("2027-06-15", "2027-08-20", "Høringen løber ind over sommerferien."),
        ("2027-03-01", "2027-04-20", "Skærtorsdag ligger i høringsperioden."),
        ("2026-09-01", "2026-10-17", "Fristen falder på en lørdag."),
        ("2027-04-20", "2027-06-05", "Fristen falder på en fridag: grundlovsdag."),
    ],
)
async def test_holidays_are_warned_of_and_no_more(
    town: Town, opens: str, deadline: str, warning: str
) -> None:
    lead = await saved(town, opens_date=opens, deadline_date=deadline)
    assert lead.sees(f"⚠ Bemærk: {warning}")
    await lead.presses("Åbn høringen")
    assert lead.sees("Høringen er åbnet.")


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        ("2026-10-24", "23:59", "2026-10-24 21:59"),  # summer time's last day
        ("2026-10-25", "00:30", "2026-10-24 22:30"),
        ("2026-10-25", "02:30", "2026-10-25 01:30"),  # comes twice; the second counts
        ("2026-10-25", "03:00", "2026-10-25 02:00"),
        ("2026-10-25", "23:59", "2026-10-25 22:59"),
        ("2027-03-27", "23:59", "2027-03-27 22:59"),  # winter's last day
        ("2027-03-28", "01:59", "2027-03-28 00:59"),
        ("2027-03-28", "03:00", "2027-03-28 01:00"),
        ("2027-03-28", "23:59", "2027-03-28 21:59"),
    ],
)
async def test_a_deadline_is_by_danish_clocks_also_when_they_change(
    town: Town, day: str, clock: str, utc: str
) -> None:
    lead = await opened(town, deadline_date=day, deadline_time=clock)
    [row] = town.rows(OWN)
    assert row["deadline"].startswith(utc)
    assert lead.sees(f"kl. {clock.replace(':', '.')}")


async def test_a_time_that_the_clock_skips_is_none(town: Town) -> None:
    lead = await saved(town, deadline_date="2027-03-28", deadline_time="02:30")
    assert "uret stilles en time frem" in lead.error("deadline_time")
    assert lead.values()["deadline_time"] == "02:30"
    assert town.rows(OWN) == []


async def test_without_a_time_the_deadline_is_the_last_minute_of_the_day(town: Town) -> None:
    lead = await opened(town, deadline_time="")
    assert lead.sees("torsdag den 15. oktober 2026 kl. 23.59")


# --- parties --------------------------------------------------------------------------------


async def test_new_parties_are_described_in_the_same_form(town: Town) -> None:
    lead = await form(town)
    lead.fills(
        party_name="Nabopolitiet", party_kind="politi", party_external="true", party_contacts="bo@politi.dk"
    )
    await lead.presses("Tilføj parten, og skriv én mere")
    assert lead.sees("Nabopolitiet", "Ny part: Politi, ekstern")
    assert lead.values()["title"] == HEARING["title"]
    assert lead.values()["party_name"] == ""
    lead.fills(party_name="Ungdomsrådet", party_kind="andet", party_contacts=f"{ANNE}, carl@ishoj.dk")
    await lead.presses("Gem og se")
    assert lead.sees("4 parter", "Nabopolitiet (Politi, ekstern)", "Ungdomsrådet (Anden part, intern)")
    contacts = "SELECT name, object_id, principal_name FROM contacts JOIN parties ON party_id = parties.id"
    assert {tuple(row.values()) for row in town.rows(contacts)} == {
        ("Nabopolitiet", None, "bo@politi.dk"),
        ("Ungdomsrådet", ANNE, None),
        ("Ungdomsrådet", None, "carl@ishoj.dk"),
    }
    await lead.says("Opret høring")
    assert lead.sees("Nabopolitiet", "Ungdomsrådet")


async def test_a_party_without_a_name_is_asked_for_one(town: Town) -> None:
    lead = await form(town)
    await lead.presses("Tilføj parten, og skriv én mere")
    assert lead.error("party_name") == "Skriv partens navn."


async def test_a_hearing_needs_no_party_that_was_known_before(town: Town) -> None:
    lead = await saved(town, parties="", party_name="Naboen", party_kind="andet")
    assert lead.sees("Én part", "Naboen (Anden part, intern)")


async def test_a_party_that_has_answered_stays_in_the_hearing(lead: Person, anne: Person) -> None:
    await answered(anne, "Godt")
    await lead.presses("Ret høringen")
    lead.fills(parties="lokal-med-cbf")
    await lead.presses("Gem og se")
    assert "har sendt eller er i gang med et svar og kan ikke tages ud af høringen" in lead.error("parties")


async def test_a_party_may_be_put_in_and_taken_out(town: Town, lead: Person) -> None:
    await lead.presses("Ret høringen")
    lead.fills(parties="helhedsplanen,vestegns-politi")
    await lead.presses("Gem og se")
    assert lead.sees("2 parter", "Vestegns Politi")
    assert not lead.sees("Lokal MED CBF")
    assert [event["party_id"] for event in town.events("party.removed")] == ["lokal-med-cbf"]
    assert town.events("party.invited")[-1]["party_id"] == "vestegns-politi"


# --- from draft to concluded ----------------------------------------------------------------


async def test_a_hearing_goes_from_draft_to_open_to_closed_to_concluded_and_each_is_logged(
    town: Town,
) -> None:
    lead = await saved(town)
    await lead.presses("Åbn høringen")
    await lead.presses("Luk høringen")
    assert lead.sees("Vil du lukke høringen?", "Fristen er ikke udløbet endnu.")
    lead.fills(reason="Forslaget er trukket")
    await lead.presses("Luk høringen")
    assert lead.sees("✓ Høringen er lukket.")
    await lead.presses("Genåbn høringen")
    lead.fills(reason="Forslaget er der igen")
    await lead.presses("Genåbn høringen")
    assert lead.sees("✓ Høringen er åben igen.")
    await lead.presses("Luk høringen")
    lead.fills(reason="Alle har svaret")
    await lead.presses("Luk høringen")
    await lead.presses("Afslut høringen")
    lead.fills(reason="Behandlet i udvalget")
    await lead.presses("Afslut høringen")
    assert lead.sees("✓ Høringen er afsluttet.", "Afsluttet")
    assert lead.titles() == [
        "Svartavle",
        "Bemærkninger",
        "Høringsnotat",
        "Politisk udfald",
        "Del opsummering",
        "Opsummeringer",
        "Gør synlig for medarbejdere",
    ]
    told = [(event["what"], event["detail"]) for event in town.events() if event["actor"] == LEAD]
    assert told == [
        ("whereabouts.kept", ""),
        ("hearing.created", ""),
        ("party.invited", ""),
        ("party.invited", ""),
        ("hearing.opened", ""),
        ("hearing.closed", "Forslaget er trukket"),
        ("hearing.reopened", "Forslaget er der igen"),
        ("hearing.closed", "Alle har svaret"),
        ("hearing.concluded", "Behandlet i udvalget"),
    ]


@pytest.mark.parametrize("title", ["Luk høringen", "Forlæng fristen"])
async def test_a_reason_must_be_given(town: Town, lead: Person, title: str) -> None:
    await lead.presses(title)
    if title == "Forlæng fristen":
        lead.fills(deadline_date="2026-11-20")
    before = town.dump()
    await lead.presses(title)
    assert lead.error("reason") == "Skriv en kort begrundelse."
    assert town.dump() == before


@pytest.mark.parametrize(
    ("verb", "told"),
    [
        ("hearing.close", "Høringen er ikke åbnet endnu."),
        ("hearing.reopen", "Høringen er ikke åbnet endnu."),
        ("hearing.conclude", "Høringen er ikke åbnet endnu."),
        ("hearing.extend", "Høringen er ikke åbnet endnu."),
        ("reminder.all", "Høringen er ikke åbnet endnu."),
    ],
)
async def test_a_draft_is_opened_before_anything_else(town: Town, verb: str, told: str) -> None:
    lead = await saved(town)
    hearing, before = lead.button("Åbn høringen")["data"]["hearing"], town.dump()
    await lead.sends(verb, hearing=hearing, reason="Nu", deadline_date="2026-12-01")
    assert lead.told == told
    assert town.dump() == before


@pytest.mark.parametrize(
    "verb",
    [
        *("hearing.edit", "hearing.save", "hearing.open", "hearing.close", "hearing.reopen"),
        *("hearing.extend", "reminder.all", "register.form", "register.begin"),
    ],
)
async def test_a_concluded_hearing_stays_as_it_is(town: Town, verb: str) -> None:
    lead, before = town.lead(), town.dump()
    data = HEARING | {"reason": "Nu", "party": "vestegns-politi", "original": "Nyt", "channel": "mail"}
    await lead.sends(verb, hearing="organisering-2023", **data)
    assert lead.told == "Høringen er afsluttet og kan ikke længere ændres."
    assert town.dump() == before


async def test_a_draft_whose_deadline_has_passed_is_not_opened(town: Town) -> None:
    lead = await saved(town)
    town.later(days=60)
    await lead.presses("Åbn høringen")
    assert lead.told.startswith("Fristen er allerede passeret.")


# --- changes --------------------------------------------------------------------------------


async def test_a_hearing_is_changed_in_the_same_form_and_what_was_changed_is_logged(
    town: Town, lead: Person
) -> None:
    await lead.presses("Ret høringen")
    shown = lead.values()
    assert {name: shown[name] for name in ("title", "question", "case_number", "handled_by")} == {
        name: HEARING[name] for name in ("title", "question", "case_number", "handled_by")
    }
    assert "deadline_date" not in shown  # an open hearing's time is changed by extending it
    lead.fills(title="Ny plads", takes_late="false")
    await lead.presses("Gem og se")
    assert lead.sees("✓ Det er gemt.", "Ny plads", "Der tages ikke imod svar", "Placering og økonomi")
    [changed] = town.events("hearing.changed")
    assert changed["actor"] == LEAD
    assert {"title", "takes_late"} <= set(changed["detail"].split(", "))


async def test_of_two_leads_the_second_is_told_and_may_insist(town: Town, lead: Person) -> None:
    await lead.presses("Ret høringen")
    other = town.other_lead()
    await other.sends("hearing.edit", hearing=town.rows(OWN)[0]["id"])
    lead.fills(title="Lises titel")
    await lead.presses("Gem og se")
    other.fills(title="Oles titel")
    await other.presses("Gem og se")
    assert other.error("title").startswith("En anden har ændret høringen imens.")
    assert other.values()["title"] == "Oles titel"
    assert town.rows(OWN)[0]["title"] == "Lises titel"
    await other.presses("Gem og se")
    assert town.rows(OWN)[0]["title"] == "Oles titel"
    assert [event["actor"] for event in town.events("hearing.changed")] == [LEAD, OTHER_LEAD]


async def test_of_two_leads_who_change_the_parties_the_second_is_told(town: Town, lead: Person) -> None:
    await lead.presses("Ret høringen")
    other = town.other_lead()
    await other.sends("hearing.edit", hearing=town.rows(OWN)[0]["id"])
    lead.fills(parties="helhedsplanen,lokal-med-cbf,vestegns-politi")
    await lead.presses("Gem og se")
    other.fills(parties="helhedsplanen")
    await other.presses("Gem og se")
    assert other.error("title").startswith("En anden har ændret høringen imens.")
    assert len(town.rows("SELECT * FROM invitations WHERE hearing_id <> 'organisering-2023'")) == 3


async def test_the_deadline_is_extended_for_all(town: Town, lead: Person, anne: Person) -> None:
    await lead.presses("Forlæng fristen")
    assert lead.values()["for"] == "all"
    lead.fills(deadline_date="2026-11-20", deadline_time="12:00", reason="Efterårsferie")
    await lead.presses("Forlæng fristen")
    assert lead.sees("✓ Fristen er forlænget til fredag den 20. november 2026 kl. 12.00.")
    [event] = town.events("hearing.extended")
    assert event["actor"] == LEAD
    assert json.loads(event["detail"]) == {"to": "2026-11-20T11:00:00+00:00", "reason": "Efterårsferie"}
    await anne.says("Afgiv høringssvar")
    assert anne.sees("frist fredag den 20. november 2026 kl. 12.00")


async def test_the_deadline_is_extended_for_one_party(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await lead.presses("Forlæng fristen")
    lead.fills(deadline_date="2026-11-20", reason="Nye beboervalg", **{"for": "helhedsplanen"})
    await lead.presses("Forlæng fristen")
    assert lead.sees(
        "Vejleåparken (Boligsocial part, ekstern) – frist fredag den 20. november 2026 kl. 23.59"
    )
    [event] = town.events("deadline.extended")
    assert event["party_id"] == "helhedsplanen"
    town.later(days=50)  # 21 October
    await anne.says("Afgiv høringssvar")
    assert anne.sees("frist fredag den 20. november 2026 kl. 23.59")
    assert not anne.sees("Fristen er udløbet")
    await carl.says("Afgiv høringssvar")
    assert carl.sees("fristen var torsdag den 15. oktober 2026 kl. 23.59", "Fristen er udløbet.")


@pytest.mark.parametrize(
    ("fields", "wrong", "error"),
    [
        ({"deadline_date": "2026-10-15"}, "deadline_date", "efter den nuværende"),
        ({"deadline_date": "2026-10-01"}, "deadline_date", "efter den nuværende"),
        ({"deadline_date": "2027-10-15"}, "deadline_date", "Høringen slettes fredag den 15. oktober 2027."),
        ({"deadline_date": "2026-11-31"}, "deadline_date", "Skriv datoen"),
        ({"deadline_time": "99"}, "deadline_time", "Skriv klokkeslættet"),
        ({"for": "vestegns-politi"}, "for", "Vælg blandt parterne på listen."),
        ({"for": ""}, "for", "Vælg blandt parterne på listen."),
    ],
)
async def test_an_extension_that_is_none_is_refused(
    town: Town, lead: Person, fields: dict[str, str], wrong: str, error: str
) -> None:
    await lead.presses("Forlæng fristen")
    filled = {"deadline_date": "2026-11-20", "deadline_time": "23:59", "for": "all", "reason": "Ferie"}
    before = town.dump()
    await lead.sends("hearing.extend", **(lead.button("Forlæng fristen")["data"] | filled | fields))
    assert error in lead.error(wrong)
    assert lead.values()["reason"] == "Ferie"
    assert town.dump() == before


async def test_the_list_has_all_hearings_the_newest_first(town: Town, lead: Person) -> None:
    await saved(town, title="Om et år", opens_date="2027-09-01", deadline_date="2027-10-10")
    await lead.says("Høringer")
    assert lead.sees("Der er 3 høringer", "Sag 26/12345", "Åben · frist om 44 dage", "Afsluttet")
    titles = ["Om et år", "Ny plads til SSP-NU", "Ny organisering af det tryghedsskabende"]
    assert sorted(titles, key=lead.text.index) == titles
    await lead.presses("Se høringen", 1)
    assert lead.sees("Hvad betyder flytningen for jer?")


# --- twice ----------------------------------------------------------------------------------


async def test_a_hearing_that_is_saved_or_opened_twice_is_one(town: Town) -> None:
    lead = await form(town, party_name="Naboen", party_kind="andet")
    await lead.presses("Gem og se")
    after_first = town.dump()
    await lead.sends_again()
    assert lead.sees("Kladde – ikke sendt til nogen", "Naboen")
    assert town.dump() == after_first
    await lead.presses("Åbn høringen")
    after_first = town.dump()
    await lead.sends_again()
    assert lead.sees("Åben")
    assert town.dump() == after_first


async def test_two_leads_who_save_the_same_form_at_once_make_one_hearing(town: Town) -> None:
    lead = await form(town)
    other = town.other_lead()
    data = lead.button("Gem og se")["data"] | lead.values()
    await asyncio.gather(lead.sends("hearing.save", **data), other.sends("hearing.save", **data))
    assert len(town.rows(OWN)) == 1
    assert len(town.events("hearing.created")) == 1


async def test_the_name_of_a_known_party_chooses_it(town: Town) -> None:
    lead = await form(town)
    lead.fills(**(HEARING | {"parties": "helhedsplanen"}))
    lead.fills(party_name="lokal MED cbf", party_kind="MED")
    await lead.presses("Gem og se")
    assert lead.sees("2 parter", "Lokal MED CBF (MED-udvalg, intern)")
    assert len(town.rows("SELECT * FROM parties WHERE name LIKE 'Lokal MED CBF'")) == 1


async def test_with_very_many_known_parties_the_form_is_shown_and_the_others_are_found_by_name(
    town: Town,
) -> None:
    desk = await town.office.open()
    names = [f"Foreningen af beboere i boligafdeling nummer {number:03} i Ishøj" for number in range(200)]
    async with desk.records.writing() as connection:
        for number, name in enumerate(names):
            await hearings.add_party(connection, Party(f"p{number}", name, PartyKind.OTHER, external=True))
    lead = await form(town)
    assert lead.sees("kendte parter til")
    for chosen in range(0, 200, 8):
        lead.fills(party_name=names[chosen], party_kind="andet")
        await lead.presses("Tilføj parten, og skriv én mere")
    await lead.presses("Gem og se")
    assert lead.sees("27 parter", "og 17 til")
    await lead.presses("Åbn høringen")
    assert lead.sees("Høringen er åbnet.")
    await lead.presses("Forlæng fristen")
    assert lead.sees("Alle parter")


async def test_a_party_that_another_lead_has_added_meanwhile_is_not_taken_out_again(
    town: Town, lead: Person
) -> None:
    await lead.presses("Ret høringen")
    other = await town.other_lead().sends("hearing.edit", hearing=town.hearing)
    other.fills(parties="helhedsplanen,lokal-med-cbf,vestegns-politi")
    await other.presses("Gem og se")
    lead.fills(title="En bedre titel")
    await lead.presses("Gem og se")
    assert "En anden har ændret høringen imens" in lead.error("title")
    await lead.presses("Gem og se")
    assert lead.sees("En bedre titel", "3 parter", "Vestegns Politi")


async def test_two_leads_contacts_do_not_undo_each_other(town: Town, lead: Person) -> None:
    await lead.sends("party.show", hearing=town.hearing, party="lokal-med-cbf")
    other = await town.other_lead().sends("party.show", hearing=town.hearing, party="lokal-med-cbf")
    other.fills(contacts=f"{other.values()['contacts']}\nbo@ishoj.dk")
    await other.presses("Gem kontaktpersoner")
    lead.fills(contacts="anna@ishoj.dk")
    await lead.presses("Gem kontaktpersoner")
    assert "bo@ishoj.dk" in lead.error("contacts")
    assert lead.values()["contacts"] == "anna@ishoj.dk"
    await lead.presses("Gem kontaktpersoner")
    assert lead.sees("✓ Det er gemt.")
    rows = town.rows("SELECT principal_name FROM contacts WHERE party_id = 'lokal-med-cbf'")
    assert [row["principal_name"] for row in rows] == ["anna@ishoj.dk"]


async def test_a_question_with_an_address_is_asked_about_once(town: Town) -> None:
    lead = await form(town)
    lead.fills(**(HEARING | {"question": "Svar gerne på anna@ishoj.dk"}))
    await lead.presses("Gem og se")
    assert lead.sees("mailadresse eller et telefonnummer")
    await lead.presses("Gem alligevel")
    assert lead.sees("✓ Det er gemt.")


async def test_a_late_response_is_in_time_when_the_deadline_is_extended_past_it(
    town: Town, lead: Person, anne: Person
) -> None:
    town.later(days=50)
    await answered(anne, "For sent")
    await lead.sends("board.show", hearing=town.hearing)
    assert lead.sees("For sent")
    await lead.sends("hearing.extend", hearing=town.hearing)
    lead.fills(deadline_date="2026-11-30", deadline_time="23:59", reason="Flere har bedt om det")
    await lead.fills(**{"for": "all"}).presses("Forlæng fristen")
    await lead.presses("Svartavle")
    assert not lead.sees("For sent")
    assert lead.sees("✓ Svaret")


async def test_the_largest_hearing_that_can_be_set_up_can_be_answered(town: Town) -> None:
    long = "Å" * 120
    links = "\n".join(f"{long[:110]} https://example.org/{'x' * 300}{n}" for n in range(6))
    lead = await opened(
        town,
        title="Å" * 200,
        question="Å" * 1_000,
        handled_by=long,
        material=links,
        topics=", ".join(f"{n:02}{'Å' * 58}" for n in range(12)),
    )
    await contact(lead, "lokal-med-cbf", CARL, "Carl")
    carl = await town.person(CARL, "Carl").says("Afgiv høringssvar")
    assert carl.sees("Bidrag fra Lokal MED CBF", "Punkt 1")


async def test_the_lead_is_told_when_a_hearing_is_to_be_deleted(town: Town, lead: Person) -> None:
    await lead.says("Høringer")
    assert not lead.sees("Sletningsdatoen er nået")
    town.later(days=410)
    await lead.says("Høringer")
    assert lead.sees("Sletningsdatoen er nået")
    await lead.sends("hearing.show", hearing=town.hearing)
    assert lead.sees("Sletningsdatoen er nået")
