"""The one sender among all that share the records: what is due leaves, once, and what came of it is kept."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import log
from bot.hearings.gates import card_holds_cpr, holds_cpr
from bot.outbox.delivery import Deliver, NotDelivered
from bot.outbox.pace import Pace
from storage.records import audit, leases, posts
from storage.records.database import Records, RecordsUnavailableError
from storage.records.posts import Outcome, Post, PostStatus, Waiting

LEASE = "outbox"
LEASE_S = 30.0
"""How long another waits for a sender that was killed, before it takes its place."""

KEEP_S = 10.0
"""How often the lease is kept for longer, and by another asked for."""

LOOK_S = 2.0
"""How often is looked for what is due by now."""

ROUNDS_S = 60.0
AT_ONCE = 32
"""On their way at the same time: with 50 a second, an answer may take more than half a second."""

MOST = 500
MOST_OF_THREAD = 8
"""Looked up at a time: no thread gets more within ``LOOK_S``."""

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 300.0
LONGEST_PAUSE_S = 3_600.0
"""A service that asks for more than an hour is asked again then; the post itself waits as long as it says."""

MAX_TRIES = 20
"""Some three quarters of an hour."""

MAX_AGE = timedelta(hours=24)
"""Later than that after it was due, nothing leaves any more."""

THROTTLED_THREADS = 3
"""So many threads turned away in a row, with nothing taken between: it is the bot that is throttled."""

SHUTDOWN_S = 15.0
"""How long what is on its way may take to finish."""

_BEYOND = timedelta(hours=1)  # the longest window
_REASONS = {403: "forbidden", 404: "gone", 413: "too large"}
_TOO_MANY = 429


@dataclass(kw_only=True)
class Sender:
    """Sends posts while it holds the lease; ``run`` is its life.

    A post is on its way in the records before it is sent, and what came of it is written down in the next
    transaction, in which the next posts are claimed: while the records are away, nothing more is sent. So at
    worst those that were on their way when the process died are unknown; none is ever sent twice.

    Attributes:
        deliver: Sends a post, with one try.
        rounds: Does what is due by time, and orders what it wants posted; called every minute.
        holder: This sender's name among all that share the records; no other has it.
        now: Aware UTC time, by which posts are due.
        clock: Seconds that never go back, by which the pace is kept.
        sleep: Waits so many seconds.
        random: 0 up to 1, spreads the waits between two tries.
    """

    records: Records
    deliver: Deliver
    rounds: Callable[[datetime], Awaitable[None]]
    holder: str
    now: Callable[[], datetime]
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    random: Callable[[], float]
    pace: Pace = field(default_factory=Pace)
    _rung: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _stopping: bool = field(default=False, init=False)
    _holding: bool = field(default=False, init=False)
    _keep_at: float = field(default=0.0, init=False)
    _rounds_at: float = field(default=0.0, init=False)
    _look_at: float = field(default=0.0, init=False)
    _due: tuple[Waiting, ...] = field(default=(), init=False)
    _under_way: dict[str, asyncio.Task[None]] = field(default_factory=dict, init=False)
    _outcomes: dict[str, Outcome] = field(default_factory=dict, init=False)
    _turned_away: dict[str, float] = field(default_factory=dict, init=False)

    def wake(self) -> None:
        """Something may have been ordered: look at once."""
        self._look_at = 0.0
        self._rung.set()

    async def run(self, shutdown_s: float = SHUTDOWN_S) -> None:
        """Send what is due until ``stop``; then finish what is on its way, and let another take over."""
        away = False
        while not self._stopping:
            self._rung.clear()
            try:
                wait_s = await self._work()
                away = False
            except RecordsUnavailableError as error:
                if not away:
                    log.event(logging.ERROR, "outbox waits for the records", error=error)
                away, wait_s = True, LOOK_S
            except Exception as error:  # noqa: BLE001 - there is no other to send what is due
                log.event(logging.ERROR, "outbox failed", error=error)
                wait_s = KEEP_S
            await self._rest(wait_s)
        await self._finish(shutdown_s)

    def stop(self) -> None:
        """Take nothing more; ``run`` returns soon."""
        self._stopping = True
        self._rung.set()

    async def _rest(self, wait_s: float) -> None:
        """Return after so many seconds, or when there may be something to do."""
        if self._rung.is_set() or wait_s <= 0:
            await asyncio.sleep(0)
            return
        asleep = asyncio.ensure_future(self.sleep(wait_s))
        ringing = asyncio.ensure_future(self._rung.wait())
        try:
            await asyncio.wait({asleep, ringing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            asleep.cancel()
            ringing.cancel()
            await asyncio.gather(asleep, ringing, return_exceptions=True)

    async def _work(self) -> float:
        """Write down what came of posts, send those that may leave now, and say how long nothing else is due.

        Raises:
            RecordsUnavailableError: What came of posts is still to be written down.
        """
        if self.clock() >= self._keep_at:
            await self._keep_lease()
        if self._holding and self.clock() >= self._rounds_at:
            await self._make_rounds()
        if self._holding and self.clock() >= self._look_at:
            await self._look()
        leaving = self._leaving() if self._holding else ()
        if leaving or self._outcomes:
            await self._send(leaving)
        return self._wait_s()

    async def _keep_lease(self) -> None:
        """Take the lease or keep it; whatever is on its way that this sender did not begin, is unknown."""
        held = self._holding
        now = self.now()
        self._holding = False  # until it is sure
        async with self.records.writing() as connection:
            holding = await self._take_lease(connection, now)
            if holding:
                mine = [*self._under_way, *self._outcomes]
                for post in await posts.abandon(connection, now, besides=mine):
                    await _log(connection, post, now)
            tried = () if held or not holding else await posts.tried_since(connection, now - _BEYOND)
        at = self.clock()
        for thread, tried_at in tried:
            self.pace.arrived(thread, at - max((now - tried_at).total_seconds(), 0.0))
        if held != holding:
            log.event(logging.INFO, "outbox opened" if holding else "outbox left to another")
        self.pace.forget(at)
        self._holding, self._keep_at = holding, at + KEEP_S
        if not held:
            self._look_at = 0.0

    async def _take_lease(self, connection: AsyncConnection, now: datetime) -> bool:
        until = now + timedelta(seconds=LEASE_S)
        return await leases.take(connection, LEASE, self.holder, now=now, until=until)

    async def _make_rounds(self) -> None:
        self._rounds_at = self.clock() + ROUNDS_S
        try:
            await self.rounds(self.now())
        except RecordsUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - what is wrong with one round is to stop no post
            log.event(logging.ERROR, "rounds failed", error=error)
        self._look_at = 0.0

    async def _look(self) -> None:
        before = self.now() + timedelta(seconds=LOOK_S)
        self._look_at = self.clock() + LOOK_S
        async with self.records.reading() as connection:
            self._due = await posts.waiting(connection, before, most=MOST, most_of_thread=MOST_OF_THREAD)

    def _leaving(self) -> tuple[Waiting, ...]:
        """What may leave now, which counts as on its way from now on."""
        now, at = self.now(), self.clock()
        leaving: list[Waiting] = []
        for each in self._due:
            if len(self._under_way) + len(leaving) >= AT_ONCE:
                break
            if each.next_at <= now and self.pace.free_at(each.thread, _calls(each)) <= at:
                self.pace.begin(each.thread, _calls(each))
                leaving.append(each)
        gone = {each.id for each in leaving}
        self._due = tuple(each for each in self._due if each.id not in gone)
        return tuple(leaving)

    async def _send(self, leaving: Sequence[Waiting]) -> None:
        """Write down what came of posts, claim those that leave, and only once it is committed send them."""
        claimed: list[tuple[Post, Post | None]] = []
        outcomes, now = dict(self._outcomes), self.now()
        try:
            async with self.records.writing() as connection:
                for outcome in outcomes.values():
                    if (noted := await posts.note(connection, outcome, now)) is not None:
                        await _log(connection, noted, now)
                if leaving and await self._take_lease(connection, now):
                    for post in await posts.claim(connection, [each.id for each in leaving], now):
                        replaced = await posts.get(connection, post.replaces) if post.replaces else None
                        claimed.append((post, replaced))
        except BaseException:
            self._take_back(leaving, now)
            raise
        for id_ in outcomes:
            del self._outcomes[id_]
        begun = {post.id for post, _ in claimed}
        for each in leaving:
            if each.id not in begun:  # cancelled meanwhile, or the lease was lost
                self.pace.take_back(each.thread, _calls(each))
        for post, replaced in claimed:
            self._under_way[post.id] = asyncio.create_task(self._sent(post, replaced))

    def _take_back(self, leaving: Sequence[Waiting], now: datetime) -> None:
        """Nothing of it was sent; if the claim was committed all the same, it waits again."""
        for each in leaving:
            self.pace.take_back(each.thread, _calls(each))
            self._outcomes[each.id] = Outcome(
                id=each.id, status=PostStatus.WAITING, next_at=now, claimed_at=now
            )
        self._look_at = 0.0

    async def _sent(self, post: Post, replaced: Post | None) -> None:
        """Send it; what came of it is written down with what leaves next."""
        try:
            reason = _held_back(post, self.now())
            if reason:
                outcome = Outcome(id=post.id, status=PostStatus.FAILED, reason=reason)
            else:
                outcome = await self._delivered(post, replaced)
        except asyncio.CancelledError:
            outcome = Outcome(id=post.id, status=PostStatus.UNKNOWN, reason="interrupted")
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the others go on
            log.event(logging.ERROR, "delivery failed", id=post.id, error=error)
            outcome = Outcome(id=post.id, status=PostStatus.UNKNOWN, reason="interrupted")
        self.pace.end(post.thread, self.clock(), _calls(post))
        self._outcomes[post.id] = outcome
        del self._under_way[post.id]
        self._rung.set()

    async def _delivered(self, post: Post, replaced: Post | None) -> Outcome:
        try:
            where = await self.deliver(post, replaced)
        except NotDelivered as failure:
            return self._failed(post, failure)
        self._turned_away.clear()
        return Outcome(
            id=post.id,
            status=PostStatus.SENT,
            conversation_id=where.conversation_id,
            activity_id=where.activity_id,
        )

    def _failed(self, post: Post, failure: NotDelivered) -> Outcome:
        if not failure.certain:
            return Outcome(id=post.id, status=PostStatus.UNKNOWN, reason="no answer")
        wait_s = self._pause(post, failure)
        if not failure.passing and (failure.status or 0) < 500:
            self._turned_away.clear()
            reason = failure.reason or _REASONS.get(failure.status or 0, "refused")
            return Outcome(id=post.id, status=PostStatus.FAILED, reason=reason)
        next_at = self.now() + timedelta(seconds=wait_s)
        if post.tries >= MAX_TRIES or next_at - post.due_at > MAX_AGE:
            return Outcome(id=post.id, status=PostStatus.FAILED, reason="tries")
        log.event(logging.WARNING, "post retried", id=post.id, reason=str(failure), ms=wait_s * 1000)
        return Outcome(id=post.id, status=PostStatus.WAITING, next_at=next_at, claimed_at=post.changed_at)

    def _pause(self, post: Post, failure: NotDelivered) -> float:
        """How long the post waits before its next try; the thread, or all, wait as the service asked."""
        asked_s = min(failure.retry_after_s or 0.0, LONGEST_PAUSE_S)
        wait_s = wait_s_after(post.tries, failure.retry_after_s, self.random())
        if failure.status == _TOO_MANY:
            at = self.clock()
            self._turned_away[post.thread] = at + (asked_s or min(wait_s, LONGEST_PAUSE_S))
            self.pace.pause(self._turned_away[post.thread], post.thread)
            if len(self._turned_away) >= THROTTLED_THREADS:
                self.pace.pause(max(self._turned_away.values()))
        elif asked_s:
            self.pace.pause(self.clock() + asked_s, post.thread)
        return wait_s

    def _wait_s(self) -> float:
        """How long until there is something to do, if nothing happens meanwhile."""
        at, now = self.clock(), self.now()
        wait_s = self._keep_at - at
        if self._holding:
            wait_s = min(wait_s, self._look_at - at, self._rounds_at - at)
            if len(self._under_way) < AT_ONCE:
                for each in self._due:
                    due_s = (each.next_at - now).total_seconds()
                    wait_s = min(wait_s, max(due_s, self.pace.free_at(each.thread, _calls(each)) - at))
        return max(wait_s, 0.0)

    async def _finish(self, shutdown_s: float) -> None:
        """Wait for what is on its way, write down what came of it, and give the lease back."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way.values(), timeout=shutdown_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        try:
            await self._send(())
            async with self.records.writing() as connection:
                await leases.give_back(connection, LEASE, self.holder)
        except RecordsUnavailableError as error:  # whoever comes next takes them as unknown
            log.event(logging.ERROR, "outbox closed without the records", error=error)


def wait_s_after(tries: int, asked_s: float | None, jitter: float) -> float:
    """How long to wait after so many tries: doubled each time, spread by the jitter (0 to 1).

    Never less than the service asked for.
    """
    backoff_s = min(FIRST_WAIT_S * 2.0 ** (tries - 1), LONGEST_WAIT_S) * (1 + jitter) / 2
    return max(backoff_s, asked_s or 0.0)


def _calls(post: Post | Waiting) -> int:
    """How often the service may be called for it: what is gone cannot be replaced, and is posted anew."""
    return 2 if post.replaces else 1


def _held_back(post: Post, now: datetime) -> str:
    """Why the post is not sent, as a word; "" where it is."""
    if now - post.due_at > MAX_AGE:
        return "late"
    if post.card is None:
        return "deleted"
    return "cpr" if card_holds_cpr(post.card) or holds_cpr(post.summary) else ""


_SETTLED = {
    PostStatus.SENT: ("post.sent", "post sent"),
    PostStatus.FAILED: ("post.failed", "post failed"),
    PostStatus.UNKNOWN: ("post.unknown", "post unknown"),
}
"""What the audit event, and what the log calls it."""


async def _log(connection: AsyncConnection, post: Post, at: datetime) -> None:
    """Write down what came of the post, once it is settled."""
    if (named := _SETTLED.get(post.status)) is not None:
        what, logged = named
        level = logging.INFO if post.status is PostStatus.SENT else logging.WARNING
        log.event(level, logged, id=post.id, reason=post.reason)
        await audit.append(
            connection,
            at=at,
            actor="",
            what=what,
            hearing_id=post.hearing_id,
            party_id=post.party_id,
            detail=post.id,
        )
