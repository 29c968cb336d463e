"""What the understanding leaves out to be fast, held against what it would have found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.questions.lexicon import Lexicon
from bot.questions.search import texts_of
from bot.questions.understand import Questions, Read, Understood
from storage.knowledge import Knowledge
from storage.names import name_words
from tests.questions.evaluate import HERE, read_questions

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def asked(questions: Questions) -> list[Understood]:
    """What comes of every question of the set: alone, then as one conversation, each after all the others."""
    messages = [
        message
        for each in read_questions(sorted(HERE.glob("*.jsonl")))
        for message in (*each.context, each.q)
    ]
    alone = [questions.alone(message) for message in messages]
    return alone + [questions.answer(message, "one", NOW) for message in messages]


def chosen(read: Read) -> tuple[str, float, float] | None:
    return read.chosen and (read.chosen.candidate.intent, read.chosen.coverage, read.chosen.score)


def test_what_is_not_worked_out_would_have_changed_no_answer(knowledge: Knowledge) -> None:
    shown = weighed = 0
    thorough = asked(Questions(knowledge, thorough=True))
    for quick, full in zip(asked(Questions(knowledge)), thorough, strict=True):
        assert quick.answer == full.answer
        assert list(map(chosen, quick.reads)) == list(map(chosen, full.reads))
        shown += sum(len(read.ranked) for read in quick.reads)
        weighed += sum(len(read.ranked) for read in full.reads)
    assert shown < 0.8 * weighed  # else nothing was left out, and nothing tried


@pytest.fixture(name="lexicon", scope="module")
def _lexicon(knowledge: Knowledge) -> Lexicon:
    return Lexicon(knowledge, {text: name_words(text) for text in texts_of(knowledge)})


@pytest.mark.parametrize("slip", ["xommissorium", "ommissorium", "akommissorium", "okmmissorium"])
def test_a_slip_in_the_first_letter_is_mended(lexicon: Lexicon, slip: str) -> None:
    """Another letter, none, one too many, two that changed places."""
    assert lexicon.corrected(slip) == ("kommissorium",)


@pytest.mark.parametrize("slip", ["zkole", "ksole"])
def test_a_short_word_that_begins_otherwise_is_another_word(lexicon: Lexicon, slip: str) -> None:
    assert lexicon.corrected("sskole") == ("skole",)
    assert lexicon.corrected(slip) == (slip,)
