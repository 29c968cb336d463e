"""A person alone with the bot, in the real client."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot import texts
from tests.e2e.client import PERSONAL, Card, Client

pytestmark = pytest.mark.asyncio(loop_scope="session")

MEMBERS = [
    [["CBF"], ["Socialfaglig leder", "Familierådgiver"]],
    [["UU"], ["UU-vejleder"]],
    [["Politiet"], ["Lokalbetjent", "Civilforebygger"]],
    [["Tryghed og Kriminalitetsforebyggelse"], ["Proaktiv konsulent"]],
]


async def test_the_bot_greets_once_when_it_is_installed_and_shows_what_to_ask(client: Client) -> None:
    chat = await client.open(PERSONAL)
    greeting = Card(chat.cards.first)
    await expect(greeting.headline).to_have_text(texts.WELCOME)
    await expect(greeting.buttons).to_have_text([title for title, _ in texts.EXAMPLES])
    await expect(client.page.get_by_role("heading", name=texts.WELCOME)).to_have_count(1)
    await expect(client.page.get_by_label("Message author").first).to_have_text(texts.BOT_NAME)


async def test_who_sits_in_a_forum_is_shown_as_a_table_with_its_source(client: Client) -> None:
    chat = await client.open(PERSONAL)
    answer = await chat.ask("Hvem sidder i SSP-NU u18?")
    await expect(answer.headline).to_have_text("SSP-NU u18 består af 6 funktioner")
    await expect(answer.columns).to_have_text([texts.FROM, texts.WHO])
    assert await answer.rows() == MEMBERS
    await expect(answer.source).to_contain_text("Arbejdsnotat, leverance 1 & 2 (27. marts 2023)")
    await expect(answer.buttons.first).to_have_text("Sammenlign med SSP-NU o18")


async def test_a_button_asks_its_question(client: Client) -> None:
    chat = await client.open(PERSONAL)
    first = await chat.ask("Hvem sidder i SSP-NU u18?")
    second = await chat.press(first, "Sammenlign med SSP-NU o18")
    await expect(second.columns).to_have_text([texts.MEMBER, "SSP-NU u18", "SSP-NU o18"])
    assert [["Lokalbetjent (politiet)"], ["✓ med"], ["✓ med"]] in await second.rows()


async def test_a_follow_up_is_understood_from_the_question_before_it(client: Client) -> None:
    chat = await client.open(PERSONAL)
    await chat.ask("Hvem sidder i SSP-NU u18?")
    answer = await chat.ask("og o18?")
    await expect(answer.headline).to_have_text("SSP-NU o18 består af 7 funktioner")


async def test_what_the_documents_leave_open_is_set_apart(client: Client) -> None:
    chat = await client.open(PERSONAL)
    answer = await chat.ask("Hvad er forskellen på model 1 og model 2?")
    await expect(answer.shown.get_by_text("Bemærk: Modelbeskrivelserne mangler")).to_be_visible()
    await expect(answer.source).to_contain_text("Høringssvar fra Københavns Vestegns Politi")


async def test_what_the_documents_do_not_say_is_declined_with_questions_that_lead_on(client: Client) -> None:
    chat = await client.open(PERSONAL)
    answer = await chat.ask("Hvad er borgmesterens telefonnummer?")
    await expect(answer.headline).to_have_text(texts.DECLINE)
    await expect(answer.shown.get_by_text(texts.DECLINE_DETAIL)).to_be_visible()
    await expect(answer.source).to_have_count(0)
    nearest = await answer.buttons.all_inner_texts()
    assert nearest
    led_on = await chat.press(answer, nearest[0])
    await expect(led_on.headline).not_to_have_text(texts.DECLINE)
    await expect(led_on.source).to_be_visible()
