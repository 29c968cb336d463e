"""Microsoft Teams: the one package that knows the Bot Framework; the rest sees a Turn and gives a Reply."""

from __future__ import annotations

from bot.teams.turns import Handler
from bot.teams.web import build_app, serve

__all__ = ["Handler", "build_app", "serve"]
