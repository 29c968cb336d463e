from __future__ import annotations

import pytest

from bot.hearings.treatment.references import dangling, leads_back, referring_to, words_referred_to
from storage.records.remarks import Remark


def remark(id_: str, *refers_to: str, text: str = "") -> Remark:
    return Remark(id=id_, party_id="p", position=1, points=("1",), text=text, refers_to=refers_to)


SAID = remark("said", text="Det ser vi på.")
SILENT = remark("silent")
CHAIN = (remark("a", "b"), remark("b", "c"), remark("c", text="Svar"), remark("d", "a", "c"))


@pytest.mark.parametrize(
    ("refers_to", "loose"),
    [
        pytest.param([], (), id="none"),
        pytest.param(["said"], (), id="one that is there"),
        pytest.param(["gone"], ("gone",), id="one that is gone"),
        pytest.param(["silent"], ("silent",), id="one that says nothing"),
        pytest.param(["said", "gone", "silent"], ("gone", "silent"), id="several"),
    ],
)
def test_what_is_referred_to_must_be_there_and_say_something(
    refers_to: list[str], loose: tuple[str, ...]
) -> None:
    assert dangling(refers_to, [SAID, SILENT]) == loose


@pytest.mark.parametrize(
    ("id_", "refers_to", "circle"),
    [
        pytest.param("c", [], False, id="to none"),
        pytest.param("c", ["c"], True, id="to itself"),
        pytest.param("c", ["b"], True, id="to one that refers to it"),
        pytest.param("c", ["a"], True, id="over two"),
        pytest.param("c", ["d"], True, id="over three"),
        pytest.param("b", ["c"], False, id="as it is"),
        pytest.param("new", ["d", "a"], False, id="a new one to all"),
        pytest.param("new", ["gone"], False, id="to one that is gone"),
    ],
)
def test_no_reference_leads_back(id_: str, refers_to: list[str], circle: bool) -> None:  # noqa: FBT001
    assert leads_back(id_, refers_to, CHAIN) is circle


def test_a_circle_that_is_there_already_is_gone_round_once() -> None:
    assert leads_back("new", ["x"], [remark("x", "y"), remark("y", "x")]) is False


def test_who_refers_to_a_remark_is_told() -> None:
    assert [each.id for each in referring_to("c", CHAIN)] == ["b", "d"]
    assert referring_to("d", CHAIN) == ()


def test_the_words_of_what_is_referred_to_are_found_however_far_and_told_once() -> None:
    among = {each.id: each for each in CHAIN}
    assert list(words_referred_to(among["a"], among)) == ["Svar"]
    assert list(words_referred_to(among["d"], among)) == ["Svar"]
    assert list(words_referred_to(among["c"], among)) == []
    assert list(words_referred_to(among["a"], {"c": among["c"]})) == []


def test_a_circle_is_gone_round_once() -> None:
    among = {"a": remark("a", "b", text="A"), "b": remark("b", "a", text="B")}
    assert list(words_referred_to(among["a"], among)) == ["B"]
