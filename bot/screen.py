"""From a page to the reply that is sent: a card that Teams accepts, and its summary.

What stands on a page is often people's own words, so nothing of it is kept here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from bot import texts
from bot.page import (
    Action,
    Buttons,
    Chart,
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
)
from bot.questions.answer import Bullets, Paragraph, Table
from bot.reply import CARD_BYTES, size_bytes
from bot.turn import Reply
from cards import lines, plain, render, typed

_SUMMARY_CHARS = 200
_SHORTER_CHARS = (1_500, 800, 400, 200, 100)
_SCANNED_CHOICES = 8  # more than that are searched for
_WIDE_COLUMNS = 2
_LANG = "da"

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d\d:\d\d")


class PageTooLargeError(Exception):
    """A page that no card holds: whoever made it shows less at once, as with ``groups_of``.

    Attributes:
        size_bytes: How large the card would be; ``CARD_BYTES`` is what it may be.
    """

    def __init__(self, size_bytes: int) -> None:
        super().__init__(f"the card would be {size_bytes} bytes, and at most {CARD_BYTES} are sent")
        self.size_bytes = size_bytes


def drawn(page: Page) -> tuple[str, str]:
    """The page as the JSON of a card of at most ``CARD_BYTES``, and its headline as the summary.

    As ``reply_of_page`` draws it, for what is no reply.

    Raises:
        PageTooLargeError: It does not fit.
    """
    return _fitting(page), _summary(page)


def reply_of_page(page: Page) -> Reply:
    """The page as a card of at most ``CARD_BYTES``, with its headline as the summary.

    Nothing is shortened: what does not fit of a listing stands on further parts, which buttons lead to. A
    button whose address is not of the web is left out.

    Raises:
        PageTooLargeError: It does not fit all the same.
    """
    return Reply(_fitting(page), _summary(page), beside=page.beside, lasting=page.lasting, offer=page.offer)


def _fitting(page: Page) -> str:
    """The page's card; with a part of its listing where the whole is too large.

    What is listed and too large by itself is shortened: nobody is kept from seeing any of it.
    """
    card = _card(page)
    size = size_bytes(card)
    listing = next((block for block in page.blocks if isinstance(block, Listing)), None)
    if size > CARD_BYTES and listing is not None and listing.entries:
        buttons = _part_buttons(listing, 1, 3)  # as many as there can be
        groups = groups_of(listing.entries, room_beside(_in_place(page, listing, (buttons,))))
        at = listing.part if 0 <= listing.part < len(groups) else len(groups) - 1
        for group in (groups[at], *_shorter(groups[at])):
            card = _card(_in_place(page, listing, (*group, _part_buttons(listing, at, len(groups)))))
            size = size_bytes(card)
            if size <= CARD_BYTES:
                break
    if size > CARD_BYTES:
        raise PageTooLargeError(size)
    return card


def _shorter(group: tuple[Entry, ...]) -> Iterator[tuple[Entry, ...]]:
    """An entry that is too large for a page of its own, ever shorter; it says where it was cut."""
    for entry in group[:1] if len(group) == 1 else ():
        for most in _SHORTER_CHARS:
            yield (
                replace(
                    entry,
                    lines=tuple(texts.cut(each, most) for each in entry.lines),
                    details=tuple(texts.cut(each, most) for each in entry.details),
                ),
            )


def _in_place(page: Page, listing: Listing, instead: Iterable[PageBlock]) -> Page:
    at = page.blocks.index(listing)
    return replace(page, blocks=(*page.blocks[:at], *instead, *page.blocks[at + 1 :]))


def _part_buttons(listing: Listing, at: int, count: int) -> Buttons:
    others = ((at - 1, texts.PART_BEFORE), (at + 1, texts.PART_AFTER))
    return Buttons(
        tuple(
            Action(
                title, listing.verb, {**listing.data, "part": str(part)}, sends_inputs=listing.sends_inputs
            )
            for part, title in others
            if 0 <= part < count
        )
    )


def fits(page: Page) -> bool:
    """Whether the page is small enough for a card."""
    return room_beside(page) >= 0


def room_beside(page: Page) -> int:
    """How many bytes may still come onto the page; less than none if it is too large already."""
    return CARD_BYTES - size_bytes(_card(page))


def groups_of(entries: Iterable[Entry], room_bytes: int) -> list[tuple[Entry, ...]]:
    """The entries in their order, in groups each of which fits into the room.

    An entry takes the same room on every page. One that alone is larger than the room is a group by
    itself; one that says a thousand characters never is, where little else stands on the page.

    Args:
        entries: Each is drawn once to see what it takes.
        room_bytes: What ``room_beside`` says of the page without them.
    """
    groups: list[tuple[Entry, ...]] = []
    taken = 0
    for entry in entries:
        size = _bytes_of(entry)
        if groups and taken + size <= room_bytes:
            groups[-1] += (entry,)
            taken += size
        else:
            groups.append((entry,))
            taken = size
    return groups


def _bytes_of(entry: Entry) -> int:
    return size_bytes(_card(Page("", "", (entry,)))) - size_bytes(_card(Page("", "")))


def _card(page: Page) -> str:
    return render(
        "page",
        kicker=page.kicker,
        headline=page.headline,
        wide=_is_wide(page),
        blocks=[drawn for block in _unrolled(page.blocks) if (drawn := _block(block))],
        actions=_actions(page.actions),
        lang=_LANG,
    )


def _is_wide(page: Page) -> bool:
    return any(
        (isinstance(block, Table) and len(block.columns) > _WIDE_COLUMNS)
        or (isinstance(block, Preview) and _is_wide(block.page))
        for block in page.blocks
    )


def _unrolled(blocks: Iterable[PageBlock]) -> Iterator[PageBlock]:
    """The blocks with a listing's entries in its place."""
    for block in blocks:
        if isinstance(block, Listing):
            yield from block.entries
        else:
            yield block


def _block(block: PageBlock) -> dict[str, Any] | None:  # noqa: C901, PLR0911 - a line or two a kind
    """A block as the page template takes it; None if there is nothing to show."""
    match block:
        case Input():
            return _field(block)
        case Entry():
            return {
                "kind": "entry",
                "title": block.title,
                "lines": block.lines,
                "details": block.details,
                "actions": _actions(block.actions),
            }
        case Paragraph():
            shown = {"kind": "paragraph", "text": block.text, "left_out": False}
            return shown if lines(block.text) else None
        case Notice():
            notice = {"kind": "notice", "tone": block.tone.value, "text": block.text}
            return notice if lines(block.text) else None
        case Heading():
            return {"kind": "heading", "text": block.text} if plain(block.text) else None
        case Small():
            return {"kind": "small", "text": block.text} if lines(block.text) else None
        case Facts():
            rows = [((name,), (value,)) for name, value in block.rows]
            return {"kind": "facts", "rows": rows} if rows else None
        case Bullets():
            bullets = {"kind": "bullets", "heading": block.heading, "items": block.items, "left_out": 0}
            return bullets if block.items or plain(block.heading) else None
        case Table():
            table = {
                "kind": "table",
                "columns": block.columns,
                "rows": block.rows,
                "widths": block.widths,
                "marked": block.marked,
                "left_out": 0,
            }
            return table if block.rows else None
        case Chart():
            drawn = any(number > 0 for _, number in block.bars)
            chart = {"kind": "chart", "title": block.title, "bars": block.bars, "drawn": drawn}
            return chart if block.bars or plain(block.title) else None
        case Buttons():
            actions = _actions(block.all)
            return {"kind": "buttons", "actions": actions} if actions else None
        case Preview():
            return {"kind": "preview", "items": json.loads(_fitting(block.page))["body"]}
    return None  # a listing, whose entries stand in its place


def _field(field: Input) -> dict[str, Any]:
    return {
        "kind": "field",
        "input": field.kind.value,
        "id": field.id,
        "label": field.label,
        "value": _value(field),
        "error": field.error,
        "placeholder": field.placeholder,
        "max_chars": field.max_chars,
        "style": _style(field),
        "choices": [(typed(choice.value), choice.title) for choice in field.choices],
    }


def _value(field: Input) -> str:
    """What stands in the field: only what a client can show there."""
    match field.kind:
        case InputKind.CHOICE | InputKind.CHOICES:
            known = {typed(choice.value) for choice in field.choices}
            value = typed(field.value)
            chosen = value.split(",") if field.kind is InputKind.CHOICES else [value]
            return ",".join(one for one in chosen if one in known)
        case InputKind.DATE:
            return field.value if _DATE.fullmatch(field.value) else ""
        case InputKind.TIME:
            return field.value if _TIME.fullmatch(field.value) else ""
        case InputKind.TOGGLE:
            return "true" if field.value == "true" else "false"
        case InputKind.LONG_TEXT:
            return typed(field.value)
    return plain(field.value)


def _style(field: Input) -> str:
    """How choices are shown. A search box is for one choice only: phones let nobody choose several in it."""
    many = len(field.choices) > _SCANNED_CHOICES
    if field.kind is InputKind.CHOICE:
        return "filtered" if many else "compact"
    if field.kind is InputKind.CHOICES:
        return "compact" if many else "expanded"
    return ""


def _actions(actions: Iterable[Action | Link]) -> list[dict[str, Any]]:
    """Buttons as the template takes them, those that lead on first."""
    ordered = sorted(actions, key=lambda of: not (isinstance(of, Action) and of.primary))
    return [_action(of) for of in ordered if isinstance(of, Action) or _is_of_the_web(of.url)]


def _action(of: Action | Link) -> dict[str, Any]:
    if isinstance(of, Link):
        return {"title": of.title, "url": of.url}
    data = _sent(of.data)
    return {
        "title": of.title,
        "url": "",
        "verb": of.verb,
        "data": data,
        "submitted": data | {"verb": of.verb},
        "sends_inputs": of.sends_inputs,
        "primary": of.primary,
    }


def _sent(data: Mapping[str, str]) -> dict[str, str]:
    return {name: typed(value) for name, value in data.items()}


def _is_of_the_web(url: str) -> bool:
    """Whether an address is one that a button may open."""
    if not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _summary(page: Page) -> str:
    """The headline as one plain line, its end left out by whole words."""
    line = plain(page.headline) or plain(page.kicker)
    if len(line) <= _SUMMARY_CHARS:
        return line
    head, space, _ = line[:_SUMMARY_CHARS].rpartition(" ")
    return f"{head if space else line[: _SUMMARY_CHARS - 1]}…"
