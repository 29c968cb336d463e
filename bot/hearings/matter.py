"""A hearing with what was said in it and what the administration makes of that, and what is still missing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from bot.hearings.references import dangling
from bot.hearings.rules import Moment
from storage.records.remarks import (
    Check,
    CheckAnswer,
    Paraphrase,
    Progress,
    Recommendation,
    Remark,
    Treatment,
)
from storage.records.values import Channel, Hearing, Party, Point, Version, hash_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A party whose points count, and all that it has sent.

    Attributes:
        versions: Of its response, oldest first; at least one.
    """

    moment: Moment
    versions: tuple[Version, ...]

    @property
    def party(self) -> Party:
        """Who it is."""
        return self.moment.invitation.party

    @property
    def points(self) -> tuple[Point, ...]:
        """What it says now."""
        return self.versions[-1].content.points

    @property
    def numbers(self) -> dict[str, int]:
        """The points' numbers, from 1, by their ids."""
        return {point.id: number for number, point in enumerate(self.points, 1)}

    @property
    def original(self) -> str:
        """What came, word for word, where a lead has registered it; "" otherwise."""
        original = self.versions[-1].original
        return original.text if original and original.channel is not Channel.MEMO else ""

    def changed_since(self, remark: Remark) -> tuple[int, ...]:
        """The numbers of the points that say something else than when the remark was last changed."""
        at = remark.at
        if at is None:
            return ()
        then = next((each for each in reversed(self.versions) if each.sent_at <= at), None)
        texts = {point.id: point.text for point in then.content.points} if then else {}
        return tuple(
            number
            for number, point in enumerate(self.points, 1)
            if point.id in remark.points and texts.get(point.id, point.text) != point.text
        )


class Checked(Enum):
    """Whether a party has said that it is rendered right."""

    NEEDLESS = auto()
    """It stands with its own words alone."""
    NEEDED = auto()
    WAITING = auto()
    APPROVED = auto()
    CORRECTED = auto()
    WAIVED = auto()
    CHANGED = auto()
    """It had answered, and is rendered otherwise now."""


UNCHECKED = frozenset({Checked.NEEDED, Checked.WAITING, Checked.CHANGED})


class Want(Enum):
    """What is missing before the memo is final."""

    REMARK = auto()
    CHANGED = auto()
    """The points say something else than when they were answered."""
    REFERENCE = auto()
    """What is referred to is not there any more."""
    APPROVAL = auto()
    RECOMMENDATION = auto()
    """A recommendation is not approved."""
    CHECK = auto()


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing at a party.

    Attributes:
        points: The numbers of the points it is about; none where it is about them all.
    """

    want: Want
    points: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Matter:
    """A hearing with its responses and their treatment, as they stand.

    Attributes:
        moments: All parties in their order.
        voices: By the party's id, in the same order; only of those that were asked for.
    """

    hearing: Hearing
    moments: tuple[Moment, ...]
    voices: Mapping[str, Voice]
    treatment: Treatment

    def name_of(self, party_id: str) -> str:
        """What the party is called; "" for one that is not heard any more."""
        for each in self.moments:
            if each.invitation.party.id == party_id:
                return each.invitation.party.name
        return ""

    @cached_property
    def counting(self) -> tuple[Remark, ...]:
        """The remarks to parties whose points count."""
        parties = {each.invitation.party.id for each in self.moments if each.counts}
        return tuple(each for each in self.treatment.remarks if each.party_id in parties)

    def remarks_to(self, party_id: str) -> tuple[Remark, ...]:
        """The remarks to a party, in their order."""
        return tuple(self._by_party.get(party_id, ()))

    @cached_property
    def _by_party(self) -> Mapping[str, Sequence[Remark]]:
        found: defaultdict[str, list[Remark]] = defaultdict(list)
        for each in self.treatment.remarks:
            found[each.party_id].append(each)
        return found

    def remark(self, id_: str) -> Remark | None:
        """The remark with that id."""
        return next((each for each in self.treatment.remarks if each.id == id_), None)

    def number_of(self, remark: Remark) -> int:
        """Its number among those to its party that say something, from 1; 0 for one that says nothing."""
        said = [each.id for each in self.remarks_to(remark.party_id) if not each.says_nothing]
        return said.index(remark.id) + 1 if remark.id in said else 0

    def recommendation(self, id_: str) -> Recommendation | None:
        """The recommendation with that id."""
        return next((each for each in self.treatment.recommendations if each.id == id_), None)

    def recommendations_for(self, point_id: str) -> tuple[Recommendation, ...]:
        """The recommendations that follow from a point."""
        return tuple(each for each in self.treatment.recommendations if point_id in each.points)

    def paraphrase_of(self, point: Point) -> Paraphrase | None:
        """The point's paraphrase; None where the point has come to say something else since."""
        found = self.treatment.paraphrases.get(point.id)
        return found if found and found.of_text == hash_of(point.text) else None

    def check_of(self, party_id: str) -> Check | None:
        """Whether the party was asked if it is rendered right."""
        return self.treatment.checks.get(party_id)

    # --- is it rendered right? ----------------------------------------------------------------

    def shown_to(self, voice: Voice) -> str:
        """The SHA-256 of how the party is rendered: its points, and how each is put."""
        points = [
            (point.id, point.stance, point.about, point.text, found.text if found else "")
            for point in voice.points
            for found in [self.paraphrase_of(point)]
        ]
        return hash_of(json.dumps(points, ensure_ascii=False))

    def checked(self, voice: Voice) -> Checked:
        """Whether the party has said that it is rendered right, as it is rendered now."""
        check = self.check_of(voice.party.id)
        needed = bool(voice.points) and (bool(voice.original) or self._is_paraphrased(voice))
        if check is None or (check.asked_at is None and check.answer is None):
            return Checked.NEEDED if needed else Checked.NEEDLESS
        if check.answer is None:
            return Checked.WAITING
        if check.answer is CheckAnswer.WAIVED:
            return Checked.WAIVED
        if check.shown != self.shown_to(voice):
            return Checked.CHANGED if needed else Checked.NEEDLESS
        return Checked.APPROVED if check.answer is CheckAnswer.APPROVED else Checked.CORRECTED

    def _is_paraphrased(self, voice: Voice) -> bool:
        found = map(self.paraphrase_of, voice.points)
        return any(each is not None and not each.by_party for each in found)

    # --- what is missing ----------------------------------------------------------------------

    def lacks(self, voice: Voice) -> tuple[Lack, ...]:
        """What is missing at a party before the memo is final."""
        numbers = voice.numbers
        remarks = self.remarks_to(voice.party.id)
        answered = {id_ for each in remarks for id_ in each.points}
        loose = [each for each in remarks if dangling(each.refers_to, self.counting)]
        drafts = [each for each in remarks if each.progress is not Progress.APPROVED]
        unapproved = [
            each for each in self.treatment.recommendations if each.progress is not Progress.APPROVED
        ]
        found = {
            Want.REMARK: {number for id_, number in numbers.items() if id_ not in answered},
            Want.CHANGED: {number for each in remarks for number in voice.changed_since(each)},
            Want.REFERENCE: _numbers(numbers, loose),
            Want.APPROVAL: _numbers(numbers, drafts),
            Want.RECOMMENDATION: _numbers(numbers, unapproved),
        }
        lacks = [Lack(want, tuple(sorted(points))) for want, points in found.items() if points]
        if self.checked(voice) in UNCHECKED:
            lacks.append(Lack(Want.CHECK))
        return tuple(lacks)


def _numbers(numbers: Mapping[str, int], of: list[Remark] | list[Recommendation]) -> set[int]:
    return {numbers[id_] for each in of for id_ in each.points if id_ in numbers}
