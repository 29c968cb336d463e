"""What a lead is told without having asked: a deadline has passed, or somebody is to be written to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.hearings import texts
from bot.hearings.pages.board import by_hand
from bot.hearings.reach import Reach
from bot.hearings.rules import Moment, Shown
from bot.hearings.texts import notices as notice_texts
from bot.page import Action, Notice, Page, PageBlock, Tone
from bot.questions.answer import Bullets, Paragraph
from storage.records.values import Hearing


def to_be_reminded(of: Hearing, reached: Sequence[Reach]) -> Page:
    """The parties that have not answered and that the bot cannot write to, with a text for them.

    Args:
        of: The hearing.
        reached: Those parties; at least one.
    """
    names = [each.moment.invitation.party.name for each in reached]
    return Page(
        notice_texts.REMINDER_KICKER,
        notice_texts.hand_over_headline(names),
        (Paragraph(of.title), Paragraph(notice_texts.HAND_OVER_MEANS), *by_hand(reached)),
        (_action(texts.BOARD, "board.show", of, primary=True),),
    )


def deadline_passed(of: Hearing, moments: Sequence[Moment], deadline: datetime) -> Page:
    """Who has answered, who is silent, whose late response waits for the lead, and who has longer.

    Args:
        of: The hearing.
        moments: Its parties now.
        deadline: The last one that has passed.
    """
    silent = [each for each in moments if each.missing and not each.timely]
    longer = [each for each in moments if each.missing and each.timely]
    undecided = [each for each in moments if each.undecided]
    registering = [each for each in moments if each.shown is Shown.REGISTERING]
    blocks: list[PageBlock] = [Paragraph(of.title), Paragraph(notice_texts.deadline_was(deadline))]
    if all(each.responded for each in moments):
        blocks.append(Notice(Tone.GOOD, notice_texts.ALL_ANSWERED))
    for heading, theirs in (
        (notice_texts.SILENT, _names(silent)),
        (notice_texts.UNDECIDED, _names(undecided)),
        (notice_texts.BEING_REGISTERED, _names(registering)),
        (notice_texts.LONGER, [notice_texts.until(each) for each in longer]),
    ):
        if theirs:
            blocks.append(Bullets(texts.some(theirs), heading))
    return Page(
        notice_texts.DEADLINE_KICKER,
        notice_texts.deadline_headline(sum(each.responded for each in moments), len(moments)),
        tuple(blocks),
        (
            _action(texts.BOARD, "board.show", of, primary=True),
            _action(texts.CLOSE_HEARING, "hearing.close", of),
            _action(texts.EXTEND, "hearing.extend", of),
        ),
    )


def _names(of: Sequence[Moment]) -> list[str]:
    return [each.invitation.party.name for each in of]


def _action(title: str, verb: str, of: Hearing, *, primary: bool = False) -> Action:
    return Action(title, verb, {"hearing": of.id}, sends_inputs=False, primary=primary)
