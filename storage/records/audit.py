"""The audit events: who did what and when, in a chain that shows when one was changed or taken out."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.tables import audit_events, versions
from storage.records.values import hash_of

FIRST = "0" * 64
"""What stands where the first event would name the one before it."""

_AT_ONCE = 500

# Made once: making a statement anew takes as long as running it.
_LAST = select(audit_events.c.number, audit_events.c.hash).order_by(audit_events.c.number.desc()).limit(1)
_APPEND = insert(audit_events)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that was done.

    Attributes:
        what: "noun.verb", in the past or as the verb of the card action it came of.
        actor: The user id; "" for the program itself. None after deletion, as is ``detail``.
        content_hash: Of what was stored, where something was.
        detail: A reason, or what it was done to; never what a response says.
        body: Who and why with its salt, as ``body_hash`` is of it; None after deletion.
        hash: Of number, moment, what, ids, content hash, body hash and previous hash, as a JSON list.
    """

    number: int
    at: datetime
    what: str
    hearing_id: str
    party_id: str
    content_hash: str
    actor: str | None
    detail: str | None
    body: str | None
    body_hash: str
    previous_hash: str
    hash: str


async def append(
    connection: AsyncConnection,
    *,
    at: datetime,
    actor: str,
    what: str,
    hearing_id: str = "",
    party_id: str = "",
    content_hash: str = "",
    detail: str = "",
) -> int:
    """Add an event to the chain, in the transaction of what it tells of; its number, which only grows.

    Who and why stand in a body of their own with a salt: after deletion the chain still proves that there
    was such an event, and nobody can find out by trying whose it was.
    """
    last = (await connection.execute(_LAST)).first()
    number, previous = (last.number + 1, last.hash) if last else (1, FIRST)
    body = json.dumps({"actor": actor, "detail": detail, "salt": secrets.token_hex(16)}, ensure_ascii=False)
    row: dict[str, Any] = {
        "number": number,
        "at": at,
        "what": what,
        "hearing_id": hearing_id,
        "party_id": party_id,
        "content_hash": content_hash,
        "body": body,
        "body_hash": hash_of(body),
        "previous_hash": previous,
    }
    await connection.execute(_APPEND, row | {"hash": _hash_of(**row)})
    return number


def _hash_of(
    *,
    number: int,
    at: datetime,
    what: str,
    hearing_id: str,
    party_id: str,
    content_hash: str,
    body_hash: str,
    previous_hash: str,
    body: str | None,  # noqa: ARG001 - its hash is what counts
) -> str:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = [number, moment, what, hearing_id, party_id, content_hash, body_hash, previous_hash]
    return hash_of(json.dumps(parts, ensure_ascii=False))


async def events(connection: AsyncConnection, hearing_id: str) -> tuple[Event, ...]:
    """What was done in a hearing, oldest first."""
    rows = await connection.execute(
        select(audit_events).where(audit_events.c.hearing_id == hearing_id).order_by(audit_events.c.number)
    )
    return tuple(map(_event_of, rows))


def _event_of(row: Row[tuple[Any, ...]]) -> Event:
    body = json.loads(row.body) if row.body is not None else {}
    return Event(
        number=row.number,
        at=row.at,
        what=row.what,
        hearing_id=row.hearing_id,
        party_id=row.party_id,
        content_hash=row.content_hash,
        actor=body.get("actor"),
        detail=body.get("detail"),
        body=row.body,
        body_hash=row.body_hash,
        previous_hash=row.previous_hash,
        hash=row.hash,
    )


async def forget_bodies(connection: AsyncConnection, hearing_id: str) -> None:
    """Take out who and why from a hearing's events; the chain holds as before."""
    await connection.execute(
        update(audit_events).where(audit_events.c.hearing_id == hearing_id).values(body=None)
    )


async def forget_people(connection: AsyncConnection, user_ids: AbstractSet[str]) -> None:
    """Take out who and why from what these people did outside any hearing; the chain holds as before."""
    query = select(audit_events.c.number, audit_events.c.body).where(
        audit_events.c.hearing_id == "", audit_events.c.body.is_not(None)
    )
    rows = (await connection.execute(query)).all() if user_ids else []
    theirs = [row.number for row in rows if json.loads(row.body)["actor"] in user_ids]
    for start in range(0, len(theirs), _AT_ONCE):
        numbers = theirs[start : start + _AT_ONCE]
        await connection.execute(
            update(audit_events).where(audit_events.c.number.in_(numbers)).values(body=None)
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of going through the chain.

    Attributes:
        count: How many events there are.
        last_hash: The last event's hash: whoever has noted it can later tell that none was cut off the end.
        problems: One line for each thing that does not hold; none when the chain is unbroken.
    """

    count: int
    last_hash: str
    problems: tuple[str, ...]


async def verify(connection: AsyncConnection) -> Verdict:
    """Go through the whole chain and every stored response.

    Each event must follow the one before by number and hash, and be what its own hash says; each response
    must be what its hash says, and have its event.
    """
    problems: list[str] = []
    previous, count = FIRST, 0
    told: set[tuple[str, str, str]] = set()
    async for row in _in_order(connection):
        count += 1
        if row.number != count:
            problems.append(f"event {count} is missing: {row.number} stands in its place")
            count = row.number
        values = {name: value for name, value in row._mapping.items() if name != "hash"}  # noqa: SLF001 - its public name
        if row.previous_hash != previous:
            problems.append(f"event {row.number} does not follow the one before it")
        if row.hash != _hash_of(**values):
            problems.append(f"event {row.number} is not what it was")
        if row.body is not None and row.body_hash != hash_of(row.body):
            problems.append(f"event {row.number}: who or why is not what it was")
        previous = row.hash
        told.add((row.hearing_id, row.party_id, row.content_hash))
    async with connection.stream(select(versions)) as stored:
        async for row in stored:
            where = f"version {row.number} of {row.party_id} in {row.hearing_id}"
            if row.document is not None and row.content_hash != hash_of(row.document):
                problems.append(f"{where} is not what it was")
            if (row.hearing_id, row.party_id, row.content_hash) not in told:
                problems.append(f"{where} has no event")
    return Verdict(count, previous, tuple(problems))


async def _in_order(connection: AsyncConnection) -> AsyncIterator[Row[tuple[Any, ...]]]:
    query = select(audit_events).order_by(audit_events.c.number).execution_options(yield_per=_AT_ONCE)
    async with connection.stream(query) as rows:
        async for row in rows:
            yield row
