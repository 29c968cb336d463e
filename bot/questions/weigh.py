"""How much of a question an answer accounts for.

A question is a sum of weights: rare words and names weigh much, everyday words little. An answer
earns those it speaks of. What it leaves out counts against it, and what it leaves out of the words
that ask for something of their own ("hvornår", "pris", "formand") rules it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from bot.questions.candidate import Candidate, Scored
from bot.questions.clause import Clause, Form, Mention, Word
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
_NAME = 1.3  # what a question names it is about
_NAME_WORDS = 0.4  # a name's words, beside the name itself
PARTS = 0.85  # "kriminalitetsudviklingen" where the answer has "udviklingen i kriminaliteten"
# What is left out speaks less against an answer than what is accounted for speaks for it.
_MISSED = 0.7


class Weighed(NamedTuple):
    """A clause with what each part of it weighs; worked out once, then held against many answers.

    Attributes:
        names: The weight of each mention.
        words: What it says beyond the names, each with its weight.
        form: The weight of the form that it asks in.
        total: Of all that together.
        keys: Key -> weight, for ranking statements: names as names and, less, as words.
    """

    clause: Clause
    names: tuple[float, ...]
    words: tuple[tuple[Word, float], ...]
    form: float
    total: float
    keys: Mapping[str, float]

    def covered(self, found: float, loss: float) -> float:
        """The share of the clause that an answer accounts for, at most 1; less what is asked of it in vain.

        Args:
            found: The weight of all that it accounts for.
            loss: What is asked of it in vain.
        """
        return found / (found + _MISSED * (self.total - found)) - loss if found else -loss

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
        coverage = self.covered(found, loss)
        return Scored(candidate, coverage, coverage + candidate.prior)


def share_of(word: Word, told: Callable[[str], float]) -> float:
    """How far a word is accounted for, given how far a key is: by itself, or by all that it is made of."""
    if word.foreign:
        return 0.0
    share = told(word.key)
    return max(share, PARTS * min(map(told, word.parts))) if word.parts else share


class Weigher:
    """Weighs clauses by how rare their words are in the knowledge base."""

    def __init__(self, knowledge: Knowledge, search: Search) -> None:
        self._topics = knowledge.topics
        self._search = search

    def weighed(self, clause: Clause) -> Weighed:
        """The clause with what each part of it weighs."""
        shares = [self._share(mention) for mention in clause.mentions]
        names = tuple([self._name(clause, *each) for each in zip(clause.mentions, shares, strict=True)])
        words = tuple([(word, self._word(word)) for word in clause.beyond_names])
        form = _FORMS.get(clause.form, 0.0)
        total = sum(names) + sum([weight for _, weight in words]) + form
        return Weighed(clause, names, words, form, total=total, keys=self._keys(clause, shares))

    def _keys(self, clause: Clause, shares: Sequence[float]) -> dict[str, float]:
        postings = self._search.postings
        weights: dict[str, float] = {}
        for mention, share in zip(clause.mentions, shares, strict=True):
            for entity in mention.entities:
                key = entity.key
                weights[key] = max(weights.get(key, 0.0), share * postings[key].rarity)
            for word in clause.words[mention.start : mention.end]:
                weights.setdefault(word.key, _NAME_WORDS * postings[word.key].rarity)
        for word in clause.beyond_names:
            weights[word.key] = max(0.1, postings[word.key].rarity)
            for part in word.parts:
                weights.setdefault(part, 0.5 * postings[part].rarity)
        return weights

    def _share(self, mention: Mention) -> float:
        if is_place(mention):
            return _PLACE
        topics = mention.of("topic")
        return _COLLECTIVE if topics and self._topics[topics[0]].collective else 1.0

    def _name(self, clause: Clause, mention: Mention, share: float) -> float:
        if share == _PLACE or all(word.filler for word in clause.words[mention.start : mention.end]):
            return _LIGHT
        return max(0.2, _NAME * share * max(self._search.rarity(e.key) for e in mention.entities))

    def _word(self, word: Word) -> float:
        if word.foreign or (word.text.isdigit() and not self._search.told(word.key)):
            return _FOREIGN
        if word.key in LIGHT or word.text in YES_NO_VERBS:
            return _LIGHT
        return max(_LIGHT, self._search.rarity(word.key)) if self._search.told(word.key) else _UNKNOWN


def is_place(mention: Mention) -> bool:
    """Whether the name says where to look ("i kommissoriet", "i kommunen"), seldom what is asked."""
    return bool(mention.of("document")) or mention.of("organisation") == ("kommune",)
