"""The smallest bot there is; run as a program, it serves until it is told to stop."""

from __future__ import annotations

import json
import os

from aiohttp import web

from bot import log
from bot.settings import Settings, read_settings
from bot.teams import build_app, serve
from bot.turn import Match, Matches, Query, Reply, Turn


def said(text: str) -> Reply:
    body = [{"type": "TextBlock", "text": text, "wrap": True}]
    card = {"type": "AdaptiveCard", "version": "1.5", "body": body}
    return Reply(json.dumps(card), summary=text)


def apology(reference: str) -> Reply:
    return said(f"Beklager: {reference}")


async def echo(turn: Turn) -> Reply:
    if turn.action:
        return said(f"du trykkede: {turn.action.verb} {json.dumps(turn.action.data, ensure_ascii=False)}")
    return said("velkommen" if turn.installed else f"du skrev: {turn.text}")


async def echo_query(query: Query) -> Matches:
    """As many matches as are asked for, numbered from what was skipped; none for nothing."""
    numbers = range(query.skip, query.skip + query.count) if query.text else ()
    return Matches(
        tuple(Match(said(f"kort {n}").card_json, f"{query.text} {n}", f"svar {n}") for n in numbers)
    )


async def always_ready() -> bool:
    return True


def echo_app(settings: Settings) -> web.Application:
    return build_app(
        settings,
        echo,
        suggest=echo_query,
        ready=always_ready,
        apology=apology,
        too_long=said("for langt"),
    )


if __name__ == "__main__":
    chosen = read_settings(os.environ)
    log.configure(chosen.log_level)
    serve(echo_app(chosen), chosen)
