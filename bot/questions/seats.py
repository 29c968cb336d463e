"""Who sits where: the fora, their seats and the organisations behind them, as sets."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot import texts
from bot.questions.clause import Mention
from bot.questions.words import stem_of
from storage.knowledge import Knowledge
from storage.names import folded
from storage.schema import Forum, Role

ISHOEJ = "ishoej"


@dataclass(frozen=True, slots=True)
class Who:
    """One role, or all roles of an organisation or kind, as the question names them.

    Attributes:
        label: As a sentence calls them.
        roles: Role ids; any of them counts.
        group: It is an organisation or a kind, not one role.
        kind: The word, where it is only one such as "konsulent"; else "".
    """

    label: str
    roles: frozenset[str]
    group: bool
    kind: str = ""


class Seats:
    """The membership relation, both ways."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.forums = knowledge.forums
        self.ishoej = tuple(f for f in knowledge.forums.values() if f.scope == ISHOEJ)
        self._roles_in = {id_: frozenset(seat.role for seat in f.seats) for id_, f in self.forums.items()}
        self._places: dict[str, list[int]] = defaultdict(list)
        for at, forum in enumerate(self.forums.values()):
            for role_id in self._roles_in[forum.id]:
                self._places[role_id].append(at)
        self._in_order = tuple(self.forums.values())
        self._from = {id_: frozenset(roles) for id_, roles in _sending(knowledge).items()}
        self._narrower = _narrower(knowledge.roles.values())
        self._of_kind: dict[str, set[str]] = defaultdict(set)
        self._kinds: dict[str, str] = {}
        for role in knowledge.roles.values():
            for kind in role.kinds:
                self._of_kind[stem_of(folded(kind))].add(role.id)
                self._kinds[stem_of(folded(kind))] = kind
        self._known = cache(self._who)  # at most one entry a name of the knowledge base

    def roles_from(self, organisation: str) -> frozenset[str]:
        """Every role that comes from the organisation or a part of it."""
        return self._from.get(organisation, frozenset())

    def members(self, forum: Forum, *, certain_only: bool = False) -> tuple[Role, ...]:
        """The roles that sit in the forum, in the document's order."""
        return tuple(
            self.knowledge.roles[seat.role] for seat in forum.seats if seat.certain or not certain_only
        )

    def certain(self, forum: Forum, roles: frozenset[str]) -> bool:
        """Whether one of the roles has a seat that the document leaves no doubt about."""
        return any(seat.certain and seat.role in roles for seat in forum.seats)

    def has(self, forum: Forum, roles: frozenset[str]) -> bool:
        """Whether one of the roles sits in the forum, doubtful seats included."""
        return not roles.isdisjoint(self._roles_in[forum.id])

    def forums_of(self, roles: frozenset[str]) -> tuple[Forum, ...]:
        """The forums where any of the roles sits, in the seed's order."""
        places = {at for role in roles for at in self._places.get(role, ())}
        return tuple(self._in_order[at] for at in sorted(places))

    def who(self, mention: Mention) -> Who | None:
        """The mention read as someone who may have a seat: a role, else an organisation or kind."""
        return self._known(mention.of("role"), mention.of("organisation"), mention.of("kind"))

    def _who(
        self, roles: tuple[str, ...], organisations: tuple[str, ...], kinds: tuple[str, ...]
    ) -> Who | None:
        if roles:
            label = self.knowledge.roles[roles[0]].definite
            meant = frozenset(roles) | self._narrower.get(roles[0], frozenset())
            return Who(label, meant, group=len(roles) > 1)
        if organisations:
            return Who(
                self.knowledge.organisations[organisations[0]].name,
                frozenset().union(*map(self.roles_from, organisations)),
                group=True,
            )
        if kinds:
            roles_of_kind = frozenset(self._of_kind[kinds[0]])
            kind = self._kinds[kinds[0]]
            return Who(texts.KINDS[kind], roles_of_kind, group=True, kind=kind)
        return None

    def outside(self, who: Who) -> Who:
        """Everybody that ``who`` does not hold, and those who come from elsewhere as well: other mayors."""
        shared = frozenset(id_ for id_, role in self.knowledge.roles.items() if role.also_from)
        return Who(f"uden for {who.label}", self._others(who) | shared, group=True)

    def beside(self, who: Who) -> Who:
        """Everybody else, where somebody is asked past: "hvem ud over politiet"."""
        return Who(texts.others_than(who.label), self._others(who), group=True, kind=texts.OTHER)

    def _others(self, who: Who) -> frozenset[str]:
        return frozenset(self.knowledge.roles) - who.roles

    def organisation_of(self, role: Role) -> str:
        """The name of the organisation that the role comes from."""
        return self.knowledge.organisations[role.organisation].name


def _sending(knowledge: Knowledge) -> dict[str, set[str]]:
    """The roles that come from each organisation or a part of it."""
    roles: dict[str, set[str]] = defaultdict(set)
    for role in knowledge.roles.values():
        passed: set[str] = set()
        for start in (role.organisation, *role.also_from):
            body: str | None = start
            while body and body not in passed:
                passed.add(body)
                roles[body].add(role.id)
                body = knowledge.organisations[body].part_of
    return roles


def _narrower(roles: Iterable[Role]) -> dict[str, frozenset[str]]:
    """For each role, those of its name that say more: "skoleleder for almenområdet" is a skoleleder."""
    named = sorted((role.name, role.id) for role in roles)
    narrower: dict[str, frozenset[str]] = {}
    for name, id_ in named:
        # "!" is the sign after the blank: between the two stands all that begins with name and blank.
        begun = named[bisect_left(named, (f"{name} ",)) : bisect_left(named, (f"{name}!",))]
        if begun:
            narrower[id_] = frozenset(other for _, other in begun)
    return narrower


def scope_of(mentions: tuple[Mention, ...]) -> str | None:
    """The example or project that the question is set in, if it names one."""
    for mention in mentions:
        for id_ in mention.of("topic"):
            if id_.startswith("eksempel-"):
                return id_
            if id_ == "handlingsplan":
                return "plan"
        for id_ in mention.of("organisation"):
            if id_.startswith("eksempel-"):
                return id_[: len("eksempel-1")]
    return None
