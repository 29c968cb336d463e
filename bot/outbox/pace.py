"""How fast may be posted: sliding windows over what was sent, and pauses that the service asks for.

Nothing here waits or reads a clock; moments are seconds on a clock that never goes back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limit:
    """So many posts within any so many seconds."""

    most: int
    within_s: float


THREAD_LIMITS = (Limit(7, 1), Limit(8, 2), Limit(60, 30), Limit(1_800, 3_600))
"""Of a bot to a thread, new threads in a channel too.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit, read 2026-11-26: per bot
per thread, "send to conversation" and "create conversation" alike; "subject to change".
"""

ALL_LIMITS = (Limit(50, 1),)
"""Of a bot to all threads of an organisation: 50 requests a second, as the same page has it."""

MARGIN_S = 0.02
"""How much longer than a window is waited: the service's clock may go a little faster than ours."""

_LONGEST_S = max(limit.within_s for limit in THREAD_LIMITS)


@dataclass(slots=True)
class _Window:
    """When posts had arrived; one that is on its way may arrive at any moment, so it counts as of now."""

    limits: Sequence[Limit]
    arrived: deque[float]
    on_their_way: int = 0
    paused_until: float = 0.0

    def note(self, at: float) -> None:
        """Something arrived then; what another has sent may be told late."""
        if self.arrived and at < self.arrived[-1]:
            self.arrived = deque(sorted([*self.arrived, at]), maxlen=self.arrived.maxlen)
        else:
            self.arrived.append(at)

    def free_at(self, calls: int) -> float:
        """When so many more may leave; infinitely late as long as too many are on their way."""
        free = self.paused_until
        for limit in self.limits:
            back = limit.most - self.on_their_way - calls + 1
            if back <= 0:
                return float("inf")
            if len(self.arrived) >= back:
                free = max(free, self.arrived[-back] + limit.within_s + MARGIN_S)
        return free


def _window(limits: Sequence[Limit]) -> _Window:
    return _Window(limits, deque(maxlen=max(limit.most for limit in limits)))


@dataclass(slots=True)
class Pace:
    """What was posted of late, by thread and in all.

    A post arrives somewhere between its beginning and its end. The next one begins when the ended one is a
    whole window back; so however long either takes, the service never sees more within one than is allowed.
    ``calls`` is how many times the service may be called for it.
    """

    thread_limits: Sequence[Limit] = THREAD_LIMITS
    all_limits: Sequence[Limit] = ALL_LIMITS
    _all: _Window = field(init=False)
    _threads: dict[str, _Window] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Nothing was posted yet."""
        self._all = _window(self.all_limits)

    def free_at(self, thread: str, calls: int = 1) -> float:
        """When a post to the thread may leave; infinitely late where another must end first."""
        there = self._threads.get(thread)
        if there is None:
            return self._all.free_at(calls)
        # One at a time: what is posted in a thread is read in the order it was ordered in.
        return float("inf") if there.on_their_way else max(self._all.free_at(calls), there.free_at(calls))

    def begin(self, thread: str, calls: int = 1) -> None:
        """A post is on its way there."""
        self._all.on_their_way += calls
        self._of(thread).on_their_way += calls

    def end(self, thread: str, at: float, calls: int = 1) -> None:
        """It has arrived, or will no more."""
        self.take_back(thread, calls)
        for _ in range(calls):
            self.arrived(thread, at)

    def take_back(self, thread: str, calls: int = 1) -> None:
        """It was not sent after all."""
        self._all.on_their_way -= calls
        self._of(thread).on_their_way -= calls

    def arrived(self, thread: str, at: float) -> None:
        """Something was posted there then, perhaps by another."""
        self._all.note(at)
        self._of(thread).note(at)

    def pause(self, until: float, thread: str | None = None) -> None:
        """Nothing is to leave before then, to the thread or to any."""
        window = self._all if thread is None else self._of(thread)
        window.paused_until = max(window.paused_until, until)

    def forget(self, at: float) -> None:
        """Forget the threads that count no more."""
        for thread, window in list(self._threads.items()):
            last = window.arrived[-1] if window.arrived else float("-inf")
            if not window.on_their_way and max(last + _LONGEST_S + MARGIN_S, window.paused_until) < at:
                del self._threads[thread]

    def _of(self, thread: str) -> _Window:
        return self._threads.setdefault(thread, _window(self.thread_limits))
