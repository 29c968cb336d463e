"""Sections about who sits where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot import texts
from bot.questions.answer import Block, Bullets, Button, Section, Table
from bot.questions.seats import ISHOEJ, Seats, Who
from bot.questions.sources import source_lines
from storage.schema import Forum, Role

_BUSIEST = 6
_MOST_BUTTONS = 4


class ForumSections:
    """Builds sections and buttons from the membership relation."""

    def __init__(self, seats: Seats) -> None:
        self._seats = seats
        self._roles = seats.knowledge.roles

    # --- one name's fora --------------------------------------------------------------------

    def composition(self, forums: Sequence[Forum], namesakes: Sequence[Forum], *, count: bool) -> Section:
        """Who sits in the forum, or in each of those that the name fits; ``count``: how many."""
        blocks: list[Block] = []
        notes: list[str] = []
        for forum in forums:
            if len(forums) > 1:
                blocks.append(Bullets((), heading=self._headline(forum, count=count)))
            if forum.seats:
                blocks.append(self._members_table(forum, self._seats.members(forum)))
            notes += self._notes(forum)
        if namesakes:
            notes.append(texts.also_called(list(map(_scoped, namesakes))))
        headlines = [self._headline(forum, count=count) for forum in forums]
        headline = headlines[0] if len(forums) == 1 else texts.several(headlines)
        return self._section(forums, headline, blocks, notes)

    def only_here(self, forum: Forum) -> Section:
        """Who sits in this forum and in no other of Ishøj's."""
        others = [other for other in self._seats.ishoej if other != forum]
        alone = [r for r in self._seats.members(forum) if not any(self._sits(r, f) for f in others)]
        blocks = [self._members_table(forum, alone)] if alone else []
        notes = self._notes(forum, {role.id for role in alone})
        return self._section([forum], texts.only_here(forum.name, _names(alone)), blocks, notes)

    def _headline(self, forum: Forum, *, count: bool) -> str:
        if not forum.seats:
            return texts.no_members(forum.name)
        if forum.functions is None:
            if count:
                return texts.no_count(forum.name)
            sure = self._seats.members(forum, certain_only=True)
            return texts.consists_of(forum.name, _names(sure))
        wording = texts.count_members if count else texts.has_functions
        return wording(forum.name, forum.functions)

    # --- somebody in a forum ----------------------------------------------------------------

    def is_member(self, people: Sequence[Who], forums: Sequence[Forum], *, negated: bool) -> Section:
        """Yes or no for each of the people; with the members meant, where an organisation is asked of."""
        headlines = [self._verdict(who, forums, negated=negated) for who in people]
        blocks = [
            self._members_table(forum, inside)
            for who in people
            if who.group
            for forum in forums
            if (inside := self._inside(who, forum))
        ]
        return self._section(forums, texts.sentences(headlines), blocks, self._notes_on(people, forums))

    def only_they(self, who: Who, forum: Forum) -> Section:
        """Whether nobody but these people sits in the forum."""
        others = [role for role in self._seats.members(forum) if role.id not in who.roles]
        if not forum.seats:
            return self.composition([forum], (), count=False)
        if not self._seats.has(forum, who.roles):
            headline = texts.sits_no(who.label, forum.name)
        elif others:
            headline = texts.not_only(who.label, _names(others), forum.name)
        else:
            headline = texts.only_these(who.label, forum.name)
        blocks = [self._members_table(forum, self._seats.members(forum))]
        return self._section([forum], headline, blocks, self._notes(forum))

    def members_from(self, people: Sequence[Who], forums: Sequence[Forum]) -> Section:
        """Who of the people sits in each forum."""
        headlines: list[str] = []
        blocks: list[Block] = []
        for forum in forums:
            if not forum.seats:
                headlines.append(texts.no_members(forum.name))
                continue
            for who in people:
                inside = self._inside(who, forum)
                if inside:
                    headlines.append(_came(who, inside, forum))
                    blocks.append(self._members_table(forum, inside))
                else:
                    headlines.append((texts.none_of if who.kind else texts.none_from)(who.label, forum.name))
        return self._section(forums, texts.sentences(headlines), blocks, self._notes_on(people, forums))

    def absent(self, forums: Sequence[Forum], people: Sequence[Who] = ()) -> Section:
        """Who of the people, or of all that sit in Ishøj's fora, sits in none of these fora."""
        unlisted = [texts.no_members(forum.name) for forum in forums if not forum.seats]
        if unlisted:
            return self._section(forums, texts.sentences(unlisted), [], self._notes_on(people, forums))
        asked = frozenset().union(*(who.roles for who in people)) if people else frozenset(self._roles)
        away = [
            role
            for id_, role in self._roles.items()
            if id_ in asked
            and self._own(id_)
            and not role.unnamed  # who that is, and so whether they sit here, is told nowhere
            and not any(self._sits(role, forum) for forum in forums)
        ]
        named = texts.listed([forum.name for forum in forums], "eller")
        if people:
            who_all = texts.listed([who.label for who in people])
            headline = texts.absent(who_all, named, _names(away))
        else:
            headline = texts.count_absent(len(away), named)
        rows = self._by_organisation((role, role.name) for role in away)
        blocks = [Table((texts.FROM, texts.WHO), rows, (2, 3))] if away else []
        return self._section(forums, headline, blocks, self._notes_on(people, forums))

    def count_from(self, who: Who, forums: Sequence[Forum]) -> Section:
        """How many of the people sit in each forum, and who."""
        inside = [(forum, self._inside(who, forum)) for forum in forums]
        headlines = [_counted(who, len(roles), forum) for forum, roles in inside]
        blocks = [self._members_table(forum, roles) for forum, roles in inside if roles]
        return self._section(forums, texts.sentences(headlines), blocks, self._notes_on([who], forums))

    def _verdict(self, who: Who, forums: Sequence[Forum], *, negated: bool) -> str:
        yes = [forum.name for forum in forums if self._seats.certain(forum, who.roles)]
        no = [f.name for f in forums if f.seats and not self._seats.has(f, who.roles)]
        unlisted = [texts.no_members(forum.name) for forum in forums if not forum.seats]
        if unlisted:
            listed = [forum for forum in forums if forum.seats]
            told = [self._verdict(who, listed, negated=negated)] if listed else []
            return texts.sentences([*told, *unlisted])
        unsure = [forum.name for forum in forums if forum.name not in (*yes, *no)]
        if unsure and not yes:
            return texts.sits_unsure(who.label, unsure[0])
        if yes and no:
            return texts.sits_partly(who.label, yes, no)
        if negated:
            wording = texts.negation_wrong if yes else texts.negation_right
        else:
            wording = texts.sits_yes if yes else texts.sits_no
        verdict = wording(who.label, texts.listed(yes) if yes else texts.listed(no, "eller"))
        inside = _names(self._inside(who, forums[0]))
        named = yes and len(forums) == 1 and inside != [who.label]
        return texts.namely(verdict, inside) if named else verdict

    # --- several fora -----------------------------------------------------------------------

    def only_in(self, first: Forum, second: Forum) -> Section:
        """Who sits in the first but not in the second, beside a table of both."""
        mine = [role for role in self._seats.members(first) if not self._sits(role, second)]
        headline = texts.only_in(first.name, second.name, _names(mine))
        return self._compared((first, second), headline)

    def in_common(self, forums: Sequence[Forum], *, count: bool) -> Section:
        """Who sits in all of them, beside a table of who sits where."""
        shared = [r for r in self._seats.members(forums[0]) if all(self._sits(r, f) for f in forums[1:])]
        first, second = texts.listed([f.name for f in forums[:-1]]), forums[-1].name
        if count:
            return self._compared(forums, texts.count_common(first, second, len(shared)))
        return self._compared(forums, texts.in_common(first, second, _names(shared)))

    def counts(self, forums: Sequence[Forum]) -> Section:
        """How many sit in each."""
        return self.composition(forums, (), count=True)

    def _compared(self, forums: Sequence[Forum], headline: str) -> Section:
        notes = [note for forum in forums for note in self._notes(forum)]
        unlisted = [texts.no_members(forum.name) for forum in forums if not forum.seats]
        if unlisted:
            return self._section(forums, texts.sentences(unlisted), [], notes)
        return self._section(forums, headline, [self._compare_table(forums)], notes)

    def _compare_table(self, forums: Sequence[Forum]) -> Table:
        roles = {role.id: role for forum in forums for role in self._seats.members(forum)}
        rows = [
            ((self._with_organisation(role),), *((self._mark(role, forum),) for forum in forums))
            for role in roles.values()
        ]
        rows.sort(key=lambda row: row.count((texts.YES,)))  # what differs stands first
        return Table(
            (texts.MEMBER, *(forum.name for forum in forums)),
            tuple(rows),
            (4, *(2 for _ in forums)),
            frozenset(n for n, row in enumerate(rows) if row.count((texts.YES,)) < len(forums)),
        )

    def _mark(self, role: Role, forum: Forum) -> str:
        if not self._sits(role, forum):
            return texts.NO
        return texts.YES if self._seats.certain(forum, frozenset({role.id})) else texts.UNSURE

    def _with_organisation(self, role: Role) -> str:
        organisation = self._seats.organisation_of(role)
        return role.name if organisation in role.name else f"{role.name} ({organisation})"

    # --- the other way ----------------------------------------------------------------------

    def memberships(self, who: Who, *, count: bool) -> Section:
        """Where somebody sits: Ishøj's fora first, others beside."""
        forums = self._seats.forums_of(who.roles)
        own = [forum for forum in forums if forum.scope == ISHOEJ]
        away = [forum for forum in forums if forum.scope != ISHOEJ]
        sure = [forum for forum in own if self._seats.certain(forum, who.roles)]
        if count:
            headline = texts.count_forums(who.label, len(sure))
        elif away and not own:
            headline = texts.in_forums(who.label, list(map(_scoped, away)))
        else:
            headline = texts.in_forums(who.label, [forum.name for forum in sure])
        listed = own or away
        blocks: list[Block] = []
        if who.group and listed:
            rows = (((f.name,), tuple(self._marked(r, f) for r in self._inside(who, f))) for f in listed)
            blocks.append(Table((texts.FORUM, texts.WHO), tuple(rows), (2, 3)))
        elif len(listed) > 1:
            blocks.append(Bullets(tuple(forum.name for forum in listed)))
        notes = [forum.note for forum in own if forum.note and forum not in sure]
        if not who.group:
            notes += [note for id_ in sorted(who.roles) if (note := self._roles[id_].note)]
        if own and away:
            notes.append(texts.also_elsewhere(list(map(_scoped, away))))
        return self._section(listed or self._seats.ishoej, headline, blocks, notes)

    def absences(self, who: Who, *, everywhere: bool) -> Section:
        """Where somebody does not sit; ``everywhere``: whether they sit in all fora."""
        missing = [f for f in self._seats.ishoej if not self._seats.has(f, who.roles)]
        names = [forum.name for forum in missing]
        if everywhere:
            headline = texts.all_forums_no(who.label, names) if names else texts.all_forums_yes(who.label)
        else:
            headline = texts.not_in_forums(who.label, names)
        unsure = [
            forum
            for forum in self._seats.ishoej
            if forum not in missing and not self._seats.certain(forum, who.roles)
        ]
        blocks = [Bullets(tuple(names))] if len(names) > 1 else []
        notes = [forum.note for forum in unsure if forum.note]
        return self._section(self._seats.ishoej, headline, blocks, notes)

    def together(self, people: Sequence[Who]) -> Section:
        """Where all of the people sit, and where each does."""
        shared = [f for f in self._seats.ishoej if all(self._seats.has(f, w.roles) for w in people)]
        rows = tuple(
            (
                (texts.capitalised(who.label),),
                tuple(f.name for f in self._seats.ishoej if self._seats.has(f, who.roles)) or ("–",),
            )
            for who in people
        )
        headline = texts.both_in([who.label for who in people], [forum.name for forum in shared])
        table = Table((texts.WHO, texts.FORUM), rows, (2, 3))
        return self._section(shared or self._seats.ishoej, headline, [table], [])

    def first_not_second(self, first: Who, second: Who) -> Section:
        """Where the first sits without the second."""
        forums = [
            forum
            for forum in self._seats.ishoej
            if self._seats.has(forum, first.roles) and not self._seats.has(forum, second.roles)
        ]
        headline = texts.first_not_second(first.label, second.label, [forum.name for forum in forums])
        return self._section(forums or self._seats.ishoej, headline, [], [])

    # --- all fora ---------------------------------------------------------------------------

    def all_forums(self) -> Section:
        """Ishøj's fora with how many functions each lists."""
        return self._overview(texts.all_forums(len(self._seats.ishoej)))

    def extreme(self, *, most: bool) -> Section:
        """The forum with most, or fewest, members of those whose list is closed."""
        counts = {forum.name: forum.functions for forum in self._seats.ishoej if forum.functions}
        edge = max(counts.values()) if most else min(counts.values())
        names = [name for name, count in counts.items() if count == edge]
        return self._overview((texts.most_members if most else texts.fewest_members)(names, edge))

    def busiest(self, among: Iterable[str]) -> Section:
        """Which of these roles sits in most of Ishøj's fora."""
        named = frozenset(among)
        counts = [(role, len(self._own(role.id))) for role in self._roles.values() if role.id in named]
        counts.sort(key=lambda counted: -counted[1])  # equal ones stay in the seed's order
        top, count = counts[0]
        rows = tuple(((role.name,), (str(n),)) for role, n in counts[:_BUSIEST])
        table = Table((texts.ROLE, texts.FORUMS), rows, (3, 1))
        return self._section(self._own(top.id), texts.sits_in_most(top.name, count), [table], [])

    def _own(self, role: str) -> list[Forum]:
        return [forum for forum in self._seats.ishoej if self._seats.has(forum, frozenset({role}))]

    def _overview(self, headline: str) -> Section:
        rows = tuple(((f.name,), (str(f.functions or "–"),)) for f in self._seats.ishoej)
        table = Table((texts.FORUM, texts.FUNCTIONS), rows, (3, 1))
        return self._section(self._seats.ishoej, headline, [table], [])

    # --- buttons ----------------------------------------------------------------------------

    def forum_buttons(self, forums: Sequence[Forum]) -> tuple[Button, ...]:
        """What leads on from a forum: the one most like it, where its members also sit, all fora."""
        first = forums[0]
        seats = {seat.role for seat in first.seats}
        others = [forum for forum in self._seats.ishoej if forum not in forums and forum.seats]
        others.sort(key=lambda forum: -len({seat.role for seat in forum.seats} & seats))
        near = forums[1] if len(forums) == 2 else others[0] if others and first.scope == ISHOEJ else None
        buttons = [_compare_button(first, near)] if near else []
        widely = [r for r in self._seats.members(first) if len(self._seats.forums_of(frozenset({r.id}))) > 1]
        buttons += [_where_button(role.definite) for role in widely[: 3 - len(buttons)]]
        return (*buttons, Button(texts.ALL_FORUMS, texts.ALL_FORUMS_QUESTION))[:_MOST_BUTTONS]

    def member_buttons(self, people: Sequence[Who], forums: Sequence[Forum]) -> tuple[Button, ...]:
        """What leads on from somebody in a forum."""
        return (*who_buttons(forums[:1]), *(_where_button(who.label) for who in people[:2]))

    # --- shared -----------------------------------------------------------------------------

    def _sits(self, role: Role, forum: Forum) -> bool:
        return self._seats.has(forum, frozenset({role.id}))

    def _inside(self, who: Who, forum: Forum) -> list[Role]:
        return [role for role in self._seats.members(forum) if role.id in who.roles]

    def _marked(self, role: Role, forum: Forum) -> str:
        sure = self._seats.certain(forum, frozenset({role.id}))
        return role.name if sure else texts.doubtful(role.name)

    def _members_table(self, forum: Forum, roles: Sequence[Role]) -> Table:
        rows = self._by_organisation((role, self._marked(role, forum)) for role in roles)
        return Table((texts.FROM, texts.WHO), rows, (2, 3))

    def _by_organisation(
        self, named: Iterable[tuple[Role, str]]
    ) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """A row for each organisation, with the names of its roles."""
        grouped: dict[str, list[str]] = {}
        for role, name in named:
            grouped.setdefault(self._seats.organisation_of(role), []).append(name)
        return tuple(
            ((texts.capitalised(organisation),), tuple(names)) for organisation, names in grouped.items()
        )

    def _notes(self, forum: Forum, roles: Iterable[str] | None = None) -> list[str]:
        """The forum's note and those of its members, or of the ones named."""
        wanted = None if roles is None else set(roles)
        notes = [role.note for role in self._seats.members(forum) if wanted is None or role.id in wanted]
        return [note for note in (forum.note, *notes) if note]

    def _notes_on(self, people: Sequence[Who], forums: Sequence[Forum]) -> list[str]:
        roles = frozenset().union(*(who.roles for who in people))
        return [note for forum in forums for note in self._notes(forum, roles)]

    def _section(
        self, forums: Sequence[Forum], headline: str, blocks: Sequence[Block], notes: Sequence[str]
    ) -> Section:
        return Section(
            kicker=texts.FORUMS_KICKER[forums[0].scope],
            headline=headline,
            blocks=tuple(blocks),
            notes=tuple(dict.fromkeys(notes)),
            sources=source_lines(self._seats.knowledge, [s for f in forums for s in f.sources]),
        )


def who_buttons(forums: Sequence[Forum]) -> tuple[Button, ...]:
    """A question about each forum's members."""
    return tuple(Button(question, question) for question in (texts.who_sits(f.name) for f in forums))


def _where_button(who: str) -> Button:
    return Button(texts.where_title(who), texts.where_sits(who))


def _compare_button(first: Forum, second: Forum) -> Button:
    return Button(texts.compare_title(second.name), texts.compare_question(first.name, second.name))


def _came(who: Who, roles: Sequence[Role], forum: Forum) -> str:
    if who.kind:
        return texts.of_kind_in(who.label, _names(roles), forum.name)
    return texts.from_in(who.label, _names(roles), forum.name)


def _counted(who: Who, count: int, forum: Forum) -> str:
    if not forum.seats:
        return texts.no_members(forum.name)
    if count and forum.functions is None:
        return texts.no_count_from(who.label, forum.name)
    if not who.group:
        return texts.count_of_role(who.label, count, forum.name)
    if who.kind:
        return texts.count_of_kind(who.kind if count == 1 else who.label, count, forum.name)
    return texts.count_from(who.label, count, forum.name)


def _names(roles: Iterable[Role]) -> list[str]:
    """As a sentence lists them."""
    return [role.definite for role in roles]


def _scoped(forum: Forum) -> str:
    """The forum's name with where it belongs, for those that are not Ishøj's own."""
    where = texts.FORUMS_KICKER[forum.scope].lower()
    return forum.name if where in forum.name.lower() else f"{forum.name} ({where})"
