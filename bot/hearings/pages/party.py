"""What a lead sees of a party, and what a person sees of codes and of being forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.hearings import texts
from bot.hearings.calendar import danish_moment
from bot.hearings.form import Form
from bot.hearings.gates import masked
from bot.hearings.pages.fields import field
from bot.hearings.rules import Moment
from bot.page import Action, Buttons, Facts, Heading, Input, InputKind, Notice, Page, PageBlock, Small, Tone
from bot.questions.answer import Paragraph
from storage.records.values import Contact, Hearing, HearingStatus, Invitation, hash_of


def party(
    hearing: Hearing,
    invitation: Invitation,
    contacts: Sequence[Contact],
    redeemed: int,
    form: Form,
    now: datetime,
    *,
    done: str = "",
) -> Page:
    """A party in a hearing: its contacts, its code, its deadline.

    Args:
        hearing: The hearing.
        invitation: The party in it.
        contacts: Who may speak for it.
        redeemed: How many have redeemed its code.
        form: What was typed, and what is wrong with it.
        now: The time.
        done: What was just done.
    """
    key = {"hearing": hearing.id, "party": invitation.party.id}
    moment = Moment(hearing, invitation, now)
    known = "\n".join(lines_of(contacts))
    blocks: list[PageBlock] = [Notice(Tone.GOOD, done)] if done else []
    blocks += [
        Paragraph(hearing.title),
        Facts(
            (
                (texts.KIND, texts.party_kind(invitation.party)),
                (texts.DEADLINE, danish_moment(moment.deadline)),
                (texts.STATUS, texts.standing(moment)),
                (texts.CODE, texts.code_status(has_code=bool(invitation.code_hash), redeemed=redeemed)),
            )
        ),
        field(form, "contacts", InputKind.LONG_TEXT, kept=known, placeholder=texts.CONTACTS_PLACEHOLDER),
        Small(texts.CONTACTS_MEANS),
        Buttons(
            (
                Action(
                    texts.SAVE_CONTACTS, "party.contacts", key | {"shown": shown_as(contacts)}, primary=True
                ),
            )
        ),
    ]
    codes = [Action(texts.NEW_CODE, "party.code", key, sends_inputs=False)]
    if invitation.code_hash or redeemed:
        codes.append(Action(texts.REVOKE_CODE, "party.revoke", key, sends_inputs=False))
    extend: tuple[Action, ...] = ()
    if hearing.status is HearingStatus.OPEN:
        extend = (Action(texts.EXTEND, "hearing.extend", key, sends_inputs=False),)
    return Page(
        texts.PARTY_KICKER,
        invitation.party.name,
        tuple(blocks),
        (
            *codes,
            *extend,
            Action(texts.REGISTER_RESPONSE, "register.form", key, sends_inputs=False),
            Action(texts.TO_BOARD, "board.show", {"hearing": hearing.id}, sends_inputs=False),
        ),
    )


def lines_of(contacts: Sequence[Contact]) -> tuple[str, ...]:
    """The contacts as they are filled in."""
    return tuple(contact.principal_name or contact.object_id or "" for contact in contacts)


def shown_as(contacts: Sequence[Contact]) -> str:
    """What tells the contacts from others, so that no lead undoes what another has done meanwhile."""
    return hash_of("\n".join(lines_of(contacts)))[:16]


def code(moment: Moment, made: str) -> Page:
    """The code, this once, with a text that can be sent along."""
    key = {"hearing": moment.hearing.id, "party": moment.invitation.party.id}
    return Page(
        f"{texts.CODE_KICKER} · {moment.invitation.party.name}",
        texts.code_headline(made),
        (
            Notice(Tone.WARNING, texts.CODE_ONCE),
            Heading(texts.TEXT_TO_SEND),
            Paragraph(texts.code_letter(moment, made)),
        ),
        (Action(texts.BACK, "party.show", key, sends_inputs=False),),
    )


def enter_code(form: Form, error: str) -> Page:
    """Where an invitation code is entered; what was entered stands there, and what is wrong with it."""
    typed = masked(form.values.get("code", "")[:40])
    return Page(texts.RESPONSE_KICKER, texts.ENTER_CODE_HEADLINE, code_fields(typed, error))


def code_fields(typed: str = "", error: str = "") -> tuple[PageBlock, ...]:
    """The field for an invitation code, and its button."""
    code_field = Input(
        "code", texts.CODE, value=typed, placeholder=texts.CODE_PLACEHOLDER, error=error, max_chars=40
    )
    return code_field, Buttons((Action(texts.REDEEM, "code.redeem"),))


def really_forget(*, leads: bool) -> Page:
    """Asked back once: what is deleted, and what is not."""
    return Page(
        texts.MINE_KICKER,
        texts.REALLY_FORGET,
        (Paragraph(texts.FORGETTING_MEANS), *((Paragraph(texts.FORGETTING_LEADS),) if leads else ())),
        (
            Action(texts.FORGET_ME, "me.forget", {"confirmed": "forget"}, sends_inputs=False),
            Action(texts.MINE, "response.mine", sends_inputs=False),
        ),
    )


def forgotten(dropped: int) -> Page:
    """It is done."""
    return Page(texts.MINE_KICKER, texts.FORGOTTEN, (Notice(Tone.GOOD, texts.forgotten(dropped)),))
