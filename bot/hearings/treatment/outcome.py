"""Closing the loop: a lead records what was decided, and each party is told what became of its own points."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings import texts
from bot.hearings.calendar import BadDateError, date_of, local
from bot.hearings.desk import Refused, Step
from bot.hearings.orders import order
from bot.hearings.pages import outcome as pages
from bot.hearings.pages.outcome import NOTE_CHARS, Told
from bot.hearings.reach import reach_of
from bot.hearings.responses.work import find, know_by_name
from bot.hearings.rules import NAME_CHARS, Moment
from bot.hearings.texts import outcome as outcome_texts
from bot.hearings.treatment.loop import rows_of
from bot.page import Page
from storage.records import audit, responses, treatment
from storage.records.posts import PostKind
from storage.records.remarks import Decision, Recommendation, Result, Treatment, treated_document
from storage.records.values import (
    Hearing,
    HearingStatus,
    hash_of,
)

_SENT = "outcome.sent"

_DECIDABLE = frozenset({HearingStatus.CLOSED, HearingStatus.CONCLUDED})
"""A decision is mostly made when the hearing is over; so it is recorded of one that changes no more, too."""


# --- what was decided ---------------------------------------------------------------------------


async def show(step: Step) -> Page:
    """Every recommendation of a hearing, with what was decided of it."""
    async with step.reading() as connection:
        hearing = await _decidable(step, connection)
        found = await treatment.treatment_of(connection, hearing.id)
    return pages.overview(hearing, found, step.form)


async def edit(step: Step) -> Page:
    """The form for what was decided of one recommendation, as it stands."""
    async with step.reading() as connection:
        hearing = await _decidable(step, connection)
        found = await treatment.treatment_of(connection, hearing.id)
    return pages.form(hearing, _recommendation(step, found), step.form)


async def save(step: Step) -> Page:
    """Store what was decided, in place of what was recorded before; sent twice, it is stored once.

    Nothing is stored where another lead has changed the recommendation since the form was shown.
    """
    form = step.form
    async with step.writing() as connection:
        hearing = await _decidable(step, connection)
        found = await treatment.treatment_of(connection, hearing.id)
        there = _recommendation(step, found)
        decision = _read(step)
        if decision is not None and decision == there.decision:
            return pages.overview(hearing, found, form)
        if decision is not None and form.values.get("shown") != pages.shown_as(there):
            form.refuse("result", outcome_texts.changed_meanwhile(there.decision))
        asked = form.asks(f"{decision.body}\n{decision.note}") if decision and not form.errors else None
        if decision is None or form.errors or asked is not None:
            return pages.form(hearing, there, form, confirm=asked or "")
        decided = replace(there, decision=decision, by=step.user, at=step.now)
        content_hash = await treatment.keep(connection, hearing.id, decided)
        await step.log(
            connection, "recommendation.decided", hearing.id, content_hash=content_hash, detail=there.id
        )
        found = await treatment.treatment_of(connection, hearing.id)
    return pages.overview(hearing, found, form, done=texts.SAVED)


async def _decidable(step: Step, connection: AsyncConnection) -> Hearing:
    hearing = await step.hearing(connection)
    if hearing.status not in _DECIDABLE:
        raise Refused(texts.not_from(hearing.status))
    return hearing


def _recommendation(step: Step, found: Treatment) -> Recommendation:
    wanted = step.form.id("recommendation")
    for each in found.recommendations:
        if each.id == wanted:
            return each
    raise Refused(outcome_texts.NO_SUCH_RECOMMENDATION)


def _read(step: Step) -> Decision | None:
    """The decision that the form describes; None where something is wrong with it."""
    form = step.form
    body = form.line("organ", NAME_CHARS, missing=outcome_texts.WRITE_ORGAN)
    day = _decided_on(step)
    result = form.one_of("result", list(Result), outcome_texts.CHOOSE_RESULT)
    note = form.line("decision_note", NOTE_CHARS)
    if form.errors or day is None:
        return None
    return Decision(body, day.isoformat(), Result(result), note)


def _decided_on(step: Step) -> date | None:
    form = step.form
    typed = form.line("decided_on", 20, missing=outcome_texts.WRITE_DECIDED_ON)
    if not typed:
        return None
    try:
        day = date_of(typed)
    except BadDateError:
        form.refuse("decided_on", texts.BAD_DATE)
        return None
    if day > local(step.now).date():
        form.refuse("decided_on", outcome_texts.NOT_DECIDED_YET)
    return day


# --- telling the parties ------------------------------------------------------------------------


async def send(step: Step) -> Page:
    """Tell each party what became of its own points: first who gets what, and what is missing; then sent.

    What was changed since the lead saw it is not sent, but shown anew. Pressed twice, or by two leads at
    once, it is sent once.
    """
    form = step.form
    async with step.writing() as connection:
        hearing = await _decidable(step, connection)
        found = await treatment.treatment_of(connection, hearing.id)
        told = await _told(step, connection, hearing, found)
        if not told:
            raise Refused(outcome_texts.NOBODY)
        sent_at = await sent_since(connection, hearing.id)
        shown = _shown(told, found)
        seen = form.values.get("shown")
        if seen and sent_at and pages.was_sent_since(form, sent_at):
            return pages.sent(hearing, told, form, already=sent_at)
        if seen != shown:
            return pages.sending(
                hearing, told, found, form, shown=shown, sent_at=sent_at, changed=seen is not None
            )
        batch = step.desk.new_id()
        await step.log(connection, _SENT, hearing.id, detail=batch)
        for each in told:
            page = pages.rows(each.moment, each.rows, step.desk.concerns)
            for address in each.reach.addresses:
                await order(
                    step,
                    connection,
                    page,
                    address,
                    kind=PostKind.OUTCOME,
                    hearing_id=hearing.id,
                    party_id=each.moment.invitation.party.id,
                    batch=batch,
                )
    return pages.sent(hearing, told, form)


async def preview(step: Step) -> Page:
    """What one party gets."""
    async with step.reading() as connection:
        hearing = await _decidable(step, connection)
        wanted = (await step.invitation(connection)).party.id
        found = await treatment.treatment_of(connection, hearing.id)
        told = await _told(step, connection, hearing, found, only=wanted)
    if not told:
        raise Refused(outcome_texts.NO_POINTS_OF_PARTY)
    return pages.preview(told[0], step.desk.concerns, step.form)


async def _told(
    step: Step, connection: AsyncConnection, hearing: Hearing, found: Treatment, *, only: str = ""
) -> tuple[Told, ...]:
    """The parties whose points count, with their own rows; or one of them."""
    moments = [
        each
        for each in await step.moments(connection, hearing)
        if _has_rows(each) and only in {"", each.invitation.party.id}
    ]
    versions = await responses.versions_of(connection, hearing.id, only or None)
    last = {version.party_id: version for version, _ in versions}
    return tuple(
        Told(reach, rows_of(last[reach.moment.invitation.party.id], found))
        for reach in await reach_of(connection, moments)
    )


def _shown(told: Sequence[Told], found: Treatment) -> str:
    """The SHA-256 of all that the parties are told, and of who is."""
    parts = [
        [each.moment.invitation.party.id, str(len(each.reach.addresses)), *map(repr, each.rows)]
        for each in told
    ]
    return hash_of(json.dumps([parts, [treated_document(each) for each in found.recommendations]]))


async def sent_since(connection: AsyncConnection, hearing_id: str) -> datetime | None:
    """When the parties of a hearing were last told; None if they never were."""
    return (await audit.last_times(connection, hearing_id, _SENT)).get((_SENT, ""))


# --- a party's own ------------------------------------------------------------------------------


async def mine(step: Step) -> Page:
    """What became of the person's own party's points, once it may be told.

    Whoever may not speak for the party is told the same as where there is no such hearing.
    """
    await know_by_name(step)
    async with step.reading() as connection:
        work = await find(step, connection)
        if work.registering:
            raise Refused(texts.NOT_YOURS)
        moment = work.moment
        if not await may_be_told(connection, moment):
            ended = moment.hearing.status in _DECIDABLE and not _has_rows(moment)
            raise Refused(outcome_texts.NO_POINTS if ended else outcome_texts.NOT_YET)
        found = await treatment.treatment_of(connection, moment.hearing.id)
        last = await responses.last_version(connection, moment.hearing.id, moment.invitation.party.id)
    assert last is not None  # noqa: S101 - its points count
    rows = rows_of(last[0], found)
    return pages.rows(moment, rows, step.desk.concerns, step.form.number("part"))


async def may_be_told(connection: AsyncConnection, moment: Moment) -> bool:
    """Whether a party may see what became of its points: they count, and all were told or it is over."""
    if not _has_rows(moment) or moment.hearing.status not in _DECIDABLE:
        return False
    over = moment.hearing.status is HearingStatus.CONCLUDED
    return over or await sent_since(connection, moment.hearing.id) is not None


def _has_rows(moment: Moment) -> bool:
    return moment.counts and moment.invitation.points > 0
