"""What a lead sees of the responses: the board, one response, and reminders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.hearings import texts
from bot.hearings.concerns import Concerns
from bot.hearings.form import Form
from bot.hearings.pages import response as response_pages
from bot.hearings.pages.fields import field, reason
from bot.hearings.reach import Reach
from bot.hearings.rules import Moment, Shown
from bot.hearings.texts import remarks as remark_texts
from bot.page import (
    Action,
    Buttons,
    Chart,
    Choice,
    Entry,
    Heading,
    Input,
    InputKind,
    Listing,
    Notice,
    Page,
    PageBlock,
    Small,
    Tone,
)
from bot.questions.answer import Bullets, Paragraph, Table
from bot.screen import fits
from storage.records.values import Hearing, HearingStatus, LateDecision, Stance, Version

_MOST_TEXTS = 3

_FEWER = (15, 10, 5, 2)
"""Parties on a card: the first number of them that fits; with more parties, a part of them at a time."""


def choose(found: Sequence[Hearing], now: datetime, part: int) -> Page:
    """Which hearing's board."""
    entries = tuple(
        Entry(
            each.title,
            (texts.hearing_status(each, now),),
            actions=(Action(texts.BOARD, "board.show", {"hearing": each.id}, sends_inputs=False),),
        )
        for each in found
    )
    headline = texts.CHOOSE_BOARD if entries else texts.NO_HEARINGS
    return Page(texts.BOARD_KICKER, headline, (Listing(entries, "board.begin", part=part),))


def board(of: Hearing, moments: Sequence[Moment], now: datetime, form: Form, *, done: str = "") -> Page:
    """Every party and where it stands, the stances of those that count, and what can be done.

    Of more parties than a card holds, as many as it does.
    """
    *more, fewest = _FEWER
    pages = (_board(of, moments, now, form, most, done=done) for most in more)
    return next(filter(fits, pages), None) or _board(of, moments, now, form, fewest, done=done)


def _board(
    of: Hearing, moments: Sequence[Moment], now: datetime, form: Form, most: int, *, done: str = ""
) -> Page:
    start = max(0, min(form.number("part"), len(moments) - 1))  # so many come before them
    shown = moments[start : start + most]
    missing = [each for each in moments if each.missing]
    blocks: list[PageBlock] = [Notice(Tone.GOOD, done)] if done else []
    undecided = [each.invitation.party.name for each in moments if each.undecided]
    if undecided:
        blocks.append(Notice(Tone.WARNING, texts.undecided(undecided)))
    blocks += [
        Table(
            (texts.BOARD_PARTY, texts.STATUS, texts.POINTS),
            tuple(_row(each) for each in shown),
            (4, 3, 2),
        )
    ]
    if len(shown) < len(moments):
        before, after = max(0, start - most) if start else None, start + most
        others = (
            (before, texts.PARTIES_BEFORE),
            (after if after < len(moments) else None, texts.PARTIES_AFTER),
        )
        blocks.append(
            Buttons(
                tuple(
                    Action(title, "board.show", {"hearing": of.id, "part": str(at)}, sends_inputs=False)
                    for at, title in others
                    if at is not None
                )
            )
        )
    counts = _stances(moments)
    if counts:
        blocks += [
            Chart(
                texts.STANCES,
                tuple((texts.stance(stance), counts[stance]) for stance in Stance if counts[stance]),
            ),
            Small(texts.NUMBERS_ARE_NOT_WEIGHT),
        ]
    blocks += [
        Input(
            "party",
            texts.ONE_PARTY,
            InputKind.CHOICE,
            value=form.id("party"),
            placeholder=texts.CHOOSE_PARTY,
            choices=tuple(Choice(each.invitation.party.id, each.invitation.party.name) for each in shown),
        ),
        Buttons(
            (
                Action(texts.OPEN_RESPONSE, "response.open", {"hearing": of.id}),
                Action(texts.CONTACTS_AND_CODE, "party.show", {"hearing": of.id}),
                Action(texts.REGISTER_RESPONSE, "register.form", {"hearing": of.id}),
                *(
                    (Action(texts.REMIND_ONE, "reminder.one", {"hearing": of.id}),)
                    if of.status is HearingStatus.OPEN
                    else ()
                ),
            )
        ),
    ]
    actions = [
        Action(remark_texts.BUTTON, "remarks.show", {"hearing": of.id}, sends_inputs=False),
        Action(texts.SEE_HEARING, "hearing.show", {"hearing": of.id}, sends_inputs=False),
    ]
    if missing and of.status is HearingStatus.OPEN:
        actions.insert(
            0, Action(texts.remind_all(len(missing)), "reminder.all", {"hearing": of.id}, sends_inputs=False)
        )
    return Page(
        texts.board_kicker(of, now),
        texts.board_headline(sum(each.responded for each in moments), len(moments)),
        (Paragraph(of.title), *blocks),
        tuple(actions),
    )


def _row(moment: Moment) -> tuple[tuple[str, ...], ...]:
    invitation = moment.invitation
    responded = moment.shown in {Shown.ANSWERED, Shown.LATE}
    points = str(invitation.points) if responded else "–"
    return (invitation.party.name,), (texts.standing(moment),), (points,)


def _stances(moments: Sequence[Moment]) -> Counter[Stance]:
    counts: Counter[Stance] = Counter()
    for each in moments:
        if each.counts:
            for stance, _about, count in each.invitation.tally:
                counts[stance] += count
    return counts


def response(
    moment: Moment,
    version: Version,
    content_hash: str,
    concerns: Concerns,
    form: Form,
    *,
    changed: bool = False,
) -> Page:
    """A party's last response as the lead reads it; a late one with what can be decided.

    Args:
        moment: The party in the hearing.
        version: What it sent last.
        content_hash: Of what is stored.
        concerns: What points can be about.
        form: What was typed, and what is wrong with it.
        changed: It is another than the one that the lead had read.
    """
    view = response_pages.View(
        moment=moment, draft=None, form=form, concerns=concerns, registering=True, user=""
    )
    page = response_pages.receipt(view, version, content_hash, read=True, verb="response.open")
    if version.withdrawn or moment.invitation.timely:
        return replace(page, kicker=texts.BOARD_KICKER, lasting=False)
    decided = moment.invitation.late_decision
    fields: tuple[PageBlock, ...] = (
        Heading(texts.LATE_HEADING),
        *((Notice(Tone.WARNING, texts.ANOTHER_RESPONSE),) if changed else ()),
        *((Small(texts.decided(decided, moment.invitation.late_reason)),) if decided else ()),
        field(
            form,
            "decision",
            InputKind.CHOICE,
            kept=decided or "",
            choices=tuple(Choice(each, texts.LATE_DECISIONS[each]) for each in LateDecision),
        ),
        reason(form),
        Buttons((Action(texts.DECIDE, "late.decide", view.data(), primary=True),)),
    )
    return replace(page, kicker=texts.BOARD_KICKER, blocks=(*page.blocks, *fields), lasting=False)


def reminder(of: Hearing, reached: Sequence[Reach], form: Form, now: datetime) -> Page:
    """What will be sent, and to whom; and who must be written to another way."""
    by_us = [each for each in reached if each.addresses]
    actions = []
    if by_us:
        data = {"hearing": of.id, "party": form.id("party"), "asked_at": now.isoformat()}
        verb = "reminder.one" if form.id("party") else "reminder.all"
        actions.append(Action(texts.send_reminders(len(by_us)), verb, data, sends_inputs=False, primary=True))
    actions.append(Action(texts.TO_BOARD, "board.show", {"hearing": of.id}, sends_inputs=False))
    blocks: list[PageBlock] = []
    if by_us:
        blocks += [
            Bullets(_names(by_us), texts.REMINDED_BY_US),
            Heading(texts.THEY_GET),
            *(Paragraph(text) for text in _distinct(texts.reminder(each.moment) for each in by_us)),
        ]
    return Page(
        texts.BOARD_KICKER,
        texts.reminder_headline(len(by_us)),
        (*blocks, *by_hand(reached)),
        tuple(actions),
    )


def by_hand(reached: Sequence[Reach]) -> list[PageBlock]:
    """Those among them whom the bot cannot write to, with a reminder that the lead can send."""
    unreached = [each for each in reached if not each.addresses]
    if not unreached:
        return []
    # A party that was given more time is not to be told the others' deadline.
    letters = _distinct(texts.reminder_letter(each.moment) for each in unreached)
    blocks: list[PageBlock] = []
    for text in letters:
        to = [each for each in unreached if texts.reminder_letter(each.moment) == text]
        blocks += [
            Bullets(_names(to), texts.REMINDED_BY_HAND),
            Heading(texts.TEXT_TO_SEND),
            Paragraph(text),
        ]
    return blocks


def _names(of: Sequence[Reach]) -> tuple[str, ...]:
    return texts.some([each.moment.invitation.party.name for each in of])


def _distinct(found: Iterable[str]) -> tuple[str, ...]:
    """Each text once; of very many, the first few."""
    return tuple(dict.fromkeys(found))[:_MOST_TEXTS]


def reminded(of: Hearing, reached: Sequence[Reach]) -> Page:
    """It is on its way; and who must be written to another way."""
    by_us = [each for each in reached if each.addresses]
    return Page(
        texts.BOARD_KICKER,
        texts.reminded_headline(len(by_us)),
        (*((Bullets(_names(by_us)),) if by_us else ()), *by_hand(reached)),
        (Action(texts.TO_BOARD, "board.show", {"hearing": of.id}, sends_inputs=False),),
    )


def letter(moment: Moment, text: str) -> Page:
    """What a party's contact gets: an invitation or a reminder, with the button that leads to the form."""
    key = {"hearing": moment.hearing.id, "party": moment.invitation.party.id}
    return Page(
        texts.response_kicker(moment.deadline, moment.now),
        moment.hearing.title,
        (Paragraph(text),),
        (Action(texts.ANSWER, "response.show", key, sends_inputs=False, primary=True),),
    )
