"""A lead and the memo: how it stands, where it is had, and who cannot have it."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import replace
from datetime import timedelta

import docx
import pytest

from bot.access import Leads
from bot.hearings.beginning import HEARING_2023
from bot.memo.links import LIFETIME
from bot.turn import ChatKind, File
from storage.records import audit
from tests.fakes.people import HEARING, LEAD, OTHER_LEAD, Person, Town, answered

pytestmark = pytest.mark.asyncio

CPR = "010203-1234"
ADDRESS = "https://bot.example.dk"


@pytest.fixture(name="town")
def _reachable(town: Town) -> Town:
    """The town, whose bot browsers can reach."""
    desk = town.office._desk  # noqa: SLF001 - opened by the fixture it is made of
    assert desk is not None
    town.office._desk = replace(desk, links=replace(desk.links, public_url=ADDRESS))  # noqa: SLF001
    return town


def link(lead: Person) -> str:
    """The token behind the button that opens the link on the card."""
    [url] = links(lead)
    assert url.startswith(f"{ADDRESS}/hoeringsnotat/")
    return url.rpartition("/")[2]


def links(lead: Person) -> list[str]:
    assert lead.reply is not None
    return re.findall(r'"url": ?"([^"]+)"', lead.reply.card_json)


def offered(lead: Person) -> str:
    """The token of the file that is offered beside the card."""
    assert lead.reply is not None
    assert lead.reply.offer is not None
    return lead.reply.offer.token


async def had(lead: Person) -> Person:
    """The lead has asked for the memo of 2023; how to get it is on the card."""
    return await lead.sends("memo.make", hearing=HEARING_2023)


async def fetched(town: Town, token: str, user_id: str | None = None) -> File | None:
    return await town.office.file(token, user_id, town.now)


# --- how it stands ------------------------------------------------------------------------------


async def test_of_one_hearing_under_way_the_memo_s_state_is_shown_at_once(lead: Person) -> None:
    await lead.says("Høringsnotat")
    assert lead.sees(
        "Notatet er et udkast", "Ny plads til SSP-NU", "Høringen er ikke lukket.", "0 af 2 parter"
    )
    assert lead.titles() == ["Hent udkastet", "Bemærkninger", "Svartavle", "En anden høring"]
    await lead.presses("En anden høring")
    assert lead.sees("Hvilken høring vil du have notatet for?", "Ny organisering af det tryghedsskabende")


@pytest.mark.parametrize(
    "words", ["Høringsnotat", "lav høringsnotat", "hent høringsnotatet", "Hvordan laver jeg et høringsnotat?"]
)
async def test_it_is_asked_for_in_so_many_words(town: Town, words: str) -> None:
    lead = await town.lead().says(words)
    assert lead.sees("Hvilken høring vil du have notatet for?")


async def test_the_memo_of_2023_lacks_nothing(town: Town) -> None:
    lead = await town.lead().sends("memo.show", hearing=HEARING_2023)
    assert lead.sees(
        "Notatet er endeligt",
        "29. september 2023 til 31. oktober 2023 (33 dage)",
        "5 af 5 parter",
        "31",
    )
    assert "Hent notatet" in lead.titles()


async def test_what_is_missing_is_listed(lead: Person, anne: Person) -> None:
    await answered(anne, "Vi foreslår noget.", "Og noget mere.")
    await lead.sends("memo.show", hearing=lead.town.hearing)
    assert lead.sees(
        "Det mangler, før notatet er endeligt",
        "Høringen er ikke lukket.",
        "2 punkter har hverken en bemærkning eller et »ingen selvstændig bemærkning«: punkt 1 og 2.",
    )


async def test_a_hearing_that_is_not_open_yet_has_none(town: Town) -> None:
    lead = await town.lead().says("Opret høring")
    await lead.fills(**HEARING).presses("Gem og se")
    await lead.sends("memo.show", hearing=town.hearing)
    assert lead.told == "Høringen er ikke åbnet endnu."
    await lead.sends("memo.make", hearing="nothing")
    assert lead.told == "Den høring findes ikke længere."


async def test_others_than_leads_are_turned_away(town: Town) -> None:
    for verb in ("memo.begin", "memo.show", "memo.make"):
        person = await town.person("22222222-0000-4000-8000-000000000009").sends(verb, hearing=HEARING_2023)
        assert "Det kan kun de medarbejdere" in person.told
    assert town.rows("SELECT * FROM downloads") == []


async def test_where_others_read_along_nothing_is_shown(town: Town) -> None:
    lead = town.lead()
    lead.chat = ChatKind.CHANNEL
    await lead.sends("memo.make", hearing=HEARING_2023)
    assert lead.reply is not None
    assert lead.reply.offer is None
    assert "egen chat" in lead.reply.summary


# --- how it is had ------------------------------------------------------------------------------


async def test_the_link_gives_the_document_once(town: Town) -> None:
    lead = await had(town.lead())
    assert lead.sees("Høringsnotatet er klar", "Det virker én gang og i 15 minutter")
    token = link(lead)
    file = await fetched(town, token)
    assert file is not None
    assert file.name == (
        "Høringsnotat - Ny organisering af det tryghedsskabende og kriminalitetsforebyggende arbejde.docx"
    )
    assert docx.Document(io.BytesIO(file.content)).paragraphs[0].text.startswith("Høringsnotat: Ny org")
    assert await fetched(town, token) is None
    [taken] = town.events("memo.taken")
    assert (taken["actor"], taken["hearing_id"]) == (LEAD, HEARING_2023)
    assert taken["content_hash"] == hashlib.sha256(file.content).hexdigest()


async def test_the_file_that_is_offered_has_the_very_size_it_was_offered_with(town: Town) -> None:
    lead = await had(town.lead())
    assert lead.reply is not None
    offer = lead.reply.offer
    assert offer is not None
    assert offer.description.startswith("Høringsnotat for »Ny organisering")
    file = await fetched(town, offer.token, LEAD.upper())
    assert file is not None
    assert (file.name, len(file.content)) == (offer.name, offer.size_bytes)


async def test_link_and_offer_are_used_each_by_itself(town: Town) -> None:
    lead = await had(town.lead())
    assert await fetched(town, offered(lead), LEAD) is not None
    assert await fetched(town, link(lead)) is not None
    assert await fetched(town, offered(lead), LEAD) is None


async def test_pressed_twice_it_gives_another_link_and_both_work(town: Town) -> None:
    lead = await had(town.lead())
    first = link(lead)
    await lead.sends_again()
    assert link(lead) != first
    assert await fetched(town, first) is not None
    assert await fetched(town, link(lead)) is not None


async def test_after_a_quarter_of_an_hour_there_is_nothing_to_fetch(town: Town) -> None:
    lead = await had(town.lead())
    town.now += LIFETIME - timedelta(seconds=1)
    await fetched(town, "other")
    town.now += timedelta(seconds=1)
    assert await fetched(town, link(lead)) is None
    assert await fetched(town, offered(lead), LEAD) is None
    assert town.events("memo.taken") == []


async def test_what_has_expired_is_forgotten_when_another_is_made(town: Town) -> None:
    lead = await had(town.lead())
    town.later(days=1)
    await had(lead)
    assert len(town.rows("SELECT * FROM downloads")) == 2


async def test_nobody_else_can_take_what_was_offered(town: Town) -> None:
    lead = await had(town.lead())
    assert await fetched(town, offered(lead), OTHER_LEAD) is None
    assert await fetched(town, offered(lead), LEAD) is not None


async def test_who_is_no_lead_any_more_gets_nothing(town: Town) -> None:
    lead = await had(town.lead())
    desk = town.office._desk  # noqa: SLF001 - who leads is a setting, and the bot is started anew for it
    assert desk is not None
    town.office._desk = replace(desk, leads=Leads(frozenset({OTHER_LEAD})))  # noqa: SLF001
    assert await fetched(town, link(lead)) is None
    assert await fetched(town, offered(lead), LEAD) is None


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "ø"])
async def test_what_no_card_gave_is_no_token(town: Town, token: str) -> None:
    assert await fetched(town, token) is None


async def test_an_offer_is_for_the_memo_as_it_was_and_a_link_for_the_newest(
    lead: Person, anne: Person, town: Town
) -> None:
    await lead.sends("memo.make", hearing=town.hearing)
    await answered(anne, "Vi foreslår noget.")
    assert await fetched(town, offered(lead), LEAD) is None
    file = await fetched(town, link(lead))
    assert file is not None
    [table] = docx.Document(io.BytesIO(file.content)).tables
    assert "Vi foreslår noget." in table.rows[1].cells[1].text
    assert file.name.endswith("(udkast).docx")


async def test_a_draft_is_called_so(lead: Person, town: Town) -> None:
    await lead.sends("memo.make", hearing=town.hearing)
    assert lead.sees("Det er et udkast")
    assert lead.reply is not None
    assert lead.reply.offer is not None
    assert lead.reply.offer.description == "Udkast til høringsnotat for »Ny plads til SSP-NU«"


async def test_where_browsers_cannot_reach_the_bot_the_file_is_offered_without_a_link(town: Town) -> None:
    desk = town.office._desk  # noqa: SLF001 - as another setting would have it
    assert desk is not None
    town.office._desk = replace(desk, links=replace(desk.links, public_url=None))  # noqa: SLF001
    lead = await had(town.lead())
    assert lead.sees("Jeg kan ikke give et link")
    assert links(lead) == []
    assert await fetched(town, offered(lead), LEAD) is not None


async def test_a_memo_with_what_may_be_a_cpr_number_does_not_leave(lead: Person, town: Town) -> None:
    await lead.sends("memo.make", hearing=town.hearing)
    token = link(lead)
    async with (await town.office.open()).records.writing() as connection:
        await connection.exec_driver_sql(
            "UPDATE hearings SET title = ? WHERE id = ?", (f"Sagen om {CPR}", town.hearing)
        )
    assert await fetched(town, token) is None
    await lead.sends("memo.show", hearing=town.hearing)
    assert lead.sees("ser ud til at indeholde et CPR-nummer", "Høringens titel, sagsnummer eller enhed")
    assert "Hent udkastet" not in lead.titles()
    await lead.sends("memo.make", hearing=town.hearing)
    assert lead.sees("ser ud til at indeholde et CPR-nummer")
    assert lead.reply is not None
    assert lead.reply.offer is None


async def test_the_audit_trail_holds_and_no_token_is_stored(town: Town) -> None:
    lead = await had(town.lead())
    token = link(lead)
    await fetched(town, token)
    async with (await town.office.open()).records.reading() as connection:
        assert (await audit.verify(connection)).problems == ()
    stored = town.stored_bytes()
    assert token.encode() not in stored
    assert offered(lead).encode() not in stored


async def counted(town: Town, points: int) -> None:
    """A party of the hearing of 2023 has so many points, as far as the invitation knows."""
    async with (await town.office.open()).records.writing() as connection:
        await connection.exec_driver_sql(
            "UPDATE invitations SET points = ? WHERE party_id = 'vestegns-politi'", (points,)
        )


async def test_a_large_memo_is_made_when_its_link_is_used_and_not_offered(town: Town) -> None:
    await counted(town, 1_500)
    lead = await had(town.lead())
    assert lead.sees("det kan tage op til et halvt minut at hente")
    assert lead.reply is not None
    assert lead.reply.offer is None
    assert await fetched(town, link(lead)) is not None


async def test_a_large_memo_has_no_way_out_where_browsers_cannot_reach_the_bot(town: Town) -> None:
    await counted(town, 1_500)
    desk = town.office._desk  # noqa: SLF001 - as another setting would have it
    assert desk is not None
    town.office._desk = replace(desk, links=replace(desk.links, public_url=None))  # noqa: SLF001
    lead = await had(town.lead())
    assert "for stort til at sende her" in lead.told


async def test_of_a_very_large_memo_what_is_missing_stands_in_itself(town: Town) -> None:
    await counted(town, 8_000)
    lead = await town.lead().sends("memo.show", hearing=HEARING_2023)
    assert lead.sees("Notatet kan laves", "først står i selve notatet")
    assert "Hent udkastet" in lead.titles()


async def test_of_a_deleted_hearing_nothing_is_fetched(town: Town) -> None:
    lead = await had(town.lead())
    async with (await town.office.open()).records.writing() as connection:
        await connection.exec_driver_sql("UPDATE hearings SET status = 'deleted'")
    assert await fetched(town, link(lead)) is None
