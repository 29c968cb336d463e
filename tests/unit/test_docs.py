from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import jwt
import pytest

import app
from bot.questions.understand import Questions
from bot.settings import SettingsError, read_settings
from bot.teams.playground.process import ready
from bot.texts import APP_COMMANDS
from storage.knowledge import knowledge_of
from storage.seed import read_seed

ROOT = Path(app.__file__).parent
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
GUIDE = (ROOT / "docs" / "brugervejledning.md").read_text("utf-8")
ROLLOUT = (ROOT / "docs" / "udrulning.md").read_text("utf-8")
SOURCES = "".join(path.read_text("utf-8") for path in [ROOT / "app.py", *(ROOT / "bot").rglob("*.py")])
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


def table(page: str, heading: str) -> list[list[str]]:
    """The rows of the one table whose first column has this heading, without the first two."""
    [found] = [part for part in page.split("\n\n") if part.startswith(f"| {heading} |")]
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in found.splitlines()[2:]]


@pytest.mark.parametrize(("page", "heading"), [(README, "Setting"), (ROLLOUT, "Indstilling")])
def test_each_setting_that_is_read_is_listed_and_no_other(page: str, heading: str) -> None:
    asked = Asked()
    read_settings(asked)
    assert sorted(row[0].strip("`") for row in table(page, heading)) == sorted(asked.names)


def test_the_settings_said_to_be_required_are_those_that_a_bot_in_teams_cannot_be_without() -> None:
    required = {row[0].strip("`") for row in table(ROLLOUT, "Indstilling") if row[1] == "ja"}
    settings = dict.fromkeys(required, "11111111-2222-4333-8444-555555555555")
    assert read_settings(settings).app_id
    for name in required:
        with pytest.raises(SettingsError):
            read_settings({key: value for key, value in settings.items() if key != name})


def logged() -> list[str]:
    """What the table of faults says that the log says."""
    return [span for row in table(ROLLOUT, "Du ser") for span in re.findall(r"`([^`]+)`", row[1])]


@pytest.mark.parametrize("line", [line for line in logged() if not line.startswith("HTTP ")])
def test_each_fault_is_logged_in_the_words_it_is_listed_by(line: str) -> None:
    status, reason = re.fullmatch(r"(?:(\d{3}): )?(.*)", line).groups()  # type: ignore[union-attr]
    reason, _, error = reason.partition(": ")
    assert reason in SOURCES
    assert not status or re.search(rf'Refused\({status}, f?"{reason}', SOURCES)
    assert not error or hasattr(jwt, error)


def test_what_the_rollout_guide_says_to_try_is_offered_in_teams() -> None:
    tried = re.findall(r"\*\*([^*]+)\*\*", ROLLOUT.split("## 8. Prøv det\n", 1)[1].split("\n## ", 1)[0])
    assert tried == ["Hjælp", "Hvem sidder i SSP-NU?"]
    assert set(tried) <= {command.title.da for command in APP_COMMANDS}


def test_each_make_target_in_the_readme_exists() -> None:
    named = {target for line in code_lines(README) for target in re.findall(r"^make ([\w-]+)$", line)}
    assert {"run", "test", "eval"} <= named
    assert named <= set(re.findall(r"^([\w-]+):", MAKEFILE, re.MULTILINE))


@pytest.mark.parametrize("command", app_commands(README) + app_commands(ROLLOUT))
def test_each_command_that_is_written_out_is_one_that_the_bot_has(command: str) -> None:
    app._parser().parse_args(shlex.split(command))  # noqa: SLF001 - main would run the command


@pytest.mark.parametrize("command", ["serve", "ask", "kb check", "kb load", "kb export", "package"])
def test_each_command_that_the_bot_has_stands_in_the_readme(command: str) -> None:
    served = "python app.py" if command == "serve" else command
    assert any(served in line for line in code_lines(README))


@pytest.mark.parametrize(
    "tool", ["ruff format --check .", "ruff check .", "mypy", "lint-imports", "python -m pytest"]
)
def test_what_make_test_runs_can_be_run_without_make(tool: str) -> None:
    assert tool in MAKEFILE
    assert any(line.startswith(".venv/bin/") and tool in line for line in code_lines(README))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_file_that_a_page_links_to_exists(page: Path) -> None:
    missing = [link for link in links(page) if not (page.parent / link.split("#")[0]).exists()]
    assert not missing


def test_the_readme_shows_what_a_trial_says_when_it_is_ready() -> None:
    assert ready(56150).strip() in README


def test_each_picture_is_shown_somewhere() -> None:
    shown = {(page.parent / link).name for page in PAGES for link in links(page)}
    assert {picture.name for picture in (ROOT / "docs" / "billeder").iterdir()} <= shown


def test_each_picture_is_told_in_words() -> None:
    pictures = [tag for page in PAGES for tag in re.findall(r"<img [^>]+>", page.read_text("utf-8"))]
    assert pictures
    assert all(re.search(r' alt="[^"]{40,}"', tag) for tag in pictures)


def test_the_readme_shows_an_answer_and_leads_to_the_guides() -> None:
    expected = {"docs/billeder/svar.png", "docs/brugervejledning.md", "docs/udrulning.md"}
    assert expected <= set(links(ROOT / "README.md"))


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
