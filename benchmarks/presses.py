"""Buttons pressed on cards, as Teams tells of them, made before anything is timed; and what is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from benchmarks.load import Message, Taken
from benchmarks.stored import Waiting
from benchmarks.wire import request
from tests.fakes.microsoft import BOT, TENANT

ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"

_REFERENCE = re.compile(r"HS-\d{6}-[0-9A-F]{6}")
_HASH = re.compile(r"[0-9a-f]{64}")
_JSON = ("Content-Type: application/json; charset=utf-8",)


@dataclass(slots=True)
class Presses:
    """Makes presses; no two are on the same card."""

    service_url: str
    _number: Iterator[int] = field(default_factory=lambda: count(1))

    def press(self, who: Waiting, verb: str, *, posts: bool = False, **data: str | int) -> Message:
        """One button that somebody presses in their own chat; ``posts`` where the card is changed for it."""
        card = f"{1_700_000_000_000 + next(self._number)}"
        held = {"hearing": who.hearing, "party": who.party} | {
            name: str(value) for name, value in data.items()
        }
        activity = {
            "name": "adaptiveCard/action",
            "type": "invoke",
            "timestamp": "2026-11-26T08:00:00.123Z",
            "id": f"f:{card}",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {"id": f"29:{who.user}", "name": who.name, "aadObjectId": who.user},
            "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": f"a:{who.user}"},
            "recipient": {"id": BOT, "name": "Tryghedsbotten"},
            "entities": [{"locale": "da-DK", "country": "DK", "platform": "Web", "type": "clientInfo"}],
            "channelData": {"tenant": {"id": TENANT}, "source": {"name": "message"}},
            "replyToId": card,
            "value": {
                "action": {"type": "Action.Execute", "verb": verb, "data": held | {"verb": verb}},
                "trigger": "manual",
            },
            "locale": "da-DK",
        }
        body = json.dumps(activity, ensure_ascii=False).encode()
        return Message(card, verb, request("POST", "/api/messages", body, headers=_JSON), posts)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person can hold the bot to."""

    reference: str
    content_hash: str


def receipt_in(card: Any) -> Receipt | None:
    """The one reference and the one hash that a card shows; None where it is no receipt."""
    shown = "\n".join(_texts(card))
    references, hashes = set(_REFERENCE.findall(shown)), set(_HASH.findall(shown))
    if len(references) != 1 or len(hashes) != 1:
        return None
    return Receipt(references.pop(), hashes.pop())


def card_of(turn: Taken) -> Any:
    """The card that answered a press; None where something else did."""
    answer = json.loads(turn.answer) if turn.well else {}
    return answer["value"] if answer.get("type") == ADAPTIVE_CARD else None


def receipt_of(turn: Taken) -> Receipt | None:
    """The receipt that answered a press and was then put in the place of the pressed card, if both were."""
    card = card_of(turn)
    if card is None:
        return None
    changed = [json.loads(reply)["attachments"][0]["content"] for reply in turn.replies]
    return receipt_in(card) if changed == [card] else None


def _texts(node: Any) -> Iterator[str]:
    """What a card shows: its texts, and the values beside names."""
    if isinstance(node, list):
        for item in node:
            yield from _texts(item)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name in {"text", "value"} and isinstance(value, str):
                yield value
            elif name not in {"data", "fallback"}:
                yield from _texts(value)
