"""A hearing in a few words, for memos: who says what, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.hearings.rules import Moment
from bot.hearings.titles import titles_of
from bot.memo.compose import compose
from bot.memo.content import Memo, Row
from bot.memo.readiness import Lack, unfinished
from storage.records.remarks import (
    Check,
    CheckAnswer,
    Paraphrase,
    Progress,
    Recommendation,
    Remark,
    Treatment,
)
from storage.records.values import (
    Content,
    Hearing,
    HearingStatus,
    Invitation,
    OnTime,
    Party,
    PartyKind,
    Point,
    ResponseStatus,
    Stance,
    Version,
    hash_of,
)

SENT = datetime(2026, 10, 14, 12, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
MADE_ON = date(2026, 11, 26)
HEARING = Hearing(
    id="placering",
    title="Ny plads til SSP-NU",
    question="Hvad betyder flytningen for jer?",
    case_number="26/12345",
    handled_by="Center for Ledelse",
    opens_at=datetime(2026, 8, 31, 22, 0, tzinfo=UTC),
    deadline=datetime(2026, 10, 15, 21, 59, tzinfo=UTC),
    status=HearingStatus.CLOSED,
)
NAMES = {"model:model-1": "Model 1", "model:model-2": "Model 2"}


def point(id_: str, text: str = "", **fields: Any) -> Point:
    """A point that says "Punkt <id>." of the matter as a whole."""
    return Point(id=id_, stance=fields.pop("stance", Stance.CONCERN), text=text or f"Punkt {id_}.", **fields)


@dataclass
class Case:
    """A hearing that parties answer and the administration treats.

    Attributes:
        invitations: By the party's id, in their order.
        sent: What each has sent.
        closed_at: When the hearing was closed.
    """

    hearing: Hearing = HEARING
    invitations: dict[str, Invitation] = field(default_factory=dict)
    sent: dict[str, list[Version]] = field(default_factory=dict)
    treatment: Treatment = field(default_factory=Treatment)
    closed_at: datetime | None = None

    def heard(self, id_: str, name: str = "", **fields: Any) -> Case:
        """A party that was heard and has not answered."""
        party = Party(id_, name or f"Part {id_}", PartyKind.OTHER, external=False)
        self.invitations[id_] = Invitation(
            hearing_id=self.hearing.id, party=party, position=len(self.invitations) + 1, **fields
        )
        return self

    def says(self, id_: str, *points: Point, name: str = "", **fields: Any) -> Case:
        """A party that has answered; ``late_decision`` and its like are the invitation's."""
        content = fields.pop("content", None) or Content(
            points=points, speaker="Anne Jensen", no_comments=not points
        )
        invited = {key: fields.pop(key) for key in ("late_decision", "late_reason") if key in fields}
        timely = fields.pop("timely", True)
        sent_at = fields.pop("sent_at", SENT)
        number = len(self.sent.get(id_, ())) + 1
        version = Version(
            reference=f"HS-{id_}",
            hearing_id=self.hearing.id,
            party_id=id_,
            number=number,
            draft_id=f"{id_}.{number}",
            content=content,
            received_at=sent_at,
            sent_at=sent_at,
            deadline=self.hearing.deadline,
            timely=timely,
            on_time=fields.pop("on_time", OnTime.BY_CLOCK),
            by_name="Anne Jensen",
            **fields,
        )
        self.sent.setdefault(id_, []).append(version)
        status = ResponseStatus.ANSWERED if content.points else ResponseStatus.NO_COMMENTS
        return self.heard(
            id_,
            name,
            status=status,
            timely=timely,
            version=number,
            points=len(content.points),
            responded_at=sent_at,
            **invited,
        )

    def remark(self, id_: str, party: str, *points: str, **fields: Any) -> Case:
        """An approved remark that says "Bemærkning <id>.", unless it refers to others."""
        said = "" if fields.get("refers_to") else f"Bemærkning {id_}."
        remark = Remark(
            id=id_,
            party_id=party,
            position=len(self.treatment.remarks) + 1,
            points=points,
            text=fields.pop("text", said),
            progress=fields.pop("progress", Progress.APPROVED),
            at=fields.pop("at", SENT + timedelta(days=2)),
            **fields,
        )
        self.treatment = replace(self.treatment, remarks=(*self.treatment.remarks, remark))
        return self

    def recommends(self, id_: str, *points: str, **fields: Any) -> Case:
        """An approved recommendation "Indstilling <id>."."""
        each = Recommendation(
            id=id_,
            position=len(self.treatment.recommendations) + 1,
            text=fields.pop("text", f"Indstilling {id_}."),
            points=points,
            progress=fields.pop("progress", Progress.APPROVED),
            **fields,
        )
        self.treatment = replace(self.treatment, recommendations=(*self.treatment.recommendations, each))
        return self

    def paraphrases(self, of: Point, party: str, text: str, **fields: Any) -> Case:
        """A paraphrase of the point as it is."""
        of_text = fields.pop("of_text", hash_of(of.text))
        each = Paraphrase(
            id=of.id,
            party_id=party,
            text=text,
            rests_on=fields.pop("rests_on", ""),
            of_text=of_text,
            **fields,
        )
        self.treatment = replace(self.treatment, paraphrases={**self.treatment.paraphrases, of.id: each})
        return self

    def checks(self, party: str, shown: str, answer: CheckAnswer | None) -> Case:
        """The party was asked whether it is rendered right."""
        each = Check(id=party, asked_at=SENT, shown=shown, answer=answer)
        self.treatment = replace(self.treatment, checks={**self.treatment.checks, party: each})
        return self

    @property
    def moments(self) -> tuple[Moment, ...]:
        return tuple(Moment(self.hearing, each, NOW) for each in self.invitations.values())

    @property
    def lacks(self) -> tuple[Lack, ...]:
        return unfinished(self.hearing, self.moments, self.sent, self.treatment)

    @property
    def memo(self) -> Memo:
        return compose(
            self.hearing,
            self.moments,
            self.sent,
            self.treatment,
            titles=lambda about: titles_of(about, NAMES),
            made_on=MADE_ON,
            closed_at=self.closed_at,
        )

    def rows(self, party: str) -> tuple[Row, ...]:
        """The party's rows in the memo."""
        memo = self.memo
        [part] = [each for each in (*memo.parts, *memo.late) if each.party_id == party]
        return part.rows
