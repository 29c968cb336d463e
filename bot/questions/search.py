"""The knowledge base's statements as searchable documents, ranked by the words they share."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from bot.questions.clause import Entity, Form, Mention, Word
from bot.questions.parse import Parser
from bot.questions.seats import ISHOEJ
from storage.knowledge import Knowledge
from storage.names import name_words
from storage.schema import Fact, Forum, Party, Point, Recommendation, Remark, Topic

# Weights of the fields a word is found in: what the record is asked by counts most.
_ASKED, _TITLE, _TEXT = 2.5, 1.6, 1.0
_RANKED = 24  # statements looked at more closely
_LEAST = 0.4  # of the best one's score: the answer to a question never scored under half
_NUMBERED = re.compile(r"\d+ \w")  # "2 SSP-konsulenter", not "1. november"
_SHORT = 4  # letters of the little words
_PART = 0.6  # a compound's part says less than the word itself
_PARTIAL = 0.45  # "bander", where the statement has "bandemedlemmer"
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

_DENIES = re.compile(r"ikke\b", re.IGNORECASE)

# Tables about other municipalities: no answer to a question about Ishøj.
FOREIGN = frozenset({"municipalities", "examples"})

Owner = Topic | Forum | Party | None
Statement = Fact | Point | Remark | Recommendation


@dataclass(frozen=True, slots=True)
class Entry:
    """One searchable statement.

    Attributes:
        intent: What kind of answer it is, and its id: "fact:maal-c.overblik".
        bag: Key -> weight. Names are keys too, as "#kind:id".
        kind: The statement's type.
        count: The number that a fact gives.
        form: The form of the question it answers.
        counted: Keys of what it gives the number of.
        forms: The forms of question it can answer.
        overview: It tells of its topic as a whole.
        foreign: It is told of another municipality or of an example.
        elsewhere: As above, or of a forum that is not Ishøj's own.
        verdict: It opens with "Ja" or "Nej".
        denials: The keys of each phrase it is asked by that begins with a "not": "ikke en vestegnskommune".
    """

    statement: Statement
    owner: Owner
    intent: str
    bag: Mapping[str, float]
    kind: type[Statement]
    count: int | None
    form: Form
    counted: frozenset[str]
    forms: frozenset[Form]
    overview: bool
    foreign: bool
    elsewhere: bool
    verdict: bool
    denials: tuple[frozenset[str], ...]


class Posting(NamedTuple):
    """Where a key stands, by the entries' numbers.

    Attributes:
        impacts: What it adds to an entry's score, most first; equal ones in the seed's order.
        partial: Those of them that have it as part of a compound only.
        asked: Its share of the question that an entry answers; an entry's shares add up to 1.
        focus: The entries that are asked by it: in the question, the label, the words people use.
        most: The first of the impacts.
        rarity: How much it tells, 0 to 1: near 0 where every entry has it, 1 where none has.
    """

    impacts: Mapping[int, float]
    partial: frozenset[int]
    asked: Mapping[int, float]
    focus: frozenset[int]
    most: float
    rarity: float

    def told(self, numbers: Sequence[int]) -> list[float]:
        """How far each of these entries tells of the key, 0 to 1."""
        holding, partial = self.impacts, self.partial
        told = [1.0 if number in holding else 0.0 for number in numbers]
        if partial:
            return [_PARTIAL if at in partial else share for share, at in zip(told, numbers, strict=True)]
        return told


_NOWHERE = Posting({}, frozenset(), {}, frozenset(), 0.0, 1.0)


class Postings(dict[str, Posting]):
    """Every key's posting; an empty one for a key that stands nowhere."""

    def __missing__(self, key: str) -> Posting:
        return _NOWHERE


class Ranking(NamedTuple):
    """The numbers of the entries that fit best, best first, and how well each does."""

    numbers: list[int]
    scores: list[float]


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

    def __init__(self, knowledge: Knowledge, parser: Parser, said: Mapping[str, tuple[str, ...]]) -> None:
        """Takes the folded words of every text that the knowledge base says."""
        read = _Reader(parser, said)
        texts = [(*told_of, *read.bag(*told_of, knowledge)) for told_of in statements_of(knowledge)]
        self.entries = tuple(
            self._entry(owner, statement, bag, read, knowledge) for owner, statement, bag, _ in texts
        )
        self.postings = _postings([(bag, partial) for _, _, bag, partial in texts])
        self._add_questions(read)

    def _entry(
        self,
        owner: Owner,
        statement: Statement,
        bag: Mapping[str, float],
        read: _Reader,
        knowledge: Knowledge,
    ) -> Entry:
        question = _question(statement)
        form = read.parser.form(question)
        foreign = isinstance(owner, Topic) and knowledge.topic_tables[owner.id] in FOREIGN
        return Entry(
            statement,
            owner,
            f"{type(statement).__name__.lower()}:{statement.id}",
            bag,
            kind=type(statement),
            count=statement.count if isinstance(statement, Fact) else None,
            form=form,
            counted=read.parts(*_counted(statement, form)),
            forms=_forms(statement),
            overview=isinstance(statement, Fact) and statement.overview,
            foreign=foreign,
            elsewhere=owner.scope != ISHOEJ if isinstance(owner, Forum) else foreign,
            verdict=isinstance(statement, Fact) and statement.headline.startswith(("Nej", "Ja")),
            denials=tuple(
                keys
                for phrase in (question, *_asked_by(statement))
                if _DENIES.match(phrase) and (keys := read.keys(phrase))
            ),
        )

    def _add_questions(self, read: _Reader) -> None:
        """Add to the postings what each entry is asked by."""
        asked: dict[str, dict[int, float]] = defaultdict(dict)
        focus: dict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(self.entries):
            question = read.keys(_question(entry.statement))
            total = math.fsum(map(self.rarity, question)) or 1.0
            for key in question:
                asked[key][number] = self.rarity(key) / total
            for key in question | read.keys(*_asked_by(entry.statement)):
                focus[key].add(number)
        for key, found in focus.items():
            self.postings[key] = self.postings[key]._replace(asked=asked.get(key, {}), focus=frozenset(found))

    def told(self, key: str) -> bool:
        """Whether any statement has the word."""
        return key in self.postings

    def rarity(self, key: str) -> float:
        """How much a word tells, 0 to 1: near 0 where every statement has it, 1 where none has."""
        return self.postings[key].rarity

    def ranked(self, weights: Mapping[str, float]) -> Ranking:
        """The entries that share most of the weighed keys, best first; equal scores keep the seed's order.

        At most ``_RANKED``, and none that shares much less than the best one. Keys are taken in the order
        of what they can add, and each key's entries in the order of what it adds to them: one that
        cannot come far enough, whatever the keys still to come add, is not begun. So common words come
        last, and most entries that hold them are never looked at.
        """
        postings = self.postings
        keys = [
            (weight * postings[key].most, key)
            for key, weight in weights.items()
            if weight and key in postings
        ]
        keys.sort(reverse=True)
        rest = sum([most for most, _ in keys])
        scores: dict[int, float] = {}
        for most, key in keys:
            weight, found = weights[key], postings[key].impacts
            rest -= most
            least = (_LEAST * max(scores.values(), default=0.0) - rest) / weight
            for number, impact in found.items():
                if impact < least:
                    break
                scores[number] = scores.get(number, 0.0) + weight * impact
            else:
                continue
            for number in scores.keys() & found.keys():
                if found[number] < least:
                    scores[number] += weight * found[number]
        least = _LEAST * max(scores.values(), default=0.0)
        best = sorted([(-score, number) for number, score in scores.items() if score >= least])[:_RANKED]
        return Ranking([number for _, number in best], [-score for score, _ in best])


def _postings(bags: Sequence[tuple[Mapping[str, float], frozenset[str]]]) -> Postings:
    """The postings of what the statements say; ``bags`` are their keys with weights, and the partial ones."""
    impacts: dict[str, dict[int, float]] = defaultdict(dict)
    partials: dict[str, set[int]] = defaultdict(set)
    same: dict[float, float] = {}  # equal numbers are one object: a fifth of the memory to look through
    mean = sum(len(bag) for bag, _ in bags) / max(1, len(bags))
    for number, (bag, partial) in enumerate(bags):
        norm = _SATURATION * (1 - _LENGTH + _LENGTH * len(bag) / mean)
        for key, weight in bag.items():
            impact = weight * (_SATURATION + 1) / (weight + norm)
            impacts[key][number] = same.setdefault(impact, impact)
        for key in partial:
            partials[key].add(number)
    count = math.log(len(bags) + 1)
    return Postings(
        {
            key: Posting(
                # A plain sort keeps the seed's order among equals.
                impacts=dict(sorted(found.items(), key=itemgetter(1), reverse=True)),
                partial=frozenset(partials[key]),
                asked={},
                focus=frozenset(),
                most=max(found.values()),
                rarity=(count - math.log(len(found) + 1)) / count,
            )
            for key, found in impacts.items()
        }
    )


class _Reader:
    """Reads the statements' texts by the parser; each text once."""

    def __init__(self, parser: Parser, said: Mapping[str, tuple[str, ...]]) -> None:
        self.parser = parser
        self._said = said
        self._known: dict[str, tuple[tuple[Word, ...], tuple[Mention, ...]]] = {}

    def _read(self, text: str) -> tuple[tuple[Word, ...], tuple[Mention, ...]]:
        if text not in self._known:
            words = self.parser.corrected(self._said.get(text) or name_words(text))
            self._known[text] = words, self.parser.mentions(words)
        return self._known[text]

    def bag(
        self, owner: Owner, statement: Statement, knowledge: Knowledge
    ) -> tuple[dict[str, float], frozenset[str]]:
        """(key -> weight, the keys that are only part of a compound)."""
        bag: dict[str, float] = defaultdict(float)
        parts: dict[str, float] = defaultdict(float)
        for weight, text in _fields(owner, statement, knowledge):
            words, mentions = self._read(text)
            for word in words:
                if not word.filler or word.key in _CARRYING:
                    bag[word.key] = max(bag[word.key], weight) + 0.1
                    for part in word.parts:
                        parts[part] = max(parts[part], _PART * weight)
            for mention in mentions:
                for entity in mention.entities:
                    bag[entity.key] = max(bag[entity.key], weight)
        if isinstance(owner, Topic):
            bag[Entity("topic", owner.id).key] = 4.0
        if isinstance(owner, Forum):
            bag[Entity("forum", owner.id).key] = 3.0
        if isinstance(owner, Party):
            bag[Entity("party", owner.id).key] = 3.0
        partial = frozenset(parts.keys() - bag.keys())
        return {**parts, **bag}, partial

    def keys(self, *texts: str) -> frozenset[str]:
        """Keys of the texts' words and names."""
        keys: set[str] = set()
        for text in texts:
            words, mentions = self._read(text)
            within = {n for m in mentions for n in range(m.start, m.end)}
            keys |= {word.key for n, word in enumerate(words) if n not in within and not word.filler}
            keys |= {mention.entities[0].key for mention in mentions}
        return frozenset(keys)

    def parts(self, *texts: str) -> frozenset[str]:
        """Keys of the texts' words and names, and of the words in the names and compounds too."""
        keys: set[str] = set()
        for text in texts:
            words, mentions = self._read(text)
            for word in words:
                # "kommuner" carries nothing in most questions, but may be what is counted.
                if not word.filler or len(word.text) > _SHORT:
                    keys |= {word.key, *word.parts[-1:]}  # a compound counts its head
            keys |= {entity.key for mention in mentions for entity in mention.entities}
        return frozenset(keys)


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


def _said(statement: Statement) -> str:
    match statement:
        case Fact():
            return " ".join((statement.question, statement.headline, statement.text or "", *statement.items))
        case _:
            return statement.text
