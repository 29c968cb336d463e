"""Questions about hearings, answered from the records; the one of 2023 is told by the knowledge base.

Only a hearing that is closed, and whose summary a lead has made public, is told of. Of any other, leads are
told in their own chat how many have answered, and everybody else that there is nothing to tell yet.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.access import user_of
from bot.hearings.answers.findings import Finding, finding_of, nothing
from bot.hearings.answers.heard import Heard, Reader
from bot.hearings.answers.inquiry import (
    Asks,
    Inquiry,
    Naming,
    inquiry_of,
    is_cued,
    is_misread,
    naming_of,
    says_enough,
    things_in,
)
from bot.hearings.answers.shelf import Shelf
from bot.hearings.beginning import HEARING_2023
from bot.hearings.desk import Desk
from bot.hearings.rules import Moment
from bot.hearings.texts import asked as texts
from bot.questions.answer import Answer, Block, Bullets, Button, Paragraph, Section
from bot.questions.clause import Clause
from bot.questions.parse import Parser
from bot.questions.understand import MAX_BUTTONS, Read, Understood
from bot.turn import ChatKind, Turn
from storage.records import audit, hearings, responses, treatment
from storage.records.values import Hearing, HearingStatus

_MOST_TOLD = 3
_TELLING = 2
"""So many things that are asked about, all of them in one point, are no chance."""
_COVERED, _WHOLLY_COVERED = 0.8, 0.9
"""How much of a question the knowledge base's answer must account for, to stand beside another or alone."""

_ENDED = {HearingStatus.CLOSED, HearingStatus.CONCLUDED}


@dataclass(frozen=True, slots=True)
class _Records:
    """What there is to ask.

    Attributes:
        hearings: That have begun, the newest first.
        heard: Those that may be told of, but for the one of 2023.
        answered: How many have answered, and how many were asked, of those that may not; only for leads.
    """

    hearings: tuple[Hearing, ...]
    heard: dict[str, Heard] = field(default_factory=dict)
    answered: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the records tell, and whether what the knowledge base tells stands beside it."""

    findings: tuple[Finding, ...]
    beside: bool


async def answer(desk: Desk, turn: Turn, understood: Understood, parser: Parser) -> Answer | None:
    """What the records answer, with what the knowledge base does where both have something to say.

    Args:
        desk: With the records.
        turn: Who asks, and where.
        understood: How the knowledge base answers.
        parser: Its own.

    Returns:
        None where the records have nothing to add.

    Raises:
        RecordsUnavailableError: They cannot be read.
    """
    reads = understood.reads
    clauses = [_clauses(turn.text, reads, read, parser) for read in reads]
    if not any(is_cued(clause) for each in clauses for clause, _ in each):
        return None
    written = desk.records.written
    if desk.shelf.is_empty(written, turn.received_at):
        return None
    inquiries = [_inquiries(each, parser) for each in clauses]
    if not any(inquiries):
        return None
    leads = turn.chat is ChatKind.PERSONAL and desk.leads.include(user_of(turn))
    async with desk.records.reading() as connection:
        records = await _read(desk, connection, parser, turn.received_at, leads=leads)
    if all(hearing.id == HEARING_2023 for hearing in records.hearings):
        desk.shelf.note_empty(written, turn.received_at)
        return None
    reader = desk.shelf.reader(parser)
    told = [
        next(filter(None, (_told(inquiry, read, records, desk.shelf, reader) for inquiry in each)), None)
        for each, read in zip(inquiries, reads, strict=True)
    ]
    return _composed(understood, told) if any(told) else None


def _inquiries(clauses: Sequence[tuple[Clause, str]], parser: Parser) -> list[Inquiry]:
    """What the clauses ask; but the last, as it was read, only what says by itself what it is about."""
    cued = [(clause, text) for clause, text in clauses if is_cued(clause)]
    read = [(clause, inquiry_of(clause, text, parser)) for clause, text in cued]
    last = clauses[-1][0]
    return [
        inquiry
        for clause, inquiry in read
        if inquiry and (clause is last or (not (clause.opener or clause.points) and says_enough(inquiry)))
    ]


def _clauses(text: str, reads: Sequence[Read], read: Read, parser: Parser) -> list[tuple[Clause, str]]:
    """The clause as it was read, with the text that is all of it, if any; first as it stands by itself.

    What the documents can only answer as a follow-up may be a question of its own about a hearing.
    """
    if len(reads) > 1:
        return [(read.clause, "")]
    if not read.followed:
        return [(read.clause, text)]
    return [*((clause, text) for clause in parser.clauses(text)[:1]), (read.clause, "")]


async def _read(
    desk: Desk, connection: AsyncConnection, parser: Parser, now: datetime, *, leads: bool
) -> _Records:
    begun = tuple(
        each for each in await hearings.all_hearings(connection) if each.status is not HearingStatus.DRAFT
    )
    public = [each for each in begun if _is_public(each) and each.id != HEARING_2023]
    desk.shelf.drop_all_but(each.id for each in public)
    records = _Records(begun)
    marks = await audit.marks_of(connection, [each.id for each in public])
    for each in public:
        mark = marks.get(each.id, 0)
        heard = desk.shelf.kept(each.id, mark)
        if heard is None:
            heard = await _heard(desk, connection, parser, each, now)
            desk.shelf.keep(mark, heard)
        records.heard[each.id] = heard
    if leads:
        for each in begun:
            if not _is_public(each):
                invited = await hearings.invitations_of(connection, each.id)
                count = sum(Moment(each, one, now).responded for one in invited)
                records.answered[each.id] = (count, len(invited))
    return records


async def _heard(
    desk: Desk, connection: AsyncConnection, parser: Parser, hearing: Hearing, now: datetime
) -> Heard:
    invited = await hearings.invitations_of(connection, hearing.id)
    versions = await responses.versions_of(connection, hearing.id)
    made = await treatment.treatment_of(connection, hearing.id)
    moments = [Moment(hearing, each, now) for each in invited]
    said = [version for version, _ in versions]
    # A thousand responses take a second to be read; others are answered meanwhile.
    return await asyncio.to_thread(desk.shelf.reader(parser).heard, hearing, moments, said, made)


def _is_public(hearing: Hearing) -> bool:
    return hearing.public and hearing.status in _ENDED


# --- what is told -------------------------------------------------------------------------------


def _told(inquiry: Inquiry, read: Read, records: _Records, shelf: Shelf, reader: Reader) -> _Told | None:
    if inquiry.asks is Asks.LIST:
        return _list(records)
    if inquiry.negated and inquiry.asks is not Asks.ANSWERED:
        return None
    named = _named(inquiry, records, reader)
    if inquiry.year and inquiry.explicit and not named:
        return None
    sure = {id_ for id_, naming in named.items() if naming.sure}
    meant = [each for each in records.hearings if not sure or each.id in sure]
    told = [
        (hearing, finding_of(inquiry, records.heard[hearing.id], named.get(hearing.id)))
        for hearing in meant
        if hearing.id in records.heard
    ]
    full = [(hearing, finding) for hearing, finding in told if finding and finding.full]
    waiting = tuple(_waiting(inquiry, meant, named, records))
    of_2023 = any(each.id == HEARING_2023 for each in meant) and _speaks_of_2023(read, shelf)
    of_2023 = of_2023 and not is_misread(inquiry)
    if full:
        return _full(inquiry, read, full, waiting, shelf, of_2023=of_2023)
    near = tuple(finding for _, finding in told if finding)
    if sure and not near:
        near = tuple(nothing(hearing) for hearing, _ in told)
    if waiting or (near and (sure or (inquiry.explicit and not of_2023))):
        return _Told((*near[:_MOST_TOLD], *waiting), beside=of_2023 and not sure - {HEARING_2023})
    return None


def _full(
    inquiry: Inquiry,
    read: Read,
    told: Sequence[tuple[Hearing, Finding]],
    waiting: tuple[Finding, ...],
    shelf: Shelf,
    *,
    of_2023: bool,
) -> _Told | None:
    """What is told in full; the newest, and the others as buttons."""
    elsewhere = read.chosen is not None and not shelf.is_of_2023(read)
    whole = elsewhere and read.chosen is not None and read.chosen.coverage >= _WHOLLY_COVERED
    if whole and not inquiry.explicit and things_in(inquiry) < _TELLING:
        return None  # it is a question about something else
    more = tuple(_button(texts.what_of(hearing)) for hearing, _ in told[_MOST_TOLD:])
    findings = [finding for _, finding in told[:_MOST_TOLD]]
    if more:
        findings[-1] = Finding(findings[-1].section, buttons=more)
    return _Told((*findings, *waiting), beside=of_2023)


def _named(inquiry: Inquiry, records: _Records, reader: Reader) -> dict[str, Naming]:
    """The hearings that the question names; of those it names by title, the ones it says most of."""
    found = {
        hearing.id: naming
        for hearing in records.hearings
        if (naming := naming_of(inquiry, hearing, reader.title(hearing)))
    }
    newest = records.hearings[:1] if inquiry.newest and not found else ()
    found |= {hearing.id: Naming(sure=True) for hearing in newest}
    most = max((len(naming.places) for naming in found.values()), default=0)
    return {id_: naming for id_, naming in found.items() if len(naming.places) == most}


def _waiting(
    inquiry: Inquiry, meant: Sequence[Hearing], named: dict[str, Naming], records: _Records
) -> Iterable[Finding]:
    """Where hearings stand that may not be told of: those named, and to a lead who asks so, all."""
    if not inquiry.explicit:
        return
    asks_for_all = inquiry.asks in {Asks.ANSWERED, Asks.PERIOD}
    for hearing in meant:
        if _is_public(hearing):
            continue
        if hearing.id in records.answered and (hearing.id in named or asks_for_all):
            yield _status(hearing, *records.answered[hearing.id])
        elif hearing.id in named:
            yield _under_way(hearing)


def _status(hearing: Hearing, count: int, of: int) -> Finding:
    said = Paragraph(texts.status(hearing))
    section = Section(texts.kicker(hearing), texts.answered_count(count, of), (said,))
    return Finding(section, buttons=(Button(texts.BOARD, texts.BOARD),))


def _under_way(hearing: Hearing) -> Finding:
    is_open = hearing.status is HearingStatus.OPEN
    detail = texts.UNDER_WAY_DETAIL if is_open else texts.NOT_SHARED_DETAIL
    return Finding(Section(texts.kicker(hearing), texts.under_way(hearing), (Paragraph(detail),)))


def _list(records: _Records) -> _Told:
    public = [each for each in records.hearings if _is_public(each)]
    blocks: list[Block] = [Bullets(tuple(texts.listed_hearing(each) for each in public))] if public else []
    waiting = [each for each in records.hearings if each.id in records.answered]
    if waiting:
        items = tuple(texts.listed_hearing(each) for each in waiting)
        blocks.append(Bullets(items, heading=texts.NOT_SHARED))
    section = Section(texts.LIST_KICKER, texts.hearings(len(public)), tuple(blocks))
    asked = [each for each in public if each.id != HEARING_2023][:_MOST_TOLD]
    return _Told(
        (Finding(section, buttons=tuple(_button(texts.what_of(each)) for each in asked)),), beside=False
    )


def _speaks_of_2023(read: Read, shelf: Shelf) -> bool:
    """Whether the knowledge base tells something of its hearing that is worth standing beside others."""
    if read.chosen is None or not shelf.is_of_2023(read) or read.chosen.candidate.intent.startswith("silent"):
        return False
    return read.chosen.candidate.certain or read.chosen.coverage >= _COVERED


def _button(question: str) -> Button:
    return Button(question, question)


# --- the card -----------------------------------------------------------------------------------


def _composed(understood: Understood, told: Sequence[_Told | None]) -> Answer:
    """The sections in the order of the questions; of each, the records' own before the knowledge base's."""
    sections: list[Section] = []
    buttons: dict[str, Button] = {}
    for section, each in zip(understood.answer.sections, told, strict=True):
        for finding in each.findings if each else ():
            if finding.section not in sections:
                sections.append(finding.section)
            buttons |= {button.question: button for button in finding.buttons}
        if each is None or each.beside:
            sections.append(section)
    if any(each is None or each.beside for each in told):
        buttons |= {button.question: button for button in understood.answer.buttons}
    return Answer(tuple(sections), tuple(buttons.values())[:MAX_BUTTONS])
