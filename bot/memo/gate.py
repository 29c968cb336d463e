"""The last look at a memo before it leaves: whether it holds what may be a CPR number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.hearings.gates import holds_cpr
from bot.memo.content import Memo, Part, Said


class Where(StrEnum):
    """What part of a memo it is in."""

    HEARING = "hearing"
    PARTY = "party"
    POINT = "point"
    REMARK = "remark"
    RECOMMENDATION = "recommendation"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Place:
    """Where it stands; never what.

    Attributes:
        number: Of the point or recommendation, or of the point that the remark is beside, or of the party,
            from 1 in the order they were heard; 0 for the hearing's own texts.
    """

    where: Where
    number: int = 0


def cpr_places(memo: Memo) -> tuple[Place, ...]:
    """Where in the memo a CPR number may stand, each place once; every text in it is read."""
    holds = cache(holds_cpr)  # much is said more than once: what points are about, and where remarks stand
    return tuple(dict.fromkeys(place for text, place in _texts(memo) if text and holds(text)))


def _texts(memo: Memo) -> Iterator[tuple[str, Place]]:
    for text in (memo.title, memo.author, *(value for _, value in memo.facts)):
        yield text, Place(Where.HEARING)
    heard = {each.party_id: number for number, each in enumerate(memo.heard, 1)}
    for each in memo.heard:
        yield each.party, Place(Where.PARTY, heard[each.party_id])
    for part in (*memo.parts, *memo.late):
        yield from _of_part(part, heard[part.party_id])
    for apart in memo.apart:
        yield apart.decision, Place(Where.DECISION, heard[apart.party_id])
    for number, recommended in enumerate(memo.recommended, 1):
        for text in (recommended.text, recommended.outcome):
            yield text, Place(Where.RECOMMENDATION, number)


def _of_part(part: Part, number: int) -> Iterator[tuple[str, Place]]:
    for note in part.notes:
        yield note, Place(Where.PARTY, number)
    for row in part.rows:
        beside = 0
        for item in row.items:
            if isinstance(item, Said):
                beside = beside or item.number
                for text in (item.text, item.own_words, item.about, item.source_word):
                    yield text, Place(Where.POINT, item.number)
            else:
                yield item.text, Place(Where.PARTY, number)
        for answer in row.answers:
            yield answer.text, Place(Where.REMARK, beside)
