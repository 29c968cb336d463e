"""When a memo is final, and what keeps it from being so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.memo.readiness import Lack, Missing, in_circles
from bot.memo.wording import rendered_hash
from storage.records.remarks import CheckAnswer, Progress
from storage.records.values import Channel, HearingStatus, LateDecision, OnTime, Original
from tests.fakes.memos import HEARING, SENT, Case, point

A, B = point("a"), point("b")
MAIL = Original(text="Vi er bekymrede.", channel=Channel.MAIL, received_at=SENT, evidence="stemplet")


def finished() -> Case:
    return Case().says("p", A, B).remark("r", "p", "a").remark("n", "p", "b", text="").recommends("i", "a")


def test_nothing_is_missing_where_every_point_has_an_approved_answer() -> None:
    assert finished().lacks == ()


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        pytest.param(
            lambda case: replace(case, hearing=replace(HEARING, status=HearingStatus.OPEN)),
            [Lack(Missing.HEARING_OPEN)],
            id="the hearing is open",
        ),
        pytest.param(
            lambda case: case.heard("q", has_registration=True),
            [Lack(Missing.REGISTRATION, "q")],
            id="a registration was begun",
        ),
        pytest.param(
            lambda case: case.says("q", point("q1"), timely=False),
            [Lack(Missing.DECISION, "q")],
            id="a late response waits for a decision",
        ),
        pytest.param(
            lambda case: case.says(
                "q", point("q1"), timely=False, late_decision=LateDecision.INCLUDE, late_reason="x"
            ),
            [Lack(Missing.REMARK, "q", "q1")],
            id="a late response that is included has no remark",
        ),
        pytest.param(
            lambda case: case.says(
                "q", point("q1"), timely=False, late_decision=LateDecision.ATTACH, late_reason="x"
            ),
            [],
            id="a late response that is attached needs none",
        ),
        pytest.param(
            lambda case: case.says("q", point("q1")),
            [Lack(Missing.REMARK, "q", "q1")],
            id="a point has no remark",
        ),
        pytest.param(lambda case: case.says("q"), [], id="a party has no comments"),
        pytest.param(
            lambda case: case.remark("d", "p", "a", progress=Progress.DRAFT),
            [Lack(Missing.REMARK_APPROVAL, "p", "d")],
            id="a remark is a draft",
        ),
        pytest.param(
            lambda case: case.remark("d", "p", "a", progress=Progress.PROFESSIONAL),
            [Lack(Missing.REMARK_APPROVAL, "p", "d")],
            id="a remark is not approved yet",
        ),
        pytest.param(
            lambda case: case.remark("d", "p", "gone", progress=Progress.DRAFT),
            [],
            id="a draft answers no point that is in the memo",
        ),
        pytest.param(
            lambda case: case.recommends("j", progress=Progress.DRAFT),
            [Lack(Missing.RECOMMENDATION_APPROVAL, of="j")],
            id="a recommendation is a draft",
        ),
        pytest.param(
            lambda case: case.remark("f", "p", "a", refers_to=("gone",)),
            [Lack(Missing.DANGLING, "p", "f")],
            id="a reference leads nowhere",
        ),
        pytest.param(
            lambda case: case.remark("f", "p", "a", refers_to=("n",)),
            [Lack(Missing.DANGLING, "p", "f")],
            id="a reference leads to no remark of its own",
        ),
        pytest.param(
            lambda case: case.remark("f", "p", "a", refers_to=("r",)),
            [],
            id="a reference leads to a remark",
        ),
        pytest.param(
            lambda case: case.remark("f", "p", "a", refers_to=("g",)).remark("g", "p", "b", refers_to=("f",)),
            [Lack(Missing.CIRCULAR, "p", "f"), Lack(Missing.CIRCULAR, "p", "g")],
            id="references go in a circle",
        ),
        pytest.param(
            lambda case: case.paraphrases(A, "p", "Kort."),
            [Lack(Missing.NOT_ASKED, "p")],
            id="the party was not asked about a paraphrase",
        ),
        pytest.param(
            lambda case: case.paraphrases(A, "p", "Kort.", by_party=True),
            [],
            id="the party put it that way itself",
        ),
        pytest.param(
            lambda case: case.paraphrases(A, "p", "Kort.", of_text="another"),
            [],
            id="the paraphrase is of what the point said before",
        ),
        pytest.param(
            lambda case: case.says("q", point("q1"), original=MAIL, on_time=OnTime.BY_REGISTRAR).remark(
                "s", "q", "q1"
            ),
            [Lack(Missing.NOT_ASKED, "q")],
            id="the party was not asked about what was registered",
        ),
    ],
)
def test_what_is_missing_is_named(change: Callable[[Case], Case], lacks: list[Lack]) -> None:
    assert list(change(finished()).lacks) == lacks


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        (None, [Missing.NOT_ANSWERED]),
        (CheckAnswer.APPROVED, []),
        (CheckAnswer.CORRECTED, []),
        (CheckAnswer.WAIVED, []),
    ],
)
def test_a_party_that_was_asked_must_answer_or_the_lead_go_on(
    answer: CheckAnswer | None, missing: list[Missing]
) -> None:
    case = finished().paraphrases(A, "p", "Kort.")
    case.checks("p", rendered_hash(case.sent["p"][-1], case.treatment), answer)
    assert [each.missing for each in case.lacks] == missing


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        (None, [Missing.CHANGED]),
        (CheckAnswer.APPROVED, [Missing.CHANGED]),
        (CheckAnswer.WAIVED, [Missing.CHANGED]),
    ],
)
def test_what_was_changed_since_is_not_approved(answer: CheckAnswer | None, missing: list[Missing]) -> None:
    case = finished().paraphrases(A, "p", "Kort.")
    case.checks("p", rendered_hash(case.sent["p"][-1], case.treatment), answer)
    case.paraphrases(A, "p", "Kortere.")
    assert [each.missing for each in case.lacks] == missing


@pytest.mark.parametrize(
    ("text", "days", "lacks"),
    [
        ("Noget andet.", 3, [Lack(Missing.REMARK_CHANGED, "p", "a")]),
        ("Punkt a.", 3, []),
        ("Noget andet.", 1, []),
    ],
    ids=["changed since", "the same still", "changed before"],
)
def test_a_point_that_says_something_else_since_it_was_answered_is_named(
    text: str, days: int, lacks: list[Lack]
) -> None:
    case = finished().says("p", point("a", text), B, sent_at=SENT + timedelta(days=days))
    assert list(case.lacks) == lacks


def test_circles_are_told_from_what_leads_into_them() -> None:
    refers = {"a": ["b"], "b": ["c"], "c": ["b"], "d": ["d"], "e": ["gone"], "f": []}
    assert in_circles(refers) == {"b", "c", "d"}
