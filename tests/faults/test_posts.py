"""Killed while it sends: nothing is sent twice, and nobody is told that it was sent when nobody knows."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import update

from storage.records import posts
from storage.records.database import Records, open_records
from storage.records.posts import PostStatus
from storage.records.tables import leases
from tests.fakes.microsoft import Microsoft
from tests.fakes.outbox import post
from tests.faults.conftest import Place, Programs
from tests.faults.program import until

pytestmark = pytest.mark.asyncio

BATCH = "batch"
SEED = 20_261_126
POSTS = 30


@asynccontextmanager
async def opened(place: Place) -> AsyncIterator[Records]:
    """The same records as the program's."""
    records = await open_records(place.url)
    try:
        yield records
    finally:
        await records.close()


async def order(records: Records, microsoft: Microsoft, ids: Iterable[str]) -> None:
    """Reminders to as many people, each with its id as its summary."""
    now = datetime.now(UTC)
    moments = {"ordered_at": now, "due_at": now, "next_at": now, "changed_at": now}
    async with records.writing() as connection:
        for id_ in ids:
            made = post(id_, batch=BATCH, summary=id_, service_url=microsoft.url, **moments)
            await posts.add(connection, made)


async def statuses(records: Records) -> dict[str, PostStatus]:
    async with records.reading() as connection:
        return {each.id: each.status for each in await posts.of_batch(connection, BATCH)}


async def settled(records: Records) -> dict[str, PostStatus]:
    """How each post stands, once none is left to be sent."""

    async def is_so() -> bool:
        left = {PostStatus.WAITING, PostStatus.SENDING}
        return left.isdisjoint((await statuses(records)).values())

    await until(is_so)
    return await statuses(records)


async def let_the_lease_run_out(records: Records) -> None:
    """As when the time is up that another waits for a sender that was killed."""
    async with records.writing() as connection:
        await connection.execute(update(leases).values(until=datetime.now(UTC) - timedelta(seconds=1)))


async def test_what_was_on_its_way_when_the_program_was_killed_is_unknown_and_not_sent_again(
    place: Place, programs: Programs, microsoft: Microsoft
) -> None:
    program, answered = await programs.of(place), asyncio.Event()
    await program.start()
    async with opened(place) as records:
        microsoft.gate = answered.wait
        await order(records, microsoft, ["first"])
        await microsoft.post_began.wait()
        program.kill()
        answered.set()
        await order(records, microsoft, ["second"])
        await let_the_lease_run_out(records)
        await program.start()
        assert await settled(records) == {"first": PostStatus.UNKNOWN, "second": PostStatus.SENT}
        await order(records, microsoft, ["third"])
        assert (await settled(records))["first"] is PostStatus.UNKNOWN
    arrived = Counter(posted.body["summary"] for posted in microsoft.posted)
    assert arrived["first"] <= 1
    assert (arrived["second"], arrived["third"]) == (1, 1)


async def test_killed_at_any_moment_it_sends_nothing_twice(
    place: Place, programs: Programs, microsoft: Microsoft, rounds: int
) -> None:
    program = await programs.of(place)
    random = Random(SEED)  # noqa: S311 - nothing secret
    await program.start()
    async with opened(place) as records:
        for round_ in range(rounds):
            there = len(microsoft.posted)
            await order(records, microsoft, [f"{round_}-{number:02}" for number in range(POSTS)])
            so_many = there + random.randint(1, POSTS)
            await microsoft.until(lambda so_many=so_many: len(microsoft.posted) >= so_many)  # type: ignore[misc]
            program.kill()
            await let_the_lease_run_out(records)
            await program.start()
        stand = await settled(records)
    arrived = Counter(posted.body["summary"] for posted in microsoft.posted)
    assert max(arrived.values()) == 1
    sent = {id_ for id_, status in stand.items() if status is PostStatus.SENT}
    assert set(stand.values()) <= {PostStatus.SENT, PostStatus.UNKNOWN}
    assert len(stand) == rounds * POSTS
    assert sent <= arrived.keys()
    assert arrived.keys() - sent <= {id_ for id_, status in stand.items() if status is PostStatus.UNKNOWN}


async def test_two_programs_send_each_post_once(
    on_postgres: Place, programs: Programs, microsoft: Microsoft
) -> None:
    one, other = await programs.of(on_postgres, "one"), await programs.of(on_postgres, "other")
    await asyncio.gather(one.start(), other.start())
    async with opened(on_postgres) as records:
        ids = [f"{number:02}" for number in range(POSTS)]
        await order(records, microsoft, ids)
        assert set((await settled(records)).values()) == {PostStatus.SENT}
    assert Counter(posted.body["summary"] for posted in microsoft.posted) == dict.fromkeys(ids, 1)
