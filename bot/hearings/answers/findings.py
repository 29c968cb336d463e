"""What one hearing has to say to an inquiry: pure, as a section of an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.hearings.answers.heard import Answered, Heard, Recommended, Said
from bot.hearings.answers.inquiry import Asks, Inquiry, Matter, Naming, matter_of
from bot.hearings.texts import asked as texts
from bot.questions.answer import Block, Bullets, Button, Paragraph, Section, Table
from bot.questions.clause import Form
from storage.records.values import Hearing, Party

_MOST_ROWS = 12
_MOST_ANSWERED = 3
"""Points beside which the administration's remarks stand at once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A section of an answer.

    Attributes:
        full: It tells what was asked; otherwise only what comes near, or that nothing does.
    """

    section: Section
    full: bool = True
    buttons: tuple[Button, ...] = ()


def finding_of(inquiry: Inquiry, heard: Heard, naming: Naming | None) -> Finding | None:
    """What the hearing tells; None where it has nothing to do with what is asked."""
    matter = matter_of(inquiry, heard, naming)
    bare = not (matter.items or matter.parties or inquiry.stances)
    if matter.stranger or (inquiry.asks is Asks.POINTS and bare and not naming and not inquiry.whole):
        return None
    if inquiry.asks is Asks.POINTS and not (inquiry.explicit or inquiry.stances or matter.parties):
        return None  # somebody else is asked for: "hvad siger loven om"
    if inquiry.form is Form.WHO and matter.parties and not (matter.items or inquiry.stances):
        return None  # who wrote for a party is never told
    return _FINDINGS[inquiry.asks](inquiry, heard, matter)


def nothing(hearing: Hearing) -> Finding:
    """That the responses of a hearing that is asked about by name do not tell."""
    blocks = (Paragraph(texts.NOT_FOUND_DETAIL),)
    section = Section(
        texts.kicker(hearing), texts.not_told(hearing), blocks, sources=(texts.source(hearing),)
    )
    return Finding(section, full=False, buttons=(_button(texts.what_of(hearing)),))


# --- what was said ------------------------------------------------------------------------------


def _points(inquiry: Inquiry, heard: Heard, matter: Matter) -> Finding | None:
    chosen = [said for said in heard.said if matter.fits(said, inquiry.stances)]
    if chosen:
        return _of_points(heard, chosen)
    if inquiry.stances and (matter.items or matter.parties):
        near = [said for said in heard.said if matter.fits(said, frozenset())]
        if near and matter.items:
            lead = texts.not_so(sorted(inquiry.stances))
            return Finding(_points_section(heard, near, headline=lead), full=False)
    no_comments = [party for party in matter.parties if party in heard.no_comments]
    if no_comments and not matter.items:
        said = Bullets(tuple(party.name for party in no_comments), heading=texts.NO_COMMENTS)
        return Finding(_section(heard, texts.have_answered(_names(no_comments)), (said,), no_comments))
    return None


def _of_points(heard: Heard, chosen: Sequence[Said]) -> Finding:
    parties = _names(dict.fromkeys(said.party for said in chosen))
    if len(chosen) == 1:
        headline = texts.said(parties[0], chosen[0].point.stance, chosen[0].text)
    else:
        headline = texts.do(parties, [said.point.stance for said in chosen])
    return Finding(_points_section(heard, chosen, headline=headline), buttons=_beyond(heard))


def _points_section(heard: Heard, chosen: Sequence[Said], *, headline: str) -> Section:
    blocks: list[Block] = []
    if chosen[0].text not in headline or len(chosen) > 1:
        rows = tuple(
            ((said.party.name,), (texts.point(said.point.stance, said.text),)) for said in chosen[:_MOST_ROWS]
        )
        blocks.append(Table((texts.PARTY, texts.SAID), rows, (2, 5)))
    if len(chosen) <= _MOST_ANSWERED:
        remarks = [each.text for each in _remarks_to(heard, chosen) if each.text]
        if remarks:
            blocks.append(Bullets(tuple(dict.fromkeys(remarks)), heading=texts.ADMINISTRATION))
        blocks += [
            Paragraph(texts.recommends(each.recommendation.text)) for each in _recommended_for(heard, chosen)
        ]
    left = len(chosen) - _MOST_ROWS
    return _section(
        heard,
        headline,
        tuple(blocks),
        tuple(dict.fromkeys(said.party for said in chosen[:_MOST_ROWS])),
        notes=(texts.more_points(left),) if left > 0 else (),
    )


# --- what was answered and recommended ----------------------------------------------------------


def _remarks(inquiry: Inquiry, heard: Heard, matter: Matter) -> Finding | None:
    chosen = [said for said in heard.said if matter.fits(said, inquiry.stances)]
    remarks = _remarks_to(heard, chosen)
    if not remarks and not matter.parties:
        remarks = [each for each in heard.remarks if each.text and matter.is_in(each.words)]
    if not remarks:
        section = _section(heard, texts.not_answered(), (), ())
        return Finding(section, full=False) if chosen else None
    texts_ = list(dict.fromkeys(each.text or texts.NO_REMARK for each in remarks))
    by_id = {said.point.id: said for said in heard.said}
    answered = [by_id[id_] for each in remarks for id_ in each.remark.points if id_ in by_id]
    parties = tuple(party for party in heard.answered if any(said.party == party for said in answered))
    if len(texts_) == 1 and remarks[0].text:
        headline = texts.administration_says(texts_[0])
    else:
        headline = texts.remarks_to(_names(parties))
    rows = tuple((_said_by(each, by_id), (each.text or texts.NO_REMARK,)) for each in remarks[:_MOST_ROWS])
    table = Table((texts.SAID, texts.REMARK), rows, (1, 1))
    left = len(remarks) - _MOST_ROWS
    notes = (texts.more_points(left),) if left > 0 else ()
    return Finding(_section(heard, headline, (table,), parties, notes=notes), buttons=_recommendations(heard))


def _said_by(answered: Answered, by_id: dict[str, Said]) -> tuple[str, ...]:
    """The points that a remark answers, a line each."""
    there = [by_id[id_] for id_ in answered.remark.points if id_ in by_id]
    return tuple(texts.said(said.party.name, said.point.stance, said.text) for said in there) or ("–",)


def _remarks_to(heard: Heard, chosen: Sequence[Said]) -> list[Answered]:
    ids = {said.point.id for said in chosen}
    return [each for each in heard.remarks if not ids.isdisjoint(each.remark.points)]


def _recommended(inquiry: Inquiry, heard: Heard, matter: Matter) -> Finding | None:
    asked = inquiry.stances if matter.items else frozenset()
    ids = {said.point.id for said in heard.said if matter.fits(said, asked)}
    whole = not matter.items and not matter.parties
    chosen = [
        each
        for each in heard.recommendations
        if whole
        or not ids.isdisjoint(each.recommendation.points)
        or (matter.items and not matter.parties and matter.is_in(each.words))
    ]
    if not chosen:
        section = _section(heard, texts.nothing_recommended(heard.hearing), (), ())
        return Finding(section, full=False) if whole else None
    if len(chosen) == 1:
        headline = texts.recommends(chosen[0].recommendation.text)
    else:
        headline = texts.recommendations(len(chosen))
    rows = tuple(
        ((each.recommendation.text,), (texts.outcome(each.recommendation),)) for each in chosen[:_MOST_ROWS]
    )
    parties = [
        said.party for said in heard.said if any(said.point.id in c.recommendation.points for c in chosen)
    ]
    table = Table((texts.RECOMMENDATION, texts.OUTCOME), rows, (3, 2))
    return Finding(_section(heard, headline, (table,), tuple(dict.fromkeys(parties))))


def _recommended_for(heard: Heard, chosen: Sequence[Said]) -> list[Recommended]:
    ids = {said.point.id for said in chosen}
    return [each for each in heard.recommendations if not ids.isdisjoint(each.recommendation.points)]


# --- who, and when ------------------------------------------------------------------------------


def _answered(inquiry: Inquiry, heard: Heard, matter: Matter) -> Finding | None:
    if matter.items or (matter.parties and inquiry.form is not Form.YES_NO):
        found = _points(inquiry, heard, matter)
        if found or matter.parties or not matter.named:
            return found
    came = (*heard.answered, *heard.late)
    if inquiry.form is Form.YES_NO and len(matter.parties) == 1:
        [party] = matter.parties
        headline = texts.has_answered(party.name, answered=party in came)
        return Finding(_section(heard, headline, (), ()), buttons=_beyond(heard))
    if inquiry.without_comments:
        headline = texts.without_comments(_names(heard.no_comments))
    elif inquiry.late:
        headline = texts.came_late(_names(heard.tardy))
    elif inquiry.negated:
        headline = texts.silent(_names(heard.silent))
    elif inquiry.form is Form.COUNT:
        headline = texts.answered_count(len(came), len(heard.parties))
    else:
        headline = texts.have_answered(_names(came))
    lists = (
        (texts.HAVE_ANSWERED, [party for party in heard.answered if party not in heard.no_comments]),
        (texts.NO_COMMENTS, heard.no_comments),
        (texts.CAME_LATE, heard.late),
        (texts.SILENT, heard.silent),
    )
    blocks = tuple(Bullets(tuple(_names(parties)), heading=heading) for heading, parties in lists if parties)
    section = _section(heard, headline, blocks, ())
    return Finding(section, full=not matter.items, buttons=_beyond(heard))


def _period(_inquiry: Inquiry, heard: Heard, matter: Matter) -> Finding | None:
    if matter.items:
        return None
    return Finding(_section(heard, texts.lasted(heard.hearing), (), ()))


# --- sections -----------------------------------------------------------------------------------


def _section(
    heard: Heard,
    headline: str,
    blocks: tuple[Block, ...],
    parties: Sequence[Party],
    *,
    notes: tuple[str, ...] = (),
) -> Section:
    return Section(
        kicker=texts.kicker(heard.hearing),
        headline=headline,
        blocks=blocks,
        notes=notes,
        sources=(texts.source(heard.hearing, _names(parties)),),
    )


def _beyond(heard: Heard) -> tuple[Button, ...]:
    """What else can be asked about the hearing."""
    remarks = (_button(texts.remarks_of(heard.hearing)),) if heard.remarks else ()
    return (*_recommendations(heard), *remarks)


def _recommendations(heard: Heard) -> tuple[Button, ...]:
    return (_button(texts.recommendations_of(heard.hearing)),) if heard.recommendations else ()


def _button(question: str) -> Button:
    return Button(question, question)


def _names(parties: Sequence[Party] | dict[Party, None]) -> list[str]:
    return [party.name for party in parties]


_FINDINGS: dict[Asks, Callable[[Inquiry, Heard, Matter], Finding | None]] = {
    Asks.POINTS: _points,
    Asks.REMARKS: _remarks,
    Asks.RECOMMENDED: _recommended,
    Asks.ANSWERED: _answered,
    Asks.PERIOD: _period,
}
