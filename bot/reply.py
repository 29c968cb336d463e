"""From an answer to the reply that is sent: a card that Teams accepts, and its summary."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any

from bot import texts
from bot.questions.answer import Answer, Block, Bullets, Paragraph, Section
from bot.turn import Match, Reply
from cards import plain, render

# 25 KB as UTF-16. Teams' documented limit is 100 KB a message today; 28 KB and 25 KB were given before
# (MicrosoftDocs/msteams-docs: agent-message-size-limit.md and issue 6659, read 2026-11).
CARD_BYTES = 25_600

SHARE = "share.begin"
"""The verb of the button that shares an answer."""

_SUMMARY_CHARS = 200
_SUBTITLE_CHARS = 120
_LEAST_CHARS = 40  # of a headline, a note or a source, when nothing else helps
_ROW_BYTES = 60  # less than the JSON around any one item or row
_LANG = "da"
_KEPT = 1_024  # answers; less than ten megabytes


@lru_cache(maxsize=_KEPT)
def reply_of(answer: Answer) -> Reply:
    """The answer as a card of at most ``CARD_BYTES``, with its headlines as the summary.

    A larger one loses the ends of its longest lists, tables and paragraphs, by whole items, rows and
    words, and says how much is missing. Headlines, notes and sources stay: only where they alone are
    too large, the buttons go and every text is cut at a word.

    The last answers' cards are kept, by what they say and not by what was asked.

    Raises:
        ValueError: Even so it is too large; there are hundreds of sections, notes or sources.
    """
    bare = replace(answer, buttons=())
    card = _largest(lambda limit: _card(answer, limit), most=CARD_BYTES, least=0) or _largest(
        lambda limit: _card(_with_short_texts(bare, limit), 0), most=CARD_BYTES // 2, least=_LEAST_CHARS
    )
    if not card:
        raise ValueError(f"{len(answer.sections)} sections with their notes and sources exceed a card")
    return Reply(card, summary=_summary(section.headline for section in answer.sections))


def mark_of(reply: Reply) -> str:
    """What a reply is known by: another card has another."""
    return hashlib.sha256(reply.card_json.encode()).hexdigest()[:24]


def with_share(reply: Reply, question: str) -> Reply:
    """The reply to the question with one more button at its foot, which shares it in channels.

    It is put into the finished card, so that the card is made once, whoever asks in whatever words. A card
    that has no room for it stays as it is.
    """
    body, mark, foot = _open_card(reply)
    row = _share_row().replace(_MARK, json.dumps(mark))
    card = f"{body}, {row.replace(_QUESTION, json.dumps(question, ensure_ascii=False))}{foot}"
    return replace(reply, card_json=card) if size_bytes(card) <= CARD_BYTES else reply


@lru_cache(maxsize=_KEPT)
def _open_card(reply: Reply) -> tuple[str, str, str]:
    """A card without the end of its body, the reply's mark, and that end."""
    body, end, foot = reply.card_json.rpartition("]")  # the body comes last
    return body, mark_of(reply), f"{end}{foot}"


_QUESTION, _MARK = '"@question@"', '"@mark@"'


@cache
def _share_row() -> str:
    """The button, with two strings to be put in."""
    data = {"question": json.loads(_QUESTION), "mark": json.loads(_MARK)}
    return render("_share", title=texts.SHARE_ANSWER, verb=SHARE, data=data, submitted=data | {"verb": SHARE})


def match_of(title: str, answer: Answer) -> Match:
    """The answer as a card that a person may send: as ``reply_of`` makes it, but without buttons.

    A button of a card that a person sent from a search box does not write in the person's name: it calls the
    bot by ``composeExtension/onCardButtonClicked``, which fails where the bot is not part of the chat.
    Source: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/respond-to-task-module-submit
    and https://github.com/MicrosoftDocs/msteams-docs/issues/838, read 2026-11-25.
    """
    reply = reply_of(replace(answer, buttons=()))
    return Match(reply.card_json, title=plain(title), subtitle=_cut(reply.summary, _SUBTITLE_CHARS))


def size_bytes(card_json: str) -> int:
    """What Teams counts: the card's JSON as UTF-16."""
    return len(card_json.encode("utf-16-le"))


def _largest(card_of: Callable[[int], str], *, most: int, least: int) -> str:
    """The card for the greatest limit from ``least`` to ``most`` that is small enough; "" if none is."""
    card = card_of(most)
    if size_bytes(card) <= CARD_BYTES:
        return card
    found = card_of(least)
    if size_bytes(found) > CARD_BYTES:
        return ""
    while most - least > 1:
        limit = (least + most) // 2
        card = card_of(limit)
        if size_bytes(card) <= CARD_BYTES:
            found, least = card, limit
        else:
            most = limit
    return found


def _card(answer: Answer, block_bytes: int) -> str:
    """The answer's card as JSON, no list, table or paragraph of it longer than so many bytes of text."""
    return render(
        "answer",
        sections=[
            {
                "kicker": section.kicker,
                "headline": section.headline,
                "blocks": [_block(block, block_bytes) for block in section.blocks],
                "notes": list(section.notes),
                "sources": list(section.sources),
            }
            for section in answer.sections
        ],
        buttons=[{"title": button.title, "question": button.question} for button in answer.buttons],
        lang=_LANG,
    )


def _block(block: Block, max_bytes: int) -> dict[str, Any]:
    """A block as the answer template takes it, without what goes beyond so many bytes of text."""
    if isinstance(block, Paragraph):
        text = _cut(block.text, max_bytes // 2)
        return {"kind": "paragraph", "text": text, "left_out": text != block.text}
    if isinstance(block, Bullets):
        kept = _kept((_text_bytes([item]) for item in block.items), max_bytes)
        return {
            "kind": "bullets",
            "heading": block.heading,
            "items": list(block.items[:kept]),
            "left_out": len(block.items) - kept,
        }
    kept = _kept((_text_bytes(line for cell in row for line in cell) for row in block.rows), max_bytes)
    return {
        "kind": "table",
        "columns": list(block.columns),
        "rows": [[list(cell) for cell in row] for row in block.rows[:kept]],
        "widths": list(block.widths),
        "marked": sorted(block.marked),
        "left_out": len(block.rows) - kept,
    }


def _text_bytes(texts: Iterable[str]) -> int:
    return sum(len(text.encode("utf-16-le", "surrogatepass")) for text in texts)


def _kept(sizes: Iterable[int], max_bytes: int) -> int:
    """How many of the first items or rows stay within so many bytes together."""
    return sum(total <= max_bytes for total in accumulate(size + _ROW_BYTES for size in sizes))


def _with_short_texts(answer: Answer, max_chars: int) -> Answer:
    """The answer with every text that always stays cut to so many characters."""

    def short(section: Section) -> Section:
        return replace(
            section,
            kicker=_cut(section.kicker, max_chars),
            headline=_cut(section.headline, max_chars),
            blocks=tuple(
                replace(block, heading=_cut(block.heading, max_chars))
                if isinstance(block, Bullets)
                else block
                for block in section.blocks
            ),
            notes=tuple(_cut(note, max_chars) for note in section.notes),
            sources=tuple(_cut(source, max_chars) for source in section.sources),
        )

    return replace(answer, sections=tuple(short(section) for section in answer.sections))


def _summary(headlines: Iterable[str]) -> str:
    """The headlines as running text: "SSP-NU består af 7 funktioner. Ja, lokalbetjenten sidder i SSP-NU"."""
    *first, last = [plain(headline) for headline in headlines] or [""]
    ended = [line if line.endswith((".", "!", "?")) else f"{line}." for line in first]
    return _cut(" ".join([*ended, last]), _SUMMARY_CHARS)


def _cut(text: str, max_chars: int) -> str:
    """The text itself if it is short enough, else its first whole words and an ellipsis."""
    if len(text) <= max_chars:
        return text
    head, space, _ = text[:max_chars].rpartition(" ")
    return f"{head if space else text[: max_chars - 1]}…" if max_chars else ""
