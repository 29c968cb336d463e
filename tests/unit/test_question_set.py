"""The gate: hundreds of questions, and the scorer that judges the answers to them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.questions.answer import Answer, Bullets, Button, Paragraph, Section, Table
from bot.questions.understand import Questions
from storage.knowledge import knowledge_of
from storage.seed import read_seed
from tests.questions.evaluate import (
    HEAD_CHARS,
    HERE,
    MAX_CHARS,
    Question,
    asked,
    main,
    read_questions,
    right,
    visible,
)

LEAST_SHARE = 0.98
LEAST_QUESTIONS = 400


@dataclass(frozen=True, slots=True)
class Judged:
    """A question of the set, and what the bot answers."""

    question: Question
    answer: Answer

    @property
    def right(self) -> bool:
        return right(self.question, visible(self.answer))

    @property
    def declines(self) -> bool:
        """Whether every part of the answer says at once that the documents do not say it."""
        return all("fremgår ikke" in section.headline for section in self.answer.sections)

    def __str__(self) -> str:
        headlines = " / ".join(section.headline for section in self.answer.sections)
        return f"{self.question.id}: {[*self.question.context, self.question.q]} -> {headlines}"


@pytest.fixture(name="judged", scope="module")
def _judged() -> list[Judged]:
    questions = Questions(knowledge_of(read_seed()))
    return [Judged(each, asked(questions, each)) for each in read_questions(sorted(HERE.glob("*.jsonl")))]


def listed(misses: Sequence[Judged]) -> str:
    return "\n".join(["", *map(str, misses)])


# --- the gate -----------------------------------------------------------------------------------------


def test_the_set_is_large_enough_to_tell_anything(judged: list[Judged]) -> None:
    assert len(judged) >= LEAST_QUESTIONS


def test_nearly_every_question_is_answered_right(judged: list[Judged]) -> None:
    misses = [each for each in judged if not each.right]
    assert 1 - len(misses) / len(judged) >= LEAST_SHARE, listed(misses)


def test_what_the_documents_do_not_say_is_never_answered(judged: list[Judged]) -> None:
    misses = [each for each in judged if each.question.expect == "decline" and not each.declines]
    assert not misses, listed(misses)


def test_every_question_has_an_id_of_its_own(judged: list[Judged]) -> None:
    ids = Counter(each.question.id for each in judged)
    assert [id_ for id_, count in ids.items() if count > 1] == []


def test_every_question_is_one_that_a_wrong_answer_fails(judged: list[Judged]) -> None:
    for each in judged:
        assert each.question.expect in {"answer", "ambiguous", "decline"}, each.question.id
        assert each.question.must, each.question.id
        assert all(all(needles) and needles for needles in each.question.must), each.question.id
        assert not right(each.question, "xyzzy"), each.question.id


# --- the scorer ---------------------------------------------------------------------------------------

MEMBERS = Question(
    id="m",
    q="Hvem?",
    category="forum_composition",
    must=[["pet"], ["politi", "betjent"]],
    must_not=[],
    expect="answer",
)
YES = Question(
    id="y", q="Er?", category="yesno_membership", must=[["ja, ", "ja."]], must_not=["nej"], expect="answer"
)
SIX = Question(id="n", q="Hvor mange?", category="count", must=[["6", "seks"]], must_not=[], expect="answer")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        pytest.param(MEMBERS, "PET og Politiet", id="case does not count"),
        pytest.param(MEMBERS, "PET og lokalbetjenten", id="an alternative"),
        pytest.param(YES, "Ja, det gør hun", id="yes"),
        pytest.param(YES, "Ja,\n  det gør hun", id="white space is one space"),
        pytest.param(replace(MEMBERS, must=[["lokalråd"]]), "Lokal\u00adråd", id="soft hyphens do not count"),
        pytest.param(SIX, "6 funktioner", id="a number"),
        pytest.param(SIX, "Seks", id="a number in letters"),
        pytest.param(MEMBERS, f"{'x ' * HEAD_CHARS} PET, politi", id="a list may come late"),
        pytest.param(
            replace(YES, expect="decline", must=[["fremgår ikke"]]),
            f"{'x ' * HEAD_CHARS} fremgår ikke",
            id="a decline may come late",
        ),
    ],
)
def test_a_right_answer_passes(question: Question, answer: str) -> None:
    assert right(question, answer)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        pytest.param(MEMBERS, "", id="nothing"),
        pytest.param(MEMBERS, "SIRI", id="wrong"),
        pytest.param(MEMBERS, "PET", id="half of it"),
        pytest.param(MEMBERS, "Kompetencer hos politiet", id="a short word inside another"),
        pytest.param(SIX, "16 eller 60 eller 6000", id="a number inside another"),
        pytest.param(YES, "Ja, eller nej", id="what may not be said"),
        pytest.param(YES, "Det gør hun", id="no yes"),
        pytest.param(YES, f"{'x ' * HEAD_CHARS} ja, det gør hun", id="a yes that comes late"),
        pytest.param(SIX, f"{'x ' * HEAD_CHARS} 6", id="a number that comes late"),
        pytest.param(MEMBERS, f"PET, politi {'x ' * MAX_CHARS}", id="too long"),
    ],
)
def test_a_wrong_answer_fails(question: Question, answer: str) -> None:
    assert not right(question, answer)


def test_the_limits_are_met_to_the_character() -> None:
    answer = "PET, politi"
    assert right(MEMBERS, answer.ljust(MAX_CHARS, "x"))
    assert not right(MEMBERS, answer.ljust(MAX_CHARS + 1, "x"))
    assert right(YES, "ja.".rjust(HEAD_CHARS, "x").replace("xja", " ja"))
    assert not right(YES, "ja.".rjust(HEAD_CHARS + 1, "x").replace("xja", " ja"))


def test_all_that_is_read_is_judged_and_what_a_button_would_ask_is_not() -> None:
    section = Section(
        kicker="a",
        headline="b",
        blocks=(Paragraph("c"), Bullets(("d",), heading="e"), Table(("f",), ((("g", "h"),),), (1,))),
        notes=("i",),
        sources=("j",),
    )
    text = visible(Answer((section,), (Button("k", "usagt"),)))
    assert sorted(text.split()) == list("abcdefghijk")


def test_a_follow_up_is_asked_after_what_came_before_it() -> None:
    questions = Questions(knowledge_of(read_seed()))
    follow_up = replace(SIX, id="f", q="hvor mange er de?", context=["Hvem sidder i SSP-NU u18?"])
    assert right(follow_up, visible(asked(questions, follow_up)))
    alone = replace(follow_up, id="alone", context=[])
    assert not right(alone, visible(asked(questions, alone)))


def test_the_report_counts_by_kind_and_fails_below_the_target(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = {"q": "Hvem sidder i SSP-NU u18?", "must_not": [], "expect": "answer"}
    right_one = line | {"id": "1", "category": "ja", "must": [["familierådgiver"]]}
    wrong_one = line | {"id": "2", "category": "nej", "must": [["borgmester"]]}
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(right_one), "utf-8")
    assert main([str(path)]) == 0
    path.write_text(f"{json.dumps(right_one)}\n\n{json.dumps(wrong_one)}\n", "utf-8")
    capsys.readouterr()
    assert main([str(path), "--show"]) == 1
    out = capsys.readouterr().out
    assert [line.split() for line in out.splitlines()[-3:]] == [
        ["ja", "1/1"],
        ["nej", "0/1"],
        ["all", "1/2", "50.0%"],
    ]
    assert "--- 2 " in out
    assert "--- 1 " not in out
