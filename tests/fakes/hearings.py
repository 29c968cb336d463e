"""A bot that only answers questions."""

from __future__ import annotations

from bot.turn import CardAction, Reply, Turn


class NoHearings:
    """Where no button and no command is expected."""

    async def take(self, _turn: Turn, action: CardAction, /) -> Reply:
        raise AssertionError(action.verb)

    async def meet(self, turn: Turn, /) -> None:
        """Nobody is known."""
