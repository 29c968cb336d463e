"""A word as the bot compares it: folded, stemmed, and named by the concept it belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from sys import intern

from Stemmer import Stemmer

from bot.questions import language
from storage.names import folded, name_words

_STEMMER = Stemmer("danish")
_MOJIBAKE = {"Ã¦": "æ", "Ã¸": "ø", "Ã¥": "å", "Ã†": "Æ", "Ã˜": "Ø", "Ã…": "Å"}
_BROKEN = "Ã"  # each of them begins so
# "forebyggelse", "forebyggende" and "forebygger" are one word to a reader; Snowball keeps them apart.
_DOUBLED = re.compile(r"([bdfgklmnprst])\1$")
_DERIVED = re.compile(r"(?<=.{4})(?:els|end|ning|ering|ing)$")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """The stem of a folded word: "medlemmerne" -> "medlem"."""
    if len(word) < 4 or not word.isalpha():
        return word
    # Twice: "indsatserne" ends as "indsats", which is itself an inflected form to the stemmer.
    stem: str = _STEMMER.stemWord(_STEMMER.stemWord(word))
    return _DOUBLED.sub(r"\1", _DERIVED.sub("", stem))


def folded_words(text: str) -> frozenset[str]:
    """The folded words of a list written as people write."""
    return frozenset(map(folded, text.split()))


FILLER = frozenset(w for line in language.FILLER.split() for w in name_words(line))
FILLER_STEMS = frozenset(map(stem_of, FILLER))
ENGLISH_SIGNS = folded_words(language.ENGLISH_SIGNS)
_DANISH_SIGNS = folded_words(language.DANISH_SIGNS)
YES_NO_VERBS = folded_words(language.YES_NO_VERBS)
_PHRASES = {name_words(phrase): name_words(said) for phrase, said in language.PHRASES.items()}
ENGLISH = {name_words(english): name_words(danish) for english, danish in language.ENGLISH.items()}


def by_first(phrases: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    """The phrases by their first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in sorted(phrases, key=len, reverse=True):
        found[phrase[0]].append(phrase)
    return dict(found)


_PHRASES_BY_FIRST, _ENGLISH_BY_FIRST = by_first(_PHRASES), by_first(ENGLISH)


def _concepts() -> dict[str, str]:
    concepts: dict[str, str] = {}
    for line in language.SYNONYMS.strip().splitlines():
        name, _, words = line.partition(":")
        for word in (name, *words.split()):
            if "_" not in word:
                concepts.setdefault(stem_of(folded(word)), name)
    return concepts


CONCEPTS = _concepts()


def key_of(stem: str) -> str:
    """What two words share when they mean the same: the concept's name, else the stem."""
    # Interned: the same key is then one object everywhere, and is found by that alone.
    return intern(CONCEPTS.get(stem, stem))


@cache  # asked with our own words only
def keys_of(words: str) -> frozenset[str]:
    """The keys of words written as people write them, parted by blanks."""
    return frozenset(key_of(stem_of(folded(word))) for word in words.split())


def cleaned(text: str) -> str:
    """The text without control and invisible characters, and with broken æøå mended."""
    if _BROKEN in text:
        for broken, letter in _MOJIBAKE.items():
            text = text.replace(broken, letter)
    return text if text.isprintable() else _CONTROL.sub("", text)


def danish_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """English words as Danish ones, longest phrase first; a Danish message is returned as it is.

    A message counts as English when it holds the small words that Danish lacks, and not Danish ones.
    """
    if ENGLISH_SIGNS.isdisjoint(words):
        return words
    signs = sum(word in ENGLISH_SIGNS for word in words)
    danish = sum(word in _DANISH_SIGNS for word in words)
    if danish >= 2 or danish >= signs:
        return words
    return _replaced(words, ENGLISH, _ENGLISH_BY_FIRST)


def plain_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """Turns of phrase as the concept they stand for: "taler for" -> "fordele ved"."""
    return _replaced(words, _PHRASES, _PHRASES_BY_FIRST)


def _replaced(
    words: tuple[str, ...],
    table: Mapping[tuple[str, ...], tuple[str, ...]],
    by_first_word: Mapping[str, Sequence[tuple[str, ...]]],
) -> tuple[str, ...]:
    if by_first_word.keys().isdisjoint(words):
        return words
    out: list[str] = []
    at = 0
    while at < len(words):
        for phrase in by_first_word.get(words[at], ()):
            if words[at : at + len(phrase)] == phrase:
                out += table[phrase]
                at += len(phrase)
                break
        else:
            out.append(words[at])
            at += 1
    return tuple(out)
