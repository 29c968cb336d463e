"""A hearing from its opening to its board, in the real client: Anne leads it, and answers for two parties.

The tests tell one story, each going on where the one before it ended.
"""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from bot.hearings import texts
from bot.hearings.texts import LABELS
from storage.records.values import PartyKind
from tests.e2e.client import PERSONAL, Card, Chat, Client

pytestmark = pytest.mark.asyncio(loop_scope="session")

TITLE = "Driftslederne i Koordinationsgruppen"
DRIVERS = "Boligorganisationernes driftsledere"
HOUSING = "Den Boligsociale Helhedsplan Vejleåparken"
POLICE = "Vestegns Politi"
FORUM, MODEL = "SSP-NU u18", "Model 2"
CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2}")
CPR = "010203-1234"

LOST_CONTACT = "SSP-NU u18 mister den faste kontakt til driftslederne."
ONE_PLACE = "Model 2 samler indsatsen ét sted, så vi ved, hvem vi skal ringe til."
SEAT = "Driftslederne bør have en fast plads i Koordinationsgruppen."
SEAT_AND_REASON = f"{SEAT} De ser som de første, hvor der er uro."


async def set_up(chat: Chat) -> Card:
    """The hearing as it was saved: two known parties, and a new one whose contact is Anne herself."""
    card = await chat.ask("Opret høring")
    await expect(card.headline).to_have_text(texts.SET_UP_HEARING)
    # Each date empties what was typed before it, so they come first.
    await card.pick(LABELS["opens_date"], 15, months=-1)
    await card.pick(LABELS["deadline_date"], 15, months=2)
    await card.pick(LABELS["deletes_on"], 15, months=6)
    await card.field(LABELS["title"]).fill(TITLE)
    await card.field(LABELS["question"]).fill("Hvad betyder forslaget for jer?")
    await card.field(LABELS["case_number"]).fill("26/12345")
    await card.field(LABELS["handled_by"]).fill("Center for Ledelse og Strategi")
    await card.field(LABELS["topics"]).fill("Placering, samarbejde")
    await card.tick(LABELS["models"], MODEL)
    await card.tick(LABELS["parties"], HOUSING)
    await card.tick(LABELS["parties"], POLICE)
    await card.field(LABELS["party_name"]).fill(DRIVERS)
    await card.choose(LABELS["party_kind"], texts.KINDS[PartyKind.HOUSING])
    await card.field(LABELS["party_contacts"]).fill("anne@example.com")
    await card.press(texts.SAVE_AND_SEE)
    await expect(card.headline).to_have_text(TITLE)
    return card


async def add_point(card: Card, stance: str, about: str, text: str) -> None:
    await card.choose(LABELS["stance"], stance)
    await card.choose(LABELS["about"], about)
    await card.field(LABELS["text"]).fill(text)
    await card.press(texts.ADD_POINT)


async def read(card: Card) -> str:
    """All that stands on the card."""
    return await card.shown.inner_text()


async def test_a_lead_sets_up_a_hearing_and_opens_it(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await set_up(chat)
    shown = await read(card)
    assert all(name in shown for name in (DRIVERS, HOUSING, POLICE, MODEL, "Placering og samarbejde"))
    await card.press(texts.OPEN_HEARING)
    await expect(card.shown.get_by_text("Høringen er åbnet")).to_be_visible()
    await card.press(texts.BOARD)
    await expect(card.headline).to_have_text("0 af 3 parter har svaret")


async def test_a_partner_answers_with_three_points_and_gets_a_receipt(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await chat.ask("Afgiv høringssvar")
    await expect(card.headline).to_have_text(TITLE)
    await expect(card.shown.get_by_text(f"På vegne af {DRIVERS}")).to_be_visible()
    await add_point(card, "Bekymring", FORUM, LOST_CONTACT)
    await expect(card.shown.get_by_role("heading", name=texts.point_number(2))).to_be_visible()
    await add_point(card, "Opbakning", MODEL, ONE_PLACE)
    await expect(card.shown.get_by_role("heading", name=texts.point_number(3))).to_be_visible()
    await card.field(LABELS["role"]).fill("formand")
    await card.choose(LABELS["stance"], "Forslag")
    await card.field(LABELS["text"]).fill(SEAT)
    await card.press(texts.REVIEW)
    await expect(card.headline).to_have_text(texts.review_headline(3, registering=False))
    looked_through = await read(card)
    points = (f"1 · Bekymring · {FORUM}", f"2 · Opbakning · {MODEL}", f"3 · Forslag · {texts.WHOLE}")
    assert all(each in looked_through for each in (*points, LOST_CONTACT, ONE_PLACE, SEAT, "formand"))
    await card.press(texts.SEND)
    await expect(card.shown.get_by_text("Tak – svaret er modtaget.")).to_be_visible()
    receipt = await read(card)
    assert all(each in receipt for each in (*points, DRIVERS, "Ja, rettidigt", "Anne Andersen"))
    assert re.search(r"HS-\d{6}-[0-9A-F]{6}", receipt)
    assert re.search(r"[0-9a-f]{64}", receipt)


async def test_a_point_is_changed_and_the_response_sent_again(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await chat.ask("Mine svar")
    await card.press(texts.SEE_RECEIPT)
    await card.press(texts.CHANGE)
    await card.shown.get_by_role("button", name=texts.EDIT, exact=True).nth(2).click()
    await expect(card.headline).to_have_text(texts.edit_point(3))
    await expect(card.field(LABELS["text"])).to_have_value(SEAT)
    await card.field(LABELS["text"]).fill(SEAT_AND_REASON)
    await card.press(texts.SAVE_POINT)
    await expect(card.shown.get_by_text(SEAT_AND_REASON)).to_be_visible()
    await card.press(texts.REVIEW)
    await card.press(texts.SEND)
    await expect(card.shown.get_by_text("Tak – det ændrede svar er modtaget.")).to_be_visible()
    receipt = await read(card)
    assert "version 2" in receipt
    assert SEAT_AND_REASON in receipt


async def test_a_party_with_a_code_has_no_comments_in_one_tap(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await chat.ask("Svartavle")
    await card.choose(texts.ONE_PARTY, HOUSING)
    await card.press(texts.CONTACTS_AND_CODE)
    await card.press(texts.NEW_CODE)
    await expect(card.headline).to_have_text(CODE)
    code = CODE.findall(await card.headline.inner_text())[0]

    card = await chat.ask("Mine svar")
    await card.field(texts.CODE).fill(code.lower())
    await card.press(texts.REDEEM)
    await expect(card.shown.get_by_text(f"På vegne af {HOUSING}")).to_be_visible()
    await card.field(LABELS["role"]).fill("projektleder")
    await card.press(texts.NO_COMMENTS)
    await expect(card.headline).to_have_text(f"{HOUSING} har ingen bemærkninger til »{TITLE}«")
    await expect(card.shown.get_by_text("Tak – svaret er modtaget.")).to_be_visible()


async def test_the_board_shows_who_has_answered_and_tells_its_chart_in_words(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await chat.ask("Svartavle")
    await expect(card.headline).to_have_text("2 af 3 parter har svaret")
    await expect(card.columns).to_have_text([texts.BOARD_PARTY, texts.STATUS, texts.POINTS])
    rows = {name: (status, points) for [name], [status], [points] in await card.rows()}
    assert rows.keys() == {DRIVERS, HOUSING, POLICE}
    assert rows[DRIVERS][0].startswith("✓ Svaret ")
    assert rows[DRIVERS][1] == "3"
    assert rows[HOUSING][0].startswith("✓ Ingen bemærkninger ")
    assert rows[POLICE] == ("○ Inviteret", "–")
    await expect(card.shown.get_by_text("Opbakning 1 · Bekymring 1 · Forslag 1")).to_be_visible()
    await expect(card.shown.get_by_text(texts.NUMBERS_ARE_NOT_WEIGHT)).to_be_visible()


async def test_a_response_is_withdrawn_and_may_be_given_again(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await chat.ask("Mine svar")
    await card.shown.get_by_role("button", name=texts.SEE_RECEIPT).last.click()
    await expect(card.headline).to_contain_text("Helhedsplan")
    await card.press(texts.WITHDRAW)
    await expect(card.headline).to_have_text(texts.REALLY_WITHDRAW)
    await card.press(texts.WITHDRAW)
    await expect(card.headline).to_have_text(f"Høringssvaret fra {HOUSING} er trukket tilbage")
    await expect(card.shown.get_by_role("button", name=texts.ANSWER_AGAIN)).to_be_visible()


async def test_a_cpr_number_is_refused_beside_its_field_and_the_rest_is_kept(client: Client) -> None:
    chat = await client.open(PERSONAL)
    card = await chat.ask("Afgiv høringssvar")
    await card.shown.get_by_role("button", name=texts.ANSWER, exact=True).last.click()
    await card.press(texts.ANSWER_AGAIN)
    await card.field(LABELS["role"]).fill("projektleder")
    await add_point(card, "Bekymring", FORUM, f"Vi tænker på barnet {CPR}.")
    wrong = card.error("Feltet »Hvad vil I sige?« ser ud til at indeholde et CPR-nummer.")
    await expect(wrong).to_be_visible()
    field = card.field(LABELS["text"])
    await expect(field).to_have_value("Vi tænker på barnet xxxxxx-xxxx.")
    await expect(card.field(LABELS["role"])).to_have_value("projektleder")
    await expect(card.shown.get_by_role("combobox", name=LABELS["stance"])).to_have_value("Bekymring")
    above, below = await field.bounding_box(), await wrong.bounding_box()
    assert above
    assert below
    assert 0 <= below["y"] - above["y"] - above["height"] < 40
    assert CPR not in await read(card)
