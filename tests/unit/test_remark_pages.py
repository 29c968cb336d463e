"""The lead's overview: it fits on a card, however much is missing, and the numbers are read easily."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.hearings.matter import Matter, Voice
from bot.hearings.pages.remarks import overview
from bot.hearings.rules import Moment
from bot.hearings.texts.remarks import numbered
from bot.page import Action, Buttons, Entry, Page
from bot.screen import fits
from storage.records.remarks import Remark, Treatment
from storage.records.values import (
    Channel,
    Content,
    Hearing,
    HearingStatus,
    Invitation,
    Original,
    Party,
    PartyKind,
    Point,
    ResponseStatus,
    Stance,
    Version,
)

T0 = datetime(2026, 9, 1, 8, tzinfo=UTC)
HEARING = Hearing(
    id="h" * 24,
    title="T" * 200,
    question="?",
    case_number="1",
    handled_by="C",
    opens_at=T0,
    deadline=T0,
    status=HearingStatus.CLOSED,
)
ORIGINAL = Original(text="Alt.", channel=Channel.MAIL, received_at=T0, evidence="mailen")


@pytest.mark.parametrize(
    ("points", "told"),
    [
        pytest.param([1], "1", id="one"),
        pytest.param([1, 3], "1 og 3", id="two"),
        pytest.param([2, 1], "1–2", id="two in a row"),
        pytest.param([1, 4, 5, 6, 7, 8, 10], "1, 4–8 og 10", id="some in a row"),
        pytest.param(range(1, 26), "1–25", id="all"),
    ],
)
def test_numbers_in_a_row_are_one(points: list[int], told: str) -> None:
    assert numbered(points) == told


def moment(number: int, *, timely: bool) -> Moment:
    party = Party(f"p{number:023}", "Æ" * 118 + f"{number:02}", PartyKind.OTHER, external=True)
    invitation = Invitation(
        hearing_id=HEARING.id,
        party=party,
        position=number,
        status=ResponseStatus.ANSWERED,
        version=2,
        timely=timely,
    )
    return Moment(HEARING, invitation, T0)


def version(party_id: str, text: str, *, hours: int) -> Version:
    points = tuple(Point(id=f"{party_id}-{at}", stance=Stance.WISH, text=text) for at in range(25))
    return Version(
        reference="r",
        hearing_id=HEARING.id,
        party_id=party_id,
        number=1 + hours,
        draft_id=f"{party_id}{hours}",
        content=Content(points=points),
        received_at=T0,
        sent_at=T0 + timedelta(hours=hours),
        deadline=T0,
        timely=True,
        original=ORIGINAL,
    )


def much() -> Matter:
    """Twenty parties that lack everything, and five whose late responses wait."""
    treated = [moment(number, timely=True) for number in range(20)]
    undecided = [moment(number, timely=False) for number in range(20, 25)]
    voices = {}
    remarks = []
    for each in treated:
        id_ = each.invitation.party.id
        voices[id_] = Voice(
            moment=each, versions=(version(id_, "Et", hours=0), version(id_, "Andet", hours=2))
        )
        first = Remark(
            id=f"r{id_}",
            party_id=id_,
            position=1,
            points=tuple(f"{id_}-{at}" for at in range(0, 25, 2)),
            refers_to=("gone",),
            at=T0 + timedelta(hours=1),
        )
        remarks += [first, replace(first, id=f"s{id_}", refers_to=(f"s{id_}",))]
    return Matter(
        hearing=HEARING,
        moments=(*treated, *undecided),
        voices=voices,
        treatment=Treatment(remarks=tuple(remarks)),
    )


def starts(page: Page) -> list[int]:
    """Where the buttons lead that turn to other parties."""
    found = (each for block in page.blocks if isinstance(block, Buttons) for each in block.all)
    return [int(each.data["part"]) for each in found if isinstance(each, Action)]


def test_every_party_is_shown_once_and_each_part_fits_however_much_is_missing() -> None:
    of = much()
    assert {len(of.lacks(voice)) for voice in of.voices.values()} == {6}
    seen: list[str] = []
    start, turned = 0, [0]
    while True:
        page = overview(of, start)
        assert fits(page)
        seen += [block.title for block in page.blocks if isinstance(block, Entry)]
        following = [at for at in starts(page) if at > start]
        if not following:
            break
        [start] = following
        turned.append(start)
    assert seen == [voice.party.name for voice in of.voices.values()]
    assert len(turned) > 2
    while start:
        [start, *_] = starts(overview(of, start))
        assert start == turned[-2]
        turned.pop()


def test_where_there_are_not_so_many_parties_the_last_is_shown() -> None:
    [entry] = [block for block in overview(much(), 99).blocks if isinstance(block, Entry)]
    assert entry.title.endswith("19")
