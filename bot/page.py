"""A screen with something to do on it, as plain data: what stands there, is filled in, and is pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.questions.answer import Bullets, Paragraph, Table
from bot.turn import FileOffer


class InputKind(StrEnum):
    """How something is filled in."""

    TEXT = "text"
    LONG_TEXT = "long text"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    TIME = "time"
    TOGGLE = "toggle"


class Tone(StrEnum):
    """What a notice is; its first word says it too, so colour alone tells nobody anything."""

    GOOD = "good"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several to choose from."""

    value: str
    title: str


@dataclass(frozen=True, slots=True)
class Input:
    """A field to fill in. What comes back under its id is checked anew: a client may leave any rule out.

    Attributes:
        label: Always shown, and read aloud.
        value: What stands there from the start; several choices with commas between, a toggle "true" or
            "false", a date "2026-11-26", a time "23:59". What such a field cannot show is left out.
        error: What is wrong with the value, shown beside the field; empty when nothing is.
        max_chars: For texts.
        choices: For CHOICE and CHOICES.
    """

    id: str
    label: str
    kind: InputKind = InputKind.TEXT
    value: str = ""
    error: str = ""
    placeholder: str = ""
    max_chars: int | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A button that does something: Action.Execute, and Action.Submit where a client knows no better.

    Attributes:
        verb: "noun.verb"; both ways it comes back as a ``CardAction``.
        data: What it carries; never believed when it comes back.
        sends_inputs: Whether what stands in the fields comes along, and must be valid for the button to work.
        primary: The one that leads on; first in its row.
    """

    title: str
    verb: str
    data: Mapping[str, str] = field(default_factory=dict)
    sends_inputs: bool = True
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address (Action.OpenUrl); left out unless it begins with http:// or https://."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence that stands out: it went well, take care, or something is wrong."""

    tone: Tone
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Small:
    """A quiet line: who handles the answer, where something comes from."""

    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the things the page lists, in a box of its own: a title, its text, and what can be done with it.

    Attributes:
        lines: Each under the other.
        details: Quiet lines below.
    """

    title: str
    lines: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries one under the other; where a card cannot hold them all, a part of them at a time.

    Attributes:
        verb: Of the buttons that lead to the other parts; they carry ``data`` and "part", a number from 0.
        part: The part to show; the last one where there are not so many, or it is negative.
        sends_inputs: Whether what stands in the page's fields comes along to another part.
    """

    entries: tuple[Entry, ...]
    verb: str
    data: Mapping[str, str] = field(default_factory=dict)
    part: int = 0
    sends_inputs: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, a line each: "Frist": "tirsdag den 31. oktober 2023 kl. 23.59"."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers as horizontal bars, with the same in words for who cannot see them.

    Attributes:
        bars: Names and numbers, in the order they stand.
    """

    title: str
    bars: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons within the page."""

    all: tuple[Action | Link, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Another page within this one, as it will be drawn by itself: to the letter the same elements."""

    page: Page


PageBlock = (
    Paragraph
    | Bullets
    | Table
    | Notice
    | Heading
    | Small
    | Entry
    | Listing
    | Facts
    | Chart
    | Input
    | Buttons
    | Preview
)


@dataclass(frozen=True, slots=True)
class Page:
    """One screen.

    Attributes:
        kicker: What it is about, in a few words.
        headline: What it says, in one sentence; also its summary.
        actions: The buttons at its foot.
        beside: See ``Reply``.
        lasting: See ``Reply``.
        offer: See ``Reply``.
    """

    kicker: str
    headline: str
    blocks: tuple[PageBlock, ...] = ()
    actions: tuple[Action | Link, ...] = ()
    beside: bool = False
    lasting: bool = False
    offer: FileOffer | None = None
