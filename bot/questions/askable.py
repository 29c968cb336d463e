"""The questions that the bot has an answer of its own to: about each forum, fact, term, party and body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot import texts
from bot.questions.candidate import Candidate
from bot.questions.seats import ISHOEJ
from storage.knowledge import Knowledge
from storage.names import name_words
from storage.schema import Fact, Forum, Topic


@dataclass(frozen=True, slots=True)
class Askable:
    """A question that the bot answers, and what it is found by.

    Attributes:
        question: As a colleague would ask it.
        statement: What answers it, as ``statement_of`` names it; "" where that is no single statement.
        names: What it is about, and what else people call that.
        words: Other words it is asked by.
        answer: What it is answered with, and what that belongs to.
    """

    question: str
    statement: str
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()


def statement_of(candidate: Candidate) -> str:
    """What a reading answers with, as an id of our own; "" for what has no question of its own.

    "fact:maal-c.overblik", "party:vestegns-politi", "composition:ssp-nu-o18,ssp-nu-u18", "term:psp".
    """
    if candidate.intent.startswith(("fact:", "party:")):
        return candidate.intent
    if candidate.intent in {"composition", "term"}:
        return _statement(candidate.intent, candidate.about)
    return ""


def _statement(intent: str, about: Iterable[str]) -> str:
    return f"{intent}:{','.join(sorted(about))}"


def askable(knowledge: Knowledge) -> tuple[Askable, ...]:
    """Every such question once, what is asked most generally first."""
    by_question: dict[tuple[str, ...], Askable] = {}
    for each in _all(knowledge):
        key = name_words(each.question)
        first = by_question.setdefault(key, each)
        if first is not each:  # what else leads to this question leads to the first
            by_question[key] = replace(
                first,
                statement=first.statement or each.statement,
                names=(*first.names, *each.names),
                words=(*first.words, *each.words),
                answer=(*first.answer, *each.answer),
            )
    return tuple(by_question.values())


def _all(knowledge: Knowledge) -> Iterator[Askable]:
    yield from _forums(knowledge)
    yield from (_fact(owner, fact) for owner, fact in knowledge.facts() if fact.overview)
    yield from _terms(knowledge, explained=True)
    yield from _sitting(knowledge)
    yield from _parties(knowledge)
    yield from (Askable(question, "") for question in texts.STARTERS)
    yield from (_fact(owner, fact) for owner, fact in knowledge.facts() if not fact.overview)
    yield from _terms(knowledge, explained=False)


def _forums(knowledge: Knowledge) -> Iterator[Askable]:
    """Who sits in each; before them, in those that share a name by which the starters ask."""
    sharing: defaultdict[str, list[str]] = defaultdict(list)
    for forum in knowledge.forums.values():
        for alias in forum.shared_aliases:
            sharing[alias].append(forum.id)
    for alias, forums in sharing.items():
        if texts.who_sits(alias) in texts.STARTERS:
            names = tuple(other for other, same in sharing.items() if same == forums)
            yield Askable(texts.who_sits(alias), _statement("composition", forums), names)
    facts = {name_words(fact.question): fact.id for _, fact in knowledge.facts()}
    for forum in knowledge.forums.values():
        question = texts.who_sits(forum.name)
        if fact := facts.get(name_words(question)):
            yield Askable(question, f"fact:{fact}", _names(forum))
        elif forum.seats:
            yield Askable(question, _statement("composition", [forum.id]), _names(forum))


def _fact(owner: Topic | Forum, fact: Fact) -> Askable:
    names = _names(owner) if fact.overview else ()
    words, answer = (fact.label, *fact.words), (fact.headline, owner.name)
    return Askable(fact.question, f"fact:{fact.id}", names, words, answer)


def _terms(knowledge: Knowledge, *, explained: bool) -> Iterator[Askable]:
    for term in knowledge.terms.values():
        if bool(term.meaning) is explained:
            names, answer = (term.name, *term.aliases), (term.meaning or "",)
            yield Askable(texts.means(term.name), _statement("term", [term.id]), names, answer=answer)


def _sitting(knowledge: Knowledge) -> Iterator[Askable]:
    """Where bodies and roles sit, of those with a seat in one of Ishøj's own fora."""
    own = [forum for forum in knowledge.forums.values() if forum.scope == ISHOEJ]
    seated = {seat.role for forum in own for seat in forum.seats}
    roles = [role for role in knowledge.roles.values() if role.id in seated]
    sending = {role.organisation for role in roles}
    bodies = [body for body in knowledge.organisations.values() if body.id in sending]
    called = {name_words(name) for body in bodies for name in (body.name, *body.aliases)}
    for body in bodies:
        yield Askable(texts.where_sits(body.name), "", (body.name, *body.aliases))
    for role in roles:
        if name_words(role.definite) not in called:
            yield Askable(texts.where_sits(role.definite), "", (role.name, role.definite, *role.aliases))


def _parties(knowledge: Knowledge) -> Iterator[Askable]:
    for party in knowledge.parties.values():
        names = (party.name, *party.aliases)
        said, answered = texts.party_question(party.name), texts.remark_question(party.name)
        yield Askable(said, f"party:{party.id}", names, answer=(party.headline,))
        yield Askable(answered, "", words=names)


def _names(record: Topic | Forum) -> tuple[str, ...]:
    return (record.name, *record.aliases, *getattr(record, "shared_aliases", ()))
