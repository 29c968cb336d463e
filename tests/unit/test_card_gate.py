"""No card with a CPR number is posted, wherever on it the number stands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.hearings.gates import card_holds_cpr
from bot.page import (
    Action,
    Chart,
    Choice,
    Entry,
    Facts,
    Heading,
    Input,
    InputKind,
    Link,
    Notice,
    Page,
    PageBlock,
    Small,
    Tone,
)
from bot.questions.answer import Bullets, Paragraph, Table
from bot.screen import drawn

CPR = "010203-1234"
ID = "f0102031234fffffffffffff"  # as ids by chance may be


def holds(*blocks: PageBlock, **page: Any) -> bool:
    card, _ = drawn(Page(**({"kicker": "Svar", "headline": "Tak", "blocks": blocks} | page)))
    return card_holds_cpr(card)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(Paragraph(f"Om {CPR}"), id="paragraph"),
        pytest.param(Bullets((f"Om {CPR}",)), id="bullets"),
        pytest.param(Bullets(("Punkt",), f"Om {CPR}"), id="heading of bullets"),
        pytest.param(Table(("Part", "Svar"), ((("MED",), (CPR,)),), (1, 1)), id="table"),
        pytest.param(Notice(Tone.GOOD, CPR), id="notice"),
        pytest.param(Heading(CPR), id="heading"),
        pytest.param(Small(CPR), id="small"),
        pytest.param(Entry("Punkt", (CPR,)), id="entry"),
        pytest.param(Entry("Punkt", (), (CPR,)), id="details"),
        pytest.param(Facts((("Sag", CPR),)), id="fact"),
        pytest.param(Facts(((CPR, "sag"),)), id="name of a fact"),
        pytest.param(Chart("Standpunkter", ((CPR, 2),)), id="bar"),
        pytest.param(Input("x", CPR), id="label"),
        pytest.param(Input("x", "Navn", value=CPR), id="what is typed"),
        pytest.param(
            Input("x", "Part", InputKind.CHOICE, choices=(Choice("a", CPR), Choice("b", "B"))), id="choice"
        ),
    ],
)
def test_a_number_is_found_wherever_a_reader_sees_it(block: PageBlock) -> None:
    assert holds(block)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param({"headline": f"Om {CPR}"}, id="headline"),
        pytest.param({"kicker": f"Om {CPR}"}, id="kicker"),
        pytest.param({"actions": (Action(CPR, "a.b"),)}, id="button"),
        pytest.param({"actions": (Link("Notat", f"https://example.org/{CPR}"),)}, id="address"),
    ],
)
def test_a_number_is_found_on_the_frame_too(page: dict[str, Any]) -> None:
    assert holds(**page)


def test_what_a_button_says_in_a_persons_name_is_looked_at() -> None:
    said = {"type": "messageBack", "text": f"Om {CPR}", "displayText": "Om", "value": {}}
    assert card_holds_cpr(json.dumps({"actions": [{"type": "Action.Submit", "data": {"msteams": said}}]}))


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(Entry("Punkt", actions=(Action("Ret", "point.edit", {"hearing": ID}),)), id="button"),
        pytest.param(Input(ID, "Navn"), id="field"),
        pytest.param(
            Input("x", "Part", InputKind.CHOICE, value=ID, choices=(Choice(ID, "MED"), Choice("b", "B"))),
            id="choice",
        ),
        pytest.param(Paragraph("Fristen er den 31. oktober 2023 kl. 23.59, sag 26/12345"), id="dates"),
    ],
)
def test_what_no_reader_sees_is_no_number(block: PageBlock) -> None:
    assert not holds(block)
