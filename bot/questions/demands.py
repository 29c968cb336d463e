"""What a clause demands of a statement that is to answer it, beside the share of words it accounts for.

Worked out once for a clause, then held against each statement that shares its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.questions.clause import Clause, Form, Mention, Word
from bot.questions.search import FOREIGN, Entry, Search, Statement
from bot.questions.seats import ISHOEJ, scope_of
from bot.questions.weigh import CRITICAL, IN_VAIN, Naming, Weighed, compound_share, share_of
from bot.questions.words import YES_NO_VERBS, keys_of
from bot.texts import NUMBERS
from storage.knowledge import Knowledge
from storage.schema import Fact, Point, Remark, Topic

# What speaks for a statement beside the share of the question it accounts for.
_FOCUS = 0.45  # the question's words are those it is asked by, not only words in its text
_LIKENESS = 0.15  # the question it answers is the question asked
_SAME_FORM = 0.05
_NUMBERED = 0.2  # "de fire mål": it has that many of them
_OVERVIEW = 0.2  # of a topic that is all the question names
# What speaks against it.
_TOO_BROAD = 0.05  # an overview is no answer to a question about one thing
_VERDICT = 0.15  # "Nej, ..." answers a yes/no question only
_OTHER_SCOPE = 0.3  # an example's forum, where Ishøj's own of that name may be meant
_NAME_MISSING = 0.2  # what the question names is not in it
_UNHEARD = 0.2  # a point from the hearing, where the question does not speak of the hearing

_NAME_WORDS = 0.4  # a name's words count half where the statement does not hold the name itself
_OPEN = frozenset({Form.WHAT, Form.NONE, Form.HOW, Form.YES_NO, Form.WHO})
_TELLING = frozenset({Form.WHO, Form.WHEN, Form.COUNT, Form.WHY, Form.WHERE, Form.YES_NO, Form.HOW})
_ANSWERED = keys_of("administrationen bemærkning svar indstilling")
_HEARD = _ANSWERED | keys_of("høring høringspart opbakning bekymring undren uklarhed forslag ønske fordel")
_CONTACT = keys_of("adresse telefon mail")
_NAMING, _MEETING = keys_of("hedder"), keys_of("møde")
_HERE = frozenset({"ishoj", "ishojs"})
_NUMBERS = {word: number for number, word in enumerate(NUMBERS) if number >= 2}
_HOW_MANY = frozenset({"mange", "antal", "antallet"})


class _Name(NamedTuple):
    """A mention as a statement may hold it: by one of its keys, or by some of its words.

    Attributes:
        keys: For each of its keys, the statements that hold it.
        words: For each of its words, the statements that tell of it.
    """

    keys: tuple[Mapping[int, float], ...]
    words: tuple[Mapping[int, float], ...]
    place: bool

    def held(self, numbers: Sequence[int]) -> list[bool]:
        """For each statement, whether it holds one of the keys."""
        first, *others = self.keys
        held = [number in first for number in numbers]
        for holding in others:
            held = [whole or number in holding for whole, number in zip(held, numbers, strict=True)]
        return held

    def shares(self, numbers: Sequence[int], held: Sequence[bool]) -> Sequence[float]:
        """For each statement, how far it accounts for the mention, 0 to 1; ``held`` is what that says."""
        if not self.words or all(held):
            return held
        each = _NAME_WORDS / len(self.words)
        shares = [0.0] * len(numbers)
        for telling in self.words:
            shares = [
                share + each if number in telling else share
                for share, number in zip(shares, numbers, strict=True)
            ]
        return [1.0 if whole else share for whole, share in zip(held, shares, strict=True)]


class Demands(NamedTuple):
    """A clause's demands.

    Attributes:
        weighed: The clause.
        search: The statements.
        keys: Its keys, each with its weight; all of them add up to 1.
        names: Its mentions.
        spoken_of: Places of those that a statement must hold.
        counted: What "hvor mange" asks the number of; empty where it does not say.
        numbers: Numbers it says in words.
        overviews: The topics whose overviews answer it: they are all that it names.
        collective: The collective topics that it names.
        unheard: What speaks against statements of these types, where it does not speak of the hearing.
        critical: It asks for something that must be told of the very thing it names.
        naming: It asks what something is called.
        members: It asks for members.
        meeting: It asks for something of a meeting.
        unknown_contact: It asks for the address of something that the documents do not know.
        home: It speaks of Ishøj, and of no other place.
        ishoej: It names a forum of Ishøj's, and no example.
    """

    weighed: Weighed
    search: Search
    keys: Mapping[str, float]
    names: tuple[_Name, ...]
    spoken_of: tuple[int, ...]
    counted: frozenset[str]
    numbers: frozenset[int]
    overviews: tuple[Topic, ...]
    collective: tuple[Topic, ...]
    unheard: Mapping[type[Statement], float]
    critical: bool
    naming: bool
    members: bool
    meeting: bool
    unknown_contact: bool
    home: bool
    ishoej: bool

    @property
    def most_covered(self) -> float:
        """No statement accounts for more of the clause than this: of some words none tells."""
        found, loss = self.weighed.form + sum(self.weighed.names), 0.0
        for word, weight in self.weighed.words:
            if share := share_of(word, self._told_at_all):
                found += weight * share
            elif word.key in CRITICAL:
                loss += IN_VAIN
        [covered] = self.weighed.covered([found], [loss])
        return covered

    def _told_at_all(self, key: str) -> float:
        return float(self.search.told(key) or (self.naming and key in _NAMING))

    def coverages(self, numbers: Sequence[int]) -> list[float]:
        """The share of the clause that each statement accounts for, less what is asked of it in vain."""
        weighed, entries = self.weighed, [self.search.entries[number] for number in numbers]
        found, losses = [0.0] * len(numbers), [0.0] * len(numbers)
        if weighed.form:
            form = weighed.clause.form
            found = [weighed.form if form in entry.forms else 0.0 for entry in entries]
            losses = [weighed.unanswered(entry.forms) for entry in entries]
        held = [name.held(numbers) for name in self.names]
        for name, holding, weight in zip(self.names, held, weighed.names, strict=True):
            shares = name.shares(numbers, holding)
            found = [sum_ + weight * share for sum_, share in zip(found, shares, strict=True)]
        for word, weight in weighed.words:
            shares = self._word_shares(word, numbers, entries)
            found = [sum_ + weight * share for sum_, share in zip(found, shares, strict=True)]
            if word.key in CRITICAL:
                losses = [
                    loss if share else loss + IN_VAIN for loss, share in zip(losses, shares, strict=True)
                ]
        covered = weighed.covered(found, losses)
        if self.spoken_of:
            missing = IN_VAIN if self.critical else _NAME_MISSING
            all_held = map(all, zip(*[held[at] for at in self.spoken_of], strict=True))
            covered = [
                share if whole else share - missing for share, whole in zip(covered, all_held, strict=True)
            ]
        for vain in self._in_vain(numbers, entries):
            covered = [share - IN_VAIN if lost else share for share, lost in zip(covered, vain, strict=True)]
        return covered

    def _word_shares(self, word: Word, numbers: Sequence[int], entries: Sequence[Entry]) -> list[float]:
        """For each statement, how far it accounts for the word, 0 to 1."""
        postings = self.search.postings
        if word.foreign:
            return [0.0] * len(numbers)
        if self.naming and word.key in _NAMING:
            told = postings[word.key].told(numbers)
            return [
                1.0 if self._names_all(entry) else share for share, entry in zip(told, entries, strict=True)
            ]
        shares = postings[word.key].told(numbers)
        if not word.parts:
            return shares
        parts = zip(*[postings[part].told(numbers) for part in word.parts], strict=True)
        return [compound_share(share, each) for share, each in zip(shares, parts, strict=True)]

    def fitnesses(self, numbers: Sequence[int]) -> list[float]:
        """How like the question that each answers is to the one asked, beyond the shared words."""
        focused, alike = [0.0] * len(numbers), [0.0] * len(numbers)
        for key, weight in self.keys.items():
            posting = self.search.postings[key]
            if focus := posting.focus:
                focused = [
                    fit + weight if number in focus else fit
                    for fit, number in zip(focused, numbers, strict=True)
                ]
            if asked := posting.asked:
                alike = [fit + asked.get(number, 0.0) for fit, number in zip(alike, numbers, strict=True)]
        entries = self.search.entries
        return [
            _FOCUS * fit + self._manner(entries[number], like)
            for fit, like, number in zip(focused, alike, numbers, strict=True)
        ]

    def fitness_at_most(self) -> float:
        """No statement is fitter than this: none has more of the question in what it is asked by."""
        fits: dict[int, float] = {}
        for key, weight in self.keys.items():
            posting = self.search.postings[key]
            for number in posting.focus:
                likeness = _LIKENESS * posting.asked.get(number, 0.0)
                fits[number] = fits.get(number, 0.0) + _FOCUS * weight + likeness
        most = max(fits.values(), default=0.0) + _SAME_FORM + (_NUMBERED if self.numbers else 0.0)
        return most + (2 * _OVERVIEW if self.overviews or self.collective else 0.0)

    def _manner(self, entry: Entry, likeness: float) -> float:
        """What speaks for a statement beside the words that it is asked by, less what speaks against it."""
        fit = -_OTHER_SCOPE if self.ishoej and entry.elsewhere else 0.0
        if entry.kind is not Fact:
            return fit - self.unheard.get(entry.kind, 0.0)
        numbered = entry.count in self.numbers
        if numbered:
            fit += _NUMBERED
        if entry.overview:
            fit += _OVERVIEW if any(topic is entry.owner for topic in self.overviews) else 0.0
            if self.weighed.words:
                all_asked_for = numbered and self.naming and self._names_all(entry)
                return fit + (_OVERVIEW if all_asked_for else -_TOO_BROAD)
        return fit + _LIKENESS * likeness + _MANNERS[self.weighed.clause.form, entry.form, entry.verdict]

    def _names_all(self, entry: Entry) -> bool:
        """Whether the entry lists what the clause asks the names of: "de fire tilgange, hvad hedder de"."""
        return entry.overview and any(topic is entry.owner for topic in self.collective)

    def _in_vain(self, numbers: Sequence[int], entries: Sequence[Entry]) -> Iterator[list[bool]]:
        """For each thing that few clauses ask: whether it is asked of each statement in vain.

        The statement cannot tell it then, although it shares the question's words.
        """
        if self.weighed.clause.form is Form.COUNT:
            yield [not self._counts(entry) for entry in entries]
        if self.members:
            yield [number not in self.search.postings["medlem"].impacts for number in numbers]
        if self.weighed.clause.negated:
            said = self.keys.keys()
            yield [not any(denied <= said for denied in entry.denials) for entry in entries]
        if self.home:
            yield [entry.foreign for entry in entries]
        if self.naming:
            each = zip(numbers, entries, strict=True)
            yield [not self._names_all(entry) and self._of_another(number) for number, entry in each]
        if self.critical:
            if self.ishoej:
                yield [entry.elsewhere for entry in entries]
            if self.unknown_contact:
                yield [True] * len(entries)
            if self.meeting:  # how long something else lasts
                yield [entry.bag.keys().isdisjoint(_MEETING) for entry in entries]

    def _of_another(self, number: int) -> bool:
        """Whether something is named that the statement does not speak of; its name is asked for."""
        return any(
            not name.place and not any(number in holding for holding in name.keys) for name in self.names
        )

    def _counts(self, entry: Entry) -> bool:
        """Whether the statement holds the number of what "hvor mange" asks for."""
        if not self.counted:
            return entry.count is not None
        return not self.counted.isdisjoint(entry.counted)


def _manner_of(asked: Form, answers: Form, *, verdict: bool) -> float:
    """What speaks for a fact that answers a question of one form, when it is asked in another."""
    fit = -_VERDICT if verdict and asked is not Form.YES_NO else 0.0
    if answers is asked:
        return fit + _SAME_FORM
    return fit - (_SAME_FORM if answers in _TELLING and asked not in {Form.NONE, Form.YES_NO} else 0.0)


_MANNERS = {
    (asked, answers, verdict): _manner_of(asked, answers, verdict=verdict)
    for asked in Form
    for answers in Form
    for verdict in (False, True)
}


def _unheard(*, heard: bool, answered: bool) -> dict[type[Statement], float]:
    """What speaks against points and remarks, by whether the hearing, or an answer, is spoken of."""
    point = 0.0 if heard else _UNHEARD
    return {Point: point, Remark: point + (0.0 if answered else _UNHEARD)}


_UNHEARD_OF = {
    (heard, answered): _unheard(heard=heard, answered=answered)
    for heard in (False, True)
    for answered in (False, True)
}


def demands_of(weighed: Weighed, search: Search, knowledge: Knowledge) -> Demands:
    """The clause's demands."""
    clause = weighed.clause
    mentions = clause.mentions
    names = tuple([_name(clause, *each, search) for each in zip(mentions, weighed.namings, strict=True)])
    topics = _topics_named(mentions, knowledge)
    scopes = [knowledge.forums[id_].scope for m in mentions for id_ in m.of("forum")]
    total = sum(weighed.keys.values()) or 1.0
    critical, naming = clause.has_any(CRITICAL), clause.has_any(_NAMING)
    members = clause.form is Form.WHO and clause.has("medlem")
    home = clause.says_any(_HERE) and FOREIGN.isdisjoint(
        [knowledge.topic_tables[id_] for m in mentions for id_ in m.of("topic")]
    )
    return Demands(
        weighed=weighed,
        search=search,
        keys={key: weight / total for key, weight in weighed.keys.items()},
        names=names,
        spoken_of=tuple([at for at, naming in enumerate(weighed.namings) if naming.needed]),
        counted=_counted(clause) if clause.form is Form.COUNT else frozenset(),
        numbers=frozenset([_NUMBERS[text] for text in clause.texts & _NUMBERS.keys()]),
        overviews=topics if clause.form in _OPEN and not clause.beyond_names else (),
        collective=tuple([topic for topic in topics if topic.collective]),
        unheard=_UNHEARD_OF[clause.has_any(_HEARD), clause.has_any(_ANSWERED)],
        critical=critical,
        naming=naming,
        members=members,
        meeting=clause.has_any(_MEETING),
        unknown_contact=clause.has_any(_CONTACT) and not all(word.known for word in clause.beyond_names),
        home=home,
        ishoej=ISHOEJ in scopes and not scope_of((*mentions, *clause.given)),
    )


def _name(clause: Clause, mention: Mention, naming: Naming, search: Search) -> _Name:
    words = clause.words[mention.start : mention.end]
    return _Name(
        keys=naming.holding,
        words=tuple([search.postings[word.key].impacts for word in words if not word.filler]),
        place=naming.place,
    )


def _topics_named(mentions: tuple[Mention, ...], knowledge: Knowledge) -> tuple[Topic, ...]:
    named = [m for m in mentions if not m.of("document")] or mentions
    return tuple([knowledge.topics[id_] for m in named for id_ in m.of("topic")])


def _counted(clause: Clause) -> frozenset[str]:
    """The keys of what follows "hvor mange", with those of the name it is part of."""
    at = next((n for n, word in enumerate(clause.words) if word.text in _HOW_MANY), -1)
    places = [n for n, _ in clause.content if n > at][:1]
    if at + 1 < len(clause.words) and clause.words[at + 1].text not in YES_NO_VERBS:
        places.append(at + 1)
    wanted = {key for n in places for key in (clause.words[n].key, *clause.words[n].parts)}
    for mention in clause.mentions:
        if any(mention.start <= n < mention.end for n in places):
            wanted |= {entity.key for entity in mention.entities}
    return frozenset(wanted)
