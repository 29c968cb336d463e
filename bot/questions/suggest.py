"""Questions found by a few letters of them, as somebody types into a search box."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot import texts
from bot.questions.askable import Askable, askable
from bot.questions.words import stem_of
from storage.knowledge import Knowledge
from storage.names import name_words

MAX_FOUND = 25
"""As many as Teams asks for at once; whoever does not see it among them types another letter."""

# What is longer than a search is read as a question only.
_MOST_WORDS, _MOST_LETTERS = 12, 40
# This share of what the text says must be found, weighed by how much each word tells.
_ENOUGH = 0.6
# A word that is found in more than every fourth suggestion tells nothing.
_LITTLE = 4
# How much a word counts by where it is found, and by how.
_IN_NAME, _IN_QUESTION, _IN_WORDS, _IN_ANSWER = 3.0, 2.0, 1.5, 1.0
_WHOLE, _BEGUN, _SLIP = 1.0, 0.8, 0.5
# Letters: shorter words have no slip to spare, longer ones have two.
_MENDED, _ONE_SLIP = 4, 8
_LAST = "\U0010ffff"

Rank = tuple["Fit", float, float]
Phrase = TypeVar("Phrase", bound=tuple[Any, ...])


class Fit(IntEnum):
    """How well a suggestion fits what was typed, worst first.

    PART: most of the words are found; WORDS: all of them. BEGUN: its question or one of its names begins so;
    NAMED: the text is its question or one of its names.
    """

    PART = 0
    WORDS = 1
    BEGUN = 2
    NAMED = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A suggestion with how well it fits."""

    suggestion: Askable
    fit: Fit


class Suggestions:
    """An index over all that can be asked; built once, then pure.

    Attributes:
        all: Every suggestion; of equally good ones the first comes first.
        by_question: Each by its question.
        by_statement: Those that one statement answers, by it.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.all = askable(knowledge)
        self.by_question = {each.question: each for each in self.all}
        self.by_statement = {each.statement: each for each in reversed(self.all) if each.statement}
        names: set[tuple[str, int, bool]] = set()
        questions: set[tuple[str, int]] = set()
        self._stems: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
        places: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for at, each in enumerate(self.all):
            held = [(name_words(each.question), _IN_QUESTION)]
            # "Leverance 2" asks the same as "Hvad er leverance 2?".
            for said in {each.question, each.question.removeprefix(texts.WHAT_IS)}:
                words = name_words(said)
                questions.add((" ".join(words), at))
                self._stems[_stems(words)].add(at)
            for number, words in enumerate(map(name_words, each.names)):
                names.add((" ".join(words), at, number == 0))
                self._stems[_stems(words)].add(at)
                held.append((words, _IN_NAME / math.sqrt(len(words))))  # a word of a long name says less
            held += [(name_words(phrase), _IN_WORDS) for phrase in each.words]
            held += [(name_words(phrase), _IN_ANSWER) for phrase in each.answer]
            for words, weight in held:
                for word in words:
                    places[word][at] = max(places[word].get(at, 0.0), weight)
        self._names, self._questions = sorted(names), sorted(questions)
        self._words = sorted(places)
        self._found_in = [tuple(places[word].items()) for word in self._words]

    def matching(self, text: str) -> list[Hit]:
        """At most ``MAX_FOUND`` suggestions, best first; the same text always finds the same.

        Any word may be the beginning of one. Æ, ø and å may be spelt in any way, and a word that is found
        nowhere may have a slip in it, a long one two.
        """
        typed = _typed(text)
        if not typed:
            return []
        ranks = self._by_words(typed) | self._by_phrase(typed)
        best = sorted(ranks, key=lambda at: (ranks[at], -at), reverse=True)[:MAX_FOUND]
        return [Hit(self.all[at], ranks[at][0]) for at in best]

    def unfinished(self, text: str) -> bool:
        """Whether the text looks as if more of it were to come.

        It ends in the middle of a word, or is the beginning of a question that can be suggested.
        """
        typed = _typed(text)
        if not typed:
            return False
        phrase = " ".join(typed)
        if any(question != phrase for question, _ in _beginning(self._questions, phrase)):
            return True
        at = bisect_left(self._words, typed[-1])
        return self._words[at : at + 1] != [typed[-1]]

    def _by_phrase(self, typed: Sequence[str]) -> dict[int, Rank]:
        """Those whose question or name begins so, or is it; what begins a thing's own name comes first."""
        phrase = " ".join(typed)
        ranks: dict[int, Rank] = {at: (Fit.BEGUN, 0.0, 0.0) for _, at in _beginning(self._questions, phrase)}
        for _, at, own in _beginning(self._names, phrase):
            rank = (Fit.BEGUN, 2.0 if own else 1.0, 0.0)
            ranks[at] = max(ranks.get(at, rank), rank)
        return ranks | dict.fromkeys(self._stems.get(_stems(typed), ()), (Fit.NAMED, 0.0, 0.0))

    def _by_words(self, typed: Sequence[str]) -> dict[int, Rank]:
        """Those that hold most of the words: by the share of the text they hold, then by where it stands."""
        held: defaultdict[int, float] = defaultdict(float)
        weights: defaultdict[int, float] = defaultdict(float)
        said = 0.0
        for word in dict.fromkeys(typed):
            holding = self._holding(word)
            tells = max(0.0, math.log(len(self.all) / (_LITTLE * max(len(holding), 1))))
            said += tells
            if tells:
                for at, weight in holding.items():
                    held[at] += tells
                    weights[at] += tells * weight
        return {
            at: (Fit.WORDS if share == said else Fit.PART, share / said, weights[at])
            for at, share in held.items()
            if share >= _ENOUGH * said
        }

    def _holding(self, word: str) -> dict[int, float]:
        """The suggestions that hold the word, or failing that one like it, with how much that counts."""
        found: dict[int, float] = {}
        for place, counts in self._like(word):
            for at, weight in self._found_in[place]:
                found[at] = max(found.get(at, 0.0), counts * weight)
        return found

    def _like(self, word: str) -> list[tuple[int, float]]:
        """The places of the known words that are meant, with how surely."""
        first, last = _range(self._words, word)
        stem = stem_of(word)
        begun = [(at, _WHOLE if self._words[at] == word else _BEGUN) for at in range(first, last)]
        if stem != word:  # "lokalrådet" finds "lokalråd"
            first, last = _range(self._words, stem)
            known = [at for at in range(first, last) if self._words[at] == stem or not begun]
            begun += [(at, _BEGUN) for at in known]
        return begun or [(at, _SLIP) for at in self._nearest(word)]

    def _nearest(self, word: str) -> list[int]:
        """The places of the words that begin nearly so."""
        if len(word) < _MENDED or not word.isalpha():
            return []
        beginnings = [known[: len(word) + 1] for known in self._words]
        reach = 1 if len(word) < _ONE_SLIP else 2
        near = process.extract(word, beginnings, scorer=OSA.distance, score_cutoff=reach, limit=None)
        fewest = min((slips for _, slips, _ in near), default=0)
        return [at for _, slips, at in near if slips == fewest]


def _typed(text: str) -> tuple[str, ...]:
    """The folded words of a search; none where it is longer than one."""
    words = name_words(text)
    return tuple(word[:_MOST_LETTERS] for word in words) if len(words) <= _MOST_WORDS else ()


def _stems(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(stem_of, words))


def _range(words: Sequence[str], start: str) -> tuple[int, int]:
    """Where, among sorted words, those stand that begin so."""
    return bisect_left(words, start), bisect_left(words, start + _LAST)


def _beginning(phrases: Sequence[Phrase], start: str) -> Sequence[Phrase]:
    """Of sorted phrases, those that begin so."""
    return phrases[bisect_left(phrases, (start,)) : bisect_left(phrases, (start + _LAST,))]
