"""Questions about what a single record says: the statement that fits best, and those beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bot.questions.answer import Section
from bot.questions.candidate import Candidate, Scored
from bot.questions.clause import Clause, Form, Mention
from bot.questions.search import Entry, Hit, Search, name_key
from bot.questions.seats import ISHOEJ, scope_of
from bot.questions.statements import Statements
from bot.questions.weigh import CRITICAL, IN_VAIN, LIGHT, Weigher
from bot.questions.words import YES_NO_VERBS, keys_of, stem_of
from bot.texts import NUMBERS
from storage.knowledge import Knowledge
from storage.names import name_words
from storage.schema import Fact, Forum, Point, Remark, Topic

# What speaks for a statement beside the share of the question it accounts for.
_RANK = 0.3  # its place in the ranking by words
_FOCUS = 0.45  # the question's words are those it is asked by, not only words in its text
_LIKENESS = 0.15  # the question it answers is the question asked
_SAME_FORM = 0.05
_NUMBERED = 0.2  # "de fire mål": it has that many of them
_OVERVIEW = 0.2  # of a topic that is all the question names
# What speaks against it.
_TOO_BROAD = 0.05  # an overview is no answer to a question about one thing
_VERDICT = 0.15  # "Nej, ..." answers a yes/no question only
_OTHER_SCOPE = 0.3  # an example's forum, where Ishøj's own of that name may be meant
_NAME_MISSING = 0.2  # what the question names is not in it
_UNHEARD = 0.2  # a point from the hearing, where the question does not speak of the hearing

_NEAR = 0.08  # facts this close in score are told together
_MOST_BESIDE = 2
_MOST_POINTS = 6
_NAME_WORDS = 0.4  # a name's words count half where the statement does not hold the name itself
_OPEN = frozenset({Form.WHAT, Form.NONE, Form.HOW, Form.YES_NO, Form.WHO})
_PARTIAL = 0.45  # "bander", where the statement has "bandemedlemmer"
_TELLING = frozenset({Form.WHO, Form.WHEN, Form.COUNT, Form.WHY, Form.WHERE, Form.YES_NO, Form.HOW})
_ANSWERED = keys_of("administrationen bemærkning svar indstilling")
_HEARD = _ANSWERED | keys_of("høring høringspart opbakning bekymring undren uklarhed forslag ønske fordel")
# Tables about other municipalities: no answer to a question about Ishøj.
_ELSEWHERE = frozenset({"municipalities", "examples"})
_CONTACT = keys_of("adresse telefon mail")
_NAMING, _MEETING = keys_of("hedder"), keys_of("møde")
_HERE = ("ishoj", "ishojs")
_HOW_MANY = frozenset({"mange", "antal", "antallet"})


@dataclass(frozen=True, slots=True)
class _Fit:
    hit: Hit
    coverage: float
    score: float


class Facts:
    """Reads clauses as questions that one statement answers."""

    def __init__(
        self, knowledge: Knowledge, search: Search, weigher: Weigher, statements: Statements
    ) -> None:
        self._knowledge = knowledge
        self._search = search
        self._weigher = weigher
        self._statements = statements
        self._own = {
            name_words(entry.statement.question): entry
            for entry in reversed(search.entries)
            if isinstance(entry.statement, Fact)
        }

    def own_question(self, message: str) -> Scored | None:
        """The fact whose own question the message is, to the word; buttons ask so."""
        entry = self._own.get(name_words(message))
        if entry is None:
            return None
        fit = _Fit(Hit(entry, 1.0), 1.0, 2.0)
        clause = Clause((), (), Form.COUNT if entry.form is Form.COUNT else Form.NONE)
        return Scored(self._candidate(clause, fit, [fit]), fit.coverage, fit.score)

    def scored(self, clause: Clause) -> list[Scored]:
        """The eight statements that fit best, best first."""
        if not clause.mentions and all(w.text.isdigit() or w.key in LIGHT for _, w in clause.content):
            return []  # a number alone is about nothing, and so is "hvad betyder det"
        weights = self._weigher.keys(clause)
        hits = self._search.ranked(weights)
        overviews = self._topics_named(clause) if clause.form in _OPEN and not clause.beyond_names else []
        fits = []
        for hit in hits:
            coverage = self._coverage(clause, hit.entry) - self._in_vain(clause, hit.entry)
            score = coverage + _RANK * hit.score / hits[0].score
            score += self._fitness(clause, hit.entry, weights) - self._unlikely(clause, hit.entry)
            if hit.entry.owner in overviews and _is_overview(hit.entry):
                score += _OVERVIEW
            fits.append(_Fit(hit, coverage, score))
        fits.sort(key=lambda fit: -fit.score)
        return [Scored(self._candidate(clause, fit, fits), fit.coverage, fit.score) for fit in fits[:8]]

    def _topics_named(self, clause: Clause) -> list[Topic]:
        named = [m for m in clause.mentions if not m.of("document")] or list(clause.mentions)
        return [self._knowledge.topics[id_] for m in named for id_ in m.of("topic")]

    def _coverage(self, clause: Clause, entry: Entry) -> float:
        def named(at: int) -> float:
            mention = clause.mentions[at]
            if _holds(mention, entry):
                return 1.0
            words = [w for w in clause.words[mention.start : mention.end] if not w.filler]
            return _NAME_WORDS * sum(w.key in entry.bag for w in words) / len(words) if words else 0.0

        def explained(key: str) -> float:
            if key in _NAMING and self._names_all(clause, entry):
                return 1.0
            return _PARTIAL if key in entry.partial else float(key in entry.bag)

        return self._weigher.coverage(
            clause,
            names=named,
            explains=explained,
            forms=entry.forms,
        )

    def _names_all(self, clause: Clause, entry: Entry) -> bool:
        """Whether the entry lists what the clause asks the names of: "de fire tilgange, hvad hedder de"."""
        named = (topic for topic in self._topics_named(clause) if topic.collective)
        return _is_overview(entry) and any(topic is entry.owner for topic in named)

    def _in_vain(self, clause: Clause, entry: Entry) -> float:
        """What is asked that the statement cannot tell, although it shares the question's words."""
        against = 0.0
        if clause.form is Form.COUNT and not _counts(clause, entry):
            against += IN_VAIN
        if clause.form is Form.WHO and clause.has("medlem") and "medlem" not in entry.bag:
            against += IN_VAIN
        if clause.says(*_HERE) and self._elsewhere(entry):
            tables = {self._knowledge.topic_tables[i] for m in clause.mentions for i in m.of("topic")}
            against += 0.0 if tables & _ELSEWHERE else IN_VAIN
        critical = clause.has(*CRITICAL)
        if critical and self._other_scope(clause, entry):
            against += IN_VAIN
        if clause.has(*_CONTACT) and not all(word.known for word in clause.beyond_names):
            against += IN_VAIN  # the address of something the documents do not know
        if critical and clause.has(*_MEETING) and not _MEETING & entry.bag.keys():
            against += IN_VAIN  # how long something else lasts
        if not all(self._speaks_of(mention, entry) for mention in clause.mentions):
            against += IN_VAIN if critical else _NAME_MISSING
        if clause.has(*_NAMING) and not self._names_all(clause, entry):
            others = [m for m in clause.mentions if not _is_place(m) and not _holds(m, entry)]
            against += IN_VAIN if others else 0.0  # the name of something else
        return against

    def _speaks_of(self, mention: Mention, entry: Entry) -> bool:
        """Whether the statement speaks of what is named; collective names and places need not be there."""
        if _is_place(mention):
            return True
        topics = mention.of("topic")
        if topics and self._knowledge.topics[topics[0]].collective:
            return True
        if not mention.of("topic", "forum", "party", "role", "term"):
            return True
        return _holds(mention, entry)

    def _elsewhere(self, entry: Entry) -> bool:
        owner = entry.owner
        return isinstance(owner, Topic) and self._knowledge.topic_tables[owner.id] in _ELSEWHERE

    def _fitness(self, clause: Clause, entry: Entry, weights: dict[str, float]) -> float:
        """How like the question an entry answers is to the one asked, beyond the shared words."""
        statement = entry.statement
        total = sum(weights.values()) or 1.0
        fit = _FOCUS * sum(w for key, w in weights.items() if key in entry.focus) / total
        if not isinstance(statement, Fact):
            return fit
        numbered = _NUMBERED if statement.count in _numbers_of(clause) else 0.0
        if _is_overview(entry) and clause.beyond_names:
            asked_for_all = numbered and clause.has(*_NAMING) and self._names_all(clause, entry)
            return fit + numbered + (_OVERVIEW if asked_for_all else -_TOO_BROAD)
        fit += numbered
        fit += _LIKENESS * self._search.likeness(entry, frozenset(weights))
        if entry.form is clause.form:
            fit += _SAME_FORM
        elif entry.form in _TELLING and clause.form not in {Form.NONE, Form.YES_NO}:
            fit -= _SAME_FORM
        if clause.form is not Form.YES_NO and statement.headline.startswith(("Nej", "Ja")):
            fit -= _VERDICT
        return fit

    def _unlikely(self, clause: Clause, entry: Entry) -> float:
        against = _OTHER_SCOPE if self._other_scope(clause, entry) else 0.0
        if isinstance(entry.statement, Point | Remark) and not clause.has(*_HEARD):
            against += _UNHEARD
        if isinstance(entry.statement, Remark) and not clause.has(*_ANSWERED):
            against += _UNHEARD
        return against

    def _other_scope(self, clause: Clause, entry: Entry) -> bool:
        forums = [self._knowledge.forums[i] for m in clause.mentions for i in m.of("forum")]
        if not any(f.scope == ISHOEJ for f in forums) or scope_of((*clause.mentions, *clause.given)):
            return False
        owner = entry.owner
        return owner.scope != ISHOEJ if isinstance(owner, Forum) else self._elsewhere(entry)

    def _candidate(self, clause: Clause, fit: _Fit, fits: Sequence[_Fit]) -> Candidate:
        owner, statement = fit.hit.entry.owner, fit.hit.entry.statement
        about: tuple[str, ...] = (statement.id,)
        build: Callable[[], Section] = partial(self._statements.section, owner, statement)
        if isinstance(statement, Fact):
            counting = clause.form is Form.COUNT
            lead = _count_lead(clause, statement) if counting else ""
            beside = () if counting else _beside(fit, fits)
            build = partial(self._statements.fact, owner, statement, lead=lead, beside=beside)
        if isinstance(statement, Point):
            points = _points_like(fit, fits)
            build = partial(self._statements.points, points)
            about = tuple(point.id for point in points)
        return Candidate(
            intent=f"{type(statement).__name__.lower()}:{statement.id}",
            about=about,
            build=build,
            buttons=partial(self._statements.buttons, owner, statement),
        )


def _numbers_of(clause: Clause) -> set[int]:
    return {NUMBERS.index(word.text) for word in clause.words if word.text in NUMBERS[2:]}


def _is_place(mention: Mention) -> bool:
    return bool(mention.of("document")) or mention.of("organisation") == ("kommune",)


def _holds(mention: Mention, entry: Entry) -> bool:
    return any(name_key(entity) in entry.bag for entity in mention.entities)


def _is_overview(entry: Entry) -> bool:
    return isinstance(entry.statement, Fact) and entry.statement.overview


def _counts(clause: Clause, entry: Entry) -> bool:
    """Whether the statement holds the number of what "hvor mange" asks for."""
    statement = entry.statement
    at = next((n for n, word in enumerate(clause.words) if word.text in _HOW_MANY), -1)
    places = [n for n, _ in clause.content if n > at][:1]
    if at + 1 < len(clause.words) and clause.words[at + 1].text not in YES_NO_VERBS:
        places.append(at + 1)
    if not places:
        return isinstance(statement, Fact) and statement.count is not None
    wanted = {key for n in places for key in (clause.words[n].key, *clause.words[n].parts)}
    for mention in clause.mentions:
        if any(mention.start <= n < mention.end for n in places):
            wanted |= {name_key(entity) for entity in mention.entities}
    return bool(wanted & entry.counted)


def _count_lead(clause: Clause, fact: Fact) -> str:
    """The number that "hvor mange" asks for, with what is counted; "" where the fact has none."""
    asked = {word.key for _, word in clause.content}
    for item in fact.items:
        number, _, rest = item.partition(" ")
        if number.isdigit() and asked & {stem_of(word) for word in name_words(rest)}:
            return item
    if fact.count is None:
        return ""
    return f"{fact.count:,} {fact.counted[0] if fact.counted else ''}".replace(",", ".").strip()


def _beside(fit: _Fit, fits: Sequence[_Fit]) -> tuple[Fact, ...]:
    """Facts that fit the question as well as this one."""
    found = [
        other.hit.entry.statement
        for other in fits
        if other is not fit
        and isinstance(other.hit.entry.statement, Fact)
        and not _is_overview(other.hit.entry)
        and other.coverage >= fit.coverage - 0.02
        and fit.score - _NEAR <= other.score <= fit.score
    ]
    return tuple(found[:_MOST_BESIDE])


def _points_like(fit: _Fit, fits: Sequence[_Fit]) -> list[Point]:
    """The point and those that fit nearly as well, whoever made them."""
    found = [
        other.hit.entry.statement
        for other in fits
        if isinstance(other.hit.entry.statement, Point)
        and (
            other is fit
            or (other.coverage >= fit.coverage - _NEAR and other.hit.score >= 0.6 * fit.hit.score)
        )
    ]
    found.sort(key=lambda point: point is not fit.hit.entry.statement)
    return found[:_MOST_POINTS]
