"""Hearings, the parties that are heard, and who may speak for them: read and written, no rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.tables import contacts, hearings, invitations, parties, spokespersons
from storage.records.values import (
    DAYS,
    DRAFT,
    MATERIAL,
    TALLY,
    TEXTS,
    Contact,
    Hearing,
    HearingStatus,
    Invitation,
    LateDecision,
    Party,
    PartyKind,
    ResponseStatus,
    Standing,
)

AnyRow = Row[tuple[Any, ...]]

# Statements are made once: making one anew takes as long as running it. Their parameters' names differ from
# the columns', which name what is set.

# Two tables in one row: each column under its table's name.
_HEARING = [column.label(f"hearing_{column.name}") for column in hearings.c]
_PARTY = [column.label(f"party_{column.name}") for column in parties.c]
_INVITATION = [
    column.label(f"invitation_{column.name}")
    for column in invitations.c
    if column.name not in {"draft", "registration"}
] + [
    invitations.c.draft.is_not(None).label("invitation_has_draft"),
    invitations.c.registration.is_not(None).label("invitation_has_registration"),
]
_DRAFTS = [
    invitations.c.draft.label("invitation_draft"),
    invitations.c.registration.label("invitation_registration"),
]

_THIS = and_(
    invitations.c.hearing_id == bindparam("of_hearing"), invitations.c.party_id == bindparam("of_party")
)
_SPEAKS = or_(
    exists().where(contacts.c.party_id == invitations.c.party_id, contacts.c.object_id == bindparam("user")),
    exists().where(
        spokespersons.c.hearing_id == invitations.c.hearing_id,
        spokespersons.c.party_id == invitations.c.party_id,
        spokespersons.c.user_id == bindparam("user"),
    ),
)
_JOINED = invitations.join(parties, parties.c.id == invitations.c.party_id).join(
    hearings, hearings.c.id == invitations.c.hearing_id
)
_STANDING_COLUMNS: list[ColumnElement[Any]] = [*_HEARING, *_INVITATION, *_PARTY]
_STANDING = select(*[*_STANDING_COLUMNS, *_DRAFTS, _SPEAKS.label("speaks")]).select_from(_JOINED).where(_THIS)
_STANDINGS = (
    select(*[*_STANDING_COLUMNS, literal(value=True).label("speaks")])
    .select_from(_JOINED)
    .where(_SPEAKS, hearings.c.status.not_in([HearingStatus.DRAFT, HearingStatus.DELETED]))
    .order_by(hearings.c.deadline, parties.c.name)
)
_CHANGE_INVITATION = update(invitations).where(_THIS)


# --- hearings -------------------------------------------------------------------------------


async def add(connection: AsyncConnection, hearing: Hearing, *, at: datetime) -> None:
    """Store a new hearing."""
    await connection.execute(insert(hearings).values(id=hearing.id, created_at=at, **_row_of(hearing)))


async def change(connection: AsyncConnection, hearing: Hearing) -> None:
    """Store the hearing as it is now, in place of the one with its id."""
    await connection.execute(update(hearings).where(hearings.c.id == hearing.id).values(**_row_of(hearing)))


async def hearing(connection: AsyncConnection, hearing_id: str) -> Hearing | None:
    """The hearing with that id."""
    row = (await connection.execute(select(*_HEARING).where(hearings.c.id == hearing_id))).first()
    return _hearing_of(row) if row else None


async def all_hearings(connection: AsyncConnection) -> tuple[Hearing, ...]:
    """Every hearing that is not deleted, the newest first."""
    rows = await connection.execute(
        select(*_HEARING)
        .where(hearings.c.status != HearingStatus.DELETED)
        .order_by(hearings.c.opens_at.desc(), hearings.c.id)
    )
    return tuple(map(_hearing_of, rows))


def _row_of(hearing: Hearing) -> dict[str, Any]:
    return {
        "status": hearing.status,
        "title": hearing.title,
        "question": hearing.question,
        "case_number": hearing.case_number,
        "handled_by": hearing.handled_by,
        "material": MATERIAL.dump_json(hearing.material).decode(),
        "topics": TEXTS.dump_json(hearing.topics).decode(),
        "models": TEXTS.dump_json(hearing.models).decode(),
        "opens_at": hearing.opens_at,
        "deadline": hearing.deadline,
        "deletes_on": hearing.deletes_on,
        "takes_late": hearing.takes_late,
        "remind_days": DAYS.dump_json(hearing.remind_days).decode(),
        "public": hearing.public,
        "revision": hearing.revision,
    }


def _hearing_of(row: AnyRow) -> Hearing:
    return Hearing(
        id=row.hearing_id,
        title=row.hearing_title,
        question=row.hearing_question,
        case_number=row.hearing_case_number,
        handled_by=row.hearing_handled_by,
        material=MATERIAL.validate_json(row.hearing_material),
        topics=TEXTS.validate_json(row.hearing_topics),
        models=TEXTS.validate_json(row.hearing_models),
        opens_at=row.hearing_opens_at,
        deadline=row.hearing_deadline,
        deletes_on=row.hearing_deletes_on,
        takes_late=row.hearing_takes_late,
        remind_days=DAYS.validate_json(row.hearing_remind_days),
        public=row.hearing_public,
        status=HearingStatus(row.hearing_status),
        revision=row.hearing_revision,
    )


# --- parties and who speaks for them ---------------------------------------------------------


async def add_party(connection: AsyncConnection, party: Party) -> None:
    """Store a party that is not known yet."""
    await connection.execute(
        insert(parties).values(id=party.id, name=party.name, kind=party.kind, external=party.external)
    )


async def all_parties(connection: AsyncConnection) -> tuple[Party, ...]:
    """Every known party, by name."""
    return tuple(
        map(_party_of, await connection.execute(select(*_PARTY).order_by(func.lower(parties.c.name))))
    )


async def names_of(connection: AsyncConnection, party_ids: Iterable[str]) -> dict[str, str]:
    """What those parties are called, by id."""
    rows = await connection.execute(
        select(parties.c.id, parties.c.name).where(parties.c.id.in_(sorted(party_ids)))
    )
    return {row.id: row.name for row in rows}


def _party_of(row: AnyRow) -> Party:
    return Party(row.party_id, row.party_name, PartyKind(row.party_kind), row.party_external)


async def contacts_of(connection: AsyncConnection, party_ids: Sequence[str]) -> dict[str, list[Contact]]:
    """The contacts of each party, as they were added; a party without any is left out."""
    found: dict[str, list[Contact]] = {}
    rows = await connection.execute(
        select(contacts).where(contacts.c.party_id.in_(party_ids)).order_by(contacts.c.id)
    )
    for row in rows:
        found.setdefault(row.party_id, []).append(Contact(row.object_id, row.principal_name))
    return found


async def set_contacts(connection: AsyncConnection, party_id: str, wanted: Iterable[Contact]) -> None:
    """Let the party have these contacts and no others; one that is kept stays bound to whom it is."""
    kept = {contact for contact in wanted if contact.principal_name or contact.object_id}
    there = (await contacts_of(connection, [party_id])).get(party_id, [])
    names = {contact.principal_name for contact in kept if contact.principal_name}
    ids = {contact.object_id for contact in kept if contact.object_id}
    for contact in there:
        if contact.principal_name not in names and contact.object_id not in ids:
            await connection.execute(
                delete(contacts).where(
                    contacts.c.party_id == party_id, _is(contact.object_id, contact.principal_name)
                )
            )
    known_names = {contact.principal_name for contact in there}
    known_ids = {contact.object_id for contact in there}
    for contact in sorted(kept, key=lambda one: (one.principal_name or "", one.object_id or "")):
        if contact.principal_name in known_names - {None} or contact.object_id in known_ids - {None}:
            continue
        await connection.execute(
            insert(contacts).values(
                party_id=party_id, object_id=contact.object_id, principal_name=contact.principal_name
            )
        )


def _is(object_id: str | None, principal_name: str | None) -> ColumnElement[bool]:
    return or_(
        contacts.c.object_id == object_id if object_id else contacts.c.id.is_(None),
        contacts.c.principal_name == principal_name if principal_name else contacts.c.id.is_(None),
    )


async def awaits_names(connection: AsyncConnection, names: Sequence[str] | None = None) -> bool:
    """Whether there are contacts known by principal name only, whom nobody has been seen to be yet.

    Args:
        connection: To the records.
        names: Only by one of these.
    """
    query = select(contacts.c.id).where(contacts.c.object_id.is_(None))
    if names is not None:
        query = query.where(contacts.c.principal_name.in_(names))
    return (await connection.execute(query.limit(1))).first() is not None


async def bind_contact(connection: AsyncConnection, names: Sequence[str], object_id: str) -> int:
    """Let the contacts with one of these principal names be this person; how many there were."""
    unbound = await connection.execute(
        select(contacts.c.id, contacts.c.party_id).where(
            contacts.c.object_id.is_(None), contacts.c.principal_name.in_(names)
        )
    )
    bound = 0
    for row in unbound.all():
        twin = and_(contacts.c.party_id == row.party_id, contacts.c.object_id == object_id)
        if (await connection.execute(select(contacts.c.id).where(twin))).first():
            await connection.execute(delete(contacts).where(contacts.c.id == row.id))
        else:
            await connection.execute(
                update(contacts).where(contacts.c.id == row.id).values(object_id=object_id)
            )
        bound += 1
    return bound


async def add_spokesperson(connection: AsyncConnection, hearing_id: str, party_id: str, user_id: str) -> None:
    """Let the person speak for the party in this hearing; nothing changes for one who already may."""
    key = {"hearing_id": hearing_id, "party_id": party_id, "user_id": user_id}
    query = select(spokespersons).filter_by(**key)
    if (await connection.execute(query)).first() is None:
        await connection.execute(insert(spokespersons).values(**key))


async def drop_spokespersons(connection: AsyncConnection, hearing_id: str, party_id: str) -> None:
    """Let nobody speak for the party in this hearing by a code they once redeemed."""
    await connection.execute(
        delete(spokespersons).where(
            spokespersons.c.hearing_id == hearing_id, spokespersons.c.party_id == party_id
        )
    )


async def spokespersons_of(connection: AsyncConnection, hearing_id: str, party_id: str) -> tuple[str, ...]:
    """The user ids of those who redeemed the party's code."""
    rows = await connection.execute(
        select(spokespersons.c.user_id).where(
            spokespersons.c.hearing_id == hearing_id, spokespersons.c.party_id == party_id
        )
    )
    return tuple(rows.scalars())


# --- invitations ----------------------------------------------------------------------------


async def invite(connection: AsyncConnection, hearing_id: str, party_id: str, position: int) -> None:
    """Let the party be heard."""
    await connection.execute(
        insert(invitations).values(
            hearing_id=hearing_id,
            party_id=party_id,
            position=position,
            status=ResponseStatus.INVITED,
            reference="",
            version=0,
            points=0,
            tally="[]",
            timely=True,
            late_reason="",
        )
    )


async def uninvite(connection: AsyncConnection, hearing_id: str, party_id: str) -> None:
    """Let the party not be heard after all; only for one that has sent nothing."""
    await drop_spokespersons(connection, hearing_id, party_id)
    await connection.execute(
        delete(invitations).where(invitations.c.hearing_id == hearing_id, invitations.c.party_id == party_id)
    )


async def change_invitation(
    connection: AsyncConnection, hearing_id: str, party_id: str, **values: Any
) -> None:
    """Set columns of the table ``invitations``; the names are its own."""
    key = {"of_hearing": hearing_id, "of_party": party_id}
    await connection.execute(_CHANGE_INVITATION, values | key)


async def invitations_of(connection: AsyncConnection, hearing_id: str) -> tuple[Invitation, ...]:
    """A hearing's parties in their order, without their drafts."""
    rows = await connection.execute(
        select(*_INVITATION, *_PARTY)
        .join(parties, parties.c.id == invitations.c.party_id)
        .where(invitations.c.hearing_id == hearing_id)
        .order_by(invitations.c.position)
    )
    return tuple(map(_invitation_of, rows))


async def invitation_by_code(connection: AsyncConnection, code_hash: str) -> tuple[str, str] | None:
    """The hearing's and the party's ids for a code that holds."""
    query = select(invitations.c.hearing_id, invitations.c.party_id).where(
        invitations.c.code_hash == code_hash
    )
    row = (await connection.execute(query)).first()
    return (row.hearing_id, row.party_id) if row else None


async def standing(
    connection: AsyncConnection, hearing_id: str, party_id: str, user_id: str
) -> Standing | None:
    """The hearing, the party in it with its draft, and whether the person may speak for it: one question."""
    key = {"of_hearing": hearing_id, "of_party": party_id, "user": user_id}
    row = (await connection.execute(_STANDING, key)).first()
    return _standing_of(row) if row else None


async def standings_of(connection: AsyncConnection, user_id: str) -> tuple[Standing, ...]:
    """Where the person may speak for somebody, the next deadline first; drafts are left out."""
    rows = await connection.execute(_STANDINGS, {"user": user_id})
    return tuple(map(_standing_of, rows))


def _standing_of(row: AnyRow) -> Standing:
    return Standing(_hearing_of(row), _invitation_of(row), bool(row.speaks))


def _invitation_of(row: AnyRow) -> Invitation:
    columns = row._mapping  # noqa: SLF001 - its public name
    draft, registration = columns.get("invitation_draft"), columns.get("invitation_registration")
    return Invitation(
        hearing_id=row.invitation_hearing_id,
        party=_party_of(row),
        position=row.invitation_position,
        status=ResponseStatus(row.invitation_status),
        deadline=row.invitation_deadline,
        code_hash=row.invitation_code_hash,
        reference=row.invitation_reference,
        version=row.invitation_version,
        points=row.invitation_points,
        tally=TALLY.validate_json(row.invitation_tally),
        responded_at=row.invitation_responded_at,
        timely=row.invitation_timely,
        late_decision=LateDecision(row.invitation_late_decision) if row.invitation_late_decision else None,
        late_reason=row.invitation_late_reason,
        reminded_at=row.invitation_reminded_at,
        has_draft=bool(row.invitation_has_draft),
        has_registration=bool(row.invitation_has_registration),
        draft=DRAFT.validate_json(draft) if draft else None,
        registration=DRAFT.validate_json(registration) if registration else None,
    )


async def speaks_for_any(connection: AsyncConnection, user_id: str) -> bool:
    """Whether the person may speak for a party in any hearing, or will once it is heard."""
    for query in (
        select(contacts.c.id).where(contacts.c.object_id == user_id),
        select(spokespersons.c.user_id).where(spokespersons.c.user_id == user_id),
    ):
        if (await connection.execute(query.limit(1))).first():
            return True
    return False


async def users_of(connection: AsyncConnection, hearing_id: str) -> dict[str, tuple[str, ...]]:
    """The ids of all who may speak for each party in a hearing; a party without any is left out."""
    by_contact = (
        select(invitations.c.party_id, contacts.c.object_id.label("user_id"))
        .join(contacts, contacts.c.party_id == invitations.c.party_id)
        .where(invitations.c.hearing_id == hearing_id, contacts.c.object_id.is_not(None))
    )
    by_code = select(spokespersons.c.party_id, spokespersons.c.user_id).where(
        spokespersons.c.hearing_id == hearing_id
    )
    found: dict[str, dict[str, None]] = {}
    for query in (by_contact, by_code):
        for row in await connection.execute(query):
            found.setdefault(row.party_id, {})[row.user_id] = None
    return {party: tuple(users) for party, users in found.items()}
