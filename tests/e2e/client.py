"""Microsoft 365 Agents Playground in Chromium, used as a person uses it: by what is on the screen."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.async_api import Locator, Page, Route, ViewportSize, async_playwright, expect

from bot import texts
from tests.e2e.pieces import CHROMIUM

PERSONAL, GROUP, CHANNEL = "Personal Chat", "Gruppechat", "Tryghed i Ishøj - General"
DESKTOP: ViewportSize = {"width": 1400, "height": 1200}
TIMEOUT_MS = 20_000
DRAWN_MS = 5_000
POSTS = 3

_CARD = ".ac-adaptiveCard"

_ARGUMENTS = [
    "--no-sandbox",  # a container's root has none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@asynccontextmanager
async def client(address: str, *, scale: float = 1) -> AsyncIterator[Client]:
    """The Playground's page, connected to the bot. Nothing is fetched from the network.

    Args:
        address: Where the Playground listens.
        scale: How many dots of the screen go to one of the page, for pictures.
    """
    expect.set_options(timeout=TIMEOUT_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        context = await browser.new_context(locale="da-DK", viewport=DESKTOP, device_scale_factor=scale)
        context.set_default_timeout(TIMEOUT_MS)
        await context.route("**", _only_from_here)
        page = await context.new_page()
        await page.goto(address)
        await expect(page.get_by_text("Connected.")).to_be_visible()
        yield Client(page)
        await browser.close()


async def _only_from_here(route: Route) -> None:
    """The page asks Microsoft's network for fonts; it does without them."""
    if urlsplit(route.request.url).hostname == "localhost":
        await route.continue_()
    else:
        await route.abort()


@dataclass(frozen=True)
class Card:
    """An Adaptive Card as it stands on the screen."""

    shown: Locator

    @property
    def headline(self) -> Locator:
        return self.shown.get_by_role("heading")

    @property
    def source(self) -> Locator:
        return self.shown.get_by_text(re.compile("^Kilder?: "))

    @property
    def columns(self) -> Locator:
        return self.shown.get_by_role("columnheader")

    @property
    def buttons(self) -> Locator:
        return self.shown.get_by_role("button")

    async def rows(self) -> list[list[list[str]]]:
        """The table under its columns' names: rows of cells of lines."""
        rows = [await row.get_by_role("cell").all_inner_texts() for row in await self._rows()]
        return [[cell.split("\n\n") for cell in row] for row in rows if row]

    async def _rows(self) -> list[Locator]:
        return await self.shown.get_by_role("row").all()


@dataclass(frozen=True)
class Chat:
    """Where messages stand under each other: a chat, or a channel's thread.

    Attributes:
        area: What holds its cards.
        box: Where a person writes.
        mention: Whether one must mention the bot, as elsewhere than in its own chat.
    """

    page: Page
    area: Locator
    box: Locator
    mention: bool

    @property
    def cards(self) -> Locator:
        return self.area.locator(_CARD)

    async def ask(self, question: str) -> Card:
        """Write a question; the card that comes of it."""
        return await self._answer(write(self.page, self.box, question, mention=self.mention))

    async def press(self, card: Card, title: str) -> Card:
        """Press a card's button; the card that comes of it."""
        return await self._answer(card.shown.get_by_role("button", name=title, exact=True).click())

    async def _answer(self, action: Awaitable[None]) -> Card:
        before = await self.cards.count()
        await action
        await expect(self.cards).to_have_count(before + 1)
        return Card(self.cards.nth(before))


@dataclass(frozen=True)
class Client:
    """The page, with one chat or channel open at a time."""

    page: Page

    async def open(self, name: str) -> Chat:
        """Open a chat; the first time the Playground installs the bot there, and it has greeted."""
        await self.page.keyboard.press("Escape")  # whatever stood open over the page
        await self.page.get_by_role("treeitem", name=name, exact=True).click()
        await expect(self.page.locator(_CARD).first).to_be_visible()
        return Chat(
            page=self.page,
            area=self.page.locator("body"),
            box=self.page.get_by_role("textbox").first,
            mention=name != PERSONAL,
        )

    async def post(self, question: str) -> Chat:
        """Begin a thread in the channel with a question; the thread, once it is answered.

        The Playground loses an answer that comes before it has drawn the new thread (2 of 40, 0.2.28). Where
        its own log says that the answer came, the question is therefore posted again, ``POSTS`` times in all.

        Raises:
            AssertionError: The bot did not answer, or no answer was drawn.
        """
        channel = await self.open(CHANNEL)
        for _ in range(POSTS):
            came = self.page.get_by_text("message 201")
            before = await came.count()
            await write(self.page, channel.box, question, mention=True)
            await expect(came).to_have_count(before + 1)
            newest = self.page.locator(".fui-Card").filter(has_text=question).first
            with suppress(AssertionError):
                await expect(newest.locator(_CARD)).to_have_count(1, timeout=DRAWN_MS)
                return Chat(page=self.page, area=newest, box=newest.get_by_role("textbox"), mention=True)
        raise AssertionError(f"{POSTS} answers came to the channel, and none was drawn")


@dataclass(frozen=True)
class Search:
    """The box in which a person searches for a card to put into the message being written."""

    page: Page
    shown: Locator

    @property
    def found(self) -> Locator:
        """The titles of what was found."""
        return self.shown.get_by_role("heading", level=1)

    @property
    def box(self) -> Locator:
        return self.shown.get_by_placeholder("Enter a search term")

    async def choose(self, title: str) -> Card:
        """Put the card of that title into the message; the card as it stands there."""
        await self.shown.get_by_role("heading", name=title, exact=True).click()
        return Card(self.page.get_by_role("textbox").first.locator(_CARD))


async def search(page: Page) -> Search:
    """Open the search beside the box of the open chat.

    The Playground reads no manifest, so it must be told the names of the command and its parameter.
    """
    await page.get_by_role("button", name="Trigger Message Extension App").first.click()
    await page.get_by_role("menuitem", name="Search Command").click()
    shown = page.get_by_role("group").filter(has_text="Search-Based Message Extension")
    names = shown.get_by_role("button", name="Specify Command ID or Parameter")
    await names.click()
    await shown.get_by_placeholder("Command ID").fill("search")
    await shown.get_by_placeholder("Parameter name").fill("query")
    await names.click()
    return Search(page, shown)


async def write(page: Page, box: Locator, text: str, *, mention: bool) -> None:
    """Type a message, and send it once it stands there."""
    if mention:
        await box.press_sequentially("@")
        await page.get_by_role("menuitem", name=texts.BOT_NAME).click()
        await expect(box).to_have_text(texts.BOT_NAME)
        text = f" {text}"
    await box.press_sequentially(text)
    await expect(box).to_have_text(f"{texts.BOT_NAME}{text}" if mention else text)
    await box.press("Enter")
