"""What stands in the four cells of a row, line by line: the same in the document and on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.hearings.texts import memo as texts
from bot.memo.content import Advice, Answer, Heading, Item, Part, Row, Said


class Kind(StrEnum):
    """What a line is; each form of the memo has a style for it."""

    PARTY = "party"
    SECTION = "section"
    TOPIC = "topic"
    TEXT = "text"
    OWN_WORDS = "own words"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph in a cell; ``lead`` stands out before the text."""

    kind: Kind
    text: str
    lead: str = ""


Cells = tuple[tuple[Line, ...], tuple[Line, ...], tuple[Line, ...], tuple[Line, ...]]


def rows_of(part: Part) -> Iterator[Cells]:
    """The rows of a party, each of four cells with at least a line in it.

    The party's name stands in each row: under a page break, and to who hears the table read out, a row alone
    must tell whose it is.
    """
    for number, row in enumerate(part.rows):
        yield (
            tuple(_party(part) if not number else (Line(Kind.NOTE, texts.continued(part.party)),)),
            tuple(line for item in row.items for line in _item(item)),
            tuple(_remarks(row)),
            tuple(_advice(row)),
        )


def _party(part: Part) -> Iterator[Line]:
    yield Line(Kind.PARTY, part.party)
    for note in part.notes:
        yield Line(Kind.NOTE, note)


def _item(item: Item) -> Iterator[Line]:
    if isinstance(item, Heading):
        yield Line(Kind.SECTION if item.level == 1 else Kind.TOPIC, item.text)
    elif isinstance(item, Said):
        lead = texts.point_lead(item.number, item.stance, item.about, item.source_word)
        yield Line(Kind.TEXT, item.text, lead)
        if item.own_words:
            yield Line(Kind.OWN_WORDS, texts.own_words(item.own_words))
        if item.by_party:
            yield Line(Kind.NOTE, texts.BY_PARTY)
    else:
        yield Line(Kind.TEXT, item.text, f"{item.lead}: " if item.lead else "")


def _remarks(row: Row) -> Iterator[Line]:
    if not row.answers:
        yield Line(Kind.TEXT, texts.NO_REMARK)
    for each in row.answers:
        yield Line(Kind.TEXT, each.text, _to(each))
        if each.outcome:
            yield Line(Kind.NOTE, texts.outcome_line(each.outcome))
        if each.unapproved and each.remark_id:
            yield Line(Kind.NOTE, texts.UNAPPROVED)


def _advice(row: Row) -> Iterator[Line]:
    if not row.advice:
        yield Line(Kind.TEXT, texts.NO_RECOMMENDATION)
    for each in row.advice:
        yield Line(Kind.TEXT, each.text, _to(each))
        if each.unapproved:
            yield Line(Kind.NOTE, texts.UNAPPROVED)


def _to(each: Answer | Advice) -> str:
    return texts.to_points(each.numbers) if each.numbers else ""
