"""All that the records hold of one hearing, read to be handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import audit, hearings, posts, treatment
from storage.records.audit import Event, intact, version_in
from storage.records.posts import Post
from storage.records.remarks import Treatment
from storage.records.tables import hearings as hearings_table
from storage.records.tables import invitations, versions
from storage.records.treatment import Kept
from storage.records.values import DRAFT, Hearing, Invitation, Original, Version


@dataclass(frozen=True, slots=True)
class Stored:
    """A version, and the very text that its hash is of."""

    version: Version
    document: str
    content_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A hearing with all that belongs to its case; drafts that were not sent do not, nor do contacts.

    Attributes:
        parties: In their order, without drafts.
        versions: Every version, by party, the first first.
        unfinished: By party id: what came another way, and was not registered to the end.
        treatment: What the administration makes of the responses, as it stands.
        treated: Every version of that, what was taken away too.
        posts: What was posted, or is to be.
        events: What was done, oldest first.
    """

    hearing: Hearing
    created_at: datetime
    parties: tuple[Invitation, ...]
    versions: tuple[Stored, ...]
    unfinished: dict[str, Original]
    treatment: Treatment
    treated: tuple[Kept, ...]
    posts: tuple[Post, ...]
    events: tuple[Event, ...]

    def versions_of(self, party_id: str) -> tuple[Stored, ...]:
        """A party's versions, the first first."""
        return tuple(each for each in self.versions if each.version.party_id == party_id)


async def dossier_of(connection: AsyncConnection, hearing_id: str) -> Dossier | None:
    """The hearing with that id; None where there is none.

    The events are read first: whatever is done to the hearing meanwhile has a later number than they have.

    Raises:
        DamagedError: A version, an event or something else of it is not what it was.
    """
    with intact(f"hearing {hearing_id}"):
        return await _read(connection, hearing_id)


async def _read(connection: AsyncConnection, hearing_id: str) -> Dossier | None:
    events = await audit.events(connection, hearing_id)
    hearing = await hearings.hearing(connection, hearing_id)
    if hearing is None:
        return None
    created_at = await connection.scalar(
        select(hearings_table.c.created_at).where(hearings_table.c.id == hearing_id)
    )
    assert created_at is not None  # noqa: S101 - the hearing has just been read
    return Dossier(
        hearing=hearing,
        created_at=created_at,
        parties=await hearings.invitations_of(connection, hearing_id),
        versions=await _versions(connection, hearing_id),
        unfinished=await _unfinished(connection, hearing_id),
        treatment=await treatment.treatment_of(connection, hearing_id),
        treated=await treatment.versions_of(connection, hearing_id),
        posts=await posts.of_hearing(connection, hearing_id),
        events=events,
    )


async def _versions(connection: AsyncConnection, hearing_id: str) -> tuple[Stored, ...]:
    rows = await connection.execute(
        select(versions)
        .where(versions.c.hearing_id == hearing_id, versions.c.document.is_not(None))
        .order_by(versions.c.party_id, versions.c.number)
    )
    return tuple(Stored(version_in(row), row.document, row.content_hash) for row in rows)


async def _unfinished(connection: AsyncConnection, hearing_id: str) -> dict[str, Original]:
    rows = await connection.execute(
        select(invitations.c.party_id, invitations.c.registration)
        .where(invitations.c.hearing_id == hearing_id, invitations.c.registration.is_not(None))
        .order_by(invitations.c.position)
    )
    found = {}
    for row in rows:
        with intact(f"what is being registered for {row.party_id} in {hearing_id}"):
            original = DRAFT.validate_json(row.registration).original
        if original:
            found[row.party_id] = original
    return found
