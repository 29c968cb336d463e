"""The knowledge base's statements as searchable documents, ranked by the words they share."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.questions.clause import Entity, Form
from bot.questions.parse import Parser
from storage.knowledge import Knowledge
from storage.schema import Fact, Forum, Party, Point, Recommendation, Remark, Topic

# Weights of the fields a word is found in: what the record is asked by counts most.
_ASKED, _TITLE, _TEXT = 2.5, 1.6, 1.0
_RANKED = 24  # statements looked at more closely
_NUMBERED = re.compile(r"\d+ \w")  # "2 SSP-konsulenter", not "1. november"
_SHORT = 4  # letters of the little words
_PART = 0.6  # a compound's part says less than the word itself
_SATURATION = 1.2  # BM25's k1: a word that stands often counts little more than one that stands once
_LENGTH = 0.35  # BM25's b: a long record gains little from being long
_MONTHS = r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\b"
_DAYS = "mandag|tirsdag|onsdag|torsdag|fredag|hverdag|døgnet"
_DATES = re.compile(
    rf"\b(?:(?:19|20)\d\d\b|{_MONTHS}|{_DAYS}|forår|efterår|sommer|kl\.|halvår|gang om året)"
    r"|årlig|ultimo|medio",
    re.IGNORECASE,
)
_CAUSES = re.compile(
    r"\b(?:fordi|for at|da|derfor|så|kan|ved at)\b"
    r"|\b(?:formål|skal sikre|årsag|begrund|følger|har pligt|forplig|behov|bekymr|skyldes|vigtig)",
    re.IGNORECASE,
)

Owner = Topic | Forum | Party | None
Statement = Fact | Point | Remark | Recommendation


@dataclass(frozen=True, slots=True)
class Entry:
    """One searchable statement.

    Attributes:
        bag: Key -> weight. Names are keys too, as "#kind:id".
        partial: Those of its keys that are only part of a compound in it.
        asked: Keys of the question it answers; empty where it has none of its own.
        focus: Keys of what it is asked by: the question, its label, the words people use.
        form: The form of the question it answers.
        counted: Keys of what it gives the number of.
        norm: What BM25's length normalisation divides by.
        forms: The forms of question it can answer.
    """

    statement: Statement
    owner: Owner
    bag: Mapping[str, float]
    partial: frozenset[str]
    asked: frozenset[str]
    focus: frozenset[str]
    form: Form
    counted: frozenset[str]
    norm: float
    forms: frozenset[Form]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry with how well it fits."""

    entry: Entry
    score: float


def name_key(entity: Entity) -> str:
    """The key under which a name is indexed."""
    return f"#{entity.kind}:{entity.id}"


def texts_of(knowledge: Knowledge) -> Iterator[str]:
    """Everything the knowledge base says, for the vocabulary."""
    for owner, statement in statements_of(knowledge):
        for _, text in _fields(owner, statement, knowledge):
            yield text
    for term in knowledge.terms.values():
        yield term.meaning or ""
        yield term.usage


def statements_of(knowledge: Knowledge) -> Iterator[tuple[Owner, Statement]]:
    """Every statement with whom or what it is told of."""
    yield from knowledge.facts()
    for point in knowledge.points.values():
        yield knowledge.parties[point.party], point
    for remark in knowledge.remarks.values():
        yield knowledge.parties[remark.party], remark
    for recommendation in knowledge.recommendations.values():
        yield None, recommendation


def _fields(owner: Owner, statement: Statement, knowledge: Knowledge) -> Iterator[tuple[float, str]]:
    match statement:
        case Fact():
            yield _ASKED, statement.question
            yield _TITLE, statement.label
            yield _TITLE, statement.headline
            yield from ((_TEXT, item) for item in statement.items)
            yield _TEXT, statement.text or ""
            yield _TITLE, " ".join(statement.counted)
            if isinstance(owner, Topic | Forum):
                yield _TITLE, owner.name
                if isinstance(owner, Topic):
                    yield 0.6, owner.kicker
        case Point():
            yield _TITLE, statement.text
            yield _TITLE, statement.stance
            yield _TEXT, statement.heading or ""
            yield _TEXT, "høring høringssvar svar part"
            yield from ((_TITLE, knowledge.topics[m].name) for m in statement.models)
        case Remark():
            yield _TITLE, statement.text
            yield _TITLE, "administrationen svar bemærkning høring"
        case Recommendation():
            yield _TITLE, statement.text
            yield _TITLE, "administrationen indstilling anbefaling høring ændring"
    if isinstance(owner, Party):
        yield _TITLE, owner.name
    for word in getattr(statement, "words", ()):
        yield _ASKED, word


class Search:
    """An inverted index over all statements."""

    def __init__(self, knowledge: Knowledge, parser: Parser) -> None:
        self.entries: list[Entry] = []
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        bags = [
            (owner, statement, *self._bag(owner, statement, knowledge, parser))
            for owner, statement in statements_of(knowledge)
        ]
        mean = sum(len(bag) for _, _, bag, _ in bags) / max(1, len(bags))
        for number, (owner, statement, bag, partial) in enumerate(bags):
            norm = 1 - _LENGTH + _LENGTH * len(bag) / mean
            self.entries.append(
                Entry(
                    statement,
                    owner,
                    bag,
                    partial,
                    self._keys(parser, _question(statement)),
                    self._keys(parser, _question(statement), *_asked_by(statement)),
                    (form := _form_of(statement, parser)),
                    self._keys(parser, *_counted(statement, form), parts=True),
                    norm,
                    _forms(statement),
                )
            )
            for key, weight in bag.items():
                self._postings[key].append((number, weight))
        self._count = len(self.entries) + 1
        self._rarity = {key: self._rarity_of(len(found)) for key, found in self._postings.items()}

    def _bag(
        self, owner: Owner, statement: Statement, knowledge: Knowledge, parser: Parser
    ) -> tuple[dict[str, float], frozenset[str]]:
        """(key -> weight, the keys that are only part of a compound)."""
        bag: dict[str, float] = defaultdict(float)
        parts: dict[str, float] = defaultdict(float)
        for weight, text in _fields(owner, statement, knowledge):
            words = parser.words(text)
            for word in words:
                if not word.filler or word.key in _CARRYING:
                    bag[word.key] = max(bag[word.key], weight) + 0.1
                    for part in word.parts:
                        parts[part] = max(parts[part], _PART * weight)
            for mention in parser.mentions(words):
                for entity in mention.entities:
                    key = name_key(entity)
                    bag[key] = max(bag[key], weight)
        if isinstance(owner, Topic):
            bag[name_key(Entity("topic", owner.id))] = 4.0
        if isinstance(owner, Forum):
            bag[name_key(Entity("forum", owner.id))] = 3.0
        if isinstance(owner, Party):
            bag[name_key(Entity("party", owner.id))] = 3.0
        partial = frozenset(parts.keys() - bag.keys())
        return {**parts, **bag}, partial

    def _keys(self, parser: Parser, *texts: str, parts: bool = False) -> frozenset[str]:
        """Keys of the texts' words and names; with ``parts``, of the words in the names and compounds too."""
        keys: set[str] = set()
        for text in texts:
            words = parser.words(text)
            mentions = parser.mentions(words)
            within = () if parts else {n for m in mentions for n in range(m.start, m.end)}
            for n, word in enumerate(words):
                # "kommuner" carries nothing in most questions, but may be what is counted.
                if n not in within and (not word.filler or (parts and len(word.text) > _SHORT)):
                    keys |= {word.key, *(word.parts[-1:] if parts else ())}  # a compound counts its head
            keys |= {name_key(e) for m in mentions for e in (m.entities if parts else m.entities[:1])}
        return frozenset(keys)

    def likeness(self, entry: Entry, asked: frozenset[str]) -> float:
        """How much of the question that the entry answers is in the question asked, 0 to 1."""
        total = sum(self.rarity(key) for key in entry.asked)
        return sum(self.rarity(key) for key in entry.asked & asked) / total if total else 0.0

    def told(self, key: str) -> bool:
        """Whether any statement has the word."""
        return key in self._postings

    def rarity(self, key: str) -> float:
        """How much a word tells, 0 to 1: near 0 where every statement has it, 1 where none has."""
        return self._rarity.get(key, 1.0)

    def _rarity_of(self, found: int) -> float:
        return math.log(self._count / (found + 1)) / math.log(self._count)

    def ranked(self, weights: Mapping[str, float], limit: int = _RANKED) -> list[Hit]:
        """The best entries for weighted keys, best first; equal scores keep the seed's order."""
        scores: dict[int, float] = defaultdict(float)
        for key, weight in weights.items():
            for number, found in self._postings.get(key, ()):
                norm = self.entries[number].norm
                scores[number] += weight * found * (_SATURATION + 1) / (found + _SATURATION * norm)
        best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return [Hit(self.entries[number], score) for number, score in best]


# Filler words that nevertheless are indexed: in a question they may be the whole point.
_CARRYING = frozenset({"leder", "svar"})


def _forms(statement: Statement) -> frozenset[Form]:
    forms = {Form.NONE, Form.WHAT, Form.WHICH, Form.HOW, Form.YES_NO, Form.WHO, Form.WHERE}
    said = _said(statement)
    if _DATES.search(said):
        forms.add(Form.WHEN)
    if _CAUSES.search(said):
        forms.add(Form.WHY)
    if isinstance(statement, Fact) and (
        statement.count is not None
        or any(item[:1].isdigit() for item in statement.items)
        or re.search(r"\d", statement.headline)
    ):
        forms.add(Form.COUNT)
    return frozenset(forms)


def _counted(statement: Statement, form: Form) -> tuple[str, ...]:
    if not isinstance(statement, Fact):
        return ()
    numbered = tuple(item for item in statement.items if _NUMBERED.match(item))
    return (*statement.counted, *numbered, *((statement.question,) if form is Form.COUNT else ()))


def _question(statement: Statement) -> str:
    return statement.question if isinstance(statement, Fact) else ""


def _asked_by(statement: Statement) -> tuple[str, ...]:
    words: tuple[str, ...] = getattr(statement, "words", ())
    if isinstance(statement, Fact):
        return (statement.label, *statement.counted, *words)
    if isinstance(statement, Point):
        return (statement.text, statement.heading or "", *words)
    return words


def _form_of(statement: Statement, parser: Parser) -> Form:
    clauses = parser.clauses(_question(statement))
    return clauses[0].form if clauses else Form.NONE


def _said(statement: Statement) -> str:
    match statement:
        case Fact():
            return " ".join((statement.question, statement.headline, statement.text or "", *statement.items))
        case _:
            return statement.text
