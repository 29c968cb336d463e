"""A chat window for a trial without Teams: Microsoft 365 Agents Playground, run beside the bot.

What it is, how it is pinned and what its licence says stands in ``docs/decisions/0007-real-client.md``.
"""

from __future__ import annotations

from bot.teams.playground.buttons import pressable, pressable_in
from bot.teams.playground.process import missing, run_beside

__all__ = ["missing", "pressable", "pressable_in", "run_beside"]
