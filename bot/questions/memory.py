"""What was last asked in each conversation, for half an hour and for a bounded number of them."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.questions.clause import Clause

KEPT = timedelta(minutes=30)
MAX_CONVERSATIONS = 10_000


@dataclass(frozen=True, slots=True)
class Remembered:
    """The last question that was understood, and the records its answer rested on."""

    clause: Clause
    about: tuple[str, ...]


class Memory:
    """Conversations by id; the longest silent one is forgotten first."""

    def __init__(self, *, max_conversations: int = MAX_CONVERSATIONS) -> None:
        self._max = max_conversations
        self._kept: OrderedDict[str, tuple[datetime, Remembered]] = OrderedDict()

    def recall(self, conversation: str, now: datetime) -> Remembered | None:
        """What was last asked here, unless it is over half an hour ago."""
        entry = self._kept.get(conversation)
        if entry is None or now - entry[0] > KEPT:
            return None
        return entry[1]

    def keep(self, conversation: str, remembered: Remembered, now: datetime) -> None:
        """Remember this as the conversation's last question."""
        self._kept[conversation] = (now, remembered)
        self._kept.move_to_end(conversation)
        while len(self._kept) > self._max or now - next(iter(self._kept.values()))[0] > KEPT:
            self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)
