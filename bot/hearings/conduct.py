"""A lead sets up a hearing and carries it through: draft, open, closed, concluded."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from urllib.parse import urlsplit

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings import texts
from bot.hearings.calendar import (
    BadDateError,
    BadTimeError,
    NoSuchTimeError,
    date_of,
    deadline_of,
    is_timely,
    local,
    moment_of,
)
from bot.hearings.desk import Refused, Step
from bot.hearings.form import Form
from bot.hearings.pages import hearing as pages
from bot.hearings.pages.board import letter
from bot.hearings.parties import NEW_PARTIES, NewParty, contacts_in, read_new_party
from bot.hearings.reach import order_for_party, reach_of
from bot.hearings.rules import NAME_CHARS, REASON_CHARS
from bot.page import Page
from storage.records import hearings, posts
from storage.records.posts import PostKind, PostStatus
from storage.records.values import (
    REMIND_DAYS,
    Hearing,
    HearingStatus,
    Invitation,
    Material,
    Party,
    hash_of,
    hearing_document,
)

_TITLE_CHARS = 200
_QUESTION_CHARS = 1_000
_CASE_CHARS = 60
_UNIT_CHARS = 120
_MATERIAL_CHARS = 3_000
_TOPICS_CHARS = 1_000
_TOPIC_CHARS = 60
_MOST_TOPICS = 12
_MOST_MATERIAL = 6
_MOST_NEW = 4


async def all_of_them(step: Step) -> Page:
    """Every hearing, the newest first."""
    async with step.reading() as connection:
        found = await hearings.all_hearings(connection)
    return pages.all_of_them(found, step.now, step.form.number("part"))


async def show(step: Step) -> Page:
    """One hearing, and what can be done with it."""
    async with step.reading() as connection:
        return await _shown(step, connection, await step.hearing(connection))


async def _shown(step: Step, connection: AsyncConnection, hearing: Hearing, *, done: str = "") -> Page:
    invitations = await hearings.invitations_of(connection, hearing.id)
    return pages.hearing(hearing, invitations, step.now, step.desk.concerns, done=done)


# --- the form ---------------------------------------------------------------------------------


async def new(step: Step) -> Page:
    """An empty form. What it carries makes one hearing, however often it is sent."""
    step.form.values |= {"hearing": step.desk.new_id(), "remind_days": pages.days_as_filled_in(REMIND_DAYS)}
    async with step.reading() as connection:
        known = await hearings.all_parties(connection)
    return pages.form(step.form, known, (), step.desk.concerns)


async def edit(step: Step) -> Page:
    """The form, filled in as the hearing stands."""
    async with step.reading() as connection:
        hearing = await step.hearing(connection)
        _changeable(hearing)
        known = await hearings.all_parties(connection)
        invited = await hearings.invitations_of(connection, hearing.id)
    step.form.values.update(pages.values_of(hearing, invited))
    return pages.form(step.form, known, (), step.desk.concerns, status=hearing.status)


async def another_party(step: Step) -> Page:
    """The same form with the new party listed, and room for one more."""
    carried = _carried(step.form)
    _fill_in_choices(step.form)
    async with step.reading() as connection:
        known = await hearings.all_parties(connection)
        status = await _status_of(step, connection)
    named = step.form.has("party_name")
    party = read_new_party(step.form, known)
    if not named and not step.form.errors:
        step.form.refuse("party_name", texts.NAME_PARTY)
    if party and len(carried) >= _MOST_NEW:
        step.form.refuse("party_name", texts.TOO_MANY_NEW)
    if party and not step.form.errors:
        carried = (*carried, party)
        for name in ("party_name", "party_kind", "party_external", "party_contacts"):
            step.form.values.pop(name, None)
    return pages.form(step.form, known, carried, step.desk.concerns, status=status)


async def save(step: Step) -> Page:
    """Store what the form says, as a draft or as a change of what is there, and show how it will look.

    Whatever is wrong stands beside its field, and nothing is stored; so it is when another lead has changed
    the hearing since the form was shown.
    """
    form = step.form
    carried = _carried(form)
    _fill_in_choices(form)
    async with step.writing() as connection:
        there = await hearings.hearing(connection, form.id("hearing"))
        known = await hearings.all_parties(connection)
        status = there.status if there else HearingStatus.DRAFT
        if there is not None:
            _changeable(there)
        read = _read(step, there)
        invited = await hearings.invitations_of(connection, read.id)
        another = read_new_party(form, known)
        chosen = _chosen(form, known, invited)
        fresh = (*carried, *((another,) if another else ()))
        if there is not None and _is_saved(read, there, chosen, fresh, invited) and not form.errors:
            return await _shown(step, connection, there)
        _check_names(form, fresh)
        if not chosen and not fresh:
            form.refuse("parties", texts.CHOOSE_PARTIES)
        kept = [
            each
            for each in invited
            if each.party.id not in chosen and (each.version or each.has_draft or each.has_registration)
        ]
        if kept:
            form.refuse("parties", texts.has_answered(kept[0].party.name))
        if there is not None and form.number("revision") != there.revision and not form.errors:
            form.refuse("title", texts.CHANGED_BY_ANOTHER_LEAD)
            form.values["revision"] = str(there.revision)
        asked = form.asks("\n".join((read.title, read.question, *read.topics))) if not form.errors else None
        if form.errors or asked is not None:
            return pages.form(form, known, carried, step.desk.concerns, status=status, confirm=asked or "")
        await _store(step, connection, read, there)
        await _store_parties(step, connection, read.id, chosen, fresh, invited)
        return await _shown(step, connection, read, done=texts.SAVED)


def _fill_in_choices(form: Form) -> None:
    """Let a field stand as it was left in which nothing was chosen: a client does not send it then."""
    form.values.setdefault("remind_days", "")


def _changeable(hearing: Hearing) -> None:
    if hearing.status in {HearingStatus.CONCLUDED, HearingStatus.DELETED}:
        raise Refused(texts.not_from(hearing.status))


async def _status_of(step: Step, connection: AsyncConnection) -> HearingStatus:
    there = await hearings.hearing(connection, step.form.id("hearing"))
    return there.status if there else HearingStatus.DRAFT


def _is_saved(
    read: Hearing,
    there: Hearing,
    chosen: Sequence[str],
    fresh: Sequence[NewParty],
    invited: Sequence[Invitation],
) -> bool:
    """Whether what the form says is there already, as when it is sent twice."""
    names = {each.party.name for each in invited if each.party.id not in chosen}
    return (
        replace(read, revision=there.revision) == there
        and {each.party.id for each in invited} >= set(chosen)
        and names == {party.name for party in fresh}
    )


async def _store(step: Step, connection: AsyncConnection, hearing: Hearing, there: Hearing | None) -> None:
    if there is None:
        await hearings.add(connection, hearing, at=step.now)
        await _log(step, connection, hearing, "hearing.created")
    else:
        await hearings.change(connection, hearing)
        before = asdict(there)
        changed = [name for name, value in asdict(hearing).items() if before[name] != value]
        await _log(step, connection, hearing, "hearing.changed", ", ".join(changed))


async def _log(
    step: Step, connection: AsyncConnection, hearing: Hearing, what: str, detail: str = ""
) -> None:
    """Write down what was done to the hearing, with the hash of what it is from now on."""
    content_hash = hash_of(hearing_document(hearing))
    await step.log(connection, what, hearing.id, content_hash=content_hash, detail=detail)


async def _store_parties(
    step: Step,
    connection: AsyncConnection,
    hearing_id: str,
    chosen: Sequence[str],
    fresh: Sequence[NewParty],
    invited: Sequence[Invitation],
) -> None:
    there = {each.party.id for each in invited}
    for each in invited:
        if each.party.id not in chosen:
            await hearings.uninvite(connection, hearing_id, each.party.id)
            await step.log(connection, "party.removed", hearing_id, each.party.id)
    wanted = [id_ for id_ in chosen if id_ not in there]
    for party in fresh:
        id_ = step.desk.new_id()
        await hearings.add_party(connection, Party(id_, party.name, party.kind, party.external))
        await hearings.set_contacts(connection, id_, contacts_in(party.contacts))
        await step.log(connection, "party.created", hearing_id, id_)
        wanted.append(id_)
    position = max((each.position for each in invited), default=0)
    for number, id_ in enumerate(wanted, position + 1):
        await hearings.invite(connection, hearing_id, id_, number)
        await step.log(connection, "party.invited", hearing_id, id_)


def _carried(form: Form) -> tuple[NewParty, ...]:
    """The new parties that the form lists already; what is not as it was made counts as none."""
    try:
        carried = NEW_PARTIES.validate_json(form.text("new_parties", 20_000) or "[]")
    except ValidationError:
        return ()
    return tuple(
        party for party in carried[:_MOST_NEW] if party.name.strip() and len(party.name) <= NAME_CHARS
    )


def _chosen(form: Form, known: Sequence[Party], invited: Sequence[Invitation]) -> tuple[str, ...]:
    """The parties that are to be heard; those that another lead has added meanwhile among them."""
    chosen = form.several_of("parties", [party.id for party in known], texts.UNKNOWN_PARTY)
    shown = form.values.get("shown", "").split(",")
    meanwhile = (each.party.id for each in invited if each.party.id not in shown)
    return tuple(dict.fromkeys((*chosen, *meanwhile)))


def _check_names(form: Form, fresh: Sequence[NewParty]) -> None:
    names: set[str] = set()
    for party in fresh:
        if party.name.casefold() in names:
            form.refuse("party_name", texts.party_is_known(party.name))
        names.add(party.name.casefold())


# --- what the form says -----------------------------------------------------------------------


def _read(step: Step, there: Hearing | None) -> Hearing:
    """The hearing that the form describes; what is wrong is refused field by field, and read as something."""
    form = step.form
    if form.values.get("kind") == "partshoering":
        form.refuse("kind", texts.NO_PARTSHEARING)
    title = form.line("title", _TITLE_CHARS, missing=texts.WRITE_TITLE)
    question = form.text("question", _QUESTION_CHARS, missing=texts.WRITE_QUESTION)
    case_number = form.line("case_number", _CASE_CHARS, missing=texts.WRITE_CASE_NUMBER)
    handled_by = form.line("handled_by", _UNIT_CHARS, missing=texts.WRITE_UNIT)
    models = [choice.value for choice in step.desk.concerns.models]
    remind_days = form.several_of("remind_days", map(str, REMIND_DAYS), texts.UNKNOWN_DAYS)
    if there is not None and there.status is not HearingStatus.DRAFT:
        opens_at, deadline = there.opens_at, there.deadline
    else:
        opens_at = _moment(form, "opens", step.now, begins=True)
        deadline = _moment(form, "deadline", step.now)
        if not form.errors.keys() & {"opens", "deadline"}:
            if deadline <= opens_at:
                form.refuse("deadline_date", texts.DEADLINE_BEFORE_OPENING)
            elif deadline <= step.now:
                form.refuse("deadline_date", texts.DEADLINE_PASSED)
    return Hearing(
        id=form.id("hearing") or step.desk.new_id(),
        title=title,
        question=question,
        case_number=case_number,
        handled_by=handled_by,
        material=_material(form),
        topics=_topics(form),
        models=form.several_of("models", models, texts.UNKNOWN_MODEL),
        opens_at=opens_at,
        deadline=deadline,
        deletes_on=_deletes_on(form, deadline),
        takes_late=form.values.get("takes_late") == "true",
        remind_days=tuple(days for days in REMIND_DAYS if str(days) in remind_days),
        public=there is not None and there.public,
        status=there.status if there else HearingStatus.DRAFT,
        revision=(there.revision if there else 0) + 1,
    )


def _moment(form: Form, name: str, now: datetime, *, begins: bool = False) -> datetime:
    """The moment in the fields ``name``_date and ``name``_time."""
    day = form.line(f"{name}_date", 20, missing=texts.WRITE_DATE)
    time = form.line(f"{name}_time", 10)
    if not day:
        return now
    try:
        return moment_of(day, time or "00:00") if begins else deadline_of(day, time)
    except BadDateError:
        form.refuse(f"{name}_date", texts.BAD_DATE)
    except BadTimeError:
        form.refuse(f"{name}_time", texts.BAD_TIME)
    except NoSuchTimeError:
        form.refuse(f"{name}_time", texts.NO_SUCH_TIME)
    form.refuse(name, texts.NOT_STORED_YET)
    return now


def _deletes_on(form: Form, deadline: datetime) -> date | None:
    typed = form.line("deletes_on", 20, missing=texts.WRITE_DELETION)
    if not typed:
        return None
    try:
        day = date_of(typed)
    except BadDateError:
        form.refuse("deletes_on", texts.BAD_DATE)
        return None
    if day <= local(deadline).date():
        form.refuse("deletes_on", texts.DELETION_BEFORE_DEADLINE)
    return day


_LINK = re.compile(r"\s*(?P<title>.*?)[\s:;,|–-]*(?P<url>https?://\S+)\s*")


def _material(form: Form) -> tuple[Material, ...]:
    """A line each: a title and its address, as "Arbejdsnotat https://…"."""
    found = []
    for line in form.text("material", _MATERIAL_CHARS).split("\n"):
        if not line.strip():
            continue
        match = _LINK.fullmatch(line)
        if match is None or not _has_host(match["url"]):
            form.refuse("material", texts.bad_material(line.strip()[:60]))
            continue
        found.append(Material(match["title"][:NAME_CHARS] or texts.MATERIAL, match["url"]))
    if len(found) > _MOST_MATERIAL:
        form.refuse("material", texts.too_much_material(_MOST_MATERIAL))
    return tuple(found)


def _has_host(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _topics(form: Form) -> tuple[str, ...]:
    """One on each line, or with commas between."""
    typed = form.text("topics", _TOPICS_CHARS).replace("\n", ",").split(",")
    topics = tuple(dict.fromkeys(" ".join(each.split()) for each in typed if each.strip()))
    if len(topics) > _MOST_TOPICS or any(len(topic) > _TOPIC_CHARS for topic in topics):
        form.refuse("topics", texts.bad_topics(_MOST_TOPICS, _TOPIC_CHARS))
    return topics


# --- from one state to the next ---------------------------------------------------------------


async def open_(step: Step) -> Page:
    """Open a draft, and invite those who can be written to; they can answer from the day it opens."""
    async with step.writing() as connection:
        hearing = await step.hearing(connection)
        if hearing.status is HearingStatus.OPEN:
            return await _shown(step, connection, hearing)
        if hearing.status is not HearingStatus.DRAFT:
            raise Refused(texts.not_from(hearing.status))
        if hearing.deadline <= step.now:
            raise Refused(texts.DEADLINE_PASSED)
        opened = await _moved(step, connection, hearing, HearingStatus.OPEN, "hearing.opened")
        reached = await reach_of(connection, await step.moments(connection, opened))
        if not reached:
            raise Refused(texts.CHOOSE_PARTIES)  # which leaves it a draft: nothing is committed
        for each in reached:
            page = letter(each.moment, texts.invitation(each.moment))
            await order_for_party(step, connection, page, each, kind=PostKind.INVITATION)
        names = [each.moment.invitation.party.name for each in reached if each.addresses]
        return await _shown(step, connection, opened, done=texts.opened(names, len(reached) - len(names)))


async def close(step: Step) -> Page:
    """Close an open hearing, with a reason where its deadline has not passed."""
    return await _with_reason(step, HearingStatus.OPEN, HearingStatus.CLOSED, "hearing.closed")


async def reopen(step: Step) -> Page:
    """Open a closed hearing again, with a reason."""
    return await _with_reason(step, HearingStatus.CLOSED, HearingStatus.OPEN, "hearing.reopened")


async def conclude(step: Step) -> Page:
    """End a closed hearing; it stays as it is from then on."""
    return await _with_reason(step, HearingStatus.CLOSED, HearingStatus.CONCLUDED, "hearing.concluded")


async def _with_reason(step: Step, before: HearingStatus, after: HearingStatus, what: str) -> Page:
    async with step.writing() as connection:
        hearing = await step.hearing(connection)
        if hearing.status is after:
            return await _shown(step, connection, hearing)
        if hearing.status is not before:
            raise Refused(texts.not_from(hearing.status))
        if "reason" not in step.form.values:
            return pages.reason(hearing, after, step.form, step.now)
        reason = step.form.line("reason", REASON_CHARS, missing=texts.WRITE_REASON)
        if step.form.errors:
            return pages.reason(hearing, after, step.form, step.now)
        if after is HearingStatus.CONCLUDED:
            await _check_nothing_waits(step, connection, hearing)
        if after is HearingStatus.CLOSED:
            await _call_back(step, connection, hearing, PostKind.REMINDER)  # nobody can answer any more
        if after is HearingStatus.OPEN:
            await _call_back(step, connection, hearing, PostKind.SUMMARY)  # it may tell what parties said
        moved = await _moved(step, connection, hearing, after, what, reason=reason)
        return await _shown(step, connection, moved, done=texts.now_is(after))


async def _call_back(step: Step, connection: AsyncConnection, hearing: Hearing, kind: PostKind) -> None:
    """What of this kind has not left does not leave."""
    waiting = {
        each.id: each.party_id
        for each in await posts.of_kind(connection, hearing.id, kind)
        if each.status is PostStatus.WAITING
    }
    for post_id in await posts.cancel(connection, waiting, step.now):
        await step.log(connection, "post.cancelled", hearing.id, waiting[post_id], detail=post_id)


async def _check_nothing_waits(step: Step, connection: AsyncConnection, hearing: Hearing) -> None:
    moments = await step.moments(connection, hearing)
    begun = [each.invitation.party.name for each in moments if each.invitation.has_registration]
    undecided = [each.invitation.party.name for each in moments if each.undecided]
    if begun:
        raise Refused(texts.registrations_left(begun))
    if undecided:
        raise Refused(texts.undecided_left(undecided))


async def _moved(
    step: Step,
    connection: AsyncConnection,
    hearing: Hearing,
    after: HearingStatus,
    what: str,
    *,
    reason: str = "",
) -> Hearing:
    moved = replace(hearing, status=after, revision=hearing.revision + 1)
    await hearings.change(connection, moved)
    await _log(step, connection, moved, what, reason)
    return moved


async def extend(step: Step) -> Page:
    """Give all parties more time, or one of them, with a reason."""
    form = step.form
    async with step.writing() as connection:
        hearing = await step.hearing(connection)
        invited = await hearings.invitations_of(connection, hearing.id)
        if hearing.status is not HearingStatus.OPEN:
            raise Refused(texts.not_from(hearing.status))
        if "deadline_date" not in form.values:
            return pages.extend(hearing, invited, form, step.now)
        deadline = _moment(form, "deadline", step.now)
        party = form.one_of("for", ["all", *(each.party.id for each in invited)], texts.UNKNOWN_PARTY)
        reason = form.line("reason", REASON_CHARS, missing=texts.WRITE_REASON)
        before = next((each.deadline for each in invited if each.party.id == party), None)
        before = max(before or hearing.deadline, hearing.deadline)
        sent_twice = deadline == before and form.values.get("was") != before.isoformat()
        if sent_twice and not form.errors:
            return await _shown(step, connection, hearing, done=texts.extended(deadline))
        if not form.errors and (deadline <= before or deadline <= step.now):
            form.refuse("deadline_date", texts.NOT_LATER)
        if hearing.deletes_on and local(deadline).date() >= hearing.deletes_on:
            form.refuse("deadline_date", texts.deleted_by_then(hearing.deletes_on))
        if form.errors:
            return pages.extend(hearing, invited, form, step.now)
        detail = json.dumps({"to": deadline.isoformat(), "reason": reason}, ensure_ascii=False)
        if party == "all":
            hearing = replace(hearing, deadline=deadline, revision=hearing.revision + 1)
            await hearings.change(connection, hearing)
            await _log(step, connection, hearing, "hearing.extended", detail)
        else:
            await hearings.change_invitation(connection, hearing.id, party, deadline=deadline)
            await step.log(connection, "deadline.extended", hearing.id, party, detail=detail)
        await _judge_again(step, connection, hearing)
        return await _shown(step, connection, hearing, done=texts.extended(deadline))


async def _judge_again(step: Step, connection: AsyncConnection, hearing: Hearing) -> None:
    """A response that came before the deadline as it now is came in time, though its receipt says late."""
    for moment in await step.moments(connection, hearing):
        each, came = moment.invitation, moment.invitation.responded_at
        if moment.responded and not each.timely and came and is_timely(came, moment.deadline):
            await hearings.change_invitation(
                connection, hearing.id, each.party.id, timely=True, late_decision=None, late_reason=""
            )
            await step.log(connection, "response.timely", hearing.id, each.party.id)
