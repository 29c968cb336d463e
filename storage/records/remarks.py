"""What the administration makes of the responses, as plain frozen values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter

from storage.records.values import hash_of

_LATER = ConfigDict(defer_build=True)


class Outcome(StrEnum):
    """What a remark says that comes of the points it answers."""

    MET = "met"
    PARTLY_MET = "partly met"
    NOT_MET = "not met"
    NOTED = "noted"
    ANSWERED = "answered"
    OUTSIDE = "outside"


class Progress(StrEnum):
    """How far a remark or a recommendation has come; when it is changed, it is a draft again."""

    DRAFT = "draft"
    PROFESSIONAL = "professional"
    APPROVED = "approved"


class Result(StrEnum):
    """What was decided of a recommendation."""

    ADOPTED = "adopted"
    PARTLY_ADOPTED = "partly adopted"
    REJECTED = "rejected"
    POSTPONED = "postponed"


class CheckAnswer(StrEnum):
    """What came of asking a party whether it is rendered right."""

    APPROVED = "approved"
    CORRECTED = "corrected"
    WAIVED = "waived"
    """The lead goes on without an answer, and says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """The administration's answer to one or more points of a party.

    Without a text and without a reference it says that the points get no remark of their own.

    Attributes:
        position: Within the hearing.
        points: Ids of the points it answers.
        refers_to: Ids of remarks that it refers to instead of saying it again.
        by: The user id of who last changed it; "" for the program itself.
        removed: It was taken away; kept so that its history is.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _LATER

    id: str
    party_id: str
    position: int
    points: tuple[str, ...]
    text: str = ""
    refers_to: tuple[str, ...] = ()
    outcome: Outcome | None = None
    progress: Progress = Progress.DRAFT
    by: str = ""
    at: datetime | None = None
    removed: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether it only says that the points get no remark of their own."""
        return not self.text and not self.refers_to


@dataclass(frozen=True, slots=True)
class Decision:
    """What came of a recommendation.

    Attributes:
        body: Who decided: "Byrådet".
        decided_on: ISO.
        note: More about it, in a sentence or two; may be empty.
    """

    body: str
    decided_on: str
    result: Result
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A change the administration recommends; any number of points, of any parties, share it.

    Attributes:
        position: Within the hearing.
        points: Ids of the points it follows from.
        decision: The political outcome, once there is one.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _LATER

    id: str
    position: int
    text: str
    points: tuple[str, ...] = ()
    progress: Progress = Progress.DRAFT
    decision: Decision | None = None
    by: str = ""
    at: datetime | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paraphrase:
    """The administration's short wording of a point, shown beside the party's own words.

    Attributes:
        id: The point's.
        rests_on: The party's own words that it rests on.
        of_text: The SHA-256 of the point's text as it was; a point that says something else since then has no
            paraphrase.
        by_party: The party itself has put it this way.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _LATER

    id: str
    party_id: str
    text: str
    rests_on: str
    of_text: str
    by_party: bool = False
    by: str = ""
    at: datetime | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Whether a party has been asked if it is rendered right, and what it said.

    Attributes:
        id: The party's.
        asked_at: None while it has not been asked.
        shown: The SHA-256 of all that it was asked about; what is changed since then is not approved.
        answer: None while it has not answered.
        by: The user id of who answered, or of the lead who goes on without.
        reason: Why the lead goes on without an answer.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _LATER

    id: str
    asked_at: datetime | None = None
    shown: str = ""
    answer: CheckAnswer | None = None
    by: str = ""
    by_name: str = ""
    at: datetime | None = None
    reason: str = ""
    removed: bool = False


Treated = Remark | Recommendation | Paraphrase | Check

KINDS: dict[type[Treated], str] = {
    Remark: "remark",
    Recommendation: "recommendation",
    Paraphrase: "paraphrase",
    Check: "check",
}
"""What each is called in the records, and in the events that tell of it: "remark.saved"."""

REMARK = TypeAdapter(Remark)
RECOMMENDATION = TypeAdapter(Recommendation)
PARAPHRASE = TypeAdapter(Paraphrase)
CHECK = TypeAdapter(Check)
_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "remark": REMARK,
    "recommendation": RECOMMENDATION,
    "paraphrase": PARAPHRASE,
    "check": CHECK,
}


def treated_document(of: Treated) -> str:
    """As the JSON that is stored and hashed; the same always gives the same text."""
    return _ADAPTERS[KINDS[type(of)]].dump_json(of).decode()


def treated_in(kind: str, document: str) -> Treated:
    """What such a JSON says.

    Raises:
        ValueError: It is none of that kind.
    """
    found: Treated = _ADAPTERS[kind].validate_json(document)
    return found


def treated_hash(of: Treated) -> str:
    """The SHA-256 of its JSON."""
    return hash_of(treated_document(of))


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """All that the administration makes of a hearing's responses, as it stands; nothing that was removed.

    Attributes:
        remarks: In their order.
        recommendations: In their order.
        paraphrases: By the point's id.
        checks: By the party's id.
    """

    remarks: tuple[Remark, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    paraphrases: Mapping[str, Paraphrase] = field(default_factory=dict)
    checks: Mapping[str, Check] = field(default_factory=dict)


def treatment_in(found: Iterable[Treated]) -> Treatment:
    """What the newest versions of everything say together; what was removed is left out."""
    there = [each for each in found if not each.removed]
    return Treatment(
        remarks=tuple(sorted((each for each in there if isinstance(each, Remark)), key=_position)),
        recommendations=tuple(
            sorted((each for each in there if isinstance(each, Recommendation)), key=_position)
        ),
        paraphrases={each.id: each for each in there if isinstance(each, Paraphrase)},
        checks={each.id: each for each in there if isinstance(each, Check)},
    )


def _position(of: Remark | Recommendation) -> tuple[int, str]:
    return of.position, of.id
