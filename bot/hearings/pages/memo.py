"""What a lead sees of the memo: how it stands, and where to get it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.hearings import texts
from bot.hearings.rules import Moment
from bot.hearings.texts import memo as memo_texts
from bot.memo.maker import Made
from bot.page import Action, Entry, Facts, Link, Listing, Notice, Page, PageBlock, Small, Tone
from bot.questions.answer import Bullets, Paragraph
from bot.turn import FileOffer
from storage.records.values import Hearing

_MOST_PLACES = 10


def choose(found: Sequence[Hearing], now: datetime, part: int) -> Page:
    """Which hearing's memo."""
    entries = tuple(
        Entry(
            each.title,
            (texts.hearing_status(each, now),),
            actions=(Action(memo_texts.MEMO, "memo.show", {"hearing": each.id}, sends_inputs=False),),
        )
        for each in found
    )
    headline = memo_texts.CHOOSE if entries else texts.NO_HEARINGS
    listing = Listing(entries, "memo.begin", {"another": "true"}, part=part)
    return Page(memo_texts.MEMO, headline, (listing,))


def memo(hearing: Hearing, moments: Sequence[Moment], made: Made | None) -> Page:
    """Whether the memo is final, what is missing, and the button that makes it.

    Args:
        hearing: Whose memo it is.
        moments: Its parties.
        made: How it stands; None where it is too large to look at now.
    """
    answered = sum(each.responded for each in moments)
    blocks: list[PageBlock] = [Paragraph(hearing.title)]
    if made is not None and made.places:
        places = [memo_texts.place_of_cpr(each.where, each.number) for each in made.places]
        blocks += [
            Notice(Tone.ERROR, memo_texts.HOLDS_CPR),
            Bullets(texts.some(tuple(dict.fromkeys(places)), _MOST_PLACES)),
        ]
    blocks.append(
        Facts(
            (
                (memo_texts.PERIOD, memo_texts.period_with_days(hearing)),
                (memo_texts.ANSWERED, memo_texts.answered_of(answered, len(moments))),
                (memo_texts.POINTS, str(sum(each.invitation.points for each in moments if each.counts))),
            )
        )
    )
    if made is None:
        blocks.append(Small(memo_texts.TOO_LARGE_TO_LOOK))
    elif made.missing:
        blocks.append(Bullets(made.missing, memo_texts.MISSING_HEADING))
    return Page(memo_texts.MEMO, _headline(made), tuple(blocks), tuple(_actions(hearing, made)))


def _headline(made: Made | None) -> str:
    if made is None:
        return memo_texts.CAN_BE_MADE
    return memo_texts.IS_FINAL if made.final else memo_texts.IS_DRAFT


def _actions(hearing: Hearing, made: Made | None) -> list[Action]:
    data = {"hearing": hearing.id}
    actions = []
    if made is None or not made.places:
        title = memo_texts.GET if made is not None and made.final else memo_texts.GET_DRAFT
        actions.append(Action(title, "memo.make", data, sends_inputs=False, primary=True))
    return [
        *actions,
        Action(memo_texts.REMARKS, "remarks.show", data, sends_inputs=False),
        Action(texts.BOARD, "board.show", data, sends_inputs=False),
        Action(memo_texts.ANOTHER, "memo.begin", {"another": "true"}, sends_inputs=False),
    ]


def ready(hearing: Hearing, made: Made | None, url: str | None, offer: FileOffer | None) -> Page:
    """Where the memo can be had.

    Args:
        hearing: Whose memo it is.
        made: None where it is made when its link is used.
        url: The link; None where browsers cannot reach the bot.
        offer: See ``Page``.
    """
    blocks: list[PageBlock] = [Paragraph(hearing.title)]
    if made is not None and not made.final:
        blocks.append(Notice(Tone.WARNING, memo_texts.ONLY_A_DRAFT))
    blocks.append(Paragraph(memo_texts.LINK_MEANS if url else memo_texts.NO_LINK))
    blocks.append(Small(memo_texts.OFFER_MEANS if offer else memo_texts.MADE_WHEN_FETCHED))
    link = (Link(memo_texts.DOWNLOAD, url),) if url else ()
    back = Action(memo_texts.BACK, "memo.show", {"hearing": hearing.id}, sends_inputs=False)
    return Page(memo_texts.MEMO, memo_texts.IS_READY, tuple(blocks), (*link, back), offer=offer)
