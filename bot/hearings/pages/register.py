"""What a lead sees who registers a response that came another way."""

from __future__ import annotations

from bot.hearings import texts
from bot.hearings.form import Form
from bot.hearings.pages.fields import field
from bot.page import Action, Choice, InputKind, Notice, Page, PageBlock, Small, Tone
from bot.questions.answer import Paragraph
from storage.records.values import Channel, Hearing, Invitation

CHANNELS = (Channel.MAIL, Channel.PAPER, Channel.SPOKEN)


def form(hearing: Hearing, invitation: Invitation, filled: Form, *, confirm: str = "") -> Page:
    """How it came, when, how that is known, and what it says.

    Args:
        hearing: The hearing.
        invitation: The party in it.
        filled: What was typed, and what is wrong with it.
        confirm: What the button must carry for it to be stored although it was asked back.
    """
    key = {"hearing": hearing.id, "party": invitation.party.id}
    blocks: list[PageBlock] = [Notice(Tone.ERROR, texts.NOT_STORED_YET)] if filled.errors else []
    if confirm:
        blocks.append(Notice(Tone.WARNING, texts.CONTACT_DETAILS))
    return Page(
        texts.REGISTRATION_KICKER,
        texts.register_headline(invitation.party.name),
        (
            Small(hearing.title),
            *blocks,
            Paragraph(texts.REGISTERING_MEANS),
            field(
                filled,
                "channel",
                InputKind.CHOICE,
                kept=Channel.MAIL,
                choices=tuple(Choice(each, texts.CHANNELS[each]) for each in CHANNELS),
            ),
            field(filled, "received_date", InputKind.DATE),
            field(filled, "received_time", InputKind.TIME),
            field(filled, "evidence", placeholder=texts.EVIDENCE_PLACEHOLDER),
            field(filled, "speaker", placeholder=texts.SPEAKER_PLACEHOLDER),
            field(filled, "original", InputKind.LONG_TEXT, placeholder=texts.ORIGINAL_PLACEHOLDER),
        ),
        (
            Action(
                texts.SAVE_ANYWAY if confirm else texts.GO_ON_TO_POINTS,
                "register.begin",
                key | ({"confirmed": confirm} if confirm else {}),
                primary=True,
            ),
            Action(texts.TO_BOARD, "board.show", {"hearing": hearing.id}, sends_inputs=False),
        ),
    )
