"""An answer as plain data: what the card shows, in the order it shows it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; every string is plain text, never markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list, with an optional heading of its own."""

    items: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns.

    Attributes:
        columns: The header; as many as each row has cells.
        rows: Cells; a cell is a tuple of lines.
        widths: Relative column widths, as many as columns.
        marked: Indices of the rows that stand out (the difference in a comparison); what sets
            them apart is also said in words, since emphasis alone may not be seen.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    widths: tuple[int, ...]
    marked: frozenset[int] = frozenset()


Block = Paragraph | Bullets | Table


@dataclass(frozen=True, slots=True)
class Button:
    """A follow-up: what the button says, and the question it asks in the person's name."""

    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Section:
    """One answered question: a headline that answers it, then what stands behind.

    Attributes:
        kicker: What the answer is about, in a few words ("Fora i Ishøj").
        headline: The answer in one sentence.
        notes: What the documents leave uncertain, each one sentence.
        sources: Lines such as "Arbejdsnotat, leverance 1 & 2 (27. marts 2023), samarbejdsfora".
    """

    kicker: str
    headline: str
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything one reply says: a section for each question asked, and up to four buttons."""

    sections: tuple[Section, ...]
    buttons: tuple[Button, ...] = field(default=())
