"""Parties, and who may speak for them: contacts that a lead names, and who has redeemed a code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings import texts
from bot.hearings.desk import Step
from bot.hearings.form import Form
from bot.hearings.pages import party as pages
from bot.hearings.responses import respond
from bot.hearings.responses.work import know_by_name
from bot.hearings.rules import NAME_CHARS, Moment
from bot.hearings.treatment import check
from bot.page import Page
from bot.settings import GUID
from storage.records import hearings, people, responses
from storage.records.values import Contact, Draft, Hearing, HearingStatus, Party, PartyKind, hash_of

WRONG_CODES = 5
LOCKED = timedelta(hours=1)

_CONTACTS_CHARS = 2_000
_MOST_CONTACTS = 20
_PRINCIPAL_NAME = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]{1,255}")


@dataclass(frozen=True, slots=True)
class NewParty:
    """A party that a lead has described and that is not stored yet.

    Attributes:
        contacts: As they were typed.
    """

    name: str
    kind: PartyKind
    external: bool
    contacts: str


NEW_PARTIES = TypeAdapter(tuple[NewParty, ...])
"""How a form carries them."""


def read_new_party(form: Form, known: Sequence[Party]) -> NewParty | None:
    """The new party that stands in the form's fields; None where its name is left empty.

    The name of a party that is known chooses that one instead, and empties the fields: not all of them may
    have room in the form's list.
    """
    name = form.line("party_name", NAME_CHARS)
    contacts = form.text("party_contacts", _CONTACTS_CHARS)
    if not name:
        if contacts.strip():
            form.refuse("party_name", texts.NAME_PARTY)
        return None
    for party in known:
        if party.name.casefold() == name.casefold():
            form.values["parties"] = f"{form.values.get('parties', '')},{party.id}"
            for field in ("party_name", "party_kind", "party_external", "party_contacts"):
                form.values.pop(field, None)
            return None
    kind = form.one_of("party_kind", list(PartyKind), texts.CHOOSE_KIND)
    read_contacts(form, "party_contacts")
    external = form.values.get("party_external") == "true"
    return NewParty(name, PartyKind(kind) if kind else PartyKind.OTHER, external, contacts)


def read_contacts(form: Form, name: str) -> tuple[Contact, ...]:
    """The contacts in a field, a line each; one that is neither an object id nor a name is refused."""
    typed = form.text(name, _CONTACTS_CHARS)
    wrong = [each for each in _each(typed) if _contact(each) is None]
    if wrong:
        form.refuse(name, texts.bad_contact(wrong[0][:60]))
    found = contacts_in(typed)
    if len(found) > _MOST_CONTACTS:
        form.refuse(name, texts.too_many_contacts(_MOST_CONTACTS))
    return found


def contacts_in(typed: str) -> tuple[Contact, ...]:
    """The contacts among what was typed."""
    return tuple(dict.fromkeys(found for each in _each(typed) if (found := _contact(each))))


def _each(typed: str) -> list[str]:
    return [each.strip().lower() for each in re.split(r"[\n,;]", typed) if each.strip()]


def _contact(typed: str) -> Contact | None:
    if GUID.fullmatch(typed):
        return Contact(typed, None)
    return Contact(None, typed) if _PRINCIPAL_NAME.fullmatch(typed) else None


async def show(step: Step) -> Page:
    """A party in a hearing: its contacts, its code, its deadline."""
    async with step.reading() as connection:
        hearing = await step.hearing(connection)
        return await _shown(step, connection, hearing)


async def _shown(step: Step, connection: AsyncConnection, hearing: Hearing, *, done: str = "") -> Page:
    invitation = await step.invitation(connection)
    party = invitation.party.id
    contacts = (await hearings.contacts_of(connection, [party])).get(party, [])
    redeemed = await hearings.spokespersons_of(connection, hearing.id, party)
    return pages.party(hearing, invitation, contacts, len(redeemed), step.form, step.now, done=done)


async def set_contacts(step: Step) -> Page:
    """Let the party have the contacts in the field, and no others."""
    async with step.writing() as connection:
        hearing = await step.hearing(connection)
        party = (await step.invitation(connection)).party.id
        wanted = read_contacts(step.form, "contacts")
        there = (await hearings.contacts_of(connection, [party])).get(party, [])
        if step.form.values.get("shown") != pages.shown_as(there):
            step.form.refuse("contacts", texts.contacts_changed(pages.lines_of(there)))
        done = ""
        if not step.form.errors:
            await hearings.set_contacts(connection, party, wanted)
            await step.log(connection, "contacts.changed", hearing.id, party, detail=str(len(wanted)))
            del step.form.values["contacts"]
            done = texts.SAVED
        return await _shown(step, connection, hearing, done=done)


async def make_code(step: Step) -> Page:
    """A new invitation code for the party, shown this once; the one before holds no more.

    Who has redeemed the one before may go on: only ``revoke_code`` ends that.
    """
    async with step.writing() as connection:
        hearing = await step.hearing(connection)
        invitation = await step.invitation(connection)
        code = step.desk.new_code()
        await hearings.change_invitation(
            connection, hearing.id, invitation.party.id, code_hash=_hash_of(code)
        )
        await step.log(connection, "code.made", hearing.id, invitation.party.id)
    return pages.code(Moment(hearing, invitation, step.now), code)


async def revoke_code(step: Step) -> Page:
    """Let the party's code hold no more, and nobody speak for the party who redeemed it."""
    async with step.writing() as connection:
        hearing = await step.hearing(connection)
        party = (await step.invitation(connection)).party.id
        await hearings.change_invitation(connection, hearing.id, party, code_hash=None)
        await hearings.drop_spokespersons(connection, hearing.id, party)
        await step.log(connection, "code.revoked", hearing.id, party)
        return await _shown(step, connection, hearing, done=texts.CODE_REVOKED)


async def redeem(step: Step) -> Page:
    """Let who enters a party's code speak for it.

    A wrong code says no more than that it is wrong. After five in a row, by whatever cards, the person is
    locked out for an hour, and a right one is not looked at either.
    """
    async with step.writing() as connection:
        wrong, locked_until = await people.attempts_of(connection, step.user)
        if locked_until and step.now < locked_until:
            return pages.enter_code(step.form, texts.locked_until(locked_until))
        found = await hearings.invitation_by_code(connection, _hash_of(step.form.values.get("code", "")))
        hearing = await hearings.hearing(connection, found[0]) if found else None
        if found is None or hearing is None or not await _holds(connection, hearing, found[1]):
            wrong = 1 if locked_until else wrong + 1
            locked = step.now + LOCKED if wrong >= WRONG_CODES else None
            await people.set_attempts(connection, step.user, wrong, locked)
            await step.log(connection, "code.refused", detail="locked" if locked else "")
            return pages.enter_code(step.form, texts.locked_until(locked) if locked else texts.WRONG_CODE)
        await people.set_attempts(connection, step.user, 0, None)
        await hearings.add_spokesperson(connection, *found, step.user)
        await step.log(connection, "code.redeemed", *found)
    step.form.values.update(hearing=found[0], party=found[1])
    return await respond.show(step)


async def _holds(connection: AsyncConnection, hearing: Hearing, party_id: str) -> bool:
    """Whether a code of the party's is taken: while the hearing is open, and where it is asked something."""
    if hearing.status is HearingStatus.CLOSED:
        return await check.is_asked(connection, hearing.id, party_id)
    return hearing.status is HearingStatus.OPEN


def _without(draft: Draft, step: Step) -> Draft:
    """A shared draft without a word of who has had a part in it; what it says is the party's."""
    content = draft.content
    return replace(
        draft,
        authors=tuple(author for author in draft.authors if author != step.user),
        changes=tuple(
            replace(change, by="", by_name="") if change.by == step.user else change
            for change in draft.changes
        ),
        content=replace(content, speaker="") if content.speaker == step.name else content,
    )


def _hash_of(code: str) -> str:
    """What is stored of a code: letters and digits only count, whatever way it was typed."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    return hash_of(f"invitation code {typed[:40]}")


async def forget_me(step: Step) -> Page:
    """Delete the person's own drafts and what is known of how to reach them, once it is confirmed.

    What was sent stays: it is the party's, and the case's.
    """
    if step.form.values.get("confirmed") != "forget":
        return pages.really_forget(leads=step.leads)
    await know_by_name(step)  # who was named, and has not been seen, is forgotten too
    async with step.writing() as connection:
        dropped = 0
        for each in await hearings.standings_of(connection, step.user):
            found = await hearings.standing(connection, each.hearing.id, each.invitation.party.id, step.user)
            draft = found.invitation.draft if found else None
            if draft is None or step.user not in draft.authors:
                continue
            key = each.hearing.id, each.invitation.party.id
            alone = draft.authors == (step.user,)
            await responses.keep_draft(connection, *key, None if alone else _without(draft, step))
            dropped += alone
        chat = step.turn.conversation_id
        for post in await people.forget(connection, step.user, chat, step.now):
            await step.log(connection, "post.cancelled", post.hearing_id, post.party_id, detail=post.id)
        await step.log(connection, "person.forgotten", detail=f"{dropped} drafts")
    step.desk.seen.drop(step.user)
    return pages.forgotten(dropped)
