"""The audit events: who did what and when, in a chain that shows when one was changed or taken out."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import hearings, responses
from storage.records.remarks import KINDS
from storage.records.tables import audit_events, invitations, treatments, versions
from storage.records.tables import hearings as hearings_table
from storage.records.values import (
    TALLY,
    VERSION,
    HearingStatus,
    ResponseStatus,
    Version,
    hash_of,
    hearing_document,
    tally_of,
)

FIRST = "0" * 64
"""What stands where the first event would name the one before it."""

_AT_ONCE = 500

_DELETED = "hearing.deleted"
_FORGETTING = {_DELETED, "person.forgotten"}
"""After these, who and why may be gone from what was done outside any hearing before."""
_LATE_DECIDED = "late.decided"
_RESPONSES = {"response.sent", "response.registered", "response.withdrawn", "response.imported"}
"""Each has its version."""
_TREATED = frozenset(KINDS.values())
"""Each event of one of these, "remark.saved", has its version too."""
_UNDECIDED = _RESPONSES | {"response.timely"}
"""After these, what was decided of a late response holds no more."""

# Made once: making a statement anew takes as long as running it.
_LAST = select(audit_events.c.number, audit_events.c.hash).order_by(audit_events.c.number.desc()).limit(1)
_APPEND = insert(audit_events)


_ANOTHER = "another version than the last is taken for it"

AnyRow = Row[tuple[Any, ...]]


class DamagedError(Exception):
    """Something that is stored is not what it was; the message names it by ids, and holds nothing of it."""


@contextmanager
def intact(what: str) -> Iterator[None]:
    """What is read here can be read.

    Raises:
        DamagedError: It cannot; what it holds is not told.
    """
    try:
        yield
    except ValueError:  # pydantic's and JSON's errors are such, and tell what they were given
        raise DamagedError(f"{what} is not what it was") from None


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
    """What was done in a hearing, oldest first.

    Raises:
        DamagedError: Who or why is not what it was.
    """
    rows = await connection.execute(
        select(audit_events).where(audit_events.c.hearing_id == hearing_id).order_by(audit_events.c.number)
    )
    return tuple(map(_event_of, rows))


async def last_times(
    connection: AsyncConnection, hearing_id: str, *kinds: str
) -> dict[tuple[str, str], datetime]:
    """When each of these was last done in a hearing, by what it was and the party's id ("" for none)."""
    columns = (audit_events.c.what, audit_events.c.party_id)
    rows = await connection.execute(
        select(*columns, func.max(audit_events.c.at, type_=audit_events.c.at.type).label("last"))
        .where(audit_events.c.hearing_id == hearing_id, audit_events.c.what.in_(kinds))
        .group_by(*columns)
    )
    return {(row.what, row.party_id): row.last for row in rows}


async def marks_of(connection: AsyncConnection, hearing_ids: Sequence[str]) -> dict[str, int]:
    """The number of each hearing's last event: nothing of the hearing has changed while it is the same."""
    if not hearing_ids:
        return {}
    columns = audit_events.c
    query = select(columns.hearing_id, func.max(columns.number).label("last"))
    rows = await connection.execute(
        query.where(columns.hearing_id.in_(hearing_ids)).group_by(columns.hearing_id)
    )
    return {row.hearing_id: row.last for row in rows}


def _event_of(row: AnyRow) -> Event:
    body = _body_of(row)
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


def decision_text(decision: str, reason: str) -> str:
    """What is decided of a late response, and why, as its event tells it."""
    return f"{decision}: {reason}"


def _detail_of(row: AnyRow) -> str:
    """Why, or to what, it was done; nothing where that is gone or unreadable, which is told elsewhere."""
    try:
        return _body_of(row).get("detail", "")
    except DamagedError:
        return ""


def _body_of(row: AnyRow) -> dict[str, str]:
    if row.body is None:
        return {}
    with intact(f"event {row.number}"):
        if hash_of(row.body) != row.body_hash:
            raise ValueError
        found = json.loads(row.body)
        body = dict(found) if isinstance(found, dict) else {}
        if not all(isinstance(body.get(name), str) for name in ("actor", "detail")):
            raise ValueError
    return body


def version_in(row: AnyRow) -> Version:
    """The version in a row of ``versions`` that has one, once it is known to be what was sent.

    Raises:
        DamagedError: It is not, or stands where another belongs.
    """
    where = _where(row)
    with intact(where):
        if hash_of(row.document) != row.content_hash:
            raise ValueError
        version = VERSION.validate_json(row.document)
    said = (version.hearing_id, version.party_id, version.number, version.draft_id)
    if said != (row.hearing_id, row.party_id, row.number, row.draft_id):
        raise DamagedError(f"{where} does not stand where it belongs")
    return version


def _where(row: AnyRow) -> str:
    return f"version {row.number} of {row.party_id} in {row.hearing_id}"


# --- forgetting who and why -------------------------------------------------------------------


async def forget_bodies(connection: AsyncConnection, hearing_id: str) -> None:
    """Take out who and why from a hearing's events; the chain holds as before."""
    await connection.execute(
        update(audit_events).where(audit_events.c.hearing_id == hearing_id).values(body=None)
    )


async def people_outside(connection: AsyncConnection) -> Counter[str]:
    """Who did something outside any hearing, and how many events still say so; not the program itself."""
    return Counter([actor async for _, actor in _done_outside(connection) if actor])


async def forget_people(connection: AsyncConnection, user_ids: AbstractSet[str]) -> None:
    """Take out who and why from what these people did outside any hearing; the chain holds as before."""
    if not user_ids:
        return
    theirs = [number async for number, actor in _done_outside(connection) if actor in user_ids]
    for start in range(0, len(theirs), _AT_ONCE):
        numbers = theirs[start : start + _AT_ONCE]
        await connection.execute(
            update(audit_events).where(audit_events.c.number.in_(numbers)).values(body=None)
        )


async def _done_outside(connection: AsyncConnection) -> AsyncIterator[tuple[int, str]]:
    """The number of each event outside any hearing that still says who did it, and who."""
    query = select(audit_events.c.number, audit_events.c.body).where(
        audit_events.c.hearing_id == "", audit_events.c.body.is_not(None)
    )
    async for row in _rows(connection, query):
        yield row.number, _actor_in(row.body)


def _actor_in(body: str) -> str:
    """Who did it; "" where nobody can say, as ``verify`` then tells."""
    try:
        found = json.loads(body)
    except ValueError:
        return ""
    actor = found.get("actor") if isinstance(found, dict) else ""
    return actor if isinstance(actor, str) else ""


# --- going through it all ---------------------------------------------------------------------


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


_Key = tuple[str, str]
"""A hearing's id and a party's."""


@dataclass(slots=True)
class _Told:
    """What the events say of all else that is stored.

    Attributes:
        sent: Hearing, party and hash of each version, with the number of the event.
        treated: Hearing, kind and hash of each version of a treatment, with the number of the event.
        decided: What was last decided of a party's last response, where it came late, and why. It stands in
            the event's body, which is salted: so short a text could be guessed from a hash of its own.
        hearings: Each hearing's hash, as its last change left it.
        deleted: The ids of the hearings that were deleted.
        bodiless: Events without who and why, by hearing, that nothing so far explains.
    """

    sent: dict[tuple[str, str, str], int] = field(default_factory=dict)
    treated: dict[tuple[str, str, str], int] = field(default_factory=dict)
    decided: dict[_Key, str] = field(default_factory=dict)
    hearings: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    bodiless: dict[str, list[int]] = field(default_factory=dict)

    def take(self, row: AnyRow) -> None:
        """The next event."""
        key = (row.hearing_id, row.party_id)
        if row.what in _FORGETTING:
            self.bodiless.pop("", None)
        if row.what in _UNDECIDED:
            self.decided.pop(key, None)
        kind = row.what.partition(".")[0]
        if kind in _TREATED and row.content_hash:
            self.treated[row.hearing_id, kind, row.content_hash] = row.number
        elif row.what in _RESPONSES:
            self.sent[*key, row.content_hash] = row.number
        elif row.what == _LATE_DECIDED:
            self.decided[key] = _detail_of(row)
        elif row.what == _DELETED:
            self.deleted.add(row.hearing_id)
            self.bodiless.pop(row.hearing_id, None)
        elif row.what.startswith("hearing.") and row.content_hash and not row.party_id:
            self.hearings[row.hearing_id] = row.content_hash
        if row.body is None:
            self.bodiless.setdefault(row.hearing_id, []).append(row.number)


@dataclass(frozen=True, slots=True)
class _Last:
    """A party's last version.

    Attributes:
        stands: What the invitation then says; None where the version is gone, and nobody can tell.
    """

    number: int
    stands: tuple[str, str, int, str] | None


_NOTHING = _Last(0, (ResponseStatus.INVITED, "", 0, "[]"))


async def verify(connection: AsyncConnection) -> Verdict:
    """Go through the whole chain, and see that all else is as it says.

    Each event must follow the one before by number and hash, and be what its own hash says; who and why may
    be gone only where something was deleted. Each response must be what its hash says, stand where it
    belongs, and have its event, and each such event its response. Invitations must say what their party's
    last response makes of them, and what was decided of it if it came late. Each hearing must be as its last
    change left it.
    """
    problems: list[str] = []
    told = _Told()
    count, last_hash = await _verify_chain(connection, told, problems)
    last = await _verify_versions(connection, told, problems)
    await _verify_treatments(connection, told, problems)
    await _verify_invitations(connection, told, last, problems)
    await _verify_hearings(connection, told, problems)
    return Verdict(count, last_hash, tuple(problems))


async def _verify_chain(connection: AsyncConnection, told: _Told, problems: list[str]) -> tuple[int, str]:
    previous, count = FIRST, 0
    async for row in _rows(connection, select(audit_events).order_by(audit_events.c.number)):
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
        told.take(row)
    unexplained = sorted(number for numbers in told.bodiless.values() for number in numbers)
    problems += [f"event {number}: who and why are gone, and were not deleted" for number in unexplained]
    return count, previous


async def _verify_versions(
    connection: AsyncConnection, told: _Told, problems: list[str]
) -> dict[_Key, _Last]:
    """See that the versions are as they were sent, and none is missing; each party's last one."""
    last: dict[_Key, _Last] = {}
    missing = dict(told.sent)
    query = select(versions).order_by(versions.c.hearing_id, versions.c.party_id, versions.c.number)
    async for row in _rows(connection, query):
        key = (row.hearing_id, row.party_id)
        number = last.get(key, _NOTHING).number + 1
        if row.number != number:
            whose = f"of {row.party_id} in {row.hearing_id}"
            problems.append(f"version {number} {whose} is missing: {row.number} stands in its place")
        stands = None
        if row.document is not None:
            try:
                stands = _stands(version_in(row))
            except DamagedError as error:
                problems.append(str(error))
        elif row.hearing_id not in told.deleted:
            problems.append(f"{_where(row)} is gone, and was not deleted")
        event = (*key, row.content_hash)
        if event not in told.sent:
            problems.append(f"{_where(row)} has no event")
        missing.pop(event, None)
        last[key] = _Last(row.number, stands)
    problems += [f"event {number}: the response it tells of is missing" for number in missing.values()]
    return last


async def _verify_treatments(connection: AsyncConnection, told: _Told, problems: list[str]) -> None:
    """See that what the administration made of the responses is as it was stored, and none is missing."""
    missing = dict(told.treated)
    query = select(treatments).order_by(
        treatments.c.hearing_id, treatments.c.kind, treatments.c.id, treatments.c.version
    )
    last: dict[tuple[str, str, str], int] = {}
    taken: dict[tuple[str, str, str], list[int]] = {}
    async for row in _rows(connection, query):
        where = f"{row.kind} {row.id} in {row.hearing_id}"
        key = (row.hearing_id, row.kind, row.id)
        number = last.get(key, 0) + 1
        if row.version != number:
            problems.append(f"version {number} of {where} is missing: {row.version} stands in its place")
        if row.document is None:
            if row.hearing_id not in told.deleted:
                problems.append(f"version {row.version} of {where} is gone, and was not deleted")
        elif hash_of(row.document) != row.content_hash:
            problems.append(f"version {row.version} of {where} is not what it was")
        event = (row.hearing_id, row.kind, row.content_hash)
        if event not in told.treated:
            problems.append(f"version {row.version} of {where} has no event")
        missing.pop(event, None)
        last[key] = row.version
        if row.latest:
            taken.setdefault(key, []).append(row.version)
    for key, number in last.items():
        hearing_id, kind, id_ = key
        if (found := taken.get(key, [])) != [number]:
            what = "two versions are taken for the last" if len(found) > 1 else _ANOTHER
            problems.append(f"{kind} {id_} in {hearing_id}: {what}")
    problems += [f"event {number}: what it tells of is missing" for number in missing.values()]


def _stands(version: Version) -> tuple[str, str, int, str]:
    content = version.content
    tally = TALLY.dump_json(tally_of(content)).decode()
    return responses.status_of(version), version.reference, len(content.points), tally


async def _verify_invitations(
    connection: AsyncConnection, told: _Told, last: dict[_Key, _Last], problems: list[str]
) -> None:
    orphans = set(last)
    async for row in _rows(connection, select(invitations)):
        key = (row.hearing_id, row.party_id)
        whose = f"{row.party_id} in {row.hearing_id}"
        orphans.discard(key)
        sent = last.get(key, _NOTHING)
        says = (row.status, row.reference, row.points, row.tally)
        if row.version != sent.number or sent.stands not in {None, says}:
            problems.append(f"the invitation of {whose} does not say what was last sent")
        if row.late_decision is None:
            if key in told.decided:
                problems.append(f"the decision on the late response of {whose} is missing")
        elif key not in told.decided:
            problems.append(f"the decision on the late response of {whose} has no event")
        elif row.hearing_id not in told.deleted and told.decided[key] != decision_text(
            row.late_decision, row.late_reason
        ):
            problems.append(f"the decision on the late response of {whose} is not what it was")
    problems += [f"the invitation of {party} in {hearing} is missing" for hearing, party in sorted(orphans)]


async def _verify_hearings(connection: AsyncConnection, told: _Told, problems: list[str]) -> None:
    query = select(hearings_table.c.id, hearings_table.c.status).order_by(hearings_table.c.id)
    rows = (await connection.execute(query)).all()
    for row in rows:
        deleted = row.id in told.deleted
        if deleted != (row.status == HearingStatus.DELETED) or not (
            deleted or await _is_as_told(connection, row.id, told)
        ):
            problems.append(f"hearing {row.id} is not what it was")
    missing = (told.hearings.keys() | told.deleted) - {row.id for row in rows}
    problems += [f"hearing {id_} is missing" for id_ in sorted(missing)]


async def _is_as_told(connection: AsyncConnection, hearing_id: str, told: _Told) -> bool:
    try:
        with intact(f"hearing {hearing_id}"):
            found = await hearings.hearing(connection, hearing_id)
    except DamagedError:
        return False
    expected = told.hearings.get(hearing_id)
    return expected is None or (found is not None and hash_of(hearing_document(found)) == expected)


async def _rows(connection: AsyncConnection, query: Select[Any]) -> AsyncIterator[AnyRow]:
    """The rows, a few at a time."""
    async with connection.stream(query.execution_options(yield_per=_AT_ONCE)) as rows:
        async for row in rows:
            yield row
