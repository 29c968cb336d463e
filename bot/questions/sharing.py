"""Which answers may be shared: what the documents say, to a question that says all that it asks."""

from __future__ import annotations

from bot.questions.answer import Answer
from bot.questions.understand import Questions, Understood


def may_be_shared(understood: Understood) -> bool:
    """Whether the answer stands by itself: each part has a source, and none leans on an earlier question."""
    sections = understood.answer.sections
    return (
        bool(understood.reads)
        and all(section.sources for section in sections)
        and not any(read.followed for read in understood.reads)
    )


def answer_to_share(questions: Questions, question: str) -> Answer | None:
    """The answer to a question by itself; None where it may not be shared."""
    understood = questions.alone(question)
    return understood.answer if may_be_shared(understood) else None
