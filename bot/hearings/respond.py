"""A response comes into being: step by step in a draft that is shared, and then it is sent.

Both a party's own people come this way and the lead who registers what came by mail or on paper; who a step
is for stands in the card's field ``as``, and is judged anew each time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.access import names_of
from bot.hearings import register_pages, texts
from bot.hearings import response_pages as pages
from bot.hearings.calendar import BadDateError, date_of, is_timely, local
from bot.hearings.concerns import WHOLE
from bot.hearings.desk import Refused, Step
from bot.hearings.form import Form
from bot.hearings.gates import contact_details
from bot.hearings.rules import MAX_POINT_CHARS, MAX_POINTS, Gate, Moment, needs_mandate
from bot.page import Page
from bot.screen import fits
from storage.records import hearings, responses
from storage.records.values import (
    Change,
    Content,
    Draft,
    HearingStatus,
    Mandate,
    OnTime,
    Point,
    Stance,
    Standing,
    Version,
)

REGISTRAR = "registrar"
REGISTRABLE = frozenset({HearingStatus.OPEN, HearingStatus.CLOSED})
"""While a hearing is one of these, a lead may register what came another way."""

_LAST_CHANGES = 30
_ROLE_CHARS = 120
_BODY_CHARS = 120
_MINORITY_CHARS = 1_000
_EXCERPT_CHARS = 2_000


@dataclass(frozen=True, kw_only=True)
class Work:
    """A response that somebody is at, as it stands in the records now.

    Attributes:
        registering: A lead is at it, in the party's place.
    """

    step: Step
    standing: Standing
    registering: bool

    @property
    def moment(self) -> Moment:
        """The hearing and the party now."""
        return Moment(self.standing.hearing, self.standing.invitation, self.step.now)

    @property
    def draft(self) -> Draft | None:
        """What is being written."""
        invitation = self.standing.invitation
        return invitation.registration if self.registering else invitation.draft

    @property
    def key(self) -> tuple[str, str]:
        """The hearing's and the party's ids."""
        return self.standing.hearing.id, self.standing.invitation.party.id

    @property
    def view(self) -> pages.View:
        """What a page needs to show it."""
        return pages.View(
            moment=self.moment,
            draft=self.draft,
            form=self.step.form,
            concerns=self.step.desk.concerns,
            registering=self.registering,
            user=self.step.user,
        )


# --- which response, and may they -------------------------------------------------------------


async def find(step: Step, connection: AsyncConnection) -> Work:
    """The response that the step is about.

    Raises:
        Refused: There is none such, or who asks may not speak for the party. Both say the same: nobody learns
            from it which hearings and parties there are.
    """
    registering = step.form.values.get("as") == REGISTRAR
    standing = await hearings.standing(connection, step.form.id("hearing"), step.form.id("party"), step.user)
    if standing is None or not (step.leads if registering else standing.speaks):
        raise Refused(texts.NOT_YOURS)
    if not registering and standing.hearing.status in {HearingStatus.DRAFT, HearingStatus.DELETED}:
        raise Refused(texts.NOT_YOURS)
    return Work(step=step, standing=standing, registering=registering)


async def know_by_name(step: Step) -> None:
    """Let who asks be the contact that a lead has named by principal name, if there is one."""
    async with step.reading() as connection:
        if not await hearings.awaits_names(connection):
            return
    name = await step.desk.directory.principal_name(step.turn)
    if name is None:
        return
    async with step.writing() as connection:
        if await hearings.bind_contact(connection, names_of(name), step.user):
            await step.log(connection, "contact.recognised")


# --- pages to begin from ------------------------------------------------------------------


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
                return await _shown(connection, Work(step=step, standing=found, registering=False))
    return pages.choose(writable)


async def mine(step: Step) -> Page:
    """The person's own responses and where they stand, those under way first."""
    await know_by_name(step)
    async with step.reading() as connection:
        standings = await hearings.standings_of(connection, step.user)
    moments = [Moment(each.hearing, each.invitation, step.now) for each in standings]
    return pages.mine(sorted(moments, key=_by_deadline), step.form.number("part"))


def _by_deadline(moment: Moment) -> tuple[bool, float]:
    """Those under way before those that are over, of which the latest comes first."""
    over = moment.hearing.status is not HearingStatus.OPEN
    seconds = moment.deadline.timestamp()
    return over, -seconds if over else seconds


async def show(step: Step) -> Page:
    """The response as it stands: the draft if there is one, else the receipt, else an empty form."""
    await know_by_name(step)
    async with step.reading() as connection:
        return await _shown(connection, await find(step, connection))


async def receipt(step: Step) -> Page:
    """The last receipt, whatever is being written."""
    async with step.reading() as connection:
        work = await find(step, connection)
        last = await responses.last_version(connection, *work.key)
    if last is None:
        raise Refused(texts.NOTHING_SENT)
    return pages.receipt(work.view, *last)


async def _shown(connection: AsyncConnection, work: Work) -> Page:
    if work.draft is not None and may_write(work) is None:
        return pages.form(work.view)
    if work.registering:
        return _to_register(work)
    last = await responses.last_version(connection, *work.key)
    if last is not None:
        return pages.receipt(work.view, *last)
    return pages.form(work.view) if may_write(work) is None else pages.closed(work.view)


def _to_register(work: Work) -> Page:
    """Where a registration begins: with what came, word for word."""
    if (closed := may_write(work)) is not None:
        raise Refused(closed)
    return register_pages.form(work.standing.hearing, work.standing.invitation, work.step.form)


def may_write(work: Work) -> str | None:
    """Why the response cannot be written now, in words; None if it can."""
    if work.registering:
        status = work.standing.hearing.status
        return None if status in REGISTRABLE else texts.not_from(status)
    gate = work.moment.gate
    return None if gate in {Gate.OPEN, Gate.LATE} else texts.closed_because(gate, work.moment)


# --- steps in a draft ---------------------------------------------------------------------

Alter = Callable[[Content], Content]


async def add_point(step: Step) -> Page:
    """Add what stands in the fields as a point."""
    return _form_after(await _altered(step, "point.added", _with_new_point))


async def save_point(step: Step) -> Page:
    """Let a point say what stands in the fields."""

    def alter(work: Work) -> Alter:
        wanted = step.form.id("point")

        def changed(content: Content) -> Content:
            there = _the_point(content, wanted)
            point = _point(work, there.id, section=there.section)
            return replace(
                content, points=tuple(point if each.id == wanted else each for each in content.points)
            )

        return changed

    return _form_after(await _altered(step, "point.changed", alter, again=pages.point))


async def remove_point(step: Step) -> Page:
    """Take a point out."""
    wanted = step.form.id("point")

    def removed(content: Content) -> Content:
        _the_point(content, wanted)
        return replace(content, points=tuple(each for each in content.points if each.id != wanted))

    return _form_after(await _altered(step, "point.removed", lambda _work: removed))


async def move_point(step: Step) -> Page:
    """Let a point change places with the one above it, or below."""
    wanted, by = step.form.id("point"), -1 if step.form.values.get("to") == "up" else 1

    def moved(content: Content) -> Content:
        there = _the_point(content, wanted)
        at = content.points.index(there)
        to = min(max(at + by, 0), len(content.points) - 1)
        rest = [each for each in content.points if each.id != wanted]
        return replace(content, points=(*rest[:to], there, *rest[to:]))

    return _form_after(await _altered(step, "point.moved", lambda _work: moved))


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
    if work.draft and _changes_beside(work, work.draft.content):
        taken = await _altered(step, "draft.kept", lambda _work: lambda content: content)
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
    """Throw the draft away; what was sent before stands as it did."""
    async with step.writing() as connection:
        work = await find(step, connection)
        if work.draft is not None and not _is_stale(work):
            if work.registering:
                await responses.keep_registration(connection, *work.key, None)
            else:
                await responses.keep_draft(connection, *work.key, None)
            await step.log(connection, "draft.discarded", *work.key)
        elif work.draft is not None:
            return pages.form(work.view, notice=_who_else(work, work.draft))
        return await _shown(connection, await find(step, connection))


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
            await _keep(connection, work, draft, "draft.begun")
            work = await find(step, connection)
    return pages.form(work.view)


async def _altered(
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
        draft = _draft_of(work)
        if again is not None and not pages.has_point(work.view):
            again = None
        if _is_stale(work):
            if _is_repeated(step, draft):
                return work
            return (again or pages.form)(work.view, notice=_who_else(work, draft))
        altered = _alterable(work, alter(work), draft.content)
        if step.form.errors or altered is None:
            return (again or pages.form)(work.view)
        if (asked := _asks_twice(step, draft.content)) is not None:
            return (again or pages.form)(replace(work.view, confirm=asked))
        await _keep(connection, work, replace(draft, content=altered), what)
        return await find(step, connection)


def _draft_of(work: Work) -> Draft:
    """The draft, or a first one.

    Raises:
        Refused: It was sent meanwhile, and only ``change`` begins another; or the registration has ended.
    """
    if work.draft is not None:
        return work.draft
    if work.registering or work.standing.invitation.version:
        raise Refused(texts.ALREADY_SENT)
    return Draft(id=work.step.desk.new_id(), revision=0, content=Content())


def _is_stale(work: Work) -> bool:
    """Whether the card was shown before somebody's last step, or before the last version was sent."""
    form = work.step.form
    revision = work.draft.revision if work.draft else 0
    return (revision, work.standing.invitation.version) != (form.number("revision"), form.number("after"))


def _form_after(taken: Work | Page) -> Page:
    return pages.form(taken.view, typed=False) if isinstance(taken, Work) else taken


def _alterable(work: Work, alter: Alter, content: Content) -> Content | None:
    try:
        return _with_beside(work, alter(content))
    except _PointGone:
        work.step.form.refuse("text", texts.POINT_GONE)
        return None


async def _keep(connection: AsyncConnection, work: Work, draft: Draft, what: str) -> None:
    step = work.step
    change = Change(
        revision=draft.revision + 1,
        by=step.user,
        by_name=step.turn.user_name,
        what=what,
        at=step.now,
        key=_step_key(step),
    )
    kept = replace(draft, revision=draft.revision + 1, changes=(*draft.changes[1 - _LAST_CHANGES :], change))
    if work.registering:
        content_hash = await responses.keep_registration(connection, *work.key, kept)
    else:
        content_hash = await responses.keep_draft(connection, *work.key, kept)
    await step.log(connection, what, *work.key, content_hash=content_hash)


def _step_key(step: Step) -> str:
    """What was asked for, so that the same step sent again is known by it."""
    action = step.turn.action
    asked = [action.verb, sorted(action.data.items())] if action else []
    return hashlib.sha256(json.dumps([step.user, asked]).encode()).hexdigest()


def _is_repeated(step: Step, draft: Draft) -> bool:
    key = _step_key(step)
    return any(change.key == key for change in draft.changes)


def _who_else(work: Work, draft: Draft) -> str:
    form = work.step.form
    sent = work.standing.invitation.version != form.number("after")
    since = [each for each in draft.changes if sent or each.revision > form.number("revision")]
    return texts.changed_meanwhile(since, work.step.user, sent=sent)


# --- what the fields hold ---------------------------------------------------------------------


class _PointGone(Exception):  # noqa: N818 - reads as what happened
    pass


def _the_point(content: Content, wanted: str) -> Point:
    for point in content.points:
        if point.id == wanted:
            return point
    raise _PointGone


def _with_new_point(work: Work) -> Alter:
    def added(content: Content) -> Content:
        if len(content.points) >= MAX_POINTS:
            work.step.form.refuse("text", texts.too_many_points(MAX_POINTS))
        point = _point(work, work.step.desk.new_id())
        return replace(content, points=(*content.points, point), no_comments=False)

    return added


def _point(work: Work, id_: str, *, section: tuple[str, ...] = ()) -> Point:
    form = work.step.form
    stance = form.one_of("stance", list(Stance), texts.CHOOSE_STANCE)
    known = [choice.value for choice in work.step.desk.concerns.choices(work.standing.hearing)]
    about = form.one_of("about", known, texts.CHOOSE_ABOUT) if form.has("about") else WHOLE
    text = form.text("text", MAX_POINT_CHARS, missing=texts.WRITE_POINT)
    excerpt = form.text("excerpt", _EXCERPT_CHARS) if work.registering else ""
    original = work.draft.original if work.draft else None
    if excerpt and original and _squeezed(excerpt) not in _squeezed(original.text):
        form.refuse("excerpt", texts.NOT_IN_ORIGINAL)
    return Point(
        id=id_,
        stance=Stance(stance) if stance else Stance.SUPPORT,
        about=() if about in {"", WHOLE} else (about,),
        text=text,
        section=section,
        excerpt=excerpt,
    )


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


def _with_beside(work: Work, content: Content) -> Content:
    """The content with what the fields beside the points say: role, and for a committee its mandate."""
    form = work.step.form
    speaker = content.speaker if work.registering else work.step.turn.user_name
    role = form.line("role", _ROLE_CHARS) if "role" in form.values else content.role
    mandate = content.mandate
    if needs_mandate(work.standing.invitation) and "body" in form.values:
        mandate = Mandate(
            body=form.line("body", _BODY_CHARS),
            discussed_on=_day(form, work.step.now),
            minority=form.text("minority", _MINORITY_CHARS),
        )
    return replace(content, role=role, speaker=speaker, mandate=mandate)


def _changes_beside(work: Work, content: Content) -> bool:
    typed = _with_beside(work, content)
    return (typed.role, typed.mandate) != (content.role, content.mandate)


def _day(form: Form, now: datetime) -> str:
    typed = form.line("discussed", 20)
    if not typed:
        return ""
    try:
        day = date_of(typed)
    except BadDateError:
        form.refuse("discussed", texts.BAD_DATE)
        return ""
    if day > local(now).date():
        form.refuse("discussed", texts.NOT_DISCUSSED_YET)
    return day.isoformat()


def _asks_twice(step: Step, stored: Content) -> str | None:
    """What must be confirmed: somebody's e-mail address or telephone number is going to be stored.

    Confirmed is only the very text that the question was about; what is stored already was confirmed then.
    """
    mandate = stored.mandate or Mandate()
    there = {"role": stored.role, "body": mandate.body, "minority": mandate.minority}
    typed = {name: step.form.values.get(name, "") for name in ("text", "excerpt", *there)}
    text = "\n".join(value for name, value in typed.items() if value.strip() != there.get(name))
    if not contact_details(text):
        return None
    asked = hashlib.sha256(text.encode()).hexdigest()
    return None if step.form.values.get("confirmed") == asked else asked


# --- looking through, and sending -------------------------------------------------------------


async def review(step: Step) -> Page:
    """The response as it will stand, once everything that it needs is there.

    What stands in the fields as a point that was not added yet is added first.
    """
    if step.form.has("text"):
        taken = await _altered(step, "point.added", _with_new_point)
    else:
        taken = await _altered(step, "draft.kept", lambda _work: lambda content: content)
    if isinstance(taken, Page):
        return taken
    _complete(taken, taken.draft.content if taken.draft else Content())
    return pages.form(taken.view, typed=False) if step.form.errors else pages.review(taken.view)


async def reviewed(step: Step) -> Page:
    """The response as it will stand, another part of it."""
    async with step.reading() as connection:
        work = await find(step, connection)
    return pages.review(work.view) if work.draft else pages.form(work.view)


def _complete(work: Work, content: Content) -> None:
    """Say beside the fields what is missing before the response can be sent."""
    form = work.step.form
    if not content.points and not content.no_comments:
        form.refuse("text", texts.NO_POINTS)
    if not content.role and not work.registering:
        form.refuse("role", texts.WRITE_ROLE)
    if needs_mandate(work.standing.invitation):
        mandate = content.mandate or Mandate()
        if not mandate.body:
            form.refuse("body", texts.WRITE_BODY)
        if not mandate.discussed_on:
            form.refuse("discussed", texts.WRITE_DISCUSSED)


async def no_comments(step: Step) -> Page:
    """Send that the party has no comments, in one tap; asked back only where something was written."""
    async with step.writing() as connection:
        work = await find(step, connection)
        if (closed := may_write(work)) is not None:
            return pages.form(work.view, error=closed)
        if work.draft is None and work.standing.invitation.version:  # pressed twice
            return await _shown(connection, work)
        written = step.form.has("text") or (work.draft is not None and bool(work.draft.content.points))
        draft = _draft_of(work)
        if _is_stale(work):
            return pages.form(work.view, notice=_who_else(work, draft))
        if written and not step.form.errors and step.form.values.get("sure") != "none":
            return pages.really_none(work.view)
        content = _with_beside(work, replace(draft.content, points=(), no_comments=True))
        _complete(work, content)
        step.form.values.pop("text", None)  # it is left out, and so not asked about
        asked = None if step.form.errors else _asks_twice(step, draft.content)
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
            return pages.form(work.view, notice=_who_else(work, draft))
        if (closed := may_write(work)) is not None:
            return pages.form(work.view, error=closed)
        if _is_stale(work):
            return pages.review(work.view, notice=_who_else(work, draft))
        _complete(work, draft.content)
        if step.form.errors:
            return pages.form(work.view)
        return await _send(connection, work, draft)


async def _send(connection: AsyncConnection, work: Work, draft: Draft) -> Page:
    """Store the draft as a version; what is shown afterwards is shown after the commit."""
    step, invitation, original = work.step, work.standing.invitation, draft.original
    received_at = original.received_at if original else step.now
    timely = received_at is None or is_timely(received_at, work.moment.deadline)
    on_time = OnTime.BY_CLOCK if original is None else OnTime.BY_REGISTRAR
    version = Version(
        reference=invitation.reference or texts.reference(step.now, draft.id),
        hearing_id=work.key[0],
        party_id=work.key[1],
        number=invitation.version + 1,
        draft_id=draft.id,
        content=draft.content,
        received_at=received_at,
        sent_at=step.now,
        deadline=work.moment.deadline,
        timely=timely,
        on_time=on_time,
        by=step.user,
        by_name=step.turn.user_name,
        original=original,
    )
    content_hash = await responses.add_version(connection, version)
    what = "response.registered" if original else "response.sent"
    await step.log(connection, what, *work.key, content_hash=content_hash)
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
        has_draft=False,
        draft=None,
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
            return await _shown(connection, work)
        if work.moment.gate is not Gate.OPEN:
            raise Refused(texts.closed_because(work.moment.gate, work.moment))
        if step.form.number("version") != invitation.version:
            return pages.really_withdraw(work.view)
        version = Version(
            reference=invitation.reference,
            hearing_id=work.key[0],
            party_id=work.key[1],
            number=invitation.version + 1,
            draft_id=step.desk.new_id(),
            content=Content(),
            received_at=step.now,
            sent_at=step.now,
            deadline=work.moment.deadline,
            timely=True,
            by=step.user,
            by_name=step.turn.user_name,
            withdrawn=True,
        )
        content_hash = await responses.add_version(connection, version)
        await step.log(connection, "response.withdrawn", *work.key, content_hash=content_hash)
        return pages.receipt(_after(work, version), version, content_hash)
