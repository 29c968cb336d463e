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
_BOX = "[data-lexical-editor]"
_ANSWERED_BELOW = "xpath=following::button[@aria-label='Dismiss Invoke Message'][1]"
_NEXT_MONTH, _LAST_MONTH = re.compile("^Next month"), re.compile("^Previous month")

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
    """The page asks Microsoft's network for fonts; it does without them. A link may lead to the bot."""
    if urlsplit(route.request.url).hostname in {"localhost", "127.0.0.1"}:
        await route.continue_()
    else:
        await route.abort()


@dataclass(frozen=True)
class Card:
    """An Adaptive Card as it stands on the screen."""

    shown: Locator

    @property
    def headline(self) -> Locator:
        return self.shown.get_by_role("heading").first

    @property
    def source(self) -> Locator:
        return self.shown.get_by_text(re.compile("^Kilder?: "))

    @property
    def columns(self) -> Locator:
        return self.shown.get_by_role("columnheader")

    @property
    def buttons(self) -> Locator:
        return self.shown.get_by_role("button")

    def field(self, label: str) -> Locator:
        """Where a text is written."""
        return self.shown.get_by_role("textbox", name=label, exact=True)

    def error(self, name: str) -> Locator:
        """What is said to be wrong."""
        return self.shown.get_by_text(f"✕ {name}")

    async def choose(self, label: str, title: str) -> None:
        """Choose one of several."""
        await self.shown.get_by_role("combobox", name=label, exact=True).click()
        await self.shown.page.get_by_role("option", name=title, exact=True).click()

    async def tick(self, label: str, title: str) -> None:
        """Tick one of those under a label."""
        await self.shown.get_by_role("checkbox", name=f"{label} {title}", exact=True).click()

    async def pick(self, label: str, day: int, *, months: int = 0) -> None:
        """Pick a day in a calendar, so many months ahead or back. The Playground then empties what was typed.

        Args:
            label: The field's.
            day: One that its month's sheet shows once: 15 is on every sheet.
            months: From this one.
        """
        field, page = self.shown.get_by_role("combobox", name=label, exact=True), self.shown.page
        await field.click()
        turn = page.get_by_role("button", name=_NEXT_MONTH if months > 0 else _LAST_MONTH)
        for _ in range(abs(months)):
            await turn.click()
        await page.get_by_role("gridcell", name=re.compile(f"^{day}, ")).click()
        await expect(field).not_to_have_value("")

    async def at(self, label: str, time: str) -> None:
        """Write a time of the day."""
        field = self.shown.get_by_role("combobox", name=label, exact=True)
        await field.fill(time)
        await field.press("Enter")

    async def press(self, title: str) -> None:
        """Press a button after which this card shows something else."""
        await self.shown.get_by_role("button", name=title, exact=True).click()

    async def turn(self, title: str, at: int = 0) -> None:
        """Press a button after which this card shows something else, to be filled in.

        The Playground draws the new card twice, again when it says below it that it was answered (0.2.28),
        and what was filled in between is lost. So that is waited for, and put away to be seen the next time.
        It is gone by itself below a card that is to stand in the chat from now on, such as a receipt.

        Args:
            title: The button's.
            at: Which of those that are called the same, from 0.
        """
        await self.shown.get_by_role("button", name=title, exact=True).nth(at).click()
        answered = self.shown.locator(_ANSWERED_BELOW)
        await answered.click()
        await expect(answered).to_have_count(0)

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
            box=self._boxes.first if name == CHANNEL else self._boxes.last,  # a channel's threads come below
            mention=name != PERSONAL,
        )

    @property
    def _boxes(self) -> Locator:
        """Where messages are written; a card's own fields are none of them."""
        return self.page.locator(_BOX)

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
        return Card(self.page.locator(_BOX).last.locator(_CARD))


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
