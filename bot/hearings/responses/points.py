"""What the fields of a response hold: a point, and what stands beside the points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.hearings import texts
from bot.hearings.calendar import BadDateError, date_of, local
from bot.hearings.concerns import WHOLE
from bot.hearings.desk import Step
from bot.hearings.form import Form
from bot.hearings.responses.work import Work
from bot.hearings.rules import MAX_POINT_CHARS, MAX_POINTS, needs_mandate
from storage.records.values import Content, Mandate, Point, Stance

_ROLE_CHARS = 120
_BODY_CHARS = 120
_MINORITY_CHARS = 1_000
_EXCERPT_CHARS = 2_000

Alter = Callable[[Content], Content]
"""What a step makes of a response."""


class PointGone(Exception):  # noqa: N818 - reads as what happened
    """The point that a card is about is not in the response any more."""


def the_point(content: Content, wanted: str) -> Point:
    """The point with that id.

    Raises:
        PointGone: There is none.
    """
    for point in content.points:
        if point.id == wanted:
            return point
    raise PointGone


def with_new_point(work: Work) -> Alter:
    """Adds what stands in the fields as a point."""

    def added(content: Content) -> Content:
        if len(content.points) >= MAX_POINTS:
            work.step.form.refuse("text", texts.too_many_points(MAX_POINTS))
        point = point_in(work, work.step.desk.new_id())
        return replace(content, points=(*content.points, point), no_comments=False)

    return added


def point_in(work: Work, id_: str, *, before: Point | None = None) -> Point:
    """The point that the fields tell of; what is wrong is refused field by field, and read as something.

    Args:
        work: The response.
        id_: The point's.
        before: What it said before, where it is changed.
    """
    form = work.step.form
    stance = form.one_of("stance", list(Stance), texts.CHOOSE_STANCE)
    known = [choice.value for choice in work.step.desk.concerns.choices(work.standing.hearing)]
    known += before.about if before else ()  # also what the hearing has stopped naming
    about = form.one_of("about", known, texts.CHOOSE_ABOUT) if form.has("about") else WHOLE
    text = form.text("text", MAX_POINT_CHARS, missing=texts.WRITE_POINT)
    excerpt = form.text("excerpt", _EXCERPT_CHARS) if work.registering else ""
    original = work.draft.original if work.draft else None
    if original and not excerpt:
        form.refuse("excerpt", texts.WRITE_EXCERPT)
    elif excerpt and original and _squeezed(excerpt) not in _squeezed(original.text):
        form.refuse("excerpt", texts.NOT_IN_ORIGINAL)
    return Point(
        id=id_,
        stance=Stance(stance) if stance else Stance.SUPPORT,
        about=() if about in {"", WHOLE} else (about,),
        text=text,
        section=before.section if before else (),
        excerpt=excerpt,
    )


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


def with_beside(work: Work, content: Content) -> Content:
    """The content with what the fields beside the points say: role, and for a committee its mandate."""
    form = work.step.form
    speaker = content.speaker if work.registering else work.step.name
    role = form.line("role", _ROLE_CHARS) if "role" in form.values else content.role
    mandate = content.mandate
    if needs_mandate(work.standing.invitation) and "body" in form.values:
        mandate = Mandate(
            body=form.line("body", _BODY_CHARS),
            discussed_on=_day(form, work.step.now),
            minority=form.text("minority", _MINORITY_CHARS),
        )
    return replace(content, role=role, speaker=speaker, mandate=mandate)


def changes_beside(work: Work, content: Content) -> bool:
    """Whether something was typed beside the points that is not in the content."""
    typed = with_beside(work, content)
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


def asks_twice(step: Step, stored: Content) -> str | None:
    """What must be confirmed: somebody's e-mail address or telephone number is going to be stored.

    Confirmed is only the very text that the question was about; what is stored already was confirmed then.
    """
    mandate = stored.mandate or Mandate()
    there = {"role": stored.role, "body": mandate.body, "minority": mandate.minority}
    typed = {name: step.form.values.get(name, "") for name in ("text", "excerpt", *there)}
    text = "\n".join(value for name, value in typed.items() if value.strip() != there.get(name))
    return step.form.asks(text)


def complete(work: Work, content: Content) -> None:
    """Say beside the fields what is missing before the response can be sent."""
    form = work.step.form
    if not content.points and not content.no_comments:
        form.refuse("text", texts.NO_POINTS)
    if content.points and not content.role and not work.registering:
        form.refuse("role", texts.WRITE_ROLE)
    if needs_mandate(work.standing.invitation):
        mandate = content.mandate or Mandate()
        if not mandate.body:
            form.refuse("body", texts.WRITE_BODY)
        if not mandate.discussed_on:
            form.refuse("discussed", texts.WRITE_DISCUSSED)
