"""A bot that only answers questions."""

from __future__ import annotations

from bot.questions.parse import Parser
from bot.questions.understand import Understood
from bot.turn import CardAction, Reply, Turn


class NoHearings:
    """Where no button and no command is expected."""

    async def take(self, _turn: Turn, action: CardAction, /) -> Reply:
        raise AssertionError(action.verb)

    async def meet(self, turn: Turn, /) -> None:
        """Nobody is known."""

    def may_share(self, _turn: Turn, /) -> bool:
        return False

    async def answer(self, _turn: Turn, _understood: Understood, _parser: Parser, /) -> None:
        """There is nothing to ask."""
