"""Measure the bot beside what one would pick instead, and print the table.

usage: python -m benchmarks [--quick] [--markdown]
    [--only http|submissions|summary|memo|posts|understanding|start]

Returns 0 if every target is met, else 1.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from random import Random

from benchmarks import contest, in_process, memos, posting, rows, starting, submissions, summaries
from benchmarks.in_process import Asked
from benchmarks.large_base import COPIES, large_base, made_questions
from benchmarks.processes import BotFailedError, Cores, cores, on_core
from benchmarks.questions import distinct_questions, retyped
from benchmarks.rows import Section
from benchmarks.submissions import Amount
from benchmarks.table import markdown, plain
from storage.base import load_base

SEED = 20_261_125
WARM_UP = 200
MEANWHILE = 6_000
"""Questions that are ready to be asked while memos are made; not all will be."""
BUSY = 0.3
"""A load average above this, before anything has begun, means that something else is running."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured.

    Attributes:
        laps: How often each bot's turn comes.
        turns: Messages a round with all people at once.
        alone: Messages a round with one person.
        asked: Questions in process, each way; half as many of the large base.
        copies: Worlds in the large base, beside the seed.
        submissions: Responses sent, and the response board looked at.
        summed_up: Responses in the hearing that is summed up, and ``looks`` how often a lap.
        written_up: Responses in the hearing whose memo is made.
        posts: Sent to channels.
    """

    laps: int
    turns: int
    alone: int
    asked: int
    copies: int
    starts: int
    submissions: Amount
    summed_up: int
    looks: int
    written_up: int
    posts: int


FULL = Size(
    laps=7,
    turns=640,
    alone=64,
    asked=1000,
    copies=COPIES,
    starts=5,
    submissions=Amount(many=20_000, laps=7, responses=256, into_few=32, into_many=5, boards=30),
    summed_up=10_000,
    looks=20,
    written_up=1_000,
    posts=500,
)
QUICK = Size(
    laps=2,
    turns=160,
    alone=16,
    asked=200,
    copies=2,
    starts=1,
    submissions=Amount(many=2_000, laps=2, responses=64, into_few=16, into_many=4, boards=5),
    summed_up=1_000,
    looks=5,
    written_up=100,
    posts=100,
)


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 0 if every target is met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--quick", action="store_true", help="less of everything: to see that it runs")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument("--only", choices=tuple(PARTS), help="measure one part")
    options = parser.parse_args(arguments)
    about = conditions()
    try:
        where = cores()
        with on_core(where.load):
            sections = _measured(QUICK if options.quick else FULL, where, options.only)
    except BotFailedError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{about}\n\n{markdown(sections) if options.markdown else plain(sections)}")
    return 0 if all(row.holds for _, lines in sections for row in lines) else 1


def _measured(size: Size, where: Cores, only: str | None) -> list[Section]:
    sections = []
    for name, part in PARTS.items():
        if only in {None, name}:
            print(f"measuring: {name}", file=sys.stderr)
            with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
                sections += part(size, where, Path(folder))
    return sections


def _over_http(size: Size, where: Cores, folder: Path) -> list[Section]:
    texts = distinct_questions(contest.WARM_UP + size.laps * (size.turns + size.alone), seed=SEED)
    held = contest.held(texts, laps=size.laps, turns=size.turns, alone=size.alone, cores=where, folder=folder)
    return rows.over_http(asyncio.run(held))


def _submissions(size: Size, where: Cores, folder: Path) -> list[Section]:
    return rows.submissions(asyncio.run(submissions.held(size.submissions, cores=where, folder=folder)))


def _summary(size: Size, where: Cores, folder: Path) -> list[Section]:
    texts = distinct_questions(size.laps * size.looks * summaries.ASKED, seed=SEED + 2)
    held = summaries.held(
        texts, stored=size.summed_up, laps=size.laps, looks=size.looks, cores=where, folder=folder
    )
    return [rows.summaries(asyncio.run(held))]


def _memo(size: Size, where: Cores, folder: Path) -> list[Section]:
    texts = distinct_questions(MEANWHILE, seed=SEED + 3)
    held = memos.held(texts, responses=size.written_up, laps=size.laps, cores=where, folder=folder)
    return rows.memos(asyncio.run(held))


def _posts(size: Size, where: Cores, folder: Path) -> list[Section]:
    return [rows.posting(asyncio.run(posting.held(size.posts, cores=where, folder=folder)))]


def _understanding(size: Size, where: Cores, folder: Path) -> list[Section]:
    """With the seed, and with a large base, where every fifth question is about what was made up."""
    texts = distinct_questions(WARM_UP + 2 * size.asked, seed=SEED + 1)
    warm_up, alone, running = texts[:WARM_UP], texts[WARM_UP : -size.asked], texts[-size.asked :]
    small = in_process.understood(Asked(warm_up, alone, running), folder / "small", where)
    if small is None:
        raise BotFailedError(f"{2 * size.asked} questions took over {in_process.LIMIT_S} s")
    base = large_base(copies=size.copies, seed=SEED)
    load_base(folder / "large", base)
    of_seed, others = size.asked * 2 // 5, size.asked // 10
    made = made_questions(base, 2 * others, seed=SEED)
    on_made = retyped([question for question, _ in made], seed=SEED)
    mixed = [*running[:of_seed], *on_made[others:]]
    Random(SEED).shuffle(mixed)  # noqa: S311 - nothing secret
    asked = Asked(warm_up, [*alone[:of_seed], *on_made[:others]], mixed)
    large = in_process.understood(asked, folder / "large", where)
    expected = [headline for _, headline in made[:others]]
    return [
        rows.understanding(small),
        rows.understanding_large(large, small, times=size.copies + 1, of_seed=of_seed, expected=expected),
    ]


def _start(size: Size, where: Cores, folder: Path) -> list[Section]:
    return [rows.starts(starting.started(size.starts, cores=where, folder=folder))]


PARTS: Mapping[str, Callable[[Size, Cores, Path], list[Section]]] = {
    "http": _over_http,
    "submissions": _submissions,
    "summary": _summary,
    "memo": _memo,
    "posts": _posts,
    "understanding": _understanding,
    "start": _start,
}


def conditions() -> str:
    """What was measured on what, in one sentence."""
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text("utf-8"))
    load = os.getloadavg()[0]
    parts = (
        f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores",
        *([f"not idle: load {load:.1f}"] if load > BUSY else []),
        f"Python {platform.python_version()}",
        f"aiohttp {version('aiohttp')}",
        f"SQLAlchemy {version('sqlalchemy')}",
        f"TinyDB {version('tinydb')}",
        f"botbuilder {version('botbuilder-core')}",
        f"Agents SDK {_pinned_agents_sdk()}",
    )
    return f"{', '.join(parts)}. The bot on one core, the load on another."


def _pinned_agents_sdk() -> str:
    pins = (Path(__file__).parent / "requirements.txt").read_text("utf-8")
    found = re.search(r"^microsoft-agents-hosting-aiohttp==([\w.]+)", pins, re.MULTILINE)
    return found[1] if found else "unknown"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
