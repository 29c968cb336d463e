"""A clause put back into what it leans on: the question before it, or the rest of its message."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from bot.questions.clause import Clause, Form, Mention, Word
from bot.questions.lexicon import names_of
from bot.questions.memory import Remembered
from bot.questions.parse import Parser
from bot.questions.words import keys_of
from storage.knowledge import Knowledge

_MEANS = keys_of("betyder")
_OTHER = {"1": "2", "2": "1"}
_MODEL = keys_of("model")
_THE_OTHER = frozenset({"den", "anden"})
_WHO = {"role": "who", "organisation": "who", "kind": "who"}
# What a message may be set in: "Jeg skal til møde i o18. Hvem er med?".
_SETTINGS = frozenset({"forum", "topic", "term", "party"})
_LEADING_UP = frozenset({"forum", "topic"})


class FollowUps:
    """Merges clauses; finds their names anew by the parser."""

    def __init__(self, parser: Parser, knowledge: Knowledge) -> None:
        self._parser = parser
        self._tables = knowledge.topic_tables
        self._slots: dict[tuple[str, ...], frozenset[str]] = {}  # by a name's stems
        self._names: dict[tuple[str, str], str] = {}
        for name, entity in names_of(knowledge):
            self._names.setdefault((entity.kind, entity.id), name)

    def slots(self, mention: Mention) -> frozenset[str]:
        """What a name can stand in for: "Viborg" for another municipality, "o18" for a forum."""
        stems = mention.name.stems
        if stems not in self._slots:
            self._slots[stems] = frozenset(
                self._tables[e.id] if e.kind == "topic" else _WHO.get(e.kind, e.kind)
                for e in mention.entities
            )
        return self._slots[stems]

    def merged(self, before: Clause, now: Clause) -> Clause:
        """``now`` with what it leaves out filled in from ``before``.

        A bare name takes the place of its like; a new aspect keeps the names it is asked of.
        """
        form = now.form if now.form is not Form.NONE else before.form
        means = [word for word in before.words if word.key in _MEANS]
        if means and len(now.words) == 1 and not now.mentions:
            return self._clause(now, (means[0], *now.words), form)
        if words := _renumbered(before, now) or _other_model(before, now):
            return self._clause(now, words, before.form if now.form is Form.NONE else now.form)
        if now.says("kun") and now.mentions:
            words = (*now.words, *self._others(before, now))
        elif not now.beyond_names and now.mentions and now.form in {Form.NONE, Form.WHAT, before.form}:
            words, form = self._substituted(before, now), before.form
        else:
            words = (*self._kept_names(before, now), *now.words)
        return self._clause(now, words, form)

    def joined(self, clauses: Sequence[Clause]) -> list[Clause]:
        """An empty question becomes one with the statement before it: "Resiliens. Hvad er det?"."""
        joined: list[Clause] = []
        for clause in clauses:
            leans = clause.opens and not clause.substantial
            if leans and joined and joined[-1].substantial and not joined[-1].asks:
                before = joined.pop()
                joined.append(self._clause(clause, (*before.words, *clause.words), clause.form))
            else:
                joined.append(clause)
        return joined

    def setting(self, clauses: Sequence[Clause], asking: Sequence[Clause]) -> Remembered | None:
        """What the message speaks of beside its questions."""
        for clause in clauses:
            named = tuple(m for m in clause.mentions if m.is_any(_SETTINGS))
            if named and clause not in asking:
                return Remembered(replace(clause, mentions=named), ())
        return None

    def filled(self, clause: Clause) -> Clause | None:
        """The clause's core with the names that lead up to it, where it has none of that kind."""
        if clause.core is None:
            return None
        taken = frozenset().union(*(self.slots(m) for m in clause.core.mentions))
        words = tuple(
            word
            for mention in clause.given
            if mention.is_any(_LEADING_UP) and not self.slots(mention) & taken
            for entity in mention.entities[:1]
            for word in self._parser.words(self._names[entity.kind, entity.id])
        )
        return self._clause(clause.core, (*words, *clause.core.words), clause.form) if words else None

    def _clause(self, now: Clause, words: tuple[Word, ...], form: Form) -> Clause:
        mentions = self._parser.mentions(words)
        words = self._parser.numbered(words)
        return Clause(
            words,
            mentions,
            form,
            marked=now.marked,
            orders=now.orders,
            opener=now.opener,
            points=now.points,
        )

    def _others(self, before: Clause, now: Clause) -> tuple[Word, ...]:
        """The names that "og hvem er kun i u18?" holds u18 against."""
        named = {entity for mention in now.mentions for entity in mention.entities}
        others = (entity for m in before.mentions for entity in m.entities if entity not in named)
        kinds = {entity.kind for entity in named}
        names = dict.fromkeys(self._names[e.kind, e.id] for e in others if e.kind in kinds)
        return tuple(word for name in names for word in self._parser.words(name))

    def _substituted(self, before: Clause, now: Clause) -> tuple[Word, ...]:
        new = _words_of(now, now.mentions)
        wanted = frozenset().union(*(self.slots(m) for m in now.mentions))
        words: list[Word] = []
        at, placed = 0, False
        for mention in before.mentions:
            words += before.words[at : mention.start]
            if not self.slots(mention) & wanted:
                words += before.words[mention.start : mention.end]
            elif not placed:
                words += new
                placed = True
            elif words and words[-1].text in {"og", "eller", "men"}:
                words.pop()
            at = mention.end
        words += before.words[at:]
        return tuple(words if placed else [*words, *new])

    def _kept_names(self, before: Clause, now: Clause) -> tuple[Word, ...]:
        taken = frozenset().union(*(self.slots(m) for m in now.mentions))
        # "Hvor er hun ellers med?" and "hvilke fora er der?" ask for other fora.
        if now.form is Form.WHERE or (now.has("forum") and now.form in {Form.WHICH, Form.COUNT}):
            taken |= {"forum"}
        if not before.mentions:
            return tuple(word for _, word in before.content)
        return _words_of(before, [m for m in before.mentions if not self.slots(m) & taken])


def _renumbered(before: Clause, now: Clause) -> tuple[Word, ...]:
    """The question before with a new number or letter: "og 114?" after "§ 115", "og E?" after "mål D"."""
    said = [word for word in now.words if _is_number(word) or _is_letter(word)]
    if len(now.words) > 2 or len(said) != 1:
        return ()
    like = _is_number if _is_number(said[0]) else _is_letter
    places = [n for n, word in enumerate(before.words) if like(word)]
    return (*before.words[: places[-1]], said[0], *before.words[places[-1] + 1 :]) if places else ()


def _other_model(before: Clause, now: Clause) -> tuple[Word, ...]:
    """The one of the two models that was not asked of: "Og fordelene ved den anden?"."""
    models = [
        (word, number)
        for word, number in itertools.pairwise(before.words)
        if word.key in _MODEL and number.text in _OTHER
    ]
    if not models or now.mentions or not now.says("anden"):
        return ()
    model, number = models[-1]
    digit = _OTHER[number.text]
    other = replace(number, text=digit, stem=digit, key=digit)
    return (model, other, *(said for said in now.words if said.text not in _THE_OTHER))


def _is_number(word: Word) -> bool:
    return word.text.isdigit()


def _is_letter(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isalpha() and word.text != "i"


def _words_of(clause: Clause, mentions: Sequence[Mention]) -> tuple[Word, ...]:
    """The words of the names, each with the number or name that makes it another ("model 3")."""
    return tuple(
        word
        for m in mentions
        for n, word in enumerate(clause.words[m.start : m.end + 1], m.start)
        if n < m.end or word.foreign
    )
