"""What is missing before a memo is final."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.hearings.rules import Moment
from bot.memo.wording import is_reworded, rendered_hash
from storage.records.remarks import CheckAnswer, Progress, Remark, Treatment
from storage.records.values import Hearing, HearingStatus, Version


class Missing(StrEnum):
    """What sort of thing is missing."""

    HEARING_OPEN = "hearing open"
    REGISTRATION = "registration begun"
    DECISION = "late response undecided"
    REMARK = "point without a remark"
    REMARK_CHANGED = "point changed since it was answered"
    DANGLING = "reference to nothing"
    CIRCULAR = "reference in a circle"
    REMARK_APPROVAL = "remark not approved"
    RECOMMENDATION_APPROVAL = "recommendation not approved"
    NOT_ASKED = "party not asked"
    NOT_ANSWERED = "party has not answered"
    CHANGED = "changed since the party was asked"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that keeps a memo from being final.

    Attributes:
        party_id: Whose response it is about; "" for the hearing's own and for recommendations.
        of: The id of the point, remark or recommendation; "" where it is about none.
    """

    missing: Missing
    party_id: str = ""
    of: str = ""


Versions = Mapping[str, Sequence[Version]]
"""What each party has sent, by its id: every version, oldest first."""


def treated(moments: Iterable[Moment], versions: Versions) -> Iterator[tuple[Moment, Version]]:
    """The responses that the memo treats, in the parties' order.

    They came in time, or the lead has included them.

    Args:
        moments: The hearing's parties in their order.
        versions: What they have sent.
    """
    for moment in moments:
        sent = versions.get(moment.invitation.party.id)
        if sent and moment.counts:
            yield moment, sent[-1]


def unfinished(
    hearing: Hearing, moments: Iterable[Moment], versions: Versions, treatment: Treatment
) -> tuple[Lack, ...]:
    """What is missing before the memo is final; nothing when it is.

    Args:
        hearing: It must be closed or concluded.
        moments: Its parties in their order.
        versions: What they have sent.
        treatment: What the administration makes of them.
    """
    moments = tuple(moments)
    responses = tuple(treated(moments, versions))
    remarks = printed(responses, treatment)
    return (
        *_of_hearing(hearing, moments),
        *_without_remark(responses, remarks),
        *_changed_since(remarks, versions),
        *_references(remarks),
        *(
            Lack(Missing.REMARK_APPROVAL, each.party_id, each.id)
            for each in remarks.values()
            if each.progress is not Progress.APPROVED
        ),
        *(
            Lack(Missing.RECOMMENDATION_APPROVAL, of=each.id)
            for each in treatment.recommendations
            if each.progress is not Progress.APPROVED
        ),
        *_checks(responses, treatment),
    )


def printed(responses: Iterable[tuple[Moment, Version]], treatment: Treatment) -> dict[str, Remark]:
    """The remarks that stand in the memo, by id: those that answer a point in it."""
    points = {point.id for _, version in responses for point in version.content.points}
    return {each.id: each for each in treatment.remarks if not points.isdisjoint(each.points)}


def _of_hearing(hearing: Hearing, moments: Iterable[Moment]) -> Iterator[Lack]:
    if hearing.status in {HearingStatus.DRAFT, HearingStatus.OPEN}:
        yield Lack(Missing.HEARING_OPEN)
    for moment in moments:
        party_id = moment.invitation.party.id
        if moment.invitation.has_registration:
            yield Lack(Missing.REGISTRATION, party_id)
        if moment.undecided:
            yield Lack(Missing.DECISION, party_id)


def _without_remark(
    responses: Iterable[tuple[Moment, Version]], remarks: Mapping[str, Remark]
) -> Iterator[Lack]:
    answered = {id_ for each in remarks.values() for id_ in each.points}
    for moment, version in responses:
        for point in version.content.points:
            if point.id not in answered:
                yield Lack(Missing.REMARK, moment.invitation.party.id, point.id)


def _changed_since(remarks: Mapping[str, Remark], versions: Versions) -> Iterator[Lack]:
    for remark in remarks.values():
        sent = versions[remark.party_id]
        at = remark.at
        if at is None or sent[-1].sent_at <= at:
            continue
        then = next((each for each in reversed(sent) if each.sent_at <= at), None)
        said = {point.id: point.text for point in then.content.points} if then else {}
        for point in sent[-1].content.points:
            if point.id in remark.points and said.get(point.id, point.text) != point.text:
                yield Lack(Missing.REMARK_CHANGED, remark.party_id, point.id)


def _references(remarks: Mapping[str, Remark]) -> Iterator[Lack]:
    circular = in_circles({id_: each.refers_to for id_, each in remarks.items()})
    for id_, each in remarks.items():
        if any(to not in remarks or remarks[to].says_nothing for to in each.refers_to):
            yield Lack(Missing.DANGLING, each.party_id, id_)
        if id_ in circular:
            yield Lack(Missing.CIRCULAR, each.party_id, id_)


def in_circles(refers: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The ids from which references lead back to themselves, however far round.

    Args:
        refers: By id, the ids that it refers to; those that are no keys lead nowhere.
    """
    return frozenset(id_ for id_ in refers if id_ in _reached(refers, id_))


def _reached(refers: Mapping[str, Sequence[str]], start: str) -> set[str]:
    reached: set[str] = set()
    ahead = list(refers[start])
    while ahead:
        id_ = ahead.pop()
        if id_ not in reached:
            reached.add(id_)
            ahead.extend(refers.get(id_, ()))
    return reached


def _checks(responses: Iterable[tuple[Moment, Version]], treatment: Treatment) -> Iterator[Lack]:
    for moment, version in responses:
        party_id = moment.invitation.party.id
        check = treatment.checks.get(party_id)
        if not is_reworded(version, treatment):
            continue
        holds = check is not None and check.shown == rendered_hash(version, treatment)
        if check is not None and holds and check.answer is CheckAnswer.WAIVED:
            continue
        if check is None or check.asked_at is None:
            yield Lack(Missing.NOT_ASKED, party_id)
        elif not holds:
            yield Lack(Missing.CHANGED, party_id)
        elif check.answer is None:
            yield Lack(Missing.NOT_ANSWERED, party_id)
