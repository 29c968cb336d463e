"""Several people with the bot among them: it is asked by being mentioned."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot import texts
from tests.e2e.client import CHANNEL, GROUP, Card, Client

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("place", [GROUP, CHANNEL])
async def test_the_bot_greets_where_it_is_added(client: Client, place: str) -> None:
    await client.open(place)
    greeting = client.page.get_by_role("heading", name=texts.WELCOME)
    await expect(greeting).to_have_count(1)
    await expect(greeting).to_be_visible()


async def test_a_group_gets_its_answer_where_it_asked(client: Client) -> None:
    chat = await client.open(GROUP)
    answer = await chat.ask("Hvem sidder i Koordinationsgruppen?")
    await expect(answer.headline).to_contain_text("Koordinationsgruppen består af")
    assert await answer.rows()
    await expect(answer.source).to_be_visible()


async def test_a_button_asks_its_question_in_the_group(client: Client) -> None:
    chat = await client.open(GROUP)
    first = await chat.ask("Hvem sidder i SSP-NU u18?")
    second = await chat.press(first, "Hvor sidder familierådgiveren?")
    await expect(second.headline).to_contain_text("Familierådgiveren sidder i")


async def test_a_channel_gets_its_answer_in_the_thread(client: Client) -> None:
    thread = await client.post("Hvem sidder i SSP-NU o18?")
    answer = Card(thread.cards.first)
    await expect(answer.headline).to_have_text("SSP-NU o18 består af 7 funktioner")
    await expect(answer.columns).to_have_text([texts.FROM, texts.WHO])
    await expect(answer.source).to_be_visible()


async def test_a_follow_up_in_a_thread_is_understood_and_answered_there(client: Client) -> None:
    thread = await client.post("Hvem sidder i Lokalrådet?")
    answer = await thread.ask("og SSP-NU u18?")
    await expect(answer.headline).to_have_text("SSP-NU u18 består af 6 funktioner")


async def test_a_button_asks_its_question_in_the_thread(client: Client) -> None:
    thread = await client.post("Hvem sidder i SSP-NU u18?")
    answer = await thread.press(Card(thread.cards.first), "Sammenlign med SSP-NU o18")
    await expect(answer.columns).to_have_text([texts.MEMBER, "SSP-NU u18", "SSP-NU o18"])
