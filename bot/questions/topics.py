"""Topics side by side: municipalities, models, goals or examples on what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from bot.questions.answer import Button
from bot.questions.candidate import Candidate
from bot.questions.clause import Clause, Form
from bot.questions.search import Entry, Search
from bot.questions.statements import Statements
from bot.questions.words import keys_of
from storage.knowledge import Knowledge
from storage.schema import Fact, Topic

_MOST = 3  # columns that a phone can show
# Tables whose topics are of a kind and can be held against each other.
_PEERS = frozenset({"goals", "principles", "models", "law", "examples", "municipalities", "units"})
_PRIOR = 0.6
_COMPARING = keys_of("forskel fælles flest færrest begge størst mindst både")


class Topics:
    """Reads clauses that name two or three topics of one table."""

    def __init__(self, knowledge: Knowledge, search: Search, statements: Statements) -> None:
        self._knowledge = knowledge
        self._search = search
        self._statements = statements
        self._entries = {e.statement.id: e for e in search.entries if isinstance(e.statement, Fact)}

    def candidates(self, clause: Clause) -> list[Candidate]:
        """A comparison for each table that the clause names several topics of."""
        tables: dict[str, dict[str, int]] = {}
        for at, mention in enumerate(clause.mentions):
            for id_ in mention.of("topic")[:1]:
                table = self._knowledge.topic_tables[id_]
                if table in _PEERS and not self._knowledge.topics[id_].collective:
                    tables.setdefault(table, {}).setdefault(id_, at)
        return [self._comparison(clause, named) for named in tables.values() if 2 <= len(named) <= _MOST]

    def _comparison(self, clause: Clause, named: Mapping[str, int]) -> Candidate:
        topics = [self._knowledge.topics[id_] for id_ in named]
        asked = [word.key for word in clause.beyond_names if word.key not in _COMPARING]
        chosen = [self._asked_of(topic, asked) for topic in topics]
        told = {
            key
            for key in asked
            if all(any(key in self._entry(fact).bag for fact in facts) for facts in chosen)
        }
        return Candidate(
            intent="compare_topics",
            about=tuple(named),
            build=partial(self._statements.compared, topics, chosen),
            explained=_COMPARING | told,
            names=frozenset(named.values()),
            forms=frozenset(Form) if asked else frozenset(Form) - {Form.WHEN},
            prior=_PRIOR,
            buttons=lambda: tuple(Button(facts[0].question, facts[0].question) for facts in chosen),
        )

    def _entry(self, fact: Fact) -> Entry:
        return self._entries[fact.id]

    def _asked_of(self, topic: Topic, asked: Sequence[str]) -> Sequence[Fact]:
        """The one or two facts that speak of what is asked; all of them where nothing is singled out."""
        facts = [f for f in topic.facts if not f.overview] or list(topic.facts)
        weights = [
            sum(self._search.rarity(key) * self._entry(fact).bag.get(key, 0.0) for key in asked)
            for fact in facts
        ]
        best = max(weights)
        if not best:
            return facts
        return [fact for fact, weight in zip(facts, weights, strict=True) if weight >= 0.7 * best][:2]
