"""The administration's short wording of a point, and the party's own words that it rests on."""

from __future__ import annotations

from dataclasses import replace

from bot.hearings.desk import Step
from bot.hearings.pages import paraphrases as pages
from bot.hearings.texts import remarks as remark_texts
from bot.hearings.treatment.administration import changeable, keep, voice
from bot.hearings.treatment.faithful import squeezed
from bot.hearings.treatment.matter import Voice, seen
from bot.hearings.treatment.remarks import shown, shown_after, view
from bot.page import Page
from storage.records.remarks import Paraphrase
from storage.records.values import Point, hash_of


async def edit(step: Step) -> Page:
    """The fields of a point's paraphrase, filled in as it stands."""
    async with step.reading() as connection:
        of, speaker = await voice(step, connection)
    changeable(of)
    point = point_of(step, speaker)
    if point is None:
        return shown(step, of, speaker, notice=remark_texts.POINT_GONE)
    there = of.treatment.paraphrases.get(point.id)
    stands = of.paraphrase_of(point)
    step.form.values |= {
        "paraphrase": there.text if there else "",
        "rests_on": stands.rests_on if stands else point.text,
        "shown": seen(there),
        "of_text": hash_of(point.text),
    }
    return pages.form(view(step, of, speaker), point, there)


def point_of(step: Step, speaker: Voice) -> Point | None:
    """The point that the step is about; None where the party has it no more."""
    wanted = step.form.id("point")
    return next((each for each in speaker.points if each.id == wanted), None)


async def save(step: Step) -> Page:
    """Store the paraphrase, unless it rests on words that the party has not written.

    Where another lead has changed it since the card was drawn, or the party its point, that is shown first.
    """
    form = step.form
    async with step.writing() as connection:
        of, speaker = await voice(step, connection)
        changeable(of)
        point = point_of(step, speaker)
        if point is None:
            return shown(step, of, speaker, notice=remark_texts.POINT_GONE)
        there = of.treatment.paraphrases.get(point.id)
        text = form.text("paraphrase", pages.MAX_CHARS, missing=remark_texts.WRITE_PARAPHRASE)
        rests_on = form.text("rests_on", pages.MAX_RESTS_ON_CHARS) or point.text
        words = map(squeezed, (point.text, point.excerpt, speaker.original))
        if not any(squeezed(rests_on) in each for each in words):
            form.refuse("rests_on", remark_texts.NOT_PARTYS_WORDS)
        if form.errors:
            return pages.form(view(step, of, speaker), point, there)
        stands = of.paraphrase_of(point)
        if stands is not None and (stands.text, stands.rests_on) == (text, rests_on):
            return shown(step, of, speaker, done=remark_texts.PARAPHRASE_SAVED)
        if (notice := _meanwhile(step, point, there)) is not None:
            return pages.form(view(step, of, speaker, notice=notice), point, there)
        if (asked := form.asks(text)) is not None:
            return pages.form(view(step, of, speaker, confirm=asked), point, there)
        paraphrase = Paraphrase(
            id=point.id,
            party_id=speaker.party.id,
            text=text,
            rests_on=rests_on,
            of_text=hash_of(point.text),
            by=step.user,
            at=step.now,
        )
        await keep(step, connection, of, paraphrase, "saved", speaker.party.id)
        return await shown_after(step, connection, done=remark_texts.PARAPHRASE_SAVED)


def _meanwhile(step: Step, point: Point, there: Paraphrase | None) -> str | None:
    """What has been done since the card was drawn; the card shows it, and may then be sent again."""
    values = step.form.values
    now, of_text = seen(there), hash_of(point.text)
    before = values.get("shown", ""), values.get("of_text", "")
    values |= {"shown": now, "of_text": of_text}
    if before[1] != of_text:
        return remark_texts.POINT_CHANGED
    if before[0] != now:
        return remark_texts.ANOTHER_LEAD if there else remark_texts.GONE_MEANWHILE
    return None


async def remove(step: Step) -> Page:
    """Let the point stand with its own words alone; the paraphrase's history is kept."""
    async with step.writing() as connection:
        of, speaker = await voice(step, connection)
        changeable(of)
        point = point_of(step, speaker)
        there = of.treatment.paraphrases.get(point.id) if point else None
        if point is None or there is None:
            return shown(step, of, speaker, done=remark_texts.PARAPHRASE_REMOVED)
        if step.form.values.get("shown") != seen(there):
            return pages.form(
                view(step, of, speaker, notice=_meanwhile(step, point, there) or ""), point, there
            )
        gone = replace(there, removed=True, by=step.user, at=step.now)
        await keep(step, connection, of, gone, "removed", speaker.party.id)
        return await shown_after(step, connection, done=remark_texts.PARAPHRASE_REMOVED)
