"""Questions about what a single record says: the statement that fits best, and those beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from heapq import nlargest
from operator import attrgetter
from typing import NamedTuple

from bot.questions.answer import Section
from bot.questions.candidate import ENOUGH, Candidate, Scored
from bot.questions.clause import Clause, Form
from bot.questions.demands import Demands, demands_of
from bot.questions.search import Entry, Owner, Ranking, Search
from bot.questions.statements import Statements
from bot.questions.weigh import LIGHT, Weighed
from bot.questions.words import stem_of
from storage.knowledge import Knowledge
from storage.names import name_words
from storage.schema import Fact, Point

_RANK = 0.3  # what a statement's place in the ranking by words speaks for it
_NEAR = 0.08  # facts this close in score are told together
_MOST_BESIDE = 2
_MOST_POINTS = 6
_MOST = 3


class _Fit(NamedTuple):
    entry: Entry
    rank: float
    coverage: float
    score: float


class Facts:
    """Reads clauses as questions that one statement answers."""

    def __init__(
        self, knowledge: Knowledge, search: Search, statements: Statements, *, thorough: bool = False
    ) -> None:
        """Takes whether everything is to be worked out, also what cannot change an answer."""
        self._thorough = thorough
        self._knowledge = knowledge
        self._search = search
        self._statements = statements
        self._own = {
            name_words(entry.statement.question): entry
            for entry in reversed(search.entries)
            if isinstance(entry.statement, Fact)
        }

    def own_question(self, words: tuple[str, ...]) -> Scored | None:
        """The fact whose own question these are the words of; buttons ask so."""
        entry = self._own.get(words)
        if entry is None:
            return None
        fit = _Fit(entry, 1.0, 1.0, 2.0)
        clause = Clause((), (), Form.COUNT if entry.form is Form.COUNT else Form.NONE)
        return self._scored(clause, fit, [fit])

    def scored(self, weighed: Weighed, *, rival: float | None) -> list[Scored]:
        """The statements that fit best, best first; at most ``_MOST``.

        What cannot change the clause's answer is worked out no further: which of the statements is best
        where none accounts for enough of it, and whether any is where none can do better than the rival.

        Args:
            weighed: The clause.
            rival: The score of the best other answer to it; None where there is no other.
        """
        clause = weighed.clause
        if not clause.mentions and all(w.text.isdigit() or w.key in LIGHT for _, w in clause.content):
            return []  # a number alone is about nothing, and so is "hvad betyder det"
        demands = demands_of(weighed, self._search, self._knowledge)
        if not self._thorough and _hopeless(demands, rival):
            return []
        ranking = self._search.ranked(weighed.keys)
        if not ranking.numbers:
            return []
        fits = _fittest(ranking, demands, all_of_them=self._thorough or rival is not None)
        return [self._scored(clause, fit, fits) for fit in fits[:_MOST]]

    def _scored(self, clause: Clause, fit: _Fit, fits: Sequence[_Fit]) -> Scored:
        owner, statement = fit.entry.owner, fit.entry.statement
        about: tuple[str, ...] = (statement.id,)
        build: Callable[[], Section] = partial(self._statements.section, owner, statement)
        if isinstance(statement, Fact):
            build = partial(self._fact, clause, owner, statement, fit, fits)
        if isinstance(statement, Point):
            points = _points_like(fit, fits)
            build = partial(self._statements.points, points)
            about = tuple(point.id for point in points)
        candidate = Candidate(
            intent=fit.entry.intent,
            about=about,
            build=build,
            buttons=partial(self._statements.buttons, owner, statement),
        )
        return Scored(candidate, fit.coverage, fit.score)

    def _fact(self, clause: Clause, owner: Owner, fact: Fact, fit: _Fit, fits: Sequence[_Fit]) -> Section:
        if clause.form is Form.COUNT:
            return self._statements.fact(owner, fact, lead=_count_lead(clause, fact), beside=())
        return self._statements.fact(owner, fact, lead="", beside=_beside(fit, fits))


def _hopeless(demands: Demands, rival: float | None) -> bool:
    """Whether no statement can be the answer, whichever they are."""
    if rival is None:
        return demands.most_covered < ENOUGH
    return demands.most_covered + _RANK + demands.fitness_at_most() <= rival


def _fittest(ranking: Ranking, demands: Demands, *, all_of_them: bool) -> list[_Fit]:
    """How they fit, best first; where none can be the answer, only the first few unless all are wanted."""
    numbers, ranks = ranking
    coverages = demands.coverages(numbers)
    per_rank = _RANK / ranks[0]
    scores = [share + per_rank * rank for share, rank in zip(coverages, ranks, strict=True)]
    places: Sequence[int] = range(len(numbers))
    likely = (
        places if all_of_them or max(coverages) >= ENOUGH else nlargest(_MOST, places, key=scores.__getitem__)
    )
    fitnesses = demands.fitnesses([numbers[at] for at in likely])
    entries = demands.search.entries
    fits = [
        _Fit(entries[numbers[at]], ranks[at], coverages[at], scores[at] + more)
        for at, more in zip(likely, fitnesses, strict=True)
    ]
    fits.sort(key=attrgetter("score"), reverse=True)
    return fits


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
        other.entry.statement
        for other in fits
        if other is not fit
        and isinstance(other.entry.statement, Fact)
        and not other.entry.overview
        and other.coverage >= fit.coverage - 0.02
        and fit.score - _NEAR <= other.score <= fit.score
    ]
    return tuple(found[:_MOST_BESIDE])


def _points_like(fit: _Fit, fits: Sequence[_Fit]) -> list[Point]:
    """The point and those that fit nearly as well, whoever made them."""
    found = [
        other.entry.statement
        for other in fits
        if isinstance(other.entry.statement, Point)
        and (other is fit or (other.coverage >= fit.coverage - _NEAR and other.rank >= 0.6 * fit.rank))
    ]
    found.sort(key=lambda point: point is not fit.entry.statement)
    return found[:_MOST_POINTS]
