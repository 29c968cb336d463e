"""The memo in chat: what is missing before it is final, and how a lead gets it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings import texts
from bot.hearings.desk import Desk, Refused, Step
from bot.hearings.pages import memo as pages
from bot.hearings.texts import memo as memo_texts
from bot.memo.links import LIFETIME, Ticket
from bot.memo.maker import Made, MemoFailedError, order_of, records_of
from bot.page import Page
from bot.turn import File, FileOffer
from storage.records import audit, downloads, hearings
from storage.records.downloads import Download
from storage.records.values import Hearing, HearingStatus

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""As registered with IANA (https://www.iana.org/assignments/media-types, read 2026-11-26)."""

OFFERED_POINTS = 1_500
"""A larger memo takes longer than a button may; it is made when its link is used, and not offered."""

LOOKED_AT_POINTS = 8_000
"""Of a larger one, what is missing stands in the memo itself."""

PRESSED_S = 10.0
"""Who pressed a button is told by then: unanswered, Teams sends it again (see ``bot.teams.duplicates``)."""

_UNDER_WAY = {HearingStatus.OPEN, HearingStatus.CLOSED}
_ANOTHER = "another"


async def begin(step: Step) -> Page:
    """The memo of the one hearing that is under way; of several, which."""
    async with step.reading() as connection:
        found = [
            each for each in await hearings.all_hearings(connection) if each.status is not HearingStatus.DRAFT
        ]
    under_way = [each for each in found if each.status in _UNDER_WAY]
    if len(under_way) == 1 and not step.form.has(_ANOTHER):
        return await _shown(step, under_way[0])
    return pages.choose(found, step.now, step.form.number("part"))


async def show(step: Step) -> Page:
    """Whether the memo is final, and what is missing."""
    async with step.reading() as connection:
        hearing = await _hearing(step, connection)
    return await _shown(step, hearing)


async def _hearing(step: Step, connection: AsyncConnection) -> Hearing:
    hearing = await step.hearing(connection)
    if hearing.status is HearingStatus.DRAFT:
        raise Refused(texts.not_from(hearing.status))
    return hearing


async def _shown(step: Step, hearing: Hearing) -> Page:
    async with step.reading() as connection:
        moments = await step.moments(connection, hearing)
        points = sum(each.invitation.points for each in moments)
        records = await records_of(connection, hearing) if points <= LOOKED_AT_POINTS else []
    made = await _made(step.desk, records, (), step.now) if records else None
    return pages.memo(hearing, moments, made)


async def _made(desk: Desk, records: Sequence[bytes], forms: Sequence[str], now: datetime) -> Made:
    try:
        return await desk.maker.make([_order(desk, forms, now), *records], limit_s=PRESSED_S)
    except MemoFailedError as error:
        raise Refused(memo_texts.FAILED) from error


def _order(desk: Desk, forms: Sequence[str], now: datetime) -> bytes:
    return order_of(forms, names=desk.concerns.names, now=now)


async def make(step: Step) -> Page:
    """The memo is ready: a link to it, and where it is not too large an offer to put it into OneDrive.

    Nothing of it is kept: the file is made anew when it is fetched. Pressed again, it gives another link.
    """
    async with step.reading() as connection:
        hearing = await _hearing(step, connection)
        moments = await step.moments(connection, hearing)
        small = sum(each.invitation.points for each in moments) <= OFFERED_POINTS
        records = await records_of(connection, hearing) if small else []
    made = await _made(step.desk, records, ("docx",), step.now) if small else None
    if made is not None and made.places:
        return pages.memo(hearing, moments, made)
    links = step.desk.links
    async with step.writing() as connection:
        url = links.url(await _token(step, connection, hearing))
        offer = await _offer(step, connection, hearing, made) if made else None
    if url is None and offer is None:
        raise Refused(memo_texts.NO_WAY_OUT)
    return pages.ready(hearing, made, url, offer)


async def _offer(step: Step, connection: AsyncConnection, hearing: Hearing, made: Made) -> FileOffer:
    [docx] = made.files
    return FileOffer(
        name=memo_texts.file_name(hearing.title, final=made.final),
        description=memo_texts.offered(hearing.title, final=made.final),
        size_bytes=len(docx),
        token=await _token(step, connection, hearing, content_hash=_hash_of(docx)),
    )


async def _token(step: Step, connection: AsyncConnection, hearing: Hearing, *, content_hash: str = "") -> str:
    """A new token, with what the records must know of it."""
    download = Download(step.desk.new_id(), hearing.id, step.user, step.now + LIFETIME)
    await downloads.add(connection, download, now=step.now)
    await step.log(connection, "memo.offered", hearing.id, content_hash=content_hash)
    return step.desk.links.token(Ticket(download.id, content_hash), step.now)


def _hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def file(desk: Desk, token: str, user_id: str | None, now: datetime) -> File | None:
    """The memo that a token is for, once; None for one that is unknown, used or too old.

    It is for the lead who asked for it, as long as they are one. A token that was given for a certain file
    is for no other: where the memo has become another since, there is none.

    Args:
        desk: What lives as long as the bot.
        token: What the link or the offer carried; untrusted.
        user_id: Who asks; None where only the token tells.
        now: When they do.

    Raises:
        RecordsUnavailableError: The records cannot be reached; the token can be used again.
        MemoFailedError: It could not be made; as above.
    """
    ticket = desk.links.ticket(token, now)
    granted = await _granted(desk, ticket, user_id, now) if ticket else None
    if ticket is None or granted is None:
        return None
    made = await desk.maker.make([_order(desk, ("docx",), now), *granted.records])
    content_hash = _hash_of(made.files[0]) if made.files else None
    if content_hash is None or ticket.content_hash not in {"", content_hash}:
        return None
    async with desk.records.writing() as connection:
        if not await downloads.use(connection, ticket.download_id, at=now):
            return None
        await audit.append(
            connection,
            at=now,
            actor=granted.user_id,
            what="memo.taken",
            hearing_id=granted.hearing.id,
            content_hash=content_hash,
        )
    name = memo_texts.file_name(granted.hearing.title, final=made.final)
    return File(name, DOCX, made.files[0])


@dataclass(frozen=True, slots=True)
class _Granted:
    user_id: str
    hearing: Hearing
    records: Sequence[bytes]


async def _granted(desk: Desk, ticket: Ticket, user_id: str | None, now: datetime) -> _Granted | None:
    """What may be had for the ticket, if anything."""
    async with desk.records.reading() as connection:
        download = await downloads.download(connection, ticket.download_id)
        if download is None or not _is_open(desk, download, user_id, now):
            return None
        hearing = await hearings.hearing(connection, download.hearing_id)
        if hearing is None or hearing.status is HearingStatus.DELETED:
            return None
        return _Granted(download.user_id, hearing, await records_of(connection, hearing))


def _is_open(desk: Desk, download: Download, user_id: str | None, now: datetime) -> bool:
    theirs = user_id is None or user_id.casefold() == download.user_id.casefold()
    leads = desk.leads.include(download.user_id)
    return theirs and leads and download.used_at is None and now < download.expires_at
