"""Understanding and looking up, without HTTP; run as a process of its own, so that nothing else is in it.

usage: python -m benchmarks.in_process FOLDER

FOLDER holds the live knowledge base and what is to be asked (``asked.json``); the result goes to stdout.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.large_base import ID_FIELDS
from benchmarks.processes import Cores, apart
from bot.questions.understand import Questions
from storage.base import open_base, read_base
from storage.knowledge import Rows
from storage.names import name_words

PEOPLE = 16
LIMIT_S = 150
"""So that the whole run stays within minutes however slow the answers are."""

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be asked; all texts are different.

    Attributes:
        warm_up: Not timed.
        alone: Each in a conversation of its own.
        running: Dealt out to ``PEOPLE`` conversations, one after another, so that each may be a follow-up.
    """

    warm_up: Sequence[str]
    alone: Sequence[str]
    running: Sequence[str]


@dataclass(frozen=True, slots=True)
class Understanding:
    """How long each answer took, in the order they were asked for, and what the first ones said.

    Attributes:
        built_s: How long making ``Questions`` of the base took.
        words: How many different words the base has.
        headlines: For each question asked alone, its answer's headlines.
    """

    built_s: float
    words: int
    alone_ms: list[float]
    running_ms: list[float]
    headlines: list[str]


def understood(asked: Asked, folder: Path, cores: Cores) -> Understanding | None:
    """Measure in a new process on the bot's core; None if that takes over ``LIMIT_S``.

    Raises:
        BotFailedError: It failed.
    """
    folder.mkdir(exist_ok=True)
    (folder / "asked.json").write_text(json.dumps(asdict(asked)), "utf-8")
    try:
        return Understanding(**apart("in_process", folder, cores, limit_s=LIMIT_S))
    except subprocess.TimeoutExpired:
        return None


def measured(asked: Asked, folder: Path) -> Understanding:
    """Ask everything in this process."""
    knowledge = open_base(folder)
    began = perf_counter()
    questions = Questions(knowledge)
    built_s = perf_counter() - began
    now = datetime.now(UTC)
    headlines: list[str] = []

    def timed(text: str, conversation: str) -> float:
        began = perf_counter()
        understood = questions.answer(text, conversation, now)
        took_ms = (perf_counter() - began) * 1000
        headlines.append(" / ".join(section.headline for section in understood.answer.sections))
        return took_ms

    for number, text in enumerate(asked.warm_up):
        timed(text, f"warm-up-{number}")
    headlines.clear()
    alone_ms = [timed(text, f"alone-{number}") for number, text in enumerate(asked.alone)]
    running_ms = [timed(text, f"running-{number % PEOPLE}") for number, text in enumerate(asked.running)]
    return Understanding(
        built_s, words_in(read_base(folder)), alone_ms, running_ms, headlines[: len(asked.alone)]
    )


def words_in(rows: Rows) -> int:
    """How many different words a base says; spelt alike once case and æøå are folded away."""
    spelt = {word for text in _texts(rows) for word in text.split()}
    return len({word for each in spelt for word in name_words(each)})


def _texts(node: Any) -> Iterator[str]:
    """Every text in the base; ids are no words."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        yield from (text for key, value in node.items() if key not in ID_FIELDS for text in _texts(value))
    elif isinstance(node, list):
        yield from (text for each in node for text in _texts(each))


if __name__ == "__main__":
    place = Path(sys.argv[1])
    what = Asked(**json.loads((place / "asked.json").read_text("utf-8")))
    print(json.dumps(asdict(measured(what, place))))
