"""The pictures in the README and the guide, taken of the real client: `make screenshots`."""

from __future__ import annotations

import asyncio
import io
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from PIL import Image
from playwright.async_api import FloatRect, Locator, ViewportSize, expect

from bot.hearings import texts
from bot.hearings.texts import LABELS
from bot.hearings.texts import remarks as remark_texts
from bot.hearings.texts import summary as summary_texts
from storage.records.posts import PostStatus
from storage.records.remarks import Outcome, Progress
from storage.records.values import PartyKind
from tests.e2e.client import CHANNEL, DESKTOP, GROUP, PERSONAL, Card, Chat, Client, client, search
from tests.e2e.trial import ROOT, trial

FOLDER = ROOT / "docs" / "billeder"
SCALE = 1.5
TIME_LINE = 32  # above what a person wrote
CARD_EDGE = 24
BETWEEN_THREADS = 5
SEARCH_EDGE = 14
COLOURS = 256

HOUSING, POLICE = "Den Boligsociale Helhedsplan Vejleåparken", "Vestegns Politi"
HEARING = {
    "title": "Driftsledernes plads i det forebyggende arbejde",
    "question": "Hvad betyder det for jer, hvis driftslederne kommer med i Koordinationsgruppen?",
    "case_number": "26/12345",
    "handled_by": "Center for Ledelse og Strategi",
    "material": "Arbejdsnotat https://www.ishoj.dk/arbejdsnotat.pdf",
    "topics": "Placering, samarbejde, økonomi",
    "party_name": "Driftslederne i boligområderne",
    "party_contacts": "anne@example.com",
}
POINTS = (
    (
        "Opbakning",
        "Model 2",
        "Vi bakker op om model 2: Når indsatsen er samlet, ved vi, hvem vi skal ringe til.",
    ),
    (
        "Bekymring",
        "SSP-NU u18",
        "Vi hører sjældent, hvad der sker, efter at vi har meldt om uro til netværket.",
    ),
)
LAST_POINT = (
    "Forslag",
    "Hele forslaget",
    "Lad driftslederne mødes fast med Gadeplan hver 14. dag. Vi ser ofte som de første, når noget er på vej.",
)
BY_MAIL = (
    (
        "Opbakning",
        "Hele forslaget",
        "Politiet bakker op om, at driftslederne kommer med i Koordinationsgruppen.",
    ),
    ("Bekymring", "samarbejde", "Det bør stå klart, hvilke oplysninger der må deles i gruppen."),
)
PARAPHRASE = "Driftslederne får sjældent at vide, hvad der sker, når de har meldt om uro."
REMARKS = {
    1: ("Opbakningen til model 2 er noteret.", Outcome.NOTED),
    2: ("Koordinatoren giver fremover driftslederne besked, når en sag er behandlet.", Outcome.MET),
    3: ("Gadeplan har plads til et fast møde hver anden uge.", Outcome.PARTLY_MET),
}
RECOMMENDATION = "Det indstilles, at driftslederne og Gadeplan mødes fast hver anden uge."

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
            await in_hearing(window)


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


async def in_hearing(window: Client) -> None:
    """A hearing as it is set up, answered, acknowledged, and seen on the board."""
    chat = await window.open(PERSONAL)
    card = await set_up(chat)
    await on_card("hoering", window, card)
    await card.press(texts.OPEN_HEARING)
    await expect(card.shown.get_by_text("Høringen er åbnet")).to_be_visible()

    card = await chat.ask("Afgiv høringssvar")
    await card.field(LABELS["role"]).fill("formand")
    for number, (stance, about, text) in enumerate(POINTS, 2):
        await write_point(card, stance, about, text)
        await card.press(texts.ADD_POINT)
        await expect(card.shown.get_by_role("heading", name=texts.point_number(number))).to_be_visible()
    await narrow(window)  # another width empties the fields
    await write_point(card, *LAST_POINT)
    await on_card("svarkort", window, card)
    await write_point(card, *LAST_POINT)
    await card.press(texts.REVIEW)
    await expect(card.headline).to_have_text(texts.review_headline(3, registering=False))
    await card.press(texts.SEND)
    await expect(card.shown.get_by_text("Tak – svaret er modtaget.")).to_be_visible()
    await on_card("kvittering", window, card)

    await without_comments(chat, HOUSING)
    await registered(chat, POLICE)
    card = await chat.ask("Svartavle")
    await on_card("svartavle", window, card)
    await treated(window, chat, card)
    await shared(window)


async def set_up(chat: Chat) -> Card:
    """The hearing as it was saved, not opened yet."""
    card = await chat.ask("Opret høring")
    await card.pick(LABELS["opens_date"], 15, months=-1)
    await card.pick(LABELS["deadline_date"], 15, months=1)
    await card.pick(LABELS["deletes_on"], 15, months=14)
    for name, text in HEARING.items():
        await card.field(LABELS[name]).fill(text)
    await card.tick(LABELS["models"], "Model 1")
    await card.tick(LABELS["models"], "Model 2")
    for party in (HOUSING, "Lokal MED CBF", POLICE):
        await card.tick(LABELS["parties"], party)
    await card.choose(LABELS["party_kind"], texts.KINDS[PartyKind.HOUSING])
    await card.press(texts.SAVE_AND_SEE)
    await expect(card.headline).to_have_text(HEARING["title"])
    return card


async def write_point(card: Card, stance: str, about: str, text: str) -> None:
    await card.choose(LABELS["stance"], stance)
    await card.choose(LABELS["about"], about)
    await card.field(LABELS["text"]).fill(text)


async def without_comments(chat: Chat, party: str) -> None:
    """A party answers by its code."""
    card = await chat.ask("Svartavle")
    await card.choose(texts.ONE_PARTY, party)
    await card.press(texts.CONTACTS_AND_CODE)
    await card.press(texts.NEW_CODE)
    await expect(card.headline).to_contain_text("-")
    code = (await card.headline.inner_text()).split()[-1]
    card = await chat.ask("Mine svar")
    await card.field(texts.CODE).fill(code)
    await card.press(texts.REDEEM)
    await card.field(LABELS["role"]).fill("projektleder")
    await card.press(texts.NO_COMMENTS)
    await expect(card.headline).to_contain_text("ingen bemærkninger")


async def registered(chat: Chat, party: str) -> None:
    """A party's answer came by mail."""
    card = await chat.ask("Svartavle")
    await card.choose(texts.ONE_PARTY, party)
    await card.press(texts.REGISTER_RESPONSE)
    await card.pick(LABELS["received_date"], 15, months=-1)
    await card.at(LABELS["received_time"], "09:12")
    await card.field(LABELS["evidence"]).fill("Mailens tidsstempel")
    await card.field(LABELS["original"]).fill("\n".join(text for _, _, text in BY_MAIL))
    await card.press(texts.GO_ON_TO_POINTS)
    for number, (stance, about, text) in enumerate(BY_MAIL, 2):
        await write_point(card, stance, about, text)
        await card.field(LABELS["excerpt"]).fill(text)
        await card.press(texts.ADD_POINT)
        await expect(card.shown.get_by_role("heading", name=texts.point_number(number))).to_be_visible()
    await card.press(texts.REVIEW)
    await card.press(texts.REGISTER)
    await expect(card.shown.get_by_text("Svaret er registreret.")).to_be_visible()


async def treated(window: Client, chat: Chat, card: Card) -> None:
    """A party's points with what the administration says to them."""
    await card.turn(texts.SEE_HEARING)
    await card.turn(texts.CLOSE_HEARING)
    await card.field(LABELS["reason"]).fill("Fristen er gået, og svarene er modtaget.")
    await card.turn(texts.CLOSE_HEARING)

    card = await chat.ask("Bemærkninger")
    rows = sorted((HEARING["party_name"], POLICE), key=(await card.shown.inner_text()).index)
    await card.turn(remark_texts.TREAT, rows.index(HEARING["party_name"]))
    await card.turn(remark_texts.PARAPHRASE, 1)
    await card.field(LABELS["paraphrase"]).fill(PARAPHRASE)
    await card.turn(remark_texts.SAVE_PARAPHRASE)
    for number, (text, outcome) in REMARKS.items():
        await tick_point(card, number)
        await card.turn(remark_texts.NEW_REMARK)
        await card.field(LABELS["remark_text"]).fill(text)
        await card.choose(remark_texts.OUTCOME, remark_texts.OUTCOMES[outcome])
        await card.turn(remark_texts.SAVE_REMARK)
    await tick_point(card, 3)
    await card.turn(remark_texts.RECOMMEND)
    await card.field(LABELS["recommendation"]).fill(RECOMMENDATION)
    await card.turn(remark_texts.USE_RECOMMENDATION)
    await card.turn(remark_texts.move_all(Progress.DRAFT, Progress.PROFESSIONAL))
    await card.turn(remark_texts.move_all(Progress.PROFESSIONAL, Progress.APPROVED))
    await on_card("bemaerkninger", window, card)
    await card.turn(remark_texts.TO_ALL)
    await card.turn(remark_texts.RECOMMENDATIONS)
    await card.turn(remark_texts.move(Progress.DRAFT, Progress.PROFESSIONAL))
    await card.turn(remark_texts.move(Progress.PROFESSIONAL, Progress.APPROVED))


async def tick_point(card: Card, number: int) -> None:
    label = f"{remark_texts.CHOSEN_POINTS} {number} · "
    await card.shown.get_by_role("checkbox", name=re.compile(f"^{label}")).click()


async def shared(window: Client) -> None:
    """A summary in its channel, and what the lead is told of it."""
    await window.open(CHANNEL)
    chat = await window.open(PERSONAL)
    card = await chat.ask("Del opsummering")
    await card.turn(summary_texts.CHOOSE)
    await card.tick(summary_texts.WHERE, "Tryghed i Ishøj – Generelt")
    await card.tick(summary_texts.WHERE, "Tryghed i Ishøj – SSP")
    await card.turn(summary_texts.SEE_CARD)
    await card.turn(summary_texts.SEND_NOW)
    await has_left(card, 2)
    await on_card("leveret", window, card)
    await window.open(CHANNEL)
    post = window.page.locator(".fui-Card").filter(has_text=HEARING["title"]).locator(".ac-adaptiveCard")
    await on_card("opslag", window, Card(post))


async def has_left(card: Card, count: int) -> None:
    """Look again until the report says so."""
    sent = summary_texts.report_headline({PostStatus.SENT: count})
    for _ in range(5):
        await card.turn(summary_texts.REFRESH)
        with suppress(AssertionError):
            await expect(card.headline).to_have_text(sent, timeout=2_000)
            return
    raise AssertionError("the posts have not left")


async def on_card(name: str, window: Client, card: Card) -> None:
    """A card, and nothing else."""
    await narrow(window)
    await card.shown.scroll_into_view_if_needed()
    around = await box(card.shown)
    await cut(name, window, around)
    await window.page.set_viewport_size(DESKTOP)


async def picture(
    name: str, window: Client, first: Locator, last: Locator, *, above: int, below: int
) -> None:
    """The narrow page from a little above the first to a little below the last."""
    await narrow(window)
    await last.scroll_into_view_if_needed()
    start, end = await box(first), await box(last)
    while start != await box(first):  # the page was still scrolling
        start, end = await box(first), await box(last)
    top = start["y"] - above
    height = end["y"] + end["height"] + below - top
    await cut(name, window, {"x": 0, "y": top, "width": NARROW["width"], "height": height})
    await window.page.set_viewport_size(DESKTOP)


async def narrow(window: Client) -> None:
    """The chat and nothing beside it.

    The list of chats may lie over it, and what its own button says only counts once the page was wide again.
    """
    chats = window.page.get_by_role("treeitem").first
    for _ in range(5):
        await window.page.set_viewport_size(NARROW)
        with suppress(AssertionError):
            await expect(chats).not_to_be_in_viewport(timeout=2_000)
            return
        await window.page.get_by_title("Toggle app bar and conversation window").click()
        await window.page.set_viewport_size(DESKTOP)
    raise AssertionError("the list of chats lies over the chat")


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
