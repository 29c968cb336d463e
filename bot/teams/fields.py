"""What a JSON object holds, checked: nothing that a client sends is believed to be of the right type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.teams.refusal import Refused

# An id goes into an address and into the log: no control characters, no lone surrogates, not "." nor "..".
_ID = re.compile(r"(?!\.{1,2}\Z)[^\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,1000}")


def text_of(of: Mapping[str, Any], key: str) -> str | None:
    """A text, or None where there is none.

    Raises:
        Refused: 400, as does every function here, for a value of another type.
    """
    value = of.get(key)
    if value is not None and not isinstance(value, str):
        raise Refused(400, f"{key} is not a text")
    return value


def required_text(of: Mapping[str, Any], key: str) -> str:
    """A text that must be there."""
    value = text_of(of, key)
    if not value:
        raise Refused(400, f"{key} is missing")
    return value


def id_of(of: Mapping[str, Any], key: str) -> str:
    """An id that must be there."""
    value = required_text(of, key)
    if not _ID.fullmatch(value):
        raise Refused(400, f"{key} is not an id")
    return value


def optional_id_of(of: Mapping[str, Any], key: str) -> str | None:
    """An id, or None where there is none."""
    return id_of(of, key) if text_of(of, key) else None


def number_of(of: Mapping[str, Any], key: str, *, default: int) -> int:
    """A whole number that is not negative."""
    value = of.get(key)
    if value is None:
        return default
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refused(400, f"{key} is not a number of things")
    return value


def object_of(of: Mapping[str, Any], key: str) -> dict[str, Any]:
    """An object; an empty one where there is none."""
    value = of.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refused(400, f"{key} is not an object")
    return value


def objects_of(of: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """A list of objects; an empty one where there is none."""
    value = of.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Refused(400, f"{key} is not a list of objects")
    return value
