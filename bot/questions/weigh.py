"""How much of a question an answer accounts for.

A question is a sum of weights: rare words and names weigh much, everyday words little. An answer
earns those it speaks of. What it leaves out counts against it, and what it leaves out of the words
that ask for something of their own ("hvornår", "pris", "formand") rules it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from bot.questions.candidate import Candidate, Scored
from bot.questions.clause import Clause, Form, Mention, Name, Word
from bot.questions.search import Search
from bot.questions.words import YES_NO_VERBS, keys_of, stem_of
from storage.knowledge import Knowledge

# The share that an answer loses for each thing asked in vain: it then cannot be enough.
IN_VAIN = 0.5
CRITICAL = keys_of(
    "pris formand hyppighed varighed telefon mail alder adresse dato størrelse andel referat sekretariat"
    " underskrift stiftet botmening mødedato udfald privat bopæl ansiennitet hedder dagsorden"
    " vision ungepolitik"
)
_FORMS = {Form.WHEN: 0.7, Form.COUNT: 0.5, Form.WHY: 0.25, Form.WHO: 0.15, Form.WHERE: 0.1}
LIGHT = keys_of("betyder")  # "hvad betyder" asks as "hvad er" does
_LIGHT = 0.15
_UNKNOWN = 0.6  # people use words of their own
_FOREIGN = 2.0  # a name of something that is not in the documents
_COLLECTIVE = 0.35  # "målene", "kommunerne": many facts speak of them
_PLACE = 0.15  # "ifølge kommissoriet", "i kommunen": where to look, seldom what is asked
_NEEDED = frozenset({"topic", "forum", "party", "role", "term"})
_NAME = 1.3  # what a question names it is about
_NAME_WORDS = 0.4  # a name's words, beside the name itself
_PARTS = 0.85  # "kriminalitetsudviklingen" where the answer has "udviklingen i kriminaliteten"
# What is left out speaks less against an answer than what is accounted for speaks for it.
_MISSED = 0.7


class Naming(NamedTuple):
    """What a name weighs, and where it stands.

    Attributes:
        weight: In a clause that is about it.
        keys: Its entities' keys with their weights, for ranking statements.
        holding: For each of these keys, the statements that hold it.
        place: It says where to look ("i kommissoriet", "i kommunen"), seldom what is asked.
        needed: An answer must hold it; collective names and places need not be there.
    """

    weight: float
    keys: tuple[tuple[str, float], ...]
    holding: tuple[Mapping[int, float], ...]
    place: bool
    needed: bool


class Weighed(NamedTuple):
    """A clause with what each part of it weighs; worked out once, then held against many answers.

    Attributes:
        namings: What each mention names.
        names: The weight of each mention.
        words: What it says beyond the names, each with its weight.
        form: The weight of the form that it asks in.
        total: Of all that together.
        keys: Key -> weight, for ranking statements: names as names and, less, as words.
    """

    clause: Clause
    namings: tuple[Naming, ...]
    names: tuple[float, ...]
    words: tuple[tuple[Word, float], ...]
    form: float
    total: float
    keys: Mapping[str, float]

    def covered(self, found: Sequence[float], losses: Sequence[float]) -> list[float]:
        """The share of the clause that each answer accounts for, at most 1; less what is asked of it in vain.

        Args:
            found: For each answer, the weight of all that it accounts for.
            losses: For each answer, what it loses for what is asked of it in vain.
        """
        total = self.total
        return [
            share / (share + _MISSED * (total - share)) - loss if share else -loss
            for share, loss in zip(found, losses, strict=True)
        ]

    def unanswered(self, forms: frozenset[Form]) -> float:
        """What an answer to such forms of question loses, where "hvornår" is asked of it in vain."""
        return IN_VAIN if self.clause.form is Form.WHEN and Form.WHEN not in forms else 0.0

    def scored(self, candidate: Candidate) -> Scored:
        """The candidate with its coverage and score."""
        explained = candidate.explained

        def told(key: str) -> float:
            return float(key in explained or stem_of(key) in explained)

        found = self.form if self.clause.form in candidate.forms else 0.0
        loss = self.unanswered(candidate.forms)
        for at, weight in enumerate(self.names):
            if at in candidate.names:
                found += weight
        for word, weight in self.words:
            share = share_of(word, told)
            found += weight * share
            if not share and word.key in CRITICAL:
                loss += IN_VAIN
        [coverage] = self.covered([found], [loss])
        return Scored(candidate, coverage, coverage + candidate.prior)


def share_of(word: Word, told: Callable[[str], float]) -> float:
    """How far a word is accounted for, given how far a key is: by itself, or by all that it is made of."""
    return 0.0 if word.foreign else compound_share(told(word.key), [told(part) for part in word.parts])


def compound_share(whole: float, parts: Sequence[float]) -> float:
    """How far a word is accounted for that is itself accounted for so far, and its parts, if any, so far."""
    return max(whole, _PARTS * min(parts)) if parts else whole


class Weigher:
    """Weighs clauses by how rare their words are in the knowledge base."""

    def __init__(self, knowledge: Knowledge, search: Search) -> None:
        self._topics = knowledge.topics
        self._search = search
        self._known: dict[tuple[str, ...], Naming] = {}  # by the stems of a name in the knowledge base

    def weighed(self, clause: Clause) -> Weighed:
        """The clause with what each part of it weighs."""
        namings = tuple([self._naming(mention.name) for mention in clause.mentions])
        names = tuple([_weight(clause, *each) for each in zip(clause.mentions, namings, strict=True)])
        words = tuple([(word, self._word(word)) for word in clause.beyond_names])
        form = _FORMS.get(clause.form, 0.0)
        total = sum(names) + sum([weight for _, weight in words]) + form
        return Weighed(clause, namings, names, words, form, total=total, keys=self._keys(clause, namings))

    def _keys(self, clause: Clause, namings: Sequence[Naming]) -> dict[str, float]:
        postings = self._search.postings
        weights: dict[str, float] = {}
        for mention, naming in zip(clause.mentions, namings, strict=True):
            for key, weight in naming.keys:
                weights[key] = max(weights.get(key, 0.0), weight)
            for word in clause.words[mention.start : mention.end]:
                weights.setdefault(word.key, _NAME_WORDS * postings[word.key].rarity)
        for word in clause.beyond_names:
            weights[word.key] = max(0.1, postings[word.key].rarity)
            for part in word.parts:
                weights.setdefault(part, 0.5 * postings[part].rarity)
        return weights

    def _naming(self, name: Name) -> Naming:
        """What the name weighs; worked out once."""
        if name.stems not in self._known:
            self._known[name.stems] = self._weighed_name(name)
        return self._known[name.stems]

    def _weighed_name(self, name: Name) -> Naming:
        place = "document" in name.ids or name.ids.get("organisation") == ("kommune",)
        topics = name.ids.get("topic", ())
        collective = bool(topics) and self._topics[topics[0]].collective
        share = _PLACE if place else _COLLECTIVE if collective else 1.0
        keys = [entity.key for entity in name.entities]
        rarest = max(map(self._search.rarity, keys))
        return Naming(
            weight=_LIGHT if place else max(0.2, _NAME * share * rarest),
            keys=tuple([(key, share * self._search.rarity(key)) for key in keys]),
            holding=tuple([self._search.postings[key].impacts for key in keys]),
            place=place,
            needed=not place and not collective and not name.ids.keys().isdisjoint(_NEEDED),
        )

    def _word(self, word: Word) -> float:
        if word.foreign or (word.text.isdigit() and not self._search.told(word.key)):
            return _FOREIGN
        if word.key in LIGHT or word.text in YES_NO_VERBS:
            return _LIGHT
        return max(_LIGHT, self._search.rarity(word.key)) if self._search.told(word.key) else _UNKNOWN


def _weight(clause: Clause, mention: Mention, naming: Naming) -> float:
    """The weight of a mention: little for a name of everyday words."""
    words = clause.words[mention.start : mention.end]
    return _LIGHT if all(word.filler for word in words) else naming.weight
