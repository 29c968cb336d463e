"""One turn in, one reply out."""

from __future__ import annotations

from bot import texts
from bot.questions import limits
from bot.questions.answer import Answer, Paragraph, Section
from bot.questions.understand import Questions
from bot.reply import reply_of
from bot.turn import Reply, Turn


class Bot:
    """Answers turns; knows nothing of Teams, and sends nothing itself."""

    def __init__(self, questions: Questions) -> None:
        self._questions = questions

    async def handle(self, turn: Turn) -> Reply:
        """The one reply to a turn: a welcome when the bot was just added, else an answer."""
        if turn.installed:
            return reply_of(_welcome())
        if not turn.text.strip():
            return reply_of(_empty())
        understood = self._questions.answer(turn.text, turn.conversation_id, turn.received_at)
        return reply_of(understood.answer)


def apology(reference: str) -> Reply:
    """What a person reads when something unforeseen went wrong; the log has the same reference."""
    section = Section(texts.BOT_NAME, texts.APOLOGY, (Paragraph(texts.apology_detail(reference)),))
    return reply_of(Answer((section,)))


def too_long() -> Reply:
    """What a person reads when the message was too long to be read."""
    return reply_of(limits.too_long())


def _welcome() -> Answer:
    section = Section(texts.BOT_NAME, texts.WELCOME, (Paragraph(texts.HELP_TEXT),))
    return Answer((section,), limits.examples())


def _empty() -> Answer:
    return Answer((Section(texts.BOT_NAME, texts.EMPTY),), limits.examples())
