"""A party's response: where to begin, what has been sent, and the sending itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings import texts
from bot.hearings.calendar import is_timely
from bot.hearings.desk import Refused, Step
from bot.hearings.pages import response as pages
from bot.hearings.responses.draft import altered, draft_of, who_else
from bot.hearings.responses.points import asks_twice, complete, with_beside, with_new_point
from bot.hearings.responses.work import Work, find, know_by_name, may_write, shown
from bot.hearings.rules import Gate, Moment
from bot.hearings.treatment import check
from bot.hearings.treatment.outcome import may_be_told
from bot.page import Page
from storage.records import hearings, posts, responses
from storage.records.posts import PostKind
from storage.records.values import Content, Draft, HearingStatus, OnTime, Original, Version


async def begin(step: Step) -> Page:
    """Where the person may answer: straight to the form when there is one place only."""
    await know_by_name(step)
    async with step.reading() as connection:
        standings = await hearings.standings_of(connection, step.user)
        moments = [Moment(each.hearing, each.invitation, step.now) for each in standings]
        writable = [each for each in moments if each.gate in {Gate.OPEN, Gate.LATE}]
        if len(writable) == 1:
            [only] = writable
            found = await hearings.standing(connection, only.hearing.id, only.invitation.party.id, step.user)
            if found is not None:
                return await shown(connection, Work(step=step, standing=found, registering=False))
    return pages.choose(writable, step.form.number("part"))


async def mine(step: Step) -> Page:
    """The person's own responses and where they stand, those under way first."""
    await know_by_name(step)
    async with step.reading() as connection:
        standings = await hearings.standings_of(connection, step.user)
        moments = [Moment(each.hearing, each.invitation, step.now) for each in standings]
        asked = [each for each in moments if await check.waits_for(connection, each)]
        told = [each for each in moments if await may_be_told(connection, each)]
    ordered = sorted(moments, key=_by_deadline)
    return pages.mine(ordered, step.form.number("part"), asked=asked, told=told)


def _by_deadline(moment: Moment) -> tuple[bool, float]:
    """Those under way before those that are over, of which the latest comes first."""
    over = moment.hearing.status is not HearingStatus.OPEN
    seconds = moment.deadline.timestamp()
    return over, -seconds if over else seconds


async def show(step: Step) -> Page:
    """The response as it stands: the draft if there is one, else the receipt, else an empty form."""
    await know_by_name(step)
    async with step.reading() as connection:
        return await shown(connection, await find(step, connection))


async def receipt(step: Step) -> Page:
    """The last receipt, whatever is being written."""
    async with step.reading() as connection:
        work = await find(step, connection)
        last = await responses.last_version(connection, *work.key)
    if last is None:
        raise Refused(texts.NOTHING_SENT)
    return pages.receipt(work.view, *last)


# --- looking through, and sending -------------------------------------------------------------


async def review(step: Step) -> Page:
    """The response as it will stand, once everything that it needs is there.

    What stands in the fields as a point that was not added yet is added first.
    """
    if step.form.has("text"):
        taken = await altered(step, "point.added", with_new_point)
    else:
        taken = await altered(step, "draft.kept", lambda _work: lambda content: content)
    if isinstance(taken, Page):
        return taken
    complete(taken, taken.draft.content if taken.draft else Content())
    return pages.form(taken.view, typed=False) if step.form.errors else pages.review(taken.view)


async def reviewed(step: Step) -> Page:
    """The response as it will stand, another part of it."""
    async with step.reading() as connection:
        work = await find(step, connection)
    return pages.review(work.view) if work.draft else pages.form(work.view)


async def no_comments(step: Step) -> Page:
    """Send that the party has no comments, in one tap; asked back only where something was written."""
    async with step.writing() as connection:
        work = await find(step, connection)
        if (closed := may_write(work)) is not None:
            return pages.form(work.view, error=closed)
        if work.draft is None and work.standing.invitation.version:  # pressed twice
            return await shown(connection, work)
        written = step.form.has("text") or (work.draft is not None and bool(work.draft.content.points))
        draft = draft_of(work)
        if work.stale:
            return pages.form(work.view, notice=who_else(work, draft))
        if written and not step.form.errors and step.form.values.get("sure") != "none":
            return pages.really_none(work.view)
        content = with_beside(work, replace(draft.content, points=(), no_comments=True))
        complete(work, content)
        step.form.values.pop("text", None)  # it is left out, and so not asked about
        asked = None if step.form.errors else asks_twice(step, draft.content)
        if step.form.errors or asked is not None:
            return pages.form(replace(work.view, confirm=asked or ""))
        return await _send(connection, work, replace(draft, content=content))


async def submit(step: Step) -> Page:
    """Send the response that was looked through, and show its receipt.

    Sent again - pressed twice, delivered twice, by two processes at once - it is the same response, and the
    same receipt. A draft that has changed since it was looked through is not sent: it is shown anew.
    """
    async with step.writing() as connection:
        work = await find(step, connection)
        draft = work.draft
        if draft is None or draft.id != step.form.id("draft"):
            sent = await responses.version_from(connection, step.form.id("draft"))
            if sent is not None and (sent[0].hearing_id, sent[0].party_id) == work.key:
                return pages.receipt(work.view, *sent)
            if draft is None:
                raise Refused(texts.ALREADY_SENT)
            return pages.form(work.view, notice=who_else(work, draft))
        if (closed := may_write(work)) is not None:
            return pages.form(work.view, error=closed)
        if work.stale:
            return pages.review(work.view, notice=who_else(work, draft, fields=False))
        complete(work, draft.content)
        if step.form.errors:
            return pages.form(work.view)
        return await _send(connection, work, draft)


async def _send(connection: AsyncConnection, work: Work, draft: Draft) -> Page:
    """Send the draft, unless what stands is not to make way for it."""
    step, invitation, original = work.step, work.standing.invitation, draft.original
    received_at = original.received_at if original else step.now
    timely = received_at is None or is_timely(received_at, work.moment.deadline)
    if original and not timely and work.moment.responded and invitation.timely:
        raise Refused(texts.TIMELY_STANDS)
    newer = invitation.responded_at
    if original and received_at and newer and work.moment.counts and received_at < newer:
        raise Refused(texts.newer_stands(newer))
    return await _stored(
        connection,
        work,
        "response.registered" if original else "response.sent",
        draft_id=draft.id,
        content=draft.content,
        received_at=received_at,
        timely=timely,
        original=original,
    )


async def _stored(
    connection: AsyncConnection,
    work: Work,
    what: str,
    *,
    draft_id: str,
    content: Content,
    received_at: datetime | None,
    timely: bool,
    original: Original | None = None,
    withdrawn: bool = False,
) -> Page:
    """Store the party's next version, and show its receipt, which is seen when it is committed."""
    step, invitation = work.step, work.standing.invitation
    version = Version(
        reference=invitation.reference or texts.reference(step.now, draft_id),
        hearing_id=work.key[0],
        party_id=work.key[1],
        number=invitation.version + 1,
        draft_id=draft_id,
        content=content,
        received_at=received_at,
        sent_at=step.now,
        deadline=work.moment.deadline,
        timely=timely,
        on_time=OnTime.BY_REGISTRAR if original else OnTime.BY_CLOCK,
        by=step.user,
        by_name=step.name,
        withdrawn=withdrawn,
        original=original,
    )
    content_hash = await responses.add_version(connection, version)
    await step.log(connection, what, *work.key, content_hash=content_hash)
    for post_id in await posts.cancel_kind(connection, *work.key, PostKind.REMINDER, step.now):
        await step.log(connection, "post.cancelled", *work.key, detail=post_id)
    return pages.receipt(_after(work, version), version, content_hash)


def _after(work: Work, version: Version) -> pages.View:
    """The view once the version is there; read from what was written, not once more from the records."""
    invitation = replace(
        work.standing.invitation,
        status=responses.status_of(version),
        version=version.number,
        reference=version.reference,
        responded_at=version.received_at,
        timely=version.timely,
        late_decision=None,
        has_draft=version.withdrawn and work.standing.invitation.has_draft,
        draft=work.standing.invitation.draft if version.withdrawn else None,
        registration=None,
    )
    return replace(work, standing=replace(work.standing, invitation=invitation)).view


async def withdraw(step: Step) -> Page:
    """Take the response back, once it is confirmed; what was sent is kept, and a new one may be sent."""
    async with step.writing() as connection:
        work = await find(step, connection)
        invitation = work.standing.invitation
        if work.registering:
            raise Refused(texts.NOT_YOURS)
        if not work.moment.responded:
            return await shown(connection, work)
        if work.moment.gate is not Gate.OPEN:
            raise Refused(texts.closed_because(work.moment.gate, work.moment))
        if step.form.number("version") != invitation.version:
            return pages.really_withdraw(work.view)
        return await _stored(
            connection,
            work,
            "response.withdrawn",
            draft_id=step.desk.new_id(),
            content=Content(),
            received_at=step.now,
            timely=True,
            withdrawn=True,
        )
