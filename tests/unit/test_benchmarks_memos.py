"""What can be shown of the memos' benchmark without a clock."""

from __future__ import annotations

import asyncio
import io
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from benchmarks import memos
from benchmarks.memos import LARGE, POINTS, Memos, Written, naive, written
from benchmarks.rows import memos as rows
from bot.memo.maker import order_of, records_of
from bot.memo.word import docx_of
from bot.memo.worker import memo_of
from storage.records import hearings
from storage.records.database import open_records, url_of


@pytest.fixture(name="filled", scope="module")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("memos")
    asyncio.run(memos.fill(folder, 3))
    return folder


async def lines(folder: Path) -> list[bytes]:
    records = await open_records(url_of(None, folder))
    try:
        async with records.reading() as connection:
            hearing = await hearings.hearing(connection, LARGE)
            assert hearing is not None
            return await records_of(connection, hearing)
    finally:
        await records.close()


def test_each_response_has_its_points_and_the_memo_is_final(filled: Path) -> None:
    order = order_of((), names={}, now=datetime.now(UTC))
    memo, _ = memo_of([order, *asyncio.run(lines(filled))])
    assert memo.final
    assert sum(1 for part in memo.parts for row in part.rows for _ in row.said) == POINTS * 3
    assert len(memo.recommended) == 20


def test_both_ways_write_the_same_rows(filled: Path) -> None:
    order = order_of((), names={}, now=datetime.now(UTC))
    memo, _ = memo_of([order, *asyncio.run(lines(filled))])
    [ours] = docx.Document(io.BytesIO(docx_of(memo))).tables
    [theirs] = docx.Document(io.BytesIO(naive(memo))).tables
    read = [[cell.text for cell in row.cells] for row in ours.rows]
    assert [[cell.text for cell in row.cells] for row in theirs.rows] == read[1:]


def test_each_way_is_timed_as_often_as_the_other(filled: Path) -> None:
    timed = written(filled, times=1)
    assert (len(timed.ours_s), len(timed.naive_s)) == (1, 1)


@pytest.mark.parametrize(
    ("worse", "missed"),
    [
        ({}, []),
        ({"small_s": [1.1]}, ["of the hearing of 2023"]),
        ({"pressed_s": [1.1]}, ["from the button until its card"]),
        ({"large_s": [20.1]}, ["of 1,000 responses of 5 points"]),
        ({"child_mib": [400.0]}, ["of it and the bot together, at most"]),
        ({"meanwhile_ms": [100.1]}, ["while the large memo is made, p99"]),
        ({"amiss": 1}, ["documents amiss"]),
    ],
    ids=lambda value: "" if isinstance(value, list) else ", ".join(value) or "as they should be",
)
def test_each_target_is_judged(worse: dict[str, list[float]], missed: list[str]) -> None:
    measured = Memos(1_000, [0.9], [0.9], [19.0], [2.0], [99.0], [300.0], 120.0, 0, 2, Written([1.0], [8.0]))
    for name, value in worse.items():
        setattr(measured, name, value)
    found = [row.what for _, lines in rows(measured) for row in lines if not row.holds]
    assert found == missed
