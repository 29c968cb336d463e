"""Two senders on one database: whatever they are up to, each post leaves once."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from bot.outbox.sender import Sender
from storage.records import posts
from storage.records.database import Records
from storage.records.posts import PostStatus
from tests.fakes.outbox import START, Clock, Service, post, sender, store

pytestmark = pytest.mark.asyncio

POSTS = 60


async def statuses(records: Records) -> Counter[PostStatus]:
    async with records.reading() as connection:
        return Counter(each.status for each in await posts.of_batch(connection, "b"))


async def until_end(of: Sender, clock: Clock) -> None:
    await of.run()
    clock.leave()


async def test_two_senders_send_each_post_once(records: Records, others: Records) -> None:
    clock = Clock(senders=2)
    en, to = Service(clock), Service(clock)
    await store(records, *(post(f"p{n:02}", batch="b") for n in range(POSTS)))
    first, second = sender(records, en, minutes=1), sender(others, to, minutes=1, holder="to")

    await asyncio.gather(until_end(first, clock), until_end(second, clock))
    assert sorted([*en.taken, *to.taken]) == [f"p{n:02}" for n in range(POSTS)]
    assert await statuses(records) == {PostStatus.SENT: POSTS}
    assert [] in (en.taken, to.taken)  # one held the lease, and the other waited


async def test_two_that_both_take_themselves_for_the_holder_send_each_post_once(
    records: Records, others: Records
) -> None:
    """Clocks that differ by more than a lease lasts: the pace is not kept then, but nothing is sent twice."""
    clock = Clock(senders=2)
    en, to = Service(clock, takes_s=0.3), Service(clock, takes_s=0.3)
    await store(records, *(post(f"p{n:02}", batch="b") for n in range(POSTS)))
    first = sender(records, en, minutes=2)
    second = sender(others, to, minutes=2, holder="to", now=lambda: clock.now() + timedelta(minutes=5))

    await asyncio.gather(until_end(first, clock), until_end(second, clock))
    assert sorted([*en.taken, *to.taken]) == [f"p{n:02}" for n in range(POSTS)]
    assert await statuses(records) == {PostStatus.SENT: POSTS}
    assert clock.now() > START
