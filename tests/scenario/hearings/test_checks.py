from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fakes.people import ANNE, BO, Person, Town, answered
from tests.fakes.treating import HOUSING, MED, assert_sound, at_party, points, stored

pytestmark = pytest.mark.asyncio

ORIGINAL = """Kære kommune

Vi bakker op om forslaget, bl.a. fordi indsatsen samles. Vi er dog bekymrede for økonomien.

Hilsen formanden"""


async def registered(
    town: Town, lead: Person, party: str = "helhedsplanen", *, whole: str = ORIGINAL
) -> Person:
    """What the party sent by mail has been registered, and the hearing closed."""
    await lead.sends("register.form", hearing=town.hearing, party=party)
    lead.fills(
        channel="mail",
        received_date="2026-08-31",
        received_time="14:05",
        evidence="mailens tidsstempel",
        original=whole,
    )
    await lead.presses("Gem, og skriv punkterne")
    lead.fills(
        stance="opbakning",
        text="Parten bakker op.",
        excerpt="Vi bakker op om forslaget, bl.a. fordi indsatsen samles",
    )
    await lead.presses("Gennemse og send")
    await lead.presses("Registrér svaret")
    town.later(days=60)
    await lead.sends("hearing.close", hearing=town.hearing, reason="Fristen er udløbet")
    return await at_party(lead, party)


async def paraphrased(lead: Person, party: str, text: str = "Det går godt.", nth: int = 0) -> Person:
    await at_party(lead, party)
    await lead.presses("Skriv gengivelse", nth)
    lead.fills(paraphrase=text)
    return await lead.presses("Gem gengivelsen")


def posted(town: Town) -> list[dict[str, Any]]:
    """What is to be sent to parties' people."""
    return town.rows("SELECT * FROM posts WHERE kind = 'check' ORDER BY id")


async def asked(lead: Person, party: str = "helhedsplanen") -> Person:
    """The party, which has one paraphrase, has been asked."""
    await paraphrased(lead, party)
    await lead.presses("Spørg parten")
    title = next(
        title for title in lead.titles() if title in {"Send spørgsmålet", "Jeg skriver selv til parten"}
    )
    return await lead.presses(title)


async def looks(person: Person) -> Person:
    """The party's own, at how it is rendered."""
    await person.says("Mine svar")
    return await person.presses("Se, hvordan I er gengivet")


# --- is all of the original there? ----------------------------------------------------------


async def test_the_sentences_that_no_point_covers_are_shown_to_the_lead(town: Town, lead: Person) -> None:
    await registered(town, lead)
    assert lead.sees("3 sætninger i originalen er ikke dækket af noget punkt.")
    await lead.presses("Er alt i originalen med?")
    assert lead.sees(
        "3 sætninger i originalen er ikke dækket af noget punkt.",
        "Kære kommune",
        "Vi er dog bekymrede for økonomien.",
        "Hilsen formanden",
    )
    assert not lead.sees("Vi bakker op om forslaget")
    await lead.presses("Registrér svaret igen")
    assert lead.sees("Registrér et svar fra")


async def test_when_all_of_it_is_covered_that_is_told(town: Town, lead: Person) -> None:
    await registered(town, lead, whole="Vi bakker op om forslaget, bl.a. fordi indsatsen samles.")
    assert lead.sees("Alle sætninger i originalen er dækket af et punkt.")


async def test_what_came_straight_from_the_party_has_no_original(town: Town, closed: Person) -> None:
    lead = await at_party(closed, "helhedsplanen")
    assert "Er alt i originalen med?" not in lead.titles()
    await lead.sends("remarks.original", hearing=town.hearing, party="helhedsplanen")
    assert lead.sees("Svaret kom direkte fra parten")


async def test_a_very_long_letter_is_gone_through_a_part_at_a_time(town: Town, lead: Person) -> None:
    rest = "\n".join(f"Sætning nummer {number:03} om {'å' * 60}." for number in range(300))
    await registered(town, lead, whole=f"{ORIGINAL}\n{rest}")
    await lead.presses("Er alt i originalen med?")
    read = lead.text
    while "Næste del" in lead.titles():
        await lead.presses("Næste del")
        read += lead.text
    assert all(f"nummer {number:03} om" in read for number in range(300))


async def test_a_paraphrase_of_what_came_by_mail_may_rest_on_the_letters_words(
    town: Town, lead: Person
) -> None:
    await registered(town, lead)
    await lead.presses("Skriv gengivelse")
    lead.fills(paraphrase="Bekymring for økonomien.", rests_on="bekymrede for\nØKONOMIEN")
    await lead.presses("Gem gengivelsen")
    assert lead.sees("Gengivelse: Bekymring for økonomien.", "bekymrede for", "Parten bakker op.")


# --- the lead asks --------------------------------------------------------------------------


async def test_parties_that_are_paraphrased_are_asked_where_they_can_be_reached(
    town: Town, closed: Person, anne: Person
) -> None:
    lead = closed
    assert "Spørg »Er I gengivet rigtigt?«" not in lead.titles()
    await paraphrased(lead, "helhedsplanen")
    await paraphrased(lead, "lokal-med-cbf")
    await lead.presses("Til alle parter")
    assert lead.sees("Mangler at blive spurgt, om den er gengivet rigtigt")
    assert not lead.sees("Parten er ikke spurgt")
    await town.person(BO).says("Mine svar")
    await lead.presses("Spørg »Er I gengivet rigtigt?«")
    assert lead.sees("Skal jeg spørge 2 parter?", HOUSING, MED, "Kommunen er ved at skrive høringsnotatet")
    assert posted(town) == []
    town.later(seconds=5)
    await lead.presses("Send til 2 parter")
    assert lead.sees("Spørgsmålet er på vej til 2 parter")
    assert len(posted(town)) == 3
    assert {post["conversation_id"] for post in posted(town) if post["party_id"] == "helhedsplanen"} == {
        f"a:{ANNE}",
        f"a:{BO}",
    }
    assert {each["id"] for each in stored(town, "check")} == {"helhedsplanen", "lokal-med-cbf"}
    town.later(seconds=5)
    before = town.dump()
    await lead.sends_again()
    assert lead.sees("✓ Spørgsmålet er på vej")
    assert town.dump() == before
    anne.card = json.loads(
        next(post["card"] for post in posted(town) if post["conversation_id"] == f"a:{ANNE}")
    )
    await anne.presses("Se, hvordan I er gengivet")
    assert anne.sees("Indsatsen fungerer godt", "Gengivelse: Det går godt.")
    await assert_sound(town)


async def test_one_that_cannot_be_written_to_gets_a_letter_and_answers_under_its_own(
    town: Town, closed: Person
) -> None:
    lead = closed
    await town.person(ANNE).sends("me.forget", confirmed="forget")
    await lead.sends("party.show", hearing=town.hearing, party="helhedsplanen")
    await lead.presses("Lav invitationskode")
    code = next(line for line in lead.text.split("\n") if line.startswith("K7QM-"))
    await paraphrased(lead, "helhedsplanen")
    await lead.presses("Spørg parten")
    assert lead.sees(
        "Jeg kan ikke selv skrive til parten",
        "Tekst, du kan sende",
        "skriv »Mine svar«",
        "lav en invitationskode",
    )
    await lead.presses("Jeg skriver selv til parten")
    assert posted(town) == []
    dora = await town.person("dora", "Dora").says(code)
    await looks(dora)
    await dora.presses("Ja, vi er gengivet rigtigt")
    assert dora.sees("✓ Tak")
    assert stored(town, "check")[0]["answer"] == "approved"


async def test_pressed_twice_a_party_is_asked_once_and_may_be_asked_again(town: Town, closed: Person) -> None:
    lead = await asked(closed)
    town.later(seconds=1)
    before = town.dump()
    await lead.sends_again()
    assert town.dump() == before
    await at_party(lead, "helhedsplanen")
    assert lead.sees("Parten er spurgt, om den er gengivet rigtigt, og har ikke svaret")
    await lead.presses("Spørg parten igen")
    await lead.presses("Send spørgsmålet")
    assert len(posted(town)) == 2
    assert len(town.events("check.asked")) == 2
    await assert_sound(town)


async def test_nobody_is_asked_who_stands_with_its_own_words(town: Town, closed: Person) -> None:
    lead = closed
    await lead.sends("check.send", hearing=town.hearing)
    assert lead.sees("Der er ingen parter, der mangler at blive spurgt.")
    await lead.sends("check.send", hearing=town.hearing, party="helhedsplanen")
    assert lead.sees("Der er ingen parter, der mangler at blive spurgt.")
    await lead.sends("check.send", hearing=town.hearing, party="vestegns-politi", asked_at="2026")
    assert lead.told == "Vælg en part på listen."
    assert stored(town, "check") == []


async def test_the_lead_goes_on_without_an_answer_with_a_reason(town: Town, lead: Person) -> None:
    await registered(town, lead)
    assert lead.sees("Parten er ikke spurgt")
    await lead.presses("Gå videre uden svar")
    before = town.dump()
    await lead.presses("Gå videre uden svar")
    assert lead.error("reason") == "Skriv en kort begrundelse."
    lead.fills(reason="Om 010190-1234")
    await lead.presses("Gå videre uden svar")
    assert "CPR-nummer" in lead.error("reason")
    assert town.dump() == before
    lead.fills(reason="Formanden har godkendt det på mail.")
    await lead.presses("Gå videre uden svar")
    assert lead.sees("✓ Det er noteret", "Gået videre uden partens svar: Formanden har godkendt det på mail.")
    before = town.dump()
    await lead.sends_again()
    assert town.dump() == before
    [check] = stored(town, "check")
    assert (check["answer"], check["asked_at"]) == ("waived", None)
    await lead.presses("Til alle parter")
    assert not lead.sees("gengivet rigtigt")
    await assert_sound(town)


async def test_going_on_without_an_answer_holds_for_the_rendering_as_it_was(town: Town, lead: Person) -> None:
    await registered(town, lead)
    waive = {
        "hearing": town.hearing,
        "party": "helhedsplanen",
        "reason": "Formanden har godkendt det på mail.",
    }
    await lead.sends("check.waive", **waive)
    assert lead.sees("Gået videre uden partens svar")
    [point, *_] = points(town, "helhedsplanen")
    await lead.sends("paraphrase.edit", hearing=town.hearing, party="helhedsplanen", point=point)
    lead.fills(paraphrase="Noget helt andet.")
    await lead.presses("Gem gengivelsen")
    assert lead.sees("Parten er ikke spurgt, om den er gengivet rigtigt")
    assert not lead.sees("Gået videre uden partens svar")
    await lead.sends("memo.show", hearing=town.hearing)
    assert lead.sees("Ikke spurgt »Er I gengivet rigtigt?«")
    await assert_sound(town)


async def test_there_is_nothing_to_go_on_without_where_the_party_has_answered(
    town: Town, closed: Person, anne: Person
) -> None:
    lead = await asked(closed)
    await looks(anne)
    await anne.presses("Ja, vi er gengivet rigtigt")
    before = town.dump()
    await lead.sends("check.waive", hearing=town.hearing, party="helhedsplanen", reason="x")
    assert lead.sees("Der er ikke noget at gå videre uden")
    assert town.dump() == before


# --- the party answers ----------------------------------------------------------------------


async def test_the_party_sees_its_own_words_beside_how_it_is_rendered_and_approves(
    town: Town, closed: Person, anne: Person
) -> None:
    lead = await asked(closed)
    await looks(anne)
    assert anne.sees(
        f"Sådan gengives {HOUSING} i høringsnotatet til »Ny plads til SSP-NU«",
        "Indsatsen fungerer godt",
        "Gengivelse: Det går godt.",
        "Daglig sparring er vigtig",
        "Gengives med jeres egne ord.",
    )
    await anne.presses("Ja, vi er gengivet rigtigt")
    assert anne.sees("✓ Tak – I har svaret, at I er gengivet rigtigt.")
    before = town.dump()
    town.later(seconds=1)
    await anne.sends_again()
    assert anne.sees("✓ Tak")
    assert town.dump() == before
    [check] = stored(town, "check")
    assert (check["answer"], check["by"], check["by_name"]) == ("approved", ANNE, "Anne Jensen")
    await anne.says("Mine svar")
    assert "Se, hvordan I er gengivet" not in anne.titles()
    await at_party(lead, "helhedsplanen")
    assert lead.sees("✓ Parten har godkendt gengivelsen")
    assert "Spørg parten igen" not in lead.titles()
    await assert_sound(town)


async def test_the_party_puts_a_point_as_it_means_it(town: Town, closed: Person, anne: Person) -> None:
    lead = await asked(closed)
    await looks(anne)
    await anne.presses("Ret")
    assert anne.sees("Ret gengivelsen af punkt 1", "Indsatsen fungerer godt")
    assert anne.values() == {"wording": "Det går godt."}
    anne.fills(wording="Det går rigtig godt.")
    await anne.presses("Gem rettelsen")
    assert anne.sees("✓ Tak – rettelsen er gemt", "Jeres egen gengivelse: Det går rigtig godt.")
    assert "Ja, vi er gengivet rigtigt" not in anne.titles()
    before = town.dump()
    town.later(seconds=1)
    await anne.sends_again()
    assert town.dump() == before
    [check], [paraphrase] = stored(town, "check"), stored(town, "paraphrase")
    assert (check["answer"], paraphrase["by_party"], paraphrase["by"]) == ("corrected", True, ANNE)
    await anne.sends("check.show", hearing=town.hearing, party="helhedsplanen")
    await anne.presses("Ret", 1)
    anne.fills(wording="Sparring hver dag.")
    await anne.presses("Gem rettelsen")
    await at_party(lead, "helhedsplanen")
    assert lead.sees(
        "✎ Parten har rettet gengivelsen",
        "Partens egen gengivelse: Det går rigtig godt.",
        "Partens egen gengivelse: Sparring hver dag.",
    )
    assert [event["what"] for event in town.events("paraphrase.saved", "check.answered")] == [
        "paraphrase.saved",
        *["paraphrase.saved", "check.answered"] * 2,
    ]
    await assert_sound(town)


@pytest.mark.parametrize(
    ("wording", "error"),
    [
        pytest.param(" ", "Skriv, hvordan I vil gengives.", id="nothing"),
        pytest.param("x" * 501, "må højst fylde 500 tegn", id="too long"),
        pytest.param("Om 010190-1234", "CPR-nummer", id="a CPR number"),
    ],
)
async def test_what_is_wrong_with_a_correction_stands_beside_it(
    town: Town, closed: Person, anne: Person, wording: str, error: str
) -> None:
    await asked(closed)
    await looks(anne)
    await anne.presses("Ret")
    before = town.dump()
    anne.fills(wording=wording)
    await anne.presses("Gem rettelsen")
    assert error in anne.error("wording")
    assert "010190-1234" not in str(anne.card)
    assert town.dump() == before


async def test_what_has_changed_since_it_was_shown_is_not_approved(
    town: Town, closed: Person, anne: Person
) -> None:
    lead = await asked(closed)
    await looks(anne)
    await at_party(lead, "helhedsplanen")
    await lead.presses("Ret gengivelsen")
    lead.fills(paraphrase="Det går dårligt.")
    await lead.presses("Gem gengivelsen")
    before = town.dump()
    await anne.presses("Ja, vi er gengivet rigtigt")
    assert anne.sees("⚠ Bemærk: Gengivelsen er ændret, siden kortet blev vist.", "Det går dårligt.")
    assert town.dump() == before
    await anne.presses("Ja, vi er gengivet rigtigt")
    assert stored(town, "check")[0]["answer"] == "approved"
    await lead.presses("Ret gengivelsen")
    lead.fills(paraphrase="Det går skidt.")
    await lead.presses("Gem gengivelsen")
    assert lead.sees("⚠ Gengivelsen er ændret, siden parten blev spurgt")
    await lead.presses("Til alle parter")
    assert lead.sees("Gengivelsen er ændret, siden parten blev spurgt")
    town.later(days=1)
    await lead.presses("Spørg »Er I gengivet rigtigt?«")
    await lead.presses("Send spørgsmålet")
    await looks(anne)
    assert anne.sees("Det går skidt.")
    await assert_sound(town)


async def test_a_correction_of_what_was_put_otherwise_meanwhile_is_kept_and_asked_about(
    town: Town, closed: Person, anne: Person
) -> None:
    lead = await asked(closed)
    await looks(anne)
    await anne.presses("Ret")
    anne.fills(wording="Som vi siger det.")
    await at_party(lead, "helhedsplanen")
    await lead.presses("Ret gengivelsen")
    lead.fills(paraphrase="Det går dårligt.")
    await lead.presses("Gem gengivelsen")
    await anne.presses("Gem rettelsen")
    assert anne.sees("Gengivelsen er ændret, siden kortet blev vist.", "Det går dårligt.")
    assert anne.values()["wording"] == "Som vi siger det."
    assert stored(town, "check")[0]["answer"] is None
    await anne.presses("Gem rettelsen")
    assert anne.sees("Jeres egen gengivelse: Som vi siger det.")
    await assert_sound(town)


async def test_a_correction_approves_nothing_else_that_has_changed(
    town: Town, closed: Person, anne: Person
) -> None:
    lead = await asked(closed)
    await looks(anne)
    await anne.presses("Ret")
    await paraphrased(lead, "helhedsplanen", "Sparring er uvigtig.", nth=0)
    anne.fills(wording="Som vi siger det.")
    await anne.presses("Gem rettelsen")
    assert anne.sees("✓ Tak – rettelsen er gemt", "Gengivelsen er ændret", "Sparring er uvigtig.")
    await at_party(lead, "helhedsplanen")
    assert lead.sees("⚠ Gengivelsen er ændret, siden parten blev spurgt")
    await anne.presses("Ja, vi er gengivet rigtigt")
    await at_party(lead, "helhedsplanen")
    assert lead.sees("✓ Parten har godkendt gengivelsen", "Partens egen gengivelse: Som vi siger det.")
    await assert_sound(town)


async def test_what_a_lead_has_registered_stands_beside_the_words_of_the_letter(
    town: Town, lead: Person, anne: Person
) -> None:
    await registered(town, lead)
    await lead.presses("Spørg parten")
    await lead.presses("Jeg skriver selv til parten")
    await looks(anne)
    lines = anne.text.split("\n")
    at = lines.index("Vi bakker op om forslaget, bl.a. fordi indsatsen samles")
    assert lines[at + 1] == "Gengivelse: Parten bakker op."
    await anne.presses("Ret")
    assert anne.values() == {"wording": "Parten bakker op."}
    anne.fills(wording="Vi bakker helt op.")
    await anne.presses("Gem rettelsen")
    assert anne.sees("Jeres egen gengivelse: Vi bakker helt op.", "Vi bakker op om forslaget")
    [paraphrase] = stored(town, "paraphrase")
    assert paraphrase["rests_on"] == "Vi bakker op om forslaget, bl.a. fordi indsatsen samles"
    await assert_sound(town)


async def test_two_of_the_partys_people_answer_once(
    town: Town, closed: Person, anne: Person, bo: Person
) -> None:
    await asked(closed)
    await looks(anne)
    await looks(bo)
    await anne.presses("Ja, vi er gengivet rigtigt")
    before = town.dump(without=("whereabouts",))
    await bo.presses("Ja, vi er gengivet rigtigt")
    assert bo.sees("✓ Tak")
    assert town.dump(without=("whereabouts",)) == before
    await bo.presses("Ret")
    bo.fills(wording="Alligevel sådan.")
    await bo.presses("Gem rettelsen")
    [check] = stored(town, "check")
    assert (check["answer"], check["by"]) == ("corrected", BO)
    await assert_sound(town)


async def test_only_the_partys_own_people_answer_and_only_when_asked(
    town: Town, closed: Person, anne: Person, carl: Person
) -> None:
    await paraphrased(closed, "helhedsplanen")
    key = {"hearing": town.hearing, "party": "helhedsplanen", "wording": "x", "point": "x"}
    verbs = ("check.show", "check.point", "check.correct", "check.approve")
    before = town.dump()
    for verb in verbs:
        await anne.sends(verb, **key)
        assert anne.told.startswith("I er ikke blevet spurgt")
    assert town.dump() == before
    await closed.presses("Spørg parten")
    await closed.presses("Send spørgsmålet")
    key["point"] = points(town, "helhedsplanen")[0]
    before = town.dump()
    for verb in verbs:
        for other in (carl, town.person("stranger"), town.lead()):
            await other.sends(verb, **key)
            assert other.told.startswith("Du er ikke registreret som en")
            assert "Indsatsen" not in other.text
    await anne.sends("check.point", **(key | {"point": points(town, "lokal-med-cbf")[0]}))
    assert anne.sees("Punktet findes ikke længere hos parten.")
    await anne.sends("check.correct", **(key | {"point": points(town, "lokal-med-cbf")[0]}))
    assert anne.sees("Punktet findes ikke længere hos parten.")
    assert town.dump() == before


async def test_once_the_hearing_is_concluded_nothing_is_answered(
    town: Town, closed: Person, anne: Person
) -> None:
    lead = await asked(closed)
    await looks(anne)
    await lead.sends("hearing.conclude", hearing=town.hearing, reason="Slut")
    before = town.dump()
    await anne.presses("Ja, vi er gengivet rigtigt")
    assert anne.told == "Høringen er afsluttet, så gengivelsen kan ikke længere ændres."
    await anne.presses("Ret")
    assert anne.told == "Høringen er afsluttet, så gengivelsen kan ikke længere ændres."
    await anne.sends("check.show", hearing=town.hearing, party="helhedsplanen")
    assert anne.sees("Gengivelse: Det går godt.", "Høringen er afsluttet")
    assert anne.titles() == ["Mine svar"]
    await anne.says("Mine svar")
    assert "Se, hvordan I er gengivet" not in anne.titles()
    assert town.dump() == before


async def test_a_response_that_no_longer_counts_is_not_asked_about(
    town: Town, lead: Person, anne: Person
) -> None:
    await answered(anne, "Et")
    await asked(lead)
    await anne.says("Mine svar")
    assert "Se, hvordan I er gengivet" in anne.titles()
    await anne.presses("Se kvittering")
    await anne.presses("Træk svaret tilbage")
    await anne.presses("Træk svaret tilbage")
    await anne.says("Mine svar")
    assert "Se, hvordan I er gengivet" not in anne.titles()
    await anne.sends("check.show", hearing=town.hearing, party="helhedsplanen")
    assert anne.told.startswith("I er ikke blevet spurgt")


async def test_25_long_points_are_all_shown_to_the_party(lead: Person, anne: Person) -> None:
    await answered(anne, *(f"P{number:02} " + "å" * 995 for number in range(25)))
    await asked(lead)
    await looks(anne)
    read = anne.text
    while "Næste del" in anne.titles():
        await anne.presses("Næste del")
        read += anne.text
    assert all(f"P{number:02} " + "å" * 995 in read for number in range(25))
    await anne.presses("Ja, vi er gengivet rigtigt")
    assert anne.sees("✓ Tak")
