from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import texts
from bot.hearings.commands import command_of
from bot.hearings.verbs import VERBS
from bot.turn import CardAction

SETS = sorted((Path(__file__).parents[1] / "questions").rglob("*.jsonl"))


@pytest.mark.parametrize(
    ("said", "verb"),
    [
        ("Afgiv høringssvar", "response.begin"),
        ("afgiv hoeringssvar!", "response.begin"),
        ("Jeg vil gerne afgive et høringssvar", "response.begin"),
        ("Give a response", "response.begin"),
        ("Hvordan afgiver jeg et høringssvar?", "response.begin"),
        ("jeg vil gerne svare på høringen", "response.begin"),
        ("Hvordan svarer vi på høringen?", "response.begin"),
        ("Kan jeg rette mit høringssvar?", "response.mine"),
        ("Hvordan trækker vi vores svar tilbage?", "response.mine"),
        ("Hvor er min kvittering?", "response.mine"),
        ("Hvordan opretter jeg en høring?", "hearing.new"),
        ("Hvordan svarede politiet på høringen?", None),
        ("  Mine   svar. ", "response.mine"),
        ("vis vores høringssvar", "response.mine"),
        ("Slet mine data", "me.forget"),
        ("jeg vil gerne slette mine oplysninger", "me.forget"),
        ("Høringer", "hearing.list"),
        ("Opret en ny høring", "hearing.new"),
        ("Svartavle", "board.begin"),
        ("Se svartavlen, tak", None),
        ("se svartavlen tak", "board.begin"),
        ("Hvad er en svartavle?", None),
        ("Bemærkninger", "remarks.begin"),
        ("skriv bemærkninger", "remarks.begin"),
        ("Jeg vil gerne skrive bemærkninger til høringssvarene", "remarks.begin"),
        ("bemærkninger til høringssvar", "remarks.begin"),
        ("Vis bemærkningerne til høringen", "remarks.begin"),
        ("Ingen bemærkninger", None),
        ("Hvad er en bemærkning?", None),
        ("Hvilke høringer er der?", None),
        ("høringen", None),
        ("Hvad er vores svar på høringen?", None),
        ("Skal alle vide", None),
        ("K7QM-2XRT", None),
        ("", None),
        ("Svartavle " * 20, None),
    ],
)
def test_a_command_is_one_when_nothing_else_is_said(said: str, verb: str | None) -> None:
    assert command_of(said) == (CardAction(verb, {}) if verb else None)


def test_each_command_is_a_step() -> None:
    for command in texts.HEARING_COMMANDS:
        action = command_of(command.title.da)
        assert action is not None
        assert action.verb in VERBS


def test_no_question_that_people_ask_is_taken_for_a_command() -> None:
    questions = [json.loads(line)["q"] for path in SETS for line in path.read_text("utf-8").splitlines()]
    assert len(questions) > 1_000
    assert [question for question in questions if command_of(question)] == []
