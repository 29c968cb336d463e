"""What a lead sees of a point's paraphrase."""

from __future__ import annotations

from bot.hearings import texts
from bot.hearings.pages.fields import field
from bot.hearings.pages.remarks import View, point_entry
from bot.hearings.texts import remarks as remark_texts
from bot.page import Action, Buttons, Entry, InputKind, Page, PageBlock
from storage.records.remarks import Paraphrase
from storage.records.values import Point

MAX_CHARS = 500
MAX_RESTS_ON_CHARS = 1_000


def form(view: View, point: Point, there: Paraphrase | None) -> Page:
    """The paraphrase's fields below the party's own words.

    Args:
        view: The party; the form says what stands in the fields, and ``shown`` what the lead has seen.
        point: The point as it is now.
        there: Its paraphrase as it is stored, if it is; shown where the lead has not seen it yet.
    """
    filled = view.form
    data = view.data(
        point=point.id, shown=filled.values.get("shown", ""), of_text=filled.values.get("of_text", "")
    )
    details = [texts.rests_on(point.excerpt)] if point.excerpt else []
    blocks: list[PageBlock] = [
        *view.notices("paraphrase", "rests_on"),
        point_entry(view, point, details=details),
    ]
    if there is not None and view.notice:
        blocks.append(Entry(remark_texts.AS_IT_STANDS, (there.text,), (texts.rests_on(there.rests_on),)))
    title = texts.SAVE_ANYWAY if view.confirm else remark_texts.SAVE_PARAPHRASE
    buttons = [Action(title, "paraphrase.save", data | view.confirmed(), primary=True)]
    if there is not None:
        buttons.append(Action(remark_texts.REMOVE_PARAPHRASE, "paraphrase.remove", data, sends_inputs=False))
    blocks += [
        field(
            filled,
            "paraphrase",
            InputKind.LONG_TEXT,
            placeholder=remark_texts.PARAPHRASE_PLACEHOLDER,
            max_chars=MAX_CHARS,
        ),
        field(
            filled,
            "rests_on",
            InputKind.LONG_TEXT,
            placeholder=remark_texts.RESTS_ON_PLACEHOLDER,
            max_chars=MAX_RESTS_ON_CHARS,
        ),
        Buttons(tuple(buttons)),
    ]
    number = view.voice.numbers[point.id]
    headline = remark_texts.paraphrase_headline(number, view.voice.party.name)
    return Page(view.kicker, headline, tuple(blocks), (view.back(),))
