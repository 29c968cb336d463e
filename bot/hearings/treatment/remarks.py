"""The administration's remarks: written by leads beside the points, moved on until they are approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings import texts
from bot.hearings.desk import Refused, Step
from bot.hearings.pages import remarks as pages
from bot.hearings.texts import remarks as remark_texts
from bot.hearings.treatment.administration import changeable, keep, matter, voice
from bot.hearings.treatment.matter import Matter, Voice, seen
from bot.hearings.treatment.references import dangling, leads_back, referring_to
from bot.page import Page
from storage.records import hearings
from storage.records.remarks import Outcome, Progress, Remark
from storage.records.values import HearingStatus, hash_of

_SHOWN = frozenset({HearingStatus.OPEN, HearingStatus.CLOSED, HearingStatus.CONCLUDED})
_UNDER_WAY = frozenset({HearingStatus.OPEN, HearingStatus.CLOSED})


async def begin(step: Step) -> Page:
    """The treatment of the one hearing that is under way; of several, which."""
    async with step.reading() as connection:
        found = [each for each in await hearings.all_hearings(connection) if each.status in _SHOWN]
        under_way = [each for each in found if each.status in _UNDER_WAY]
        if len(under_way) == 1:
            step.form.values["hearing"] = under_way[0].id
            return pages.overview(await matter(step, connection), 0)
    return pages.choose(under_way or found, step.now, step.form.number("part"))


async def show(step: Step) -> Page:
    """How far each party of a hearing is, and what is missing."""
    async with step.reading() as connection:
        return pages.overview(await matter(step, connection), step.form.number("part"))


async def party(step: Step) -> Page:
    """A party's points, with what is made of each."""
    async with step.reading() as connection:
        return shown(step, *await voice(step, connection))


async def original(step: Step) -> Page:
    """The sentences of a party's original that no point covers."""
    async with step.reading() as connection:
        return pages.original(view(step, *await voice(step, connection)))


def view(
    step: Step, of: Matter, speaker: Voice, *, done: str = "", notice: str = "", confirm: str = ""
) -> pages.View:
    """What a page needs to show the party."""
    return pages.View(
        matter=of,
        voice=speaker,
        form=step.form,
        concerns=step.desk.concerns,
        new_id=step.desk.new_id(),
        done=done,
        notice=notice,
        confirm=confirm,
    )


def shown(step: Step, of: Matter, speaker: Voice, *, done: str = "", notice: str = "") -> Page:
    """The party's points; what was chosen among them stays chosen until something has been done with it."""
    if done:
        step.form.values.pop("points", None)
    turned_to(step)
    return pages.party(view(step, of, speaker, done=done, notice=notice))


def turned_to(step: Step) -> None:
    """The part of a party's points that was turned to is the one to come back to."""
    if "part" in step.form.values:
        step.form.values["at"] = step.form.values["part"]


async def shown_after(step: Step, connection: AsyncConnection, *, done: str = "", notice: str = "") -> Page:
    """The party as it stands once something was stored."""
    return shown(step, *await voice(step, connection), done=done, notice=notice)


def chosen_points(step: Step, speaker: Voice) -> tuple[str, ...]:
    """The points that are chosen, in their order; an error for none, and for others than the party's."""
    form, known = step.form, speaker.numbers
    if pages.ALL in form.values.get("points", "").split(","):
        return tuple(known)
    chosen = set(form.several_of("points", known, remark_texts.UNKNOWN_POINTS))
    if not chosen:
        form.refuse("points", remark_texts.CHOOSE_POINTS)
    return tuple(id_ for id_ in known if id_ in chosen)


# --- the fields of a remark -------------------------------------------------------------------


async def new(step: Step) -> Page:
    """Empty fields for the chosen points. What they carry makes one remark, however often it is sent."""
    async with step.reading() as connection:
        of, speaker = await voice(step, connection)
    changeable(of)
    points = chosen_points(step, speaker)
    if step.form.errors:
        return shown(step, of, speaker)
    step.form.values |= {"remark": step.desk.new_id(), "shown": "", "points": ",".join(points)}
    return pages.remark(view(step, of, speaker), None)


async def edit(step: Step) -> Page:
    """A remark's fields, filled in."""
    async with step.reading() as connection:
        of, speaker = await voice(step, connection)
    changeable(of)
    there = _there(step, of, speaker)
    if there is None:
        return shown(step, of, speaker, notice=remark_texts.REMARK_GONE)
    step.form.values |= _values_of(there)
    return pages.remark(view(step, of, speaker), there)


def _values_of(of: Remark) -> dict[str, str]:
    return {
        "remark": of.id,
        "shown": seen(of),
        "points": ",".join(of.points),
        "remark_text": of.text,
        "refers_to": ",".join(of.refers_to),
        "outcome": of.outcome or pages.NO_OUTCOME,
    }


async def again(step: Step) -> Page:
    """The same fields as they were filled in, with another part of the points, or of the other remarks."""
    async with step.reading() as connection:
        of, speaker = await voice(step, connection)
    changeable(of)
    return pages.remark(view(step, of, speaker), _there(step, of, speaker))


def _there(step: Step, of: Matter, speaker: Voice) -> Remark | None:
    """The remark that the step is about, as it is stored; None where there is none.

    Raises:
        Refused: No remark is named, or it is another party's.
    """
    wanted = step.form.id("remark")
    found = of.remark(wanted)
    if not wanted or (found is not None and found.party_id != speaker.party.id):
        raise Refused(texts.UNKNOWN_BUTTON)
    return found


async def save(step: Step) -> Page:
    """Store what the fields say; it is a draft then, whatever it was before.

    Whatever is wrong stands beside its field, and nothing is stored. So it is where another lead has changed
    the remark since the card was drawn: what is stored stands beside what was typed. Stored twice it is one.
    """
    form = step.form
    async with step.writing() as connection:
        of, speaker = await voice(step, connection)
        changeable(of)
        there = _there(step, of, speaker)
        read = _read(step, of, speaker, there)
        if form.errors:
            return pages.remark(view(step, of, speaker), there)
        if there is not None and _says(there) == _says(read) and not speaker.changed_since(there):
            return shown(step, of, speaker, done=remark_texts.REMARK_SAVED)
        if (notice := _meanwhile(step, there)) is not None:
            return pages.remark(view(step, of, speaker, notice=notice), there, beside=True)
        if there is None and (taken := _taken(step, of, speaker, read)):
            return pages.remark(view(step, of, speaker, notice=remark_texts.one_more(taken)), there)
        if (asked := form.asks(read.text)) is not None:
            return pages.remark(view(step, of, speaker, confirm=asked), there)
        await keep(step, connection, of, read, "saved", speaker.party.id)
        done = [remark_texts.REMARK_SAVED]
        if await _no_longer_none(step, connection, of, speaker, read):
            done.append(remark_texts.NO_LONGER_NONE)
        if there is not None and (gone := len(set(there.points) - speaker.numbers.keys())):
            done.append(remark_texts.vanished(gone))
        return await shown_after(step, connection, done=" ".join(done))


def _read(step: Step, of: Matter, speaker: Voice, there: Remark | None) -> Remark:
    """The remark that the fields tell of; what is wrong is refused field by field."""
    form = step.form
    text = form.text("remark_text", pages.MAX_REMARK_CHARS)
    others = [each for each in of.counting if each.id != form.id("remark")]
    known = [each.id for each in of.treatment.remarks]
    refers_to = form.several_of("refers_to", known, remark_texts.DANGLING)
    if dangling(refers_to, others):
        form.refuse("refers_to", remark_texts.DANGLING)
    if leads_back(form.id("remark"), refers_to, of.treatment.remarks):
        form.refuse("refers_to", remark_texts.CIRCLE)
    if not text and not refers_to:
        form.refuse("remark_text", remark_texts.WRITE_REMARK)
    outcome = pages.NO_OUTCOME
    if form.has("outcome"):
        outcome = form.one_of("outcome", [*Outcome, pages.NO_OUTCOME], remark_texts.CHOOSE_OUTCOME)
    last = max((each.position for each in of.treatment.remarks), default=0)
    return Remark(
        id=form.id("remark"),
        party_id=speaker.party.id,
        position=there.position if there else last + 1,
        points=chosen_points(step, speaker),
        text=text,
        refers_to=refers_to,
        outcome=Outcome(outcome) if outcome in set(Outcome) else None,
        by=step.user,
        at=step.now,
    )


def _says(of: Remark) -> tuple[object, ...]:
    return of.points, of.text, of.refers_to, of.outcome


def _meanwhile(step: Step, there: Remark | None) -> str | None:
    """What another lead has done since the card was drawn; the card shows it, and may then be sent again."""
    now = seen(there)
    before = step.form.values.get("shown", "")
    if before == now:
        return None
    step.form.values["shown"] = now
    return remark_texts.ANOTHER_LEAD if there else remark_texts.GONE_MEANWHILE


def _taken(step: Step, of: Matter, speaker: Voice, read: Remark) -> tuple[int, ...]:
    """Which of its points have a remark that the lead has not been told of; sent again, it is one more."""
    answered = {
        id_ for each in of.remarks_to(speaker.party.id) if not each.says_nothing for id_ in each.points
    }
    taken = [id_ for id_ in read.points if id_ in answered]
    besides = hash_of(",".join(taken))[:16] if taken else ""
    if step.form.values.get("besides", "") == besides:
        return ()
    step.form.values["besides"] = besides
    return tuple(speaker.numbers[id_] for id_ in taken)


async def _no_longer_none(
    step: Step, connection: AsyncConnection, of: Matter, speaker: Voice, read: Remark
) -> bool:
    """Points that get a remark are not such any more that get none."""
    found = [
        each
        for each in of.remarks_to(speaker.party.id)
        if each.says_nothing and each.id != read.id and set(each.points) & set(read.points)
    ]
    for each in found:
        left = tuple(id_ for id_ in each.points if id_ not in read.points)
        await _change(step, connection, of, speaker, each, replace(each, points=left) if left else None)
    return bool(found)


async def _change(
    step: Step,
    connection: AsyncConnection,
    of: Matter,
    speaker: Voice,
    before: Remark,
    after: Remark | None,
) -> None:
    """Let a remark say something else, or be gone."""
    what = after or replace(before, removed=True)
    changed = replace(what, by=step.user, at=_read_at(step, speaker, before))
    await keep(step, connection, of, changed, "saved" if after else "removed", speaker.party.id)


def _read_at(step: Step, speaker: Voice, before: Remark) -> datetime | None:
    """When it was last held up against its points: now, unless they have changed and nobody has read them."""
    return before.at if speaker.changed_since(before) else step.now


async def none(step: Step) -> Page:
    """Say of the chosen points that they get no remark of their own."""
    async with step.writing() as connection:
        of, speaker = await voice(step, connection)
        changeable(of)
        if _there(step, of, speaker) is not None:  # pressed twice
            return shown(step, of, speaker, done=remark_texts.NONE_SAVED)
        points = chosen_points(step, speaker)
        remarks = of.remarks_to(speaker.party.id)
        silent = {id_ for each in remarks if each.says_nothing for id_ in each.points}
        answered = {id_ for each in remarks if not each.says_nothing for id_ in each.points}
        if taken := sorted(speaker.numbers[id_] for id_ in points if id_ in answered):
            step.form.refuse("points", remark_texts.has_remark(taken))
        if step.form.errors:
            return shown(step, of, speaker)
        left = tuple(id_ for id_ in points if id_ not in silent)
        if left:
            last = max((each.position for each in of.treatment.remarks), default=0)
            remark = Remark(
                id=step.form.id("remark"),
                party_id=speaker.party.id,
                position=last + 1,
                points=left,
                by=step.user,
                at=step.now,
            )
            await keep(step, connection, of, remark, "saved", speaker.party.id)
        return await shown_after(step, connection, done=remark_texts.NONE_SAVED)


async def remove(step: Step) -> Page:
    """Take a remark away, unless others refer to it; its history is kept."""
    async with step.writing() as connection:
        of, speaker = await voice(step, connection)
        changeable(of)
        there = _there(step, of, speaker)
        if there is None:
            return shown(step, of, speaker, done=remark_texts.REMARK_REMOVED)
        if _meanwhile(step, there) is not None:
            return _as_stored(step, of, speaker, there, remark_texts.CHANGED_MEANWHILE)
        if others := referring_to(there.id, of.counting):
            return _as_stored(step, of, speaker, there, remark_texts.referred_to(_named(of, others)))
        await _change(step, connection, of, speaker, there, None)
        return await shown_after(step, connection, done=remark_texts.REMARK_REMOVED)


def _named(of: Matter, remarks: Sequence[Remark]) -> list[str]:
    return [remark_texts.named(of.number_of(each), of.name_of(each.party_id)) for each in remarks]


def _as_stored(step: Step, of: Matter, speaker: Voice, there: Remark, notice: str) -> Page:
    """The remark's fields as it is stored, and why what was asked for was not done."""
    step.form.values |= _values_of(there)
    return pages.remark(view(step, of, speaker, notice=notice), there)


# --- from draft to approved -------------------------------------------------------------------


async def move(step: Step) -> Page:
    """Let a remark be a step further, or a step back, unless the fields say something else than it does."""
    async with step.writing() as connection:
        of, speaker = await voice(step, connection)
        changeable(of)
        there = _there(step, of, speaker)
        if there is None:
            return shown(step, of, speaker, notice=remark_texts.REMARK_GONE)
        after = step_of(step, there.progress)
        if after is there.progress:  # pressed twice
            return shown(step, of, speaker, done=remark_texts.moved(1, after, 0))
        if (held_back := _held_back(step, of, speaker, there, after)) is not None:
            return held_back
        await _moved(step, connection, of, speaker, there, after)
        return await shown_after(step, connection, done=remark_texts.moved(1, after, 0))


def _held_back(step: Step, of: Matter, speaker: Voice, there: Remark, after: Progress) -> Page | None:
    """The remark's fields, and why it stays where it is; None where it does not."""
    unsaved = _is_unsaved(step, speaker, there)
    if (notice := _meanwhile(step, there)) is not None:
        if unsaved:
            return pages.remark(view(step, of, speaker, notice=notice), there, beside=True)
        return _as_stored(step, of, speaker, there, remark_texts.CHANGED_MEANWHILE)
    if unsaved:
        return pages.remark(view(step, of, speaker, notice=remark_texts.UNSAVED), there)
    if is_forward(there.progress, after) and speaker.changed_since(there):
        return _as_stored(step, of, speaker, there, remark_texts.READ_AGAIN)
    return None


def _is_unsaved(step: Step, speaker: Voice, there: Remark) -> bool:
    """Whether the fields came along, and say something else than what is stored."""
    form, stored = step.form, _values_of(there)
    if form.text("remark_text", pages.MAX_REMARK_CHARS) != there.text and "remark_text" in form.values:
        return True
    if form.values.get("outcome", stored["outcome"]) not in {"", stored["outcome"]}:
        return True
    return any(
        _chosen(form.values.get(name, stored[name]), known) != _chosen(stored[name], known)
        for name, known in (("points", set(speaker.numbers)), ("refers_to", None))
    )


def _chosen(ids: str, known: set[str] | None) -> set[str]:
    found = set(filter(None, ids.split(",")))
    return found if known is None else found & known


def step_of(step: Step, before: Progress) -> Progress:
    """Where something is to be moved to: a step from where it is, or where it is already.

    Raises:
        Refused: It is no such step.
    """
    to = step.form.values.get("to", "")
    if to == before:
        return before
    for one, other in pages.STEPS:
        if (one, other) == (before, to):
            return other
    raise Refused(remark_texts.MOVED_MEANWHILE)


def is_forward(before: Progress, after: Progress) -> bool:
    """Whether it is a step towards approval."""
    order = list(Progress)
    return order.index(after) > order.index(before)


async def back(step: Step) -> Page:
    """Which of a party's remarks are to be a step back."""
    async with step.reading() as connection:
        of, speaker = await voice(step, connection)
    changeable(of)
    return pages.back(view(step, of, speaker))


async def move_all(step: Step) -> Page:
    """Let all of a party's remarks that are as far be a step further, or back, as they were shown.

    Those whose points have changed since stay where they are: somebody is to read them again.
    """
    form = step.form
    async with step.writing() as connection:
        of, speaker = await voice(step, connection)
        changeable(of)
        moves = {(before.value, after.value): (before, after) for before, after in pages.STEPS}
        found = moves.get((form.values.get("from", ""), form.values.get("to", "")))
        if found is None:
            raise Refused(texts.UNKNOWN_BUTTON)
        before, after = found
        remarks = of.remarks_to(speaker.party.id)
        if form.values.get("shown") != pages.all_shown(remarks):
            there = [each for each in remarks if each.progress is before]
            return shown(step, of, speaker, notice=remark_texts.MOVED_MEANWHILE if there else "")
        found_there = [each for each in remarks if each.progress is before]
        moving = [
            each for each in found_there if not (is_forward(before, after) and speaker.changed_since(each))
        ]
        for each in moving:
            await _moved(step, connection, of, speaker, each, after)
        left = len(found_there) - len(moving)
        if not moving:
            return shown(step, of, speaker, notice=remark_texts.READ_AGAIN)
        return await shown_after(step, connection, done=remark_texts.moved(len(moving), after, left))


async def _moved(
    step: Step, connection: AsyncConnection, of: Matter, speaker: Voice, remark: Remark, after: Progress
) -> None:
    moved = replace(remark, progress=after, by=step.user, at=_read_at(step, speaker, remark))
    await keep(step, connection, of, moved, "moved", speaker.party.id)
