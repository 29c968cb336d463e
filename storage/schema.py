"""The knowledge base's tables: what a record must hold to be believed.

Every table is one file in ``storage/seed/``, a YAML list of records. All text is Danish, in the
project's own words; every record names its source.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Kind = Literal[
    "SSP-konsulent", "betjent", "centerchef", "chef", "direktør", "konsulent", "koordinator", "leder"
]
"""Each needs its plural among the bot's texts."""

IsoDate = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Record(BaseModel):
    """What every record has in common; unknown fields are errors, so that typing mistakes show."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Id


class Source(BaseModel):
    """Where a record's content stands: a document of the table ``documents`` and a section."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: Id
    section: Name


Sources = Annotated[tuple[Source, ...], Field(min_length=1)]


class Document(Record):
    """One of the documents behind the knowledge base.

    Attributes:
        name: The title that source lines show.
        dated: The date as a reader writes it: "27. marts 2023", "udateret".
    """

    name: Name
    dated: Name
    date: IsoDate | None = None
    aliases: tuple[Name, ...] = ()


class Organisation(Record):
    """A body that people come from. ``part_of`` makes a tree: Gadeplan is part of TK, TK of CBF.

    Attributes:
        name: As cards show it. ``aliases`` are other spellings; case, æøå and hyphens fold away.
    """

    name: Name
    aliases: tuple[Name, ...] = ()
    part_of: Id | None = None
    note: Text | None = None
    sources: Sources


class Role(Record):
    """A function that has a seat in a forum. Never a person.

    Attributes:
        definite: As a sentence calls it: "familierådgiveren", "den proaktive konsulent".
        kinds: Words it shares with other roles ("centerchef", "konsulent"): asked by such a word
            alone, all of them are meant.
        also_from: Where some of those who hold it come from: one of the mayors is Ishøj's.
    """

    name: Name
    definite: Name
    organisation: Id
    also_from: tuple[Id, ...] = ()
    aliases: tuple[Name, ...] = ()
    kinds: tuple[Kind, ...] = ()
    note: Text | None = None
    sources: Sources

    @property
    def unnamed(self) -> bool:
        """Whether the document names only the organisation, not what who sits there does."""
        return self.name.endswith("(uden angivet funktion)")


class Seat(BaseModel):
    """A role's seat in a forum; ``certain`` is false where the document can be read two ways."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Id
    certain: bool = True


Scope = Literal["ishoej", "projekt", "eksempel-1", "eksempel-2", "eksempel-3", "national", "plan"]


class Fact(Record):
    """One thing the documents say, with the question it answers.

    Attributes:
        label: The field's name in a comparison: "Ansatte", "Målgruppe".
        question: How a colleague would ask it, complete in itself; also shown on buttons.
        headline: The answer in one sentence.
        text: One to three more sentences.
        items: The list behind the headline.
        count: What "hvor mange" answers, for things called ``counted``.
        words: Other words people use when they ask this; never words that only fit another fact.
        note: What the documents leave uncertain.
        related: Facts that lead on from here.
    """

    label: Name
    question: Name
    headline: Text
    text: Text | None = None
    items: tuple[Text, ...] = ()
    count: int | None = None
    counted: tuple[Name, ...] = ()
    words: tuple[Name, ...] = ()
    note: Text | None = None
    sources: Sources
    related: tuple[Id, ...] = ()

    @property
    def overview(self) -> bool:
        """Whether it tells of its topic as a whole; its id then ends in ".overblik"."""
        return self.id.endswith(".overblik")


class Forum(Record):
    """A standing collaboration body, with the seats the documents list.

    Attributes:
        scope: Ishøj's own fora, or where else it belongs; same-named fora are told apart by it.
        shared_aliases: Names that deliberately fit other fora too ("SSP-NU"); all are then meant.
        functions: How many functions the document lists, where the list is a closed one.
        note: Shown on every card about the forum.
        facts: What else the documents say of it.
    """

    name: Name
    scope: Scope
    aliases: tuple[Name, ...] = ()
    shared_aliases: tuple[Name, ...] = ()
    seats: tuple[Seat, ...] = ()
    functions: int | None = None
    note: Text | None = None
    sources: Sources
    facts: tuple[Fact, ...] = ()


class Topic(Record):
    """Something that can be asked about, told in facts.

    Attributes:
        kicker: What stands above the headline, in a few words.
        collective: It stands for the topics of its table together ("målene", "kommunerne").
    """

    name: Name
    kicker: Name
    collective: bool = False
    aliases: tuple[Name, ...] = ()
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)]


class Party(Record):
    """A høringspart, or a named voice within one (``part_of``).

    Attributes:
        headline: What it said, in one sentence.
    """

    name: Name
    aliases: tuple[Name, ...] = ()
    kind: Literal["MED", "bestyrelse", "politi", "boligsocial", "intern enhed", "andet"]
    part_of: Id | None = None
    headline: Text
    note: Text | None = None
    sources: Sources


Stance = Literal[
    "opbakning",
    "bekymring",
    "undren",
    "uklarhed",
    "forslag",
    "ønske",
    "opmærksomhedspunkt",
    "fordel",
    "ulempe",
    "spørgsmål",
]


class Point(Record):
    """One statement with one stance, in the administration's short wording.

    Attributes:
        heading: The memo's own sub-heading, if it stands under one.
        remarks: The remarks that answer it; empty where the memo has none.
        inferred: Which remark answers it was inferred from the page's layout.
        words: Other words people use when they ask about it.
    """

    party: Id
    heading: Name | None = None
    stance: Stance
    text: Text
    models: tuple[Id, ...] = ()
    remarks: tuple[Id, ...] = ()
    recommendation: Id | None = None
    inferred: bool = False
    words: tuple[Name, ...] = ()
    sources: Sources


class Remark(Record):
    """The administration's answer to one or more points.

    Attributes:
        refers_to: Remarks it refers to instead of saying it again.
    """

    party: Id
    text: Text
    refers_to: tuple[Id, ...] = ()
    words: tuple[Name, ...] = ()
    sources: Sources


class Recommendation(Record):
    """A change the administration recommends after the hearing; any number of points share it."""

    text: Text
    words: tuple[Name, ...] = ()
    sources: Sources


class Term(Record):
    """An abbreviation or word.

    Attributes:
        meaning: What the documents say it stands for; None where they never explain it.
        usage: Where the documents use it, in one sentence.
    """

    name: Name
    aliases: tuple[Name, ...] = ()
    meaning: Text | None = None
    usage: Text
    note: Text | None = None
    sources: Sources
