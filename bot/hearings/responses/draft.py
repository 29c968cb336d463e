"""Steps in a draft, which is kept after each of them and shared by all who speak for the party.

Both a party's own people come this way and the lead who registers what came by mail or on paper.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings import texts
from bot.hearings.desk import Refused, Step
from bot.hearings.pages import response as pages
from bot.hearings.responses.points import (
    Alter,
    PointGone,
    asks_twice,
    changes_beside,
    point_in,
    the_point,
    with_beside,
    with_new_point,
)
from bot.hearings.responses.work import Work, find, may_write, shown
from bot.page import Page
from bot.screen import fits
from storage.records import responses
from storage.records.values import Change, Content, Draft

_LAST_CHANGES = 30


async def add_point(step: Step) -> Page:
    """Add what stands in the fields as a point."""
    return _form_after(await altered(step, "point.added", with_new_point))


async def save_point(step: Step) -> Page:
    """Let a point say what stands in the fields."""

    def alter(work: Work) -> Alter:
        wanted = step.form.id("point")

        def changed(content: Content) -> Content:
            there = the_point(content, wanted)
            point = point_in(work, there.id, before=there)
            return replace(
                content, points=tuple(point if each.id == wanted else each for each in content.points)
            )

        return changed

    return _form_after(await altered(step, "point.changed", alter, again=pages.point))


async def remove_point(step: Step) -> Page:
    """Take a point out."""
    wanted = step.form.id("point")

    def removed(content: Content) -> Content:
        the_point(content, wanted)
        return replace(content, points=tuple(each for each in content.points if each.id != wanted))

    return _form_after(await altered(step, "point.removed", lambda _work: removed))


async def move_point(step: Step) -> Page:
    """Let a point change places with the one above it, or below."""
    wanted, by = step.form.id("point"), -1 if step.form.values.get("to") == "up" else 1

    def moved(content: Content) -> Content:
        there = the_point(content, wanted)
        at = content.points.index(there)
        to = min(max(at + by, 0), len(content.points) - 1)
        rest = [each for each in content.points if each.id != wanted]
        return replace(content, points=(*rest[:to], there, *rest[to:]))

    return _form_after(await altered(step, "point.moved", lambda _work: moved))


async def edit_point(step: Step) -> Page:
    """The fields of a point, filled in; what was being typed of a new one is carried along.

    What was typed beside the points is kept at once.
    """
    async with step.reading() as connection:
        work = await find(step, connection)
    if (closed := may_write(work)) is not None:
        raise Refused(closed)
    if step.form.errors:
        return pages.form(work.view)
    if work.draft and changes_beside(work, work.draft.content):
        taken = await altered(step, "draft.kept", lambda _work: lambda content: content)
        if isinstance(taken, Page):
            return taken
        work = taken
    if not pages.has_point(work.view):
        return pages.form(work.view, notice=texts.POINT_GONE)
    page = pages.point(work.view, begun=True)
    if not fits(page):
        raise Refused(texts.ADD_FIRST)
    return page


async def discard(step: Step) -> Page:
    """Throw the draft away, once it is confirmed; what was sent before stands as it did."""
    async with step.writing() as connection:
        work = await find(step, connection)
        if work.draft is not None and not work.stale:
            if step.form.values.get("sure") != "discard":
                return pages.really_discard(work.view)
            await _stored(work, connection, None)
            await step.log(connection, "draft.discarded", *work.key)
            work = work.with_draft(None)
        elif work.draft is not None:
            return pages.form(work.view, notice=who_else(work, work.draft))
        return await shown(connection, work)


async def change(step: Step) -> Page:
    """A draft that says what was last sent, to be changed and sent anew."""
    async with step.writing() as connection:
        work = await find(step, connection)
        if work.registering:
            raise Refused(texts.ALREADY_SENT)
        if (closed := may_write(work)) is not None:
            raise Refused(closed)
        if work.draft is None:
            last = await responses.last_version(connection, *work.key)
            content = replace(last[0].content, no_comments=False) if last else Content()
            draft = Draft(id=step.desk.new_id(), revision=1, content=content)
            work = await _keep(connection, work, draft, "draft.begun")
    return pages.form(work.view)


async def altered(
    step: Step,
    what: str,
    alter: Callable[[Work], Alter],
    *,
    again: Callable[..., Page] | None = None,
) -> Work | Page:
    """Take one step in the draft: the response as it then is, or the page that says why it was not taken.

    A step that somebody else's step came between is not taken: the person is told whose, and everything
    they typed stands in the fields as before. The same step sent twice is taken once.
    """
    async with step.writing() as connection:
        work = await find(step, connection)
        if (closed := may_write(work)) is not None:
            return pages.form(work.view, error=closed)
        draft = draft_of(work)
        if again is not None and not pages.has_point(work.view):
            again = None
        if work.stale:
            if _is_repeated(step, draft):
                return work
            return (again or pages.form)(work.view, notice=who_else(work, draft))
        content = _alterable(work, alter(work), draft.content)
        if step.form.errors or content is None:
            return (again or pages.form)(work.view)
        if (asked := asks_twice(step, draft.content)) is not None:
            return (again or pages.form)(replace(work.view, confirm=asked))
        return await _keep(connection, work, replace(draft, content=content), what)


def draft_of(work: Work) -> Draft:
    """The draft, or a first one.

    Raises:
        Refused: It was sent meanwhile, and only ``change`` begins another; or the registration has ended.
    """
    if work.draft is not None:
        return work.draft
    if work.registering or work.standing.invitation.version:
        raise Refused(texts.ALREADY_SENT)
    return Draft(id=work.step.desk.new_id(), revision=0, content=Content())


def _form_after(taken: Work | Page) -> Page:
    return pages.form(taken.view, typed=False) if isinstance(taken, Work) else taken


def _alterable(work: Work, alter: Alter, content: Content) -> Content | None:
    try:
        return with_beside(work, alter(content))
    except PointGone:
        work.step.form.refuse("text", texts.POINT_GONE)
        return None


async def _keep(connection: AsyncConnection, work: Work, draft: Draft, what: str) -> Work:
    """Store the draft as the person's step has left it; the response as it then is."""
    step = work.step
    change = Change(
        revision=draft.revision + 1,
        by=step.user,
        by_name=step.name,
        what=what,
        at=step.now,
        key=_step_key(step),
    )
    kept = replace(
        draft,
        revision=draft.revision + 1,
        changes=(*draft.changes[1 - _LAST_CHANGES :], change),
        authors=tuple(dict.fromkeys((*draft.authors, step.user))),
    )
    content_hash = await _stored(work, connection, kept)
    await step.log(connection, what, *work.key, content_hash=content_hash)
    return work.with_draft(kept)


async def _stored(work: Work, connection: AsyncConnection, draft: Draft | None) -> str:
    """Store what is being written, the party's or the lead's, or that it is no more; its hash."""
    keep = responses.keep_registration if work.registering else responses.keep_draft
    return await keep(connection, *work.key, draft)


def _step_key(step: Step) -> str:
    """What was asked for, so that the same step sent again is known by it."""
    action = step.turn.action
    asked = [action.verb, sorted(action.data.items())] if action else []
    return hashlib.sha256(json.dumps([step.user, asked]).encode()).hexdigest()


def _is_repeated(step: Step, draft: Draft) -> bool:
    key = _step_key(step)
    return any(change.key == key for change in draft.changes)


def who_else(work: Work, draft: Draft, *, fields: bool = True) -> str:
    """Who has done what since the card was shown, which has fields or only shows."""
    form = work.step.form
    sent = work.standing.invitation.version != form.number("after")
    since = [each for each in draft.changes if sent or each.revision > form.number("revision")]
    return texts.changed_meanwhile(since, work.step.user, sent=sent, fields=fields)
