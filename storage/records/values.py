"""What the records hold, as plain frozen values; each says what it is, not how it is kept."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter

_LATER = ConfigDict(defer_build=True)
"""A large value's reader and writer are made when it is first read or written, not at every start."""


REMIND_DAYS = (14, 7, 2)
"""How many days before a deadline who has not answered is reminded, unless the lead wants it otherwise."""


class HearingStatus(StrEnum):
    """How far a hearing has come; each can only lead to some of the others."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CONCLUDED = "concluded"
    DELETED = "deleted"


Tally = tuple[tuple["Stance", tuple[str, ...], int], ...]
"""Stance, what it is about, and how many points say so."""


class PartyKind(StrEnum):
    """What sort of organisation is heard; the values are the knowledge base's own."""

    MED = "MED"
    BOARD = "bestyrelse"
    POLICE = "politi"
    HOUSING = "boligsocial"
    UNIT = "intern enhed"
    OTHER = "andet"


class Stance(StrEnum):
    """What a point says of its matter; the values are the knowledge base's own."""

    SUPPORT = "opbakning"
    CONCERN = "bekymring"
    WONDER = "undren"
    UNCLEAR = "uklarhed"
    PROPOSAL = "forslag"
    WISH = "ønske"
    ATTENTION = "opmærksomhedspunkt"
    ADVANTAGE = "fordel"
    DISADVANTAGE = "ulempe"
    QUESTION = "spørgsmål"


class ResponseStatus(StrEnum):
    """What a party last sent."""

    INVITED = "invited"
    ANSWERED = "answered"
    NO_COMMENTS = "no comments"
    WITHDRAWN = "withdrawn"


class LateDecision(StrEnum):
    """What the lead decides of a response that came after the deadline."""

    INCLUDE = "include"
    ATTACH = "attach"
    REFUSE = "refuse"


class Channel(StrEnum):
    """How a response came."""

    TEAMS = "teams"
    MAIL = "mail"
    PAPER = "paper"
    SPOKEN = "spoken"
    MEMO = "memo"


class OnTime(StrEnum):
    """Whether a response came in time, and how that is known.

    BY_CLOCK: the server's own clock. BY_REGISTRAR: the time that who registered it stated.
    BY_MEMO: the memo says so, and no time is known.
    """

    BY_CLOCK = "by clock"
    BY_REGISTRAR = "by registrar"
    BY_MEMO = "by memo"


@dataclass(frozen=True, slots=True)
class Material:
    """Something to read before answering."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """A hearing as the lead has set it up.

    Attributes:
        question: What is asked of the parties.
        handled_by: The unit that handles the responses; the form names it.
        topics: What the matter is about, in the lead's words.
        models: Ids of models in the knowledge base.
        opens_at: Aware UTC, as ``deadline``; both None only where no time of day is known.
        deadline: The last minute that counts; a party may have a later one of its own.
        deletes_on: When content and personal data are to be deleted; None for one that is kept.
        takes_late: Whether a response may be given after the deadline.
        remind_days: How many days before the deadline who has not answered is reminded.
        public: Whether staff may ask what came of it.
        revision: Grows with every change, so that two leads do not undo each other.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _LATER

    id: str
    title: str
    question: str
    case_number: str
    handled_by: str
    opens_at: datetime
    deadline: datetime
    material: tuple[Material, ...] = ()
    topics: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    deletes_on: date | None = None
    takes_late: bool = True
    status: HearingStatus = HearingStatus.DRAFT
    revision: int = 1
    remind_days: tuple[int, ...] = REMIND_DAYS
    public: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who may speak for a party, named by Entra object id or by user principal name.

    Attributes:
        object_id: Lower case; None until the person with the principal name has been seen.
        principal_name: Lower case; None where the object id was given.
    """

    object_id: str | None
    principal_name: str | None


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that is heard."""

    id: str
    name: str
    kind: PartyKind
    external: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One statement with one stance, about something.

    Attributes:
        about: Each a kind and what it is: "model:model-1", "forum:ssp-nu-u18", "goal:maal-c",
            "topic:Placering"; empty for the matter as a whole.
        text: With a reason or a proposal.
        section: The headings it stands under in the response, outermost first.
        excerpt: The words of the original it rests on, where there is one.
        source_word: The word the party itself used for its stance, where that is another.
    """

    id: str
    stance: Stance
    text: str
    about: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    excerpt: str = ""
    source_word: str = ""


@dataclass(frozen=True, slots=True)
class Mandate:
    """In whose name a committee answers.

    Attributes:
        discussed_on: "" while it is not filled in, else ISO.
        minority: What the minority wants said; "" where there is none.
    """

    body: str = ""
    discussed_on: str = ""
    minority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a response says: its points, or in so many words that there is nothing to say.

    Attributes:
        speaker: Who filled it in, and ``role`` as what.
    """

    points: tuple[Point, ...] = ()
    no_comments: bool = False
    speaker: str = ""
    role: str = ""
    mandate: Mandate | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A step somebody took in a draft, so that others can be told.

    Attributes:
        key: What the step was, as a hash; the same step sent again has the same one.
    """

    revision: int
    by: str
    by_name: str
    what: str
    at: datetime
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """What came, word for word, when it did not come through the bot.

    Attributes:
        received_at: None where nobody knows.
        evidence: How the time it came is known: "mailens tidsstempel".
    """

    text: str
    channel: Channel
    received_at: datetime | None
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A response that is being written, shared by all who speak for the party.

    Attributes:
        id: Unguessable; what is sent is known by it, so that it is sent once only.
        revision: Grows with every step.
        changes: The latest steps, oldest first.
        authors: The user ids of all who have taken a step in it.
        original: Where a lead registers what came another way: such a draft is the leads', not the party's.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _LATER

    id: str
    revision: int
    content: Content
    changes: tuple[Change, ...] = ()
    authors: tuple[str, ...] = ()
    original: Original | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A response as it was sent, for good; also the document whose hash the receipt gives.

    Attributes:
        number: From 1, within the response.
        draft_id: The draft it was sent from; one draft becomes one version.
        by: The user id of who sent it, and ``by_name`` their name then; of who registered it, where it came
            another way.
        withdrawn: The party took its response back; the content is then empty.
        received_at: When it came; for one that came another way what its ``original`` says.
        sent_at: When it was stored, by the server's clock.
        timely: Judged against ``deadline`` as it was at the time.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _LATER

    reference: str
    hearing_id: str
    party_id: str
    number: int
    draft_id: str
    content: Content
    received_at: datetime | None
    sent_at: datetime
    deadline: datetime
    timely: bool
    on_time: OnTime = OnTime.BY_CLOCK
    by: str = ""
    by_name: str = ""
    withdrawn: bool = False
    original: Original | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A party in a hearing, and where its response stands.

    Attributes:
        deadline: The party's own, where it was given more time.
        code_hash: Of the invitation code; None when there is none that holds.
        reference: Of the response, once one was sent.
        version: The number of the last version; 0 before the first.
        points: How many points the last version has.
        tally: Of the last version: how many points there are of each stance about each thing.
        responded_at: When the last version came.
        reminded_at: When the party was last reminded.
        has_draft: Whether the party is writing something.
        has_registration: Whether a lead is registering something for it.
        draft: What that is, where it was asked for, and ``registration`` what a lead is registering for it.
    """

    hearing_id: str
    party: Party
    position: int
    status: ResponseStatus = ResponseStatus.INVITED
    deadline: datetime | None = None
    code_hash: str | None = None
    reference: str = ""
    version: int = 0
    points: int = 0
    tally: Tally = ()
    responded_at: datetime | None = None
    timely: bool = True
    late_decision: LateDecision | None = None
    late_reason: str = ""
    reminded_at: datetime | None = None
    has_draft: bool = False
    has_registration: bool = False
    draft: Draft | None = None
    registration: Draft | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A hearing and one of its parties, and whether a certain person may speak for the party."""

    hearing: Hearing
    invitation: Invitation
    speaks: bool


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a person can be written to, one to one.

    Attributes:
        leads: Whether they led hearings when they were last seen.
    """

    user_id: str
    conversation_id: str
    service_url: str
    leads: bool = False


HEARING = TypeAdapter(Hearing)
_LATER_FIELDS = {"remind_days": REMIND_DAYS, "public": False}
DRAFT = TypeAdapter(Draft)
VERSION = TypeAdapter(Version)
MATERIAL = TypeAdapter(tuple[Material, ...])
TEXTS = TypeAdapter(tuple[str, ...])
DAYS = TypeAdapter(tuple[int, ...])
TALLY = TypeAdapter(Tally)


def hash_of(document: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(document.encode()).hexdigest()


def document_of(version: Version) -> str:
    """The version as the JSON that is stored and hashed; the same version always gives the same text."""
    return VERSION.dump_json(version).decode()


def hearing_document(hearing: Hearing) -> str:
    """The hearing as the JSON whose hash its events give; the same hearing always gives the same text.

    What a hearing could not tell when older ones were hashed is left out while it says what went without
    saying then.
    """
    unsaid = {name for name, usual in _LATER_FIELDS.items() if getattr(hearing, name) == usual}
    return HEARING.dump_json(hearing, exclude=unsaid).decode()


def tally_of(content: Content) -> Tally:
    """How many points there are of each stance about the same, in the order they first come."""
    counts = Counter((point.stance, point.about) for point in content.points)
    return tuple((stance, about, count) for (stance, about), count in counts.items())
