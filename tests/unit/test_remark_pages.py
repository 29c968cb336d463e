"""The lead's overview: it fits on a card, however much is missing, and the numbers are read easily."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.hearings.concerns import Concerns
from bot.hearings.form import Form
from bot.hearings.pages.paraphrases import form
from bot.hearings.pages.recommendations import choose
from bot.hearings.pages.remarks import View, overview, party
from bot.hearings.rules import Moment
from bot.hearings.texts.remarks import numbered
from bot.hearings.treatment.matter import Matter, Voice
from bot.page import Action, Buttons, Entry, Page
from bot.screen import fits, reply_of_page
from storage.knowledge import Knowledge
from storage.records.remarks import Outcome, Paraphrase, Progress, Recommendation, Remark, Treatment
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
    hash_of,
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


def longest() -> tuple[Matter, Voice]:
    """A party whose 25 registered points, paraphrases, remarks and recommendations are as long as can be."""
    at = moment(0, timely=True)
    id_ = at.invitation.party.id
    plain = version(id_, "Å" * 1_000, hours=0)
    points = tuple(
        replace(
            point,
            id=f"{number:024}",
            excerpt=f"{number} " + "Æ" * 1_990,
            section=("Ø" * 60, "Ø" * 60),
            about=("topic:" + "T" * 60,),
        )
        for number, point in enumerate(plain.content.points)
    )
    sent = replace(plain, content=replace(plain.content, points=points))
    remarks = tuple(
        Remark(
            id=f"r{number:023}",
            party_id=id_,
            position=number,
            points=(point.id,),
            text="Ü" * 2_000,
            outcome=Outcome.PARTLY_MET,
            progress=list(Progress)[number % 3],
        )
        for number, point in enumerate(points)
    )
    paraphrases = {
        point.id: Paraphrase(
            id=point.id,
            party_id=id_,
            text="Ä" * 500,
            rests_on="Å" * 999,
            of_text=hash_of(point.text),
        )
        for point in points
    }
    advice = tuple(
        Recommendation(id=f"i{number}", position=number, text="I" * 1_000, points=(points[0].id,))
        for number in range(3)
    )
    voice = Voice(moment=at, versions=(sent,))
    treatment = Treatment(remarks=remarks, recommendations=advice, paraphrases=paraphrases)
    return Matter(hearing=HEARING, moments=(at,), voices={id_: voice}, treatment=treatment), voice


def view(knowledge: Knowledge, **values: str) -> View:
    of, voice = longest()
    done = "Bemærkningen er gemt." * 3
    return View(
        matter=of,
        voice=voice,
        form=Form(values),
        concerns=Concerns(knowledge),
        new_id="n" * 24,
        done=done,
        notice=done,
    )


def parts(shown: Callable[[str], Page]) -> list[str]:
    """All that each part of a page has, as it is sent."""
    found = [reply_of_page(shown("0")).card_json]
    while "Næste del" in found[-1]:
        found.append(reply_of_page(shown(str(len(found)))).card_json)
    return found


def test_a_party_fits_however_long_all_of_it_is(knowledge: Knowledge) -> None:
    whole = "".join(parts(lambda at: party(view(knowledge, at=at))))
    for number in range(25):
        assert f"{number} " + "Æ" * 1_990 in whole
    assert whole.count("Ü" * 2_000) == 25
    assert whole.count("Å" * 1_000) >= 25


def test_a_recommendation_and_a_paraphrase_fit_however_long_all_of_it_is(knowledge: Knowledge) -> None:
    _, voice = longest()
    chosen = ",".join(point.id for point in voice.points)
    data = {"points": chosen, "new": "n" * 24, "recommendation": "I" * 1_000}
    assert parts(lambda at: choose(view(knowledge, **data, part=at), chosen.split(",")))
    of = view(knowledge, paraphrase="Ä" * 500, rests_on="Å" * 1_000, shown="s" * 16, of_text="t" * 64)
    point = voice.points[0]
    assert fits(form(of, point, of.matter.paraphrase_of(point)))
