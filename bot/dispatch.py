"""One turn in, one reply out; and one query in, its matches out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import islice
from typing import Protocol

from bot import texts
from bot.hearings.commands import command_of
from bot.questions import limits
from bot.questions.answer import Answer, Paragraph, Section
from bot.questions.askable import Askable, statement_of
from bot.questions.clause import Form
from bot.questions.parse import Parser
from bot.questions.sharing import may_be_shared
from bot.questions.suggest import Fit, Hit, Suggestions
from bot.questions.understand import Questions, Understood
from bot.reply import match_of, reply_of, with_share
from bot.turn import CardAction, Match, Matches, Query, Reply, Turn
from storage.knowledge import Knowledge

MOST_MATCHES = 8
"""Shown at once: nobody reads on, and the largest 8 cards together stay below the 100 KB of a message."""

MOST_COUNTED = 1_000
"""More than the statements that the knowledge base has today."""

_CARDS_KEPT = 256


class Hearings(Protocol):
    """Where buttons and commands lead."""

    async def take(self, turn: Turn, action: CardAction, /) -> Reply:
        """The one reply to a step."""
        ...

    async def meet(self, turn: Turn, /) -> None:
        """Somebody has added the bot."""
        ...

    def may_share(self, turn: Turn, /) -> bool:
        """Whether who asks may share the answer."""
        ...

    async def answer(self, turn: Turn, understood: Understood, parser: Parser, /) -> Answer | None:
        """What the hearings in the records answer, with what was understood; None where that stands alone."""
        ...


class Bot:
    """Answers turns and queries; knows nothing of Teams, and sends nothing itself."""

    def __init__(self, questions: Questions, knowledge: Knowledge, hearings: Hearings) -> None:
        self._questions = questions
        self._knowledge = knowledge
        self._hearings = hearings
        self._given: Counter[str] = Counter()  # by statement of our own; never by whom or in what words
        self._match = lru_cache(maxsize=_CARDS_KEPT)(self._made)

    async def handle(self, turn: Turn) -> Reply:
        """The one reply to a turn: a welcome to who just added the bot, a step in a hearing, or an answer."""
        if turn.installed:
            await self._hearings.meet(turn)
            return reply_of(_welcome())
        action = turn.action or command_of(turn.text)
        if action is not None:
            return await self._hearings.take(turn, action)
        if not turn.text.strip():
            return reply_of(_empty())
        understood = self._questions.answer(turn.text, turn.conversation_id, turn.received_at)
        heard = await self._hearings.answer(turn, understood, self._questions.parser)
        if heard is not None:
            return reply_of(heard)
        self._count(understood)
        reply = reply_of(understood.answer)
        if self._hearings.may_share(turn) and may_be_shared(understood):
            return with_share(reply, turn.text)
        return reply

    async def suggest(self, query: Query) -> Matches:
        """The cards that fit what is being typed; before anything is, the answers that are given most.

        The answer to a whole question is the card that ``handle`` would reply with, and comes first. A search
        is no conversation: nothing is recalled, and nothing remembered but which statement answered.
        """
        text = query.text.strip()
        if text:
            understood = self._questions.alone(text)
            if _ends_as_question(text) and not query.skip:
                self._count(understood)
            matches = self._matching(text, understood)
        else:
            matches = map(self._of, self._most_given())
        shown = min(query.count, MOST_MATCHES)
        found = tuple(islice(_distinct(matches), query.skip, query.skip + shown))
        return Matches(found) if found or query.skip or not shown else Matches(message=texts.NO_MATCH)

    def _matching(self, text: str, understood: Understood) -> Iterator[Match]:
        """The suggestions, and among them the answer to the text as a whole, if the documents give one."""
        hits = self._suggestions.matching(text)
        before = self._likelier(text, understood, hits)
        yield from (self._of(hit.suggestion) for hit in hits[:before])
        if all(section.sources for section in understood.answer.sections):
            yield self._whole(understood)
        yield from (self._of(hit.suggestion) for hit in hits[before:])

    def _likelier(self, text: str, understood: Understood, hits: Iterable[Hit]) -> int:
        """How many suggestions are likelier to be meant than the answer to the text as a whole.

        A word or two, and what is still being typed, have an answer too, but seldom the one that is wanted.
        """
        if _ends_as_question(text):
            return 0
        asks = any(read.clause.form is not Form.NONE for read in understood.reads)
        least = Fit.NAMED if asks and not self._suggestions.unfinished(text) else Fit.WORDS
        return sum(hit.fit >= least for hit in hits)

    def _whole(self, understood: Understood) -> Match:
        """The answer, under the question that is suggested for it if there is one."""
        match = match_of(texts.FOUND, understood.answer)
        suggested = map(self._suggestions.by_statement.get, _statements(understood))
        known = (self._of(suggestion) for suggestion in suggested if suggestion)
        titles = (same.title for same in known if same.subtitle == match.subtitle)
        return replace(match, title=next(titles, match.title))

    def _of(self, suggestion: Askable) -> Match:
        return self._match(suggestion.question)

    def _made(self, question: str) -> Match:
        return match_of(question, self._questions.alone(question).answer)

    @cached_property
    def _suggestions(self) -> Suggestions:
        """Made when somebody first searches: it takes a tenth of a second."""
        return Suggestions(self._knowledge)

    # --- what is asked most -----------------------------------------------------------------

    def _count(self, understood: Understood) -> None:
        for statement in _statements(understood):
            if statement in self._given or len(self._given) < MOST_COUNTED:
                self._given[statement] += 1

    def _most_given(self) -> list[Askable]:
        """The suggestions that were the answer, most often first; then the starters."""
        suggestions = self._suggestions
        given = [each for each in suggestions.all if self._given[each.statement]]
        given.sort(key=lambda each: -self._given[each.statement])
        return [*given, *(suggestions.by_question[question] for question in texts.STARTERS)]


def apology(reference: str) -> Reply:
    """What a person reads when something unforeseen went wrong; the log has the same reference."""
    detail = texts.apology_detail(reference)
    section = Section(texts.BOT_NAME, texts.APOLOGY, (Paragraph(detail),))
    # In a search box, and to a screen reader, the summary is all there is.
    return Reply(reply_of(Answer((section,))).card_json, summary=f"{texts.APOLOGY}. {detail}")


def too_long() -> Reply:
    """What a person reads when the message was too long to be read."""
    return reply_of(limits.too_long())


def _welcome() -> Answer:
    section = Section(texts.BOT_NAME, texts.WELCOME, (Paragraph(texts.HELP_TEXT),))
    return Answer((section,), limits.examples())


def _empty() -> Answer:
    return Answer((Section(texts.BOT_NAME, texts.EMPTY),), limits.examples())


def _ends_as_question(text: str) -> bool:
    return text.endswith("?")


def _statements(understood: Understood) -> Iterator[str]:
    """The ids of our own statements that answered."""
    chosen = (read.chosen for read in understood.reads)
    return filter(None, (statement_of(scored.candidate) for scored in chosen if scored))


def _distinct(matches: Iterable[Match]) -> Iterator[Match]:
    """Each answer once, under its first title."""
    seen: set[str] = set()
    for match in matches:
        if match.subtitle not in seen:
            seen.add(match.subtitle)
            yield match
