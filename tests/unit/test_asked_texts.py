"""How answers from hearings are worded."""

from __future__ import annotations

import pytest

from bot.hearings.texts import asked


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Det indstilles, at pladsen udvides.", "Administrationen indstiller, at pladsen udvides."),
        ("Pladsen udvides.", "Administrationen indstiller: Pladsen udvides."),
    ],
    ids=["begun as they commonly are", "in other words"],
)
def test_a_recommendation_is_told_in_one_sentence(text: str, said: str) -> None:
    assert asked.recommends(text) == said
