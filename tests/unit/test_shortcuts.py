"""What the understanding leaves out to be fast, held against what it would have found."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.questions.candidate import Scored
from bot.questions.clause import Clause
from bot.questions.facts import Facts
from bot.questions.lexicon import Lexicon
from bot.questions.memberships import Memberships
from bot.questions.parse import Parser
from bot.questions.search import Search, texts_of
from bot.questions.seats import Seats
from bot.questions.statements import Statements
from bot.questions.weigh import Weigher
from storage.knowledge import Knowledge
from storage.names import name_words
from tests.questions.evaluate import HERE, read_questions

ALL = 1e-9
"""A rival so weak that every statement is worked out."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the understanding is made of, over one knowledge base."""

    lexicon: Lexicon
    parser: Parser
    weigher: Weigher
    facts: Facts
    memberships: Memberships


@pytest.fixture(name="parts", scope="module")
def _parts(knowledge: Knowledge) -> Parts:
    said = {text: name_words(text) for text in texts_of(knowledge)}
    lexicon = Lexicon(knowledge, said)
    parser = Parser(lexicon)
    search = Search(knowledge, parser, said)
    facts = Facts(knowledge, search, Statements(knowledge))
    return Parts(lexicon, parser, Weigher(knowledge, search), facts, Memberships(Seats(knowledge)))


@pytest.fixture(name="clauses", scope="module")
def _clauses(parts: Parts) -> list[Clause]:
    """Every clause of the question set."""
    asked = (each.q for each in read_questions(sorted(HERE.glob("*.jsonl"))))
    return [clause for message in asked for clause in parts.parser.clauses(message) if clause.substantial]


def answers(found: list[Scored]) -> list[tuple[str, float, float]]:
    return [(each.candidate.intent, each.coverage, each.score) for each in found if each.enough]


def test_no_statement_could_have_answered_where_none_is_looked_at(
    parts: Parts, clauses: list[Clause]
) -> None:
    passed_over = 0
    for clause in clauses:
        weighed = parts.weigher.weighed(clause)
        found = answers(parts.facts.scored(weighed, rival=0.0))
        assert found == answers(parts.facts.scored(weighed, rival=ALL)), clause.text()
        passed_over += not found
    assert passed_over > 50  # else nothing was tried


def test_no_statement_could_have_beaten_who_sits_where_when_none_is_looked_at(
    parts: Parts, clauses: list[Clause]
) -> None:
    passed_over = 0
    for clause in clauses:
        weighed = parts.weigher.weighed(clause)
        seats = [weighed.scored(candidate) for candidate in parts.memberships.candidates(clause)]
        rival = max((each.score for each in seats if each.enough), default=0.0)
        if rival and not parts.facts.scored(weighed, rival=rival):
            passed_over += 1
            found = parts.facts.scored(weighed, rival=ALL)
            assert all(each.score <= rival for each in found), clause.text()
    assert passed_over > 50


@pytest.mark.parametrize("slip", ["xommissorium", "ommissorium", "akommissorium", "okmmissorium"])
def test_a_slip_in_the_first_letter_is_mended(parts: Parts, slip: str) -> None:
    """Another letter, none, one too many, two that changed places."""
    assert parts.lexicon.corrected(slip) == ("kommissorium",)


@pytest.mark.parametrize("slip", ["zkole", "ksole"])
def test_a_short_word_that_begins_otherwise_is_another_word(parts: Parts, slip: str) -> None:
    assert parts.lexicon.corrected("sskole") == ("skole",)
    assert parts.lexicon.corrected(slip) == (slip,)
