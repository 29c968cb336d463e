"""Ask the question set and print how many answers are right, by kind.

usage: python -m tests.questions.evaluate [--show] [FILE ...]
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.questions.answer import Answer
from bot.questions.understand import Questions
from storage.knowledge import knowledge_of
from storage.seed import read_seed

HERE = Path(__file__).parent
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
MAX_CHARS = 3_500  # longer is a dump, not an answer
HEAD_CHARS = 400  # a yes/no or a number must be said at once
SAID_AT_ONCE = {"yesno_membership", "count"}
TARGET = 0.98


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question file; ``must`` holds alternatives, one of each must be said."""

    id: str
    q: str
    category: str
    must: Sequence[Sequence[str]]
    must_not: Sequence[str]
    expect: str
    context: Sequence[str] = ()
    variant: str = ""
    source: str = ""


def read_questions(paths: Iterable[Path]) -> list[Question]:
    return [
        Question(**json.loads(line))
        for path in paths
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]


def visible(node: Any) -> str:
    """All text of an answer, in the order it is read."""
    if isinstance(node, str):
        return node
    if is_dataclass(node):
        return visible([getattr(node, f.name) for f in fields(node) if f.name != "question"])
    if isinstance(node, list | tuple):
        return "\n".join(filter(None, map(visible, node)))
    return ""


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).lower()


def _says(text: str, needle: str) -> bool:
    needle = _plain(needle)
    if len(needle) <= 3 and needle.isalnum():
        end = r"(?!\w)" if needle.isdigit() else ""
        return re.search(rf"(?<!\w){re.escape(needle)}{end}", text) is not None
    return needle in f" {text} "


def right(question: Question, answer: str) -> bool:
    text = _plain(answer)
    told = text[:HEAD_CHARS] if question.category in SAID_AT_ONCE and question.expect == "answer" else text
    return (
        len(text) <= MAX_CHARS
        and all(any(_says(told, needle) for needle in needles) for needles in question.must)
        and not any(_says(text, needle) for needle in question.must_not)
    )


def asked(questions: Questions, question: Question) -> Answer:
    for earlier in question.context:
        questions.answer(earlier, question.id, NOW)
    return questions.answer(question.q, question.id, NOW).answer


def main(arguments: Sequence[str]) -> int:
    show = "--show" in arguments
    paths = [Path(a) for a in arguments if not a.startswith("--")] or sorted(HERE.glob("*.jsonl"))
    questions = Questions(knowledge_of(read_seed()))
    score: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for question in read_questions(paths):
        text = visible(asked(questions, question))
        ok = right(question, text)
        score[question.category][0] += ok
        score[question.category][1] += 1
        if show and not ok:
            print(f"--- {question.id} [{question.variant}] {list(question.context)} {question.q}")
            print(
                f"    must {question.must if question.expect == 'answer' else question.expect} not {question.must_not}"
            )
            print(f"    got: {text[:420]!r}")
    for category, (good, all_) in sorted(score.items()):
        print(f"{category:20} {good:4}/{all_}")
    good, total = (sum(s[i] for s in score.values()) for i in (0, 1))
    print(f"{'all':20} {good:4}/{total}  {good / total:.1%}")
    return 0 if good / total >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
