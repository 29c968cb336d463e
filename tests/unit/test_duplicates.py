from __future__ import annotations

from datetime import timedelta

from bot.teams.duplicates import Answered
from tests.fakes.microsoft import Clock


def test_only_the_first_claim_counts() -> None:
    answered = Answered(Clock().now)
    assert [answered.claim("a"), answered.claim("a"), answered.claim("b")] == [True, False, True]


def test_what_is_forgotten_may_be_claimed_again() -> None:
    answered = Answered(Clock().now)
    answered.claim("a")
    answered.forget("a")
    answered.forget("never claimed")
    assert answered.claim("a")


def test_a_claim_lasts_a_quarter_of_an_hour() -> None:
    clock = Clock()
    answered = Answered(clock.now)
    answered.claim("a")
    clock.at += timedelta(minutes=14, seconds=59)
    assert not answered.claim("a")
    clock.at += timedelta(seconds=1)
    assert answered.claim("a")


def test_when_the_memory_is_full_the_oldest_goes_first() -> None:
    answered = Answered(Clock().now, max_remembered=2)
    for key in ("a", "b", "b", "c"):
        answered.claim(key)
    assert [answered.claim("c"), answered.claim("b"), answered.claim("a")] == [False, False, True]
