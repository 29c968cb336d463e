"""An answer as it is shared: what it says and where that stands, without questions to go on with."""

from __future__ import annotations

from bot.hearings.texts import summary as summary_texts
from bot.page import Heading, Notice, Page, PageBlock, Small, Tone
from bot.questions.answer import Answer, Section


def page_of(answer: Answer) -> Page:
    """The answer as a page that stands by itself; several sections under their own headings."""
    first, *others = answer.sections
    blocks = list(_blocks(first))
    for section in others:
        blocks += [Heading(section.headline), *_blocks(section)]
    return Page(first.kicker, first.headline, tuple(blocks))


def _blocks(of: Section) -> tuple[PageBlock, ...]:
    return (
        *of.blocks,
        *(Notice(Tone.WARNING, note) for note in of.notes),
        *(Small(summary_texts.source(source)) for source in of.sources),
    )
