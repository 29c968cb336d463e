"""Pages: every field has its name, every button two ways back, and no text changes the card it stands on."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import chain, pairwise
from typing import Any

import pytest

from bot.page import (
    Action,
    Buttons,
    Chart,
    Choice,
    Entry,
    Facts,
    Heading,
    Input,
    InputKind,
    Link,
    Listing,
    Notice,
    Page,
    PageBlock,
    Preview,
    Small,
    Tone,
)
from bot.questions.answer import Bullets, Paragraph, Table
from bot.reply import CARD_BYTES, size_bytes
from bot.screen import PageTooLargeError, drawn, fits, groups_of, reply_of_page, room_beside
from cards import lines, plain, typed
from tests.unit.test_cards import TEXT_CASES, TEXTS, elements, faults, objects, shown

Card = dict[str, Any]

KICKER = "Høringssvar · frist tirsdag 31. oktober 2023 kl. 23.59"
HEADLINE = "Ny organisering af det tryghedsskabende arbejde"
STANCES = tuple(Choice(name.casefold(), name) for name in ("Opbakning", "Bekymring", "Forslag"))
PARTIES = tuple(Choice(f"p{n}", f"Part nummer {n}") for n in range(9))
ADD = Action("Tilføj punkt", "point.add", {"hearing": "7"})
REVIEW = Action("Gennemse og send", "response.review", {"hearing": "7"}, sends_inputs=False, primary=True)
FIELD = Input("text", "Hvad vil I sige?")


def page(*blocks: PageBlock, **said: Any) -> Page:
    """A page of these blocks under an ordinary headline."""
    return replace(Page(KICKER, HEADLINE, blocks), **said)


def card_of(*blocks: PageBlock, **said: Any) -> Card:
    """The card of such a page, which Microsoft's models know."""
    card = reply_of_page(page(*blocks, **said)).card
    assert faults(card) == []
    return card


def body_of(*blocks: PageBlock) -> list[Card]:
    """What stands under the kicker and the headline."""
    body: list[Card] = card_of(*blocks)["body"]
    return body[2:]


def inputs(card: Card) -> list[Card]:
    """Every field, in reading order."""
    return [found for found in objects(card) if found.get("type", "").startswith("Input.")]


def said(node: Card) -> list[str]:
    """What is read of an element; that of a chart is not part of it."""
    return shown({"body": [node]})


def pages_of(text: str) -> list[Page]:
    """A page for each kind of block, with the same text in every place that takes one."""
    action = Action(text, "point.edit", {"note": text}, sends_inputs=False)
    fields = [
        Input(
            "x",
            text,
            kind,
            value=text,
            error=text,
            placeholder=text,
            choices=(Choice(text, text), *STANCES),
        )
        for kind in InputKind
    ]
    blocks: list[PageBlock] = [
        Paragraph(text),
        Bullets(("a", text), heading=text),
        Table((text,) * 3, (((text,), (text, text), (text,)),), (1, 1, 1)),
        *(Notice(tone, text) for tone in Tone),
        Heading(text),
        Small(text),
        Entry(text, (text, text), (text,), (action,)),
        Facts(((text, text),)),
        Chart(text, ((text, 3), (text, 0))),
        Chart(text, ((text, 0),)),
        *fields,
        Buttons((action, Link(text, "https://example.dk/a"), Link(text, text))),
        Preview(Page(text, text, (Paragraph(text), Chart(text, ((text, 3),))), (action,))),
    ]
    return [Page(text, text, (block,), (action,)) for block in blocks]


# --- the page as a whole -----------------------------------------------------------------------


def test_a_page_reads_from_kicker_to_buttons() -> None:
    card = card_of(Paragraph("På vegne af MED"), Small("Svaret journaliseres."), actions=(ADD,))
    assert shown(card) == [KICKER, HEADLINE, "På vegne af MED", "Svaret journaliseres."]
    assert card["body"][-1]["type"] == "ActionSet"
    assert (card["version"], card["lang"], card["fallbackText"]) == ("1.5", "da", f"{KICKER} · {HEADLINE}")


def test_an_empty_page_is_a_card() -> None:
    card = reply_of_page(Page("", "")).card
    assert faults(card) == []
    assert card["fallbackText"].startswith("Siden kan ikke vises")
    assert len(card["body"]) == 1


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(" \n"),
        Bullets(()),
        Table(("a",), (), (1,)),
        Notice(Tone.ERROR, ""),
        Heading(" "),
        Small(""),
        Facts(()),
        Chart("", ()),
        Buttons(()),
        Buttons((Link("x", "ftp://x"),)),
    ],
    ids=lambda block: type(block).__name__,
)
def test_a_block_without_anything_to_show_leaves_no_trace(block: PageBlock) -> None:
    assert body_of(block, Small("slut")) == body_of(Small("slut"))


def test_only_a_table_of_more_than_two_columns_takes_the_full_width() -> None:
    two = Table(("a", "b"), ((("1",), ("2",)),), (1, 1))
    three = Table(("a", "b", "c"), ((("1",), ("2",), ("3",)),), (1, 1, 1))
    assert "msteams" not in card_of(two)
    assert card_of(three)["msteams"] == {"width": "full"}


def test_a_board_has_no_grid_and_room_for_its_longest_words() -> None:
    rows = ((("Vestegns Politi",), ("○ Intet svar",), ("–",)),)
    [found] = body_of(Table(("Part", "Status", "Punkter"), rows, (4, 2, 1)))
    assert found["showGridLines"] is False
    assert found["columns"][2]["width"] == len("Punkter")


def test_a_page_within_a_page_is_to_the_letter_as_it_is_by_itself() -> None:
    table = Table(("Part", "Model 1", "Model 2"), ((("MED",), ("–",), ("Fordel 1",)),), (2, 1, 1))
    page = Page("Opsummering", "1 af 2 har svaret", (table, Small("I alt")), (ADD,))
    alone = json.loads(drawn(page)[0])
    card = card_of(Preview(page))
    assert card["body"][-1]["items"] == alone["body"]
    assert card["msteams"] == alone["msteams"] == {"width": "full"}


def test_the_reply_is_as_the_page_says() -> None:
    reply = reply_of_page(page(beside=True))
    assert (reply.summary, reply.beside, reply.lasting) == (HEADLINE, True, False)
    assert reply_of_page(page(lasting=True)).lasting
    assert drawn(page()) == (reply_of_page(page()).card_json, HEADLINE)


@pytest.mark.parametrize(
    ("headline", "summary"),
    [
        ("a\nb\x00\u202e", "a b"),
        ("", KICKER),
        ("ord " * 100, "ord " * 49 + "ord…"),
        ("x" * 300, "x" * 199 + "…"),
    ],
    ids=["hidden characters", "none", "long", "one long word"],
)
def test_the_summary_is_the_headline_in_plain_words(headline: str, summary: str) -> None:
    assert reply_of_page(page(headline=headline)).summary == summary


# --- fields ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "element"),
    [
        (InputKind.TEXT, "Input.Text"),
        (InputKind.LONG_TEXT, "Input.Text"),
        (InputKind.CHOICE, "Input.ChoiceSet"),
        (InputKind.CHOICES, "Input.ChoiceSet"),
        (InputKind.DATE, "Input.Date"),
        (InputKind.TIME, "Input.Time"),
        (InputKind.TOGGLE, "Input.Toggle"),
    ],
)
def test_every_field_has_its_name(kind: InputKind, element: str) -> None:
    field = Input("x", "Navn", kind, choices=STANCES, max_chars=9)
    [found] = inputs(card_of(field))
    assert (found["type"], found["id"]) == (element, "x")
    assert found["title" if kind is InputKind.TOGGLE else "label"] == "Navn"


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (InputKind.TEXT, 'Vi "mener" **det**', 'Vi "mener" **det**'),
        (InputKind.TEXT, "et\nto", "et to"),
        (InputKind.LONG_TEXT, "et\n\n  to\r\ntre\x00", "et\n\n  to\ntre"),
        (InputKind.TEXT, "", None),
        (InputKind.CHOICE, "forslag", "forslag"),
        (InputKind.CHOICE, "noget andet", None),
        (InputKind.CHOICES, "forslag,noget andet,opbakning", "forslag,opbakning"),
        (InputKind.CHOICES, "", None),
        (InputKind.DATE, "2026-11-26", "2026-11-26"),
        (InputKind.DATE, "i morgen", None),
        (InputKind.TIME, "23:59", "23:59"),
        (InputKind.TIME, "23.59", None),
        (InputKind.TOGGLE, "true", "true"),
        (InputKind.TOGGLE, "false", "false"),
        (InputKind.TOGGLE, "", "false"),
    ],
)
def test_a_value_is_kept_if_the_field_can_show_it(kind: InputKind, value: str, kept: str | None) -> None:
    [found] = inputs(card_of(Input("x", "Navn", kind, value=value, choices=STANCES)))
    assert found.get("value") == kept


def test_texts_say_how_long_they_may_be_and_how_to_fill_them_in() -> None:
    [short, long] = inputs(
        card_of(
            Input("a", "A", max_chars=120, placeholder="Højst 120 tegn"),
            Input("b", "B", InputKind.LONG_TEXT, max_chars=1_000),
        )
    )
    assert (short["maxLength"], short["placeholder"], "isMultiline" in short) == (
        120,
        "Højst 120 tegn",
        False,
    )
    assert (long["maxLength"], long["isMultiline"]) == (1_000, True)


@pytest.mark.parametrize(
    ("kind", "choices", "look"),
    [
        (InputKind.CHOICE, STANCES, {"style": "compact"}),
        (InputKind.CHOICE, PARTIES, {"style": "filtered"}),
        (InputKind.CHOICES, STANCES, {"style": "expanded", "isMultiSelect": True}),
        (InputKind.CHOICES, PARTIES, {"style": "compact", "isMultiSelect": True}),
    ],
)
def test_many_choices_are_searched_and_several_are_ticked(
    kind: InputKind, choices: tuple[Choice, ...], look: Card
) -> None:
    [found] = inputs(card_of(Input("x", "Navn", kind, choices=choices)))
    assert {name: found[name] for name in ("style", "isMultiSelect") if name in found} == look
    assert [(choice["value"], choice["title"]) for choice in found["choices"]] == [
        (choice.value, choice.title) for choice in choices
    ]


@pytest.mark.parametrize("kind", InputKind)
def test_what_is_wrong_stands_right_below_its_field_with_a_sign_and_in_words(kind: InputKind) -> None:
    wrong = Input("x", "Frist", kind, error="Fristen er overskredet.", choices=STANCES)
    [_, field, error, _] = body_of(FIELD, wrong, replace(FIELD, id="y"))
    assert field["id"] == "x"
    assert (error["text"], error["color"]) == ("✕ Fristen er overskredet.", "Attention")


def test_a_field_without_fault_has_no_words_below() -> None:
    assert [element["type"] for element in body_of(FIELD, FIELD)] == ["Input.Text", "Input.Text"]


# --- buttons -----------------------------------------------------------------------------------


def test_every_button_has_another_that_brings_the_same_where_the_first_is_unknown() -> None:
    card = card_of(Entry("1", actions=(ADD,)), Buttons((REVIEW,)), actions=(REVIEW, ADD))
    executes = elements(card, "Action.Execute")
    assert [button["verb"] for button in executes] == [
        "point.add",
        "response.review",
        "response.review",
        "point.add",
    ]
    for button in executes:
        other = button["fallback"]
        assert (other["type"], other["title"]) == ("Action.Submit", button["title"])
        assert other["data"] == button["data"] | {"verb": button["verb"]}
        assert other.get("associatedInputs") == button.get("associatedInputs")


def test_only_a_button_that_sends_the_fields_makes_them_count() -> None:
    [review, add] = elements(card_of(actions=(REVIEW, ADD)), "Action.Execute")
    assert (review["associatedInputs"], "associatedInputs" in add) == ("none", False)


def test_the_button_that_leads_on_comes_first() -> None:
    [review, add] = elements(card_of(actions=(ADD, REVIEW)), "Action.Execute")
    assert (review["title"], review["style"]) == ("Gennemse og send", "positive")
    assert (add["title"], "style" in add) == ("Tilføj punkt", False)


def test_more_buttons_than_a_row_shows_are_in_several_rows() -> None:
    card = card_of(actions=tuple(replace(ADD, title=f"Punkt {n}") for n in range(14)))
    rows = [[button["title"] for button in row["actions"]] for row in elements(card, "ActionSet")]
    assert [len(row) for row in rows] == [6, 6, 2]
    assert list(chain.from_iterable(rows)) == [f"Punkt {n}" for n in range(14)]


def test_a_long_title_ends_at_a_word_and_is_told_whole() -> None:
    title = "Hent Den Boligsociale Helhedsplan Vejleåparkens høringssvar"
    [button] = elements(card_of(actions=(replace(ADD, title=title),)), "Action.Execute")
    assert (button["title"], button["tooltip"]) == ("Hent Den Boligsociale Helhedsplan…", title)


@pytest.mark.parametrize(
    "url", ["https://example.dk/svar?a=1&b=2", "http://localhost:3978/x", "HTTPS://example.dk"]
)
def test_a_link_opens_an_address_of_the_web(url: str) -> None:
    [link] = elements(card_of(actions=(Link("Åbn", url),)), "Action.OpenUrl")
    assert link["url"] == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://[",
        "//example.dk",
        "https://example.dk/a b",
        "https://example.dk/\n",
        "",
    ],
)
def test_a_link_to_any_other_address_is_left_out(url: str) -> None:
    assert elements(card_of(actions=(Link("Åbn", url),)), "ActionSet") == []


# --- what stands between -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tone", "style", "sign"),
    [
        (Tone.GOOD, "good", "✓ "),
        (Tone.WARNING, "warning", "⚠ Bemærk: "),
        (Tone.ERROR, "attention", "✕ Fejl: "),
    ],
)
def test_a_notice_says_in_words_what_its_colour_says(tone: Tone, style: str, sign: str) -> None:
    [box] = body_of(Notice(tone, "Et punkt mangler.\nDet er punkt 2."))
    assert (box["style"], said(box)) == (style, [f"{sign}Et punkt mangler.", "Det er punkt 2."])


def test_a_heading_is_one_to_a_screen_reader_too() -> None:
    [heading] = body_of(Heading("Punkt 2"))
    assert (heading["style"], heading["weight"]) == ("heading", "Bolder")


def test_an_entry_stands_in_a_box_with_its_buttons_in_a_row() -> None:
    entry = Entry("1 · Opbakning", ("Et\nto", "Tre"), ("Rettet i går",), (ADD, replace(ADD, title="Slet")))
    [box] = body_of(entry)
    assert (box["type"], box["style"]) == ("Container", "emphasis")
    assert said(box) == ["1 · Opbakning", "Et", "to", "Tre", "Rettet i går"]
    assert box["items"][0]["weight"] == "Bolder"
    assert box["items"][-2]["isSubtle"] is True
    assert [button["title"] for button in box["items"][-1]["actions"]] == ["Tilføj punkt", "Slet"]


def test_facts_are_rows_of_a_name_and_a_value() -> None:
    rows = body_of(Facts((("Frist", "31. oktober 2023"), ("Part", "**MED**"))))
    assert [said(row) for row in rows] == [["Frist", "31. oktober 2023"], ["Part", "**MED**"]]
    assert elements(rows[0], "FactSet") == []


def test_a_chart_is_told_in_words_and_where_it_cannot_be_drawn_that_is_said() -> None:
    [title, chart, words] = body_of(Chart("Standpunkter", (("Bekymring", 8), ("Opbakning", 3))))
    assert title["text"] == chart["title"] == "Standpunkter"
    assert chart["data"] == [{"x": "Bekymring", "y": 8}, {"x": "Opbakning", "y": 3}]
    assert chart["fallback"]["type"] == "TextBlock"
    assert words["text"] == "Bekymring 8 · Opbakning 3"


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        (
            Chart("Standpunkter", (("Bekymring", 0), ("Opbakning", 0))),
            "Standpunkter: Bekymring 0 · Opbakning 0",
        ),
        (Chart("Standpunkter", ()), "Standpunkter"),
        (Chart("", (("Bekymring", 0),)), "Bekymring 0"),
    ],
)
def test_a_chart_without_bars_is_words_only(chart: Chart, words: str) -> None:
    [only] = body_of(chart)
    assert only["text"] == words


# --- text is shown as written ------------------------------------------------------------------


def frame_of(node: Any) -> Any:
    """A card without its texts: what kinds of things stand where, and what they do."""
    if isinstance(node, dict):
        if node.get("type") in {"TextBlock", "RichTextBlock"}:
            return "text"
        told = {
            "type",
            "id",
            "verb",
            "style",
            "associatedInputs",
            "url",
            "isMultiline",
            "fallback",
        }
        return {
            key: frame_of(value)
            for key, value in node.items()
            if key in told or (isinstance(value, (dict, list)) and key != "data")
        }
    return [frame_of(item) for item in node] if isinstance(node, list) else node


SHORT_TEXTS = {name: text for name, text in TEXTS.items() if len(text) < 100 and len(lines(text)) == 1}


@pytest.mark.parametrize("text", SHORT_TEXTS.values(), ids=SHORT_TEXTS)
def test_no_text_changes_the_card_it_stands_on(text: str) -> None:
    for hostile, harmless in zip(pages_of(text), pages_of("x"), strict=True):
        card = reply_of_page(hostile).card
        assert faults(card) == []
        assert frame_of(card) == frame_of(reply_of_page(harmless).card)


@pytest.mark.parametrize("text", SHORT_TEXTS.values(), ids=SHORT_TEXTS)
def test_every_line_of_an_entry_and_of_a_fact_is_shown_as_written(text: str) -> None:
    line = plain(text).replace("\u200b", "")
    [entry, fact, small] = body_of(Entry(text, (text,), (text,)), Facts(((text, text),)), Small(text))
    assert (said(entry), said(fact), said(small)) == ([line] * 3, [line] * 2, [line])


@pytest.mark.parametrize("text", TEXT_CASES)
def test_what_was_typed_comes_back_as_it_was(text: str) -> None:
    if len(text) > 5_000:
        text = text[:5_000]
    [field] = inputs(card_of(Input("x", "Navn", InputKind.LONG_TEXT, value=text)))
    assert field.get("value", "") == typed(text)


# --- how large a page may be -------------------------------------------------------------------

PATTERNS = {
    "danish": "Vi er bekymrede for de unge på gaden. ",
    "quotes": '"\\',
    "emphasis": "*a",
    "many lines": "a\n",
    "marked lines": "*a*b\n",
    "lists": "- a\n",
    "addresses": "a.dk ",
    "links": "[a](b)",
    "dates": "{{DATE(",
    "emoji": "🙂",
    "family": "👩‍👩‍👧",
    "arabic": "مرحبا ",
    "signs": "<&@~#",
    "brackets": "]- ",
    "surrogates": "\ud800a",
    "controls": "\x00a\t",
}
PATTERN_CASES = [pytest.param((pattern * 1_000)[:1_000], id=name) for name, pattern in PATTERNS.items()]
BESIDE = page(Paragraph("På vegne af MED"), Notice(Tone.GOOD, "Modtaget."), actions=(REVIEW, ADD))


@pytest.mark.parametrize("text", PATTERN_CASES)
def test_25_entries_of_a_thousand_characters_are_shown_on_as_few_pages_as_hold_them(text: str) -> None:
    entries = [Entry(f"{n} · Bekymring", (text,), ("Rettet i går",), (ADD,)) for n in range(25)]
    groups = groups_of(entries, room_beside(BESIDE))
    assert [entry for group in groups for entry in group] == entries
    for group in groups:
        assert fits(replace(BESIDE, blocks=(*BESIDE.blocks, *group)))
    for group, after in pairwise(groups):
        assert not fits(replace(BESIDE, blocks=(*BESIDE.blocks, *group, after[0])))


def test_no_entries_make_no_group_and_one_too_large_stands_alone() -> None:
    small, large = Entry("1"), Entry("2", ("x" * CARD_BYTES,))
    assert groups_of([], 1_000) == []
    assert groups_of([small, small, large, small], 1_000) == [(small, small), (large,), (small,)]


def test_a_page_larger_than_a_card_is_refused_and_says_by_how_much() -> None:
    large = page(Paragraph("x" * CARD_BYTES))
    assert not fits(large)
    with pytest.raises(PageTooLargeError, match=str(CARD_BYTES)) as refused:
        reply_of_page(large)
    assert refused.value.size_bytes == CARD_BYTES - room_beside(large)


def test_the_largest_page_that_fits_is_sent() -> None:
    room = room_beside(page(Paragraph("x")))
    whole = page(Paragraph("x" * (1 + room // 2)))
    assert size_bytes(reply_of_page(whole).card_json) in {CARD_BYTES, CARD_BYTES - 1}
    assert not fits(page(Paragraph("x" * (2 + room // 2))))


def test_a_page_that_is_too_large_without_its_listing_is_too_large() -> None:
    with pytest.raises(PageTooLargeError):
        reply_of_page(page(Paragraph("å" * 20_000), Listing((), "response.show")))


LONG = tuple(Entry(f"Punkt {number}", ("å" * 900,)) for number in range(25))


def points_on(card: Card) -> list[str]:
    return [str(each["text"]) for each in objects(card) if str(each.get("text")).startswith("Punkt ")]


def test_a_listing_that_is_too_long_is_shown_in_parts_and_loses_nothing() -> None:
    cards = [card_of(Listing(LONG, "response.show", {"hearing": "7"}, part=part)) for part in range(25)]
    last = next(at for at, card in enumerate(cards) if "Næste del" not in str(card))
    seen = [point for card in cards[: last + 1] for point in points_on(card)]
    assert seen == [entry.title for entry in LONG]
    assert [points_on(card) for card in cards[last + 1 :]] == [points_on(cards[last])] * (24 - last)


def test_what_is_listed_and_too_large_by_itself_is_shortened_and_says_so() -> None:
    remarks = tuple(f"Bemærkning {number}: {'åben ' * 400}" for number in range(9))
    large = Entry("Punkt 0", ("Alt " * 250,), remarks, (ADD,))
    card = card_of(Listing((large, *LONG[1:]), "response.show"))
    assert points_on(card) == ["Punkt 0"]
    told = [str(each["text"]) for each in objects(card) if str(each.get("text")).startswith("Bemærkning ")]
    assert len(told) == len(remarks)
    assert all(each.endswith("åben … (forkortet)") for each in told)
    assert ADD.title in str(card)
    whole = card_of(Listing(LONG, "response.show"))
    assert "forkortet" not in str(whole)


def test_the_last_part_is_shown_where_it_is_asked_for() -> None:
    assert points_on(card_of(Listing(LONG, "response.show", part=-1)))[-1] == "Punkt 24"
