"""The fora and the people that a clause names."""

from __future__ import annotations

from dataclasses import dataclass

from bot.questions.clause import Clause, Mention
from bot.questions.seats import ISHOEJ, Seats, Who, scope_of
from bot.questions.words import folded_words
from storage.schema import Forum

_BINDING = folded_words("fra af for i på ved den det hos sin deres")
_KOMMUNE = ("kommune",)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a clause names, in its order.

    Attributes:
        forums: A group for each name; more than one forum where the name fits several.
        who: The people.
        names: Places of the mentions that this takes account of.
        namesakes: Fora of the same names that are not meant: Ishøj's own go before an example's.
    """

    forums: tuple[tuple[Forum, ...], ...] = ()
    who: tuple[Who, ...] = ()
    names: frozenset[int] = frozenset()
    namesakes: tuple[Forum, ...] = ()


_NOBODY = Asked()


def asked_of(clause: Clause, seats: Seats) -> Asked:
    """Read the clause's names as fora and people."""
    if not clause.mentions:
        return _NOBODY
    scopes = [seats.forums[id_].scope for mention in clause.mentions for id_ in mention.of("forum")]
    scope = scope_of((*clause.mentions, *clause.given)) or (scopes[0] if len(set(scopes)) == 1 else None)
    scope = None if scope == ISHOEJ else scope
    groups: list[tuple[Forum, ...]] = []
    namesakes: list[Forum] = []
    people: list[tuple[int, Mention]] = []
    used: set[int] = set()
    for at, mention in enumerate(clause.mentions):
        if ids := mention.of("forum"):
            named = tuple(seats.forums[id_] for id_ in ids)
            meant = _in_scope(named, scope)
            groups = _with_group(groups, meant)
            namesakes += [forum for forum in named if forum not in meant]
            used.add(at)
        elif scope and _belongs(mention, scope):
            used.add(at)
        elif scope and mention.of("organisation") == _KOMMUNE:
            used.add(at)  # the example's own municipality, not Ishøj
        elif seats.who(mention):
            people.append((at, mention))
    who, places = _people(clause, people, seats)
    return Asked(tuple(groups), who, frozenset(used | places), tuple(namesakes))


def _belongs(mention: Mention, scope: str) -> bool:
    """Whether the name is the example's own."""
    return any(id_.startswith(scope) for id_ in (*mention.of("organisation"), *mention.of("topic")))


def _in_scope(named: tuple[Forum, ...], scope: str | None) -> tuple[Forum, ...]:
    """The fora meant by a name: those of the example named, else Ishøj's own, else all."""
    wanted = tuple(forum for forum in named if scope and forum.scope == scope)
    return wanted or tuple(forum for forum in named if forum.scope == ISHOEJ) or named


def _with_group(groups: list[tuple[Forum, ...]], group: tuple[Forum, ...]) -> list[tuple[Forum, ...]]:
    """The groups with one more; "SSP-NU, altså o18" is o18 alone."""
    if any(set(known) <= set(group) for known in groups):
        return groups
    return [known for known in groups if not set(group) < set(known)] + [group]


def _people(
    clause: Clause, people: list[tuple[int, Mention]], seats: Seats
) -> tuple[tuple[Who, ...], set[int]]:
    """The people named; "centerchefen fra CBN" is one, not a chief and a centre."""
    found: list[Who] = []
    used: set[int] = set()
    bound: set[int] = set()
    for n, (at, mention) in enumerate(people):
        who = seats.who(mention)
        if at in bound or who is None or not _is_asked_about(clause, mention, seats):
            continue
        for other_at, other in (*people[n + 1 : n + 2], *people[max(0, n - 1) : n]):
            beside = seats.who(other)
            if beside is None or other_at in bound or not _joined(clause, mention, other):
                continue
            if narrowed := _narrowed(mention, who, other, beside, seats):
                who = narrowed
                bound.add(other_at)
                used.add(other_at)
                found = [known for known in found if known != beside]
                break
        used.add(at)
        if _outside(clause, mention):
            who = seats.outside(who)
        elif _past(clause, mention):
            who = seats.beside(who)
        if who not in found:
            found.append(who)
    return tuple(found), used


def _narrowed(mention: Mention, who: Who, other: Mention, beside: Who, seats: Seats) -> Who | None:
    """Who the two names mean together: the chiefs of a centre, the role in an organisation."""
    roles = who.roles & beside.roles
    if not roles or not other.of("organisation"):
        return None
    if mention.of("role"):
        return Who(who.label, roles, group=len(roles) > 1)
    if mention.of("organisation"):
        return None
    if len(roles) == 1:
        return Who(seats.knowledge.roles[next(iter(roles))].definite, roles, group=False)
    return Who(f"{who.label} fra {beside.label}", roles, group=True)


def _is_asked_about(clause: Clause, mention: Mention, seats: Seats) -> bool:
    """Whether "kommunen" is asked about as a body, and not just where everything happens."""
    if mention.of("organisation") != _KOMMUNE or _outside(clause, mention):
        return True
    before = clause.words[mention.start - 1].text if mention.start else ""
    others = [m for m in clause.mentions if m is not mention and seats.who(m)]
    return before == "fra" or (not others and clause.has("medlem", "forum"))


def _outside(clause: Clause, mention: Mention) -> bool:
    """Whether "kommunen" stands in "uden for kommunen", "ikke er fra kommunen": everybody else is meant."""
    before = [word.text for word in clause.words[max(0, mention.start - 3) : mention.start]]
    outside = before[-2:] in (["uden", "for"], ["ikke", "fra"]) or before[-1:] == ["udenfor"]
    outside = outside or (before[:1] == ["ikke"] and before[-1] == "fra")
    return outside and mention.of("organisation") == _KOMMUNE


def _past(clause: Clause, mention: Mention) -> bool:
    """Whether "politiet" stands in "ud over politiet": everybody else is asked about."""
    before = [word.text for word in clause.words[max(0, mention.start - 2) : mention.start]]
    return before in (["ud", "over"], ["bortset", "fra"], ["andre", "end"]) or before[-1:] in (
        ["udover"],
        ["foruden"],
    )


def _joined(clause: Clause, first: Mention, second: Mention) -> bool:
    """Whether "X fra Y" (or "Ys X") binds the two names together."""
    early, late = sorted((first, second), key=lambda mention: mention.start)
    between = {word.text for word in clause.words[early.end : late.start]}
    return late.start - early.end <= 2 and between <= _BINDING
