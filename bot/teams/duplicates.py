"""Which turns have been answered, so that an activity Teams sends again is not answered again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta

REMEMBERED = timedelta(minutes=15)
MAX_REMEMBERED = 10_000


class Answered:
    """A bounded memory of what is being, or has been, answered.

    Teams sends an activity again when it has waited 15 seconds for an answer
    (https://github.com/MicrosoftDocs/msteams-docs/issues/6084, read 2026-11-21).
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        remembered: timedelta = REMEMBERED,
        max_remembered: int = MAX_REMEMBERED,
    ) -> None:
        self._now = now
        self._remembered = remembered
        self._max_remembered = max_remembered
        self._claimed_at: OrderedDict[Hashable, datetime] = OrderedDict()

    def claim(self, key: Hashable) -> bool:
        """Whether the caller is the first to answer this; true once, until forgotten or too old."""
        now = self._now()
        while self._claimed_at and next(iter(self._claimed_at.values())) <= now - self._remembered:
            self._claimed_at.popitem(last=False)
        if key in self._claimed_at:
            return False
        if len(self._claimed_at) >= self._max_remembered:
            self._claimed_at.popitem(last=False)
        self._claimed_at[key] = now
        return True

    def forget(self, key: Hashable) -> None:
        """The answer did not get through: let it be tried again."""
        self._claimed_at.pop(key, None)
