"""A hearing summed up: every party once, every point once, and nothing sorted by how many there are."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.hearings import texts
from bot.hearings.concerns import Concerns
from bot.hearings.pages.summary import POSTED_BYTES, posted
from bot.hearings.sharing.summary import (
    MOST_NAMED,
    Answered,
    Column,
    Part,
    Place,
    Summary,
    cells_of,
    column_of,
    has_ended,
    overview_of,
    parts_of,
)
from bot.hearings.texts import asked as asked_texts
from bot.hearings.texts import memo as memo_texts
from bot.hearings.texts import notices as notice_texts
from bot.hearings.texts import summary as summary_texts
from bot.reply import size_bytes
from bot.screen import drawn
from storage.knowledge import Knowledge
from storage.records.remarks import Recommendation, Remark
from storage.records.tallies import Told
from storage.records.values import Hearing, HearingStatus, Stance
from tests.unit.test_cards import faults

NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)
HEARING = Hearing(
    id="h",
    title="Ny plads til SSP-NU",
    question="Hvad siger I?",
    case_number="26/1",
    handled_by="CLS",
    opens_at=datetime(2026, 9, 1, tzinfo=UTC),
    deadline=datetime(2026, 10, 15, 21, 59, tzinfo=UTC),
    models=("model-1", "model-2"),
    status=HearingStatus.CLOSED,
)
MODEL_1, MODEL_2, SEVERAL, NONE = Column("model-1"), Column("model-2"), Column(several=True), Column()


def tally(*points: tuple[str, tuple[str, ...], int]) -> str:
    """As it is stored."""
    return json.dumps(points, separators=(",", ":"), ensure_ascii=False)


def told(
    name: str,
    said: str = "[]",
    *,
    status: str = "answered",
    timely: bool = True,
    decision: str | None = None,
) -> Told:
    return (name.lower(), name, status, timely, decision, said)


CONCERN = tally(("bekymring", ("model:model-1",), 2), ("opbakning", (), 1))


@pytest.mark.parametrize(
    ("about", "column"),
    [
        ((), NONE),
        (("topic:Placering",), NONE),
        (("model:model-1",), MODEL_1),
        (("topic:Placering", "model:model-2"), MODEL_2),
        (("model:model-1", "model:model-2"), SEVERAL),
    ],
)
def test_a_point_stands_in_one_column(about: tuple[str, ...], column: Column) -> None:
    assert column_of(about) == column


def test_a_cell_counts_the_points_of_each_stance_in_the_glossarys_order() -> None:
    found = cells_of(
        (
            (Stance.DISADVANTAGE, ("model:model-1",), 3),
            (Stance.SUPPORT, ("model:model-1", "topic:Økonomi"), 1),
            (Stance.DISADVANTAGE, ("topic:Økonomi", "model:model-1"), 1),
            (Stance.WISH, (), 1),
        )
    )
    assert list(found[MODEL_1].items()) == [(Stance.SUPPORT, 1), (Stance.DISADVANTAGE, 4)]
    assert found[NONE] == {Stance.WISH: 1}


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (told("A"), Place.ANSWERED),
        (told("A", status="no comments"), Place.NO_COMMENTS),
        (told("A", status="invited"), Place.SILENT),
        (told("A", status="withdrawn"), Place.SILENT),
        (told("A", timely=False), Place.LATE),
        (told("A", timely=False, decision="attach"), Place.LATE),
        (told("A", timely=False, decision="refuse"), Place.LATE),
        (told("A", timely=False, decision="include"), Place.ANSWERED),
        (told("A", timely=False, decision="include", status="no comments"), Place.NO_COMMENTS),
    ],
)
def test_each_party_stands_in_one_place(row: Told, place: Place) -> None:
    overview = overview_of(HEARING, [row])
    assert {each: count for each, count in overview.counts.items() if count} == {place: 1}
    assert overview.names[place] == ("A",)
    assert overview.voices_count == (place in {Place.ANSWERED, Place.NO_COMMENTS})


def test_only_what_counts_is_counted_and_all_who_answered_have_answered() -> None:
    late = told("Sen", CONCERN, timely=False)
    overview = overview_of(
        HEARING, [told("A", CONCERN), told("B", CONCERN), late, told("C", status="invited")]
    )
    assert overview.stances == {Stance.SUPPORT: 2, Stance.CONCERN: 4}
    assert (overview.invited, overview.responded) == (4, 3)
    assert [each.name for each in overview.voices] == ["A", "B"]


def test_parties_and_stances_keep_their_order_whatever_the_numbers() -> None:
    many = tally(("forslag", ("model:model-2",), 25))
    rows = [told("Å", tally(("ønske", (), 1))), told("B", many), told("A", tally(("opbakning", (), 1)))]
    overview = overview_of(HEARING, rows)
    assert [each.name for each in overview.voices] == ["Å", "B", "A"]
    assert list(overview.stances) == [Stance.SUPPORT, Stance.PROPOSAL, Stance.WISH]


def test_the_columns_are_the_hearings_models_then_those_that_others_speak_of() -> None:
    rows = [told("A", tally(("fordel", ("model:model-9",), 1), ("ulempe", (), 1)))]
    assert overview_of(HEARING, rows).columns == (MODEL_1, MODEL_2, Column("model-9"), NONE)
    both = [told("A", tally(("fordel", ("model:model-1", "model:model-2"), 1)))]
    assert overview_of(HEARING, both).columns == (MODEL_1, MODEL_2, SEVERAL)


def test_who_speaks_of_no_model_is_counted_apart() -> None:
    rows = [
        told("A", CONCERN),
        told("B", tally(("ønske", (), 1))),
        told("C", status="no comments"),
        told("D", tally(("ønske", ('topic:"model:x',), 1))),
    ]
    overview = overview_of(HEARING, rows)
    assert [each.name for each in overview.on_models] == ["A"]
    assert (overview.on_models_count, overview.off_models_count) == (1, 2)


@pytest.mark.parametrize("topic", ["a],[b", 'a"],1],["ønske",["topic:b', '","model:model-1', "[[]]", "\\"])
def test_a_topic_may_be_called_anything(topic: str) -> None:
    said = tally(("fordel", ("model:model-1",), 2), ("ønske", (f"topic:{topic}",), 3), ("ønske", (), 1))
    overview = overview_of(HEARING, [told("A", said), told("B", tally(("ønske", (f"topic:{topic}",), 1)))])
    assert overview.stances == {Stance.WISH: 5, Stance.ADVANTAGE: 2}
    assert overview.columns == (MODEL_1, MODEL_2, NONE)
    assert (overview.on_models_count, overview.off_models_count) == (1, 1)


def test_of_very_many_the_first_are_named_and_all_are_counted() -> None:
    overview = overview_of(HEARING, [told(f"Part {number}", CONCERN) for number in range(10_000)])
    assert overview.voices_count == overview.on_models_count == overview.counts[Place.ANSWERED] == 10_000
    assert overview.stances == {Stance.SUPPORT: 10_000, Stance.CONCERN: 20_000}
    assert len(overview.voices) == len(overview.names[Place.ANSWERED]) == MOST_NAMED


@pytest.mark.parametrize("status", HearingStatus)
def test_what_parties_said_is_told_of_no_hearing_that_goes_on(status: HearingStatus) -> None:
    hearing = replace(HEARING, status=status)
    parts = parts_of(hearing, recommendations=True, remarks=True)
    ended = status in {HearingStatus.CLOSED, HearingStatus.CONCLUDED}
    assert parts == (tuple(Part) if ended else (Part.ANSWERED,))
    assert has_ended(hearing) is ended


def test_what_there_is_none_of_is_not_offered() -> None:
    without = replace(HEARING, models=())
    assert parts_of(without, recommendations=False, remarks=False) == (Part.ANSWERED, Part.STANCES)


# --- the card ---------------------------------------------------------------------------------


def summary(parties: int, text: str, remarks: int) -> Summary:
    stances = tuple((stance.value, (f"model:model-{at % 2 + 1}",), 9) for at, stance in enumerate(Stance))
    rows = [told(text[:120] or "x", tally(*stances), timely=bool(n % 3)) for n in range(parties)]
    rows += [told(text[:120] or "x", status="invited")] * parties
    return Summary(
        hearing=replace(HEARING, title=text[:200]),
        parts=tuple(Part),
        overview=overview_of(HEARING, rows),
        as_of=NOW,
        recommendations=tuple(Recommendation(id=f"i{n}", position=n, text=text) for n in range(remarks)),
        recommendations_count=remarks,
        remarks=tuple(
            Answered(
                remark=Remark(id=f"r{n}", party_id="p", position=n, points=("a",), text=text),
                party=text[:120],
                points=1,
                said=(text, text),
            )
            for n in range(remarks)
        ),
        remarks_count=remarks,
    )


TEXTS = {
    "plain": "Vi er bekymrede for samarbejdet. " * 120,
    "hostile": '**a** [b](http://c) "}], {{DATE(2026)}} <at>d</at> \\ ' * 80,
    "one word": "æ" * 4_000,
    "short": "Nej",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize(("parties", "remarks"), [(0, 0), (3, 1), (40, 20), (500, 20)])
def test_a_posted_card_leaves_room_for_its_frame_whatever_it_says(
    knowledge: Knowledge, text: str, parties: int, remarks: int
) -> None:
    card, _ = drawn(posted(summary(parties, text, remarks), Concerns(knowledge), "b" * 24))
    assert size_bytes(card) <= POSTED_BYTES
    assert faults(json.loads(card)) == []
    assert ("til er ikke vist her, men tæller med" in card) or parties <= 40


def test_a_posted_card_says_nothing_that_is_wrong_tomorrow(knowledge: Knowledge) -> None:
    page = posted(summary(3, "Nej", 1), Concerns(knowledge), "b" * 24)
    later = posted(replace(summary(3, "Nej", 1), as_of=NOW.replace(hour=20)), Concerns(knowledge), "b" * 24)
    assert page == later
    assert "frist om" not in drawn(page)[0]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (texts.board_headline(1, 1), "1 af 1 part har svaret"),
        (texts.board_headline(1, 2), "1 af 2 parter har svaret"),
        (notice_texts.deadline_headline(0, 1), "Fristen er udløbet: 0 af 1 part har svaret"),
        (asked_texts.answered_count(0, 1), "0 af 1 part har svaret"),
        (memo_texts.answered_of(1, 1), "1 af 1 part"),
        (summary_texts.headline(0, 1, "X"), "0 af 1 part har svaret på høringen »X«"),
        (summary_texts.remarked(0, 1), "0 af 1 punkt har en godkendt bemærkning"),
        (summary_texts.remarked(1, 2), "1 af 2 punkter har en godkendt bemærkning"),
    ],
)
def test_one_is_one_wherever_it_is_counted(said: str, words: str) -> None:
    assert said == words
