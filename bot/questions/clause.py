"""A question as the bot reads it: words, the names among them, and what is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from sys import intern
from typing import NamedTuple


class Form(StrEnum):
    """What a clause asks for."""

    NONE = "none"
    WHO = "who"
    WHAT = "what"
    WHICH = "which"
    COUNT = "count"
    WHEN = "when"
    WHERE = "where"
    WHY = "why"
    HOW = "how"
    YES_NO = "yes_no"


_WHO = frozenset({"hvem", "hvilke", "hvilken", "hvilket"})
_RELATIVE = frozenset({"som", "der"})
_SOON = 5  # words; a later "ikke" belongs to something else
# "Ikke kun", "ikke længere", "ikke se" (is in doubt) ask for those that do; "ikke fra X" for all others.
_NO_NEGATION = frozenset({"kun", "bare", "blot", "alene", "ogsa", "langere", "mindst", "se", "forsta", "fra"})


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """Something the knowledge base has a record of: its table's kind, and its id.

    Attributes:
        key: What it is indexed and compared by: "#forum:lokalraadet".
    """

    kind: str
    id: str
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the key together, once."""
        object.__setattr__(self, "key", intern(f"#{self.kind}:{self.id}"))


@dataclass(frozen=True, slots=True)
class Word:
    """One corrected word.

    Attributes:
        text: Folded, as the knowledge base spells it.
        stem: What names are found by.
        key: What it is compared by: its concept's name, else its stem.
        filler: It carries no content; no answer need account for it.
        known: The knowledge base or the language tables hold it.
        foreign: It names something that the knowledge base has nothing about.
        parts: Keys of the words it is a compound of.
        said: Folded, as it was written.
    """

    text: str
    stem: str
    key: str
    filler: bool
    known: bool
    foreign: bool = False
    parts: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a row of stems, with everything that answers to it.

    Attributes:
        ids: The entities' ids by kind.
    """

    stems: tuple[str, ...]
    entities: tuple[Entity, ...]
    ids: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the ids, once."""
        kinds = dict.fromkeys(entity.kind for entity in self.entities)
        ids = {kind: tuple(e.id for e in self.entities if e.kind == kind) for kind in kinds}
        object.__setattr__(self, "ids", ids)


class Mention(NamedTuple):
    """A name found: the words ``start`` to ``end`` (exclusive), and all that answer to it."""

    start: int
    end: int
    name: Name

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All that answer to the name."""
        return self.name.entities

    def of(self, kind: str) -> tuple[str, ...]:
        """The ids of the readings of this kind."""
        return self.name.ids.get(kind, ())

    def is_any(self, kinds: frozenset[str]) -> bool:
        """Whether there is a reading of one of these kinds."""
        return not self.name.ids.keys().isdisjoint(kinds)


@dataclass(frozen=True, slots=True)
class Clause:
    """One question, or one remark beside it.

    Attributes:
        asks: It reads as a question (or the message is nothing but it).
        marked: It ends with a question mark.
        orders: It begins with an imperative: "Forklar ...".
        opener: It begins as a follow-up does: "og", "nej, jeg mente".
        points: It points back at somebody or something: "af dem", "hvor stor er den?".
        core: The question without what leads up to it and follows after it, where that is less.
        given: Names from what leads up to it: "I forhold til Lokalrådet ...".
        keys: Of its words.
        texts: Its words as they are spelt.
        content: The words that an answer must account for, with their places.
        beyond_names: The content that is not part of a name.
    """

    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    form: Form
    asks: bool = True
    marked: bool = False
    orders: bool = False
    opener: bool = False
    points: bool = False
    core: Clause | None = None
    given: tuple[Mention, ...] = ()
    keys: frozenset[str] = field(init=False, repr=False, compare=False)
    texts: frozenset[str] = field(init=False, repr=False, compare=False)
    content: tuple[tuple[int, Word], ...] = field(init=False, repr=False, compare=False)
    beyond_names: tuple[Word, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out, once, what every reading asks for."""
        keep = partial(object.__setattr__, self)  # the way to do so in a frozen dataclass
        content = tuple([(n, w) for n, w in enumerate(self.words) if not w.filler or not w.known])
        within = {n for start, end, _ in self.mentions for n in range(start, end)}
        keep("keys", frozenset([word.key for word in self.words]))
        keep("texts", frozenset([word.text for word in self.words]))
        keep("content", content)
        keep("beyond_names", tuple([word for n, word in content if n not in within]))

    def has(self, *keys: str) -> bool:
        """Whether any word has one of these keys."""
        return not self.keys.isdisjoint(keys)

    def says(self, *texts: str) -> bool:
        """Whether any of these folded words stands in it as such."""
        return not self.texts.isdisjoint(texts)

    def has_any(self, keys: frozenset[str]) -> bool:
        """As ``has``, of many keys."""
        return not self.keys.isdisjoint(keys)

    def says_any(self, texts: frozenset[str]) -> bool:
        """As ``says``, of many words."""
        return not self.texts.isdisjoint(texts)

    def text(self) -> str:
        """The corrected words in order."""
        return " ".join(word.text for word in self.words)

    @property
    def substantial(self) -> bool:
        """Whether it says anything beside courtesy."""
        return bool(self.mentions) or bool(self.content)

    @property
    def opens(self) -> bool:
        """Whether it asks by a question word: "hvad er det?"."""
        return self.form not in {Form.NONE, Form.YES_NO}

    @property
    def negated(self) -> bool:
        """Whether it asks for those that do not: "hvem svarede ikke", "hvilke parter er ikke med"."""
        if self.form not in {Form.WHO, Form.WHICH} or not self.says("ikke"):
            return False
        texts = [word.text for word in self.words]
        asks, at = next((n for n, text in enumerate(texts) if text in _WHO), len(texts)), texts.index("ikke")
        relative = texts[at - 1] in _RELATIVE  # "hvem sidder i X, som ikke er fra Y"
        return asks < at <= asks + _SOON and not relative and _NO_NEGATION.isdisjoint(texts[at + 1 : at + 2])

    @property
    def question_like(self) -> bool:
        """Whether there is enough in it to be a question of its own."""
        return bool(self.mentions) or len(self.content) > 1
