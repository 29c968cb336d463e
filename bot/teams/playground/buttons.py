"""Buttons that the Playground can press."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bot.teams.turns import Handler
from bot.turn import Reply, Turn


def pressable_in(handle: Handler) -> Handler:
    """The handler, its replies made ``pressable``."""

    async def handled(turn: Turn, /) -> Reply:
        return pressable(await handle(turn))

    return handled


def pressable(reply: Reply) -> Reply:
    """The reply with buttons that send their value and no more.

    In Teams a button is a ``messageBack``: it speaks in the person's name, and its value goes along.
    The Playground (0.2.22, 0.2.27 and 0.2.28 were tried) trips over such a button ("Cannot add property
    msTeams, object is not extensible") and sends nothing. A button without ``msteams`` sends its ``data``
    as the activity's value, where a messageBack's value arrives too; only the question is not shown.

    An ``Action.Execute`` needs no help: the card in the response takes the pressed one's place, or a sentence
    stands under it. But with every message that comes, and with every date that is chosen, the Playground
    draws its cards anew, and what was typed in them is gone; Teams keeps it.

    It has no card that asks for consent to a file ("File Consent Card is not supported yet"), so none is
    offered: there is a link as well.
    """
    return replace(reply, card_json=_pressable_json(reply.card), offer=None)


def _pressable_json(card: dict[str, Any]) -> str:
    return json.dumps(_pressable(card), ensure_ascii=False)


def _pressable(node: Any) -> Any:
    if isinstance(node, list):
        return [_pressable(item) for item in node]
    if not isinstance(node, dict):
        return node
    data = node.get("data")
    spoken = data.get("msteams") if isinstance(data, dict) else None
    if node.get("type") == "Action.Submit" and isinstance(spoken, dict) and "value" in spoken:
        return node | {"data": spoken["value"]}
    return {key: _pressable(value) for key, value in node.items()}
