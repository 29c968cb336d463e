"""A possible reading of a question, and how much of the question it accounts for."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bot.questions.answer import Button, Section
from bot.questions.clause import Form

# An answer must account for this share of what a question says, weighed by how much each word tells.
ENOUGH = 0.6
# ... and score this much with what else speaks for it.
LIKELY = 1.0
# One this far behind the best is still its equal; one further behind is never the answer.
JUST_BEHIND = 0.1


class Candidate(NamedTuple):
    """One way to answer a clause.

    Attributes:
        intent: What kind of answer it is; ``--explain`` shows it.
        about: The record ids it rests on.
        build: Makes the section; called for the chosen candidate only.
        explained: Keys of the words the answer accounts for, beside those of its names.
        names: Places of the mentions (their index in the clause) it accounts for.
        forms: Forms of question it answers.
        prior: What speaks for it beside the words, 0 to 1.
        least: The share of the question that this answer must account for, where that is more than usual.
        certain: The words leave no doubt what is asked, whatever else is said beside it.
        buttons: Makes the questions that lead on; called, too, for the chosen candidate only.
    """

    intent: str
    about: tuple[str, ...]
    build: Callable[[], Section]
    explained: frozenset[str] = frozenset()
    names: frozenset[int] = frozenset()
    forms: frozenset[Form] = frozenset(Form)
    prior: float = 0.0
    least: float = 0.0
    certain: bool = False
    buttons: Callable[[], tuple[Button, ...]] = tuple


class Scored(NamedTuple):
    """A candidate with its score and the share of the question it accounts for."""

    candidate: Candidate
    coverage: float
    score: float

    @property
    def enough(self) -> bool:
        """Whether it accounts for enough of the question to be its answer."""
        return self.candidate.certain or (
            self.coverage >= max(ENOUGH, self.candidate.least) and self.score >= LIKELY
        )
