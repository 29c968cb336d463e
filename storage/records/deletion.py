"""What a hearing held is removed when its day has come; that it was, when, and the hashes stay."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import CompoundSelect, Select, and_, delete, func, not_, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import audit, hearings
from storage.records.audit import Event
from storage.records.database import WAIT_S
from storage.records.posts import PostStatus, forget_chats
from storage.records.tables import (
    audit_events,
    code_attempts,
    contacts,
    downloads,
    invitations,
    posts,
    spokespersons,
    treatments,
    versions,
    whereabouts,
)
from storage.records.tables import hearings as hearings_table
from storage.records.values import Hearing, HearingStatus

JOURNAL_TAKEN = "journal.taken"
"""The event; its detail tells how far the package goes: {"up_to": 17}, the hearing's last event in it."""


class Obstacle(Enum):
    """Why a hearing cannot be deleted now."""

    OPEN = auto()
    KEPT = auto()
    """No day was set."""
    TOO_EARLY = auto()
    NO_JOURNAL = auto()
    CHANGED = auto()
    """Something was done in the hearing after the journal package was taken."""


class CannotDeleteError(Exception):
    """The hearing stays; ``obstacle`` says why."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.name)
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What deletion takes away, counted.

    Attributes:
        drafts: Of parties, and registrations that a lead has begun.
        treatments: Versions of remarks, recommendations, paraphrases and checks.
        posts: Cards that were posted, or were to be; what stands in a channel stays there.
        contacts: Of parties that are in no other hearing, and people who redeemed a code in this one.
        people: Ids of those who are known to the records and will speak for nobody any more, whether or not
            they ever did: their whereabouts go, their wrong codes unless they are locked out, and who and why
            of what they did outside any hearing.
        events: How many lose who and why, in the hearing and outside any.
    """

    versions: int
    drafts: int
    treatments: int
    posts: int
    contacts: int
    people: frozenset[str]
    events: int


# --- the journal package ----------------------------------------------------------------------


def last_change(events: Iterable[Event]) -> int:
    """The number of a hearing's last event; that a package was taken is no change."""
    return max((each.number for each in events if each.what != JOURNAL_TAKEN), default=0)


async def note_journal(
    connection: AsyncConnection, hearing_id: str, *, at: datetime, journal_hash: str, up_to: int
) -> None:
    """Note that a package was taken with all up to that event; it now is the one that deletion goes by."""
    await connection.execute(
        update(hearings_table).where(hearings_table.c.id == hearing_id).values(journal_hash=journal_hash)
    )
    await audit.append(
        connection,
        at=at,
        actor="",
        what=JOURNAL_TAKEN,
        hearing_id=hearing_id,
        content_hash=journal_hash,
        detail=json.dumps({"up_to": up_to}),
    )


async def journal_hash_of(connection: AsyncConnection, hearing_id: str) -> str | None:
    """The SHA-256 of the last package that was taken."""
    found: str | None = await connection.scalar(
        select(hearings_table.c.journal_hash).where(hearings_table.c.id == hearing_id)
    )
    return found


async def obstacle(connection: AsyncConnection, hearing: Hearing, *, today: date) -> Obstacle | None:
    """Why the hearing cannot be deleted; None if it can.

    Args:
        connection: Of the transaction that deletes, where it is deleted.
        hearing: As it stands.
        today: In Denmark.
    """
    if hearing.status is HearingStatus.OPEN:
        return Obstacle.OPEN
    if hearing.deletes_on is None:
        return Obstacle.KEPT
    if today < hearing.deletes_on:
        return Obstacle.TOO_EARLY
    journal_hash = await journal_hash_of(connection, hearing.id)
    events = await audit.events(connection, hearing.id)
    taken = [each for each in events if each.what == JOURNAL_TAKEN and each.content_hash == journal_hash]
    if journal_hash is None or not taken:
        return Obstacle.NO_JOURNAL
    up_to = json.loads(taken[-1].detail or "{}").get("up_to", 0)
    return Obstacle.CHANGED if last_change(events) > up_to else None


async def overdue(connection: AsyncConnection, *, today: date) -> tuple[Hearing, ...]:
    """The hearings whose day has come, and which are still there."""
    return tuple(
        each
        for each in await hearings.all_hearings(connection)
        if each.deletes_on is not None and each.deletes_on <= today
    )


# --- removing ---------------------------------------------------------------------------------


async def removal_of(connection: AsyncConnection, hearing_id: str) -> Removal:
    """What would be removed."""
    mine = invitations.c.hearing_id == hearing_id
    outside = await audit.people_outside(connection)
    people = await _gone(connection, hearing_id, outside.keys())
    return Removal(
        versions=await _count(
            connection,
            select(versions.c.number).where(
                versions.c.hearing_id == hearing_id, versions.c.document.is_not(None)
            ),
        ),
        drafts=await _count(
            connection, select(invitations.c.party_id).where(mine, invitations.c.draft.is_not(None))
        )
        + await _count(
            connection, select(invitations.c.party_id).where(mine, invitations.c.registration.is_not(None))
        ),
        treatments=await _count(
            connection,
            select(treatments.c.id).where(
                treatments.c.hearing_id == hearing_id, treatments.c.document.is_not(None)
            ),
        ),
        posts=await _count(
            connection, select(posts.c.id).where(posts.c.hearing_id == hearing_id, posts.c.card.is_not(None))
        ),
        contacts=await _count(
            connection, select(contacts.c.id).where(contacts.c.party_id.in_(_only_here(hearing_id)))
        )
        + await _count(
            connection,
            select(spokespersons.c.user_id).where(spokespersons.c.hearing_id == hearing_id),
        ),
        people=people,
        events=await _count(
            connection,
            select(audit_events.c.number).where(
                audit_events.c.hearing_id == hearing_id, audit_events.c.body.is_not(None)
            ),
        )
        + sum(outside[user] for user in people),
    )


async def remove(
    connection: AsyncConnection, hearing_id: str, *, title: str, at: datetime, today: date
) -> Removal:
    """Remove content and personal data, all in the connection's transaction; what was removed.

    Ids, dates, statuses, references, the case number, who was heard and every hash stay.

    Args:
        connection: One that writes.
        hearing_id: Of a hearing that is there and is not deleted.
        title: What the hearing is called from now on.
        at: Now.
        today: In Denmark.

    Raises:
        CannotDeleteError: It may not be deleted now.
    """
    hearing = await hearings.hearing(connection, hearing_id)
    assert hearing is not None  # noqa: S101 - the caller's business
    if (why := await obstacle(connection, hearing, today=today)) is not None:
        raise CannotDeleteError(why)
    removal = await removal_of(connection, hearing_id)
    await _remove_people(connection, hearing_id, at)
    await _remove_content(connection, hearing_id, title)
    await audit.forget_bodies(connection, hearing_id)
    await audit.forget_people(connection, removal.people)
    await audit.append(
        connection,
        at=at,
        actor="",
        what="hearing.deleted",
        hearing_id=hearing_id,
        content_hash=await journal_hash_of(connection, hearing_id) or "",
    )
    return removal


async def _remove_people(connection: AsyncConnection, hearing_id: str, at: datetime) -> None:
    staying = _staying(hearing_id)
    going = select(whereabouts.c.conversation_id).where(whereabouts.c.user_id.not_in(staying))
    await forget_chats(connection, (await connection.scalars(going)).all(), at)
    await connection.execute(delete(whereabouts).where(whereabouts.c.user_id.not_in(staying)))
    locked_out = code_attempts.c.locked_until.is_not(None) & (code_attempts.c.locked_until > at)
    await connection.execute(
        delete(code_attempts).where(code_attempts.c.user_id.not_in(staying), not_(locked_out))
    )
    await connection.execute(delete(contacts).where(contacts.c.party_id.in_(_only_here(hearing_id))))
    await connection.execute(delete(spokespersons).where(spokespersons.c.hearing_id == hearing_id))


async def _remove_content(connection: AsyncConnection, hearing_id: str, title: str) -> None:
    await connection.execute(
        update(versions).where(versions.c.hearing_id == hearing_id).values(document=None)
    )
    await connection.execute(
        update(invitations)
        .where(invitations.c.hearing_id == hearing_id)
        .values(draft=None, registration=None, late_reason="", tally="[]", code_hash=None)
    )
    await connection.execute(
        update(treatments).where(treatments.c.hearing_id == hearing_id).values(document=None)
    )
    await connection.execute(
        update(posts)
        .where(posts.c.hearing_id == hearing_id, posts.c.status == PostStatus.WAITING)
        .values(status=PostStatus.CANCELLED)
    )
    await connection.execute(
        update(posts)
        .where(posts.c.hearing_id == hearing_id)
        .values(card=None, summary="", ordered_by="", conversation_id="", sent_conversation_id="")
    )
    await connection.execute(delete(downloads).where(downloads.c.hearing_id == hearing_id))
    await connection.execute(
        update(hearings_table)
        .where(hearings_table.c.id == hearing_id)
        .values(
            status=HearingStatus.DELETED,
            title=title,
            question="",
            material="[]",
            topics="[]",
            models="[]",
            revision=hearings_table.c.revision + 1,
        )
    )


def _only_here(hearing_id: str) -> Select[tuple[str]]:
    """The hearing's parties that are in no other hearing that is still there.

    One that is over and is kept for good asks nobody anything more, and would keep their contacts for good.
    """
    kept = and_(
        hearings_table.c.status == HearingStatus.CONCLUDED,
        hearings_table.c.deletes_on.is_(None),
    )
    elsewhere = (
        select(invitations.c.party_id)
        .join(hearings_table, hearings_table.c.id == invitations.c.hearing_id)
        .where(
            hearings_table.c.id != hearing_id, hearings_table.c.status != HearingStatus.DELETED, not_(kept)
        )
    )
    return select(invitations.c.party_id).where(
        invitations.c.hearing_id == hearing_id, invitations.c.party_id.not_in(elsewhere)
    )


def _staying(hearing_id: str) -> CompoundSelect[tuple[str]]:
    """Those who speak for somebody in another hearing, and will when this one is deleted; and leads."""
    elsewhere = (
        select(invitations.c.party_id)
        .join(hearings_table, hearings_table.c.id == invitations.c.hearing_id)
        .where(hearings_table.c.id != hearing_id, hearings_table.c.status != HearingStatus.DELETED)
    )
    return union(
        select(contacts.c.object_id).where(
            contacts.c.object_id.is_not(None),
            contacts.c.party_id.in_(elsewhere),
            contacts.c.party_id.not_in(_only_here(hearing_id)),
        ),
        select(spokespersons.c.user_id).where(spokespersons.c.hearing_id != hearing_id),
        select(whereabouts.c.user_id).where(whereabouts.c.leads),
    )


async def _gone(connection: AsyncConnection, hearing_id: str, outside: AbstractSet[str]) -> frozenset[str]:
    """Those who are known beside a hearing, and will speak for nobody without this one.

    Nobody need have spoken in it: who was a contact once, or only tried codes, is not kept for good either.
    """
    known = set(outside)
    for query in (select(whereabouts.c.user_id), select(code_attempts.c.user_id)):
        known.update((await connection.execute(query)).scalars())
    return frozenset(known.difference((await connection.execute(_staying(hearing_id))).scalars()))


async def _count(connection: AsyncConnection, query: Select[tuple[object]]) -> int:
    return await connection.scalar(select(func.count()).select_from(query.subquery())) or 0


def sweep(file: Path, *, wait_s: float = WAIT_S) -> str:
    """Let SQLite's files hold nothing that was removed; "", or why they still may.

    SQLite writes zeros over what is deleted, yet a row that was once moved to another page can be left on
    the first one; so the file is built anew, and the log of writes beside it is emptied. Others may go on
    reading and writing meanwhile; one who reads for longer than ``wait_s`` keeps the log from being emptied.
    Source: https://www.sqlite.org/pragma.html#pragma_secure_delete and
    https://www.sqlite.org/lang_vacuum.html, read 2026-11-26.
    """
    with closing(sqlite3.connect(file, isolation_level=None, timeout=wait_s)) as connection:
        try:
            connection.execute("VACUUM")
        except sqlite3.OperationalError as error:
            return str(error)
        [busy, *_] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return "somebody is reading" if busy else ""
