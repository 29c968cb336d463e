"""A lead closes the loop: what was decided, and what each party is told of its own points."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.hearings.calendar import moment_of
from storage.records import audit, treatment
from storage.records.remarks import (
    KINDS,
    Outcome,
    Paraphrase,
    Progress,
    Recommendation,
    Remark,
    Treated,
)
from storage.records.values import HearingStatus, Point, Stance, hash_of
from tests.fakes import heard
from tests.fakes.people import ANNE, BO, LEAD, Person, Town, answered

pytestmark = pytest.mark.asyncio

HOUSING, MED = "helhedsplanen", "lokal-med-cbf"
HOUSING_NAME, MED_NAME = "Den Boligsociale Helhedsplan Vejleåparken", "Lokal MED CBF"
ANNES, CARLS = "Vi savner et sted at være.", "Kontorerne er for små."
DECIDED = {"organ": "Byrådet", "decided_on": "2026-11-10", "result": "adopted"}


async def keep(town: Town, *values: Treated) -> None:
    """What the administration makes of the responses is stored, past its cards."""
    desk = await town.office.open()
    async with desk.records.writing() as connection:
        for each in values:
            content_hash = await treatment.keep(connection, town.hearing, each)
            await audit.append(
                connection,
                at=town.now,
                actor=LEAD,
                what=f"{KINDS[type(each)]}.saved",
                hearing_id=town.hearing,
                content_hash=content_hash,
            )


def point_of(town: Town, party: str) -> str:
    return str(town.versions(party)[-1]["content"]["points"][0]["id"])


def remark(town: Town, party: str, text: str, progress: Progress = Progress.APPROVED) -> Remark:
    points = (point_of(town, party),)
    return Remark(
        id=f"remark-{party}", party_id=party, position=1, points=points, text=text, progress=progress
    )


def recommendation(town: Town, id_: str, text: str, *parties: str) -> Recommendation:
    return Recommendation(
        id=id_,
        position=int(id_[-1]),
        text=text,
        points=tuple(point_of(town, each) for each in parties),
        progress=Progress.APPROVED,
    )


async def treated(town: Town, lead: Person, anne: Person, carl: Person) -> Person:
    """Both parties have answered, the hearing is closed, and each point has its remark."""
    await answered(anne, ANNES)
    await answered(carl, CARLS, role="formand", discussed="2026-08-31")
    town.now = moment_of("2026-11-16", "10:00")
    await keep(
        town,
        remark(town, HOUSING, "I får et sted."),
        remark(town, MED, "Der bygges om."),
        recommendation(town, "rec-1", "Indret et mødested.", HOUSING),
        recommendation(town, "rec-2", "Byg om på kontorerne.", MED),
    )
    await lead.sends("hearing.close", hearing=town.hearing, reason="Fristen er gået")
    return await lead.presses("Politisk udfald")


async def decide(lead: Person, **changes: str) -> Person:
    await lead.presses("Skriv udfaldet")
    lead.fills(**(DECIDED | changes))
    return await lead.presses("Gem udfaldet")


def outcomes(town: Town) -> dict[str, list[str]]:
    """What was ordered for the parties, by who gets it."""
    found: dict[str, list[str]] = {}
    for post in town.rows("SELECT * FROM posts WHERE kind = 'outcome' ORDER BY ordered_at, id"):
        found.setdefault(post["conversation_id"].removeprefix("a:"), []).append(post["card"])
    return found


def stored(town: Town, id_: str = "rec-1") -> list[dict[str, Any]]:
    rows = town.rows("SELECT * FROM treatments WHERE id = ? ORDER BY version", id_)
    return [json.loads(row["document"]) for row in rows]


async def verified(town: Town) -> None:
    desk = await town.office.open()
    async with desk.records.reading() as connection:
        assert (await audit.verify(connection)).problems == ()


# --- what was decided ---------------------------------------------------------------------------


async def test_a_lead_records_what_was_decided_of_each_recommendation(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await treated(town, lead, anne, carl)
    assert lead.sees("0 af 2 indstillinger er afgjort", "Indret et mødested.", "Ikke afgjort endnu")
    await decide(lead)
    assert lead.sees(
        "1 af 2 indstillinger er afgjort",
        "✓ Det er gemt.",
        "Politisk udfald: Vedtaget – Byrådet, tirsdag den 10. november 2026",
    )
    await decide(lead, result="partly adopted", decision_note="Kun på første sal.")
    assert lead.sees("Alle indstillinger er afgjort", "Delvist vedtaget", "Kun på første sal.")
    [_, decided] = stored(town)
    assert decided["decision"] == {
        "body": "Byrådet",
        "decided_on": "2026-11-10",
        "result": "adopted",
        "note": "",
    }
    assert decided["progress"] == "approved"
    events = [(event["actor"], event["detail"]) for event in town.events("recommendation.decided")]
    assert events == [(LEAD, "rec-1"), (LEAD, "rec-2")]
    await verified(town)


async def test_a_decision_can_be_recorded_when_the_hearing_is_over_and_corrected_as_a_new_version(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await treated(town, lead, anne, carl)
    await lead.sends("hearing.conclude", hearing=town.hearing, reason="Behandlet")
    await lead.presses("Politisk udfald")
    await decide(lead)
    await lead.presses("Ret udfaldet")
    assert lead.values()["organ"] == "Byrådet"
    assert lead.values()["decided_on"] == "2026-11-10"
    assert lead.values()["result"] == "adopted"
    lead.fills(result="postponed")
    await lead.presses("Gem udfaldet")
    assert lead.sees("Udsat – Byrådet")
    assert [each["decision"] and each["decision"]["result"] for each in stored(town)] == [
        None,
        "adopted",
        "postponed",
    ]
    await verified(town)


async def test_a_text_that_was_decided_on_takes_its_outcome_along_when_it_is_changed(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await treated(town, lead, anne, carl)
    await decide(lead)
    edit = {"hearing": town.hearing, "recommended": "rec-1"}
    await lead.sends("recommendation.edit", **edit)
    assert lead.sees(
        "Politisk udfald: Vedtaget – Byrådet, tirsdag den 10. november 2026. Det gælder den tekst, der står "
        "nu. Gemmer du en anden, bliver udfaldet fjernet."
    )
    await lead.presses("Gem indstillingen")
    assert stored(town)[-1]["decision"]["result"] == "adopted"
    await lead.sends("recommendation.edit", **edit)
    lead.fills(recommendation="Indret to mødesteder.")
    await lead.presses("Gem indstillingen")
    assert lead.sees(
        "Indstillingen er gemt. Det politiske udfald er fjernet, for det gjaldt den tidligere tekst."
    )
    assert [(each["text"], bool(each["decision"])) for each in stored(town)] == [
        ("Indret et mødested.", False),
        ("Indret et mødested.", True),
        ("Indret to mødesteder.", False),
    ]
    await lead.sends("outcome.preview", hearing=town.hearing, party=HOUSING)
    assert not lead.sees("Vedtaget")
    assert not lead.sees("Indret to mødesteder.")
    await verified(town)


async def test_who_changes_a_text_while_it_is_decided_on_is_told_before_the_outcome_goes(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await treated(town, lead, anne, carl)
    other = await town.other_lead().sends("recommendation.edit", hearing=town.hearing, recommended="rec-1")
    other.fills(recommendation="Indret to mødesteder.")
    await decide(lead)
    await other.presses("Gem indstillingen")
    assert other.sees("Politisk udfald: Vedtaget – Byrådet", "Gemmer du en anden, bliver udfaldet fjernet.")
    assert [each["text"] for each in stored(town)] == ["Indret et mødested."] * 2
    await other.sends("recommendation.remove", hearing=town.hearing, recommended="rec-1")
    assert other.sees("Politisk udfald: Vedtaget – Byrådet", "Vil du fjerne den alle steder?")
    await verified(town)


async def test_pressed_twice_a_decision_is_stored_once(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await treated(town, lead, anne, carl)
    await decide(lead)
    await lead.sends_again()
    assert lead.sees("1 af 2 indstillinger er afgjort")
    assert len(stored(town)) == 2
    await verified(town)


async def test_two_leads_at_once_see_each_others_decision(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await treated(town, lead, anne, carl)
    other = await town.other_lead().sends("outcome.edit", hearing=town.hearing, recommendation="rec-1")
    await decide(lead)
    other.fills(**(DECIDED | {"result": "rejected", "decision_note": "Pengene mangler."}))
    await other.presses("Gem udfaldet")
    assert "Udfaldet er nu: Vedtaget – Byrådet" in other.error("result")
    assert other.values()["decision_note"] == "Pengene mangler."
    assert len(stored(town)) == 2
    await other.presses("Gem udfaldet")
    assert other.sees("Ikke vedtaget – Byrådet, tirsdag den 10. november 2026. Pengene mangler.")
    await verified(town)


@pytest.mark.parametrize(
    ("changes", "field", "wrong"),
    [
        pytest.param({"organ": " "}, "organ", "Skriv, hvem der har besluttet det", id="nobody"),
        pytest.param({"decided_on": ""}, "decided_on", "Vælg den dag", id="no day"),
        pytest.param({"decided_on": "snart"}, "decided_on", "Skriv datoen", id="no date"),
        pytest.param({"decided_on": "2026-11-17"}, "decided_on", "ude i fremtiden", id="tomorrow"),
        pytest.param({"result": ""}, "result", "Vælg, hvad der blev besluttet.", id="nothing"),
        pytest.param({"result": "maybe"}, "result", "Vælg, hvad der blev besluttet.", id="made up"),
        pytest.param({"decision_note": "x" * 501}, "decision_note", "højst fylde 500 tegn", id="too long"),
        pytest.param({"decision_note": "Se 010190-1234"}, "decision_note", "CPR-nummer", id="CPR number"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_stored(
    town: Town,
    lead: Person,
    anne: Person,
    carl: Person,
    changes: dict[str, str],
    field: str,
    wrong: str,
) -> None:
    await treated(town, lead, anne, carl)
    await decide(lead, **changes)
    assert wrong in lead.error(field)
    assert lead.values()["organ"] == changes.get("organ", "Byrådet").strip()
    assert len(stored(town)) == 1


async def test_a_telephone_number_in_the_note_is_asked_about(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await treated(town, lead, anne, carl)
    await decide(lead, decision_note="Ring på 43 57 75 77")
    assert lead.sees("ser ud til at indeholde en mailadresse eller et telefonnummer")
    assert len(stored(town)) == 1
    await lead.presses("Gem alligevel")
    assert len(stored(town)) == 2


@pytest.mark.parametrize(
    "verb", ["outcome.show", "outcome.edit", "outcome.save", "outcome.send", "outcome.preview"]
)
async def test_nothing_is_decided_while_a_hearing_is_open(town: Town, lead: Person, verb: str) -> None:
    await lead.sends(verb, hearing=town.hearing, party=HOUSING, recommendation="rec-1", **DECIDED)
    assert lead.told == "Høringen er åben. Luk den først."


async def test_a_recommendation_of_another_hearing_is_not_there(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await treated(town, lead, anne, carl)
    await lead.sends("outcome.save", hearing="organisering-2023", recommendation="rec-1", **DECIDED)
    assert lead.told == "Den indstilling findes ikke længere."


# --- telling the parties ------------------------------------------------------------------------


async def told(town: Town, lead: Person, anne: Person, carl: Person) -> Person:
    """All is decided; what is to be sent is in front of the lead."""
    await treated(town, lead, anne, carl)
    await decide(lead)
    await decide(lead, result="rejected")
    return await lead.presses("Send til parterne")


async def test_each_party_is_sent_its_own_rows_only(
    town: Town, lead: Person, anne: Person, bo: Person, carl: Person
) -> None:
    await bo.says("Mine svar")
    await told(town, lead, anne, carl)
    assert lead.sees("Får beskeden fra mig", HOUSING_NAME, MED_NAME, "Send til 2 parter")
    assert "⚠" not in lead.text
    await lead.presses("Send til 2 parter")
    assert lead.sees("Beskeden er på vej til 2 parter")
    found = outcomes(town)
    assert set(found) == {ANNE, BO, carl.user_id}
    for card in (*found[ANNE], *found[BO]):
        for words in (ANNES, "I får et sted.", "Indret et mødested.", "Politisk udfald: Vedtaget – Byrådet"):
            assert words in card
        for words in (CARLS, "Der bygges om.", "Byg om på kontorerne.", "Ikke vedtaget", MED_NAME):
            assert words not in card
    [card] = found[carl.user_id]
    assert "Ikke vedtaget – Byrådet" in card
    assert ANNES not in card
    batches = {row["batch"] for row in town.rows("SELECT batch FROM posts WHERE kind = 'outcome'")}
    assert [event["detail"] for event in town.events("outcome.sent")] == list(batches)
    await verified(town)


async def test_pressed_twice_or_by_two_leads_it_is_sent_once(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await told(town, lead, anne, carl)
    other = await town.other_lead().sends("outcome.send", hearing=town.hearing)
    await lead.presses("Send til 2 parter")
    await lead.sends_again()
    assert lead.sees("Det er sendt 16.11. kl. 10.00")
    await other.presses("Send til 2 parter")
    assert other.sees("Det er sendt 16.11. kl. 10.00")
    assert [len(cards) for cards in outcomes(town).values()] == [1, 1]
    town.later(hours=1)
    await other.sends("outcome.send", hearing=town.hearing)
    assert other.sees("Sendt 16.11. kl. 10.00. Sender du igen, får parterne en ny besked.")
    await other.presses("Send til 2 parter")
    assert [len(cards) for cards in outcomes(town).values()] == [2, 2]


async def test_what_was_changed_since_the_lead_saw_it_is_shown_anew(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await told(town, lead, anne, carl)
    await keep(town, remark(town, MED, "Der bygges alligevel ikke om."))
    await lead.presses("Send til 2 parter")
    assert lead.sees("Noget er ændret, siden du så det.")
    assert outcomes(town) == {}
    await lead.presses("Send til 2 parter")
    assert "Der bygges alligevel ikke om." in outcomes(town)[carl.user_id][0]


async def test_the_lead_is_told_what_is_missing_and_may_send_all_the_same(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await treated(town, lead, anne, carl)
    await decide(lead)
    await keep(town, remark(town, MED, "Kun en kladde.", Progress.DRAFT))
    await lead.presses("Send til parterne")
    assert lead.sees(
        "Indstilling 2 mangler et politisk udfald.",
        f"Ét punkt fra {MED_NAME} har ingen godkendt bemærkning.",
    )
    await lead.presses("Send alligevel")
    [card] = outcomes(town)[carl.user_id]
    assert "Ikke afgjort endnu" in card
    assert "Der er ingen godkendt bemærkning til punktet." in card
    assert "Kun en kladde." not in card


async def test_the_lead_sees_what_one_party_gets_before_it_is_sent(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await told(town, lead, anne, carl)
    lead.fills(party=HOUSING)
    await lead.presses("Se, hvad parten får")
    assert lead.sees("Sådan ser det ud for parten.", f"I skrev: {ANNES}", "Bemærkning: I får et sted.")
    assert not lead.sees(CARLS)
    await lead.presses("Tilbage")
    await lead.presses("Send til 2 parter")
    [card] = outcomes(town)[ANNE]
    assert "Sådan ser det ud" not in card


async def test_who_cannot_be_reached_gets_a_text_that_the_lead_can_send(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await treated(town, lead, anne, carl)
    await carl.says("Slet mine data")
    await carl.presses("Slet mine data")
    await decide(lead)
    await decide(lead)
    await lead.presses("Send til parterne")
    assert lead.sees("Dem kan jeg ikke skrive til, så send selv beskeden til", MED_NAME)
    await lead.presses("Send til én part")
    assert set(outcomes(town)) == {ANNE}
    lead.fills(party=MED)
    await lead.presses("Se, hvad parten får")
    assert lead.sees("Kopiér teksten herfra", f"I skrev: {CARLS}", "Bemærkning: Der bygges om.")


async def test_where_nobody_can_be_reached_the_parties_can_find_it_all_the_same(town: Town) -> None:
    lead = await town.lead().sends("outcome.send", hearing="organisering-2023")
    await lead.presses("Vis det under »Mine svar«")
    assert lead.sees("Parterne kan nu se det under »Mine svar«")
    assert outcomes(town) == {}
    assert len(town.events("outcome.sent")) == 1


async def test_a_party_is_told_how_it_is_put_what_is_referred_to_and_what_gets_no_remark(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await treated(town, lead, anne, carl)
    said = point_of(town, HOUSING)
    put = "Parten ønsker et mødested."
    nothing = replace(remark(town, MED, ""), outcome=Outcome.NOTED)
    await keep(
        town,
        Paraphrase(id=said, party_id=HOUSING, text=put, rests_on=ANNES, of_text=hash_of(ANNES)),
        replace(remark(town, HOUSING, ""), refers_to=("general",), outcome=Outcome.PARTLY_MET),
        replace(nothing, id="general", position=2, points=(), text="Alle steder ses efter."),
        nothing,
    )
    await lead.sends("outcome.preview", hearing=town.hearing, party=HOUSING)
    assert lead.sees(
        f"I skrev: {ANNES}",
        f"Gengivet som: {put}",
        "Bemærkning, der henvises til (delvist imødekommet): Alle steder ses efter.",
    )
    await lead.sends("outcome.preview", hearing=town.hearing, party=MED)
    assert lead.sees("Bemærkning (noteret): Ingen selvstændig bemærkning.")
    await verified(town)


async def test_a_party_without_points_is_told_nothing(town: Town, lead: Person, anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    anne.fills(role="leder")
    await anne.presses("Ingen bemærkninger")
    await lead.sends("hearing.close", hearing=town.hearing, reason="Alle har svaret")
    await lead.presses("Politisk udfald")
    assert lead.sees("Der er ingen indstillinger")
    await lead.presses("Send til parterne")
    assert lead.told.startswith("Der er ingen parter med punkter")


# --- a party's own ------------------------------------------------------------------------------


async def test_a_party_finds_what_became_of_its_points_under_its_responses(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await told(town, lead, anne, carl)
    await anne.says("Mine svar")
    assert anne.titles().count("Hvad kom der ud af det?") == 1  # of the hearing of 2023
    await anne.sends("outcome.mine", hearing=town.hearing, party=HOUSING)
    assert anne.told.startswith("Kommunen er ikke færdig med at behandle svarene.")
    await lead.presses("Send til 2 parter")
    await anne.says("Mine svar")
    assert anne.titles().count("Hvad kom der ud af det?") == 2
    await anne.presses("Hvad kom der ud af det?")
    assert anne.sees(
        "Tak for svaret fra Den Boligsociale Helhedsplan",
        f"I skrev: {ANNES}",
        "Bemærkning: I får et sted.",
        "Indstilling: Indret et mødested.",
        "Politisk udfald: Vedtaget – Byrådet",
    )


async def test_a_party_sees_it_when_the_hearing_is_over_without_being_told(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await treated(town, lead, anne, carl)
    await lead.sends("hearing.conclude", hearing=town.hearing, reason="Behandlet")
    await anne.says("Mine svar")
    await anne.presses("Hvad kom der ud af det?")
    assert anne.sees("Bemærkning: I får et sted.", "Ikke afgjort endnu")


async def test_a_party_never_sees_anothers_rows(town: Town, lead: Person, anne: Person, carl: Person) -> None:
    await told(town, lead, anne, carl)
    await lead.presses("Send til 2 parter")
    stranger = town.person("stranger")
    for person in (anne, stranger):
        for more in ({}, {"as": "registrar"}, {"part": "1"}):
            await person.sends("outcome.mine", hearing=town.hearing, party=MED, **more)
            assert person.told.startswith("Du er ikke registreret som en, der kan svare for den part")
        await person.sends("outcome.preview", hearing=town.hearing, party=MED)
        assert "kun de medarbejdere, der leder høringer" in person.told
    await lead.sends("outcome.mine", hearing=town.hearing, party=MED)
    assert lead.told.startswith("Du er ikke registreret")


async def test_a_late_response_that_is_refused_has_no_outcome(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await answered(carl, CARLS, role="formand", discussed="2026-08-31")
    town.now = moment_of("2026-10-20", "10:00")
    await answered(anne, ANNES)
    await lead.sends("response.open", hearing=town.hearing, party=HOUSING)
    lead.fills(decision="refuse", reason="Behandlingen er gået i gang")
    await lead.presses("Gem afgørelsen")
    await lead.sends("hearing.close", hearing=town.hearing, reason="Fristen er gået")
    await lead.sends("outcome.send", hearing=town.hearing)
    assert lead.sees(MED_NAME)
    assert not lead.sees(HOUSING_NAME)
    await lead.presses("Send alligevel")
    assert set(outcomes(town)) == {carl.user_id}
    await anne.sends("outcome.mine", hearing=town.hearing, party=HOUSING)
    assert anne.told == "I har ingen punkter, der er taget med i høringen."
    await lead.sends("outcome.preview", hearing=town.hearing, party=HOUSING)
    assert lead.told == "Parten har ingen punkter, der tæller med i høringen."


async def test_a_long_response_is_read_a_part_at_a_time(town: Town, lead: Person, anne: Person) -> None:
    long = [f"Punkt nummer {number}: " + "ord " * 220 for number in range(1, 13)]
    await answered(anne, *long)
    town.now = moment_of("2026-11-16", "10:00")
    await lead.sends("hearing.close", hearing=town.hearing, reason="Fristen er gået")
    await lead.sends("outcome.send", hearing=town.hearing)
    await lead.presses("Send alligevel")
    [card] = outcomes(town)[ANNE]
    assert "Punkt nummer 1:" in card
    assert "Punkt nummer 12:" not in card
    anne.card = json.loads(card)
    while "Punkt nummer 12:" not in str(anne.card):
        await anne.presses("Næste del")
    assert not anne.sees("Punkt nummer 1: ")


async def test_the_parties_of_2023_each_have_their_own(town: Town) -> None:
    lead = await town.lead().sends("outcome.send", hearing="organisering-2023")
    assert lead.sees("Indstilling 1 mangler et politisk udfald.", "Vis det under »Mine svar«")
    lead.fills(party="bestyrelsen-ishoej-ungdom")
    await lead.presses("Se, hvad parten får")
    assert lead.sees("I høringsnotatet er I gengivet sådan: ", "Indstilling: ", "Ikke afgjort endnu")
    assert lead.text.count("I høringsnotatet er I gengivet sådan: ") == 2


async def test_a_lead_is_told_which_recommendations_no_party_is_told_of(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await treated(town, lead, anne, carl)
    draft = replace(recommendation(town, "rec-3", "Mal væggene.", HOUSING), progress=Progress.DRAFT)
    await keep(town, draft)
    await lead.sends("outcome.send", hearing=town.hearing)
    assert lead.sees(
        "Indstilling 3 er ikke godkendt, så parterne får den ikke at se.",
        "Indstilling 1 og 2 mangler et politisk udfald.",
    )
    await lead.sends("outcome.preview", hearing=town.hearing, party=HOUSING)
    assert lead.sees("Indret et mødested.")
    assert not lead.sees("Mal væggene.")


async def test_of_very_many_parties_those_that_are_searched_for_are_looked_at(town: Town) -> None:
    desk = await town.office.open()
    held = heard.hearing("many", "Ny plads til SSP-NU", status=HearingStatus.CLOSED, public=False)
    said = [
        heard.Answer(
            heard.party(f"m{number}", f"Grundejerforeningen Æblehaven {number:03}"),
            (Point(id=f"q{number}", stance=Stance.WISH, text="En bænk"),),
        )
        for number in range(300)
    ]
    await heard.hold(desk.records, held, said)
    lead = await town.lead().sends("outcome.send", hearing="many")
    assert lead.sees("Grundejerforeningen Æblehaven 000", "og 290 til")
    lead.fills(remark_find="haven 217")
    await lead.presses("Find")
    lead.fills(party="m217")
    assert lead.sees("Grundejerforeningen Æblehaven 217")
    await lead.presses("Se, hvad parten får")
    assert lead.sees("Politisk udfald · Grundejerforeningen Æblehaven 217", "I skrev: En bænk")
    await lead.sends("outcome.send", hearing="many")
    await lead.presses("Vis det under »Mine svar«")
    assert lead.sees("Parterne kan nu se det under »Mine svar«")
