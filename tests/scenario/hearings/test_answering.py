from __future__ import annotations

import asyncio
import hashlib
import itertools
from datetime import UTC, datetime

import pytest

from storage.knowledge import Knowledge
from storage.records import audit
from tests.fakes import people
from tests.fakes.people import Person, Town, answered

pytestmark = pytest.mark.asyncio

MED = {"body": "Lokal MED CBF", "discussed": "2026-08-31"}


async def add(person: Person, text: str, **fields: str) -> Person:
    person.fills(**({"stance": "forslag", "role": "leder", "text": text} | fields))
    return await person.presses("Tilføj punkt")


async def begun(person: Person, *points: str) -> Person:
    await person.says("Afgiv høringssvar")
    for text in points:
        await add(person, text)
    return person


def points_of(town: Town, party: str = "helhedsplanen") -> list[str]:
    """What the party's draft says."""
    draft = town.draft(party)
    return [point["text"] for point in draft["content"]["points"]] if draft else []


# --- the form -------------------------------------------------------------------------------


async def test_there_is_one_card_for_party_role_and_points(anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    assert anne.sees(
        "Ny plads til SSP-NU",
        "Hvad betyder flytningen for jer?",
        "På vegne af Den Boligsociale Helhedsplan Vejleåparken",
        "frist torsdag den 15. oktober 2026 kl. 23.59",
        "Arbejdsnotat",
    )
    assert [field["id"] for field in anne.inputs()] == ["stance", "about", "text", "role"]
    assert anne.titles() == ["Tilføj punkt", "Gennemse og send", "Ingen bemærkninger"]


async def test_the_form_says_in_one_line_who_handles_it_for_what_and_that_others_may_see_it(
    anne: Person,
) -> None:
    await anne.says("Afgiv høringssvar")
    [line] = [line for line in anne.text.split("\n") if "aktindsigt" in line]
    assert "Center for Ledelse og Strategi" in line
    assert "høring" in line


async def test_the_standpoints_are_those_of_the_glossary(anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    [stance] = [field for field in anne.inputs() if field["id"] == "stance"]
    assert [choice["title"] for choice in stance["choices"]] == [
        *("Opbakning", "Bekymring", "Undren", "Uklarhed", "Forslag", "Ønske"),
        *("Opmærksomhedspunkt", "Fordel", "Ulempe", "Spørgsmål"),
    ]


@pytest.mark.parametrize(
    ("about", "title"),
    [
        ("whole", "Hele forslaget"),
        ("model:model-2", "Model 2"),
        ("topic:Placering", "Placering"),
        ("forum:ssp-nu-u18", "SSP-NU u18"),
    ],
)
async def test_a_point_is_about_the_whole_a_model_a_topic_or_a_forum(
    anne: Person, about: str, title: str
) -> None:
    await begun(anne)
    await add(anne, "Godt", about=about)
    assert anne.sees(f"1 · Forslag · {title}")


async def test_a_point_may_be_about_a_goal(anne: Person) -> None:
    await begun(anne)
    [about] = [field for field in anne.inputs() if field["id"] == "about"]
    [goal] = [choice for choice in about["choices"] if choice["title"].startswith("Mål B")]
    await add(anne, "Godt", about=goal["value"])
    assert anne.sees(f"1 · Forslag · {goal['title']}")


async def test_points_are_added_changed_moved_and_taken_out_on_the_same_card(
    town: Town, anne: Person
) -> None:
    await begun(anne, "Et", "To", "Tre")
    assert anne.reply is not None
    assert not anne.reply.beside
    await anne.presses("Ret", 2)
    assert anne.sees("Ret punkt 3")
    assert anne.values()["text"] == "Tre"
    anne.fills(text="Fire", stance="ønske", about="model:model-1")
    await anne.presses("Gem punkt")
    assert anne.sees("3 · Ønske · Model 1", "Fire")
    await anne.presses("Ret", 2)
    await anne.presses("Flyt op")
    assert points_of(town) == ["Et", "Fire", "To"]
    await anne.presses("Ret", 0)
    assert "Flyt op" not in anne.titles()
    await anne.presses("Flyt ned")
    assert points_of(town) == ["Fire", "Et", "To"]
    await anne.presses("Ret", 2)
    assert "Flyt ned" not in anne.titles()
    await anne.presses("Fjern punkt")
    assert points_of(town) == ["Fire", "Et"]
    assert not anne.sees("To\n")


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000, "æ" * 1_000, "😀" * 1_000, '"' * 1_000, "a\n" * 499 + "aa", "<b>*fed*</b> [x](y)"],
    ids=["letters", "Danish", "emoji", "quotes", "lines", "marks"],
)
async def test_up_to_a_thousand_characters_are_kept_as_written(town: Town, anne: Person, text: str) -> None:
    await begun(anne)
    await add(anne, text)
    assert points_of(town) == [text]
    await anne.presses("Ret")
    assert anne.values()["text"] == text
    await anne.presses("Gem punkt")
    await anne.presses("Gennemse og send")
    await anne.presses("Send høringssvar")
    assert anne.sees("✓ Tak – svaret er modtaget.")
    [version] = town.versions("helhedsplanen")
    assert version["content"]["points"][0]["text"] == text


@pytest.mark.parametrize(
    ("fields", "name", "error"),
    [
        ({"text": "x" * 1_001}, "text", "må højst fylde 1.000 tegn; det fylder 1.001."),
        ({"text": "😀" * 1_001}, "text", "det fylder 1.001."),
        ({"text": ""}, "text", "Skriv, hvad I vil sige."),
        ({"text": " \n "}, "text", "Skriv, hvad I vil sige."),
        ({"stance": ""}, "stance", "Vælg et standpunkt"),
        ({"stance": "ligeglad"}, "stance", "Vælg et standpunkt"),
        ({"about": "model:model-9"}, "about", "Vælg, hvad punktet handler om."),
        ({"role": "x" * 121}, "role", "må højst fylde 120 tegn"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_with_the_rest_kept(
    town: Town, anne: Person, fields: dict[str, str], name: str, error: str
) -> None:
    await begun(anne)
    before = town.dump()
    typed = {"text": "Godt", "stance": "ønske", "about": "model:model-1", "role": "leder"} | fields
    await anne.sends("point.add", **(anne.button("Tilføj punkt")["data"] | typed))
    assert error in anne.error(name)
    kept = {field: value for field, value in typed.items() if field not in fields or field == "text"}
    assert {field: anne.values()[field].strip() for field in kept} == {
        field: value.strip() for field, value in kept.items()
    }
    assert town.dump() == before


async def test_where_there_is_no_room_for_it_what_is_wrong_is_told_beside_the_card(
    town: Town, anne: Person
) -> None:
    await begun(anne)
    before = town.dump()
    anne.fills(stance="ønske", text="x" * 9_000, role="leder")
    await anne.presses("Tilføj punkt")
    assert anne.told == "Feltet »Hvad vil I sige?« må højst fylde 1.000 tegn; det fylder 9.000."
    assert anne.values()["text"] == "x" * 9_000
    assert town.dump() == before


async def test_there_are_at_most_25_points(town: Town, anne: Person) -> None:
    await begun(anne, *(f"Punkt nummer {number}" for number in range(1, 26)))
    assert len(points_of(town)) == 25
    assert anne.sees("Et høringssvar kan højst have 25 punkter.")
    assert "text" not in anne.values()
    data = anne.button("Gennemse og send")["data"] | {"stance": "forslag", "text": "Det 26.", "role": "leder"}
    await anne.sends("point.add", **data)
    assert len(points_of(town)) == 25
    await anne.says("Afgiv høringssvar")
    await anne.presses("Gennemse og send")
    await anne.presses("Send høringssvar")
    assert [point["text"] for point in town.versions("helhedsplanen")[0]["content"]["points"]] == [
        f"Punkt nummer {number}" for number in range(1, 26)
    ]


async def read_through(person: Person) -> str:
    """All parts of what is in front of the person, one after the other."""
    read = person.text
    while "Næste del" in person.titles():
        await person.presses("Næste del")
        read += person.text
    return read.replace("\u200b", "")


@pytest.mark.parametrize("sign", ["x", "å", "😀"])
async def test_25_points_of_a_thousand_characters_are_all_shown(anne: Person, sign: str) -> None:
    texts = [f"{number:02}" + sign * 998 for number in range(1, 26)]
    await begun(anne, *texts)
    await anne.presses("Gennemse og send")
    read = await read_through(anne)
    assert [text for text in texts if text not in read] == []
    await anne.presses("Send høringssvar")
    assert anne.sees("✓ Tak – svaret er modtaget.", "Referencenummer", "Kontrolsum")
    read = await read_through(anne)
    assert [text for text in texts if text not in read] == []


# --- what is typed is not lost --------------------------------------------------------------


async def test_a_new_point_and_a_role_half_typed_are_kept_while_another_point_is_changed(
    anne: Person,
) -> None:
    await begun(anne, "Et", "To")
    half = {"text": "Halvt skrevet", "stance": "undren", "about": "model:model-1"}
    for steps in (["Tilbage"], ["Gem punkt"], ["Flyt ned"]):
        anne.fills(**half, role=f"formand før {steps[0]}")
        await anne.presses("Ret")
        assert anne.values()["text"] in {"Et", "To"}
        for title in steps:
            await anne.presses(title)
        assert {name: anne.values()[name] for name in half} == half
        assert anne.values()["role"] == f"formand før {steps[0]}"


async def test_who_is_about_to_say_nothing_and_goes_back_has_lost_nothing(anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    half = {"text": "Halvt skrevet", "stance": "undren", "role": "leder"}
    anne.fills(**half)
    await anne.presses("Ingen bemærkninger")
    assert anne.sees("Du har skrevet noget, der ikke er sendt.")
    await anne.presses("Tilbage")
    assert {name: anne.values()[name] for name in half} == half


async def test_a_long_point_half_typed_stays_until_it_is_added(anne: Person) -> None:
    await begun(anne, "Et", "To")
    anne.fills(text="å" * 1_000, stance="undren")
    await anne.presses("Ret")
    assert anne.told == "Tilføj først det punkt, du er ved at skrive. Så kan du rette de andre bagefter."
    await anne.presses("Tilføj punkt")
    assert anne.sees("3 · Undren · Hele forslaget")


async def test_a_draft_is_kept_after_every_step(town: Town, anne: Person) -> None:
    await begun(anne, "Et", "To")
    again = town.person(anne.user_id, anne.name)
    await again.says("Afgiv høringssvar")
    assert again.sees("1 · Forslag · Hele forslaget", "Et", "To")
    assert again.values()["role"] == "leder"
    await again.says("Mine svar")
    assert again.sees("✎ Kladde")
    await again.presses("Fortsæt kladden")
    assert again.sees("Punkt 3")


async def test_a_draft_may_be_thrown_away(town: Town, anne: Person) -> None:
    await begun(anne, "Et")
    await anne.presses("Kassér kladden")
    assert anne.sees("Kladden med")
    await anne.presses("Kassér kladden")
    assert anne.sees("Punkt 1")
    assert town.draft("helhedsplanen") is None


# --- looking through and sending ------------------------------------------------------------


async def test_what_is_sent_is_first_shown_as_it_will_stand(town: Town, anne: Person) -> None:
    await begun(anne, "Første linje\nAnden linje")
    anne.fills(stance="bekymring", text="Ikke tilføjet endnu", about="model:model-2")
    await anne.presses("Gennemse og send")
    assert anne.sees(
        "Sådan kommer svaret til at stå med 2 punkter",
        "På vegne af Den Boligsociale Helhedsplan Vejleåparken",
        "1 · Forslag · Hele forslaget",
        "Første linje\nAnden linje",
        "2 · Bekymring · Model 2",
        "Ikke tilføjet endnu",
        "leder",
        "Anne Jensen",
        "aktindsigt",
    )
    assert town.versions("helhedsplanen") == []
    await anne.presses("Ret mere")
    assert anne.sees("Punkt 3")


@pytest.mark.parametrize(
    ("fields", "name", "error"),
    [
        ({"role": "leder"}, "text", "Skriv mindst ét punkt – eller tryk »Ingen bemærkninger«."),
        ({"stance": "ønske", "text": "Godt"}, "role", "Skriv, hvilken rolle du svarer i"),
    ],
)
async def test_what_is_missing_is_said_before_anything_is_sent(
    town: Town, anne: Person, fields: dict[str, str], name: str, error: str
) -> None:
    await anne.says("Afgiv høringssvar")
    anne.fills(**fields)
    await anne.presses("Gennemse og send")
    assert error in anne.error(name)
    assert town.versions("helhedsplanen") == []


async def test_the_receipt_stands_in_place_of_the_form(town: Town, anne: Person) -> None:
    await answered(anne, "Et", "To")
    [version] = town.rows("SELECT * FROM versions WHERE hearing_id = ?", town.hearing)
    assert anne.sees(
        "Kvittering",
        "Høringssvar fra Den Boligsociale Helhedsplan Vejleåparken til »Ny plads til SSP-NU«",
        "Den Boligsociale Helhedsplan Vejleåparken",
        "tirsdag den 1. september 2026 kl. 10.00 (2026-09-01T10:00:00+02:00)",
        "Ja, rettidigt – frist torsdag den 15. oktober 2026 kl. 23.59",
        "1 · Forslag · Hele forslaget",
        "Et",
        "To",
        "I kan rette svaret eller trække det tilbage indtil torsdag den 15. oktober 2026 kl. 23.59.",
        hashlib.sha256(version["document"].encode()).hexdigest(),
    )
    reference = town.versions("helhedsplanen")[0]["reference"]
    assert reference.startswith("HS-260901-")
    assert anne.sees(reference)
    assert anne.reply is not None
    assert anne.reply.lasting
    assert not anne.reply.beside
    assert anne.inputs() == []


async def test_a_reference_has_the_date_that_it_is_in_denmark(town: Town, anne: Person) -> None:
    town.now = datetime(2026, 9, 1, 22, 30, tzinfo=UTC)
    await answered(anne, "Et")
    assert anne.sees("HS-260902-", "onsdag den 2. september 2026 kl. 00.30")


async def test_to_have_no_comments_takes_one_tap(town: Town, anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    anne.fills(role="leder")
    await anne.presses("Ingen bemærkninger")
    assert anne.sees("har ingen bemærkninger til »Ny plads til SSP-NU«", "Referencenummer")
    first, card = town.dump(), anne.card
    await anne.sends_again()
    assert anne.card == card
    assert town.dump() == first
    [version] = town.versions("helhedsplanen")
    assert version["content"]["no_comments"]


async def test_to_have_no_comments_is_asked_back_where_something_was_written(
    town: Town, anne: Person
) -> None:
    await anne.says("Afgiv høringssvar")
    anne.fills(role="leder", text="Jo, det her")
    await anne.presses("Ingen bemærkninger")
    assert town.versions("helhedsplanen") == []
    await anne.presses("Send »Ingen bemærkninger«")
    assert anne.sees("har ingen bemærkninger til »Ny plads til SSP-NU«")


async def test_who_had_no_comments_may_get_some(town: Town, anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    anne.fills(role="leder")
    await anne.presses("Ingen bemærkninger")
    await anne.presses("Ret svaret")
    await add(anne, "Alligevel")
    await anne.presses("Gennemse og send")
    await anne.presses("Send høringssvar")
    assert anne.sees("Høringssvar fra Den Boligsociale Helhedsplan", "Alligevel", "version 2")
    assert not anne.sees("har ingen bemærkninger")
    first, second = town.versions("helhedsplanen")
    assert (first["content"]["no_comments"], second["content"]["no_comments"]) == (True, False)
    [row] = town.rows("SELECT status FROM invitations WHERE version = 2")
    assert row["status"] == "answered"


async def test_a_med_committee_contributes_out_of_a_discussion(town: Town, carl: Person) -> None:
    await carl.says("Afgiv høringssvar")
    assert carl.sees("Bidrag fra Lokal MED CBF")
    assert carl.values()["body"] == "Lokal MED CBF"
    carl.fills(stance="undren", text="Hvorfor?", role="næstformand", body="")
    await carl.presses("Gennemse og send")
    assert "Skriv, hvilket udvalg" in carl.error("body")
    assert "Vælg den dag, udvalget drøftede sagen." in carl.error("discussed")
    carl.fills(**MED | {"discussed": "2026-09-02"})
    await carl.presses("Gennemse og send")
    assert "Datoen ligger ude i fremtiden." in carl.error("discussed")
    carl.fills(**MED, minority="Vi er uenige.")
    await carl.presses("Gennemse og send")
    assert carl.sees("Bidrag fra Lokal MED CBF", "mandag den 31. august 2026", "Vi er uenige.")
    await carl.presses("Send høringssvar")
    assert carl.sees("mandag den 31. august 2026", "Vi er uenige.", "næstformand")
    [version] = town.versions("lokal-med-cbf")
    assert version["content"]["mandate"] == {
        "body": "Lokal MED CBF",
        "discussed_on": "2026-08-31",
        "minority": "Vi er uenige.",
    }


async def test_a_med_committee_without_comments_has_discussed_it_too(town: Town, carl: Person) -> None:
    await carl.says("Afgiv høringssvar")
    carl.fills(role="formand")
    await carl.presses("Ingen bemærkninger")
    assert "Vælg den dag, udvalget drøftede sagen." in carl.error("discussed")
    carl.fills(**MED)
    await carl.presses("Ingen bemærkninger")
    assert carl.sees("Lokal MED CBF har ingen bemærkninger")
    assert len(town.versions("lokal-med-cbf")) == 1


# --- changing and withdrawing ---------------------------------------------------------------


async def test_a_response_is_changed_until_the_deadline_and_the_old_one_is_kept(
    town: Town, anne: Person
) -> None:
    await answered(anne, "Et", "To")
    town.later(days=3)
    await anne.presses("Ret svaret")
    assert anne.sees("Et", "To")
    await anne.presses("Ret", 1)
    anne.fills(text="Tre")
    await anne.presses("Gem punkt")
    await anne.presses("Gennemse og send")
    await anne.presses("Send høringssvar")
    assert anne.sees("✓ Tak – det ændrede svar er modtaget.", "version 2", "fredag den 4. september 2026")
    first, second = town.versions("helhedsplanen")
    assert [point["text"] for point in first["content"]["points"]] == ["Et", "To"]
    assert [point["text"] for point in second["content"]["points"]] == ["Et", "Tre"]
    assert first["reference"] == second["reference"]


async def test_until_the_change_is_sent_the_response_stands(town: Town, anne: Person) -> None:
    await answered(anne, "Et")
    await anne.presses("Ret svaret")
    await add(anne, "To")
    await anne.says("Mine svar")
    assert anne.sees("✓ Svaret 1.9.")
    await anne.presses("Se kvittering")
    assert anne.sees("Et", "Fortsæt kladden")
    assert not anne.sees("2 · Forslag")
    assert len(town.versions("helhedsplanen")) == 1


async def test_a_response_is_withdrawn_and_a_new_one_may_be_given(town: Town, anne: Person) -> None:
    await answered(anne, "Et")
    await anne.presses("Træk svaret tilbage")
    assert anne.sees("Vil I trække svaret tilbage?")
    assert len(town.versions("helhedsplanen")) == 1
    await anne.presses("Træk svaret tilbage")
    assert anne.sees("✓ Svaret er trukket tilbage.", "I kan svare igen.")
    first, second = town.versions("helhedsplanen")
    assert (first["withdrawn"], second["withdrawn"]) == (False, True)
    assert first["content"]["points"][0]["text"] == "Et"
    await anne.presses("Svar igen")
    await add(anne, "Nyt")
    await anne.presses("Gennemse og send")
    await anne.presses("Send høringssvar")
    assert anne.sees("Nyt", "version 3")


# --- the deadline ---------------------------------------------------------------------------

IN_TIME = datetime(2026, 10, 15, 21, 59, 59, 999_999, tzinfo=UTC)
LATE = datetime(2026, 10, 15, 22, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "timely"), [(IN_TIME, "Ja, rettidigt – frist"), (LATE, "Nej, for sent – fristen var")]
)
async def test_the_last_second_of_the_deadlines_minute_is_in_time_and_the_next_is_late(
    town: Town, anne: Person, at: datetime, timely: str
) -> None:
    await begun(anne, "Et")
    town.now = at
    await anne.presses("Gennemse og send")
    await anne.presses("Send høringssvar")
    assert anne.sees(timely)
    assert town.versions("helhedsplanen")[0]["timely"] == (at == IN_TIME)


@pytest.mark.parametrize(
    ("day", "clock", "last"),
    [
        ("2026-10-25", "02:30", datetime(2026, 10, 25, 1, 30, 59, tzinfo=UTC)),  # the second 02.30
        ("2026-10-25", "23:59", datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
        ("2027-03-28", "03:00", datetime(2027, 3, 28, 1, 0, 59, tzinfo=UTC)),
        ("2027-03-28", "23:59", datetime(2027, 3, 28, 21, 59, 59, tzinfo=UTC)),
    ],
)
async def test_the_deadline_is_right_when_the_clocks_change(
    town: Town, lead: Person, anne: Person, day: str, clock: str, last: datetime
) -> None:
    await lead.presses("Forlæng fristen")
    lead.fills(deadline_date=day, deadline_time=clock, reason="Ferie")
    await lead.presses("Forlæng fristen")
    await begun(anne, "Et")
    await anne.presses("Gennemse og send")
    town.now = last
    await anne.presses("Send høringssvar")
    assert anne.sees("Ja, rettidigt")
    await anne.presses("Ret svaret")
    town.later(seconds=1)
    await anne.presses("Gennemse og send")
    assert anne.sees("Fristen var", "så svaret kan ikke længere ændres.")


async def test_after_the_deadline_the_response_is_locked(town: Town, anne: Person) -> None:
    await answered(anne, "Et")
    receipt = anne.card
    await anne.presses("Ret svaret")
    form = anne.card
    town.now = LATE
    before = town.dump()
    anne.fills(text="For sent", stance="ønske")
    await anne.presses("Tilføj punkt")
    assert anne.sees("✕ Fejl: Fristen var torsdag den 15. oktober 2026 kl. 23.59")
    assert anne.values()["text"] == "For sent"
    for card, title in [
        (form, "Gennemse og send"),
        (receipt, "Ret svaret"),
        (receipt, "Træk svaret tilbage"),
    ]:
        anne.card, anne.typed = card, {}
        await anne.presses(title)
        assert anne.sees("Fristen var torsdag den 15. oktober 2026 kl. 23.59")
    assert town.dump() == before
    await anne.says("Mine svar")
    await anne.presses("Se kvittering")
    assert anne.sees("Fristen er udløbet, så svaret kan ikke længere ændres.")
    assert anne.titles() == ["Mine svar"]


async def test_a_late_response_is_marked_and_waits_for_the_lead(town: Town, anne: Person) -> None:
    town.now = LATE
    await anne.says("Afgiv høringssvar")
    assert anne.sees("⚠ Bemærk: Fristen er udløbet. I kan stadig sende svaret")
    await answered(anne, "Et")
    assert anne.sees("Nej, for sent", "Kommunen tager stilling til, om det kan tages med.")
    await anne.says("Mine svar")
    assert anne.sees("⚠ For sent 16.10.", "– afventer afgørelse")


async def test_who_withdrew_in_time_may_still_answer_late(town: Town, anne: Person) -> None:
    await answered(anne, "Et")
    await anne.presses("Træk svaret tilbage")
    await anne.presses("Træk svaret tilbage")
    town.now = LATE
    await anne.says("Mine svar")
    await anne.presses("Se kvittering")
    await anne.presses("Svar igen")
    await add(anne, "Nyt")
    await anne.presses("Gennemse og send")
    await anne.presses("Send høringssvar")
    assert anne.sees("Nej, for sent")


async def test_late_responses_may_not_be_taken(town: Town, lead: Person, anne: Person) -> None:
    await lead.presses("Ret høringen")
    lead.fills(takes_late="false")
    await lead.presses("Gem og se")
    await begun(anne, "Et")
    town.now = LATE
    anne.fills(text="To", stance="ønske")
    await anne.presses("Gennemse og send")
    assert anne.sees("og der tages ikke imod svar efter den.")
    assert anne.values()["text"] == "To"
    await anne.says("Afgiv høringssvar")
    assert anne.sees("Der er ingen åbne høringer, du kan svare på")
    assert town.versions("helhedsplanen") == []


async def test_before_the_hearing_opens_nobody_answers(town: Town, anne: Person) -> None:
    town.now = datetime(2026, 8, 31, 21, 59, 59, tzinfo=UTC)
    await anne.says("Afgiv høringssvar")
    assert anne.sees("Der er ingen åbne høringer, du kan svare på")
    await anne.sends("response.show", hearing=town.hearing, party="helhedsplanen")
    assert anne.sees("Høringen åbner tirsdag den 1. september 2026 kl. 00.00.")
    town.later(seconds=1)
    await anne.says("Afgiv høringssvar")
    assert anne.sees("Punkt 1")


async def test_a_closed_hearing_shows_the_same_card_with_the_values_kept(
    town: Town, lead: Person, anne: Person
) -> None:
    await begun(anne, "Et")
    await lead.presses("Luk høringen")
    lead.fills(reason="Trukket")
    await lead.presses("Luk høringen")
    before = town.dump()
    anne.fills(stance="undren", text="To", role="formand")
    await anne.presses("Tilføj punkt")
    assert anne.sees("✕ Fejl: Høringen er lukket, så der kan ikke længere svares.")
    assert (anne.values()["stance"], anne.values()["text"]) == ("undren", "To")
    assert anne.values()["role"] == "formand"
    assert town.dump() == before


async def test_the_receipt_of_a_hearing_closed_early_does_not_say_that_the_deadline_passed(
    lead: Person, anne: Person
) -> None:
    await answered(anne, "Et")
    await lead.presses("Luk høringen")
    lead.fills(reason="Trukket")
    await lead.presses("Luk høringen")
    await anne.says("Mine svar")
    await anne.presses("Se kvittering")
    assert anne.sees("Høringen er lukket, så svaret kan ikke længere ændres.")


# --- twice ----------------------------------------------------------------------------------


async def test_every_step_that_is_taken_twice_is_taken_once(town: Town, anne: Person) -> None:
    """Pressed twice, or delivered twice: nothing more is stored, and the same is seen."""

    async def twice(title: str, nth: int = 0, **fields: str) -> None:
        anne.fills(**fields)
        await anne.presses(title, nth)
        first, card = town.dump(), anne.card
        await anne.sends_again()
        assert anne.card == card, title
        assert town.dump() == first, title

    await anne.says("Afgiv høringssvar")
    await twice("Tilføj punkt", stance="forslag", text="Et", role="leder")
    await twice("Tilføj punkt", stance="ønske", text="To")
    await twice("Ret", 1, text="Halvt")
    await twice("Gem punkt", text="Tre")
    await twice("Ret", 1)
    await twice("Flyt op")
    await twice("Ret", 1)
    await twice("Fjern punkt")
    await twice("Gennemse og send", text="", stance="")
    await twice("Send høringssvar")
    await twice("Ret svaret")
    await twice("Tilføj punkt", stance="ønske", text="Fire")
    await twice("Kassér kladden")  # asked back
    await twice("Kassér kladden")
    await twice("Ret svaret")
    await twice("Gennemse og send", text="Fem", stance="ønske")
    await twice("Send høringssvar")
    await twice("Træk svaret tilbage")
    await twice("Træk svaret tilbage")
    await twice("Svar igen")
    assert [len(version["content"]["points"]) for version in town.versions("helhedsplanen")] == [1, 2, 0]


async def test_a_step_delivered_again_long_after_is_not_taken_again(town: Town, anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    steps = []
    for title, fields in [
        ("Tilføj punkt", {"stance": "forslag", "text": "Et", "role": "leder"}),
        ("Tilføj punkt", {"stance": "forslag", "text": "To"}),
        ("Gennemse og send", {}),
        ("Send høringssvar", {}),
        ("Ret svaret", {}),
        ("Tilføj punkt", {"stance": "forslag", "text": "Tre"}),
        ("Gennemse og send", {}),
        ("Send høringssvar", {}),
    ]:
        anne.fills(**fields)
        await anne.presses(title)
        assert anne.last is not None
        steps.append(anne.last)
    before = town.dump()
    for step in steps:
        if step.verb != "response.change":
            await anne.sends(step.verb, **step.data)
    assert town.dump() == before


async def test_a_response_sent_at_once_from_two_places_is_one_with_one_receipt(
    town: Town, anne: Person, knowledge: Knowledge
) -> None:
    await begun(anne, "Et")
    await anne.presses("Gennemse og send")
    async with people.town(knowledge, town.office.data_dir, first_id=512) as other_process:
        places = [town, town, other_process, other_process]
        persons = [place.person(anne.user_id, anne.name) for place in places]
        data = anne.button("Send høringssvar")["data"]
        await asyncio.gather(*(person.sends("response.submit", **data) for person in persons))
    assert len(town.versions("helhedsplanen")) == 1
    assert len(town.events("response.sent")) == 1
    cards = [person.card for person in persons]
    assert cards == [cards[0]] * 4


# --- two at once ----------------------------------------------------------------------------

STEPS: dict[str, tuple[list[tuple[str, int]], dict[str, str]]] = {
    "adds": ([("Tilføj punkt", 0)], {"text": "Bos nye punkt", "stance": "undren"}),
    "changes the first": ([("Ret", 0), ("Gem punkt", 0)], {"text": "Bos ændring", "stance": "undren"}),
    "changes the second": ([("Ret", 1), ("Gem punkt", 0)], {"text": "Bos ændring", "stance": "undren"}),
    "takes out the first": ([("Ret", 0), ("Fjern punkt", 0)], {}),
    "takes out the second": ([("Ret", 1), ("Fjern punkt", 0)], {}),
    "moves the first": ([("Ret", 0), ("Flyt ned", 0)], {}),
    "looks through": ([("Gennemse og send", 0)], {"text": "Bos nye punkt", "stance": "undren"}),
    "throws it away": ([("Kassér kladden", 0), ("Kassér kladden", 0)], {}),
    "sends": ([("Gennemse og send", 0), ("Send høringssvar", 0)], {}),
}
DONE = {
    "adds": "Anne Jensen tilføjede et punkt",
    "changes the first": "Anne Jensen rettede et punkt",
    "takes out the first": "Anne Jensen fjernede et punkt",
    "moves the first": "Anne Jensen flyttede et punkt",
    "looks through": "Anne Jensen tilføjede et punkt",
    "throws it away": "Svaret er sendt eller",
    "sends": "Svaret er sendt eller",
}


async def poised(person: Person, step: str) -> tuple[str, int]:
    """The person is about to take the step's last press, with the fields filled in."""
    presses, fields = STEPS[step]
    for title, nth in presses[:-1]:
        await person.presses(title, nth)
    person.fills(**fields)
    return presses[-1]


PAIRS = [pair for pair in itertools.product(DONE, STEPS) if pair != ("sends", "sends")]


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=map(", then ".join, PAIRS))
async def test_of_two_at_once_the_second_is_told_who_changed_what_and_loses_nothing(
    town: Town, anne: Person, bo: Person, first: str, second: str
) -> None:
    await begun(anne, "Et", "To")
    if second == "sends":  # to have looked through it is a step of its own, and comes before
        bos = await poised(await begun(bo), second)
        annes = await poised(await begun(anne), first)
    else:
        annes = await poised(anne, first)
        bos = await poised(await begun(bo), second)
    await anne.presses(*annes)
    draft, versions = town.draft("helhedsplanen"), town.versions("helhedsplanen")
    await bo.presses(*bos)
    assert (town.draft("helhedsplanen"), town.versions("helhedsplanen")) == (draft, versions)
    typed = STEPS[second][1]
    assert {name: bo.values()[name] for name in typed} == typed
    if (first, second) == ("sends", "throws it away"):
        assert bo.sees("Kvittering")
    elif second != "throws it away" or draft:
        assert bo.sees(DONE[first])
    if draft and typed:  # pressed again, it is done
        again = {"Gem punkt", "Tilføj punkt"} & set(bo.titles())
        await bo.presses(again.pop())
        assert typed["text"] in points_of(town)


async def test_who_answers_on_an_old_card_is_told_that_the_other_has_sent(
    town: Town, anne: Person, bo: Person
) -> None:
    await bo.says("Afgiv høringssvar")
    await answered(anne, "Et")
    bo.fills(stance="undren", text="To", role="formand")
    await bo.presses("Tilføj punkt")
    assert bo.told.startswith("Svaret er sendt eller slettet, siden dette kort blev vist.")
    assert bo.values()["text"] == "To"
    await anne.presses("Ret svaret")
    await bo.presses("Tilføj punkt")
    assert bo.sees("Svaret er sendt eller ændret fra et andet sted", "Et")
    await bo.presses("Tilføj punkt")
    assert points_of(town) == ["Et", "To"]


async def test_a_point_that_was_never_there_is_not_changed(town: Town, anne: Person) -> None:
    await begun(anne, "Et")
    await anne.presses("Ret")
    data = anne.button("Gem punkt")["data"] | anne.values() | {"text": "Nyt", "point": "en-andens"}
    before = town.dump()
    await anne.sends("point.save", **data)
    assert anne.error("text").startswith("Punktet er fjernet af en anden.")
    assert anne.values()["text"] == "Nyt"
    assert town.dump() == before


# --- one's own ------------------------------------------------------------------------------


async def test_of_several_hearings_the_person_chooses(town: Town, anne: Person) -> None:
    await people.opened(town, title="En anden høring", parties="helhedsplanen")
    await anne.says("Afgiv høringssvar")
    assert anne.sees("Hvilken høring vil I svare på?", "Ny plads til SSP-NU", "En anden høring")
    await anne.presses("Afgiv høringssvar", 1)
    assert anne.sees("Punkt 1")


async def test_who_speaks_for_nobody_is_asked_for_a_code(town: Town) -> None:
    somebody = await town.person("somebody").says("Afgiv høringssvar")
    assert somebody.sees("Der er ingen åbne høringer, du kan svare på")
    assert [field["id"] for field in somebody.inputs()] == ["code"]
    await somebody.says("Mine svar")
    assert somebody.sees("Du står ikke som kontakt for nogen høringspart")


async def test_my_responses_are_those_of_my_own_party_with_their_receipts(
    town: Town, anne: Person, bo: Person, carl: Person
) -> None:
    await answered(anne, "Et")
    reference = town.versions("helhedsplanen")[0]["reference"]
    for person in (anne, bo):
        await person.says("Mine svar")
        assert person.sees("Ny plads til SSP-NU", "✓ Svaret 1.9.", f"Ref. {reference}")
        await person.presses("Se kvittering")
        assert person.sees("Et", reference, "Kontrolsum")
    await carl.says("Mine svar")
    assert carl.sees("Lokal MED CBF", "○ Inviteret")
    assert not carl.sees(reference)


# --- the audit trail ------------------------------------------------------------------------


async def test_each_change_has_its_event_and_the_chain_holds(town: Town, anne: Person) -> None:
    def state() -> dict[str, list[str]]:
        return town.dump(without=["audit_events"])

    await anne.says("Afgiv høringssvar")
    for title, fields in [
        ("Tilføj punkt", {"stance": "forslag", "text": "Et", "role": "leder"}),
        ("Ret", {}),
        ("Gem punkt", {"text": "To"}),
        ("Gennemse og send", {"text": "Tre", "stance": "ønske"}),
        ("Send høringssvar", {}),
        ("Ret svaret", {}),
        ("Kassér kladden", {}),
        ("Kassér kladden", {}),
        ("Træk svaret tilbage", {}),
        ("Træk svaret tilbage", {}),
    ]:
        before, events = state(), len(town.events())
        anne.fills(**fields)
        await anne.presses(title)
        assert len(town.events()) - events == (state() != before), title
        if state() != before:
            assert town.events()[-1]["actor"] == anne.user_id
            assert town.events()[-1]["hearing_id"] == town.hearing
    desk = await town.office.open()
    async with desk.records.reading() as connection:
        assert (await audit.verify(connection)).problems == ()
    told = "".join(event["detail"] for event in town.events())
    assert "Tre" not in told


async def test_what_is_half_typed_comes_along_to_another_part_of_the_points(town: Town, anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    for number in range(25):
        anne.fills(stance="forslag", text=f"{number} " + "å" * 990)
        await anne.presses("Tilføj punkt")
    await anne.presses("Ret")
    await anne.presses("Fjern punkt")
    anne.fills(stance="ønske", text="Halvt skrevet", role="formand")
    await anne.presses("Forrige del")
    values = anne.values()
    assert (values["stance"], values["text"], values["role"]) == ("ønske", "Halvt skrevet", "formand")
    assert town.draft("helhedsplanen") is not None


async def test_who_withdraws_keeps_the_draft_of_a_better_response(town: Town, anne: Person) -> None:
    await answered(anne, "Det første")
    await anne.presses("Ret svaret")
    anne.fills(stance="ønske", text="Det bedre")
    await anne.presses("Tilføj punkt")
    await anne.sends("response.receipt", hearing=town.hearing, party="helhedsplanen")
    await anne.presses("Træk svaret tilbage")
    await anne.presses("Træk svaret tilbage")
    await anne.presses("Svar igen")
    assert anne.sees("Det bedre")


async def test_who_has_nothing_to_say_says_so_in_one_tap_without_a_role(anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    await anne.presses("Ingen bemærkninger")
    assert anne.sees("Kvittering", "har ingen bemærkninger")


async def test_what_was_never_sent_can_be_read_when_it_is_too_late(
    town: Town, lead: Person, anne: Person
) -> None:
    await anne.says("Afgiv høringssvar")
    anne.fills(stance="forslag", text="Det nåede vi ikke", role="leder")
    await anne.presses("Tilføj punkt")
    await lead.sends("hearing.close", hearing=town.hearing, reason="Slut")
    await anne.sends("response.show", hearing=town.hearing, party="helhedsplanen")
    assert anne.sees("Høringen er lukket", "ikke sendt", "Det nåede vi ikke")
    assert "Gennemse og send" not in anne.titles()


async def test_a_point_keeps_what_it_is_about_though_the_hearing_names_it_no_more(
    lead: Person, anne: Person
) -> None:
    await anne.says("Afgiv høringssvar")
    anne.fills(stance="forslag", about="topic:Placering", text="Nær stationen", role="leder")
    await anne.presses("Tilføj punkt")
    await lead.presses("Ret høringen")
    lead.fills(topics="økonomi")
    await lead.presses("Gem og se")
    await anne.says("Afgiv høringssvar")
    await anne.presses("Ret")
    anne.fills(text="Nærmere stationen")
    await anne.presses("Gem punkt")
    assert anne.sees("1 · Forslag · Placering", "Nærmere stationen")


async def test_a_shared_draft_outlives_who_is_forgotten(town: Town, anne: Person, bo: Person) -> None:
    await anne.says("Afgiv høringssvar")
    anne.fills(stance="forslag", text="Annes punkt", role="leder")
    await anne.presses("Tilføj punkt")
    await bo.says("Afgiv høringssvar")
    for number in range(31):
        bo.fills(stance="forslag" if number % 2 else "ønske", text=f"Bos {number}")
        await bo.presses("Tilføj punkt")
        await bo.presses("Ret", 1)
        await bo.presses("Fjern punkt")
    await bo.sends("me.forget", confirmed="forget")
    draft = town.draft("helhedsplanen")
    assert draft is not None
    assert [point["text"] for point in draft["content"]["points"]] == ["Annes punkt"]
    assert "Bo Berg" not in str(draft)
    assert bo.user_id not in str(draft)


async def test_who_is_forgotten_gets_nothing_that_was_still_to_be_sent(
    town: Town, lead: Person, bo: Person
) -> None:
    await bo.says("Afgiv høringssvar")
    town.posts()
    await lead.sends(
        "reminder.one", hearing=town.hearing, party="helhedsplanen", asked_at=town.now.isoformat()
    )
    [waiting] = town.posts()
    assert waiting["conversation_id"] == f"a:{bo.user_id}"
    await bo.sends("me.forget", confirmed="forget")
    [post] = town.rows("SELECT * FROM posts WHERE id = ?", waiting["id"])
    assert (post["status"], post["conversation_id"]) == ("cancelled", "")
    assert [event["detail"] for event in town.events("post.cancelled")] == [waiting["id"]]
    assert bo.user_id not in str(town.rows("SELECT * FROM posts"))


async def test_a_name_that_holds_a_cpr_number_is_stored_without_it(town: Town, lead: Person) -> None:
    eva = town.person("22222222-0000-4000-8000-00000000000e", "Eva 010190-1234")
    await lead.sends("party.show", hearing=town.hearing, party="helhedsplanen")
    lead.fills(contacts=eva.user_id)
    await lead.presses("Gem kontaktpersoner")
    await answered(eva, "Hej")
    assert eva.sees("Eva xxxxxx-xxxx")
    assert b"010190-1234" not in town.stored_bytes()
