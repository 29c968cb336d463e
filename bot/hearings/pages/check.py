"""Is a party rendered right? What a lead sees who asks, and what a party sees that is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.hearings import texts
from bot.hearings.pages.fields import field, reason
from bot.hearings.pages.remarks import View, point_entry
from bot.hearings.reach import Reach
from bot.hearings.texts import remarks as remark_texts
from bot.hearings.treatment.administration import TREATABLE
from bot.hearings.treatment.matter import Matter
from bot.page import Action, Buttons, Heading, InputKind, Listing, Notice, Page, PageBlock, Small, Tone
from bot.questions.answer import Bullets, Paragraph
from storage.records.remarks import Check, CheckAnswer, Paraphrase
from storage.records.values import Party, Point

MAX_CHARS = 500
ANSWERS = frozenset({CheckAnswer.APPROVED, CheckAnswer.CORRECTED})
"""What the party itself can have said."""
_MOST_LETTERS = 3


# --- the lead ---------------------------------------------------------------------------------


def question(of: Matter, reached: Sequence[Reach], party_id: str, now: datetime) -> Page:
    """Who is asked, and what they get; and who must be written to another way."""
    by_us = [each for each in reached if each.addresses]
    data = {"hearing": of.hearing.id, "asked_at": now.isoformat()} | ({"party": party_id} if party_id else {})
    blocks: list[PageBlock] = []
    if by_us:
        first = by_us[0].moment.invitation.party
        blocks += [
            Bullets(_names(by_us), remark_texts.ASKED_BY_US),
            Heading(texts.THEY_GET),
            Paragraph(remark_texts.check_question(first.name, of.hearing.title)),
        ]
    title = remark_texts.send_checks(len(by_us)) if by_us else remark_texts.note_checks(len(reached))
    return Page(
        remark_texts.CHECK_KICKER,
        remark_texts.check_headline(len(by_us), len(reached)),
        (*blocks, *_by_hand(of, reached)),
        (Action(title, "check.send", data, sends_inputs=False, primary=True), _to_all(of)),
    )


def _to_all(of: Matter) -> Action:
    return Action(remark_texts.TO_ALL, "remarks.show", {"hearing": of.hearing.id}, sends_inputs=False)


def _names(of: Sequence[Reach]) -> tuple[str, ...]:
    return texts.some([each.moment.invitation.party.name for each in of])


def _by_hand(of: Matter, reached: Sequence[Reach]) -> list[PageBlock]:
    by_hand = [each for each in reached if not each.addresses]
    if not by_hand:
        return []
    letters = [
        remark_texts.check_letter(each.moment.invitation.party.name, of.hearing.title)
        for each in by_hand[:_MOST_LETTERS]
    ]
    return [
        Bullets(_names(by_hand), remark_texts.ASKED_BY_HAND),
        Heading(texts.TEXT_TO_SEND),
        *map(Paragraph, letters),
        Small(remark_texts.CODE_HINT),
    ]


def sent(of: Matter, reached: Sequence[Reach]) -> Page:
    """It is on its way; and who must be written to another way."""
    by_us = [each for each in reached if each.addresses]
    return Page(
        remark_texts.CHECK_KICKER,
        remark_texts.check_sent_headline(len(by_us), len(reached)),
        (*((Bullets(_names(by_us)),) if by_us else ()), *_by_hand(of, reached)),
        (_to_all(of),),
    )


def waive(view: View) -> Page:
    """Why does the lead go on without an answer?"""
    return Page(
        view.kicker,
        remark_texts.WAIVE_HEADLINE,
        (
            Paragraph(view.voice.party.name),
            Small(remark_texts.WAIVE_MEANS),
            *view.notices("reason"),
            reason(view.form),
        ),
        (Action(remark_texts.WAIVE, "check.waive", view.data(), primary=True), view.back()),
    )


# --- the party --------------------------------------------------------------------------------


def letter(of: Matter, party: Party) -> Page:
    """What the party's people get."""
    return Page(
        remark_texts.CHECK_KICKER,
        of.hearing.title,
        (Paragraph(remark_texts.check_question(party.name, of.hearing.title)),),
        (see(of.hearing.id, party.id),),
    )


def see(hearing_id: str, party_id: str) -> Action:
    """The button that leads to how the party is rendered."""
    data = {"hearing": hearing_id, "party": party_id}
    return Action(remark_texts.SEE_RENDERING, "check.show", data, sends_inputs=False, primary=True)


def rendered(view: View, check: Check) -> Page:
    """Each point in the party's own words, with how it is put in the memo, to be approved or corrected."""
    of, voice = view.matter, view.voice
    answerable = of.hearing.status in TREATABLE
    now = of.shown_to(voice)
    answered = check.answer in ANSWERS and check.shown == now
    data = view.data(shown=now)
    blocks: list[PageBlock] = view.notices()
    if not view.done and answered:
        blocks.append(Small(remark_texts.answered_at(check)))
    if answerable:
        introduction = remark_texts.MORE_CORRECTIONS if answered else remark_texts.CHECK_INTRODUCTION
        blocks.append(Paragraph(introduction))
    else:
        blocks.append(Notice(Tone.WARNING, remark_texts.CHECK_OVER))
    rows = tuple(
        point_entry(
            view,
            point,
            words=point.excerpt,
            details=[_rendering(point, of.paraphrase_of(point))],
            actions=[_correct(point, data)] if answerable else [],
        )
        for point in voice.points
    )
    actions = [Action(texts.MINE, "response.mine", sends_inputs=False)]
    if answerable and not answered:
        actions.insert(
            0, Action(remark_texts.APPROVE, "check.approve", data, sends_inputs=False, primary=True)
        )
    return Page(
        remark_texts.CHECK_KICKER,
        remark_texts.rendered(of.hearing.title, voice.party.name),
        (*blocks, Listing(rows, "check.show", view.data(), view.form.number("at"))),
        tuple(actions),
    )


def _rendering(point: Point, there: Paraphrase | None) -> str:
    """How the point is put: what a lead has written of a registered one is a rendering of its excerpt too."""
    if there is None and point.excerpt:
        return remark_texts.rendered_as(point.text, by_party=False)
    if there is None:
        return remark_texts.SAME_WORDS
    if there.by_party:
        return remark_texts.own_rendering(there.text)
    return remark_texts.rendered_as(there.text, by_party=False)


def _correct(point: Point, data: dict[str, str]) -> Action:
    return Action(remark_texts.CORRECT, "check.point", data | {"point": point.id}, sends_inputs=False)


def wording(view: View, point: Point, there: Paraphrase | None) -> Page:
    """The field where the party puts a point as it wants it put, below its own words."""
    form = view.form
    data = view.data(point=point.id, shown=form.values.get("shown", ""), stands=form.values.get("stands", ""))
    title = texts.SAVE_ANYWAY if view.confirm else remark_texts.SAVE_CORRECTION
    return Page(
        remark_texts.CHECK_KICKER,
        remark_texts.correct_headline(view.voice.numbers[point.id]),
        (
            *view.notices("wording"),
            point_entry(view, point, words=point.excerpt, details=[_rendering(point, there)]),
            field(
                form,
                "wording",
                InputKind.LONG_TEXT,
                placeholder=remark_texts.WORDING_PLACEHOLDER,
                max_chars=MAX_CHARS,
            ),
            Buttons((Action(title, "check.correct", data | view.confirmed(), primary=True),)),
        ),
        (Action(texts.BACK, "check.show", view.data(), sends_inputs=False),),
    )
