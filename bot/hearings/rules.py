"""What may be done with a response, and when: the hearing's rules, as functions of what is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.hearings.calendar import is_timely
from storage.records.values import (
    Hearing,
    HearingStatus,
    Invitation,
    LateDecision,
    PartyKind,
    ResponseStatus,
)

MAX_POINTS = 25
MAX_POINT_CHARS = 1_000
NAME_CHARS = 120
REASON_CHARS = 500


class Gate(Enum):
    """Whether a party may write, change or send its response now, and if not, why not."""

    OPEN = auto()
    LATE = auto()
    """It may, and what it sends comes after the deadline."""
    NOT_YET = auto()
    LOCKED = auto()
    """The deadline has passed, and there is a response."""
    OVER = auto()
    """The deadline has passed, and late responses are not taken."""
    CLOSED = auto()


class Shown(Enum):
    """Where a party stands, as the response board tells it."""

    INVITED = auto()
    DRAFT = auto()
    ANSWERED = auto()
    NO_COMMENTS = auto()
    WITHDRAWN = auto()
    REGISTERING = auto()
    LATE = auto()
    SILENT = auto()


@dataclass(frozen=True, slots=True)
class Moment:
    """A hearing and a party at a point in time."""

    hearing: Hearing
    invitation: Invitation
    now: datetime

    @property
    def deadline(self) -> datetime:
        """The party's own deadline where it has one that is later, else the hearing's."""
        own = self.invitation.deadline
        return max(own, self.hearing.deadline) if own else self.hearing.deadline

    @property
    def timely(self) -> bool:
        """Whether what comes now comes in time."""
        return is_timely(self.now, self.deadline)

    @property
    def responded(self) -> bool:
        """Whether there is a response that has not been withdrawn."""
        return self.invitation.status in {ResponseStatus.ANSWERED, ResponseStatus.NO_COMMENTS}

    @property
    def gate(self) -> Gate:
        """What the party may do; a response that was given is locked once the deadline has passed."""
        if self.hearing.status is HearingStatus.DRAFT or self.now < self.hearing.opens_at:
            return Gate.NOT_YET
        if self.hearing.status is not HearingStatus.OPEN:
            return Gate.CLOSED
        if self.timely:
            return Gate.OPEN
        if self.responded:
            return Gate.LOCKED
        return Gate.LATE if self.hearing.takes_late else Gate.OVER

    @property
    def shown(self) -> Shown:
        """Where the party stands."""
        status = self.invitation.status
        if self.responded and not self.invitation.timely:
            return Shown.LATE
        if not self.responded and self.invitation.has_registration:
            return Shown.REGISTERING
        if status in _AS_THEY_ARE:
            return _AS_THEY_ARE[status]
        if not self.timely or self.hearing.status in _ENDED:
            return Shown.SILENT
        return Shown.DRAFT if self.invitation.has_draft else Shown.INVITED

    @property
    def missing(self) -> bool:
        """Whether the party has yet to answer, or has taken its answer back."""
        return self.shown in {Shown.INVITED, Shown.DRAFT, Shown.SILENT, Shown.WITHDRAWN}

    @property
    def undecided(self) -> bool:
        """Whether a late response waits for the lead."""
        return self.shown is Shown.LATE and self.invitation.late_decision is None

    @property
    def counts(self) -> bool:
        """Whether its points count: they came in time, or the lead has included them."""
        return self.responded and (
            self.invitation.timely or self.invitation.late_decision is LateDecision.INCLUDE
        )


_AS_THEY_ARE = {
    ResponseStatus.ANSWERED: Shown.ANSWERED,
    ResponseStatus.NO_COMMENTS: Shown.NO_COMMENTS,
    ResponseStatus.WITHDRAWN: Shown.WITHDRAWN,
}
_ENDED = {HearingStatus.CLOSED, HearingStatus.CONCLUDED}


def needs_mandate(invitation: Invitation) -> bool:
    """Whether the party answers for a committee that must have discussed the matter.

    MED committees inform and discuss; their part is a contribution out of a discussion on a certain day, not
    one person's answer (Rammeaftale om medindflydelse og medbestemmelse, § 7).
    """
    return invitation.party.kind is PartyKind.MED
