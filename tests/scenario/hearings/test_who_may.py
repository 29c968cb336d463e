from __future__ import annotations

import itertools
import re

import pytest

from bot.hearings.office import new_code, new_id
from bot.hearings.verbs import VERBS
from bot.turn import ChatKind
from tests.fakes.people import ANNE, CARL, HEARING, LEAD, Person, Town, answered, opened

pytestmark = pytest.mark.asyncio

NOT_YOURS = "Du er ikke registreret som en, der kan svare for den part i høringen."
NOT_LEAD = "Det kan kun de medarbejdere, der leder høringer."


async def party_page(lead: Person, party: str = "helhedsplanen") -> Person:
    return await lead.sends("party.show", hearing=lead.town.hearing, party=party)


async def code_for(lead: Person, party: str = "helhedsplanen") -> str:
    """A new invitation code, as the lead reads it."""
    await party_page(lead, party)
    await lead.presses("Lav invitationskode")
    return str(re.findall(r"K7QM-2XRT-[0-9]{4}", lead.text)[0])


async def enters(person: Person, code: str) -> Person:
    await person.says("Afgiv høringssvar")
    return await person.fills(code=code).presses("Brug koden")


# --- contacts -------------------------------------------------------------------------------


async def test_a_contact_named_by_object_id_speaks_for_the_party(town: Town, lead: Person) -> None:
    await party_page(lead)
    lead.fills(contacts=ANNE.upper())
    await lead.presses("Gem kontaktpersoner")
    assert lead.sees("✓ Det er gemt.")
    anne = await town.person(ANNE.upper(), "Anne Jensen").says("Afgiv høringssvar")
    assert anne.sees("På vegne af Den Boligsociale Helhedsplan Vejleåparken")


@pytest.mark.parametrize(
    ("named", "called"),
    [
        ("Dora@Ishoj.dk", "dora@ishoj.dk"),
        ("dora@politi.dk", "dora_politi.dk#EXT#@ishoej.onmicrosoft.com"),
        ("dora_li@politi.dk", "dora_li_politi.dk#EXT#@ishoej.onmicrosoft.com"),
    ],
)
async def test_a_contact_named_by_user_name_is_recognised_a_guest_too(
    town: Town, lead: Person, named: str, called: str
) -> None:
    await party_page(lead)
    lead.fills(contacts=f"{ANNE}\n{named}")
    await lead.presses("Gem kontaktpersoner")
    dora = town.person("33333333-0000-4000-8000-000000000001", "Dora")
    await dora.says("Afgiv høringssvar")
    assert dora.sees("Der er ingen åbne høringer, du kan svare på")  # the directory does not know yet
    town.names.known[dora.user_id] = called
    await dora.says("Afgiv høringssvar")
    assert dora.sees("På vegne af Den Boligsociale Helhedsplan Vejleåparken")
    [event] = town.events("contact.recognised")
    assert event["actor"] == dora.user_id


@pytest.mark.parametrize(
    "called", ["dora@ishoj.dk.example", "xdora@ishoj.dk", "dora_ishoj.dk", "dora@ishoj", ""]
)
async def test_nobody_is_taken_for_a_contact_with_a_name_like_theirs(
    town: Town, lead: Person, called: str
) -> None:
    await party_page(lead)
    lead.fills(contacts="dora@ishoj.dk")
    await lead.presses("Gem kontaktpersoner")
    other = town.person("33333333-0000-4000-8000-000000000001", "Dora")
    town.names.known[other.user_id] = called
    await other.says("Afgiv høringssvar")
    assert other.sees("Der er ingen åbne høringer, du kan svare på")


async def test_who_is_no_longer_a_contact_no_longer_speaks(town: Town, lead: Person, anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    await party_page(lead)
    assert ANNE in lead.values()["contacts"]
    lead.fills(contacts="")
    await lead.presses("Gem kontaktpersoner")
    anne.fills(stance="ønske", text="Et", role="leder")
    await anne.presses("Tilføj punkt")
    assert anne.told.startswith(NOT_YOURS)
    assert town.draft("helhedsplanen") is None


@pytest.mark.parametrize(
    ("contacts", "error"),
    [
        ("Anne", "»anne« er hverken et brugernavn i Teams eller et objekt-id."),
        (f"{ANNE}\nkun et navn", "»kun et navn« er hverken"),
        ("\n".join(f"n{number}@ishoj.dk" for number in range(21)), "højst have 20 kontaktpersoner"),
    ],
)
async def test_contacts_that_are_none_are_refused_and_kept_in_the_field(
    town: Town, lead: Person, contacts: str, error: str
) -> None:
    await party_page(lead)
    before = town.dump()
    lead.fills(contacts=contacts)
    await lead.presses("Gem kontaktpersoner")
    assert error in lead.error("contacts")
    assert lead.values()["contacts"] == contacts
    assert town.dump() == before


# --- codes ----------------------------------------------------------------------------------


async def test_who_has_redeemed_the_partys_code_speaks_for_it(town: Town, lead: Person) -> None:
    code = await code_for(lead)
    assert lead.sees("Koden vises kun", "skriv koden", code)
    dora = await enters(town.person("dora", "Dora"), code.lower().replace("-", " "))
    assert dora.sees("På vegne af Den Boligsociale Helhedsplan Vejleåparken", "Punkt 1")
    await dora.says("Mine svar")
    assert dora.sees("Ny plads til SSP-NU")
    assert [event["actor"] for event in town.events("code.redeemed")] == ["dora"]
    assert code not in town.stored_bytes().decode("latin-1")
    await party_page(lead)
    assert lead.sees("Der er en kode, brugt af én person")
    assert not lead.sees(code)


@pytest.mark.parametrize("said", ["K7QM-2XRT-2223", " k7qm–2xrt–2223. ", "k7qm 2xrt 2223", "K7QM2XRT2223"])
async def test_the_code_may_be_written_in_the_chat(town: Town, lead: Person, said: str) -> None:
    await code_for(lead)
    dora = await town.person("dora", "Dora").says(said)
    assert dora.sees("På vegne af Den Boligsociale Helhedsplan Vejleåparken", "Punkt 1")


async def test_a_code_is_for_one_party_in_one_hearing(town: Town, lead: Person) -> None:
    first = town.hearing
    code = await code_for(lead)
    await opened(town, title="En anden høring", parties="helhedsplanen")
    dora = await enters(town.person("dora", "Dora"), code)
    await dora.says("Mine svar")
    assert dora.sees("Her er din høring", "Ny plads til SSP-NU")
    assert not dora.sees("En anden høring")
    for party in ("lokal-med-cbf", "vestegns-politi"):
        await dora.sends("response.show", hearing=first, party=party)
        assert dora.told.startswith(NOT_YOURS)


async def test_a_new_code_takes_the_place_of_the_one_before(town: Town, lead: Person) -> None:
    old = await code_for(lead)
    new = await code_for(lead)
    dora = await enters(town.person("dora", "Dora"), old)
    assert dora.error("code").startswith("Koden gælder ikke.")
    await enters(dora, new)
    assert dora.sees("Punkt 1")


async def test_a_revoked_code_holds_no_more_and_nobody_speaks_by_it(town: Town, lead: Person) -> None:
    code = await code_for(lead)
    dora = await enters(town.person("dora", "Dora"), code)
    await party_page(lead)
    await lead.presses("Tilbagekald koden")
    assert lead.sees("✓ Koden er tilbagekaldt", "Ingen kode")
    dora.fills(stance="ønske", text="Et", role="leder")
    await dora.presses("Tilføj punkt")
    assert dora.told.startswith(NOT_YOURS)
    erik = await enters(town.person("erik", "Erik"), code)
    assert erik.error("code").startswith("Koden gælder ikke.")
    assert erik.values()["code"] == code
    assert town.draft("helhedsplanen") is None


async def test_a_code_of_a_closed_hearing_is_not_taken(town: Town, lead: Person) -> None:
    code = await code_for(lead)
    await lead.sends("hearing.close", hearing=town.hearing, reason="Slut")
    dora = await enters(town.person("dora", "Dora"), code)
    assert dora.error("code").startswith("Koden gælder ikke.")


async def test_five_wrong_codes_lock_a_person_out_for_an_hour(town: Town, lead: Person) -> None:
    code = await code_for(lead)
    dora = town.person("dora", "Dora")
    for _ in range(4):
        await enters(dora, "K7QM-2XRT-9999")
        assert dora.error("code").startswith("Koden gælder ikke.")
        town.later(minutes=1)
    await enters(dora, "K7QM-2XRT-9999")
    assert dora.error("code") == "Der er indtastet for mange forkerte koder. Prøv igen 1.9. kl. 11.04."
    town.later(minutes=59, seconds=59)
    await enters(dora, code)
    assert "for mange forkerte koder" in dora.error("code")
    erik = await enters(town.person("erik", "Erik"), code)
    assert erik.sees("Punkt 1")  # it is the person who is locked out
    town.later(seconds=1)
    await enters(dora, code)
    assert dora.sees("Punkt 1")


async def test_after_a_lock_there_are_five_tries_again_and_a_right_code_forgets_the_wrong_ones(
    town: Town, lead: Person
) -> None:
    code = await code_for(lead)
    dora = town.person("dora", "Dora")
    for _ in range(5):
        await enters(dora, "nej")
    town.later(hours=1)
    for wrong in range(1, 5):
        await enters(dora, "nej")
        assert dora.error("code").startswith("Koden gælder ikke."), wrong
    await enters(dora, code)
    for wrong in range(1, 5):
        await dora.sends("code.redeem", code="nej")
        assert dora.error("code").startswith("Koden gælder ikke."), wrong
    await dora.sends("code.redeem", code="nej")
    assert "for mange forkerte koder" in dora.error("code")


async def test_to_be_forgotten_does_not_lift_a_lock(town: Town, lead: Person) -> None:
    code = await code_for(lead)
    dora = town.person("dora", "Dora")
    for _ in range(5):
        await enters(dora, "nej")
    await dora.says("Slet mine data")
    await dora.presses("Slet mine data")
    await enters(dora, code)
    assert "for mange forkerte koder" in dora.error("code")


async def test_codes_and_ids_cannot_be_guessed() -> None:
    codes = {new_code() for _ in range(2_000)}
    assert len(codes) == 2_000
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}", code) for code in codes)
    assert {sign for code in codes for sign in code} == set("23456789ABCDEFGHJKMNPQRSTUVWXYZ-")
    assert all(re.fullmatch(r"[0-9a-f]{24}", id_) for id_ in {new_id() for _ in range(100)})


# --- others ---------------------------------------------------------------------------------

ONES_OWN = {"response.begin", "response.mine", "code.redeem", "me.forget"}
"""The steps that are about nobody but the person."""

BEHIND = {"summary.details", "summary.posted"}
"""The steps behind what is posted in channels, where everybody may press them."""

ASKED = {"check.show", "check.point", "check.correct", "check.approve", "outcome.mine"}
"""The steps in which a party is told of its own response, and says whether it is rendered right."""

QUIET = ["audit_events", "code_attempts", "whereabouts"]
SECRET = (
    "Hemmeligt punkt",
    "Hemmelig kladde",
    "Anne Jensen",
    "hemmelig rolle",
    "HS-2609",
    "Den lukkede plan",
)


async def busy(town: Town, anne: Person) -> dict[str, list[str]]:
    """A sent response, a draft of another, a hearing that is not open; the ids that others may come by."""
    await answered(anne, "Hemmeligt punkt", role="hemmelig rolle")
    assert anne.last is not None
    sent = anne.last.data["draft"]
    await anne.presses("Ret svaret")
    anne.fills(stance="undren", text="Hemmelig kladde")
    await anne.presses("Tilføj punkt")
    draft = town.draft("helhedsplanen")
    assert draft is not None
    first = town.hearing
    lead = await town.lead().says("Opret høring")
    lead.fills(**(HEARING | {"title": "Den lukkede plan", "question": "Den lukkede plans spørgsmål?"}))
    await lead.presses("Gem og se")
    planned = lead.button("Åbn høringen")["data"]["hearing"]
    return {
        "hearing": [first, planned, "organisering-2023", "", "' OR 1=1 --"],
        "party": ["helhedsplanen", "lokal-med-cbf", ""],
        "draft": [sent, draft["id"]],
        "point": [draft["content"]["points"][0]["id"]],
        "revision": [str(draft["revision"])],
    }


OTHER = {
    "after": "1",
    "version": "1",
    "to": "down",
    "stance": "ønske",
    "text": "Fra en anden",
    "role": "leder",
    "body": "Lokal MED CBF",
    "discussed": "2026-08-31",
    "sure": "none",
    "reason": "Fordi",
    "decision": "include",
    "contacts": CARL,
    "code": "K7QM-2XRT-9999",
    "channel": "mail",
    "original": "Fra en anden",
    "received_date": "2026-09-01",
    "received_time": "09:00",
    "evidence": "mailen",
    "asked_at": "2026-09-01T08:00:00+00:00",
}


@pytest.mark.parametrize("who", ["a stranger", "another party's contact"])
async def test_whatever_a_card_says_others_see_nothing_and_change_nothing(
    town: Town, anne: Person, who: str
) -> None:
    ids = await busy(town, anne)
    other = town.person("stranger" if who == "a stranger" else CARL, "Fremmed Person")
    own = "" if who == "a stranger" else "lokal-med-cbf"
    await other.says("Mine svar")  # where they are is known from now on
    before, events = town.dump(without=QUIET), len(town.events())
    for verb, role in itertools.product(VERBS, ["", "registrar"]):
        for values in itertools.product(*ids.values()):
            data = OTHER | dict(zip(ids, values, strict=True)) | ({"as": role} if role else {})
            mine = (data["party"], role) == (own, "")
            if verb == "me.forget" or (mine and data["hearing"] == ids["hearing"][0]):
                continue
            if verb != "response.submit" and data["draft"] != ids["draft"][0]:
                continue  # no other step looks at it
            await other.sends(verb, **data)
            assert other.reply is not None
            leaked = [word for word in SECRET if word in other.reply.card_json + other.reply.summary]
            assert leaked == [], (verb, data)
            if VERBS[verb].leads_only:
                assert other.told.startswith(NOT_LEAD), verb
            elif verb in BEHIND:  # what is visible to staff is theirs to see too
                assert other.reply.beside or data["hearing"] == "organisering-2023", (verb, data)
            elif verb not in ONES_OWN and not (mine and data["hearing"] == "organisering-2023"):
                assert other.told.startswith(NOT_YOURS), (verb, data)
            if VERBS[verb].leads_only:
                break  # nothing else is looked at
    assert town.dump(without=QUIET) == before
    assert {event["what"] for event in town.events()[events:]} <= {"code.refused"}


async def test_the_partys_own_contacts_learn_nothing_of_a_hearing_that_is_not_open(
    town: Town, anne: Person
) -> None:
    ids = await busy(town, anne)
    before = town.dump()
    for verb in VERBS:
        if verb in ONES_OWN:
            continue
        await anne.sends(verb, **OTHER, hearing=ids["hearing"][1], party="helhedsplanen", revision="0")
        expected = "Den høring findes ikke længere." if verb in BEHIND else (NOT_YOURS, NOT_LEAD)
        assert anne.told.startswith(expected), verb
        assert anne.reply is not None
        assert "Den lukkede plan" not in anne.reply.card_json
    assert town.dump() == before


async def test_nobody_registers_for_a_party_but_a_lead(town: Town, anne: Person) -> None:
    """The party's own contact sends the card of a registrar."""
    await anne.says("Afgiv høringssvar")
    data = {
        "hearing": town.hearing,
        "party": "helhedsplanen",
        "revision": "0",
        "after": "0",
        "as": "registrar",
    }
    before = town.dump()
    for verb, verb_of in VERBS.items():
        if verb_of.leads_only or verb in ONES_OWN | BEHIND:
            continue
        await anne.sends(verb, **(OTHER | data))
        if verb not in ASKED:  # which no registrar takes: there the card is the party's own
            assert anne.told.startswith(NOT_YOURS), verb
    assert town.dump() == before


async def test_a_lead_gives_no_response_in_a_partys_name_that_did_not_come_from_it(
    town: Town, lead: Person
) -> None:
    """The card of a registrar who has not begun, or whose hearing is over; then the card of a party."""
    steps = [verb for verb, of in VERBS.items() if not of.leads_only and verb not in ONES_OWN | BEHIND]
    data = OTHER | {"party": "helhedsplanen", "revision": "0", "after": "0", "point": "x", "draft": "x"}
    before = town.dump()
    for verb, hearing in itertools.product(steps, [town.hearing, "organisering-2023"]):
        await lead.sends(verb, **data, hearing=hearing, **{"as": "registrar"})
    for verb in steps:
        await lead.sends(verb, **data, hearing=town.hearing)
        assert lead.told.startswith(NOT_YOURS), verb
    assert town.dump() == before


@pytest.mark.parametrize(
    "verb", ["", "point", "point.add ", "POINT.ADD", "hearing.delete", "__class__", "x" * 200]
)
async def test_a_button_that_there_is_not_does_nothing(town: Town, anne: Person, verb: str) -> None:
    await anne.says("Afgiv høringssvar")
    before = town.dump()
    await anne.sends(verb, hearing=town.hearing, party="helhedsplanen")
    assert anne.told.startswith("Den knap kender jeg ikke.")
    assert town.dump() == before


@pytest.mark.parametrize("chat", [ChatKind.GROUP, ChatKind.CHANNEL])
@pytest.mark.parametrize("who", [ANNE, LEAD])
async def test_hearings_are_only_for_ones_own_chat(
    town: Town, anne: Person, chat: ChatKind, who: str
) -> None:
    await answered(anne, "Hemmeligt punkt")
    person, before = town.person(who), town.dump()
    person.chat = chat
    for verb in VERBS.keys() - BEHIND:
        await person.sends(verb, hearing=town.hearing, party="helhedsplanen", confirmed="forget", reason="x")
        assert person.told == "Høringer og høringssvar klarer vi i din egen chat med mig"
    assert town.dump() == before


# --- my data --------------------------------------------------------------------------------


async def test_a_person_has_their_drafts_and_contact_details_deleted(town: Town, anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    anne.fills(stance="undren", text="Halvt", role="leder")
    await anne.presses("Tilføj punkt")
    assert town.rows("SELECT * FROM whereabouts WHERE user_id = ?", ANNE)
    await anne.says("Slet mine data")
    assert anne.sees("Vil du have slettet det, jeg ved om dig?")
    assert town.draft("helhedsplanen") is not None
    await anne.presses("Slet mine data")
    assert anne.sees("Dine oplysninger er slettet", "Én kladde er slettet")
    assert town.draft("helhedsplanen") is None
    assert town.rows("SELECT * FROM whereabouts WHERE user_id = ?", ANNE) == []
    assert town.rows("SELECT * FROM contacts WHERE object_id = ?", ANNE) == []
    assert [event["actor"] for event in town.events("person.forgotten")] == [ANNE]
    await anne.says("Afgiv høringssvar")
    assert anne.sees("Der er ingen åbne høringer, du kan svare på")
    assert town.rows("SELECT * FROM whereabouts WHERE user_id = ?", ANNE) == []


async def test_a_draft_that_others_have_written_in_and_what_was_sent_stay(
    town: Town, anne: Person, bo: Person
) -> None:
    await answered(anne, "Sendt")
    await anne.presses("Ret svaret")
    await bo.says("Mine svar")
    await bo.presses("Fortsæt kladden")
    bo.fills(stance="undren", text="Også Bos", role="formand")
    await bo.presses("Tilføj punkt")
    await anne.says("Slet mine data")
    await anne.presses("Slet mine data")
    assert anne.sees("Der var ingen kladder")
    assert town.draft("helhedsplanen") is not None
    assert len(town.versions("helhedsplanen")) == 1


async def test_who_was_named_and_never_seen_is_forgotten_too(town: Town, lead: Person) -> None:
    await party_page(lead)
    lead.fills(contacts="dora@ishoj.dk")
    await lead.presses("Gem kontaktpersoner")
    dora = town.person("33333333-0000-4000-8000-000000000001", "Dora")
    town.names.known[dora.user_id] = "dora@ishoj.dk"
    await dora.says("Slet mine data")
    await dora.presses("Slet mine data")
    assert town.rows("SELECT * FROM contacts WHERE principal_name = 'dora@ishoj.dk'") == []


async def test_who_redeemed_a_code_and_is_forgotten_no_longer_speaks(town: Town, lead: Person) -> None:
    code = await code_for(lead)
    dora = await enters(town.person("dora", "Dora"), code)
    await dora.says("Slet mine data")
    await dora.presses("Slet mine data")
    await dora.says("Mine svar")
    assert dora.sees("Du står ikke som kontakt for nogen høringspart")
