from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.hearings.treatment.loop import Said, rows_of, undecided
from storage.records.remarks import (
    Decision,
    Outcome,
    Paraphrase,
    Progress,
    Recommendation,
    Remark,
    Result,
    Treatment,
)
from storage.records.values import Channel, Content, Original, Point, Stance, Version, hash_of

NOW = datetime(2026, 10, 1, tzinfo=UTC)
ONE = Point(id="p1", stance=Stance.CONCERN, text="Vi er bekymrede.")
TWO = Point(id="p2", stance=Stance.WISH, text="Vi ønsker mere tid.")
REMARK = Remark(
    id="r1",
    party_id="a",
    position=1,
    points=("p1",),
    text="Det ser vi på.",
    outcome=Outcome.NOTED,
    progress=Progress.APPROVED,
)
RECOMMENDATION = Recommendation(
    id="i1", position=1, text="Giv mere tid.", points=("p2", "p9"), progress=Progress.APPROVED
)


def version(*points: Point, original: Original | None = None) -> Version:
    return Version(
        reference="HS-1",
        hearing_id="h",
        party_id="a",
        number=1,
        draft_id="d",
        content=Content(points=points),
        received_at=None,
        sent_at=NOW,
        deadline=NOW,
        timely=True,
        original=original,
    )


def told(*remarks: Remark, of: Point = ONE) -> list[Said]:
    [row] = rows_of(version(of), Treatment(remarks=remarks))
    return list(row.remarks)


def test_each_point_has_what_became_of_it_and_nothing_of_another() -> None:
    found = rows_of(version(ONE, TWO), Treatment(remarks=(REMARK,), recommendations=(RECOMMENDATION,)))

    assert [(row.number, row.point.id) for row in found] == [(1, "p1"), (2, "p2")]
    assert [row.remarks for row in found] == [(Said("Det ser vi på.", Outcome.NOTED),), ()]
    assert [row.recommendations for row in found] == [(), (RECOMMENDATION,)]


@pytest.mark.parametrize("progress", [Progress.DRAFT, Progress.PROFESSIONAL])
def test_what_is_not_approved_is_not_told(progress: Progress) -> None:
    assert told(replace(REMARK, progress=progress)) == []
    unapproved = replace(RECOMMENDATION, progress=progress)
    [row] = rows_of(version(TWO), Treatment(recommendations=(unapproved,)))
    assert row.recommendations == ()


def test_what_was_decided_is_told_though_it_is_a_draft_again() -> None:
    decided = replace(
        RECOMMENDATION, progress=Progress.DRAFT, decision=Decision("Byrådet", "2026-12-01", Result.ADOPTED)
    )
    treatment = Treatment(recommendations=(decided,))

    assert rows_of(version(TWO), treatment)[0].recommendations == (decided,)
    assert undecided(treatment) == ()
    assert undecided(Treatment(recommendations=(RECOMMENDATION,))) == (RECOMMENDATION,)


def test_that_there_is_no_remark_of_its_own_is_told() -> None:
    assert told(replace(REMARK, text="")) == [Said("", Outcome.NOTED)]


def test_a_reference_gives_the_words_it_refers_to() -> None:
    other = replace(REMARK, id="r2", party_id="b", points=("p7",), text="Under de andre.", outcome=None)
    referring = replace(REMARK, text="", refers_to=("r2",))

    assert told(referring, other) == [Said("Under de andre.", Outcome.NOTED, elsewhere=True)]
    both = replace(referring, text="Og det her.")
    assert [each.text for each in told(both, other)] == ["Og det her.", "Under de andre."]


def test_references_are_followed_to_the_end_and_never_round() -> None:
    def refers(id_: str, *to: str, text: str = "", progress: Progress = Progress.APPROVED) -> Remark:
        points = ("p1",) if id_ == "r1" else ()
        return replace(REMARK, id=id_, points=points, text=text, refers_to=to, progress=progress)

    onward = [refers("r1", "r2"), refers("r2", "r3", "r1"), refers("r3", "r2", text="Til sidst.")]
    assert [each.text for each in told(*onward)] == ["Til sidst."]
    assert told(refers("r1", "r9")) == []
    assert told(refers("r1", "r2"), refers("r2", text="Hemmeligt", progress=Progress.DRAFT)) == []


def test_a_paraphrase_is_told_while_it_is_of_what_the_point_says() -> None:
    def put(text: str, of_text: str) -> str:
        paraphrase = Paraphrase(id="p1", party_id="a", text=text, rests_on="", of_text=hash_of(of_text))
        [row] = rows_of(version(ONE), Treatment(paraphrases={"p1": paraphrase}))
        return row.paraphrase

    assert put("Parten er bekymret.", ONE.text) == "Parten er bekymret."
    assert put("Parten er bekymret.", "Noget andet") == ""
    assert put(ONE.text, ONE.text) == ""


@pytest.mark.parametrize(
    ("channel", "excerpt", "words", "own", "paraphrase"),
    [
        pytest.param(Channel.MAIL, "de mange ord", "de mange ord", True, ONE.text, id="registered"),
        pytest.param(Channel.MAIL, ONE.text, ONE.text, True, "", id="registered word for word"),
        pytest.param(Channel.MEMO, "", ONE.text, False, "", id="as an older memo renders it"),
    ],
)
def test_a_party_is_told_its_own_words_where_there_are_any(
    channel: Channel, excerpt: str, words: str, *, own: bool, paraphrase: str
) -> None:
    original = Original(text="de mange ord", channel=channel, received_at=None, evidence="")
    [row] = rows_of(version(replace(ONE, excerpt=excerpt), original=original), Treatment())

    assert (row.words, row.own, row.paraphrase) == (words, own, paraphrase)
