"""Microsoft Teams: the one package that knows the Bot Framework; the rest sees a Turn and gives a Reply."""

from __future__ import annotations

from bot.teams.delivery import Delivery
from bot.teams.members import Members
from bot.teams.turns import Handler, Suggester
from bot.teams.web import build_app, serve

__all__ = ["Delivery", "Handler", "Members", "Suggester", "build_app", "serve"]
