"""Which step a button or a command is, and who may take it: one table, and the one way in."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from bot import log
from bot.hearings import board, conduct, memo, parties, texts
from bot.hearings.desk import Desk, Refused, Step
from bot.hearings.form import Form
from bot.hearings.people import remember
from bot.hearings.responses import draft, register, respond
from bot.hearings.sharing import behind, publish, share
from bot.hearings.treatment import check, outcome, paraphrases, recommendations, remarks
from bot.page import Notice, Page, Tone
from bot.questions.answer import Paragraph
from bot.screen import PageTooLargeError, reply_of_page
from bot.turn import CardAction, ChatKind, Reply, Turn
from storage.records.database import RecordsUnavailableError

Take = Callable[[Step], Awaitable[Page | Reply]]


class Verb(NamedTuple):
    """A step, and whether only leads may take it; of the others, each asks who may speak for the party.

    Attributes:
        anywhere: Whether it can be taken where others read along, too.
        remembers: Whether it is noted where the person can be written to: not when they ask to be forgotten.
    """

    take: Take
    leads_only: bool = True
    remembers: bool = True
    anywhere: bool = False


VERBS: dict[str, Verb] = {
    "response.begin": Verb(respond.begin, leads_only=False),
    "response.mine": Verb(respond.mine, leads_only=False),
    "response.show": Verb(respond.show, leads_only=False),
    "response.receipt": Verb(respond.receipt, leads_only=False),
    "response.review": Verb(respond.review, leads_only=False),
    "response.reviewed": Verb(respond.reviewed, leads_only=False),
    "response.none": Verb(respond.no_comments, leads_only=False),
    "response.submit": Verb(respond.submit, leads_only=False),
    "response.change": Verb(draft.change, leads_only=False),
    "response.withdraw": Verb(respond.withdraw, leads_only=False),
    "point.add": Verb(draft.add_point, leads_only=False),
    "point.edit": Verb(draft.edit_point, leads_only=False),
    "point.save": Verb(draft.save_point, leads_only=False),
    "point.remove": Verb(draft.remove_point, leads_only=False),
    "point.move": Verb(draft.move_point, leads_only=False),
    "draft.discard": Verb(draft.discard, leads_only=False),
    "code.redeem": Verb(parties.redeem, leads_only=False),
    "me.forget": Verb(parties.forget_me, leads_only=False, remembers=False),
    "hearing.list": Verb(conduct.all_of_them),
    "hearing.new": Verb(conduct.new),
    "hearing.show": Verb(conduct.show),
    "hearing.edit": Verb(conduct.edit),
    "hearing.party": Verb(conduct.another_party),
    "hearing.save": Verb(conduct.save),
    "hearing.open": Verb(conduct.open_),
    "hearing.extend": Verb(conduct.extend),
    "hearing.close": Verb(conduct.close),
    "hearing.reopen": Verb(conduct.reopen),
    "hearing.conclude": Verb(conduct.conclude),
    "party.show": Verb(parties.show),
    "party.contacts": Verb(parties.set_contacts),
    "party.code": Verb(parties.make_code),
    "party.revoke": Verb(parties.revoke_code),
    "board.begin": Verb(board.begin),
    "board.show": Verb(board.show),
    "response.open": Verb(board.open_response),
    "late.decide": Verb(board.decide_late),
    "reminder.all": Verb(board.remind_all),
    "reminder.one": Verb(board.remind_one),
    "outcome.show": Verb(outcome.show),
    "outcome.edit": Verb(outcome.edit),
    "outcome.save": Verb(outcome.save),
    "outcome.send": Verb(outcome.send),
    "outcome.preview": Verb(outcome.preview),
    "outcome.mine": Verb(outcome.mine, leads_only=False),
    "register.form": Verb(register.form),
    "register.begin": Verb(register.begin),
    "memo.begin": Verb(memo.begin),
    "memo.show": Verb(memo.show),
    "memo.make": Verb(memo.make),
    "remarks.begin": Verb(remarks.begin),
    "remarks.show": Verb(remarks.show),
    "remarks.party": Verb(remarks.party),
    "remarks.original": Verb(remarks.original),
    "remark.new": Verb(remarks.new),
    "remark.edit": Verb(remarks.edit),
    "remark.form": Verb(remarks.again),
    "remark.save": Verb(remarks.save),
    "remark.none": Verb(remarks.none),
    "remark.remove": Verb(remarks.remove),
    "remark.move": Verb(remarks.move),
    "remark.back": Verb(remarks.back),
    "remark.move_all": Verb(remarks.move_all),
    "paraphrase.edit": Verb(paraphrases.edit),
    "paraphrase.save": Verb(paraphrases.save),
    "paraphrase.remove": Verb(paraphrases.remove),
    "recommendation.list": Verb(recommendations.all_of_them),
    "recommendation.form": Verb(recommendations.choose),
    "recommendation.attach": Verb(recommendations.attach),
    "recommendation.detach": Verb(recommendations.detach),
    "recommendation.edit": Verb(recommendations.edit),
    "recommendation.save": Verb(recommendations.save),
    "recommendation.move": Verb(recommendations.move),
    "recommendation.remove": Verb(recommendations.remove),
    "check.send": Verb(check.send),
    "check.waive": Verb(check.waive),
    "check.show": Verb(check.show, leads_only=False),
    "check.point": Verb(check.point, leads_only=False),
    "check.correct": Verb(check.correct, leads_only=False),
    "check.approve": Verb(check.approve, leads_only=False),
    "summary.begin": Verb(share.begin),
    "summary.form": Verb(share.form),
    "summary.preview": Verb(share.preview),
    "summary.send": Verb(share.send),
    "summary.report": Verb(share.report),
    "summary.cancel": Verb(share.cancel),
    "summary.update": Verb(share.update),
    "summary.again": Verb(share.again),
    "summary.details": Verb(behind.details, leads_only=False, anywhere=True),
    "summary.posted": Verb(behind.post, leads_only=False, anywhere=True),
    "summary.publish": Verb(publish.publish),
    "summary.unpublish": Verb(publish.unpublish),
    "share.begin": Verb(share.form),
    "share.form": Verb(share.form),
    "share.preview": Verb(share.preview),
    "share.send": Verb(share.send),
    "share.report": Verb(share.report),
    "share.cancel": Verb(share.cancel),
    "share.again": Verb(share.again),
}


async def handle(desk: Desk, turn: Turn, action: CardAction) -> Reply:
    """Take the step, and show what came of it.

    Whatever the card says is judged anew: that the verb is one, that the person may, that nothing holds a
    CPR number. What cannot be done is told, and the card that was pressed stays as it is.
    """
    try:
        return await _taken(desk, turn, action)
    except Refused as refused:
        return _beside(refused.text)
    except RecordsUnavailableError as error:
        log.event(logging.ERROR, "records away", error=error)
        return not_stored(error)


def not_stored(error: RecordsUnavailableError) -> Reply:
    """The records could not take it: what is typed stands on the card, and can be sent again."""
    return _beside(texts.NOT_STORED if error.certain else texts.NOT_CONFIRMED)


async def _taken(desk: Desk, turn: Turn, action: CardAction) -> Reply:
    verb = VERBS.get(action.verb)
    private = turn.chat is ChatKind.PERSONAL
    if not private and not (verb and verb.anywhere):
        return reply_of_page(Page("", texts.ONLY_ALONE, (Paragraph(texts.ONLY_ALONE_DETAIL),), beside=True))
    if verb is None:
        raise Refused(texts.UNKNOWN_BUTTON)
    step = Step(desk=desk, turn=turn, form=Form(action.data), alone=private or action.alone)
    if verb.leads_only and not step.leads:
        raise Refused(texts.NOT_LEAD)
    page = await verb.take(step)
    if private and verb.remembers and not step.form.errors:
        await remember(step)
    if isinstance(page, Reply):
        return page
    try:
        return reply_of_page(page)
    except PageTooLargeError:  # with what is wrong beside its fields; the card that was pressed has room
        wrong = " ".join(dict.fromkeys(step.form.errors.values()))
        return _beside(wrong or texts.TOO_LARGE)


def _beside(text: str) -> Reply:
    return reply_of_page(Page("", text, (Notice(Tone.WARNING, text),), beside=True))
