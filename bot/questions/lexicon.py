"""Every name and word the knowledge base knows, ready to be found in what people write."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.questions import language
from bot.questions.clause import Entity, Name
from bot.questions.words import FILLER, FILLER_STEMS, YES_NO_VERBS, folded_words, stem_of
from storage.knowledge import Knowledge
from storage.names import folded, name_words, without_letters

_FOREIGN = folded_words(language.FOREIGN)
_ORDERS = folded_words(language.ORDERS)
# An unknown word that ends so names a law, a body or a place that the documents do not speak of.
_NAMES_SOMETHING = re.compile(
    r"(?:lov|loven|lovens|udvalg|udvalget|navn|navnet|rad|radet|forum|forummet|kommune|kommunes|bestyrels\w*|styrels\w*"
    r"|ministeri\w*|direktorat\w*)$|^[uo]\d\d$"
)
_WITH_LETTER = re.compile(r"\b[a-zA-ZæøåÆØÅ]*[æøåÆØÅ][a-zA-ZæøåÆØÅ]*\b")
_ARTICLES = frozenset({"den", "det", "de"})
_NAME_COUNTS = 5  # a name's word is meant rather than one in running text

# Lengths in letters. Slips are one in about every seventh letter; shorter words have none to spare,
# and short halves of compounds are found by chance ("koordine-ring").
_MOST = 40
_MENDED = 4
_ONE_SLIP, _TWO_SLIPS = 8, 13
_SAME_START = 6
_PLAIN = 10
_PART, _KNOWN_PART = 4, 5
_SHORT_NAME = 3


class Lexicon:
    """Names and words, built once from the knowledge base.

    ``corrected`` mends one word; ``name_at`` finds the longest name that starts at a word.

    Attributes:
        begins_names: The stems that names begin with.
    """

    def __init__(self, knowledge: Knowledge, said: Mapping[str, tuple[str, ...]]) -> None:
        """Takes every text that the knowledge base says, with its folded words."""
        self._counted_off = {
            (stem_of(word), number)
            for text in (*(fact.question for _, fact in knowledge.facts()), *_names_alone(knowledge))
            for word, number in pairwise(name_words(text))
        }
        names = [(_bare(name_words(name)), name, entity) for name, entity in names_of(knowledge)]
        self._words = _counted(names, said.values())
        self._stems = {stem_of(word) for word in self._words} | FILLER_STEMS
        self._names = _by_stems(names)
        self._lengths = _lengths(self._names)
        self.begins_names = self._lengths.keys()
        single = {stems[0] for stems in self._names if len(stems) == 1}
        self._parts = {w for w in self._words if len(w) >= _PART and w not in FILLER} | single
        self._part_stems = {stem_of(part) for part in self._parts if len(part) >= _SHORT_NAME}
        # "Lokalrd", "Ishj", "ml C": æøå left out altogether.
        with_letters = dict.fromkeys(
            word
            for text in (language.SYNONYMS, *said, *(name for _, name, _ in names))
            for word in _WITH_LETTER.findall(text)
        )
        self._letterless = {
            short: folded(word)
            for word in with_letters
            if len(short := without_letters(word)) > 1 and short not in self._words
        }
        # By length and first letter; "" stands for any.
        self._by_start: dict[tuple[int, str], list[str]] = defaultdict(list)
        self._by_end: dict[str, list[str]] = defaultdict(list)  # by all but the first letter
        for word in self._words:
            if len(word) >= _MENDED and word.isalpha():
                for start in ("", word[0]):
                    self._by_start[len(word), start].append(word)
                self._by_end[word[1:]].append(word)

    def known(self, word: str) -> bool:
        """Whether the word, or another form of it, stands in the knowledge base or is plain Danish."""
        return word in self._words or stem_of(word) in self._stems or word.isdigit() or word == "§"

    def strange(self, words: Iterable[str]) -> bool:
        """Whether none of the words stands anywhere as it is spelt, and one not in any form."""
        words = tuple(words)
        return not any(word in self._words for word in words) and not all(map(self.known, words))

    def foreign(self, word: str) -> bool:
        """Whether the word names something that the knowledge base has nothing about."""
        return word in _FOREIGN or (not self.known(word) and bool(_NAMES_SOMETHING.search(word)))

    def counted_off(self, key: str, number: str) -> bool:
        """Whether the knowledge base has something of this number or letter: "leverance", "3"."""
        return (key, number) in self._counted_off

    def parts_of(self, word: str) -> tuple[str, ...]:
        """The known words that a known compound is made of; empty for a simple word."""
        parts = self._compound(word) if len(word) >= _PLAIN else ()
        if not parts or min(map(len, parts)) < _KNOWN_PART or stem_of(parts[0]) == stem_of(word):
            return ()
        return parts

    def name_at(self, stems: tuple[str, ...], at: int) -> Name | None:
        """The longest name that starts at ``stems[at]``, which is one of ``begins_names``."""
        for length in self._lengths[stems[at]]:
            if name := self._names.get(stems[at : at + length]):
                return name
        return None

    def corrected(self, word: str) -> tuple[str, ...]:
        """The word as the knowledge base spells it, parted where it is a compound of known words.

        An unknown word that is like nothing known comes back as it is.
        """
        if self.known(word) or word in _FOREIGN or word in _ORDERS or len(word) > _MOST:
            return (word,)
        if word in self._letterless:
            return (self._letterless[word],)
        if len(word) >= _PLAIN:
            if slip := self._nearest(word, reach=1):
                return slip
            if _NAMES_SOMETHING.search(word):
                return (word,)
        return self._compound(word) or self._nearest(word) or self._compound_with_slip(word) or (word,)

    def _is_part(self, word: str) -> bool:
        return word in self._parts or (len(word) >= _PART and stem_of(word) in self._part_stems)

    def _compound(self, word: str) -> tuple[str, ...]:
        for at in range(len(word) - _SHORT_NAME, 1, -1):
            head, tail = word[:at], word[at:]
            if not self._is_part(tail):
                continue
            for joint in ("", "s", "e"):
                if head.endswith(joint) and self._is_part(head.removesuffix(joint)):
                    return (head.removesuffix(joint), tail)
        return ()

    def _compound_with_slip(self, word: str) -> tuple[str, ...]:
        """A compound with one slip in it: one half is known, the other nearly."""
        if len(word) < _PLAIN:
            return ()
        for at in range(len(word) - _PART, _PART - 1, -1):
            head, tail = word[:at], word[at:]
            if self._is_part(tail) and (near := self._nearest(head.removesuffix("s"))):
                return (*near, tail)
            if self._is_part(head) and (near := self._nearest(tail)):
                return (head, *near)
        return ()

    def _nearest(self, word: str, *, reach: int = 0) -> tuple[str, ...]:
        """The known word within reach, in slips; without a given reach, by the word's length."""
        if len(word) < _MENDED or not word.isalpha():
            return ()
        reach = reach or (1 if len(word) < _ONE_SLIP else 2 if len(word) < _TWO_SLIPS else 3)
        found = self._within(word, reach, word[0])
        fewest = min((slips for _, slips, _ in found), default=reach + 1)
        if fewest == 2:  # the first letter is seldom the slip
            found += [(known, 1, 0) for known in self._begun_otherwise(word)]
        elif fewest > 2:
            found += self._within(word, int(fewest) - 1, "")
        if not found:
            return ()

        def unlikeliness(match: tuple[str, float, int]) -> tuple[float, bool, bool, int, str]:
            known, slips, _ = match
            # A letter is left out or doubled more often than it is taken for another.
            return slips, known[0] != word[0], len(known) == len(word), -self._words[known], known

        best, slips, _ = min(found, key=unlikeliness)
        if best[0] != word[0] and (len(word) < _SAME_START or slips > 1):
            return ()
        return (best,)

    def _begun_otherwise(self, word: str) -> list[str]:
        """The known words that are one slip away, in their first letter."""
        beheaded, swapped = word[1:], f"{word[1]}{word[0]}{word[2:]}"
        found = [*self._by_end.get(word, ()), *self._by_end.get(beheaded, ())]
        found += [other for other in (beheaded, swapped) if len(other) >= _MENDED and other in self._words]
        return [known for known in found if known[0] != word[0]]

    def _within(self, word: str, reach: int, start: str) -> list[tuple[str, float, int]]:
        """(known word, slips, its place) for the nearest that begin so, of those within reach."""
        return [
            match
            for length in range(len(word) - reach, len(word) + reach + 1)
            for match in process.extract(
                word,
                self._by_start.get((length, start), ()),
                scorer=OSA.distance,
                score_cutoff=reach,
                limit=5,
            )
        ]


def names_of(knowledge: Knowledge) -> Iterator[tuple[str, Entity]]:
    """Every name in the knowledge base with what it names; a record's own name first."""
    tables = (
        ("forum", knowledge.forums),
        ("role", knowledge.roles),
        ("organisation", knowledge.organisations),
        ("topic", knowledge.topics),
        ("party", knowledge.parties),
        ("term", knowledge.terms),
        ("document", knowledge.documents),
    )
    for kind, table in tables:
        for record in table.values():
            entity = Entity(kind, record.id)
            names = (record.name, *record.aliases, *getattr(record, "shared_aliases", ()))
            yield from ((name, entity) for name in names)
    for role in knowledge.roles.values():
        yield from ((kind, Entity("kind", stem_of(folded(kind)))) for kind in role.kinds)


def _names_alone(knowledge: Knowledge) -> Iterator[str]:
    return (name for name, _ in names_of(knowledge))


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name without its article: "den proaktive" is found in "vores proaktive"."""
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return words


def _counted(
    names: Iterable[tuple[tuple[str, ...], str, Entity]], said: Iterable[tuple[str, ...]]
) -> Counter[str]:
    """How often the knowledge base has each word; the language tables' words with 0 or 1."""
    counts: Counter[str] = Counter(dict.fromkeys(YES_NO_VERBS | FILLER, 0))
    for words, _, _ in names:
        counts.update(dict.fromkeys(words, _NAME_COUNTS))
    for words in (*said, *map(name_words, (language.SYNONYMS, *language.FOLLOW_UP_OPENERS))):
        counts.update(words)
    return counts


def _by_stems(names: Iterable[tuple[tuple[str, ...], str, Entity]]) -> dict[tuple[str, ...], Name]:
    entities: dict[tuple[str, ...], set[Entity]] = defaultdict(set)
    for words, _, entity in names:
        entities[tuple(map(stem_of, words))].add(entity)
    return {stems: Name(stems, tuple(sorted(found))) for stems, found in entities.items()}


def _lengths(names: Iterable[tuple[str, ...]]) -> dict[str, list[int]]:
    """How many stems the names have that begin with a stem, longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for stems in names:
        lengths[stems[0]].add(len(stems))
    return {first: sorted(found, reverse=True) for first, found in lengths.items()}
