from __future__ import annotations

import pytest

from bot.hearings.verbs import VERBS
from storage.knowledge import Knowledge
from storage.records import audit, treatment
from storage.records.remarks import Remark
from tests.fakes.people import HEARING, LEAD, Person, Town, answered
from tests.fakes.treating import HOUSING, MED, assert_sound, at_party, points, remarked, stored

pytestmark = pytest.mark.asyncio

# --- how far it is --------------------------------------------------------------------------


async def test_the_points_without_a_remark_are_listed_until_each_has_one_or_is_said_to_need_none(
    town: Town, closed: Person
) -> None:
    lead = closed
    assert lead.sees(
        "5 af 5 punkter mangler en bemærkning",
        HOUSING,
        "0 af 3 punkter behandlet",
        "Punkterne 1–3 mangler en bemærkning",
        "Punkterne 1–2 mangler en bemærkning",
    )
    one, two, three = points(town, "helhedsplanen")
    await remarked(lead, "helhedsplanen", one, two)
    lead.fills(points=three)
    await lead.presses("Ingen selvstændig bemærkning")
    assert lead.sees("✓ Det står nu, at punkterne ikke får en selvstændig bemærkning.")
    await remarked(lead, "lokal-med-cbf", "all")
    await lead.presses("Til alle parter")
    assert lead.sees(
        "Alle punkter har en bemærkning",
        "3 af 3 punkter behandlet",
        "✎ Kladde 2",
        "Punkterne 1–3 har en bemærkning, der ikke er godkendt",
    )
    assert not lead.sees("mangler en bemærkning")
    for party in ("helhedsplanen", "lokal-med-cbf"):
        await at_party(lead, party)
        await lead.presses("Markér alle kladder som faglige")
        await lead.presses("Godkend alle faglige")
    await lead.presses("Til alle parter")
    assert lead.sees("✓ Intet mangler: Notatet er endeligt.", "✓ Godkendt 2")
    await lead.presses("Til svartavlen")
    await lead.presses("Se høringen")
    await lead.presses("Genåbn høringen")
    lead.fills(reason="Der kommer et svar til.")
    await lead.presses("Genåbn høringen")
    await lead.presses("Bemærkninger")
    assert lead.sees("✓ Intet mangler nu. Notatet bliver endeligt, når høringen er lukket.")
    await assert_sound(town)


async def test_of_several_hearings_the_lead_chooses(town: Town, closed: Person) -> None:
    lead = closed
    await lead.sends("hearing.conclude", hearing=town.hearing, reason="Slut")
    await lead.says("Skriv bemærkninger")
    assert lead.sees("Hvilken høring vil du skrive bemærkninger til?", "Ny plads til SSP-NU", "Afsluttet")
    await lead.presses("Bemærkninger")
    assert lead.sees("punkter mangler en bemærkning") or lead.sees("Alle punkter har en bemærkning")


async def test_remarks_can_be_prepared_while_the_hearing_is_open(lead: Person, anne: Person) -> None:
    await answered(anne, "Et")
    await lead.presses("Bemærkninger")
    assert lead.sees("1 af 1 punkt mangler en bemærkning", "Høringen er åben.", HOUSING)
    assert not lead.sees(MED)
    await remarked(lead, "helhedsplanen", "all")
    assert lead.sees("✓ Bemærkningen er gemt.")


async def test_it_is_found_from_the_hearing_and_from_its_board(town: Town, closed: Person) -> None:
    lead = closed
    for verb in ("hearing.show", "board.show"):
        await lead.sends(verb, hearing=town.hearing)
        await lead.presses("Bemærkninger")
        assert lead.sees("5 af 5 punkter mangler en bemærkning")


async def test_a_draft_has_no_responses_to_treat(lead: Person) -> None:
    await lead.says("Opret høring")
    lead.fills(**(HEARING | {"title": "En kladde"}))
    await lead.presses("Gem og se")
    draft = lead.button("Ret høringen")["data"]["hearing"]
    assert "Bemærkninger" not in lead.titles()
    await lead.sends("remarks.show", hearing=draft)
    assert lead.told == "Høringen er ikke åbnet endnu."


async def test_a_late_response_is_treated_once_it_is_included(town: Town, lead: Person, anne: Person) -> None:
    town.later(days=50)
    await answered(anne, "For sent")
    await lead.sends("remarks.show", hearing=town.hearing)
    assert lead.sees(f"⚠ Bemærk: Svaret fra {HOUSING} kom for sent og venter på din afgørelse.")
    await at_party(lead, "helhedsplanen")
    assert lead.told.startswith(f"{HOUSING} har ikke noget svar, der skal behandles")
    await lead.sends("response.open", hearing=town.hearing, party="helhedsplanen")
    lead.fills(decision="include", reason="Sygdom")
    await lead.presses("Gem afgørelsen")
    await at_party(lead, "helhedsplanen")
    assert lead.sees("For sent", "○ Mangler en bemærkning")


async def test_who_has_no_comments_needs_no_remark(town: Town, lead: Person, anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    await anne.presses("Ingen bemærkninger")
    await lead.sends("remarks.show", hearing=town.hearing)
    assert lead.sees("Der er ingen svar at skrive bemærkninger til endnu", "Ingen bemærkninger til høringen")
    await at_party(lead, "helhedsplanen")
    assert lead.sees("Parten har ingen bemærkninger til høringen")
    assert lead.inputs() == []


# --- a remark -------------------------------------------------------------------------------


async def test_a_remark_stands_below_the_first_point_it_answers_and_is_named_at_the_others(
    town: Town, closed: Person
) -> None:
    lead = closed
    one, _, three = points(town, "helhedsplanen")
    await at_party(lead, "helhedsplanen")
    lead.fills(points=f"{three},{one}")
    await lead.presses("Skriv bemærkning")
    assert lead.sees("Ny bemærkning til", "Indsatsen fungerer godt", "Flere unge skal med")
    lead.fills(remark_text="Det er vi glade for.\nTak.", outcome="noted")
    await lead.presses("Gem bemærkning")
    assert lead.sees("✓ Bemærkningen er gemt.")
    lines = lead.text.split("\n")
    at = lines.index("Bemærkning 1 til punkt 1 og 3 · Noteret · ✎ Kladde")
    assert lines.index("Indsatsen fungerer godt") < at < lines.index("Daglig sparring er vigtig")
    assert lines[at + 1 : at + 4] == ["Åbn", "Det er vi glade for.", "Tak."]
    assert lines.index("Se bemærkning 1") > lines.index("Flere unge skal med")
    [remark] = stored(town, "remark")
    assert remark == {
        "id": remark["id"],
        "party_id": "helhedsplanen",
        "position": 1,
        "points": [one, three],
        "text": "Det er vi glade for.\nTak.",
        "refers_to": [],
        "outcome": "noted",
        "progress": "draft",
        "by": LEAD,
        "at": "2026-10-31T08:01:00Z",
        "removed": False,
    }
    [event] = town.events("remark.saved")
    assert (event["party_id"], event["detail"], event["actor"]) == ("helhedsplanen", remark["id"], LEAD)
    await assert_sound(town)


async def test_one_point_may_have_two_remarks(town: Town, closed: Person) -> None:
    lead = closed
    [one, *_] = points(town, "helhedsplanen")
    await remarked(lead, "helhedsplanen", one, text="Det første.")
    await remarked(lead, "helhedsplanen", one, text="Det andet.")
    assert lead.sees("Punkt 1 har allerede en bemærkning. Tryk igen, hvis din skal stå der ved siden af den.")
    await lead.presses("Gem bemærkning")
    assert lead.sees("Bemærkning 1 til punkt 1", "Det første.", "Bemærkning 2 til punkt 1", "Det andet.")


@pytest.mark.parametrize(
    ("filled", "field", "error"),
    [
        pytest.param({}, "remark_text", "Skriv en bemærkning, eller henvis til en anden.", id="nothing"),
        pytest.param({"remark_text": " \n "}, "remark_text", "Skriv en bemærkning", id="blanks"),
        pytest.param({"remark_text": "x" * 2_001}, "remark_text", "må højst fylde 2.000 tegn", id="too long"),
        pytest.param(
            {"remark_text": "Om 010190-1234"},
            "remark_text",
            "ser ud til at indeholde et CPR-nummer",
            id="a CPR number",
        ),
        pytest.param({"remark_text": "x", "points": ""}, "points", "Vælg mindst ét punkt.", id="no points"),
        pytest.param(
            {"remark_text": "x", "outcome": "won"}, "outcome", "Vælg et udfald på listen.", id="no outcome"
        ),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_stored(
    town: Town, closed: Person, filled: dict[str, str], field: str, error: str
) -> None:
    lead = closed
    await at_party(lead, "helhedsplanen")
    lead.fills(points="all")
    await lead.presses("Skriv bemærkning")
    before = town.dump()
    lead.fills(**filled)
    await lead.presses("Gem bemærkning")
    assert error in lead.error(field)
    assert town.dump() == before
    assert "010190-1234" not in str(lead.card)
    lead.fills(remark_text="Nu går det.", outcome="none", points=points(town, "helhedsplanen")[0])
    await lead.presses("Gem bemærkning")
    assert lead.sees("✓ Bemærkningen er gemt.")


async def test_points_must_be_chosen_first(town: Town, closed: Person) -> None:
    lead = await at_party(closed, "helhedsplanen")
    before = town.dump()
    for title in ("Skriv bemærkning", "Ingen selvstændig bemærkning", "Indstilling"):
        await lead.presses(title)
        assert lead.error("points") == "Vælg mindst ét punkt."
    assert town.dump() == before


async def test_an_address_in_a_remark_is_asked_about_once(town: Town, closed: Person) -> None:
    lead = await remarked(closed, "helhedsplanen", "all", text="Skriv til lise@ishoj.dk")
    assert lead.sees("Teksten ser ud til at indeholde en mailadresse")
    assert stored(town, "remark") == []
    await lead.presses("Gem alligevel")
    assert lead.sees("✓ Bemærkningen er gemt.")
    assert len(stored(town, "remark")) == 1


async def test_pressed_twice_a_remark_is_stored_once(town: Town, closed: Person) -> None:
    lead = await remarked(closed, "helhedsplanen", "all")
    town.later(seconds=1)
    before = town.dump()
    await lead.sends_again()
    assert lead.sees("✓ Bemærkningen er gemt.")
    assert town.dump() == before
    await lead.presses("Åbn")
    await lead.presses("Gem bemærkning")  # as it was
    assert town.dump() == before


async def test_a_remark_is_changed_and_is_a_draft_again(town: Town, closed: Person) -> None:
    lead = await remarked(closed, "helhedsplanen", "all", outcome="met")
    for title in ("Markér som faglig", "Godkend"):
        await lead.presses("Åbn")
        await lead.presses(title)
    assert lead.sees("✓ Bemærkningen er godkendt.", "· ✓ Godkendt")
    await lead.presses("Åbn")
    assert lead.values()["remark_text"] == "Det ser vi på."
    assert lead.values()["outcome"] == "met"
    lead.fills(remark_text="Det har vi set på.")
    await lead.presses("Gem bemærkning")
    assert lead.sees("Det har vi set på.", "· ✎ Kladde")
    [remark] = stored(town, "remark")
    assert (remark["progress"], remark["position"]) == ("draft", 1)
    versions = town.rows("SELECT version FROM treatments WHERE id = ?", remark["id"])
    assert [row["version"] for row in versions] == [1, 2, 3, 4]
    assert [event["what"] for event in town.events("remark.saved", "remark.moved")] == [
        "remark.saved",
        "remark.moved",
        "remark.moved",
        "remark.saved",
    ]
    await assert_sound(town)


async def test_a_remark_is_removed_and_its_history_kept(town: Town, closed: Person) -> None:
    lead = await remarked(closed, "helhedsplanen", "all")
    await lead.presses("Åbn")
    await lead.presses("Fjern bemærkning")
    assert lead.sees("✓ Bemærkningen er fjernet.", "○ Mangler en bemærkning")
    before = town.dump()
    await lead.sends_again()
    assert lead.sees("✓ Bemærkningen er fjernet.")
    assert town.dump() == before
    assert stored(town, "remark") == []
    assert len(town.rows("SELECT id FROM treatments WHERE hearing_id = ?", town.hearing)) == 2
    await assert_sound(town)


# --- no remark of their own -----------------------------------------------------------------


async def test_points_that_get_a_remark_are_no_longer_such_that_get_none(town: Town, closed: Person) -> None:
    lead = await at_party(closed, "helhedsplanen")
    one, two, three = points(town, "helhedsplanen")
    lead.fills(points="all")
    await lead.presses("Ingen selvstændig bemærkning")
    assert lead.sees("Ingen selvstændig bemærkning til punkt 1–3 · ✎ Kladde")
    before = town.dump()
    await lead.sends_again()
    assert town.dump() == before
    await remarked(lead, "helhedsplanen", two)
    assert lead.sees(
        "Står ikke længere som »Ingen selvstændig bemærkning«.",
        "Ingen selvstændig bemærkning til punkt 1 og 3",
        "Bemærkning 1 til punkt 2",
    )
    await remarked(lead, "helhedsplanen", one, three, text="Også de.")
    assert [each["text"] for each in stored(town, "remark")] == ["Det ser vi på.", "Også de."]
    await assert_sound(town)


async def test_a_point_with_a_remark_is_not_said_to_get_none(town: Town, closed: Person) -> None:
    one, two, _ = points(town, "helhedsplanen")
    lead = await remarked(closed, "helhedsplanen", one, two)
    before = town.dump()
    lead.fills(points="all")
    await lead.presses("Ingen selvstændig bemærkning")
    assert lead.error("points") == "Punkt 1–2 har allerede en bemærkning. Tag punkterne ud af dem først."
    assert town.dump() == before


# --- two leads ------------------------------------------------------------------------------


async def test_two_leads_at_one_remark_see_each_others_and_lose_nothing(town: Town, closed: Person) -> None:
    lead = await remarked(closed, "helhedsplanen", "all", text="Fra begyndelsen.")
    other = await at_party(town.other_lead(), "helhedsplanen")
    await lead.presses("Åbn")
    await other.presses("Åbn")
    town.later(minutes=1)
    other.fills(remark_text="Den andens.")
    await other.presses("Gem bemærkning")
    before = town.dump()
    lead.fills(remark_text="Min.", outcome="met")
    await lead.presses("Gem bemærkning")
    assert lead.sees("En anden har ændret det, siden kortet blev vist.", "Sådan står den nu", "Den andens.")
    assert lead.values()["remark_text"] == "Min."
    assert lead.values()["outcome"] == "met"
    assert town.dump() == before
    await lead.presses("Gem bemærkning")
    assert [each["text"] for each in stored(town, "remark")] == ["Min."]
    await assert_sound(town)


async def test_a_remark_that_another_lead_removed_is_stored_only_when_that_is_known(
    town: Town, closed: Person
) -> None:
    lead = await remarked(closed, "helhedsplanen", "all")
    other = await at_party(town.other_lead(), "helhedsplanen")
    await lead.presses("Åbn")
    await other.presses("Åbn")
    await other.presses("Fjern bemærkning")
    lead.fills(remark_text="Den skal blive.")
    await lead.presses("Gem bemærkning")
    assert lead.sees("En anden har fjernet det, siden kortet blev vist.")
    assert stored(town, "remark") == []
    await lead.presses("Gem bemærkning")
    assert [each["text"] for each in stored(town, "remark")] == ["Den skal blive."]
    await at_party(other, "helhedsplanen")
    await other.presses("Åbn")
    await lead.presses("Åbn")
    await lead.presses("Markér som faglig")
    await other.presses("Fjern bemærkning")
    assert other.sees("En anden har ændret bemærkningen, siden kortet blev vist, så intet er gjort.")
    await other.presses("Fjern bemærkning")
    assert stored(town, "remark") == []
    await assert_sound(town)


async def test_two_leads_who_answer_a_point_at_once_are_told_of_each_other(
    town: Town, closed: Person
) -> None:
    lead, other = closed, town.other_lead()
    [one, *_] = points(town, "helhedsplanen")
    await at_party(other, "helhedsplanen")
    other.fills(points=one)
    await other.presses("Skriv bemærkning")
    await remarked(lead, "helhedsplanen", one, text="Den enes.")
    other.fills(remark_text="Den andens.")
    await other.presses("Gem bemærkning")
    assert other.sees("Punkt 1 har allerede en bemærkning.")
    assert other.values()["remark_text"] == "Den andens."
    assert [each["text"] for each in stored(town, "remark")] == ["Den enes."]
    await other.presses("Gem bemærkning")
    await other.sends_again()
    assert {each["text"] for each in stored(town, "remark")} == {"Den enes.", "Den andens."}
    await assert_sound(town)


@pytest.mark.parametrize(
    "typed",
    [{"remark_text": "Ny tekst."}, {"outcome": "met"}, {"points": ""}],
    ids=["text", "outcome", "points"],
)
async def test_what_is_typed_and_not_saved_keeps_a_remark_where_it_is(
    town: Town, closed: Person, typed: dict[str, str]
) -> None:
    lead = await remarked(closed, "helhedsplanen", "all", text="Gammel tekst.")
    await lead.presses("Åbn")
    lead.fills(**typed)
    await lead.presses("Markér som faglig")
    assert lead.sees("Det, du har skrevet, er ikke gemt endnu. Tryk »Gem bemærkning« først.")
    assert lead.values().items() >= typed.items()
    assert [each["progress"] for each in stored(town, "remark")] == ["draft"]
    await lead.presses("Til partens punkter")
    await lead.presses("Åbn")
    await lead.presses("Markér som faglig")
    assert [(each["text"], each["progress"]) for each in stored(town, "remark")] == [
        ("Gammel tekst.", "professional")
    ]
    await assert_sound(town)


async def test_what_is_typed_while_another_lead_changes_a_remark_is_kept(town: Town, closed: Person) -> None:
    lead = await remarked(closed, "helhedsplanen", "all", text="Gammel tekst.")
    other = await at_party(town.other_lead(), "helhedsplanen")
    await other.presses("Åbn")
    await lead.presses("Åbn")
    lead.fills(remark_text="Den enes.")
    await lead.presses("Gem bemærkning")
    other.fills(remark_text="Den andens.")
    await other.presses("Markér som faglig")
    assert other.sees("En anden har ændret det", "Sådan står den nu", "Den enes.")
    assert other.values()["remark_text"] == "Den andens."
    assert "Markér som faglig" not in other.titles()


async def test_nobody_approves_what_they_have_not_seen(town: Town, closed: Person) -> None:
    lead = await remarked(closed, "helhedsplanen", "all")
    other = await at_party(town.other_lead(), "helhedsplanen")
    await lead.presses("Åbn")
    lead.fills(remark_text="Noget andet.")
    await lead.presses("Gem bemærkning")
    await other.presses("Markér alle kladder som faglige")
    assert other.sees("Noget er ændret, siden kortet blev vist, så intet er flyttet.", "Noget andet.")
    assert [each["progress"] for each in stored(town, "remark")] == ["draft"]


# --- references -----------------------------------------------------------------------------


def remark_id(town: Town, text: str) -> str:
    [found] = [each["id"] for each in stored(town, "remark") if each["text"] == text]
    return str(found)


async def test_a_remark_may_refer_to_another_instead_of_saying_it_again(town: Town, closed: Person) -> None:
    lead = await remarked(closed, "lokal-med-cbf", "all", text="Viden videreføres.")
    await remarked(lead, "helhedsplanen", "all", text="", refers_to=remark_id(town, "Viden videreføres."))
    assert lead.sees(f"Se bemærkning 1 under {MED}")
    await lead.presses("Til alle parter")
    assert lead.sees("Alle punkter har en bemærkning")
    await assert_sound(town)


async def test_the_references_follow_when_a_remark_gets_another_number(town: Town, closed: Person) -> None:
    one, two = points(town, "lokal-med-cbf")
    lead = await remarked(closed, "lokal-med-cbf", one, text="Den første.")
    await remarked(lead, "lokal-med-cbf", two, text="Den anden.")
    await remarked(lead, "helhedsplanen", "all", text="", refers_to=remark_id(town, "Den anden."))
    assert lead.sees(f"Se bemærkning 2 under {MED}")
    await at_party(lead, "lokal-med-cbf")
    await lead.presses("Åbn", 0)
    await lead.presses("Fjern bemærkning")
    await at_party(lead, "helhedsplanen")
    assert lead.sees(f"Se bemærkning 1 under {MED}")


async def test_a_remark_that_others_refer_to_stays_until_they_are_changed(town: Town, closed: Person) -> None:
    lead = await remarked(closed, "lokal-med-cbf", "all", text="Viden videreføres.")
    await remarked(lead, "helhedsplanen", "all", text="", refers_to=remark_id(town, "Viden videreføres."))
    await at_party(lead, "lokal-med-cbf")
    await lead.presses("Åbn")
    before = town.dump()
    await lead.presses("Fjern bemærkning")
    assert lead.sees(f"Andre bemærkninger henviser til den: bemærkning 1 under {HOUSING}. Ret dem")
    assert town.dump() == before
    await at_party(lead, "helhedsplanen")
    await lead.presses("Åbn")
    lead.fills(refers_to="", remark_text="Eget svar.")
    await lead.presses("Gem bemærkning")
    await at_party(lead, "lokal-med-cbf")
    await lead.presses("Åbn")
    await lead.presses("Fjern bemærkning")
    assert lead.sees("✓ Bemærkningen er fjernet.")
    await assert_sound(town)


async def test_a_party_that_took_its_response_back_holds_no_remark_fast(
    town: Town, lead: Person, anne: Person, carl: Person
) -> None:
    await answered(anne, "Et")
    await answered(carl, "To", discussed="2026-08-31")
    await remarked(lead, "helhedsplanen", "all", text="Svaret.")
    svaret = remark_id(town, "Svaret.")
    await remarked(lead, "lokal-med-cbf", "all", text="", refers_to=svaret)
    await anne.presses("Træk svaret tilbage")
    await anne.presses("Træk svaret tilbage")
    await lead.sends("remarks.show", hearing=town.hearing)
    assert not lead.sees(HOUSING)
    assert lead.sees("Punkt 1 har en henvisning til en bemærkning, der ikke findes længere")
    await at_party(lead, "lokal-med-cbf")
    await lead.presses("Åbn")
    await lead.presses("Gem bemærkning")
    assert lead.sees("Skriv en bemærkning, eller henvis til en anden.")
    lead.fills(remark_text="Eget svar.")
    await lead.presses("Gem bemærkning")
    assert lead.sees("✓ Bemærkningen er gemt.", "Eget svar.")
    await assert_sound(town)


async def test_no_reference_leads_back_over_three_remarks(town: Town, closed: Person) -> None:
    one, two, three = points(town, "helhedsplanen")
    lead = await remarked(closed, "helhedsplanen", one, text="Den første.")
    first = remark_id(town, "Den første.")
    await remarked(lead, "helhedsplanen", two, text="Den anden.", refers_to=first)
    await remarked(lead, "helhedsplanen", three, text="Den tredje.", refers_to=remark_id(town, "Den anden."))
    third = remark_id(town, "Den tredje.")
    before = town.dump()
    await lead.presses("Åbn", 0)
    offered = {
        choice["value"]
        for field in lead.inputs()
        if field["id"] == "refers_to"
        for choice in field["choices"]
    }
    assert offered == {remark_id(town, "Den anden."), third}
    for wrong, why in ((third, "fører tilbage"), (first, "fører tilbage"), ("gone", "findes ikke længere")):
        data = lead.button("Gem bemærkning")["data"] | lead.values() | {"refers_to": wrong}
        await lead.sends("remark.save", **data)
        assert why in lead.error("refers_to") or "findes ikke længere" in lead.error("refers_to")
        assert town.dump() == before


async def test_a_remark_that_says_nothing_is_not_referred_to(town: Town, closed: Person) -> None:
    lead = await at_party(closed, "lokal-med-cbf")
    lead.fills(points="all")
    await lead.presses("Ingen selvstændig bemærkning")
    [silent] = stored(town, "remark")
    await at_party(lead, "helhedsplanen")
    lead.fills(points="all")
    await lead.presses("Skriv bemærkning")
    assert "refers_to" not in lead.values()
    data = lead.button("Gem bemærkning")["data"] | lead.values() | {"refers_to": silent["id"]}
    await lead.sends("remark.save", **data)
    assert lead.sees("Den bemærkning, der henvises til, findes ikke længere.")
    assert len(stored(town, "remark")) == 1


async def test_of_many_remarks_the_ones_to_refer_to_are_searched_for(town: Town, closed: Person) -> None:
    lead = closed
    desk = await town.office.open()
    async with desk.records.writing() as connection:
        for number in range(40):
            remark = Remark(
                id=f"r{number}",
                party_id="lokal-med-cbf",
                position=number + 1,
                points=(points(town, "lokal-med-cbf")[0],),
                text=f"Svar nummer {number:02} om sparring",
            )
            content_hash = await treatment.keep(connection, town.hearing, remark)
            await audit.append(
                connection,
                at=town.now,
                actor="",
                what="remark.saved",
                hearing_id=town.hearing,
                content_hash=content_hash,
            )
    await at_party(lead, "helhedsplanen")
    lead.fills(points="all")
    await lead.presses("Skriv bemærkning")
    lead.fills(remark_text="Halvt skrevet", remark_find="NUMMER 05")
    await lead.presses("Find")
    assert lead.values()["remark_text"] == "Halvt skrevet"
    assert lead.sees("Svar nummer 05")
    assert not lead.sees("Svar nummer 06")
    lead.fills(remark_find="findes ikke")
    await lead.presses("Find")
    assert not lead.sees("Svar nummer")
    lead.fills(remark_find="nummer 05")
    await lead.presses("Find")
    lead.fills(refers_to="r5", remark_find="")
    await lead.presses("Gem bemærkning")
    assert lead.sees(f"Se bemærkning 6 under {MED}")


# --- progress -------------------------------------------------------------------------------


async def test_a_remark_goes_a_step_at_a_time_and_back(town: Town, closed: Person) -> None:
    lead = await remarked(closed, "helhedsplanen", "all")
    steps = ["Markér som faglig", "Godkend", "Tilbage til faglig", "Tilbage til kladde"]
    seen = []
    for title in steps:
        await lead.presses("Åbn")
        await lead.presses(title)
        seen.append(stored(town, "remark")[0]["progress"])
        before = town.dump()
        town.later(seconds=1)
        await lead.sends_again()
        assert town.dump() == before
    assert seen == ["professional", "approved", "professional", "draft"]
    await lead.presses("Åbn")
    data = lead.button("Markér som faglig")["data"] | {"to": "approved"}
    await lead.sends("remark.move", **data)
    assert "intet er flyttet" in lead.told
    assert stored(town, "remark")[0]["progress"] == "draft"
    await assert_sound(town)


async def test_all_of_a_partys_remarks_go_together_and_no_others(town: Town, closed: Person) -> None:
    one, two, three = points(town, "helhedsplanen")
    lead = await remarked(closed, "lokal-med-cbf", "all")
    await remarked(lead, "helhedsplanen", one)
    await remarked(lead, "helhedsplanen", two, text="To.")
    lead.fills(points=three)
    await lead.presses("Ingen selvstændig bemærkning")
    await lead.presses("Markér alle kladder som faglige")
    assert lead.sees("✓ 3 bemærkninger står nu som faglige.")
    before = town.dump()
    await lead.sends_again()
    assert town.dump() == before
    await lead.presses("Godkend alle faglige")
    assert lead.sees("✓ 3 bemærkninger er godkendt.")
    await lead.presses("Flyt tilbage")
    assert lead.sees("Hvilke bemærkninger skal et trin tilbage?", "✓ Godkendt 3")
    await lead.presses("Alle godkendte tilbage til faglig")
    await lead.presses("Flyt tilbage")
    await lead.presses("Alle faglige tilbage til kladde")
    assert "Flyt tilbage" not in lead.titles()
    assert {each["progress"] for each in stored(town, "remark")} == {"draft"}
    assert len(town.events("remark.moved")) == 12
    data = lead.button("Markér alle kladder som faglige")["data"]
    await lead.sends("remark.move_all", **(data | {"to": "approved"}))
    assert lead.told.startswith("Den knap kender jeg ikke.")
    await assert_sound(town)


# --- a party changes its response -----------------------------------------------------------


async def changed_response(town: Town, lead: Person, anne: Person) -> None:
    """Anne has changed the first point and taken out the third."""
    await lead.sends("hearing.reopen", hearing=town.hearing, reason="En fejl")
    await lead.sends(
        "hearing.extend",
        hearing=town.hearing,
        deadline_date="2026-12-01",
        deadline_time="23:59",
        reason="En fejl",
        **{"for": "all"},
    )
    town.later(days=1)
    await anne.says("Mine svar")
    await anne.presses("Se kvittering")
    await anne.presses("Ret svaret")
    await anne.presses("Ret", 2)
    await anne.presses("Fjern punkt")
    await anne.presses("Ret", 0)
    anne.fills(text="Indsatsen fungerer ikke")
    await anne.presses("Gem punkt")
    await anne.presses("Gennemse og send")
    await anne.presses("Send høringssvar")
    town.later(days=1)


async def test_a_point_that_has_changed_is_read_again_before_its_remark_is_approved(
    town: Town, closed: Person, anne: Person
) -> None:
    one, two, three = points(town, "helhedsplanen")
    lead = await remarked(closed, "helhedsplanen", one, three, text="Til to punkter.")
    await remarked(lead, "helhedsplanen", two, text="Til ét.")
    await lead.presses("Markér alle kladder som faglige")
    await changed_response(town, lead, anne)
    await at_party(lead, "helhedsplanen")
    assert lead.sees("⚠ Punkt 1 er ændret siden. Læs det, og gem bemærkningen igen.", "Til to punkter.")
    await lead.presses("Godkend alle faglige")
    assert lead.sees("✓ Bemærkningen er godkendt. Én skal læses og gemmes igen først")
    await lead.presses("Flyt tilbage")
    await lead.presses("Alle godkendte tilbage til faglig")
    await lead.presses("Åbn")
    await lead.presses("Godkend")
    assert lead.sees("⚠ Bemærk: Punkterne er ændret, siden bemærkningen blev skrevet.")
    await lead.presses("Tilbage til kladde")
    assert lead.sees("⚠ Punkt 1 er ændret siden.")
    await lead.presses("Til alle parter")
    assert lead.sees("Punkt 1 er ændret, siden bemærkningen blev skrevet")
    await at_party(lead, "helhedsplanen")
    await lead.presses("Åbn")
    await lead.presses("Gem bemærkning")
    assert lead.sees("Ét punkt findes ikke længere hos parten og er taget ud.")
    assert not lead.sees("er ændret siden")
    found = {each["text"]: each["points"] for each in stored(town, "remark")}
    assert found == {"Til to punkter.": [one], "Til ét.": [two]}
    await assert_sound(town)


async def test_a_remark_whose_points_are_gone_stands_at_the_end(
    town: Town, closed: Person, anne: Person
) -> None:
    *_, three = points(town, "helhedsplanen")
    lead = await remarked(closed, "helhedsplanen", three)
    await changed_response(town, lead, anne)
    await at_party(lead, "helhedsplanen")
    assert lead.sees("Svarer ikke længere på noget punkt.")
    await lead.presses("Åbn")
    await lead.presses("Gem bemærkning")
    assert lead.error("points") == "Vælg mindst ét punkt."
    await lead.presses("Fjern bemærkning")
    assert lead.sees("✓ Bemærkningen er fjernet.")


async def test_a_paraphrase_of_a_point_that_has_changed_holds_no_more(
    town: Town, closed: Person, anne: Person
) -> None:
    lead = await at_party(closed, "helhedsplanen")
    await lead.presses("Skriv gengivelse")
    lead.fills(paraphrase="Det går godt.")
    await lead.presses("Gem gengivelsen")
    assert lead.sees("Gengivelse: Det går godt.")
    await changed_response(town, lead, anne)
    await at_party(lead, "helhedsplanen")
    assert lead.sees("Punktet er ændret, siden gengivelsen blev skrevet, så den gælder ikke længere.")
    assert not lead.sees("Det går godt.")
    await lead.presses("Skriv gengivelse")
    assert lead.values() == {"paraphrase": "Det går godt.", "rests_on": "Indsatsen fungerer ikke"}
    lead.fills(paraphrase="Det går ikke.")
    await lead.presses("Gem gengivelsen")
    assert lead.sees("Gengivelse: Det går ikke.")
    await assert_sound(town)


# --- paraphrases ----------------------------------------------------------------------------


async def test_a_paraphrase_stands_beside_the_partys_own_words_and_tells_what_it_rests_on(
    town: Town, closed: Person
) -> None:
    lead = await at_party(closed, "helhedsplanen")
    await lead.presses("Skriv gengivelse", 1)
    assert lead.sees("Gengivelse af punkt 2 fra", "Daglig sparring er vigtig")
    lead.fills(paraphrase="Parten ønsker sparring.", rests_on="daglig\n SPARRING")
    await lead.presses("Gem gengivelsen")
    assert lead.sees(
        "✓ Gengivelsen er gemt.",
        "Daglig sparring er vigtig",
        "Gengivelse: Parten ønsker sparring.",
        "Bygger på: »daglig",
    )
    before = town.dump()
    await lead.sends_again()
    assert town.dump() == before
    await lead.presses("Ret gengivelsen")
    await lead.presses("Fjern gengivelsen")
    assert lead.sees("✓ Gengivelsen er fjernet.")
    assert stored(town, "paraphrase") == []
    await assert_sound(town)


@pytest.mark.parametrize(
    ("filled", "field", "error"),
    [
        pytest.param({}, "paraphrase", "Skriv en gengivelse.", id="nothing"),
        pytest.param({"paraphrase": "x" * 501}, "paraphrase", "må højst fylde 500 tegn", id="too long"),
        pytest.param(
            {"paraphrase": "x", "rests_on": "Flere unge"},
            "rests_on",
            "De ord står hverken i punktet eller i originalen.",
            id="another point's words",
        ),
        pytest.param({"paraphrase": "010190-1234"}, "paraphrase", "CPR-nummer", id="a CPR number"),
        pytest.param(
            {"paraphrase": "x", "rests_on": "010190-1234"}, "rests_on", "CPR-nummer", id="a CPR number below"
        ),
    ],
)
async def test_a_paraphrase_rests_on_words_that_the_party_has_written(
    town: Town, closed: Person, filled: dict[str, str], field: str, error: str
) -> None:
    lead = await at_party(closed, "helhedsplanen")
    await lead.presses("Skriv gengivelse")
    before = town.dump()
    lead.fills(**filled)
    await lead.presses("Gem gengivelsen")
    assert error in lead.error(field)
    assert town.dump() == before
    assert "010190-1234" not in str(lead.card)


async def test_two_leads_at_one_paraphrase_see_each_others(town: Town, closed: Person) -> None:
    lead, other = await at_party(closed, "helhedsplanen"), await at_party(town.other_lead(), "helhedsplanen")
    await lead.presses("Skriv gengivelse")
    await other.presses("Skriv gengivelse")
    other.fills(paraphrase="Den andens.")
    await other.presses("Gem gengivelsen")
    lead.fills(paraphrase="Min.")
    await lead.presses("Gem gengivelsen")
    assert lead.sees("En anden har ændret det", "Den andens.")
    assert lead.values()["paraphrase"] == "Min."
    await lead.presses("Fjern gengivelsen")
    assert stored(town, "paraphrase") == []
    await lead.sends_again()
    assert lead.sees("✓ Gengivelsen er fjernet.")


# --- recommendations ------------------------------------------------------------------------


async def recommended(lead: Person, party: str, *chosen: str, **filled: str) -> Person:
    await at_party(lead, party)
    lead.fills(points=",".join(chosen))
    await lead.presses("Indstilling")
    lead.fills(**filled)
    return await lead.presses("Brug indstillingen")


LEADERS = "Lederne knyttes til styregruppen."


async def test_one_recommendation_is_shared_by_points_of_two_parties(town: Town, closed: Person) -> None:
    one, two, _ = points(town, "helhedsplanen")
    lead = await recommended(closed, "helhedsplanen", one, recommendation=LEADERS)
    assert lead.sees("✓ Indstillingen er gemt.", f"Indstilling (kladde): {LEADERS}")
    before = town.dump()
    await lead.sends_again()
    assert town.dump() == before
    [there] = stored(town, "recommendation")
    await recommended(lead, "helhedsplanen", two, which=there["id"])
    await recommended(lead, "lokal-med-cbf", "all", which=there["id"])
    [there] = stored(town, "recommendation")
    assert there["points"] == [one, two, *points(town, "lokal-med-cbf")]
    await lead.presses("Til alle parter")
    assert lead.sees("Én indstilling er ikke godkendt.")
    await lead.presses("Indstillinger")
    assert lead.sees(
        "Der er én indstilling", LEADERS, f"{HOUSING}: punkt 1–2", f"{MED}: punkt 1–2", "✎ Kladde"
    )
    await assert_sound(town)


async def test_a_recommendation_is_changed_everywhere_at_once_and_is_a_draft_again(
    town: Town, closed: Person
) -> None:
    lead = await recommended(closed, "helhedsplanen", "all", recommendation=LEADERS)
    await lead.sends("recommendation.list", hearing=town.hearing)
    await lead.presses("Markér som faglig")
    before = town.dump()
    await lead.sends_again()
    assert town.dump() == before
    await lead.presses("Godkend")
    assert lead.sees("✓ Indstillingen står nu som godkendt.", "✓ Godkendt")
    await lead.presses("Ret")
    lead.fills(recommendation="Noget andet.")
    await lead.presses("Gem indstillingen")
    assert lead.sees("Noget andet.", "✎ Kladde")
    assert stored(town, "recommendation")[0]["progress"] == "draft"
    await assert_sound(town)


async def test_a_recommendation_is_taken_off_a_point_and_away(town: Town, closed: Person) -> None:
    one, two, three = points(town, "helhedsplanen")
    lead = await recommended(closed, "helhedsplanen", "all", recommendation=LEADERS)
    [there] = stored(town, "recommendation")
    lead.fills(points=f"{two},{three}")
    await lead.presses("Indstilling")
    lead.fills(which=there["id"])
    await lead.presses("Tag den valgte af punkterne")
    assert lead.sees("✓ Indstillingen er taget af punkterne.")
    assert stored(town, "recommendation")[0]["points"] == [one]
    await lead.sends_again()
    assert lead.sees("Indstillingen står ikke ved de punkter.")
    await lead.sends("recommendation.list", hearing=town.hearing)
    await lead.presses("Fjern indstillingen")
    assert lead.sees("Indstillingen bruges ved 1 punkt. Vil du fjerne den alle steder?")
    assert len(stored(town, "recommendation")) == 1
    await lead.presses("Fjern indstillingen")
    assert lead.sees("Der er ingen indstillinger endnu")
    before = town.dump()
    await lead.sends_again()
    assert town.dump() == before
    await assert_sound(town)


@pytest.mark.parametrize(
    ("filled", "error"),
    [
        pytest.param({}, "Vælg en indstilling, eller skriv en ny.", id="nothing"),
        pytest.param({"recommendation": "x" * 1_001}, "må højst fylde 1.000 tegn", id="too long"),
        pytest.param({"recommendation": "010190-1234"}, "CPR-nummer", id="a CPR number"),
    ],
)
async def test_a_recommendation_says_something(
    town: Town, closed: Person, filled: dict[str, str], error: str
) -> None:
    before = town.dump()
    lead = await recommended(closed, "helhedsplanen", "all", **filled)
    assert error in lead.error("recommendation")
    assert town.dump() == before


async def test_one_chooses_a_recommendation_or_writes_one(town: Town, closed: Person) -> None:
    lead = await recommended(closed, "helhedsplanen", "all", recommendation=LEADERS)
    [there] = stored(town, "recommendation")
    before = town.dump()
    await recommended(lead, "lokal-med-cbf", "all", which=there["id"], recommendation="Og en ny.")
    assert lead.error("recommendation").startswith("Vælg en indstilling, eller skriv en ny – ikke begge")
    data = lead.button("Brug indstillingen")["data"]
    await lead.sends("recommendation.attach", **(data | {"which": "gone"}))
    assert lead.error("which") == "Den indstilling findes ikke længere. Vælg en anden."
    assert town.dump() == before


async def test_two_leads_at_one_recommendation_see_each_others(town: Town, closed: Person) -> None:
    lead = await recommended(closed, "helhedsplanen", "all", recommendation=LEADERS)
    other = town.other_lead()
    for each in (lead, other):
        await each.sends("recommendation.list", hearing=town.hearing)
    for each in (lead, other):
        await each.presses("Ret")
    other.fills(recommendation="Den andens.")
    await other.presses("Gem indstillingen")
    lead.fills(recommendation="Min.")
    await lead.presses("Gem indstillingen")
    assert lead.sees("En anden har ændret det", "Den andens.")
    assert lead.values()["recommendation"] == "Min."
    await lead.presses("Gem indstillingen")
    assert stored(town, "recommendation")[0]["text"] == "Min."
    await other.presses("Markér som faglig")
    assert other.sees("intet er flyttet", "Min.")
    await other.presses("Markér som faglig")
    assert stored(town, "recommendation")[0]["progress"] == "professional"


# --- hostile cards --------------------------------------------------------------------------


async def test_nobody_but_leads_treats_a_hearing(town: Town, closed: Person, anne: Person) -> None:
    del closed
    before = town.dump(without=("whereabouts", "audit_events"))
    for verb in sorted(VERBS):
        kind = verb.partition(".")[0]
        if kind in {"remark", "remarks", "recommendation", "paraphrase"} or verb in {
            "check.send",
            "check.waive",
        }:
            await anne.sends(verb, hearing=town.hearing, party="helhedsplanen", points="all")
            assert anne.told.startswith("Det kan kun de medarbejdere, der leder høringer.")
    assert town.dump(without=("whereabouts", "audit_events")) == before


async def test_ids_of_others_are_not_taken(town: Town, closed: Person) -> None:
    lead = await remarked(closed, "lokal-med-cbf", "all", text="Den andens.")
    theirs, [mine, *_] = points(town, "lokal-med-cbf"), points(town, "helhedsplanen")
    other = remark_id(town, "Den andens.")
    key = {"hearing": town.hearing, "party": "helhedsplanen"}
    text = {"remark_text": "x", "recommendation": "x", "paraphrase": "x", "new": "n1"}
    before = town.dump()
    for verb, data, why in (
        ("remark.save", {"remark": "r1", "points": theirs[0]}, "Et af punkterne findes ikke længere"),
        ("remark.save", {"remark": other, "points": mine}, "Den knap kender jeg ikke."),
        ("remark.save", {"remark": "../x", "points": mine}, "Den knap kender jeg ikke."),
        ("remark.save", {"remark": "", "points": mine}, "Den knap kender jeg ikke."),
        ("remark.edit", {"remark": other}, "Den knap kender jeg ikke."),
        ("remark.edit", {"remark": "gone"}, "Bemærkningen er fjernet af en anden."),
        ("remark.remove", {"remark": other, "shown": ""}, "Den knap kender jeg ikke."),
        ("remark.move", {"remark": other, "to": "approved"}, "Den knap kender jeg ikke."),
        ("remark.none", {"remark": "r1", "points": f"{mine},{theirs[0]}"}, "Et af punkterne findes ikke"),
        ("recommendation.attach", {"points": theirs[0]}, "Et af punkterne findes ikke længere"),
        ("recommendation.attach", {"points": mine, "new": ""}, "Den knap kender jeg ikke."),
        ("recommendation.save", {"recommended": other}, "Indstillingen er fjernet af en anden."),
        ("paraphrase.save", {"point": theirs[0]}, "Punktet findes ikke længere hos parten."),
        ("remarks.party", {"party": "vestegns-politi"}, "Vælg en part på listen."),
        ("remarks.party", {"hearing": "none"}, "Den høring findes ikke længere."),
        ("remark.save", {"hearing": "organisering-2023", "remark": "r1"}, "kan ikke længere ændres"),
    ):
        await lead.sends(verb, **(key | text | data))
        assert why in lead.text, (verb, data, lead.text)
        assert town.dump() == before


# --- concluded ------------------------------------------------------------------------------


async def test_a_concluded_hearing_is_read_only(town: Town, closed: Person) -> None:
    lead = await remarked(closed, "helhedsplanen", "all", text="Det står fast.")
    await recommended(lead, "helhedsplanen", "all", recommendation=LEADERS)
    [remark], [recommendation] = stored(town, "remark"), stored(town, "recommendation")
    await lead.sends("hearing.conclude", hearing=town.hearing, reason="Slut")
    before = town.dump()
    await at_party(lead, "helhedsplanen")
    assert lead.sees("Det står fast.", LEADERS, "kan læses, men ikke ændres")
    assert lead.inputs() == []
    assert lead.titles() == ["Til alle parter"]
    await lead.presses("Til alle parter")
    await lead.presses("Indstillinger")
    assert lead.titles() == ["Til alle parter"]
    for verb in (
        "remark.new remark.edit remark.form remark.save remark.none remark.remove remark.move "
        "remark.back remark.move_all paraphrase.edit paraphrase.save paraphrase.remove recommendation.form "
        "recommendation.attach recommendation.detach recommendation.edit recommendation.save "
        "recommendation.move recommendation.remove check.send check.waive"
    ).split():
        await lead.sends(
            verb,
            hearing=town.hearing,
            party="helhedsplanen",
            points="all",
            remark=remark["id"],
            recommended=recommendation["id"],
            recommendation="x",
            remark_text="x",
            reason="x",
            to="professional",
        )
        assert lead.told == "Høringen er afsluttet og kan ikke længere ændres.", verb
    assert town.dump() == before


async def test_the_hearing_of_2023_shows_all_its_remarks(town: Town, knowledge: Knowledge) -> None:
    lead = await town.lead().says("Bemærkninger")
    assert lead.sees("Hvilken høring")
    await lead.presses("Bemærkninger")
    assert lead.sees(
        "Alle punkter har en bemærkning", "14 af 14 punkter behandlet", "kan læses, men ikke ændres"
    )
    assert not lead.sees("egne ord")
    parties = [each["data"]["party"] for each in lead.buttons() if each["title"] == "Læs"]
    assert len(parties) == 5
    read, titles = "", 0
    for party in parties:
        await lead.sends("remarks.party", hearing="organisering-2023", party=party)
        while True:
            read += lead.text
            titles += sum(line.startswith("Bemærkning ") for line in lead.text.split("\n"))
            if "Næste del" not in lead.titles():
                break
            await lead.presses("Næste del")
    assert titles == 17
    for remark in knowledge.remarks.values():
        if not remark.refers_to:
            assert all(line.strip() in read for line in remark.text.split("\n"))
    assert "Se bemærkning 1 under Lokal MED CBF" in read
    await lead.sends("recommendation.list", hearing="organisering-2023")
    assert lead.sees("Der er én indstilling", "✓ Godkendt")


# --- much of everything ---------------------------------------------------------------------


async def test_25_long_points_with_long_remarks_are_all_shown_a_part_at_a_time(
    town: Town, lead: Person, anne: Person
) -> None:
    await answered(anne, *(f"P{number:02} " + "å" * 995 for number in range(25)))
    for number, id_ in enumerate(points(town, "helhedsplanen")):
        await remarked(lead, "helhedsplanen", id_, text=f"B{number:02} " + "ø" * 1_995)
    await at_party(lead, "helhedsplanen")
    read = lead.text
    while "Næste del" in lead.titles():
        chosen = lead.fills(points="all").values()["points"]
        await lead.presses("Næste del")
        assert lead.values()["points"] == chosen
        read += lead.text
    for number in range(25):
        assert f"P{number:02} " + "å" * 995 in read
        assert f"B{number:02} " + "ø" * 1_995 in read
    await lead.presses("Skriv bemærkning")
    lead.fills(remark_text="æ" * 2_000)
    await lead.presses("Næste del")
    assert lead.values()["remark_text"] == "æ" * 2_000
    await lead.presses("Gem bemærkning")
    assert lead.sees("Punkt 1–25 har allerede en bemærkning.")
    await lead.presses("Gem bemærkning")
    assert lead.sees("✓ Bemærkningen er gemt.")
    assert "Forrige del" in lead.titles()  # where the lead was
    key = {"hearing": town.hearing, "party": "helhedsplanen", "remark": remark_id(town, "æ" * 2_000)}
    other = await town.other_lead().sends("remark.edit", **key)
    await lead.sends("remark.edit", **key)
    await other.fills(remark_text="ü" * 2_000).presses("Gem bemærkning")
    await lead.fills(remark_text="ä" * 2_000).presses("Gem bemærkning")
    assert lead.sees("En anden har ændret det", "ü" * 2_000)
    await lead.presses("Gem bemærkning")
    assert lead.sees("✓ Bemærkningen er gemt.")


async def test_the_lead_comes_back_to_the_part_that_was_read(lead: Person, anne: Person) -> None:
    await answered(anne, *(f"P{number:02} " + "å" * 995 for number in range(25)))
    await at_party(lead, "helhedsplanen")
    await lead.presses("Næste del")
    await lead.presses("Næste del")
    lead.fills(points="all")
    await lead.presses("Ingen selvstændig bemærkning")
    first = next(line for line in lead.text.split("\n") if line.startswith("P"))
    assert first > "P04"
    await lead.presses("Skriv gengivelse")
    lead.fills(paraphrase="Kort.")
    await lead.presses("Gem gengivelsen")
    assert lead.sees(first, "Gengivelse: Kort.")
    await lead.presses("Ret gengivelsen")
    await lead.presses("Til partens punkter")
    assert lead.sees(first)
