"""Who sits where: every way of asking about the fora and their members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from bot.questions.answer import Button, Section
from bot.questions.asked import Asked, asked_of
from bot.questions.candidate import Candidate
from bot.questions.clause import Clause, Form
from bot.questions.forum_sections import ForumSections, who_buttons
from bot.questions.seats import Seats
from bot.questions.words import folded_words, keys_of
from storage.schema import Forum

_FORMS = frozenset({Form.WHO, Form.WHAT, Form.WHICH, Form.NONE, Form.YES_NO, Form.HOW, Form.COUNT})
# Words that any answer about members accounts for.
_CUES = keys_of(
    "medlem forum møde mødes person faggruppe funktion grupper gruppe kreds deltagerkreds råd samarbejde fast"
    " mennesker kommer kaldes part ansat antal alle samtlige myndighed aktør bidrager inviteres del"
    " organisering"
)
_SITTING = keys_of("medlem forum forskel fælles møde mødes gruppe grupper")
_GROUP = keys_of("gruppe")
_MEETING = keys_of("møde")
_FORUM = keys_of("forum")
_ROLE = keys_of("funktion rolle person medarbejder faggruppe stilling")
_PEOPLE = _ROLE | keys_of("medlem gruppe ansat")
_TOGETHER = folded_words("begge både sammen tilfælles fælles samme overlap overlapper gengangere")
_WITHOUT = folded_words("uden ikke mangler undtagen fraværende ingen")
_SHARING = folded_words("dele deler deles delt udveksle udveksler udveksles videregive videregiver")
_EVERY = folded_words("alle samtlige hvert eneste")
_OTHER = folded_words("andre andet flere øvrige")
_BESIDE = folded_words("sammen andre øvrige resten")
_ALONE = folded_words("kun udelukkende alene")
_BUT_NOT = (
    "men ikke",
    "og ikke",
    "ikke i",
    "uden at",
    "uden for",
    "ikke sidder",
    "ikke er",
    "mens ikke",
    "uden ",
)
# How much speaks for a membership reading beside the words: facts can earn as much by their fit.
_ASKED, _SURE, _BARE, _LIKELY, _HARDLY = 1.0, 0.75, 0.65, 0.45, 0.1
# What else is asked about a forum ("hvem skriver referat") must not be answered with its members, nor a
# question about one kind of consultant with all consultants.
_LEAST, _LEAST_OF_KIND = 0.7, 0.8
# "Hvilke fora" about somebody unknown must not be answered with all fora.
_ALL_OR_NONE = 0.8


class Memberships:
    """Reads clauses about fora and members."""

    def __init__(self, seats: Seats) -> None:
        self._seats = seats
        self._sections = ForumSections(seats)

    def candidates(self, clause: Clause) -> list[Candidate]:
        """The membership reading of the clause, if it names a forum or a member, or asks of fora."""
        asked = asked_of(clause, self._seats)
        found: Candidate | None = None
        if asked.forums:
            found = self._of_forums(clause, asked)
        elif asked.who:
            found = self._of_people(clause, asked)
        elif clause.has("forum") or (clause.has("medlem") and _superlative(clause)):
            found = self._of_all(clause, asked)
        return [found] if found else []

    # --- fora -------------------------------------------------------------------------------

    def _of_forums(self, clause: Clause, asked: Asked) -> Candidate | None:
        if clause.form is Form.COUNT and clause.has_any(_MEETING):
            return None  # how many meetings, not how many members
        if clause.negated and clause.form is not Form.WHO and not (asked.who or clause.has_any(_PEOPLE)):
            return None  # "hvilke kommuner har ikke et infohus"
        forums = [forum for group in asked.forums for forum in group]
        beside = clause.says_any(_BESIDE) and clause.form in {Form.WHO, Form.WHICH}
        if asked.who and (not beside or _elsewhere(clause)):
            return self._people_in(clause, asked, forums)
        if len(asked.forums) > 1 or (len(forums) > 1 and clause.has("forskel", "fælles")):
            return self._several(clause, asked, forums)
        return self._one_name(clause, asked, forums)

    def _one_name(self, clause: Clause, asked: Asked, forums: Sequence[Forum]) -> Candidate:
        sections = self._sections
        buttons = partial(sections.forum_buttons, forums)
        if clause.negated:
            return self._candidate("absent", clause, asked, partial(sections.absent, forums), forums, buttons)
        if clause.says_any(_ALONE):
            build = partial(sections.only_here, forums[0])
            extra = keys_of("kun udelukkende alene ingen andre steder faggruppe fag")
            return self._candidate("only_here", clause, asked, build, forums, buttons, extra=extra)
        count = clause.form is Form.COUNT
        intent = "count" if count else "composition"
        build = partial(sections.composition, forums, asked.namesakes, count=count)
        prior = _BARE if clause.form is Form.WHAT else _LIKELY
        least = _LEAST_OF_KIND if clause.form in {Form.WHAT, Form.HOW} else _LEAST
        if count or clause.has_any(_SITTING) or clause.form in {Form.WHO, Form.NONE}:
            prior = _SURE if len(forums) == 1 else _ASKED  # a name of several must show them all
        return self._candidate(intent, clause, asked, build, forums, buttons, prior=prior, least=least)

    def _people_in(self, clause: Clause, asked: Asked, forums: Sequence[Forum]) -> Candidate | None:
        roles_only = not any(mention.of("kind") for mention in clause.mentions)
        if clause.words[0].text == "hvilken" and roles_only and not asked.who[0].group:
            return None  # "hvilken skoleleder sidder i ...": the documents do not say which one
        sections = self._sections
        build: Callable[[], Section]
        if len(asked.who) == 1 and _elsewhere(clause):
            count = clause.form is Form.COUNT
            intent, build = "memberships", partial(sections.memberships, asked.who[0], count=count)
        elif clause.form is Form.COUNT:
            intent, build = "count", partial(sections.count_from, asked.who[0], forums)
        elif clause.negated:
            intent, build = "absent", partial(sections.absent, forums, asked.who)
        elif clause.form in {Form.WHO, Form.WHICH, Form.HOW} and asked.who[0].group:
            intent, build = "members_from", partial(sections.members_from, asked.who, forums)
        elif clause.form is Form.YES_NO and clause.says_any(_ALONE):
            intent, build = "only_they", partial(sections.only_they, asked.who[0], forums[0])
        else:
            negated = clause.form is Form.YES_NO and clause.says_any(_WITHOUT)
            intent, build = "is_member", partial(sections.is_member, asked.who, forums, negated=negated)
        buttons = partial(sections.member_buttons, asked.who, forums)
        return self._candidate(intent, clause, asked, build, forums, buttons, forms=_FORMS | {Form.WHERE})

    def _several(self, clause: Clause, asked: Asked, forums: Sequence[Forum]) -> Candidate:
        sections = self._sections
        count, both = clause.form is Form.COUNT, clause.says_any(_TOGETHER) or clause.has("fælles")
        build: Callable[[], Section]
        if count and not both:
            intent, build = "count", partial(sections.counts, forums)
        elif clause.says("kun") or _but_not(clause):
            intent, build = "only_in", partial(sections.only_in, forums[0], forums[1])
        else:
            intent, build = "compare_forums", partial(sections.in_common, forums, count=count)
        extra = keys_of("fælles forskel begge både ikke uden kun ens end")
        buttons = partial(who_buttons, forums[:3])
        return self._candidate(intent, clause, asked, build, forums, buttons, extra=extra)

    # --- people -----------------------------------------------------------------------------

    def _of_people(self, clause: Clause, asked: Asked) -> Candidate | None:
        if clause.says_any(_SHARING) and not clause.has("forum", "medlem"):
            return None  # what they may tell each other, not where they meet
        if clause.has("forum") and _superlative(clause):
            return self._of_all(clause, asked)
        if clause.form is Form.COUNT and not clause.has("forum", "medlem"):
            return None  # how many such people there are, not how many fora they sit in
        sections, people = self._sections, asked.who
        extra: frozenset[str] = frozenset()
        build: Callable[[], Section]
        if len(people) > 1 and _but_not(clause):
            intent, build = "forums_difference", partial(sections.first_not_second, people[0], people[1])
            extra = keys_of("uden ikke")
        elif len(people) > 1:
            intent, build = "together", partial(sections.together, people)
            extra = keys_of("fælles begge både sammen forskel")
        elif clause.says_any(_WITHOUT) or (clause.form is Form.YES_NO and clause.says_any(_EVERY)):
            everywhere = clause.form is Form.YES_NO and clause.says_any(_EVERY)
            intent, build = "forums_without", partial(sections.absences, people[0], everywhere=everywhere)
            extra = keys_of("uden ikke slet alle samtlige mangler ingen eneste nogen")
        else:
            count = clause.form is Form.COUNT
            intent, build = "memberships", partial(sections.memberships, people[0], count=count)
        forums = self._seats.forums_of(frozenset().union(*(who.roles for who in people)))
        cued = clause.has("forum") or (clause.has("medlem", *_GROUP) and clause.form is not Form.COUNT)
        cued = cued or (clause.form is Form.WHICH and clause.has_any(_MEETING))
        # "Hvor ligger Gadeplan" asks where it belongs, not where it sits.
        sits = clause.form is Form.WHERE and len(people) == 1 and not clause.has("organisering")
        prior = _SURE if cued or sits else _HARDLY
        if prior == _HARDLY and clause.form is Form.NONE:
            prior = _LIKELY
        return self._candidate(
            intent,
            clause,
            asked,
            build,
            forums,
            partial(who_buttons, forums[:3]),
            prior=prior,
            extra=extra,
            forms=_FORMS | {Form.WHERE},
            least=_LEAST_OF_KIND if any(who.kind for who in people) else 0.0,
        )

    # --- all fora ---------------------------------------------------------------------------

    def _of_all(self, clause: Clause, asked: Asked) -> Candidate:
        superlative = _superlative(clause)
        sections = self._sections
        build: Callable[[], Section] = sections.all_forums
        if asked.who:
            build = partial(sections.busiest, frozenset().union(*(who.roles for who in asked.who)))
        elif superlative == "people":
            build = partial(sections.busiest, tuple(self._seats.knowledge.roles))
        elif superlative:
            build = partial(sections.extreme, most=superlative == "most")
        return self._candidate(
            "all_forums",
            clause,
            asked,
            build,
            (),
            partial(who_buttons, self._seats.ishoej[3:6]),
            extra=keys_of("flest mest færrest størst mindst"),
            prior=_ASKED,
            least=_ALL_OR_NONE,
        )

    def _candidate(
        self,
        intent: str,
        clause: Clause,
        asked: Asked,
        build: Callable[[], Section],
        forums: Sequence[Forum],
        buttons: Callable[[], tuple[Button, ...]],
        *,
        prior: float = _SURE,
        extra: frozenset[str] = frozenset(),
        forms: frozenset[Form] = _FORMS,
        least: float = 0.0,
    ) -> Candidate:
        tables = self._seats.knowledge.topic_tables
        named = {tables[id_] for mention in clause.mentions for id_ in mention.of("topic")}
        return Candidate(
            intent=intent,
            about=tuple(forum.id for forum in forums),
            build=build,
            explained=_CUES | extra,
            names=asked.names,
            forms=forms,
            prior=0.0 if "municipalities" in named else prior,  # "Viborgs infohus" is not Ishøj's
            least=least,
            buttons=buttons,
        )


def _elsewhere(clause: Clause) -> bool:
    """Whether it asks for "andre fora end Lokalrådet": all of somebody's fora show it."""
    named = (mention.start for mention in clause.mentions if mention.of("forum"))
    return clause.says_any(_OTHER) and any(at and clause.words[at - 1].text == "end" for at in named)


def _but_not(clause: Clause) -> bool:
    text = f"{clause.text()} "
    return any(phrase in text for phrase in _BUT_NOT)


def _superlative(clause: Clause) -> str:
    """What is asked for the most or fewest of: "people", "most", "fewest"; "" for nothing."""
    forums = clause.has("forum")
    if clause.says("flest", "mest"):
        if forums and clause.words[0].text in {"hvilket", "hvilke"} and clause.words[1].key in _FORUM:
            return "most"
        people = clause.form is Form.WHO or clause.has_any(_ROLE)
        return "people" if people and forums else "most"
    if clause.says("farrest") or (forums and clause.says("mindst", "mindste")):
        return "fewest"
    return "most" if forums and clause.says("storst", "storste") else ""
