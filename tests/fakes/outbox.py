"""A service that is posted to, a clock that only goes on when there is nothing to do, and posts."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.outbox.delivery import Delivered, NotDelivered
from bot.outbox.pace import Limit
from bot.outbox.sender import Sender
from storage.records import posts
from storage.records.database import Records
from storage.records.posts import Post, PostKind

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
_SPINS = 20


class Clock:
    """Time goes on to the next thing that is waited for, once all of so many senders have nothing to do."""

    def __init__(self, senders: int = 1) -> None:
        self.at = 0.0
        self.senders = senders
        self._waiting: list[tuple[float, int, asyncio.Future[None], bool]] = []
        self._numbers = itertools.count()
        self._going: asyncio.Task[None] | None = None
        self._free = asyncio.Event()
        self._free.set()

    def now(self) -> datetime:
        return START + timedelta(seconds=self.at)

    def clock(self) -> float:
        return self.at

    @contextmanager
    def held(self) -> Iterator[None]:
        """Meanwhile no time goes by, whoever has nothing to do."""
        self._free.clear()
        yield
        self._free.set()

    async def passes(self, seconds: float) -> None:
        """Something takes so long."""
        await self._wait(seconds, idle=False)

    async def sleep(self, seconds: float) -> None:
        """A sender has nothing to do for so long."""
        self._go_on()
        await self._wait(seconds, idle=True)

    def leave(self) -> None:
        """A sender has ended."""
        self.senders -= 1
        self._go_on()

    def _go_on(self) -> None:
        if self._going is None or self._going.done():
            self._going = asyncio.create_task(self._go())

    async def _wait(self, seconds: float, *, idle: bool) -> None:
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (self.at + seconds, next(self._numbers), future, idle))
        await future

    async def _go(self) -> None:
        while True:
            for _ in range(_SPINS):
                await asyncio.sleep(0)
            if not self._free.is_set():
                await self._free.wait()
                continue
            self._waiting = [each for each in self._waiting if not each[2].done()]
            heapq.heapify(self._waiting)
            if not self._waiting or sum(idle for *_, idle in self._waiting) < self.senders:
                return
            at, _, future, _ = heapq.heappop(self._waiting)
            self.at = max(self.at, at)
            future.set_result(None)


@dataclass
class Service:
    """What is posted arrives here.

    Attributes:
        takes_s: How long each post takes.
        answers: By post id: what the next tries are answered, in order; after that it is taken.
        calls: When each try arrived, and of which post.
        taken: The posts that were taken, as often as they were.
        replaced: By post id: the post that was to be replaced.
        stalled: Ids of posts that are never answered.
    """

    clock: Clock
    takes_s: float = 0.05
    answers: dict[str, list[NotDelivered | BaseException]] = field(default_factory=dict)
    calls: list[tuple[float, str, str]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    replaced: dict[str, Post | None] = field(default_factory=dict)
    stalled: set[str] = field(default_factory=set)

    async def __call__(self, post: Post, replaced: Post | None, /) -> Delivered:
        self.calls.append((self.clock.at, post.thread, post.id))
        self.replaced[post.id] = replaced
        if post.id in self.stalled:
            await asyncio.get_running_loop().create_future()
        await self.clock.passes(self.takes_s)
        if answers := self.answers.get(post.id):
            raise answers.pop(0)
        self.taken.append(post.id)
        return Delivered(f"{post.thread};messageid=1", f"m-{post.id}")

    def tries(self, post_id: str) -> list[float]:
        return [at for at, _, id_ in self.calls if id_ == post_id]

    def most_within(self, limit: Limit) -> int:
        """The most that arrived in one thread within so many seconds."""
        by_thread = defaultdict(list)
        for at, thread, _ in self.calls:
            by_thread[thread].append(at)
        return max(most_within(limit.within_s, moments) for moments in by_thread.values())

    def most_in_all(self, within_s: float) -> int:
        return most_within(within_s, [at for at, _, _ in self.calls])


def most_within(within_s: float, moments: Sequence[float]) -> int:
    """The most of these moments, in order, that lie within so many seconds."""
    first, most = 0, 0
    for last, moment in enumerate(moments):
        while moments[first] < moment - within_s:
            first += 1
        most = max(most, last - first + 1)
    return most


def sender(
    records: Records, service: Service, *, minutes: float, holder: str = "en", **changes: Any
) -> Sender:
    """A sender that stops after so many minutes, at a round."""

    async def rounds(_now: datetime) -> None:
        if service.clock.at >= minutes * 60:
            made.stop()

    fields: dict[str, Any] = {
        "deliver": service,
        "rounds": rounds,
        "now": service.clock.now,
        "clock": service.clock.clock,
        "sleep": service.clock.sleep,
        "random": lambda: 1.0,
    }
    made = Sender(records=records, holder=holder, **(fields | changes))
    return made


def post(id_: str, **fields: Any) -> Post:
    """A reminder to somebody, due at once."""
    made = Post(
        id=id_,
        batch=id_,
        kind=PostKind.REMINDER,
        hearing_id="placering",
        party_id="med-skole",
        conversation_id=f"a:{id_}",
        service_url="https://smba.trafficmanager.net/emea/",
        card='{"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": "Husk jeres svar"}]}',
        summary="Husk jeres høringssvar",
        ordered_by="eva",
        ordered_at=START,
        due_at=START,
        next_at=START,
        changed_at=START,
    )
    return replace(made, **fields)


def to_channel(id_: str, channel: str, **fields: Any) -> Post:
    """A summary for a channel."""
    return post(id_, kind=PostKind.SUMMARY, channel_id=channel, conversation_id="", **fields)


async def store(records: Records, *all_: Post) -> None:
    async with records.writing() as connection:
        for each in all_:
            await posts.add(connection, each)
