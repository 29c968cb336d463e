"""A lead shares a hearing's summary, or an answer, in channels: the card first, then the order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings import orders, texts
from bot.hearings.calendar import BadDateError, BadTimeError, NoSuchTimeError, local, moment_of
from bot.hearings.desk import Refused, Step
from bot.hearings.form import Form
from bot.hearings.gates import card_holds_cpr, holds_cpr
from bot.hearings.pages import share as pages
from bot.hearings.pages.answer import page_of
from bot.hearings.pages.share import MOST_CHANNELS, Batch, How, Plan, Subject, reference
from bot.hearings.pages.summary import posted
from bot.hearings.sharing.planned import shown_on
from bot.hearings.sharing.sum_up import offered, summary_of
from bot.hearings.sharing.summary import Part, can_be_summed_up
from bot.hearings.texts import summary as summary_texts
from bot.page import Page
from bot.reply import mark_of, reply_of
from bot.screen import PageTooLargeError, drawn
from storage.records import channels, hearings, posts
from storage.records.channels import Channel
from storage.records.posts import Post, PostKind, PostStatus

_FURTHEST = timedelta(days=366)
_ON_THEIR_WAY = {PostStatus.WAITING, PostStatus.SENDING, PostStatus.SENT, PostStatus.UNKNOWN}


async def begin(step: Step) -> Page:
    """Which hearing is to be summed up."""
    async with step.reading() as connection:
        found = [each for each in await hearings.all_hearings(connection) if can_be_summed_up(each)]
    return pages.choose(found, step.now, step.form.number("part"))


async def form(step: Step) -> Page:
    """What to show, where and when."""
    async with step.reading() as connection:
        subject = await _subject(step, connection)
        present = await channels.all_present(connection)
    return pages.form(subject, present, step.form)


async def preview(step: Step) -> Page:
    """The very card that will be posted; or the form again, with what is wrong beside its field."""
    async with step.reading() as connection:
        subject = await _subject(step, connection)
        present = await channels.all_present(connection)
        plan = _planned(step.form, subject, present, step.now)
        if step.form.errors:
            return pages.form(subject, present, step.form)
        return await _previewed(step, connection, subject, plan, step.desk.new_id())


async def send(step: Step) -> Page:
    """Order what was previewed, once however often it is pressed.

    Where the card would be another by now, or somebody has ordered more about the same, nothing is ordered:
    it is previewed again.
    """
    async with step.writing() as connection:
        subject = await _subject(step, connection)
        batch = step.form.id("batch")
        if not batch:
            raise Refused(texts.UNKNOWN_BUTTON)
        if await posts.of_batch(connection, batch):
            return await _reported(step, connection, subject, batch)
        present = await channels.all_present(connection)
        plan = await _carried(step, connection, subject, present)
        if step.form.errors:
            return pages.form(subject, present, step.form)
        page = await _posting(step, connection, subject, plan.parts, batch)
        if step.form.values.get("card") != _mark(page):
            return await _previewed(
                step, connection, subject, plan, batch, notice=summary_texts.PREVIEW_CHANGED
            )
        if step.form.number("after") != await _ordered(connection, subject):
            return await _previewed(
                step, connection, subject, plan, batch, notice=summary_texts.OTHERS_ORDERED
            )
        await orders.order_all(
            step,
            connection,
            page,
            [(channel, plan.replaces.get(channel.id, "")) for channel in plan.channels],
            kind=subject.kind,
            hearing_id=subject.hearing.id if subject.hearing else "",
            batch=batch,
            due_at=plan.due_at,
        )
        done = summary_texts.ordered(len(plan.channels), plan.due_at)
        return await _reported(step, connection, subject, batch, done=done)


# --- what is shared ---------------------------------------------------------------------------


async def _subject(step: Step, connection: AsyncConnection) -> Subject:
    """The hearing, or the answer, that the step is about.

    Raises:
        Refused: There is none such, it is not open yet, or the answer is another than the one that was read.
    """
    if "question" not in step.form.values:
        hearing = await step.hearing(connection)
        if not can_be_summed_up(hearing):
            raise Refused(summary_texts.NOT_OPENED)
        return Subject(hearing=hearing, offered=await offered(connection, hearing))
    if step.form.errors:
        raise Refused(summary_texts.HOLDS_CPR)
    question, mark = step.form.values["question"], step.form.values.get("mark", "")
    answer = step.desk.answer_to(question)
    if answer is None:
        raise Refused(summary_texts.ANSWER_GONE)
    if mark_of(reply_of(answer)) != mark:
        raise Refused(summary_texts.ANSWER_CHANGED)
    return Subject(question=question, mark=mark, answer=answer)


async def _posting(
    step: Step, connection: AsyncConnection, subject: Subject, parts: Sequence[Part], batch: str
) -> Page:
    """What is posted, as it is now."""
    if subject.answer is not None:
        return page_of(subject.answer)
    assert subject.hearing is not None  # noqa: S101 - it is one or the other
    summary = await summary_of(connection, subject.hearing, parts, step.now)
    return posted(summary, step.desk.concerns, batch)


def _mark(page: Page) -> str:
    """What a card is known by: another card has another."""
    card, summary = _drawn(page)
    if card_holds_cpr(card) or holds_cpr(summary):
        raise Refused(summary_texts.HOLDS_CPR)
    return sha256(card.encode()).hexdigest()[:24]


def _drawn(page: Page) -> tuple[str, str]:
    try:
        return drawn(page)
    except PageTooLargeError as error:
        raise Refused(summary_texts.ANSWER_TOO_LARGE) from error


async def _previewed(
    step: Step,
    connection: AsyncConnection,
    subject: Subject,
    plan: Plan,
    batch: str,
    *,
    notice: str = "",
) -> Page:
    page = await _posting(step, connection, subject, plan.parts, batch)
    after = await _ordered(connection, subject)
    shown = pages.preview(subject, plan, page, batch=batch, card=_mark(page), after=after, notice=notice)
    _drawn(shown)
    return shown


async def _ordered(connection: AsyncConnection, subject: Subject) -> int:
    """How many posts were ordered about it; answers have none in common."""
    if subject.hearing is None:
        return 0
    return await posts.count_of(connection, subject.hearing.id, PostKind.SUMMARY)


# --- where and when ---------------------------------------------------------------------------


def _planned(filled: Form, subject: Subject, present: Sequence[Channel], now: datetime) -> Plan:
    """What the form says; what is wrong is refused field by field."""
    parts: tuple[Part, ...] = ()
    if subject.hearing:
        if len(subject.offered) == 1:
            filled.values["show"] = subject.offered[0]
        chosen = filled.several_of("show", subject.offered, summary_texts.UNKNOWN_PART)
        parts = tuple(Part(each) for each in chosen)
        if not parts:
            filled.refuse("show", summary_texts.CHOOSE_PARTS)
    where = _channels(filled, present)
    return Plan(parts=parts, channels=where, due_at=_due(filled, now))


def _channels(filled: Form, present: Sequence[Channel]) -> tuple[Channel, ...]:
    by_reference = {reference(each): each for each in present}
    chosen = filled.several_of("channels", by_reference, summary_texts.UNKNOWN_CHANNEL)
    if not chosen:
        filled.refuse("channels", summary_texts.CHOOSE_CHANNELS)
    if len(chosen) > MOST_CHANNELS:
        filled.refuse("channels", summary_texts.too_many_channels(MOST_CHANNELS))
    return tuple(each for each in present if reference(each) in chosen)


def _due(filled: Form, now: datetime) -> datetime | None:
    """The moment in the form, in Denmark; None for at once."""
    day = filled.line("post_date", 20)
    time = filled.line("post_time", 10)
    if not day and not time:
        return None
    if not time:
        filled.refuse("post_time", summary_texts.WRITE_TIME)
        return None
    try:
        due_at = moment_of(day or local(now).date().isoformat(), time)
    except BadDateError:
        filled.refuse("post_date", texts.BAD_DATE)
        return None
    except NoSuchTimeError:
        filled.refuse("post_time", texts.NO_SUCH_TIME)
        return None
    except BadTimeError:
        filled.refuse("post_time", texts.BAD_TIME)
        return None
    if due_at <= now:
        filled.refuse("post_date" if day else "post_time", summary_texts.PASSED)
    elif due_at - now > _FURTHEST:
        filled.refuse("post_date", summary_texts.TOO_FAR)
    return due_at


async def _carried(
    step: Step, connection: AsyncConnection, subject: Subject, present: Sequence[Channel]
) -> Plan:
    """What the pressed button says, judged anew."""
    filled = step.form
    if filled.id("source"):
        how = filled.one_of("how", list(How), texts.UNKNOWN_BUTTON)
        if not how:
            raise Refused(texts.UNKNOWN_BUTTON)
        return await _anew(connection, subject, filled.id("source"), How(how))
    due = filled.values.get("due", "")
    if due:
        try:
            moment = local(datetime.fromisoformat(due))
        except ValueError:
            raise Refused(texts.UNKNOWN_BUTTON) from None
        filled.values |= {"post_date": moment.date().isoformat(), "post_time": f"{moment:%H:%M}"}
    else:
        filled.values |= {"post_date": "", "post_time": ""}
    return _planned(filled, subject, present, step.now)


# --- what came of it --------------------------------------------------------------------------


async def report(step: Step) -> Page:
    """What became of what was shared, channel by channel."""
    async with step.reading() as connection:
        subject = await _subject(step, connection)
        return await _reported(step, connection, subject, step.form.id("source"))


async def cancel(step: Step) -> Page:
    """Cancel what of a batch has not left."""
    async with step.writing() as connection:
        subject = await _subject(step, connection)
        source = await _batch(connection, subject, step.form.id("source"))
        waiting = source.of(PostStatus.WAITING)
        gone = await posts.cancel(connection, [each.id for each in waiting], step.now)
        for post_id in gone:
            hearing_id = subject.hearing.id if subject.hearing else ""
            await step.log(connection, "post.cancelled", hearing_id, detail=post_id)
        if not gone:
            return await _reported(
                step, connection, subject, source.id, warning=summary_texts.NOTHING_TO_CANCEL
            )
        left = len(source.of(PostStatus.SENDING, PostStatus.SENT))
        return await _reported(
            step,
            connection,
            subject,
            source.id,
            done=summary_texts.cancelled(len(gone)),
            warning=summary_texts.left_already(left) if left else "",
        )


async def update(step: Step) -> Page:
    """The card as it is now, to take the place of what was posted; previewed first."""
    return await _once_more(step, How.UPDATE)


async def again(step: Step) -> Page:
    """The card as it is now for the channels where it did not arrive, or nobody knows; confirmed first."""
    return await _once_more(step, How.AGAIN)


async def _once_more(step: Step, how: How) -> Page:
    async with step.reading() as connection:
        subject = await _subject(step, connection)
        plan = await _anew(connection, subject, step.form.id("source"), how)
        return await _previewed(step, connection, subject, plan, step.desk.new_id())


async def _anew(connection: AsyncConnection, subject: Subject, source_id: str, how: How) -> Plan:
    """The channels of a batch that it is to be posted in once more, and in what place.

    Raises:
        Refused: There are none, or not any more.
    """
    source = await _batch(connection, subject, source_id)
    targets = source.updatable if how is How.UPDATE and subject.hearing else source.missing
    present = {each.id: each for each in await channels.all_present(connection)}
    targets = tuple(each for each in targets if each.channel_id in present)
    if not targets:
        raise Refused(summary_texts.NOTHING_TO_UPDATE if how is How.UPDATE else summary_texts.NOTHING_TO_SEND)
    shown = shown_on(source.posts[0])
    return Plan(
        parts=tuple(part for part in subject.offered if part in shown) or subject.offered[:1],
        channels=tuple(present[each.channel_id] for each in targets),
        replaces={each.channel_id: each.id if how is How.UPDATE else each.replaces for each in targets},
        source=source_id,
        how=how,
        uncertain=any(each.status is PostStatus.UNKNOWN for each in targets),
    )


async def _batches(connection: AsyncConnection, subject: Subject, source: str) -> tuple[Batch, ...]:
    """What was ordered about it, the oldest first; of an answer only what was ordered as ``source``."""
    if subject.hearing:
        found = await posts.of_kind(connection, subject.hearing.id, PostKind.SUMMARY)
    else:
        found = tuple(
            each
            for each in (await posts.of_batch(connection, source) if source else ())
            if each.kind is PostKind.ANSWER
        )
    by_batch: dict[str, list[Post]] = {}
    for post in found:
        by_batch.setdefault(post.batch, []).append(post)
    replaced = _replaced(found)
    return tuple(
        Batch(number=number, posts=tuple(each), replaced=replaced)
        for number, each in enumerate(by_batch.values(), 1)
    )


def _replaced(found: Sequence[Post]) -> frozenset[str]:
    """Those that something ordered later stands, or may come to stand, in the place of.

    One that did not arrive has been sent again where its channel got another since then.
    """
    replaced = {each.replaces for each in found if each.replaces and each.status in _ON_THEIR_WAY}
    there = [each for each in found if each.status in _ON_THEIR_WAY - {PostStatus.UNKNOWN}]
    replaced |= {
        each.id
        for each in found
        if each.status in {PostStatus.FAILED, PostStatus.UNKNOWN}
        and any(
            (other.channel_id, other.batch != each.batch) == (each.channel_id, True)
            and other.ordered_at >= each.ordered_at
            for other in there
        )
    }
    return frozenset(replaced)


async def _batch(connection: AsyncConnection, subject: Subject, source: str) -> Batch:
    for each in await _batches(connection, subject, source):
        if each.id == source:
            return each
    raise Refused(summary_texts.NOT_THIS_POST)


async def _reported(
    step: Step,
    connection: AsyncConnection,
    subject: Subject,
    source: str,
    *,
    done: str = "",
    warning: str = "",
) -> Page:
    found = await _batches(connection, subject, source)
    ids = dict.fromkeys(post.channel_id for batch in found for post in batch.posts)
    known: Mapping[str, Channel] = {
        id_: each for id_ in ids if (each := await channels.channel(connection, id_)) is not None
    }
    if subject.hearing is None and not found:
        raise Refused(summary_texts.NOT_THIS_POST)
    return pages.report(
        subject, found, known, step.now, part=step.form.number("part"), done=done, warning=warning
    )
