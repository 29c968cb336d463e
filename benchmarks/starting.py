"""How long the bot takes to be ready."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import ROOT, Cores, start


@dataclass(frozen=True, slots=True)
class Starts:
    """Seconds from the process being made until ``GET /readyz`` said 200, start by start.

    Attributes:
        first: With no data folder yet: the knowledge base is made from the seed.
        again: With one.
    """

    first: list[float]
    again: list[float]


def started(count: int, *, cores: Cores, folder: Path) -> Starts:
    """Start the bot so many times each way, and once before that, for the compiled modules to be there."""
    first, again = [], []
    for number in range(count + 1):
        data = folder / f"start-{number}"
        first.append(_start_s(data, cores, folder))
        again.append(_start_s(data, cores, folder))
    return Starts(first[1:], again[1:])


def _start_s(data: Path, cores: Cores, folder: Path) -> float:
    bot = start(
        (sys.executable, ROOT / "app.py"),
        {"DATA_DIR": str(data)},
        core=cores.bot,
        folder=folder,
        ready_path="/readyz",
    )
    bot.stop()
    return bot.ready_s
