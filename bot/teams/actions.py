"""A card's button with a verb: what was pressed, and what stands in the card's inputs.

It comes in one of two ways, by what the client can do: ``Action.Execute`` as an invoke that is answered in
the HTTP response, and its fallback ``Action.Submit`` as a message without text.

Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards,
read 2026-11-26.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

from bot.teams.fields import object_of, required_text
from bot.teams.refusal import Refused
from bot.turn import MAX_FIELD_CHARS, MAX_FIELDS, CardAction

INVOKE = "adaptiveCard/action"

MAX_NAME_CHARS = 100
"""Of a verb or an input's name; ours to choose, our own are a few words."""

_NOT_INPUT = frozenset({"verb", "msteams"})
"""What stands beside the inputs: the button's name, and what it tells the client."""

_UNWANTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def executed_in(value: object) -> CardAction:
    """What an ``Action.Execute`` says.

    ``{"action": {"type": "Action.Execute", "verb": "point.add", "data": {"text": "..."}}}``; what was typed
    is already among the data.

    Raises:
        Refused: 400, if the verb is missing or anything is of the wrong type, too long or too much.
    """
    if not isinstance(value, dict):
        raise Refused(400, "value is not an object")
    action = object_of(value, "action")
    return _action(required_text(action, "verb"), object_of(action, "data"), alone=True)


def submitted_in(value: object, *, alone: bool) -> CardAction | None:
    """What an ``Action.Submit`` says, or None for a value that has no verb: ``{"verb": ..., "text": ...}``.

    Args:
        value: The activity's.
        alone: Whether there is nobody but who pressed where it was pressed.

    Raises:
        Refused: 400, if anything beside the verb is of the wrong type, too long or too much.
    """
    verb = value.get("verb") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(verb, str) or not verb:
        return None
    return _action(verb, value, alone=alone)


def _action(verb: str, given: Mapping[str, Any], *, alone: bool) -> CardAction:
    if len(verb) > MAX_NAME_CHARS:
        raise Refused(400, "the verb is too long")
    held = {name: value for name, value in given.items() if name not in _NOT_INPUT and value is not None}
    if len(held) > MAX_FIELDS:
        raise Refused(400, "the card's data has too many fields")
    data = {_name(name): _text(value) for name, value in held.items()}
    return CardAction(_clean(verb), data, alone)


def _name(name: str) -> str:
    if len(name) > MAX_NAME_CHARS or not name.isprintable():
        raise Refused(400, "a field of the card's data has no proper name")
    return name


def _text(value: object) -> str:
    if not isinstance(value, str):
        if not isinstance(value, bool | int | float):
            raise Refused(400, "a field of the card's data is neither text nor number")
        value = json.dumps(value)
    text = _clean(value)
    if len(text) > MAX_FIELD_CHARS:
        raise Refused(400, "a field of the card's data is too long")
    return text


def _clean(text: str) -> str:
    """Composed (NFC), with plain line breaks, spaces for tabs, and no other control characters.

    What is unwanted goes first: it may stand between a letter and its accent.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return normalize("NFC", _UNWANTED.sub("", text))
