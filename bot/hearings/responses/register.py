"""A lead registers a response that came by mail, on paper or by word of mouth.

The original is kept word for word; its points are then set down one by one, each with the words that it
rests on, in the same form that a party fills in itself.
"""

from __future__ import annotations

from datetime import datetime

from bot.hearings import texts
from bot.hearings.calendar import BadDateError, BadTimeError, NoSuchTimeError, moment_of
from bot.hearings.desk import Refused, Step
from bot.hearings.pages import register as pages
from bot.hearings.responses import respond
from bot.hearings.responses.work import REGISTRABLE, REGISTRAR
from bot.hearings.rules import NAME_CHARS
from bot.page import Page
from bot.screen import fits
from storage.records import hearings, responses
from storage.records.values import (
    Channel,
    Content,
    Draft,
    Hearing,
    Original,
)

ORIGINAL_CHARS = 30_000
_EVIDENCE_CHARS = 300


async def form(step: Step) -> Page:
    """Where the lead tells what came; straight on to the points where that has been told."""
    async with step.reading() as connection:
        hearing = await step.hearing(connection)
        invitation = await step.invitation(connection)
        _registrable(hearing)
        found = await hearings.standing(connection, hearing.id, invitation.party.id, step.user)
    step.form.values["as"] = REGISTRAR
    if found and found.invitation.registration:
        return await respond.show(step)
    return pages.form(hearing, invitation, step.form)


async def begin(step: Step) -> Page:
    """Keep the original as it is, and go on to its points."""
    form = step.form
    async with step.writing() as connection:
        hearing = await step.hearing(connection)
        invitation = await step.invitation(connection)
        _registrable(hearing)
        channel = form.one_of("channel", pages.CHANNELS, texts.CHOOSE_CHANNEL)
        received_at = _received_at(step)
        evidence = form.line("evidence", _EVIDENCE_CHARS, missing=texts.WRITE_EVIDENCE)
        # Word for word: not even the blanks around it are taken away.
        form.text("original", ORIGINAL_CHARS, missing=texts.WRITE_ORIGINAL)
        speaker = form.line("speaker", NAME_CHARS)
        if form.errors:
            return pages.form(hearing, invitation, form)
        asked = form.asks("\n".join((evidence, speaker, form.values["original"])))
        if asked is not None:
            question = pages.form(hearing, invitation, form, confirm=asked)
            if fits(question):  # a very long letter has no room to be shown, and so to be asked about
                return question
        original = Original(
            text=form.values["original"], channel=Channel(channel), received_at=received_at, evidence=evidence
        )
        there = await hearings.standing(connection, hearing.id, invitation.party.id, step.user)
        begun = there.invitation.registration if there else None
        if begun and begun.original != original:
            raise Refused(texts.REGISTRATION_BEGUN)
        if begun is None:
            draft = Draft(
                id=step.desk.new_id(), revision=1, content=Content(speaker=speaker), original=original
            )
            content_hash = await responses.keep_registration(
                connection, hearing.id, invitation.party.id, draft
            )
            await step.log(
                connection, "registration.begun", hearing.id, invitation.party.id, content_hash=content_hash
            )
    form.values["as"] = REGISTRAR
    return await respond.show(step)


def _registrable(hearing: Hearing) -> None:
    if hearing.status not in REGISTRABLE:
        raise Refused(texts.not_from(hearing.status))


def _received_at(step: Step) -> datetime | None:
    form = step.form
    day = form.line("received_date", 20, missing=texts.WRITE_RECEIVED)
    time = form.line("received_time", 10, missing=texts.WRITE_RECEIVED_TIME)
    if not day or not time:
        return None
    try:
        moment = moment_of(day, time)
    except BadDateError:
        form.refuse("received_date", texts.BAD_DATE)
        return None
    except NoSuchTimeError:
        form.refuse("received_time", texts.NO_SUCH_TIME)
        return None
    except BadTimeError:
        form.refuse("received_time", texts.BAD_TIME)
        return None
    if moment > step.now:
        form.refuse("received_date", texts.NOT_RECEIVED_YET)
    return moment
