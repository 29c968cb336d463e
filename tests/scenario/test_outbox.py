"""What is ordered leaves at the right pace, each post once, and what came of it is told."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import pytest_asyncio
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings.texts import posting as texts
from bot.outbox import sender as sending
from bot.outbox.delivery import NotDelivered
from bot.outbox.pace import ALL_LIMITS, THREAD_LIMITS
from bot.outbox.sender import LEASE, wait_s_after
from storage.records import audit, leases, posts
from storage.records.database import Records, RecordsUnavailableError, open_records, url_of
from storage.records.posts import Post, PostStatus
from storage.records.tables import posts as table
from tests.fakes.logs import caught_log
from tests.fakes.outbox import START, Clock, Service, post, sender, store, to_channel

pytestmark = pytest.mark.asyncio

SOURCE = Path(sending.__file__).read_text("utf-8")


@pytest_asyncio.fixture(name="records")
async def _records(tmp_path: Path) -> AsyncIterator[Records]:
    records = await open_records(url_of(None, tmp_path))
    yield records
    await records.close()


@pytest.fixture(name="service")
def _service() -> Service:
    return Service(Clock())


async def found(records: Records, id_: str) -> Post:
    async with records.reading() as connection:
        there = await posts.get(connection, id_)
    assert there is not None
    return there


async def outcome(records: Records, id_: str) -> tuple[PostStatus, str]:
    there = await found(records, id_)
    return there.status, there.reason


async def events(records: Records) -> list[tuple[str, str]]:
    async with records.reading() as connection:
        assert (await audit.verify(connection)).problems == ()
        return [(each.what, each.detail or "") for each in await audit.events(connection, "placering")]


@contextmanager
def logged_events() -> Iterator[list[str]]:
    """What the log tells from INFO up, filled in at the end."""
    events: list[str] = []
    with caught_log("INFO") as stream:
        yield events
    events += [json.loads(line)["event"] for line in stream.getvalue().splitlines()]


def busy(**fields: Any) -> NotDelivered:
    return NotDelivered(429, passing=True, **fields)


# --- sending ----------------------------------------------------------------------------------


async def test_what_is_due_is_sent_and_noted(records: Records, service: Service) -> None:
    await store(records, post("p"))
    await sender(records, service, minutes=1).run()
    there = await found(records, "p")
    assert service.taken == ["p"]
    assert (there.status, there.tries) == (PostStatus.SENT, 1)
    assert (there.sent_conversation_id, there.activity_id) == ("a:p;messageid=1", "m-p")
    assert await events(records) == [("post.sent", "p")]


async def test_nothing_leaves_before_it_is_due(records: Records, service: Service) -> None:
    await store(
        records, post("p", due_at=START + timedelta(seconds=100), next_at=START + timedelta(seconds=100))
    )
    await sender(records, service, minutes=3).run()
    assert service.tries("p") == [100]


async def test_what_is_ordered_meanwhile_leaves_at_once(records: Records, service: Service) -> None:
    made = sender(records, service, minutes=1)

    async def order() -> None:
        await service.clock.passes(30.5)
        with service.clock.held():
            await store(records, post("p"))
        made.wake()

    ordering = asyncio.create_task(order())
    await made.run()
    await ordering
    assert service.tries("p") == [pytest.approx(30.5)]


async def test_what_was_cancelled_stays(records: Records, service: Service) -> None:
    ids = [f"p{n:02}" for n in range(30)]
    await store(records, *(to_channel(id_, "19:a") for id_ in ids))
    made = sender(records, service, minutes=2)
    cancelled: list[str] = []

    async def cancel() -> None:
        await service.clock.passes(1.5)
        with service.clock.held():
            async with records.writing() as connection:
                cancelled.extend(await posts.cancel(connection, ids, service.clock.now()))

    cancelling = asyncio.create_task(cancel())
    await made.run()
    await cancelling
    assert cancelled
    assert service.taken
    assert sorted([*cancelled, *service.taken]) == ids


async def test_a_post_takes_the_place_of_another_once_that_is_settled(
    records: Records, service: Service
) -> None:
    service.answers["first"] = [busy(retry_after_s=10)]
    await store(
        records, to_channel("first", "19:a"), to_channel("second", "19:a", replaces="first"), post("other")
    )
    await sender(records, service, minutes=1).run()
    assert service.taken == ["other", "first", "second"]
    replaced = service.replaced["second"]
    assert replaced is not None
    assert (replaced.id, replaced.activity_id) == ("first", "m-first")
    assert service.replaced["first"] is None


# --- the pace ---------------------------------------------------------------------------------


async def test_no_window_ever_holds_more_than_is_allowed(records: Records, service: Service) -> None:
    channels = [f"19:{n}" for n in range(40)]
    await store(
        records,
        *(to_channel(f"{channel} {n}", channel) for n in range(9) for channel in channels),
        *(to_channel(f"busy {n:03}", "19:busy") for n in range(100)),
    )
    await sender(records, service, minutes=2).run()
    assert len(service.taken) == len(set(service.taken)) == 40 * 9 + 100
    for limit in THREAD_LIMITS:
        assert service.most_within(limit) <= limit.most
    assert service.most_in_all(1.0) <= ALL_LIMITS[0].most
    in_all = [at for at, thread, _ in service.calls if thread != "19:busy"]
    assert max(in_all) < 12  # 460 posts would take 9.2 seconds at best
    assert max(service.tries("busy 099")) < 50  # 60 within 30 seconds, then 40 more


async def test_in_a_thread_posts_leave_in_the_order_they_were_ordered_in(
    records: Records, service: Service
) -> None:
    ids = [f"p{n}" for n in range(6)]
    for number, id_ in enumerate(ids):
        await store(records, to_channel(id_, "19:a", ordered_at=START + timedelta(milliseconds=number)))
    await sender(records, service, minutes=1).run()
    assert service.taken == ids


async def test_a_new_sender_knows_what_was_sent_just_now(records: Records, service: Service) -> None:
    await store(records, *(to_channel(f"p{n:02}", "19:a") for n in range(60)))
    await sender(records, service, minutes=2).run()
    first = len(service.calls)
    await store(records, *(to_channel(f"q{n:02}", "19:a") for n in range(60)))
    service.clock.at += 1
    await sender(records, service, minutes=10, holder="to").run()
    assert len(service.taken) == first + 60
    for limit in THREAD_LIMITS:
        assert service.most_within(limit) <= limit.most


# --- trying again -----------------------------------------------------------------------------


@pytest.mark.parametrize("status", [412, 429, 500, 502, 503, 504])
async def test_what_passes_is_tried_again(records: Records, service: Service, status: int) -> None:
    service.answers["p"] = [NotDelivered(status, passing=status != 500) for _ in range(3)]
    await store(records, post("p"))
    await sender(records, service, minutes=1).run()
    there = await found(records, "p")
    assert (there.status, there.tries) == (PostStatus.SENT, 4)
    first, second, third, fourth = service.tries("p")
    assert second - first >= 1
    assert third - second >= 2
    assert fourth - third >= 4
    assert await events(records) == [("post.sent", "p")]


async def test_a_service_gets_the_time_it_asks_for(records: Records, service: Service) -> None:
    service.answers["p"] = [busy(retry_after_s=47)]
    await store(records, to_channel("p", "19:a"), to_channel("q", "19:a"), to_channel("r", "19:b"))
    await sender(records, service, minutes=2).run()
    [first, again] = service.tries("p")
    assert again - first >= 47
    assert service.tries("q")[0] - first >= 47  # the same thread
    assert service.tries("r")[0] < 1  # another


async def test_a_bot_that_is_throttled_pauses_for_all(records: Records, service: Service) -> None:
    for n in range(3):
        service.answers[f"p{n}"] = [busy(retry_after_s=20 + n)]
    service.takes_s = 0.5
    ids = [f"p{n}" for n in range(3)]
    later = START + timedelta(seconds=2)
    await store(records, *map(post, ids), post("later", next_at=later))
    await sender(records, service, minutes=1).run()
    assert service.tries("later")[0] >= 22
    assert sorted(service.taken) == ["later", *ids]


async def test_single_refusals_among_what_is_taken_pause_nobody_else(
    records: Records, service: Service
) -> None:
    for n in range(0, 30, 10):
        service.answers[f"p{n:02}"] = [busy(retry_after_s=30)]
    await store(
        records, *(post(f"p{n:02}", next_at=START + timedelta(milliseconds=100 * n)) for n in range(30))
    )
    await sender(records, service, minutes=1).run()
    assert len(service.taken) == 30
    assert max(service.tries("p29")) < 6


async def test_tries_come_to_an_end(records: Records, service: Service) -> None:
    service.answers["p"] = [NotDelivered(503, passing=True) for _ in range(100)]
    await store(records, post("p", tries=sending.MAX_TRIES - 2))
    await sender(records, service, minutes=12).run()
    assert await outcome(records, "p") == (PostStatus.FAILED, "tries")
    assert len(service.tries("p")) == 2
    assert await events(records) == [("post.failed", "p")]


async def test_nothing_is_tried_for_longer_than_a_day(records: Records, service: Service) -> None:
    service.answers["p"] = [busy(retry_after_s=90_000)]
    await store(records, post("p"))
    await sender(records, service, minutes=1).run()
    assert await outcome(records, "p") == (PostStatus.FAILED, "tries")


async def test_no_thread_waits_for_years_because_a_service_says_so(
    records: Records, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LONGEST_PAUSE_S", 60.0)
    service.answers["p"] = [busy(retry_after_s=900_000_000)]
    await store(records, to_channel("p", "19:a"), to_channel("q", "19:a"))
    await sender(records, service, minutes=3).run()
    assert await outcome(records, "p") == (PostStatus.FAILED, "tries")
    assert service.tries("q")[0] == pytest.approx(60.05)


async def test_what_is_no_card_is_unknown_and_stops_no_other(records: Records, service: Service) -> None:
    await store(records, to_channel("p", "19:a", card="{"), to_channel("q", "19:a"))
    await sender(records, service, minutes=1).run()
    assert await outcome(records, "p") == (PostStatus.UNKNOWN, "interrupted")
    assert service.taken == ["q"]


async def test_what_should_have_left_a_day_ago_stays(records: Records, service: Service) -> None:
    yesterday = START - timedelta(hours=25)
    await store(records, post("p", due_at=yesterday, next_at=yesterday), post("q", next_at=yesterday))
    await sender(records, service, minutes=1).run()
    assert await outcome(records, "p") == (PostStatus.FAILED, "late")
    assert service.taken == ["q"]


@pytest.mark.parametrize(
    ("tries", "asked_s", "jitter", "wait_s"),
    [
        pytest.param(1, None, 0.0, 0.5, id="the first at the least"),
        pytest.param(1, None, 1.0, 1.0, id="the first at the most"),
        pytest.param(4, None, 1.0, 8.0, id="doubled each time"),
        pytest.param(20, None, 1.0, 300.0, id="never more than five minutes"),
        pytest.param(1, 60.0, 0.0, 60.0, id="what was asked for"),
        pytest.param(9, 0.0, 1.0, 256.0, id="no less where nothing is asked for"),
        pytest.param(1, 900.0, 0.0, 900.0, id="more than five minutes where that is asked for"),
    ],
)
async def test_the_wait_grows(tries: int, asked_s: float | None, jitter: float, wait_s: float) -> None:
    assert wait_s_after(tries, asked_s, jitter) == wait_s


# --- what cannot be sent ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        pytest.param(NotDelivered(403), "forbidden", id="403"),
        pytest.param(NotDelivered(404), "gone", id="404"),
        pytest.param(NotDelivered(413), "too large", id="413"),
        pytest.param(NotDelivered(400), "refused", id="400"),
        pytest.param(NotDelivered(), "refused", id="no status"),
        pytest.param(NotDelivered(reason="host"), "host", id="a host that is not allowed"),
    ],
)
async def test_what_cannot_be_sent_is_told_with_its_reason(
    records: Records, service: Service, failure: NotDelivered, reason: str
) -> None:
    service.answers["p"] = [failure]
    await store(records, post("p"), post("q"))
    await sender(records, service, minutes=1).run()
    assert await outcome(records, "p") == (PostStatus.FAILED, reason)
    assert await outcome(records, "q") == (PostStatus.SENT, "")
    assert len(service.tries("p")) == 1
    assert ("post.failed", "p") in await events(records)
    assert texts.WHY[reason]


async def test_there_is_a_danish_sentence_for_every_reason() -> None:
    reasons = re.findall(r'reason="([a-z ]+)"|return "([a-z ]+)"', SOURCE)
    named = {one or other for one, other in reasons} | set(sending._REASONS.values())  # noqa: SLF001 - all there are
    assert {"interrupted", "late", "cpr", "tries", "forbidden"} <= named <= texts.WHY.keys()


async def test_what_may_have_arrived_is_unknown_and_never_sent_again(
    records: Records, service: Service
) -> None:
    service.answers["p"] = [NotDelivered(certain=False, passing=True)]
    await store(records, post("p"))
    await sender(records, service, minutes=5).run()
    assert await outcome(records, "p") == (PostStatus.UNKNOWN, "no answer")
    assert len(service.tries("p")) == 1
    assert await events(records) == [("post.unknown", "p")]


async def test_what_nobody_foresaw_is_unknown_and_stops_no_other(records: Records, service: Service) -> None:
    service.answers["p"] = [KeyError("id")]
    await store(records, post("p"), post("q"))
    with logged_events() as logged:
        await sender(records, service, minutes=5).run()
    assert await outcome(records, "p") == (PostStatus.UNKNOWN, "interrupted")
    assert len(service.tries("p")) == 1
    assert await outcome(records, "q") == (PostStatus.SENT, "")
    assert {"delivery failed", "post unknown", "post sent"} <= set(logged)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(
            {"card": json.dumps({"body": [{"type": "TextBlock", "text": "Barn 010203-1234"}]})}, id="card"
        ),
        pytest.param({"summary": "Barn 010203-1234"}, id="summary"),
    ],
)
async def test_a_cpr_number_is_held_back_even_where_it_was_ordered(
    records: Records, service: Service, fields: dict[str, str]
) -> None:
    await store(records, post("p", **fields))
    await sender(records, service, minutes=1).run()
    assert await outcome(records, "p") == (PostStatus.FAILED, "cpr")
    assert service.calls == []


async def test_an_id_that_looks_like_a_cpr_number_is_none(records: Records, service: Service) -> None:
    button = {"type": "Action.Execute", "title": "Svar", "verb": "x", "data": {"hearing": "f0102031234f"}}
    await store(records, post("p", card=json.dumps({"actions": [button]})))
    await sender(records, service, minutes=1).run()
    assert service.taken == ["p"]


# --- interrupted ------------------------------------------------------------------------------


async def test_what_is_on_its_way_is_finished_before_the_sender_ends(
    records: Records, service: Service
) -> None:
    await store(records, post("p"))
    made = sender(records, service, minutes=1)
    answered = asyncio.Event()

    async def slow(_post: Post, _replaced: Post | None, /) -> Any:
        made.stop()
        asyncio.get_running_loop().call_later(0.01, answered.set)
        await answered.wait()
        return await service(_post, _replaced)

    service.takes_s = 0
    made.deliver = slow
    running = asyncio.create_task(made.run())
    await answered.wait()
    # The clock goes on only for a sender that has nothing to do.
    service.clock.senders = 0
    await asyncio.gather(running, service.clock.sleep(0))
    assert await outcome(records, "p") == (PostStatus.SENT, "")


async def test_what_takes_longer_than_the_shutdown_is_unknown(records: Records, service: Service) -> None:
    service.stalled = {"p"}
    await store(records, post("p"), post("q"))
    await sender(records, service, minutes=1).run(shutdown_s=0.01)
    assert await outcome(records, "p") == (PostStatus.UNKNOWN, "interrupted")
    assert await outcome(records, "q") == (PostStatus.SENT, "")


async def test_what_a_killed_sender_began_is_unknown_and_not_sent(records: Records, service: Service) -> None:
    await store(records, post("p"), post("q"))
    async with records.writing() as connection:
        await posts.claim(connection, ["p"], START)
    await sender(records, service, minutes=1).run()
    assert await outcome(records, "p") == (PostStatus.UNKNOWN, "interrupted")
    assert service.taken == ["q"]
    assert ("post.unknown", "p") in await events(records)


# --- one sender among all ---------------------------------------------------------------------


async def hold(records: Records, holder: str, clock: Clock, seconds: float) -> bool:
    async with records.writing() as connection:
        until = clock.now() + timedelta(seconds=seconds)
        return await leases.take(connection, LEASE, holder, now=clock.now(), until=until)


async def test_a_sender_waits_for_the_lease_of_another(records: Records, service: Service) -> None:
    await store(records, post("p"))
    await hold(records, "another", service.clock, 45)
    rounds: list[float] = []
    made = sender(records, service, minutes=2)
    ends = made.rounds

    async def round_(now: datetime) -> None:
        rounds.append(service.clock.at)
        await ends(now)

    made.rounds = round_
    await made.run()
    assert 45 <= service.tries("p")[0] <= 56
    assert rounds[0] >= 45


async def test_a_sender_that_lost_its_lease_sends_no_more(records: Records, service: Service) -> None:
    await store(records, *(to_channel(f"p{n:02}", "19:a") for n in range(40)))
    made = sender(records, service, minutes=10)

    async def take_away() -> None:
        await service.clock.passes(2)
        with service.clock.held():
            async with records.writing() as connection:
                await leases.give_back(connection, LEASE, "en")
            assert await hold(records, "another", service.clock, 100)

    taking = asyncio.create_task(take_away())
    await made.run()
    await taking
    assert len(service.taken) == 40
    assert [at for at, _, _ in service.calls if 2.3 < at < 102] == []


async def test_a_sender_that_ends_lets_another_begin_at_once(records: Records, service: Service) -> None:
    await sender(records, service, minutes=1).run()
    assert await hold(records, "another", service.clock, 1)


async def test_rounds_are_made_once_a_minute(records: Records, service: Service) -> None:
    rounds: list[datetime] = []
    made = sender(records, service, minutes=0)

    async def round_(now: datetime) -> None:
        rounds.append(now)
        if len(rounds) == 2:
            raise KeyError("a mistake of our own stops no post")
        if len(rounds) == 4:
            await store(records, post("p"))
        if len(rounds) == 5:
            made.stop()

    made.rounds = round_
    with logged_events() as logged:
        await made.run()
    assert [(each - START) / timedelta(minutes=1) for each in rounds] == [0, 1, 2, 3, 4]
    assert service.tries("p") == [180]
    assert logged.count("rounds failed") == 1


# --- without the records ----------------------------------------------------------------------


class Outage:
    """Records that are away for a while.

    Attributes:
        away: Nothing is read or written.
        unconfirmed: The next so many writes are committed, and it is not known.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self.away = False
        self.unconfirmed = 0

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        if self.away:
            raise RecordsUnavailableError
        async with self._records.reading() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        if self.away:
            raise RecordsUnavailableError
        async with self._records.writing() as connection:
            yield connection
        if self.unconfirmed:
            self.unconfirmed -= 1
            raise RecordsUnavailableError(certain=False)


async def test_what_was_sent_while_the_records_went_away_is_noted_when_they_are_back(
    records: Records, service: Service
) -> None:
    outage = Outage(records)
    await store(records, post("p"), post("q", next_at=START + timedelta(seconds=5)))
    made = sender(cast("Records", outage), service, minutes=3)
    deliver = made.deliver

    async def cut(post_: Post, replaced: Post | None, /) -> Any:
        where = await deliver(post_, replaced)
        outage.away = service.clock.at < 60
        return where

    async def mend() -> None:
        await service.clock.passes(60)
        outage.away = False

    made.deliver = cut
    mending = asyncio.create_task(mend())
    with logged_events() as logged:
        await made.run()
    await mending
    assert service.taken == ["p", "q"]
    assert await outcome(records, "p") == (PostStatus.SENT, "")
    assert service.tries("q")[0] >= 60
    assert logged.count("outbox waits for the records") == 1


async def test_what_was_claimed_without_knowing_is_sent_once_all_the_same(
    records: Records, service: Service
) -> None:
    outage = Outage(records)
    made = sender(cast("Records", outage), service, minutes=2)

    async def order() -> None:
        await service.clock.passes(1.5)
        with service.clock.held():
            await store(records, post("p"))
        outage.unconfirmed = 1
        made.wake()

    ordering = asyncio.create_task(order())
    await made.run()
    await ordering
    assert service.taken == ["p"]
    assert await outcome(records, "p") == (PostStatus.SENT, "")


async def test_what_another_has_begun_meanwhile_is_not_taken_back(records: Records, service: Service) -> None:
    """One fails to claim a post, and is cut off; the other, who has the lease by now, is sending it."""
    outage = Outage(records)
    made = sender(cast("Records", outage), service, minutes=3)
    await store(records, post("p"))
    service.takes_s = 8
    lost: list[bool] = []
    claim = posts.claim

    async def cut(*args: Any) -> Any:
        if not lost:
            lost.append(True)
            outage.away = True
            raise RecordsUnavailableError
        return await claim(*args)

    async def other() -> None:
        await service.clock.passes(40)
        with service.clock.held():
            async with records.writing() as connection:
                assert await leases.take(
                    connection,
                    LEASE,
                    "to",
                    now=service.clock.now(),
                    until=service.clock.now() + timedelta(seconds=30),
                )
                await claim(connection, ["p"], service.clock.now())
        await service.clock.passes(4)
        outage.away = False

    sending_ = asyncio.create_task(other())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posts, "claim", cut)
        await made.run()
    await sending_
    assert service.taken == []
    assert await outcome(records, "p") == (PostStatus.UNKNOWN, "interrupted")


async def test_an_outcome_that_was_noted_without_knowing_is_noted_once(
    records: Records, service: Service
) -> None:
    outage = Outage(records)
    await store(records, post("p"))
    made = sender(cast("Records", outage), service, minutes=2)
    deliver = made.deliver

    async def lose(post_: Post, replaced: Post | None, /) -> Any:
        where = await deliver(post_, replaced)
        outage.unconfirmed = 1
        return where

    made.deliver = lose
    await made.run()
    assert service.taken == ["p"]
    assert await events(records) == [("post.sent", "p")]


async def test_what_could_not_be_noted_before_the_end_is_unknown_to_the_next_sender(
    records: Records, service: Service
) -> None:
    outage = Outage(records)
    await store(records, post("p"))
    made = sender(cast("Records", outage), service, minutes=9)
    deliver = made.deliver

    async def cut(post_: Post, replaced: Post | None, /) -> Any:
        where = await deliver(post_, replaced)
        outage.away = True
        made.stop()
        return where

    made.deliver = cut
    await made.run()
    service.clock.at += 60
    await sender(records, service, minutes=4, holder="to").run()
    assert service.taken == ["p"]
    assert await outcome(records, "p") == (PostStatus.UNKNOWN, "interrupted")


async def test_a_post_of_a_deleted_hearing_stays(records: Records, service: Service) -> None:
    await store(records, post("p"))
    async with records.writing() as connection:
        await connection.execute(update(table).values(card=None))
    await sender(records, service, minutes=1).run()
    assert await outcome(records, "p") == (PostStatus.FAILED, "deleted")
    assert service.calls == []
