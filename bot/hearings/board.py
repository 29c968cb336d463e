"""The response board: who was invited, who has answered, and what is done about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings import texts
from bot.hearings.desk import Refused, Step
from bot.hearings.pages import board as pages
from bot.hearings.reach import Reach, order_for_party, reach_of
from bot.hearings.rules import REASON_CHARS, Gate, Moment
from bot.page import Page
from storage.records import audit, hearings, responses
from storage.records.posts import PostKind
from storage.records.values import Hearing, HearingStatus, LateDecision

_UNDER_WAY = {HearingStatus.OPEN, HearingStatus.CLOSED}


async def begin(step: Step) -> Page:
    """The board of the one hearing that is open; of several, which."""
    async with step.reading() as connection:
        found = await hearings.all_hearings(connection)
        under_way = [each for each in found if each.status in _UNDER_WAY]
        if len(under_way) == 1:
            return await _shown(step, connection, under_way[0])
    return pages.choose(under_way or found, step.now, step.form.number("part"))


async def show(step: Step) -> Page:
    """The board of a hearing."""
    async with step.reading() as connection:
        return await _shown(step, connection, await step.hearing(connection))


async def _shown(step: Step, connection: AsyncConnection, hearing: Hearing, *, done: str = "") -> Page:
    moments = await step.moments(connection, hearing)
    return pages.board(hearing, moments, step.now, step.form, done=done)


async def open_response(step: Step) -> Page:
    """A party's last response, as the lead reads it."""
    async with step.reading() as connection:
        hearing = await step.hearing(connection)
        invitation = await step.invitation(connection)
        last = await responses.last_version(connection, hearing.id, invitation.party.id)
    moment = Moment(hearing, invitation, step.now)
    if last is None:
        raise Refused(texts.nothing_from(invitation.party.name))
    return pages.response(moment, *last, step.desk.concerns, step.form)


async def decide_late(step: Step) -> Page:
    """Include a late response, attach it or refuse it, with a reason."""
    async with step.writing() as connection:
        hearing = await step.hearing(connection)
        invitation = await step.invitation(connection)
        moment = Moment(hearing, invitation, step.now)
        last = await responses.last_version(connection, hearing.id, invitation.party.id)
        if last is None or not moment.responded or invitation.timely:
            raise Refused(texts.NOT_LATE)
        if hearing.status not in _UNDER_WAY:
            raise Refused(texts.not_from(hearing.status))
        if step.form.number("after") != invitation.version:
            return pages.response(moment, *last, step.desk.concerns, step.form, changed=True)
        decision = step.form.one_of("decision", list(LateDecision), texts.CHOOSE_DECISION)
        reason = step.form.line("reason", REASON_CHARS, missing=texts.WRITE_REASON)
        if step.form.errors:
            return pages.response(moment, *last, step.desk.concerns, step.form)
        await hearings.change_invitation(
            connection, hearing.id, invitation.party.id, late_decision=decision, late_reason=reason
        )
        await step.log(
            connection,
            "late.decided",
            hearing.id,
            invitation.party.id,
            detail=audit.decision_text(decision, reason),
        )
        return await _shown(step, connection, hearing, done=texts.DECIDED)


# --- reminders --------------------------------------------------------------------------------


async def remind_all(step: Step) -> Page:
    """Remind all who have yet to answer; see ``_remind``."""
    step.form.values.pop("party", None)
    return await _remind(step)


async def remind_one(step: Step) -> Page:
    """Remind one who has yet to answer; see ``_remind``."""
    async with step.reading() as connection:
        await step.invitation(connection)
    return await _remind(step)


async def _remind(step: Step) -> Page:
    """Remind those who have yet to answer, or one of them: first what is sent and to whom, then sent.

    Who cannot be written to is named, with a text that the lead can send.
    """
    async with step.writing() as connection:
        hearing = await step.hearing(connection)
        if hearing.status is not HearingStatus.OPEN:
            raise Refused(texts.not_from(hearing.status))
        reached = await _reached(step, connection, hearing)
        if not reached:
            done = texts.NOT_MISSING if step.form.id("party") else texts.NOBODY_MISSING
            return await _shown(step, connection, hearing, done=done)
        if not step.form.has("asked_at"):
            return pages.reminder(hearing, reached, step.form, step.now)
        for each in reached:
            if each.addresses and _before(each.moment.invitation.reminded_at, step.form.values["asked_at"]):
                party = each.moment.invitation.party.id
                await hearings.change_invitation(connection, hearing.id, party, reminded_at=step.now)
                await step.log(connection, "party.reminded", hearing.id, party)
                page = pages.letter(each.moment, texts.reminder(each.moment))
                await order_for_party(step, connection, page, each, kind=PostKind.REMINDER)
        return pages.reminded(hearing, reached)


def _before(reminded_at: datetime | None, asked_at: str) -> bool:
    """Whether the party was not reminded since the lead was asked: pressed twice, it is reminded once."""
    return reminded_at is None or reminded_at.isoformat() < asked_at


async def _reached(step: Step, connection: AsyncConnection, hearing: Hearing) -> Sequence[Reach]:
    wanted = step.form.id("party")
    return await reach_of(
        connection,
        [
            each
            for each in await step.moments(connection, hearing)
            if each.missing
            and each.gate in {Gate.OPEN, Gate.LATE}
            and (not wanted or each.invitation.party.id == wanted)
        ],
    )
