"""A person searches while writing to others, and sends the answer as a card of their own."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from bot import texts
from tests.e2e.client import GROUP, Card, Client, search

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUESTION = "Hvem sidder i SSP-NU u18?"


async def test_an_answer_is_found_put_into_the_message_and_sent(client: Client) -> None:
    chat = await client.open(GROUP)
    before = await chat.cards.count()
    finder = await search(client.page)
    await finder.box.fill(QUESTION)
    await expect(finder.found.first).to_have_text(QUESTION)
    await expect(finder.shown).to_contain_text("SSP-NU u18 består af 6 funktioner")

    chosen = await finder.choose(QUESTION)
    await expect(chosen.headline).to_have_text("SSP-NU u18 består af 6 funktioner")
    await expect(chosen.source).to_be_visible()
    await expect(chosen.buttons).to_have_count(0)

    await client.page.get_by_role("button", name="Send Message").click()
    await expect(chat.box.locator(chosen.shown)).to_have_count(0)
    await expect(chat.cards).to_have_count(before + 1)
    await expect(Card(chat.cards.nth(before)).headline).to_have_text("SSP-NU u18 består af 6 funktioner")


async def test_what_is_not_in_the_documents_is_not_found(client: Client) -> None:
    await client.open(GROUP)
    finder = await search(client.page)
    await finder.box.fill("xyzzy")
    await expect(finder.shown).to_contain_text(texts.DECLINE)
