"""How fast may be posted, without a clock."""

from __future__ import annotations

from random import Random

import pytest

from bot.outbox.pace import ALL_LIMITS, MARGIN_S, THREAD_LIMITS, Limit, Pace
from tests.fakes.outbox import most_within


def posted(pace: Pace, thread: str, at: float) -> None:
    pace.begin(thread)
    pace.end(thread, at)


def test_a_post_may_leave_at_once_where_nothing_was_posted() -> None:
    assert Pace().free_at("a") == 0


@pytest.mark.parametrize("limit", THREAD_LIMITS, ids=lambda limit: f"{limit.most} in {limit.within_s} s")
def test_a_thread_that_had_its_share_is_free_once_the_window_is_past_the_first(limit: Limit) -> None:
    pace = Pace(thread_limits=(limit,), all_limits=(Limit(10_000, 1),))
    for number in range(limit.most):
        assert pace.free_at("a") <= 100 + number * 1e-6
        posted(pace, "a", 100 + number * 1e-6)
    assert pace.free_at("a") == pytest.approx(100 + limit.within_s + MARGIN_S)
    assert pace.free_at("b") == 0


def test_all_threads_together_have_their_share_too() -> None:
    pace = Pace()
    for number in range(50):
        posted(pace, f"thread {number}", 10.0)
    assert pace.free_at("another") == pytest.approx(11 + MARGIN_S)


def test_what_is_on_its_way_may_arrive_at_any_moment() -> None:
    pace = Pace(all_limits=(Limit(2, 1),))
    pace.begin("a")
    pace.begin("b")
    assert pace.free_at("c") == float("inf")
    pace.end("a", 5.0)
    assert pace.free_at("c") == pytest.approx(6 + MARGIN_S)
    pace.take_back("b")
    assert pace.free_at("c") == 0


def test_a_thread_gets_one_at_a_time() -> None:
    pace = Pace()
    pace.begin("a")
    assert pace.free_at("a") == float("inf")
    assert pace.free_at("b") == 0
    pace.end("a", 5.0)
    assert pace.free_at("a") <= 5


def test_what_may_call_the_service_twice_counts_twice() -> None:
    pace = Pace(thread_limits=(Limit(3, 1),))
    posted(pace, "a", 5.0)
    posted(pace, "a", 5.5)
    assert pace.free_at("a") == 0
    assert pace.free_at("a", 2) == pytest.approx(6 + MARGIN_S)
    pace.begin("b", 2)
    pace.end("b", 5.0, 2)
    assert pace.free_at("b", 2) == pytest.approx(6 + MARGIN_S)


def test_a_pause_holds_its_thread_or_all() -> None:
    pace = Pace()
    pace.pause(30.0, "a")
    assert (pace.free_at("a"), pace.free_at("b")) == (30, 0)
    pace.pause(20.0)
    assert (pace.free_at("a"), pace.free_at("b")) == (30, 20)
    pace.pause(10.0)
    assert pace.free_at("b") == 20


def test_what_is_told_late_counts_when_it_was() -> None:
    pace = Pace(thread_limits=(Limit(2, 10),))
    for at in (100.0, 95.0, 98.0):
        pace.arrived("a", at)
    assert pace.free_at("a") == pytest.approx(108 + MARGIN_S)


def test_threads_that_count_no_more_are_forgotten() -> None:
    pace = Pace()
    posted(pace, "a", 5.0)
    posted(pace, "b", 50.0)
    pace.begin("c")
    pace.pause(9_000, "d")
    pace.forget(3_650.0)
    assert pace._threads.keys() == {"b", "c", "d"}  # noqa: SLF001 - what is kept shows nowhere else


def test_however_long_posts_take_no_window_ever_holds_more() -> None:
    random = Random(7)  # noqa: S311 - nothing secret
    pace, at, arrivals = Pace(), 0.0, []
    under_way: list[tuple[float, str]] = []
    threads = [f"thread {number}" for number in range(12)]
    for _ in range(6_000):
        for end, thread in [each for each in under_way if each[0] <= at]:
            pace.end(thread, end)
            under_way.remove((end, thread))
        for thread in threads:
            if pace.free_at(thread) <= at:
                took = random.uniform(0, 0.4) if random.random() < 0.99 else random.uniform(0, 10)
                pace.begin(thread)
                arrivals.append((at + random.uniform(0, took), thread))
                under_way.append((at + took, thread))
        at += random.uniform(0, 0.02)
    arrivals.sort()
    assert len(arrivals) > 500
    for limit in THREAD_LIMITS:
        for thread in threads:
            mine = [moment for moment, where in arrivals if where == thread]
            assert most_within(limit.within_s, mine) <= limit.most
    for limit in ALL_LIMITS:
        assert most_within(limit.within_s, [moment for moment, _ in arrivals]) <= limit.most
