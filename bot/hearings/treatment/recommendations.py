"""What the administration recommends: one recommendation, shared by any number of points of any parties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings import texts
from bot.hearings.desk import Refused, Step
from bot.hearings.pages import recommendations as pages
from bot.hearings.texts import remarks as remark_texts
from bot.hearings.treatment.administration import changeable, keep, matter, voice
from bot.hearings.treatment.matter import Matter, Voice, seen
from bot.hearings.treatment.remarks import chosen_points, shown, shown_after, step_of, view
from bot.page import Page
from storage.records.remarks import Progress, Recommendation


async def all_of_them(step: Step) -> Page:
    """A hearing's recommendations, each with where it is used."""
    async with step.reading() as connection:
        return _listed(step, await matter(step, connection))


def _listed(step: Step, of: Matter, *, done: str = "", notice: str = "") -> Page:
    return pages.all_of_them(of, step.form.number("part"), done=done, notice=notice)


async def choose(step: Step) -> Page:
    """Which recommendation the chosen points get: one that is there, or a new one."""
    async with step.reading() as connection:
        of, speaker = await voice(step, connection)
    changeable(of)
    points = chosen_points(step, speaker)
    if step.form.errors:
        return shown(step, of, speaker)
    step.form.values["points"] = ",".join(points)
    if not step.form.id("new"):
        step.form.values["new"] = step.desk.new_id()
    return pages.choose(view(step, of, speaker), points)


async def attach(step: Step) -> Page:
    """Let the chosen points have the chosen recommendation, or a new one; the same again changes nothing."""
    form = step.form
    async with step.writing() as connection:
        of, speaker = await voice(step, connection)
        changeable(of)
        points = chosen_points(step, speaker)
        text = form.text("recommendation", pages.MAX_CHARS)
        there = _chosen(step, of) if form.has("which") else of.recommendation(form.id("new"))
        if form.has("which") and text:
            form.refuse("recommendation", remark_texts.ONLY_ONE)
        elif not form.has("which") and not text:
            form.refuse("recommendation", remark_texts.CHOOSE_OR_WRITE)
        if not form.id("new"):
            raise Refused(texts.UNKNOWN_BUTTON)
        if form.errors:
            return _again(step, of, speaker, points)
        if (asked := form.asks(text)) is not None:
            return pages.choose(view(step, of, speaker, confirm=asked), points)
        if there is None:
            last = max((each.position for each in of.treatment.recommendations), default=0)
            there = Recommendation(id=form.id("new"), position=last + 1, text=text)
        every = tuple(dict.fromkeys((*there.points, *points)))
        if every != there.points:
            await _keep(step, connection, of, replace(there, points=every))
        return await shown_after(step, connection, done=remark_texts.RECOMMENDATION_SAVED)


def _again(step: Step, of: Matter, speaker: Voice, points: Sequence[str]) -> Page:
    """What was filled in, with what is wrong; the party itself, where none of the points is there."""
    return pages.choose(view(step, of, speaker), points) if points else shown(step, of, speaker)


def _chosen(step: Step, of: Matter) -> Recommendation | None:
    known = [each.id for each in of.treatment.recommendations]
    return of.recommendation(step.form.one_of("which", known, remark_texts.NO_SUCH_RECOMMENDATION))


async def detach(step: Step) -> Page:
    """Take the chosen recommendation off the chosen points."""
    async with step.writing() as connection:
        of, speaker = await voice(step, connection)
        changeable(of)
        points = chosen_points(step, speaker)
        there = _chosen(step, of)
        if there is None or step.form.errors:
            return _again(step, of, speaker, points)
        left = tuple(id_ for id_ in there.points if id_ not in points)
        if left == there.points:
            return shown(step, of, speaker, done=remark_texts.WAS_NOT_ON)
        await _keep(step, connection, of, replace(there, points=left))
        return await shown_after(step, connection, done=remark_texts.TAKEN_OFF)


async def _keep(step: Step, connection: AsyncConnection, of: Matter, changed: Recommendation) -> None:
    """Store what was changed: it is a draft again."""
    draft = replace(changed, progress=Progress.DRAFT, by=step.user, at=step.now)
    await keep(step, connection, of, draft, "saved")


# --- one of them ------------------------------------------------------------------------------


async def edit(step: Step) -> Page:
    """A recommendation's text, to be changed everywhere at once."""
    async with step.reading() as connection:
        of = await matter(step, connection)
    changeable(of)
    there = of.recommendation(step.form.id("recommended"))
    if there is None:
        return _listed(step, of, notice=remark_texts.RECOMMENDATION_GONE)
    step.form.values |= {"recommendation": there.text, "shown": seen(there)}
    return pages.form(of, there, step.form)


async def save(step: Step) -> Page:
    """Store a recommendation's text; where another lead has changed it meanwhile, that is shown first.

    What was decided was decided of the text as it was: another text has no political outcome.
    """
    form = step.form
    async with step.writing() as connection:
        of = await matter(step, connection)
        changeable(of)
        there = of.recommendation(form.id("recommended"))
        if there is None:
            return _listed(step, of, notice=remark_texts.RECOMMENDATION_GONE)
        text = form.text("recommendation", pages.MAX_CHARS, missing=remark_texts.WRITE_RECOMMENDATION)
        if form.errors:
            return pages.form(of, there, form)
        if text == there.text:
            return _listed(step, of, done=remark_texts.RECOMMENDATION_SAVED)
        if _is_changed(step, there):
            return pages.form(of, there, form, notice=remark_texts.ANOTHER_LEAD)
        if (asked := form.asks(text)) is not None:
            return pages.form(of, there, form, confirm=asked)
        await _keep(step, connection, of, replace(there, text=text, decision=None))
        done = remark_texts.OUTCOME_GONE if there.decision else remark_texts.RECOMMENDATION_SAVED
        return _listed(step, await matter(step, connection), done=done)


def _is_changed(step: Step, there: Recommendation) -> bool:
    """Whether another lead has changed it since the card was drawn; the card may then be sent again."""
    now = seen(there)
    changed = step.form.values.get("shown") != now
    step.form.values["shown"] = now
    return changed


async def move(step: Step) -> Page:
    """Let a recommendation be a step further, or a step back."""
    async with step.writing() as connection:
        of = await matter(step, connection)
        changeable(of)
        there = of.recommendation(step.form.id("recommended"))
        if there is None:
            return _listed(step, of, notice=remark_texts.RECOMMENDATION_GONE)
        after = step_of(step, there.progress)
        if after is not there.progress:
            if _is_changed(step, there):
                return _listed(step, of, notice=remark_texts.MOVED_MEANWHILE)
            moved = replace(there, progress=after, by=step.user, at=step.now)
            await keep(step, connection, of, moved, "moved")
        return _listed(step, await matter(step, connection), done=remark_texts.recommendation_moved(after))


async def remove(step: Step) -> Page:
    """Take a recommendation away from all its points, once it is confirmed; its history is kept."""
    async with step.writing() as connection:
        of = await matter(step, connection)
        changeable(of)
        there = of.recommendation(step.form.id("recommended"))
        if there is None:
            return _listed(step, of, done=remark_texts.RECOMMENDATION_REMOVED)
        if _is_changed(step, there) or step.form.values.get("sure") != "remove":
            return pages.really_remove(of, there)
        gone = replace(there, removed=True, by=step.user, at=step.now)
        await keep(step, connection, of, gone, "removed")
        return _listed(step, await matter(step, connection), done=remark_texts.RECOMMENDATION_REMOVED)
