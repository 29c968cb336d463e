"""Is a party rendered right? A lead asks it ("Er I gengivet rigtigt?"), and it approves or corrects."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings import texts
from bot.hearings.desk import Refused, Step
from bot.hearings.pages import check as pages
from bot.hearings.pages.remarks import ASKABLE, UNASKED, WAIVABLE, View, overview
from bot.hearings.reach import Reach, order_for_party, reach_of
from bot.hearings.responses.work import REGISTRAR
from bot.hearings.rules import REASON_CHARS, Moment
from bot.hearings.texts import remarks as remark_texts
from bot.hearings.treatment.administration import TREATABLE, changeable, keep, matter, voice, voice_of
from bot.hearings.treatment.matter import Checked, Matter, Voice, seen
from bot.hearings.treatment.paraphrases import point_of
from bot.hearings.treatment.remarks import shown, shown_after, turned_to, view
from bot.page import Page
from storage.records import hearings, treatment
from storage.records.posts import PostKind
from storage.records.remarks import KINDS, Check, CheckAnswer, Paraphrase
from storage.records.values import HearingStatus, Point, hash_of

_READABLE = TREATABLE | {HearingStatus.CONCLUDED}


# --- the lead asks ----------------------------------------------------------------------------


async def send(step: Step) -> Page:
    """Ask a party, or all that are to be asked: first who they are and what is sent, then sent.

    Who cannot be written to is named, with a text that the lead can send; such a party is asked too, and
    answers under "Mine svar". Pressed twice, each is asked once.
    """
    async with step.writing() as connection:
        of = await matter(step, connection)
        changeable(of)
        asking = _asking(step, of)
        if not asking:
            done = remark_texts.CHECK_SENT if step.form.has("asked_at") else ""
            return overview(of, 0, done=done, notice="" if done else remark_texts.NOBODY_TO_ASK)
        reached = await reach_of(connection, [each.moment for each in asking])
        if not step.form.has("asked_at"):
            return pages.question(of, reached, step.form.id("party"), step.now)
        before = [each for each in asking if not _asked_since(of, each, step.form.values["asked_at"])]
        for each, reach in zip(asking, reached, strict=True):
            if each in before:
                await _ask(step, connection, of, each, reach)
        return pages.sent(of, reached)


def _asking(step: Step, of: Matter) -> list[Voice]:
    """Those that are asked: the one that is named, or all that were not asked as they are rendered now."""
    if "party" not in step.form.values:
        return [each for each in of.voices.values() if of.checked(each) in UNASKED]
    wanted = of.voices.get(step.form.id("party"))
    if wanted is None:
        raise Refused(texts.NO_SUCH_PARTY)
    return [wanted] if of.checked(wanted) in ASKABLE else []


def _asked_since(of: Matter, speaker: Voice, asked_at: str) -> bool:
    check = of.check_of(speaker.party.id)
    return check is not None and check.asked_at is not None and check.asked_at.isoformat() >= asked_at


async def _ask(step: Step, connection: AsyncConnection, of: Matter, speaker: Voice, reach: Reach) -> None:
    check = Check(id=speaker.party.id, asked_at=step.now, shown=of.shown_to(speaker))
    await keep(step, connection, of, check, "asked", speaker.party.id)
    letter = pages.letter(of, speaker.party)
    await order_for_party(step, connection, letter, reach, kind=PostKind.CHECK)


async def waive(step: Step) -> Page:
    """Go on without the party's answer, with a reason."""
    form = step.form
    async with step.writing() as connection:
        of, speaker = await voice(step, connection)
        changeable(of)
        checked, there = of.checked(speaker), of.check_of(speaker.party.id)
        if checked is Checked.WAIVED:
            return shown(step, of, speaker, done=remark_texts.WAIVED)
        if checked not in WAIVABLE:
            return shown(step, of, speaker, notice=remark_texts.NOTHING_TO_WAIVE)
        if "reason" not in form.values:
            return pages.waive(view(step, of, speaker))
        reason = form.line("reason", REASON_CHARS, missing=texts.WRITE_REASON)
        if form.errors:
            return pages.waive(view(step, of, speaker))
        waived = replace(
            there or Check(id=speaker.party.id),
            shown=of.shown_to(speaker),
            answer=CheckAnswer.WAIVED,
            by=step.user,
            by_name=step.name,
            at=step.now,
            reason=reason,
        )
        await keep(step, connection, of, waived, "waived", speaker.party.id)
        return await shown_after(step, connection, done=remark_texts.WAIVED)


# --- the party answers ------------------------------------------------------------------------


async def waits_for(connection: AsyncConnection, moment: Moment) -> bool:
    """Whether the party has been asked, and has not answered yet."""
    if moment.hearing.status not in TREATABLE or not moment.counts:
        return False
    return await is_asked(connection, moment.hearing.id, moment.invitation.party.id)


async def is_asked(connection: AsyncConnection, hearing_id: str, party_id: str) -> bool:
    """Whether the party has been asked if it is rendered right, and has not answered."""
    check = await _check_of(connection, hearing_id, party_id)
    return check is not None and check.asked_at is not None and check.answer is None


async def _check_of(connection: AsyncConnection, hearing_id: str, party_id: str) -> Check | None:
    found = await treatment.latest_of(connection, hearing_id, KINDS[Check], party_id)
    return found if isinstance(found, Check) else None


async def show(step: Step) -> Page:
    """How the party is rendered: its own words, and the administration's beside them."""
    async with step.reading() as connection:
        of, speaker, check = await _asked(step, connection)
    return pages.rendered(_view(step, of, speaker), check)


async def _asked(step: Step, connection: AsyncConnection) -> tuple[Matter, Voice, Check]:
    """The party that the step is about, which has been asked.

    Raises:
        Refused: There is none such, who asks may not speak for it, or it was not asked. A registrar, who is
            in the party's place elsewhere, answers nothing for it here.
    """
    if step.form.values.get("as") == REGISTRAR:
        raise Refused(texts.NOT_YOURS)
    found = await hearings.standing(connection, step.form.id("hearing"), step.form.id("party"), step.user)
    if found is None or not found.speaks or found.hearing.status not in _READABLE:
        raise Refused(texts.NOT_YOURS)
    moment = Moment(found.hearing, found.invitation, step.now)
    party_id = found.invitation.party.id
    check = await _check_of(connection, found.hearing.id, party_id)
    if check is None or check.asked_at is None or not moment.counts:
        raise Refused(remark_texts.NOT_ASKED)
    of, speaker = await voice_of(step, connection, found.hearing, party_id)
    return of, speaker, check


def _view(
    step: Step, of: Matter, speaker: Voice, *, done: str = "", notice: str = "", confirm: str = ""
) -> View:
    turned_to(step)
    return View(
        matter=of,
        voice=speaker,
        form=step.form,
        concerns=step.desk.concerns,
        done=done,
        notice=notice,
        confirm=confirm,
    )


def _answerable(of: Matter) -> None:
    if of.hearing.status not in TREATABLE:
        raise Refused(remark_texts.CHECK_OVER)


async def approve(step: Step) -> Page:
    """Store that the party is rendered right; what has changed since it was shown is shown instead."""
    async with step.writing() as connection:
        of, speaker, check = await _asked(step, connection)
        _answerable(of)
        now = of.shown_to(speaker)
        if step.form.values.get("shown") != now:
            return pages.rendered(_view(step, of, speaker, notice=remark_texts.RENDERING_CHANGED), check)
        if check.answer not in pages.ANSWERS or check.shown != now:
            check = _answered(step, check, CheckAnswer.APPROVED, now)
            await keep(step, connection, of, check, "answered", speaker.party.id)
        thanks = remark_texts.THANKS_APPROVED
        if check.answer is CheckAnswer.CORRECTED:  # which it stays, however it is approved afterwards
            thanks = remark_texts.THANKS_CORRECTED
        return pages.rendered(_view(step, of, speaker, done=thanks), check)


def _answered(step: Step, check: Check, answer: CheckAnswer, shown_now: str) -> Check:
    return replace(
        check, shown=shown_now, answer=answer, by=step.user, by_name=step.name, at=step.now, reason=""
    )


async def point(step: Step) -> Page:
    """The field where the party puts a point as it wants it put."""
    async with step.reading() as connection:
        of, speaker, check = await _asked(step, connection)
    _answerable(of)
    found = point_of(step, speaker)
    if found is None:
        return pages.rendered(_view(step, of, speaker, notice=remark_texts.POINT_GONE), check)
    there = of.paraphrase_of(found)
    rendered = there.text if there else (found.text if found.excerpt else "")
    step.form.values |= {"wording": rendered, "stands": _stands(of, found)}
    return pages.wording(_view(step, of, speaker), found, there)


def _stands(of: Matter, of_point: Point) -> str:
    """What tells how the point is rendered from how it is later."""
    there = of.paraphrase_of(of_point)
    return hash_of(f"{hash_of(of_point.text)}{seen(there)}")


async def correct(step: Step) -> Page:
    """Let a point be put in the party's own wording from now on; the check is answered with that.

    What else has changed since the party was shown it is not approved thereby.
    """
    form = step.form
    async with step.writing() as connection:
        of, speaker, check = await _asked(step, connection)
        _answerable(of)
        found = point_of(step, speaker)
        if found is None:
            return pages.rendered(_view(step, of, speaker, notice=remark_texts.POINT_GONE), check)
        there = of.paraphrase_of(found)
        text = form.text("wording", pages.MAX_CHARS, missing=remark_texts.WRITE_WORDING)
        if form.errors:
            return pages.wording(_view(step, of, speaker), found, there)
        if there is not None and there.by_party and there.text == text:  # pressed twice
            return pages.rendered(_view(step, of, speaker, done=remark_texts.THANKS_CORRECTED), check)
        if form.values.get("stands") != (stands := _stands(of, found)):
            form.values["stands"] = stands
            notice = remark_texts.RENDERING_CHANGED
            return pages.wording(_view(step, of, speaker, notice=notice), found, there)
        if (asked := form.asks(text)) is not None:
            return pages.wording(_view(step, of, speaker, confirm=asked), found, there)
        seen_all = form.values.get("shown") == of.shown_to(speaker)
        await _put(step, connection, of, speaker, found, text)
        of, speaker = await voice_of(step, connection, of.hearing, speaker.party.id)
        check = _answered(step, check, CheckAnswer.CORRECTED, of.shown_to(speaker) if seen_all else "")
        await keep(step, connection, of, check, "answered", speaker.party.id)
        of, speaker = await voice_of(step, connection, of.hearing, speaker.party.id)
        notice = "" if seen_all else remark_texts.RENDERING_CHANGED
        done = remark_texts.THANKS_CORRECTED
        return pages.rendered(_view(step, of, speaker, done=done, notice=notice), check)


async def _put(
    step: Step, connection: AsyncConnection, of: Matter, speaker: Voice, found: Point, text: str
) -> None:
    paraphrase = Paraphrase(
        id=found.id,
        party_id=speaker.party.id,
        text=text,
        rests_on=found.excerpt or found.text,
        of_text=hash_of(found.text),
        by_party=True,
        by=step.user,
        at=step.now,
    )
    await keep(step, connection, of, paraphrase, "saved", speaker.party.id)
