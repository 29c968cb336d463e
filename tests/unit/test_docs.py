from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

import app
from bot.questions.understand import Questions
from bot.settings import read_settings
from storage.knowledge import knowledge_of
from storage.seed import read_seed

ROOT = Path(app.__file__).parent
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
GUIDE = (ROOT / "docs" / "brugervejledning.md").read_text("utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]

_CODE = re.compile(r"```\w*\n(.*?)```|`([^`\n]+)`", re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)|\b(?:src|href)=\"([^\"]+)\"")
_HEADINGS = ["## Context", "## Decision", "## Consequence"]
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Asked(Mapping[str, str]):
    """An environment with nothing in it that remembers what it was asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def code_lines(text: str) -> list[str]:
    """Everything written as code, line by line."""
    return [line for block, span in _CODE.findall(text) for line in (block or span).splitlines()]


def app_commands(text: str) -> list[str]:
    return [line.split("app.py", 1)[1].strip() for line in text.splitlines() if "python app.py" in line]


def links(page: Path) -> list[str]:
    text = _CODE.sub("", page.read_text("utf-8"))
    found = [markdown or html for markdown, html in _LINK.findall(text)]
    return [link for link in found if "://" not in link]


def guide_part(heading: str) -> str:
    return GUIDE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]


def test_the_readme_lists_each_setting_that_is_read_and_no_other() -> None:
    asked = Asked()
    read_settings(asked)
    table = README.split("| Setting |", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == asked.names


def test_each_make_target_in_the_readme_exists() -> None:
    named = {target for line in code_lines(README) for target in re.findall(r"^make ([\w-]+)$", line)}
    assert {"run", "test", "eval"} <= named
    assert named <= set(re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE))


@pytest.mark.parametrize("command", app_commands(README))
def test_each_command_in_the_readme_is_one_that_the_bot_has(command: str) -> None:
    app._parser().parse_args(shlex.split(command))  # noqa: SLF001 - main would run the command


@pytest.mark.parametrize("command", ["serve", "ask", "kb check", "kb load", "kb export"])
def test_each_command_that_the_bot_has_stands_in_the_readme(command: str) -> None:
    served = "python app.py" if command == "serve" else command
    assert any(served in line for line in code_lines(README))


@pytest.mark.parametrize(
    "tool", ["ruff format --check .", "ruff check .", "mypy", "lint-imports", "pytest --cov"]
)
def test_what_make_test_runs_can_be_run_without_make(tool: str) -> None:
    assert tool in MAKEFILE
    assert any(line.startswith(".venv/bin/") and tool in line for line in code_lines(README))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_file_that_a_page_links_to_exists(page: Path) -> None:
    missing = [link for link in links(page) if not (page.parent / link.split("#")[0]).exists()]
    assert not missing


def test_the_readme_shows_an_answer_and_leads_to_the_guide() -> None:
    assert {"docs/billeder/svar.png", "docs/brugervejledning.md"} <= set(links(ROOT / "README.md"))


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.stem)
def test_each_decision_tells_context_decision_and_consequence(decision: Path) -> None:
    text = decision.read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("## ")] == _HEADINGS
    assert text.startswith(f"# {decision.name[:4]}: ")


def test_each_decision_has_a_number_of_its_own() -> None:
    numbers = [decision.name[:4] for decision in DECISIONS]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_each_question_in_the_guide_gets_an_answer() -> None:
    questions = Questions(knowledge_of(read_seed()))
    asked = re.findall(r"»([^«]+\?)«", guide_part("Sådan spørger du"))
    assert len(asked) > 10
    unanswered = [
        question
        for question in asked
        if not (reads := questions.answer(question, "vejledning", NOW).reads)
        or any(read.chosen is None for read in reads)
    ]
    assert not unanswered


def test_the_two_questions_that_the_guide_asks_at_once_get_an_answer_each() -> None:
    [line] = [line for line in GUIDE.splitlines() if line.startswith("- **To på én gang:**")]
    [question] = re.findall(r"»([^«]+)«", line)
    questions = Questions(knowledge_of(read_seed()))
    [first, second] = questions.answer(question, "vejledning", NOW).answer.sections
    assert first.headline != second.headline
