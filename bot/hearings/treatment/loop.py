"""What became of what a party said: its points, each with the remark, the recommendation and the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.hearings.treatment.references import words_referred_to
from storage.records.remarks import Outcome, Progress, Recommendation, Remark, Treatment
from storage.records.values import Channel, Point, Version, hash_of


@dataclass(frozen=True, slots=True)
class Said:
    """What the administration says to a point.

    Attributes:
        text: "" where it says in so many words that the point gets no remark of its own.
        outcome: What it says that comes of the point.
        elsewhere: The words stand in another remark, which this one refers to.
    """

    text: str
    outcome: Outcome | None = None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A point of a party, and what became of it.

    Attributes:
        number: From 1, within the response.
        words: What the party said.
        own: Whether these are its own words; of some responses only a rendering is left.
        paraphrase: How the administration puts it; "" where it stands in the party's own words alone.
        remarks: Those that are approved; none where there is none yet.
        recommendations: Those that are approved or decided.
    """

    number: int
    point: Point
    words: str
    own: bool
    paraphrase: str
    remarks: tuple[Said, ...]
    recommendations: tuple[Recommendation, ...]


def rows_of(version: Version, treatment: Treatment) -> tuple[Row, ...]:
    """A row for each of a party's points, and of nobody else's.

    What is not approved is not told. A remark that refers to another gives that one's words, as far as they
    are approved.

    Args:
        version: The party's last response.
        treatment: The hearing's.
    """
    rendered = version.original is not None and version.original.channel is Channel.MEMO
    approved = {each.id: each for each in treatment.remarks if each.progress is Progress.APPROVED}
    told = [each for each in treatment.recommendations if is_told(each)]
    return tuple(
        Row(
            number,
            point,
            point.excerpt or point.text,
            bool(point.excerpt) or not rendered,
            _paraphrase_of(point, treatment),
            tuple(
                said
                for each in approved.values()
                if point.id in each.points
                for said in _said(each, approved)
            ),
            tuple(each for each in told if point.id in each.points),
        )
        for number, point in enumerate(version.content.points, 1)
    )


def is_told(recommendation: Recommendation) -> bool:
    """Whether a party may be told of it: it is approved, or has been decided on."""
    return recommendation.progress is Progress.APPROVED or recommendation.decision is not None


def _paraphrase_of(point: Point, treatment: Treatment) -> str:
    """How the point is put, where that is not in the party's own words.

    A paraphrase of what the point said before is none. Who registers a response puts its points, too.
    """
    found = treatment.paraphrases.get(point.id)
    put = found.text if found is not None and found.of_text == hash_of(point.text) else point.text
    return put if put != (point.excerpt or point.text) else ""


def _said(remark: Remark, approved: Mapping[str, Remark]) -> Iterator[Said]:
    if remark.says_nothing:
        yield Said("", remark.outcome)
    if remark.text:
        yield Said(remark.text, remark.outcome)
    for text in words_referred_to(remark, approved):
        yield Said(text, remark.outcome, elsewhere=True)


def undecided(treatment: Treatment) -> tuple[Recommendation, ...]:
    """The recommendations that nothing has been decided on."""
    return tuple(each for each in treatment.recommendations if each.decision is None)
