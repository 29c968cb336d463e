"""From a message to its answer: clauses, their readings, and the one that accounts for most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter

from bot import texts
from bot.questions import limits, smalltalk
from bot.questions.answer import Answer, Button, Section
from bot.questions.candidate import JUST_BEHIND, Scored
from bot.questions.clause import Clause, Form
from bot.questions.facts import Facts
from bot.questions.followup import FollowUps
from bot.questions.hearing import Hearing
from bot.questions.lexicon import Lexicon
from bot.questions.memberships import Memberships
from bot.questions.memory import Memory, Remembered
from bot.questions.parse import MAX_CHARS, Parser
from bot.questions.search import Search, texts_of
from bot.questions.seats import Seats
from bot.questions.statements import Statements
from bot.questions.terms import Terms
from bot.questions.topics import Topics
from bot.questions.weigh import Weigher
from bot.questions.words import keys_of
from storage.knowledge import Knowledge
from storage.names import name_words
from storage.schema import Fact

MAX_QUESTIONS = 3
MAX_BUTTONS = 4
MAX_NEAREST = 3
# A follow-up must account for nearly as much as the clause does when it is read alone.
_WEAKER, _WEAKER_BARE = 0.05, 0.1
# A clause of so many words that tell is read alone, if its answer accounts for so much of it.
_ENOUGH_SAID, _WHOLE = 2, 0.9
_MEMBERS = frozenset({"role", "organisation", "kind"})
_TO_WHOM = keys_of("administration bemærkning svar")  # "hvad svarede administrationen?" leaves out whom


@dataclass(frozen=True, slots=True)
class Read:
    """A clause as it was answered; ``--explain`` shows it.

    Attributes:
        clause: With what a follow-up left out filled in.
        ranked: The readings, best first.
        chosen: The one that answers; None where nothing accounts for enough of the question.
        followed: It was put back into what came before.
    """

    clause: Clause
    ranked: tuple[Scored, ...]
    chosen: Scored | None
    followed: bool = False

    @property
    def refused(self) -> bool:
        """Whether it gave an order."""
        return self.chosen is not None and self.chosen.candidate.intent == limits.ORDER

    @property
    def about(self) -> tuple[str, ...]:
        """The record ids that the answer rests on."""
        return self.chosen.candidate.about if self.chosen else ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A message's answer, and how it came about."""

    answer: Answer
    reads: tuple[Read, ...] = ()


class Questions:
    """Answers messages from the knowledge base; built once, then pure but for its memory.

    Attributes:
        parser: Reads messages by what the knowledge base knows.
    """

    def __init__(self, knowledge: Knowledge, *, memory: Memory | None = None, thorough: bool = False) -> None:
        """Takes whether what cannot win is worked out too, to be shown; the answers are the same."""
        self._knowledge = knowledge
        self._memory = Memory() if memory is None else memory
        said = {text: name_words(text) for text in dict.fromkeys(texts_of(knowledge))}
        self.parser = Parser(Lexicon(knowledge, said))
        self._search = Search(knowledge, self.parser, said)
        self._weigher = Weigher(knowledge, self._search)
        statements = Statements(knowledge)
        self._memberships = Memberships(Seats(knowledge))
        self._hearing = Hearing(knowledge, statements, self._search)
        self._topics = Topics(knowledge, self._search, statements)
        self._terms = Terms(knowledge, statements)
        self._facts = Facts(knowledge, self._search, statements, thorough=thorough)
        self._follow_ups = FollowUps(self.parser, knowledge)

    def alone(self, message: str) -> Understood:
        """The answer to a message by itself: nothing is recalled, and nothing remembered."""
        return self._understood(message, None)

    def answer(self, message: str, conversation: str, now: datetime) -> Understood:
        """The answer to a message, in the light of what the conversation asked before.

        Args:
            message: As the person wrote it; longer than ``MAX_CHARS`` is answered by saying so.
            conversation: What follow-ups are remembered by.
            now: Aware time; what was asked half an hour ago is forgotten.
        """
        understood = self._understood(message, self._memory.recall(conversation, now))
        reads = understood.reads
        for read in [read for read in reads if read.chosen] or reads[-1:]:
            if read.chosen or read.clause.mentions:
                self._memory.keep(conversation, Remembered(read.clause, read.about), now)
        return understood

    def _understood(self, message: str, before: Remembered | None) -> Understood:
        if len(message) > MAX_CHARS:
            return Understood(limits.too_long())
        words = name_words(message)
        if kind := smalltalk.kind_of(words):
            return Understood(smalltalk.answer(kind))
        clauses = self.parser.clauses(message)
        own = self._facts.own_question(words)
        reads = [Read(clauses[0], (own,), own)] if own else self._reads(clauses, before)
        if not reads:
            return Understood(smalltalk.answer("help"))
        return Understood(self._composed(reads), tuple(reads))

    # --- the clauses of a message -----------------------------------------------------------

    def _reads(self, clauses: Sequence[Clause], before: Remembered | None) -> list[Read]:
        clauses = self._follow_ups.joined(clauses)
        asking = [c for c in clauses if c.asks and (c.substantial or c.opens or (c.opener and before))]
        asking = asking or [c for c in clauses if c.substantial]
        before = self._follow_ups.setting(clauses, asking) or before
        reads: list[Read] = []
        for clause in asking[:MAX_QUESTIONS]:
            read = self._read(clause, before)
            reads.append(read)
            if read.chosen or read.clause.mentions:
                before = Remembered(read.clause, read.about)
        refused = [read for read in reads if read.refused]
        if refused or not any(read.chosen for read in reads):
            return (refused or reads)[:1]
        # A remark beside the question ("ved du om det?") is not a question that went unanswered.
        return [read for read in reads if read.chosen or read.clause.question_like]

    def _read(self, clause: Clause, before: Remembered | None) -> Read:
        if before is None:
            return self._best(clause)
        # What it points at must be part of the answer; and "og 5?" says nothing by itself.
        if not clause.mentions and (clause.points or (clause.opener and not clause.question_like)):
            return self._followed(clause, before)
        alone = self._best(clause)
        if not self._leans(clause, alone, before.clause):
            return alone
        followed = self._followed(clause, before)
        if followed.chosen is None or alone.chosen is None:
            return followed if followed.chosen else alone
        if clause.opener or clause.points or followed.chosen.candidate.intent == "only_in":
            return followed
        allowed = _WEAKER if clause.mentions else _WEAKER_BARE
        weaker = followed.chosen.coverage < alone.chosen.coverage - allowed
        return alone if weaker else followed

    def _leans(self, clause: Clause, alone: Read, before: Clause) -> bool:
        """Whether the clause may lean on the one before: it opens so, or leaves something out."""
        if clause.opener or clause.points or clause.says("kun"):
            return True
        if alone.chosen is None:
            return True
        if not clause.mentions or (len(clause.words) <= 3 and clause.form is Form.NONE):
            # What says enough to be answered whole is a question of its own, whatever was asked before.
            enough = len(clause.content) >= _ENOUGH_SAID and alone.chosen.coverage >= _WHOLE
            return not enough or clause.has_any(_TO_WHOM)
        # "Er Gadeplan med?" after a question about a forum.
        return (
            clause.form is not Form.WHERE
            and any(m.is_any(_MEMBERS) for m in clause.mentions)
            and any(m.of("forum") for m in before.mentions)
            and not any(m.of("forum") for m in clause.mentions)
            and not clause.has("forum")
            and (clause.has("medlem") or alone.chosen.candidate.intent in {"memberships", "together"})
        )

    def _followed(self, clause: Clause, before: Remembered) -> Read:
        """The clause put back into what came before; failing that, only its question is."""
        read = self._best(self._follow_ups.merged(before.clause, clause), before.about)
        if read.chosen is None and clause.core is not None:
            read = self._best(self._follow_ups.merged(before.clause, clause.core), before.about)
        return replace(read, followed=True)

    def _best(self, clause: Clause, told: Iterable[str] = ()) -> Read:
        """The clause's best reading; failing that, its question's without what stands around it."""
        if refusal := limits.order(clause):
            return Read(clause, (), refusal)
        weighed = self._weigher.weighed(clause)
        scored = [
            weighed.scored(candidate)
            for candidate in (
                *self._memberships.candidates(clause),
                *self._hearing.candidates(clause, told),
                *self._topics.candidates(clause),
                *self._terms.candidates(clause),
                *limits.persons(clause),
                *limits.opinions(clause),
            )
        ]
        rival = max([s.score for s in scored if s.enough], default=None)
        facts = self._facts.scored(weighed, rival=rival)
        ranked = sorted([*scored, *facts], key=attrgetter("score"), reverse=True)
        # The best reading may leave too much out where one just behind it does not.
        near = (s for s in ranked if s.enough and s.score >= ranked[0].score - JUST_BEHIND)
        if chosen := next(near, None):
            return Read(clause, tuple(ranked[:8]), chosen)
        if clause.core is not None and clause.core.question_like:
            filled = self._follow_ups.filled(clause)
            read = self._best(filled, told) if filled else None
            return read if read and read.chosen else self._best(clause.core, told)
        return Read(clause, tuple(ranked[:8]), None)

    # --- the reply --------------------------------------------------------------------------

    def _composed(self, reads: Sequence[Read]) -> Answer:
        sections: list[Section] = []
        buttons: dict[str, Button] = {}
        for read in reads:
            if read.chosen:
                section = read.chosen.candidate.build()
                # Among several answers a number stands alone; who they are is a question of its own.
                bare = len(reads) > 1 and read.clause.form is Form.COUNT
                sections.append(replace(section, blocks=()) if bare else section)
                offered = read.chosen.candidate.buttons()
            else:
                offered = self._nearest(read.clause)
                sections.append(limits.declined(offered))
            for button in offered:
                buttons.setdefault(button.question, button)
        most = MAX_BUTTONS if any(read.chosen for read in reads) else MAX_NEAREST
        return Answer(tuple(sections), tuple(buttons.values())[:most])

    def _nearest(self, clause: Clause) -> tuple[Button, ...]:
        """Questions near this one that the documents do answer, nearest first."""
        questions = [
            texts.who_sits(self._knowledge.forums[id_].name)
            for mention in clause.mentions
            for id_ in mention.of("forum")[:1]
        ]
        near = self._search.ranked(self._weigher.weighed(clause).keys).numbers[:12]
        statements = (self._search.entries[number].statement for number in near)
        questions += [statement.question for statement in statements if isinstance(statement, Fact)]
        questions += [question for _, question in texts.EXAMPLES]
        return tuple(Button(q, q) for q in list(dict.fromkeys(questions))[:MAX_NEAREST])
