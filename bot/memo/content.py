"""A memo as plain frozen values, worded and in order; what each form of it is drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading among a party's points.

    Attributes:
        level: 1 for the outermost within the party.
    """

    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One point.

    Attributes:
        number: From 1, running through the whole memo; what references name.
        id: The point's.
        stance: As a cell says it: "Bekymring".
        about: What it is about; "" for the matter as a whole.
        source_word: The party's own word for its stance, where that is another.
        text: How the memo puts it.
        own_words: The party's own words, where the memo puts it in others.
        by_party: The party itself has put it as the memo does.
    """

    number: int
    id: str
    stance: str
    about: str
    source_word: str
    text: str
    own_words: str = ""
    by_party: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a response says that is no point: what a minority wants said, or that there are no comments."""

    lead: str
    text: str


Item = Heading | Said | Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands in the column of remarks for some of a row's points.

    Attributes:
        remark_id: "" where there is no remark.
        text: The remark, or a sentence that says where it stands.
        outcome: In words; "" where nothing was chosen.
        numbers: Of the points it is for; empty where it is for all in the row.
        refers: It only says where a remark stands.
        unapproved: It is not approved yet.
    """

    remark_id: str
    text: str
    outcome: str = ""
    numbers: tuple[int, ...] = ()
    refers: bool = False
    unapproved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What stands in the column of recommendations for some of a row's points.

    Attributes:
        text: The recommendation.
        again: It stands further up too.
        numbers: Of the points it is for; empty where it is for all in the row.
        unapproved: It is not approved yet.
    """

    recommendation_id: str
    text: str
    again: bool = False
    numbers: tuple[int, ...] = ()
    unapproved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the table: points, and beside them what is said of them.

    Attributes:
        items: Headings where they begin, and points; at least one.
        answers: At least one, unless the row has no points.
        advice: None where nothing is recommended.
    """

    items: tuple[Item, ...]
    answers: tuple[Answer, ...]
    advice: tuple[Advice, ...] = ()

    @property
    def said(self) -> Iterator[Said]:
        """The row's points."""
        return (each for each in self.items if isinstance(each, Said))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A party's rows.

    Attributes:
        notes: Under its name: how the response came, in whose name it is.
        rows: At least one.
    """

    party_id: str
    party: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A party that was heard, and what came of it."""

    party_id: str
    party: str
    standing: str


@dataclass(frozen=True, slots=True)
class Apart:
    """A late response that is not treated, what was decided of it, and why."""

    party_id: str
    party: str
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """A recommendation, what it follows from, and what was decided of it.

    Attributes:
        numbers: Of the points it follows from.
        outcome: In a sentence.
    """

    recommendation_id: str
    text: str
    follows: str
    numbers: tuple[int, ...]
    outcome: str
    decided: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """The whole memo.

    Attributes:
        hearing: The hearing's title; ``title`` is the memo's.
        author: The unit that handles the responses.
        made_on: The day it was made, in Denmark.
        final: Whether nothing is missing.
        missing: A sentence for each kind of thing that is; empty when it is final.
        lacks: How many there are of each kind, in English, as ``readiness.Missing`` calls them.
        facts: Names and values: case number, period.
        intro: Paragraphs.
        late: The parties whose late responses are treated, in their order.
        apart: Those whose late responses are not.
    """

    hearing_id: str
    hearing: str
    title: str
    author: str
    made_on: date
    final: bool
    status: str
    missing: tuple[str, ...]
    lacks: tuple[tuple[str, int], ...]
    facts: tuple[tuple[str, str], ...]
    intro: tuple[str, ...]
    heard: tuple[Heard, ...]
    parts: tuple[Part, ...]
    late: tuple[Part, ...]
    apart: tuple[Apart, ...]
    recommended: tuple[Recommended, ...]
