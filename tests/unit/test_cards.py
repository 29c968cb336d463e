"""Cards: what the templates make of ordinary and of hostile text, judged by Microsoft's own models."""

from __future__ import annotations

import html
import json
import re
import typing
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jinja2 import Environment, TemplateNotFound, UndefinedError, nodes
from markdown_it import MarkdownIt
from microsoft_teams.cards import core
from pydantic import ValidationError

from cards import plain, render, typed
from cards.render import (
    TEMPLATES,
    caption,
    fitting_widths,
    guarded,
    lines,
    props,
    runs,
    short_columns,
    stack,
    unmarked,
)

Card = dict[str, Any]

ORDINARY = {
    "forum": "SSP-NU o18",
    "range": "Unge på 27–37 år, u/18 og o18 (CBF)",
    "question": 'Hvem sidder i "SSP-NU"? Kun lokalbetjenten!',
    "source": "Arbejdsnotat, leverance 1 & 2 (27. marts 2023), samarbejdsfora",
    "abbreviations": "f.eks. politiet m.fl., bl.a. B&U o.lign.",
    "percent": "25 % flere; §§ 114-115 + 1 = ca. 50,5 (kl. 23.59)",
    "verdict": "– nej / ✓ ja · ? usikkert",
}
HOSTILE = {
    "quotes": '"}, {"type": "Image", "url": "http://evil.dk/x.png"}, {"a": "',
    "key": '", "isVisible": false, "x": "',
    "backslash": "C:\\temp\\ \\u0041 \\",
    "newlines": "et\nto\r\ntre\n\n\nfire\u2028fem",
    "jinja": "{{ 7 * 7 }} {% raw %} {# x #} ${name}",
    "date function": "{{DATE(2017-02-14T06:00:00Z, SHORT)}} og {{TIME(2017-02-14T06:00:00Z)}}",
    "link": "[klik her](http://evil.dk) og ![billede](http://evil.dk/x.png)",
    "bare link": "https://evil.dk www.evil.dk evil.dk mailto:x@evil.dk",
    "autolink": "<https://evil.dk> <b>fed</b> <script>alert(1)</script> <at>Alle</at>",
    "emphasis": "**fed** _kursiv_ __fed__ ***begge*** ~~væk~~ a*b*c snake_case_navn",
    "code": "`kode` ```blok```",
    "entity": "&amp; &lt;b&gt; &#42;x&#42;",
    "heading": "# Overskrift",
    "bullet": "- punkt",
    "plus": "+ punkt",
    "star": "* punkt",
    "ordered": "1. punkt",
    "parenthesis": "2) punkt",
    "date": "27. marts 2023",
    "rule": "---",
    "spaced rule": "- - -",
    "underline": "===",
    "quotation": "> citat",
    "table": "| a | b |\n|---|---|\n| 1 | 2 |",
    "reference": "[x]\n\n[x]: http://evil.dk",
    "indented": "        kode\n\tkode",
    "after bracket": "(a)1. punkt (b)- punkt",
    "control": "a\x00b\x07c\x1bd\x7fe\x85f\x9fg",
    "direction": "fil\u202egnp.exe \u2067x\u2069",
    "lone surrogate": "a\ud800b",
    "arabic": "مرحبا بالعالم SSP",
    "emoji": "🙂 👩‍👩‍👧 🇩🇰",
    "long": "ord " * 2_500,
    "one long word": "x" * 10_000,
    "long address": "https://evil.dk/" + "a/b?" * 500,
    "nothing": "",
    "blanks": " \n\t ",
}
TEXTS = ORDINARY | HOSTILE
TEXT_CASES = [pytest.param(text, id=name) for name, text in TEXTS.items()]


def rendered(name: str, **context: Any) -> Card:
    """The card that the template makes; a template that makes no JSON fails every test."""
    card: Card = json.loads(render(name, **context))
    return card


def answer_of(text: str) -> Card:
    """An answer card with the same text in every place that takes one."""
    return rendered(
        "answer",
        sections=[
            {
                "kicker": text,
                "headline": text,
                "blocks": [
                    {"kind": "paragraph", "text": text, "left_out": False},
                    {"kind": "paragraph", "text": text, "left_out": True},
                    {"kind": "bullets", "heading": text, "items": [text, text], "left_out": 0},
                    {"kind": "bullets", "heading": "", "items": [text], "left_out": 2},
                    table([text, text], [[[text], [text, text]]], marked=[0]),
                    table([text, text, text], [[[text], [text], [text]]], left_out=1),
                ],
                "notes": [text, text],
                "sources": [text, text],
            },
        ]
        * 2,
        buttons=[{"title": text, "question": f"{text} ?"}] * 2,
        lang="da",
    )


def page_of(text: str) -> Card:
    """A page with the same text in every place that takes one."""
    action: Card = {"title": text, "url": "", "verb": "point.add", "sends_inputs": False, "primary": True}
    action |= {"data": {"note": typed(text)}, "submitted": {"note": typed(text), "verb": "point.add"}}
    link = {"title": text, "url": "https://example.dk/"}
    field: Card = {"kind": "field", "id": "x", "label": text, "value": typed(text), "placeholder": text}
    field |= {"error": text, "max_chars": 1_000, "style": ""}
    field |= {"choices": [(typed(text), text)]}
    kinds = ("text", "long text", "choice", "choices", "date", "time", "toggle")
    return rendered(
        "page",
        kicker=text,
        headline=text,
        wide=True,
        blocks=[
            {"kind": "paragraph", "text": text, "left_out": False},
            {"kind": "bullets", "heading": text, "items": [text, text], "left_out": 0},
            table([text, text, text], [[[text], [text], [text]]]),
            *({"kind": "notice", "tone": tone, "text": text} for tone in ("good", "warning", "error")),
            {"kind": "heading", "text": text},
            {"kind": "small", "text": text},
            {"kind": "entry", "title": text, "lines": [text], "details": [text], "actions": [action]},
            {"kind": "facts", "rows": [[[text], [text]]]},
            {"kind": "chart", "title": text, "bars": [(text, 2)], "drawn": True},
            {"kind": "chart", "title": text, "bars": [(text, 0)], "drawn": False},
            *(field | {"input": kind} for kind in kinds),
            {"kind": "buttons", "actions": [action, link]},
        ]
        if lines(text)  # a page asks for no block that has nothing to show
        else [],
        actions=[action] * 7,
        lang="da",
    )


CARDS: dict[str, Callable[[str], Card]] = {"answer": answer_of, "page": page_of}
CARD_CASES = [pytest.param(card_of, id=name) for name, card_of in CARDS.items()]


def table(
    columns: list[str], rows: list[list[list[str]]], *, marked: list[int] | None = None, left_out: int = 0
) -> Card:
    """A table as the answer template takes it, all columns equally wide."""
    return {
        "kind": "table",
        "columns": columns,
        "rows": rows,
        "widths": [1] * len(columns),
        "marked": marked or [],
        "left_out": left_out,
    }


def section(*blocks: Card, **said: Any) -> Card:
    """A section of these blocks under an ordinary headline."""
    return {
        "kicker": "Fora i Ishøj",
        "headline": "SSP-NU o18 består af 7 funktioner",
        "blocks": list(blocks),
        "notes": [],
        "sources": [],
    } | said


def card_of(*sections: Card, buttons: list[Card] | None = None) -> Card:
    """An answer card of these sections."""
    return rendered("answer", sections=list(sections), buttons=buttons or [], lang="da")


def objects(node: Any) -> Iterator[Card]:
    """Every object in a card, from the outside in."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


def elements(card: Card, kind: str) -> list[Card]:
    """Every element of a kind, in reading order."""
    return [found for found in objects(card) if found.get("type") == kind]


def shown(card: Card) -> list[str]:
    """What a person reads, line by line: zero-width spaces are not seen, and runs are one line."""
    read = []
    for element in objects(card.get("body", card)):
        if element.get("type") == "TextBlock":
            read.append(element["text"])
        elif element.get("type") == "RichTextBlock":
            read.append("".join(run["text"] for run in element["inlines"]))
    return [line.replace("\u200b", "") for line in read]


# --- Microsoft's models, made strict -----------------------------------------------------------

MODELS: dict[str, type[core.SerializableObject]] = {
    model.model_fields["type"].default: model
    for model in vars(core).values()
    if isinstance(model, type)
    and issubclass(model, core.SerializableObject)
    and "type" in model.model_fields
    and model.model_fields["type"].default not in {None, "Component"}
}
# What is part of an element and never stands alone, by the property that holds it.
PARTS = {"TextRun": "inlines", "TableRow": "rows", "TableCell": "cells", "Column": "columns"}


def faults(card: Card) -> list[str]:
    """Why Microsoft's models would not know this card; they themselves let any extra pass."""
    return list(_faults(card, core.AdaptiveCard, "card"))


def _faults(node: Card, model: type[core.SerializableObject], path: str) -> Iterator[str]:
    try:
        model.model_validate(node, strict=True)
    except ValidationError as error:
        yield f"{path}: {error}"
    fields = {field.serialization_alias: field for field in model.model_fields.values()}
    for key, value in node.items():
        field = fields.get(key)
        if field is None:
            if model is not core.SubmitActionData:  # the bot's own data may hold anything
                yield f"{path}.{key}: {model.__name__} has no such property"
            continue
        expected = list(_models_in(field.annotation))
        for at, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, dict):
                yield from _child_faults(child, expected, key, f"{path}.{key}[{at}]")


def _child_faults(
    child: Card, expected: list[type[core.SerializableObject]], key: str, path: str
) -> Iterator[str]:
    if "type" not in child:
        if expected:
            yield from _faults(child, expected[0], path)
        return
    kind = child["type"]
    model = MODELS.get(kind)
    if model is None:
        yield f"{path}: there is no element {kind}"
    elif expected and not issubclass(model, tuple(expected)):
        yield f"{path}: {kind} cannot stand here"
    elif PARTS.get(kind, key) != key or (key == "inlines" and kind != "TextRun"):
        yield f"{path}: {kind} cannot stand in {key}"
    else:
        yield from _faults(child, model, path)


def _models_in(annotation: Any) -> Iterator[type[core.SerializableObject]]:
    if isinstance(annotation, type) and issubclass(annotation, core.SerializableObject):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from _models_in(inner)


@pytest.mark.parametrize("text", TEXT_CASES)
@pytest.mark.parametrize("card_of_text", CARD_CASES)
def test_every_card_is_one_that_microsofts_models_know(
    card_of_text: Callable[[str], Card], text: str
) -> None:
    assert faults(card_of_text(text)) == []


@pytest.mark.parametrize(
    ("card", "fault"),
    [
        ({"type": "AdaptiveCard", "fallbackTekst": "x"}, "AdaptiveCard has no such property"),
        (
            {"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": "x", "wrop": True}]},
            "card.body[0].wrop: TextBlock has no such property",
        ),
        (
            {
                "type": "AdaptiveCard",
                "body": [{"type": "Table", "columns": [{"width": 1, "style": "x"}], "rows": []}],
            },
            "ColumnDefinition has no such property",
        ),
        (
            {
                "type": "AdaptiveCard",
                "body": [
                    {
                        "type": "ActionSet",
                        "actions": [
                            {
                                "type": "Action.Submit",
                                "data": {"msteams": {"type": "messageBack", "displaytext": "x"}},
                            }
                        ],
                    }
                ],
            },
            "MessageBackSubmitActionData has no such property",
        ),
    ],
    ids=["of the card", "of an element", "of a column", "of what a button sends"],
)
def test_an_unknown_property_is_a_fault(card: Card, fault: str) -> None:
    [only] = faults(card)
    assert fault in only


@pytest.mark.parametrize(
    ("element", "fault"),
    [
        ({"type": "TextBlok", "text": "x"}, "there is no element TextBlok"),
        ({"type": "Action.Submit", "title": "x"}, "Action.Submit cannot stand here"),
        ({"type": "TextRun", "text": "x"}, "TextRun cannot stand in body"),
        ({"type": "Container", "items": [{"type": "Boks"}]}, "there is no element Boks"),
        (
            {"type": "RichTextBlock", "inlines": [{"type": "TextBlock", "text": "x"}]},
            "TextBlock cannot stand in inlines",
        ),
    ],
    ids=["by name", "an action", "a part alone", "deep inside", "in a line"],
)
def test_an_unknown_or_misplaced_element_is_a_fault(element: Card, fault: str) -> None:
    [only] = faults({"type": "AdaptiveCard", "body": [element]})
    assert fault in only


def test_a_value_of_the_wrong_kind_is_a_fault() -> None:
    element = {"type": "TextBlock", "text": "x", "size": "Enormous"}
    assert "Enormous" in "".join(faults({"type": "AdaptiveCard", "body": [element]}))


# --- text is shown as written ------------------------------------------------------------------

MARKDOWN = MarkdownIt("commonmark", {"html": True})


@pytest.mark.parametrize("text", TEXT_CASES)
def test_every_line_of_a_text_is_shown_as_written(text: str) -> None:
    card = card_of(section({"kind": "paragraph", "text": text, "left_out": False}))
    assert shown(card)[2:] == lines(text)


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_danish_is_sent_without_a_single_character_changed(text: str) -> None:
    card = card_of(section({"kind": "paragraph", "text": text, "left_out": False}))
    assert text in [element["text"] for element in elements(card, "TextBlock")]


@pytest.mark.parametrize("text", TEXT_CASES)
@pytest.mark.parametrize("card_of_text", CARD_CASES)
def test_a_markdown_processor_leaves_every_text_block_as_it_is(
    card_of_text: Callable[[str], Card], text: str
) -> None:
    card = card_of_text(text)
    for block in {element["text"] for element in elements(card, "TextBlock")} | {card["fallbackText"]}:
        assert html.unescape(MARKDOWN.render(block)) == (f"<p>{block}</p>\n" if block else "")


@pytest.mark.parametrize("text", TEXT_CASES)
@pytest.mark.parametrize("card_of_text", CARD_CASES)
def test_no_run_holds_what_the_phones_parser_would_act_upon(
    card_of_text: Callable[[str], Card], text: str
) -> None:
    for run in elements(card_of_text(text), "TextRun"):
        assert "](" not in run["text"]
        assert not re.search(r"[*_].*[^*_].*[*_]", re.sub(r"(?<=\w)_(?=\w)", "", run["text"]))
        assert not re.match(r"[-+*]\s|\d+[.)]\s", run["text"])
        assert not re.search(r"\{\{(DATE|TIME)\(", run["text"])


@pytest.mark.parametrize("sign", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
def test_each_ascii_sign_is_harmless_or_sends_the_line_to_runs(sign: str) -> None:
    for line in (
        f"{sign} a",
        f"{sign}a{sign}",
        f"{sign}{sign}a{sign}{sign}",
        f"a {sign}a{sign}(b)",
        sign * 3,
    ):
        if unmarked(line):
            shown_html = html.unescape(MARKDOWN.render(guarded(line))).strip()
            assert shown_html == f"<p>{guarded(line)}</p>"


@pytest.mark.parametrize(
    "line",
    [
        "https://x",
        "ftp://x",
        "www.x",
        "evil.dk",
        "x@y",
        "a &amp; b",
        "[x](y)",
        "<b>",
        "**x**",
        "`x`",
        "~~x~~",
    ],
)
def test_what_could_become_a_link_or_a_format_is_marked(line: str) -> None:
    assert not unmarked(line)


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("[x](http://evil.dk)", ["[x]", "(http://evil.dk)"]),
        ("**x** og _y_", ["**x", "** og ", "_y", "_"]),
        ("snake_case_navn", ["snake_case_navn"]),
        ("{{DATE(2017)}}", ["{", "{DATE(2017)}}"]),
        ("a * b * c", ["a ", "\u200b* b ", "\u200b* c"]),
        ("#1", ["#1"]),
    ],
)
def test_a_marked_line_is_cut_between_the_halves_of_a_format(line: str, pieces: list[str]) -> None:
    assert runs(line) == pieces


@pytest.mark.parametrize("text", TEXT_CASES)
def test_a_markdown_processor_leaves_every_label_and_choice_as_it_is(text: str) -> None:
    for found in objects(page_of(text)):
        for name in ("label", *(["title"] if "value" in found else [])):
            said = found.get(name, "")
            assert html.unescape(MARKDOWN.render(said)) == (f"<p>{said}</p>\n" if said else "")
            assert not re.search(r"\w://|@\w|\w\.[^\W\d_]{2}", said) or unmarked(said)


@pytest.mark.parametrize("text", TEXT_CASES)
def test_a_caption_looks_as_its_line_does(text: str) -> None:
    alike = str.maketrans({"∗": "*", "ˍ": "_", "ˋ": "`", "\u200b": None})
    assert caption(plain(text)).translate(alike) == plain(text).translate({0x200B: None})


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_an_ordinary_caption_is_left_as_it_is(text: str) -> None:
    assert caption(text) == text


@pytest.mark.parametrize("text", ["*a" * 500, "*a*b\n" * 200], ids=["one line", "many lines"])
def test_a_text_of_too_many_runs_is_shown_with_signs_that_look_alike(text: str) -> None:
    said = json.loads(f"[{stack(lines(text))}]")
    assert {element["type"] for element in said} == {"TextBlock"}
    assert len(said) <= 50
    for element in said:
        assert html.unescape(MARKDOWN.render(element["text"])) == f"<p>{element['text']}</p>\n"
        assert "*" not in element["text"]


def test_of_very_many_lines_none_is_lost() -> None:
    said = json.loads(f"[{stack([f'linje {n}' for n in range(500)])}]")
    assert len(said) == 50
    assert [element["text"] for element in said[:2]] == ["linje 0", "linje 1"]
    assert said[-1]["text"] == " / ".join(f"linje {n}" for n in range(49, 500))


def test_what_was_typed_keeps_its_line_breaks_and_no_hidden_characters() -> None:
    assert typed("a\x00b\r\n\n c\t\u202ed\ud800") == "ab\n\n c d"
    assert typed("æ = *b*") == "æ = *b*"


def test_a_date_at_the_start_of_a_line_is_no_list() -> None:
    assert guarded("27. marts 2023") == "\u200b27. marts 2023"
    assert guarded("7 funktioner") == "7 funktioner"
    assert guarded("23.59 er fristen") == "23.59 er fristen"


def test_an_address_can_be_broken_over_lines() -> None:
    [piece] = runs("https://" + "a" * 100)
    assert max(map(len, piece.split("\u200b"))) == 40


def test_hidden_characters_are_taken_out_and_letters_of_every_script_kept() -> None:
    assert plain("a\x00b\u202ec\ud800\ufeff مرحبا 👩‍👩‍👧\tæ") == "abc مرحبا 👩‍👩‍👧 æ"
    assert lines(["a\r\nb", "", " c "]) == ["a", "b", "c"]


def test_a_headline_is_a_heading_and_loses_only_that_role_when_it_holds_markdown() -> None:
    [heading] = [e for e in elements(card_of(section()), "TextBlock") if e.get("style") == "heading"]
    assert (heading["size"], heading["weight"], heading["wrap"]) == ("Large", "Bolder", True)
    [marked] = elements(card_of(section(headline="Hvad **x** står for")), "RichTextBlock")
    assert {(run["size"], run["weight"]) for run in marked["inlines"]} == {("Large", "Bolder")}


@pytest.mark.parametrize(
    ("chars", "look"), [(100, ("Large", "Bolder")), (200, ("Medium", "Bolder")), (201, ("Medium", "Default"))]
)
def test_a_long_headline_is_set_smaller(chars: int, look: tuple[str, str]) -> None:
    [heading] = [e for e in elements(card_of(section(headline="x" * chars)), "TextBlock") if "style" in e]
    assert (heading["size"], heading["weight"]) == look


# --- what every card keeps ---------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXT_CASES)
@pytest.mark.parametrize("card_of_text", CARD_CASES)
def test_every_card_tells_its_version_and_language_and_what_to_say_instead(
    card_of_text: Callable[[str], Card], text: str
) -> None:
    card = card_of_text(text)
    assert (card["type"], card["version"], card["lang"]) == ("AdaptiveCard", "1.5", "da")
    assert 0 < len(card["fallbackText"]) <= 401


@pytest.mark.parametrize("text", TEXT_CASES)
@pytest.mark.parametrize("card_of_text", CARD_CASES)
def test_every_text_wraps(card_of_text: Callable[[str], Card], text: str) -> None:
    for element in objects(card_of_text(text)):
        assert element.get("wrap", True) is True
        assert "maxLines" not in element
        assert element.get("type") != "TextBlock" or element["wrap"]


SIGNS = {"good": "✓ x", "warning": "⚠ Bemærk: x", "attention": "✕ Fejl: x", "Attention": "✕ x"}


@pytest.mark.parametrize("card_of_text", CARD_CASES)
def test_no_card_speaks_through_colour_alone(card_of_text: Callable[[str], Card]) -> None:
    for element in objects(card_of_text("x")):
        kind, style = element.get("type", ""), element.get("style")
        if kind == "TextBlock" and "color" in element:
            assert element["text"] == SIGNS[element["color"]]
        elif kind == "Container" and style in SIGNS:
            assert shown(element) == [SIGNS[style]]
        elif kind.startswith("Action."):
            assert style in {None, "positive"}  # the one that leads on; it says so in words
        elif kind == "Chart.HorizontalBar":
            assert element["color"] == "categoricalBlue"  # all bars alike
        else:
            assert "color" not in element
            assert style in {None, "heading", "emphasis"}


@pytest.mark.parametrize("text", TEXT_CASES)
def test_every_button_of_an_answer_asks_its_question_in_the_persons_name(text: str) -> None:
    buttons = elements(answer_of(text), "Action.Submit")
    assert buttons
    for button in buttons:
        sent = button["data"]["msteams"]
        assert sent["type"] == "messageBack"
        assert sent["text"] == sent["displayText"] == sent["value"]["question"]


def test_a_button_shows_its_title_and_tells_the_question_behind_it() -> None:
    card = card_of(section(), buttons=[{"title": "Alle fora", "question": "Hvilke fora er der i Ishøj?"}])
    [button] = elements(card, "Action.Submit")
    assert (button["title"], button["tooltip"]) == ("Alle fora", "Hvilke fora er der i Ishøj?")
    card = card_of(section(), buttons=[{"title": "Hvad er mål C?", "question": "Hvad er mål C?"}])
    [button] = elements(card, "Action.Submit")
    assert "tooltip" not in button
    long = "Hvad svarede administrationen Den Boligsociale Helhedsplan Vejleåparken?"
    [button] = elements(card_of(section(), buttons=[{"title": long, "question": long}]), "Action.Submit")
    assert button["tooltip"] == long
    assert button["title"] == "Hvad svarede administrationen Den Boligsociale…"


def test_a_card_without_buttons_has_no_row_for_them() -> None:
    assert elements(card_of(section()), "ActionSet") == []


def test_what_is_shown_instead_of_a_card_is_its_headlines_and_sources() -> None:
    card = card_of(section(sources=["Notat"]), section(headline="Ja"), section(headline="**nej**"))
    assert card["fallbackText"] == "SSP-NU o18 består af 7 funktioner · Notat · Ja"
    assert card_of(section(headline="**x**"))["fallbackText"].startswith("Svaret kan ikke vises")


# --- the parts of an answer --------------------------------------------------------------------


def test_an_answer_reads_from_kicker_to_buttons() -> None:
    card = card_of(
        section(
            {"kind": "paragraph", "text": "Afsnit", "left_out": False},
            {"kind": "bullets", "heading": "Mål", "items": ["Et", "To"], "left_out": 0},
            table(["Fra", "Hvem"], [[["CBF"], ["Leder", "Rådgiver"]]]),
            notes=["Det er udledt.", "Tallet er fra 2022."],
            sources=["Notat"],
        ),
        buttons=[{"title": "Alle fora", "question": "Hvilke fora?"}],
    )
    assert shown(card) == [
        "Fora i Ishøj",
        "SSP-NU o18 består af 7 funktioner",
        "Afsnit",
        "Mål",
        "•",
        "Et",
        "•",
        "To",
        "Fra",
        "Hvem",
        "CBF",
        "Leder",
        "Rådgiver",
        "Bemærk: Det er udledt.",
        "Bemærk: Tallet er fra 2022.",
        "Kilde: Notat",
    ]


def test_a_kicker_is_small_and_quiet_and_may_be_missing() -> None:
    kicker = elements(card_of(section()), "TextBlock")[0]
    assert (kicker["text"], kicker["size"], kicker["isSubtle"]) == ("Fora i Ishøj", "Small", True)
    assert shown(card_of(section(kicker=""))) == ["SSP-NU o18 består af 7 funktioner"]


def test_sections_are_set_apart_by_a_line_and_room() -> None:
    first, second = card_of(section(), section())["body"]
    assert "separator" not in first
    assert (second["separator"], second["spacing"]) == (True, "ExtraLarge")


def test_two_columns_have_no_grid_and_a_comparison_has_one_and_the_full_width() -> None:
    two = card_of(section(table(["a", "b"], [[["1"], ["2"]]])))
    three = card_of(section(table(["a", "b", "c"], [[["1"], ["2"], ["3"]]])))
    assert [e["showGridLines"] for e in elements(two, "Table")] == [False]
    assert [e["showGridLines"] for e in elements(three, "Table")] == [True]
    assert "msteams" not in two
    assert three["msteams"] == {"width": "full"}


def test_a_tables_first_row_is_its_header_in_bold() -> None:
    card = card_of(section(table(["Fra", "Hvem"], [[["CBF"], ["Leder"]]])))
    [found] = elements(card, "Table")
    assert found["firstRowAsHeaders"] is True
    assert [block.get("weight") for block in elements(found, "TextBlock")] == ["Bolder", "Bolder", None, None]


def test_marked_rows_stand_out() -> None:
    card = card_of(section(table(["a", "b"], [[["1"], ["2"]], [["3"], ["4"]]], marked=[1])))
    assert [row.get("style") for row in elements(card, "TableRow")] == [None, None, "emphasis"]


def test_short_cells_of_a_comparison_are_centred_and_long_ones_are_not() -> None:
    rows = [[["Leder"], ["✓ med"], ["Et helt svar i ord"]], [["Betjent"], ["– ikke med"], ["–"]]]
    assert short_columns(rows, 12) == [1]
    card = card_of(section(table(["", "u18", "o18"], rows)))
    [found] = elements(card, "Table")
    assert [c.get("horizontalCellContentAlignment") for c in found["columns"]] == [None, "Center", None]


@pytest.mark.parametrize(
    ("widths", "words", "fitted"),
    [
        ([2, 3], [10, 10], [2, 3]),
        ([2, 3], [25, 25], [25, 25]),
        ([1, 4], [20, 10], [20, 30]),
        ([1, 1, 8], [12, 12, 5], [12, 12, 26]),
        ([2, 3], [40, 40], [2, 3]),
    ],
    ids=["fit", "halves", "one is narrow", "two are narrow", "cannot fit"],
)
def test_a_column_gets_room_for_its_longest_word(
    widths: list[int], words: list[int], fitted: list[int]
) -> None:
    columns = ["a"] * len(widths)
    assert fitting_widths(widths, columns, [[["og", "x" * n] for n in words]], 50) == fitted


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        (
            {"kind": "bullets", "heading": "", "items": [], "left_out": 1},
            "Listen er forkortet: 1 punkt er ikke vist.",
        ),
        (
            {"kind": "bullets", "heading": "", "items": ["a"], "left_out": 12},
            "Listen er forkortet: 12 punkter er ikke vist.",
        ),
        (table(["a"], [[["b"]]], left_out=1), "Tabellen er forkortet: 1 række er ikke vist."),
        (table(["a"], [], left_out=3), "Tabellen er forkortet: 3 rækker er ikke vist."),
        ({"kind": "paragraph", "text": "a …", "left_out": True}, "Teksten er forkortet."),
        ({"kind": "paragraph", "text": "", "left_out": True}, "Teksten er forkortet."),
    ],
)
def test_what_is_left_out_is_said_in_words(block: Card, sentence: str) -> None:
    card = card_of(section(block))
    assert faults(card) == []
    assert shown(card)[-1] == sentence


@pytest.mark.parametrize(
    "block",
    [
        {"kind": "paragraph", "text": " \n", "left_out": False},
        {"kind": "bullets", "heading": "", "items": [], "left_out": 0},
        table(["a"], []),
    ],
    ids=["paragraph", "bullets", "table"],
)
def test_an_empty_block_shows_nothing(block: Card) -> None:
    card = card_of(section(block))
    assert faults(card) == []
    assert shown(card) == shown(card_of(section()))


def test_items_that_bring_their_own_numbers_get_no_dots() -> None:
    both = {"kind": "bullets", "heading": "", "items": ["1. Tryg by", "2) Færre ofre"], "left_out": 0}
    assert shown(card_of(section(both)))[2:] == ["1. Tryg by", "2) Færre ofre"]
    one = {"kind": "bullets", "heading": "", "items": ["1. Tryg by", "Færre ofre"], "left_out": 0}
    assert shown(card_of(section(one)))[2:] == ["•", "1. Tryg by", "•", "Færre ofre"]


def test_several_sources_share_one_label() -> None:
    assert shown(card_of(section(sources=["Notat", "Høringsnotat"])))[2:] == ["Kilder: Notat", "Høringsnotat"]


# --- the templates themselves ------------------------------------------------------------------

SOURCES = {path.name: path.read_text("utf-8") for path in sorted(TEMPLATES.glob("*.j2"))}


def test_every_template_is_tried_here() -> None:
    assert {name.removesuffix(".json.j2") for name in SOURCES if not name.startswith("_")} == set(CARDS)


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_template_writes_values_through_what_makes_json_or_a_macro_only(source: str) -> None:
    assert list(_bare_outputs(source)) == []


@pytest.mark.parametrize(
    "bare", ["{{ x }}", "{{ x|upper }}", "{{ x|tojson|upper }}", "{{ f(x) }}", '{{ "a" ~ x|tojson }}']
)
def test_a_value_written_without_tojson_is_found(bare: str) -> None:
    assert len(list(_bare_outputs(bare))) == 1


@pytest.mark.parametrize("text", TEXT_CASES)
def test_props_writes_any_text_as_json_and_leaves_out_what_says_nothing(text: str) -> None:
    written = props({"title": text, text: True, "empty": "", "none": None, "off": False})
    assert json.loads(f'{{"first": 1{written}}}') == {
        "first": 1,
        **({"title": text} if text else {}),
        text: True,
    }


def test_text_reaches_a_card_through_one_filter() -> None:
    everything = "".join(SOURCES.values())
    assert not any(kind in everything for kind in ("TextBlock", "RichTextBlock", "TextRun"))


def _bare_outputs(source: str) -> Iterator[str]:
    tree = Environment(autoescape=True).parse(source)
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    for imported in tree.find_all(nodes.FromImport):
        macros |= {name if isinstance(name, str) else name[1] for name in imported.names}
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            written = isinstance(node, nodes.TemplateData)
            as_json = isinstance(node, nodes.Filter) and node.name in {"tojson", "props", "text", "stack"}
            called = (
                isinstance(node, nodes.Call)
                and isinstance(node.node, nodes.Name)
                and node.node.name in macros
            )
            if not (written or as_json or called):
                yield f"line {node.lineno}: {node!r}"


def test_a_missing_value_or_template_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="sections"):
        render("answer", buttons=[], lang="da")
    with pytest.raises(TypeError):
        render("answer", sections=[], buttons=[])
    with pytest.raises(TemplateNotFound):
        render("velkomst")


def test_two_cards_of_one_template_share_nothing() -> None:
    first = answer_of("x")
    first["body"].clear()
    assert answer_of("x")["body"]


def test_a_card_survives_the_way_through_json() -> None:
    card = answer_of("".join(HOSTILE.values()))
    assert json.loads(json.dumps(card, ensure_ascii=False).encode()) == card
