"""How much of a question an answer accounts for.

A question is a sum of weights: rare words and names weigh much, everyday words little. An answer
earns those it speaks of. What it leaves out counts against it, and what it leaves out of the words
that ask for something of their own ("hvornår", "pris", "formand") rules it out.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.questions.candidate import Candidate, Scored
from bot.questions.clause import Clause, Form, Mention, Word
from bot.questions.search import Search, name_key
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
_PARTS = 0.85  # "kriminalitetsudviklingen" where the answer has "udviklingen i kriminaliteten"
# What is left out speaks less against an answer than what is accounted for speaks for it.
_MISSED = 0.7


class Weigher:
    """Weighs clauses by how rare their words are in the knowledge base."""

    def __init__(self, knowledge: Knowledge, search: Search) -> None:
        self._topics = knowledge.topics
        self._search = search

    def keys(self, clause: Clause) -> dict[str, float]:
        """Key -> weight, for ranking statements: names as names and, less, as words."""
        rarity = self._search.rarity
        weights: dict[str, float] = {}
        for mention in clause.mentions:
            share = self._share(mention)
            for entity in mention.entities:
                key = name_key(entity)
                weights[key] = max(weights.get(key, 0.0), share * rarity(key))
            for word in clause.words[mention.start : mention.end]:
                weights.setdefault(word.key, _NAME_WORDS * rarity(word.key))
        for word in clause.beyond_names:
            weights[word.key] = max(0.1, rarity(word.key))
            for part in word.parts:
                weights.setdefault(part, 0.5 * rarity(part))
        return weights

    def coverage(
        self,
        clause: Clause,
        *,
        names: Callable[[int], float],
        explains: Callable[[str], float],
        forms: frozenset[Form],
    ) -> float:
        """The share of the clause that is accounted for, at most 1; what is asked in vain is taken off.

        Args:
            clause: The question.
            names: For the place of a mention, how far it is accounted for, 0 to 1.
            explains: How far a key is accounted for, 0 to 1.
            forms: The forms of question that the answer can answer.
        """
        found = missed = loss = 0.0
        for at in range(len(clause.mentions)):
            weight, share = self._mention(clause, at), names(at)
            found += weight * share
            missed += weight * (1 - share)
        for word in clause.beyond_names:
            weight = self._word(word)
            share = 0.0 if word.foreign else float(explains(word.key))
            if word.parts and not word.foreign:
                share = max(share, _PARTS * min(map(explains, word.parts)))
            found += weight * share
            missed += weight * (1 - share)
            loss += IN_VAIN if not share and word.key in CRITICAL else 0.0
        form = _FORMS.get(clause.form, 0.0)
        if clause.form in forms:
            found += form
        else:
            missed += form
            loss += IN_VAIN if clause.form is Form.WHEN else 0.0
        return found / (found + _MISSED * missed) - loss if found else -loss

    def scored(self, clause: Clause, candidate: Candidate) -> Scored:
        """The candidate with its coverage and score."""
        explained = candidate.explained
        coverage = self.coverage(
            clause,
            names=lambda at: float(at in candidate.names),
            explains=lambda key: key in explained or stem_of(key) in explained,
            forms=candidate.forms,
        )
        return Scored(candidate, coverage, coverage + candidate.prior)

    def _share(self, mention: Mention) -> float:
        if mention.of("document") or mention.of("organisation") == ("kommune",):
            return _PLACE
        topics = mention.of("topic")
        return _COLLECTIVE if topics and self._topics[topics[0]].collective else 1.0

    def _mention(self, clause: Clause, at: int) -> float:
        mention = clause.mentions[at]
        words = clause.words[mention.start : mention.end]
        if all(word.filler for word in words):
            return _LIGHT
        share = self._share(mention)
        if share == _PLACE:
            return _LIGHT
        return max(0.2, _NAME * share * max(self._search.rarity(name_key(e)) for e in mention.entities))

    def _word(self, word: Word) -> float:
        if word.foreign or (word.text.isdigit() and not self._search.told(word.key)):
            return _FOREIGN
        if word.key in LIGHT or word.text in YES_NO_VERBS:
            return _LIGHT
        return max(_LIGHT, self._search.rarity(word.key)) if self._search.told(word.key) else _UNKNOWN
