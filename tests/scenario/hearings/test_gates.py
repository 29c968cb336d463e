from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from bot.hearings import texts
from tests.fakes.logs import caught_log
from tests.fakes.people import HEARING, Person, Town, answered

pytestmark = pytest.mark.asyncio

CPR = "010203-1234"
SPELLINGS = ["010203-1234", "0102031234", "01.02.03-1234", "01 02 03 1234", "01020\u200b31234"]

Reach = Callable[[Town, Person], Awaitable[Person]]


# --- the way to every card that has fields ----------------------------------------------------


async def _new_hearing(town: Town, _anne: Person) -> Person:
    lead = await town.lead().says("Opret høring")
    return lead.fills(**HEARING)


async def _open_hearing(town: Town, _anne: Person) -> Person:
    return await town.lead().sends("hearing.edit", hearing=town.hearing)


async def _extension(town: Town, _anne: Person) -> Person:
    lead = await town.lead().sends("hearing.extend", hearing=town.hearing)
    return lead.fills(deadline_date="2026-11-20", reason="Ferie")


async def _closing(town: Town, _anne: Person) -> Person:
    return await town.lead().sends("hearing.close", hearing=town.hearing)


async def _reopening(town: Town, _anne: Person) -> Person:
    await town.lead().sends("hearing.close", hearing=town.hearing, reason="Slut")
    return await town.lead().sends("hearing.reopen", hearing=town.hearing)


async def _conclusion(town: Town, _anne: Person) -> Person:
    await town.lead().sends("hearing.close", hearing=town.hearing, reason="Slut")
    return await town.lead().sends("hearing.conclude", hearing=town.hearing)


async def _contacts(town: Town, _anne: Person) -> Person:
    return await town.lead().sends("party.show", hearing=town.hearing, party="helhedsplanen")


async def _board(town: Town, anne: Person) -> Person:
    await answered(anne, "Et")
    return await town.lead().sends("board.show", hearing=town.hearing)


async def _late_decision(town: Town, anne: Person) -> Person:
    town.later(days=50)
    await answered(anne, "Et")
    lead = await town.lead().sends("response.open", hearing=town.hearing, party="helhedsplanen")
    return lead.fills(decision="include", reason="Ferie")


async def _registration(town: Town, _anne: Person) -> Person:
    lead = await town.lead().sends("register.form", hearing=town.hearing, party="lokal-med-cbf")
    return lead.fills(
        received_date="2026-08-31", received_time="12:00", evidence="mailen", original="Vi er glade."
    )


async def _registered_points(town: Town, anne: Person) -> Person:
    lead = await (await _registration(town, anne)).presses("Gem, og skriv punkterne")
    return lead.fills(stance="opbakning", text="Glade", excerpt="Vi er glade", discussed="2026-08-30")


async def _first_point(_town: Town, anne: Person) -> Person:
    await anne.says("Afgiv høringssvar")
    return anne.fills(stance="opbakning", text="Godt", role="leder")


async def _med_point(town: Town, _anne: Person) -> Person:
    carl = await town.person("22222222-0000-4000-8000-000000000003", "Carl").says("Afgiv høringssvar")
    return carl.fills(stance="opbakning", text="Godt", role="leder", discussed="2026-08-30")


async def _second_point(town: Town, anne: Person) -> Person:
    await (await _first_point(town, anne)).presses("Tilføj punkt")
    return anne.fills(stance="opbakning", text="Også godt")


async def _changed_point(town: Town, anne: Person) -> Person:
    await (await _first_point(town, anne)).presses("Tilføj punkt")
    return await anne.presses("Ret")


async def _code(town: Town, _anne: Person) -> Person:
    return await town.person("dora", "Dora").says("Afgiv høringssvar")


CARDS: dict[str, Reach] = {
    "a new hearing": _new_hearing,
    "an open hearing": _open_hearing,
    "an extension": _extension,
    "a closing": _closing,
    "a reopening": _reopening,
    "a conclusion": _conclusion,
    "contacts": _contacts,
    "the board": _board,
    "a late response": _late_decision,
    "a registration": _registration,
    "a registration's points": _registered_points,
    "a first point": _first_point,
    "a committee's point": _med_point,
    "a second point": _second_point,
    "a point to change": _changed_point,
    "a code": _code,
}


def _pressable(person: Person) -> Iterator[dict[str, Any]]:
    return (each for each in person.buttons() if each.get("associatedInputs") != "none")


@pytest.mark.parametrize("card", CARDS)
async def test_a_cpr_number_in_any_field_is_refused_and_stored_nowhere(
    town: Town, lead: Person, anne: Person, card: str
) -> None:
    """Every field of every card, with every button that takes the fields along."""
    del lead
    with caught_log("DEBUG") as log:
        person = await CARDS[card](town, anne)
        shown, filled, before = person.card, person.values(), town.dump(without=["code_attempts"])
        fields = [field["id"] for field in person.inputs()]
        assert fields
        for name in fields:
            person.card = shown
            for button in list(_pressable(person)):
                await person.sends(button["verb"], **(button["data"] | filled | {name: f"Ring {CPR} nu"}))
                assert person.reply is not None
                said = person.reply.card_json + person.reply.summary
                assert CPR not in said, (name, button["title"])
                assert CPR.replace("-", "") not in said, (name, button["title"])
                if name in texts.LABELS and name != "parties":
                    named = f"Feltet »{texts.LABELS[name]}« ser ud til at indeholde et CPR-nummer"
                    assert named in said, (name, button["title"], person.text)
        after = town.dump(without=["code_attempts"])
        if card == "a code":
            assert {event["what"] for event in town.events()} >= {"code.refused"}
        else:
            assert after == before
    stored = town.stored_bytes()
    for number in (CPR.encode(), CPR.replace("-", "").encode()):
        assert number not in stored
        assert number.decode() not in log.getvalue()


@pytest.mark.parametrize("number", SPELLINGS)
async def test_however_it_is_written_the_number_is_taken_out_and_the_rest_kept(
    town: Town, anne: Person, number: str
) -> None:
    await anne.says("Afgiv høringssvar")
    before = town.dump()
    anne.fills(stance="bekymring", text=f"Drengen {number} er ude om natten.", role="leder")
    await anne.presses("Tilføj punkt")
    assert anne.error("text") == (
        "Feltet »Hvad vil I sige?« ser ud til at indeholde et CPR-nummer. Det er fjernet her, og intet er "
        "gemt. Skriv det uden CPR-nummer."
    )
    assert anne.values() == {
        "stance": "bekymring",
        "about": "whole",
        "text": "Drengen xxxxxx-xxxx er ude om natten.",
        "role": "leder",
    }
    assert town.dump() == before


async def test_a_cpr_number_in_a_new_point_does_not_get_into_another_one(town: Town, anne: Person) -> None:
    await _second_point(town, anne)
    anne.fills(text=f"Ring {CPR}")
    await anne.presses("Ret")
    assert anne.error("text").startswith("Feltet »Hvad vil I sige?« ser ud til at indeholde et CPR-nummer.")
    assert anne.values()["text"] == "Ring xxxxxx-xxxx"
    await anne.presses("Ret")
    assert anne.values()["text"] == "Godt"
    await anne.presses("Gem punkt")
    assert anne.values()["text"] == "Ring xxxxxx-xxxx"
    draft = town.draft("helhedsplanen")
    assert draft is not None
    assert [point["text"] for point in draft["content"]["points"]] == ["Godt"]


async def test_a_cpr_number_in_a_carried_party_is_refused(town: Town) -> None:
    """The card is tampered with: the number is not in a field but among what a button carries."""
    lead = await town.lead().says("Opret høring")
    party = f'[{{"name": "Hr. {CPR}", "kind": "andet", "external": true, "contacts": ""}}]'
    for title in ("Gem og se", "Tilføj parten, og skriv én mere"):
        button = lead.button(title)
        await lead.sends(button["verb"], **(button["data"] | HEARING | {"new_parties": party}))
        assert CPR not in lead.card["body"].__repr__()
        await lead.says("Opret høring")
    assert CPR.encode() not in town.stored_bytes()
    assert town.rows("SELECT * FROM hearings WHERE id <> 'organisering-2023'") == []


async def test_a_step_that_is_refused_late_leaves_nothing_behind(town: Town, anne: Person) -> None:
    """A step whose own fields are fine, and that carries something which is not."""
    await _changed_point(town, anne)
    before = town.dump()
    button = anne.button("Fjern punkt")
    await anne.sends(button["verb"], **(button["data"] | {"pending_text": f"Ring {CPR}"}))
    assert town.dump() == before
    assert CPR.encode() not in town.stored_bytes()


# --- ways to reach a person -------------------------------------------------------------------


@pytest.mark.parametrize("detail", ["anne@ishoj.dk", "43 57 75 75", "+45 43577575"])
@pytest.mark.parametrize(("title", "done"), [("Tilføj punkt", "Punkt 2"), ("Gennemse og send", "Send")])
async def test_a_way_to_reach_a_person_is_warned_of_and_taken_once_confirmed(
    town: Town, anne: Person, detail: str, title: str, done: str
) -> None:
    await anne.says("Afgiv høringssvar")
    text = f"Ring eller skriv til {detail}."
    anne.fills(stance="forslag", text=text, role="leder")
    await anne.presses(title)
    assert anne.sees("⚠ Bemærk: Teksten ser ud til at indeholde en mailadresse eller et telefonnummer.")
    assert anne.values()["text"] == text
    assert town.draft("helhedsplanen") is None
    await anne.presses("Tilføj alligevel" if title == "Tilføj punkt" else title)
    assert anne.sees(done)
    draft = town.draft("helhedsplanen")
    assert draft is not None
    assert draft["content"]["points"][0]["text"] == text


async def test_only_what_was_asked_about_is_confirmed(town: Town, anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    anne.fills(stance="forslag", text="Skriv til anne@ishoj.dk", role="leder")
    await anne.presses("Tilføj punkt")
    anne.fills(text="Skriv til bo@ishoj.dk")
    await anne.presses("Tilføj alligevel")
    assert town.draft("helhedsplanen") is None
    await anne.presses("Tilføj alligevel")
    assert town.draft("helhedsplanen") is not None


async def test_a_changed_point_is_asked_about_too(town: Town, anne: Person) -> None:
    await _changed_point(town, anne)
    anne.fills(text="Ring på 43577575")
    await anne.presses("Gem punkt")
    assert anne.sees("Ret punkt 1", "telefonnummer")
    await anne.presses("Gem alligevel")
    assert anne.sees("Punkt 2")


@pytest.mark.parametrize("field", ["role", "minority", "body"])
async def test_what_stands_beside_the_points_is_asked_about_once(
    town: Town, lead: Person, carl: Person, field: str
) -> None:
    del lead
    await carl.says("Afgiv høringssvar")
    carl.fills(stance="forslag", text="Et", role="leder", discussed="2026-08-30")
    carl.fills(**{field: "Formand, tlf. 43577575"})
    await carl.presses("Gennemse og send")
    assert carl.sees("telefonnummer")
    await carl.presses("Gennemse og send")
    await carl.presses("Ret mere")
    carl.fills(stance="forslag", text="To")
    await carl.presses("Tilføj punkt")
    assert not carl.sees("telefonnummer")
    await carl.presses("Gennemse og send")
    await carl.presses("Send høringssvar")
    assert carl.sees("Kvittering")
    assert len(town.versions("lokal-med-cbf")[0]["content"]["points"]) == 2


async def test_who_has_no_comments_is_asked_about_their_number_too(town: Town, anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    anne.fills(role="leder, tlf. 43577575")
    await anne.presses("Ingen bemærkninger")
    assert anne.sees("telefonnummer")
    assert town.versions("helhedsplanen") == []
    await anne.presses("Ingen bemærkninger")
    assert anne.sees("har ingen bemærkninger")


# --- strange input ----------------------------------------------------------------------------

STRANGE = [
    "\u202e",
    "'; DROP TABLE versions; --",
    '{"a": 1}',
    "x" * 9_000,
    "²",
    "\n\n",
]


@pytest.mark.parametrize("card", sorted(CARDS.keys() - {"a reopening", "a conclusion", "an open hearing"}))
async def test_nothing_that_is_sent_in_a_field_or_by_a_button_breaks_anything(
    town: Town, lead: Person, anne: Person, card: str
) -> None:
    """Each field and each value that a button carries, exchanged for something strange."""
    del lead
    person = await CARDS[card](town, anne)
    shown, filled = person.card, person.values()
    for button in list(person.buttons()):
        if button["verb"] in {"hearing.list", "response.mine", "me.forget"}:
            continue
        for name in [*filled, *button["data"]]:
            for strange in STRANGE:
                if len(strange) > 1_000 and name not in filled:
                    continue
                person.card = shown
                await person.sends(button["verb"], **(button["data"] | filled | {name: strange}))
                assert person.reply is not None
                assert person.reply.summary
