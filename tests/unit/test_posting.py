"""What can be shown of the benchmark of posts without waiting for it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import aiohttp
import pytest

from benchmarks import posting
from benchmarks.posting import Arrivals, Moody, Posting, most_within
from benchmarks.rows import posting as rows_of
from benchmarks.table import Row
from storage.records.posts import PostStatus


@pytest.mark.parametrize(
    ("moments", "most"),
    [
        pytest.param([0.0], 1, id="one"),
        pytest.param([0.0, 0.5, 0.99], 3, id="within"),
        pytest.param([0.0, 1.0, 2.0], 1, id="a whole second apart"),
        pytest.param([0.0, 0.9, 1.1, 1.8], 3, id="across"),
    ],
)
def test_the_most_within_a_second_is_counted_wherever_it_begins(moments: list[float], most: int) -> None:
    assert most_within(moments, 1.0) == most


def saw(taken: dict[str, int], answered: dict[str, int]) -> Arrivals:
    calls = [(n / 100, f"19:{n % 2}") for n in range(16)]
    return Arrivals(calls, Counter(taken), Counter(answered), Counter({"429": 1}), last_s=5.0)


def judged(**changes: Any) -> dict[str, Row]:
    all_well: dict[str, Any] = {
        "ordered": 100,
        "looped": 20,
        "bot": saw({"a": 1, "b": 1}, {"a": 1}),
        "loop": saw({"a": 2}, {"a": 1}),
        "ended": Counter({PostStatus.SENT: 99, PostStatus.UNKNOWN: 1}),
        "wrong": 0,
        "settled_s": 15.0,
    }
    _, rows = rows_of(Posting(**(all_well | changes)))
    return {row.what: row for row in rows}


def test_what_is_promised_of_posts_is_judged() -> None:
    rows = judged()
    assert rows["until the last one is taken"].holds
    assert rows["posts a second"].value == 20
    assert rows["times a loop"].value == 5
    assert rows["at most in a second, in all"].value == 16
    assert not rows["at most in a second, in one channel"].holds
    assert rows["posts unaccounted for"].holds
    assert rows["reported unknown"].note == "1 of them were taken"
    assert rows["sent twice"].holds
    assert rows["sent twice, a loop"].value == 1


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"ended": Counter({PostStatus.SENT: 98, PostStatus.UNKNOWN: 1})}, "posts unaccounted for"),
        ({"ended": Counter({PostStatus.SENT: 98, PostStatus.FAILED: 2})}, "posts unaccounted for"),
        ({"wrong": 1}, "reported otherwise than it was"),
        ({"bot": saw({"a": 2}, {"a": 2})}, "sent twice"),
    ],
    ids=["missing", "failed", "wrong", "twice"],
)
def test_whatever_is_amiss_with_a_post_is_a_promise_broken(changes: dict[str, Any], what: str) -> None:
    assert not judged(**changes)[what].holds


@pytest.mark.asyncio
async def test_the_connector_fails_by_chance_and_the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "TAKES_S", (0.0, 0.0))
    monkeypatch.setattr(posting, "STALLED", 0.0)

    async def statuses() -> list[int]:
        async with Moody() as connector, aiohttp.ClientSession() as session:
            answers = []
            for number in range(100):
                channel = {"channel": {"id": f"19:{number % 10}"}}
                asked = {"channelData": channel, "activity": {"summary": f"post-{number}"}}
                async with session.post(f"{connector.url}/v3/conversations", json=asked) as answer:
                    answers.append(answer.status)
            taken = {f"post-{number}" for number, status in enumerate(answers) if status == 201}
            assert connector.saw.taken == connector.saw.answered == Counter(taken)
            assert len(connector.saw.calls) == 100
            return answers

    first = await statuses()
    assert set(first) == {201, 429, 503}
    assert await statuses() == first
