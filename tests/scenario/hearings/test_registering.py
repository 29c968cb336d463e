from __future__ import annotations

import pytest

from tests.fakes.people import LEAD, OTHER_LEAD, Person, Town, answered

pytestmark = pytest.mark.asyncio

ORIGINAL = (
    "  Kære kommune\n\nVi bakker op om forslaget, men er bekymrede for økonomien.\n\nHilsen formanden  "
)
CAME = {
    "channel": "mail",
    "received_date": "2026-08-31",
    "received_time": "14:05",
    "evidence": "mailens tidsstempel",
    "speaker": "formanden",
    "original": ORIGINAL,
}


async def page(town: Town, party: str = "helhedsplanen") -> Person:
    """The lead has chosen the party on the board, to register what it sent."""
    lead = await town.lead().sends("board.show", hearing=town.hearing)
    lead.fills(party=party)
    return await lead.presses("Registrér svar")


async def begun(town: Town, **changes: str) -> Person:
    lead = await page(town)
    lead.fills(**(CAME | changes))
    return await lead.presses("Gem, og skriv punkterne")


async def registered(town: Town, **changes: str) -> Person:
    lead = await begun(town, **changes)
    lead.fills(stance="opbakning", text="Parten bakker op.", excerpt="Vi bakker op om forslaget")
    await lead.presses("Tilføj punkt")
    lead.fills(stance="bekymring", text="Økonomien.", excerpt="bekymrede for\nøkonomien")
    await lead.presses("Gennemse og send")
    return await lead.presses("Registrér svaret")


async def test_what_came_by_mail_is_registered_word_for_word_with_how_it_is_known_when(
    town: Town, lead: Person
) -> None:
    del lead
    lead = await registered(town)
    assert lead.sees(
        "✓ Svaret er registreret.",
        "Den Boligsociale Helhedsplan Vejleåparken",
        "mandag den 31. august 2026 kl. 14.05 (2026-08-31T14:05:00+02:00)",
        "Ja, rettidigt efter det oplyste tidspunkt",
        "Lise Leder tirsdag den 1. september 2026 kl. 10.00",
        "Kom på mail mandag den 31. august 2026 kl. 14.05 – mailens tidsstempel",
        "formanden",
        "Bygger på: »Vi bakker op om forslaget«",
        "2 · Bekymring · Hele forslaget",
    )
    [version] = town.versions("helhedsplanen")
    assert version["original"] == {
        "text": ORIGINAL,
        "channel": "mail",
        "received_at": "2026-08-31T12:05:00Z",
        "evidence": "mailens tidsstempel",
    }
    assert (version["by"], version["by_name"]) == (LEAD, "Lise Leder")
    assert [point["excerpt"] for point in version["content"]["points"]] == [
        "Vi bakker op om forslaget",
        "bekymrede for\nøkonomien",
    ]
    told = [
        (event["what"], event["actor"]) for event in town.events() if event["party_id"] == "helhedsplanen"
    ]
    assert told[-4:] == [
        ("registration.begun", LEAD),
        ("point.added", LEAD),
        ("point.added", LEAD),
        ("response.registered", LEAD),
    ]


@pytest.mark.parametrize(("channel", "shown"), [("paper", "Kom på papir"), ("spoken", "Kom mundtligt")])
async def test_what_came_on_paper_or_by_word_of_mouth_too(
    town: Town, lead: Person, channel: str, shown: str
) -> None:
    del lead
    assert (await registered(town, channel=channel)).sees(shown)


async def test_the_original_stands_beside_the_points_while_they_are_written(town: Town, lead: Person) -> None:
    del lead
    lead = await begun(town)
    assert lead.sees("Originalen", "Kære kommune", "men er bekymrede for økonomien.", "Hilsen formanden")


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"channel": "due"}, "channel", "Vælg, hvordan svaret kom."),
        ({"received_date": ""}, "received_date", "Vælg den dag, svaret kom."),
        ({"received_date": "2026-08-32"}, "received_date", "Skriv datoen"),
        ({"received_time": ""}, "received_time", "Skriv, hvornår på dagen svaret kom."),
        ({"received_time": "middag"}, "received_time", "Skriv klokkeslættet"),
        (
            {"received_date": "2026-03-29", "received_time": "02:30"},
            "received_time",
            "uret stilles en time frem",
        ),
        ({"received_date": "2026-09-01", "received_time": "10:01"}, "received_date", "ude i fremtiden"),
        ({"evidence": ""}, "evidence", "Skriv, hvor I kender tidspunktet fra"),
        ({"original": " \n "}, "original", "Indsæt hele svaret"),
        ({"original": "x" * 30_001}, "original", "må højst fylde 30.000 tegn"),
        ({"speaker": "x" * 121}, "speaker", "må højst fylde 120 tegn"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_with_the_rest_kept(
    town: Town, lead: Person, changes: dict[str, str], field: str, error: str
) -> None:
    del lead
    lead = await page(town)
    before, typed = town.dump(), CAME | changes
    await lead.sends("register.begin", **(lead.button("Gem, og skriv punkterne")["data"] | typed))
    if len(typed["original"]) > 30_000:  # such a text cannot be shown again: the card stays as it is
        assert error in lead.told
    else:
        assert error in lead.error(field)
        assert {name: lead.values()[name] for name in CAME if name not in changes} == {
            name: CAME[name] for name in CAME if name not in changes
        }
    assert town.dump() == before


async def test_beside_a_long_original_what_is_wrong_is_told_and_the_card_stays(
    town: Town, lead: Person
) -> None:
    del lead
    lead = await page(town)
    lead.fills(**(CAME | {"original": "å" * 20_000, "evidence": "", "received_date": ""}))
    await lead.presses("Gem, og skriv punkterne")
    assert "Vælg den dag, svaret kom. Skriv, hvor I kender tidspunktet fra" in lead.told
    assert lead.values()["original"] == "å" * 20_000


async def test_words_that_do_not_stand_in_the_original_are_refused(town: Town, lead: Person) -> None:
    del lead
    lead = await begun(town)
    before = town.dump()
    lead.fills(stance="opbakning", text="Glade", excerpt="Vi er meget glade")
    await lead.presses("Tilføj punkt")
    assert lead.error("excerpt") == "De ord står ikke i originalen. Kopiér dem derfra, så de er ens."
    assert lead.values()["text"] == "Glade"
    assert town.dump() == before


async def test_what_came_late_is_late_whenever_it_is_registered(town: Town, lead: Person) -> None:
    del lead
    town.later(days=60)
    in_time = {"received_date": "2026-10-15", "received_time": "23:59"}
    late = {"received_date": "2026-10-16", "received_time": "00:00"}
    lead = await registered(town, **late)
    assert lead.sees("Nej, for sent efter det oplyste tidspunkt")
    await lead.presses("Til svartavlen")
    assert lead.sees("For sent 16.10.", "– afventer afgørelse")
    lead = await registered(town, **in_time)
    assert lead.sees("Ja, rettidigt efter det oplyste tidspunkt", "version 2")


async def test_what_came_late_takes_no_timely_responses_place(town: Town, lead: Person) -> None:
    del lead
    town.later(days=60)
    await registered(town, received_date="2026-10-15", received_time="23:59")
    lead = await registered(town, received_date="2026-10-16", received_time="00:00")
    assert "kan ikke træde i stedet" in lead.told
    [version] = town.versions("helhedsplanen")
    assert version["timely"]


async def test_a_point_rests_on_words_of_the_original(town: Town, lead: Person) -> None:
    del lead
    lead = await begun(town)
    lead.fills(stance="opbakning", text="Parten bakker op.")
    await lead.presses("Tilføj punkt")
    assert lead.error("excerpt") == "Kopiér de ord fra originalen, som punktet bygger på."


async def test_a_closed_hearing_still_takes_what_came_another_way(town: Town, lead: Person) -> None:
    await lead.sends("hearing.close", hearing=town.hearing, reason="Fristen er nået")
    lead = await registered(town)
    assert lead.sees("✓ Svaret er registreret.")


async def test_what_is_begun_may_be_gone_on_with_also_by_another_lead(town: Town, lead: Person) -> None:
    del lead
    lead = await begun(town)
    lead.fills(stance="opbakning", text="Parten bakker op.", excerpt="bakker op")
    await lead.presses("Tilføj punkt")
    other = await town.other_lead().sends("register.form", hearing=town.hearing, party="helhedsplanen")
    assert other.sees("Parten bakker op.", "Kære kommune", "Punkt 2")
    await other.presses("Gennemse og send")
    await other.presses("Registrér svaret")
    assert other.sees("Ole Leder tirsdag den 1. september 2026")
    [version] = town.versions("helhedsplanen")
    assert version["by"] == OTHER_LEAD


async def test_of_two_who_register_different_texts_the_second_is_told(town: Town, lead: Person) -> None:
    del lead
    other = await page(town)
    other.user_id, other.name = OTHER_LEAD, "Ole Leder"
    await begun(town)
    other.fills(**(CAME | {"original": "Et helt andet brev"}))
    before = town.dump()
    await other.presses("Gem, og skriv punkterne")
    assert other.told.startswith("Et andet svar fra parten er ved at blive registreret.")
    assert other.values()["original"] == "Et helt andet brev"
    assert town.dump() == before


async def test_what_was_begun_by_mistake_is_thrown_away_and_begun_anew(town: Town, lead: Person) -> None:
    del lead
    lead = await begun(town)
    await lead.presses("Kassér kladden")
    await lead.presses("Kassér kladden")
    assert lead.sees("Registrér et svar fra Den Boligsociale Helhedsplan Vejleåparken")
    assert town.rows("SELECT * FROM invitations WHERE registration IS NOT NULL") == []
    lead.fills(**(CAME | {"original": "Det rigtige svar"}))
    await lead.presses("Gem, og skriv punkterne")
    assert lead.sees("Det rigtige svar", "Punkt 1")


async def test_pressed_twice_one_response_is_registered(town: Town, lead: Person) -> None:
    del lead
    lead = await page(town)
    lead.fills(**CAME)
    await lead.presses("Gem, og skriv punkterne")
    after_first = town.dump()
    await lead.sends_again()
    assert town.dump() == after_first
    lead.fills(stance="opbakning", text="Parten bakker op.", excerpt="bakker op")
    await lead.presses("Gennemse og send")
    await lead.presses("Registrér svaret")
    after_first, card = town.dump(), lead.card
    await lead.sends_again()
    assert (town.dump(), lead.card) == (after_first, card)


async def test_the_partys_draft_is_not_touched(town: Town, anne: Person) -> None:
    await anne.says("Afgiv høringssvar")
    anne.fills(stance="ønske", text="Min egen kladde", role="leder")
    await anne.presses("Tilføj punkt")
    draft = town.draft("helhedsplanen")
    await registered(town)
    assert town.draft("helhedsplanen") == draft
    await anne.says("Mine svar")
    await anne.presses("Se kvittering")
    assert anne.sees("Parten bakker op.", "Svaret er registreret af kommunen.")


async def test_the_party_sees_what_was_registered_for_it_and_by_whom(town: Town, anne: Person) -> None:
    await registered(town)
    await anne.says("Mine svar")
    assert anne.sees("✓ Svaret 31.8.")
    await anne.presses("Se kvittering")
    assert anne.sees("Registreret af", "Lise Leder", "Er noget gengivet forkert, så sig det")


async def test_a_committees_registered_contribution_has_its_mandate(town: Town, lead: Person) -> None:
    del lead
    lead = await page(town, "lokal-med-cbf")
    lead.fills(**CAME)
    await lead.presses("Gem, og skriv punkterne")
    assert lead.sees("Bidrag fra Lokal MED CBF")
    lead.fills(stance="opbakning", text="Udvalget bakker op.", excerpt="bakker op")
    await lead.presses("Gennemse og send")
    assert lead.error("discussed") == "Vælg den dag, udvalget drøftede sagen."
    lead.fills(discussed="2026-08-30")
    await lead.presses("Gennemse og send")
    await lead.presses("Registrér svaret")
    assert lead.sees("søndag den 30. august 2026")


@pytest.mark.parametrize(
    "brev",
    [
        "\n".join(f"{number}. En linje af et langt brev med æøå." for number in range(600)),
        "å" * 29_000,
        "😀 " * 14_000,
        "\n".join(f"* [{number}](x) *fed* `kode` <a@b.dk> {{}} |" for number in range(700)),
    ],
    ids=["lines", "Danish", "emoji", "marks"],
)
async def test_a_long_original_is_kept_whole(town: Town, lead: Person, brev: str) -> None:
    del lead
    text = f"{ORIGINAL}{brev}"
    lead = await begun(town, original=text)
    assert lead.sees("Kære kommune", "Hilsen formanden")
    for number in range(1, 26):
        lead.fills(stance="opbakning", text=f"{number:02}" + "å" * 998, excerpt="Vi bakker op om forslaget")
        await lead.presses("Tilføj punkt")
        assert lead.sees(f"{number} · Opbakning")
    await lead.presses("Gennemse og send")
    await lead.presses("Registrér svaret")
    assert lead.sees("✓ Svaret er registreret.")
    [version] = town.versions("helhedsplanen")
    assert version["original"]["text"] == text
    assert len(version["content"]["points"]) == 25


async def test_a_response_that_was_sent_in_teams_is_followed_by_what_came_by_mail(
    town: Town, anne: Person
) -> None:
    await answered(anne, "Fra os selv")
    town.later(days=2)
    lead = await registered(town, received_date="2026-09-02")
    assert lead.sees("version 2")
    first, second = town.versions("helhedsplanen")
    assert (first["original"], second["original"]["channel"]) == (None, "mail")


async def test_an_older_letter_takes_no_newer_responses_place(town: Town, anne: Person) -> None:
    await answered(anne, "Fra os selv")
    lead = await registered(town)
    assert "nyere svar" in lead.told
    assert len(town.versions("helhedsplanen")) == 1


async def test_what_is_being_registered_is_seen_on_the_board_and_nobody_is_reminded_of_it(
    town: Town, lead: Person
) -> None:
    del lead
    lead = await begun(town)
    await lead.sends("board.show", hearing=town.hearing)
    assert lead.sees("✎ Registreres", "0 af 2 parter har svaret", "Ryk den ene, der mangler")


async def test_a_party_whose_letter_is_being_registered_stays_in_the_hearing(
    town: Town, lead: Person
) -> None:
    await begun(town)
    await lead.presses("Ret høringen")
    lead.fills(parties="lokal-med-cbf")
    await lead.presses("Gem og se")
    assert "kan ikke tages ud af høringen" in lead.error("parties")


async def test_a_hearing_is_not_concluded_before_what_came_is_dealt_with(town: Town, lead: Person) -> None:
    await begun(town)
    await lead.sends("hearing.close", hearing=town.hearing, reason="Fristen er nået")
    await lead.sends("hearing.conclude", hearing=town.hearing, reason="Sagen er afgjort")
    assert "registrering i gang for Den Boligsociale Helhedsplan Vejleåparken" in lead.told
    other = await town.other_lead().sends("register.form", hearing=town.hearing, party="helhedsplanen")
    assert other.sees("Kære kommune")


async def test_a_letter_with_a_telephone_number_is_asked_about_once(town: Town, lead: Person) -> None:
    del lead
    lead = await begun(town, original="Vi bakker op om forslaget. Ring på 43 57 75 75.")
    assert lead.sees("mailadresse eller et telefonnummer")
    await lead.presses("Gem alligevel")
    assert lead.sees("Punkt 1", "Ring på 43 57 75 75.")
