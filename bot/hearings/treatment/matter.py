"""A hearing with what was said in it and what the administration makes of that, and what is still missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from bot.hearings.rules import Moment
from bot.memo.readiness import Lack, Missing, unfinished
from bot.memo.wording import is_reworded, paraphrase_of, rendered_hash
from storage.records.remarks import (
    Check,
    CheckAnswer,
    Paraphrase,
    Recommendation,
    Remark,
    Treated,
    Treatment,
    treated_hash,
)
from storage.records.values import Channel, Hearing, Party, Point, Version


def seen(of: Treated | None) -> str:
    """What tells it from what it is later, so that nobody undoes what they have not seen; "" for nothing."""
    return treated_hash(of)[:16] if of else ""


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
    """It had answered, or the lead had gone on without, and it is rendered otherwise now."""


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
        return self._remarks.get(id_)

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
        return paraphrase_of(point, self.treatment)

    def check_of(self, party_id: str) -> Check | None:
        """Whether the party was asked if it is rendered right."""
        return self.treatment.checks.get(party_id)

    # --- is it rendered right? ----------------------------------------------------------------

    def shown_to(self, voice: Voice) -> str:
        """The SHA-256 of how the party is rendered: its points, and how each is put."""
        return rendered_hash(voice.versions[-1], self.treatment)

    def checked(self, voice: Voice) -> Checked:
        """Whether the party has said that it is rendered right, as it is rendered now."""
        check = self.check_of(voice.party.id)
        needed = is_reworded(voice.versions[-1], self.treatment)
        if check is None or (check.asked_at is None and check.answer is None):
            return Checked.NEEDED if needed else Checked.NEEDLESS
        if check.answer is None:
            return Checked.WAITING
        if check.shown != self.shown_to(voice):
            if not needed:
                return Checked.NEEDLESS
            return Checked.CHANGED if check.asked_at else Checked.NEEDED
        if check.answer is CheckAnswer.WAIVED:
            return Checked.WAIVED
        return Checked.APPROVED if check.answer is CheckAnswer.APPROVED else Checked.CORRECTED

    # --- what is missing ----------------------------------------------------------------------

    @cached_property
    def unfinished(self) -> tuple[Lack, ...]:
        """What is missing before the memo is final; only told where all parties' voices were asked for."""
        sent = {id_: voice.versions for id_, voice in self.voices.items()}
        return unfinished(self.hearing, self.moments, sent, self.treatment)

    def lacks(self, voice: Voice) -> Mapping[Missing, tuple[int, ...]]:
        """What is missing at a party, and the numbers of the points it is about, if it is about some."""
        numbers = voice.numbers
        found: defaultdict[Missing, set[int]] = defaultdict(set)
        for lack in self._lacks.get(voice.party.id, ()):
            remark = self._remarks.get(lack.of)
            of = remark.points if remark else (lack.of,)
            found[lack.missing].update(numbers[id_] for id_ in of if id_ in numbers)
        return {missing: tuple(sorted(points)) for missing, points in found.items()}

    @cached_property
    def _lacks(self) -> Mapping[str, Sequence[Lack]]:
        found: defaultdict[str, list[Lack]] = defaultdict(list)
        for lack in self.unfinished:
            found[lack.party_id].append(lack)
        return found

    @cached_property
    def _remarks(self) -> Mapping[str, Remark]:
        return {each.id: each for each in self.treatment.remarks}
