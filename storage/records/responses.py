"""Drafts, and responses as they were sent: read and written, no rules."""

from __future__ import annotations

from collections.abc import AsyncIterator

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.hearings import change_invitation
from storage.records.tables import versions
from storage.records.values import (
    DRAFT,
    TALLY,
    VERSION,
    Draft,
    ResponseStatus,
    Version,
    document_of,
    hash_of,
    tally_of,
)

_ADD_VERSION = insert(versions)


async def keep_draft(connection: AsyncConnection, hearing_id: str, party_id: str, draft: Draft | None) -> str:
    """Store the party's draft in place of the one before, or none; its hash."""
    document = DRAFT.dump_json(draft).decode() if draft else None
    await change_invitation(connection, hearing_id, party_id, draft=document)
    return hash_of(document or "")


async def keep_registration(
    connection: AsyncConnection, hearing_id: str, party_id: str, draft: Draft | None
) -> str:
    """Store what a lead is registering for the party, in place of the one before, or none; its hash."""
    document = DRAFT.dump_json(draft).decode() if draft else None
    await change_invitation(connection, hearing_id, party_id, registration=document)
    return hash_of(document or "")


async def add_version(connection: AsyncConnection, version: Version) -> str:
    """Store a response for good, end the draft it was, and let the invitation say where it stands; its hash.

    Raises:
        sqlalchemy.exc.IntegrityError: Its draft was sent already, or there is a version of that number.
    """
    document = document_of(version)
    content_hash = hash_of(document)
    await connection.execute(
        _ADD_VERSION,
        {
            "hearing_id": version.hearing_id,
            "party_id": version.party_id,
            "number": version.number,
            "draft_id": version.draft_id,
            "document": document,
            "content_hash": content_hash,
        },
    )
    await change_invitation(
        connection,
        version.hearing_id,
        version.party_id,
        status=status_of(version),
        reference=version.reference,
        version=version.number,
        points=len(version.content.points),
        tally=TALLY.dump_json(tally_of(version.content)).decode(),
        responded_at=version.received_at,
        timely=version.timely,
        late_decision=None,
        late_reason="",
        **_ended(version),
    )
    return content_hash


def _ended(version: Version) -> dict[str, None]:
    """What of the invitation is done with: the draft that was sent; withdrawing leaves a new one be."""
    if version.withdrawn:
        return {}
    return {"registration": None} if version.original else {"draft": None}


def status_of(version: Version) -> ResponseStatus:
    """Where a response stands once this version is the last."""
    if version.withdrawn:
        return ResponseStatus.WITHDRAWN
    return ResponseStatus.NO_COMMENTS if version.content.no_comments else ResponseStatus.ANSWERED


async def versions_of(
    connection: AsyncConnection, hearing_id: str, party_id: str | None = None
) -> tuple[tuple[Version, str], ...]:
    """Every version of a party's response with its hash, or of all parties', the first first."""
    query = select(versions.c.document, versions.c.content_hash).where(
        versions.c.hearing_id == hearing_id, versions.c.document.is_not(None)
    )
    if party_id is not None:
        query = query.where(versions.c.party_id == party_id)
    rows = await connection.execute(query.order_by(versions.c.party_id, versions.c.number))
    return tuple((VERSION.validate_json(row.document), row.content_hash) for row in rows)


async def documents_of(connection: AsyncConnection, hearing_id: str) -> AsyncIterator[str]:
    """The JSON of every version in a hearing, each party's first first; read a part at a time."""
    query = (
        select(versions.c.document)
        .where(versions.c.hearing_id == hearing_id, versions.c.document.is_not(None))
        .order_by(versions.c.party_id, versions.c.number)
        .execution_options(yield_per=200)
    )
    async with connection.stream(query) as rows:
        async for row in rows:
            yield row.document


async def last_version(
    connection: AsyncConnection, hearing_id: str, party_id: str
) -> tuple[Version, str] | None:
    """The newest version and its hash."""
    query = (
        select(versions.c.document, versions.c.content_hash)
        .where(
            versions.c.hearing_id == hearing_id,
            versions.c.party_id == party_id,
            versions.c.document.is_not(None),
        )
        .order_by(versions.c.number.desc())
        .limit(1)
    )
    row = (await connection.execute(query)).first()
    return (VERSION.validate_json(row.document), row.content_hash) if row else None


async def version_from(connection: AsyncConnection, draft_id: str) -> tuple[Version, str] | None:
    """The version that the draft became, and its hash; None if it was not sent."""
    query = select(versions.c.document, versions.c.content_hash).where(
        versions.c.draft_id == draft_id, versions.c.document.is_not(None)
    )
    row = (await connection.execute(query)).first()
    return (VERSION.validate_json(row.document), row.content_hash) if row else None
