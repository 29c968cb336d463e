"""A knowledge base many times as large: the seed, and as many again about things and places made up.

A world is the seed told of another place: the same kinds of records and sentences, with other names, other
numbers and, for nearly every content word, another word. Words are drawn as in real text, where each new
one is rarer than the last (Heaps' law): most have been drawn before, some are new, and a few stay as they
are, since all municipalities have meetings and leaders. New words are put together from Danish ones, as
Danish itself does.

The same seed number gives the same base.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import chain, count
from random import Random
from typing import Any

from Stemmer import Stemmer

from benchmarks.danish import FUNCTION_WORDS, Vocabulary
from storage.knowledge import TOPIC_TABLES, Rows
from storage.names import name_words
from storage.seed import read_seed

COPIES = 49
"""So many worlds beside the seed make the base 50 times as large."""

_SAME = 0.12  # of a world's words are the seed's own

# What a record's fields hold, as storage.schema has it; all others hold text.
ID_FIELDS = frozenset(
    "id part_of organisation also_from role party document"
    " recommendation related remarks refers_to models".split()
)
_NAMES = frozenset("name aliases shared_aliases".split())
_FIXED = frozenset("kind stance date scope functions".split())
_SHORT = frozenset("dated definite label question heading kicker section counted words".split())
_MAX_NAME, _MAX_TEXT = 120, 600

_TOKEN = re.compile(r"[A-Za-zÆØÅæøåÉéÜü]+|\d+(?:\.\d{3})*")
_MADE = re.compile(r"k\d\d-")
_ABBREVIATION = re.compile(r"[A-ZÆØÅ]{2,5}")

_stem_of = cache(Stemmer("danish").stemWord)

_PLACES = ("Ishøj", "Albertslund", "Taastrup", "Viborg", "Vestegn", "Vejleåparken")


def large_base(*, copies: int = COPIES, seed: int) -> Rows:
    """The seed's tables with so many worlds after it."""
    rows = read_seed()
    random = Random(seed)  # noqa: S311 - nothing secret
    vocabulary, names = Vocabulary(random), _Names(rows)
    large = {table: list(records) for table, records in rows.items()}
    for number in range(1, copies + 1):
        world = _World(f"k{number:02}-", vocabulary, names, random)
        for table, records in rows.items():
            large[table] += [world.told(table, record) for record in records]
    return large


def made_questions(rows: Rows, count: int, *, seed: int) -> list[tuple[str, str]]:
    """Different questions to made-up facts, each with the fact's headline; none is the seed's too."""
    of_seed = {name_words(fact["question"]) for fact in _facts(rows, made=False)}
    made = {name_words(fact["question"]): fact for fact in _facts(rows, made=True)}
    facts = [(fact["question"], fact["headline"]) for words, fact in made.items() if words not in of_seed]
    return Random(seed).sample(facts, count)  # noqa: S311 - nothing secret


def _facts(rows: Rows, *, made: bool) -> Iterator[dict[str, Any]]:
    for records in rows.values():
        for record in records:
            if bool(_MADE.match(record["id"])) is made:
                yield from record.get("facts", ())


class _Names:
    """Which names are taken, in each of the spaces where a name must be one record's alone."""

    def __init__(self, rows: Rows) -> None:
        self._taken: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for table, records in rows.items():
            for record in records:
                for name in (
                    record.get("name", ""),
                    *record.get("aliases", ()),
                    *record.get("shared_aliases", ()),
                ):
                    self._taken[_space(table)].add(name_words(name))

    def free(self, table: str, name: str, place: str) -> str:
        """The name, with its place where it is taken, and a number where that is taken too."""
        taken = self._taken[_space(table)]
        name = _cut(name, _MAX_NAME - len(place) - 6)
        spellings = chain((name, f"{name} i {place}"), (f"{name} i {place} {number}" for number in count(2)))
        free = next(spelling for spelling in spellings if name_words(spelling) not in taken)
        taken.add(name_words(free))
        return free


class _World:
    """One retelling of the seed; a word is the same other word throughout."""

    def __init__(self, prefix: str, vocabulary: Vocabulary, names: _Names, random: Random) -> None:
        self._prefix = prefix
        self._vocabulary = vocabulary
        self._names = names
        self._random = random
        self._words: dict[str, str] = {}
        self._told: dict[str, str] = {}
        self._place = vocabulary.place()
        self._places = {place: vocabulary.place() for place in _PLACES} | {"Ishøj": self._place}
        self._factor = random.uniform(0.3, 3.0)

    def told(self, table: str, record: dict[str, Any]) -> dict[str, Any]:
        """The record, told of this world; without kinds of roles, since the bot's texts have them by name."""
        told = {key: self._value(table, key, value) for key, value in record.items() if key != "kinds"}
        if told.get("scope") == "ishoej":
            told["scope"] = "national"  # so that it does not count among Ishøj's fora
        return told

    def _value(self, table: str, key: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {inner: self._value(table, inner, each) for inner, each in value.items()}
        if isinstance(value, list):
            return [self._value(table, key, each) for each in value]
        if key in _FIXED or isinstance(value, bool):
            return value
        return self._number(value) if isinstance(value, int) else self._string(table, key, value)

    def _string(self, table: str, key: str, value: str) -> str:
        if key in ID_FIELDS:
            return self._prefix + value
        if key in _NAMES:
            return self._names.free(table, self._text(value), self._place)
        return _cut(self._text(value), _MAX_NAME if key in _SHORT else _MAX_TEXT)

    def _text(self, text: str) -> str:
        return _TOKEN.sub(lambda match: self._token(match[0]), text)

    def _token(self, token: str) -> str:
        if token not in self._told:
            self._told[token] = self._other(token)
        return self._told[token]

    def _other(self, token: str) -> str:
        if token[0].isdigit():
            number = self._number(int(token.replace(".", "")))
            return f"{number:,}".replace(",", ".") if "." in token else str(number)
        if place := next((place for place in self._places if token.startswith(place)), None):
            return self._places[place] + token.removeprefix(place)
        return self._vocabulary.abbreviation() if _ABBREVIATION.fullmatch(token) else self._other_word(token)

    def _other_word(self, token: str) -> str:
        """Another word in the same form: with the same ending, and capitalised if the word is."""
        if len(token) < 5 or token.lower() in FUNCTION_WORDS:
            return token
        stem = _stem_of(token.lower())
        if stem not in self._words:
            same = self._random.random() < _SAME
            self._words[stem] = stem if same else self._vocabulary.word()
        told = self._words[stem] + token.lower().removeprefix(stem)
        return told.capitalize() if token[0].isupper() else told

    def _number(self, number: int) -> int:
        """Another number; years stay near, and what counts off ("model 2") stays as it is."""
        if number < 10:
            return number
        if 1900 <= number < 2100:
            return number - int(self._factor * 5)
        return max(10, round(number * self._factor))


def _space(table: str) -> str:
    return "topics" if table in TOPIC_TABLES else table


def _cut(text: str, max_chars: int) -> str:
    """The text, or as many of its words as there is room for."""
    return text if len(text) <= max_chars else text[: max_chars + 1].rpartition(" ")[0]
