"""The pictures in the README and the guide, taken of the real client: `make screenshots`."""

from __future__ import annotations

import asyncio
import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import FloatRect, Locator, ViewportSize, expect

from tests.e2e.client import DESKTOP, GROUP, PERSONAL, Client, client, search
from tests.e2e.trial import ROOT, trial

FOLDER = ROOT / "docs" / "billeder"
SCALE = 1.5
TIME_LINE = 32  # above what a person wrote
CARD_EDGE = 24
BETWEEN_THREADS = 5
SEARCH_EDGE = 14
COLOURS = 256

# So narrow that the client shows the chat and nothing beside it.
NARROW: ViewportSize = {"width": 640, "height": 1600}

# The client's own letters come from Microsoft's network, which the pictures must not depend on.
LETTERS = "*, *::before, *::after { font-family: 'Liberation Sans', Arial, sans-serif !important }"


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with trial(Path(folder)) as running, client(running.address, scale=SCALE) as window:
            await window.page.add_style_tag(content=LETTERS)
            await window.page.get_by_title("Hide log panel").click()
            await in_chat(window, "svar", "Hvem sidder i SSP-NU u18?")
            await in_chat(window, "sammenlign", "Hvad er forskellen på SSP-NU u18 og o18?")
            await in_chat(window, "afvist", "Hvad er borgmesterens telefonnummer?")
            await in_channel(window, "kanal", "Hvad er mål C?")
            await in_search(window, "ssp", "Hvem sidder i SSP-NU u18?")


async def in_chat(window: Client, name: str, question: str) -> None:
    """The question as it stands in the chat, and the card that answers it."""
    chat = await window.open(PERSONAL)
    card = await chat.ask(question)
    asked = window.page.get_by_text(question, exact=True).last
    await picture(name, window, asked, card.shown, above=TIME_LINE, below=CARD_EDGE)


async def in_channel(window: Client, name: str, question: str) -> None:
    """A thread in the channel."""
    thread = await window.post(question)
    await picture(name, window, thread.area, thread.area, above=BETWEEN_THREADS, below=BETWEEN_THREADS)


async def in_search(window: Client, typed: str, question: str) -> None:
    """What is found for a few letters, and the answer as it stands in the message that is sent."""
    chat = await window.open(GROUP)
    before = await chat.cards.count()
    finder = await search(window.page)
    await finder.box.fill(typed)
    await expect(finder.found.first).to_be_visible()
    await lower_part("soeg", window, finder.shown, finder.box)
    await finder.box.fill(question)
    await finder.choose(question)
    await window.page.get_by_role("button", name="Send Message").click()
    await expect(chat.cards).to_have_count(before + 1)
    await picture("indsat", window, chat.cards.last, chat.cards.last, above=TIME_LINE, below=CARD_EDGE)


async def picture(
    name: str, window: Client, first: Locator, last: Locator, *, above: int, below: int
) -> None:
    """The narrow page from a little above the first to a little below the last."""
    await window.page.set_viewport_size(NARROW)
    await expect(window.page.get_by_role("treeitem").first).not_to_be_in_viewport()
    await last.scroll_into_view_if_needed()
    top = (await box(first))["y"] - above
    end = await box(last)
    height = end["y"] + end["height"] + below - top
    await cut(name, window, {"x": 0, "y": top, "width": NARROW["width"], "height": height})
    await window.page.set_viewport_size(DESKTOP)


async def lower_part(name: str, window: Client, whole: Locator, first: Locator) -> None:
    """What lies over the page, from a little above the first to its end."""
    around = await box(whole)
    top = (await box(first))["y"] - SEARCH_EDGE
    height = around["y"] + around["height"] - top
    await cut(name, window, {"x": around["x"], "y": top, "width": around["width"], "height": height})


async def cut(name: str, window: Client, clip: FloatRect) -> None:
    """Saved small: with no more colours than a card needs."""
    png = await window.page.screenshot(clip=clip, animations="disabled")
    few = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)


async def box(one: Locator) -> FloatRect:
    found = await one.bounding_box()
    assert found is not None
    return found


if __name__ == "__main__":
    asyncio.run(main())
