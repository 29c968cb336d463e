"""A hearing summed up for a channel, and what each reader may see behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.hearings import texts
from bot.hearings.calendar import length_days
from bot.hearings.concerns import Concerns
from bot.hearings.form import Form
from bot.hearings.pages.fields import field
from bot.hearings.rules import Moment
from bot.hearings.sharing.summary import (
    Answered,
    Column,
    Overview,
    Part,
    Place,
    Summary,
    Voice,
    cells_of,
    column_of,
    columns_of,
    has_ended,
    is_shown,
    stances_of,
)
from bot.hearings.texts import remarks as remark_texts
from bot.hearings.texts import summary as summary_texts
from bot.hearings.treatment.references import words_referred_to
from bot.memo.wording import paraphrase_of
from bot.page import (
    Action,
    Buttons,
    Chart,
    Choice,
    Entry,
    Facts,
    Heading,
    InputKind,
    Listing,
    Page,
    PageBlock,
    Small,
)
from bot.questions.answer import Paragraph, Table
from bot.reply import CARD_BYTES
from bot.screen import fits, groups_of, room_beside
from bot.texts import cut
from storage.records.remarks import Progress, Remark, Treatment
from storage.records.values import Hearing, Invitation, Point, Version

POSTED_BYTES = 20_000
"""What a posted card may take: it is shown in a frame before it is posted, and both fit on one card."""

_FEWER_AND_FEWER = (20, 16, 12, 10, 8, 6, 5, 4, 3, 2, 1, 0)
"""Parties, remarks and recommendations shown of each kind; as many as there is room for."""

_REMARKS_BYTES = 4_000
"""Kept free for remarks where they are to be shown."""

_NAMED = 12
_REMARK_CHARS, _SAID_CHARS = 1_200, 200
_FEWER = (15, 10, 5, 2)
"""Parties shown at a time in the details: the first number of them that fits."""

ALL_POINTS = "all"
_NO_MODEL, _SEVERAL = "none", "several"


def posted(of: Summary, concerns: Concerns, batch: str) -> Page:
    """The summary as it is posted: nothing but facts that hold when it is read later, and one button.

    Args:
        of: What it says.
        concerns: The models' names.
        batch: What it is ordered as.
    """
    remarks = tuple(map(_remark_entry, of.remarks)) if Part.REMARKS in of.parts else ()
    kept_free = _REMARKS_BYTES if remarks else 0
    for most in _FEWER_AND_FEWER:
        page = _posted(of, concerns, batch, most)
        room = _room_on(page)
        if room >= kept_free:
            break
    if not remarks:
        return page
    full = _posted(of, concerns, batch, most, groups_of(remarks, room)[0])
    return full if _room_on(full) >= 0 else page


def _room_on(page: Page) -> int:
    """How many bytes may still come onto a posted page."""
    return room_beside(page) - (CARD_BYTES - POSTED_BYTES)


def _posted(of: Summary, concerns: Concerns, batch: str, most: int, remarks: tuple[Entry, ...] = ()) -> Page:
    hearing, overview = of.hearing, of.overview
    period = summary_texts.period(hearing, length_days(hearing.opens_at, hearing.deadline))
    rows = [(summary_texts.PERIOD, period)]
    if Part.ANSWERED in of.parts:
        rows += [
            (summary_texts.PLACES[place], _names(overview, place, min(_NAMED, most)))
            for place in Place
            if overview.counts[place]
        ]
    blocks: list[PageBlock] = [Facts(tuple(rows))]
    if Part.STANCES in of.parts:
        blocks += _by_party(overview, most)
    if Part.MODELS in of.parts:
        blocks += _by_model(of, concerns, most)
    if Part.RECOMMENDATIONS in of.parts:
        blocks += _recommendations(of, most)
    if Part.REMARKS in of.parts:
        blocks += _remarks(of, remarks)
    blocks.append(Small(summary_texts.as_of(of.as_of)))
    data = {"hearing": hearing.id, "post": batch, "show": ",".join(of.parts)}
    return Page(
        summary_texts.kicker(hearing),
        summary_texts.headline(overview.responded, overview.invited, hearing.title),
        tuple(blocks),
        (Action(summary_texts.DETAILS, "summary.details", data, sends_inputs=False),),
    )


def _names(overview: Overview, place: Place, most: int) -> str:
    return summary_texts.names(overview.names[place][:most], overview.counts[place])


def _by_party(overview: Overview, most: int) -> list[PageBlock]:
    blocks: list[PageBlock] = [Heading(summary_texts.BY_PARTY)]
    shown = overview.voices[:most]
    if shown:
        columns = (summary_texts.PARTY, summary_texts.STANCES)
        blocks.append(Table(columns, tuple(((_voice(each),), (_stances(each),)) for each in shown), (2, 3)))
    if not overview.voices_count:
        blocks.append(Paragraph(summary_texts.NOTHING_SAID))
    if overview.voices_count > len(shown):
        blocks.append(Small(summary_texts.more_parties(overview.voices_count - len(shown))))
    if overview.counts[Place.LATE]:
        blocks.append(Small(summary_texts.late_do_not_count(overview.counts[Place.LATE])))
    if overview.stances:
        bars = tuple((texts.stance(stance), count) for stance, count in overview.stances.items())
        blocks += [Chart(summary_texts.ALL_STANCES, bars), Small(summary_texts.NOT_WEIGHT)]
    return blocks


def _voice(of: Voice) -> str:
    return summary_texts.voice(of.name, late=of.late)


def _stances(of: Voice) -> str:
    return summary_texts.NO_COMMENTS if of.no_comments else summary_texts.in_a_row(of.stances)


def _by_model(of: Summary, concerns: Concerns, most: int) -> list[PageBlock]:
    overview = of.overview
    blocks: list[PageBlock] = [Heading(summary_texts.BY_MODEL)]
    shown = overview.on_models[:most]
    if shown:
        titles = tuple(column(each, of.hearing, concerns) for each in overview.columns)
        blocks.append(
            Table(
                (summary_texts.PARTY, *titles),
                tuple(
                    (
                        (_voice(each),),
                        *(summary_texts.cell(each.cells.get(at, {})) for at in overview.columns),
                    )
                    for each in shown
                ),
                (3, *(2 for _ in titles)),
            )
        )
    if overview.on_models_count > len(shown):
        blocks.append(Small(summary_texts.more_parties(overview.on_models_count - len(shown))))
    blocks.append(Small(summary_texts.not_on_models(overview.off_models_count)))
    if Part.STANCES not in of.parts:
        blocks.append(Small(summary_texts.NOT_WEIGHT))
    return blocks


def column(of: Column, hearing: Hearing, concerns: Concerns) -> str:
    """What a column of the model matrix is called."""
    name = concerns.titles([f"model:{of.model}"]) if of.model else ""
    return summary_texts.column(of, name, len(hearing.models))


def _recommendations(of: Summary, most: int) -> list[PageBlock]:
    blocks: list[PageBlock] = [Heading(summary_texts.RECOMMENDATIONS)]
    if not of.recommendations:
        blocks.append(Paragraph(summary_texts.NO_RECOMMENDATIONS))
    shown = of.recommendations[:most]
    blocks += [
        Entry(
            summary_texts.recommendation(number),
            (cut(each.text, _REMARK_CHARS),),
            (summary_texts.follows_from(len(each.points)), summary_texts.decided(each.decision)),
        )
        for number, each in enumerate(shown, 1)
    ]
    if of.recommendations_count > len(shown):
        blocks.append(Small(summary_texts.more_recommendations(of.recommendations_count - len(shown))))
    if of.unapproved:
        blocks.append(Small(summary_texts.not_approved(of.unapproved)))
    return blocks


def _remarks(of: Summary, shown: tuple[Entry, ...]) -> list[PageBlock]:
    blocks: list[PageBlock] = [Heading(summary_texts.REMARKS)]
    if not of.remarks:
        return [*blocks, Paragraph(summary_texts.NO_REMARKS)]
    blocks += shown
    if of.remarks_count > len(shown):
        blocks.append(Small(summary_texts.more_remarks(of.remarks_count - len(shown))))
    return blocks


def _remark_entry(of: Answered) -> Entry:
    text = of.remark.text or summary_texts.refers_to(of.refers_to)
    details = [summary_texts.said(cut(each, _SAID_CHARS)) for each in of.said]
    if of.remark.outcome:
        details.append(remark_texts.OUTCOMES[of.remark.outcome])
    return Entry(
        summary_texts.answers(of.party, of.points),
        (cut(text, _REMARK_CHARS),),
        tuple(details),
    )


# --- what is behind it ------------------------------------------------------------------------


class Reader(Enum):
    """Who looks behind a summary."""

    LEAD = auto()
    OWN = auto()
    """Who speaks for the party that is looked at."""
    STAFF = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A hearing as a reader may see it.

    Attributes:
        post: What the summary was ordered as, so that the reader finds back.
        beside: Others see it too, so it does not take the post's place.
    """

    hearing: Hearing
    reader: Reader
    treatment: Treatment
    concerns: Concerns
    form: Form
    post: str = ""
    beside: bool = False

    def data(self, **more: str) -> dict[str, str]:
        """What a button must carry to come back here."""
        return {"hearing": self.hearing.id, "post": self.post} | more

    def visible(self, remark: Remark) -> bool:
        """Whether the reader may see the remark: leads see drafts too."""
        return self.reader is Reader.LEAD or (is_shown(remark) and has_ended(self.hearing))

    def actions(self, *more: Action) -> tuple[Action, ...]:
        """The buttons at the foot: what leads on, and back to the post where that made way."""
        if self.beside or not self.post:
            return more
        back = {"hearing": self.hearing.id, "post": self.post}
        return (*more, Action(summary_texts.TO_POST, "summary.posted", back, sends_inputs=False))


def parties(of: Behind, moments: Sequence[Moment]) -> Page:
    """Party by party: where it stands and what it says in numbers; to leads, how far the remarks are.

    Of more than a card holds, as many as it does.
    """
    *more, fewest = _FEWER
    pages = (_parties(of, moments, most) for most in more)
    return next(filter(fits, pages), None) or _parties(of, moments, fewest)


def _parties(of: Behind, moments: Sequence[Moment], most: int) -> Page:
    lead = of.reader is Reader.LEAD
    seen = [each for each in moments if lead or each.counts]
    start = max(0, min(of.form.number("part"), len(seen) - 1))  # so many come before them
    shown = seen[start : start + most]
    remarks = _by_point(of)
    blocks: list[PageBlock] = [
        Entry(
            each.invitation.party.name,
            (_standing(each, lead=lead),),
            _progress(of, each.invitation, remarks) if lead and each.responded else (),
        )
        for each in shown
    ]
    if not shown:
        blocks.append(Paragraph(summary_texts.NO_RESPONSE))
    before, after = max(0, start - most) if start else None, start + most
    others = (
        (before, summary_texts.PARTIES_BEFORE),
        (after if after < len(seen) else None, summary_texts.PARTIES_AFTER),
    )
    blocks.append(
        Buttons(
            tuple(
                Action(title, "summary.details", of.data(all="true", part=str(at)), sends_inputs=False)
                for at, title in others
                if at is not None
            )
        )
    )
    answered = [each for each in shown if each.responded]
    if answered:
        blocks += _chooser(of, answered)
    blocks += [Small(summary_texts.NOT_WEIGHT), *_for_more(of)]
    headline = texts.board_headline(sum(each.responded for each in moments), len(moments))
    return Page(
        summary_texts.DETAILS_KICKER,
        headline,
        (Paragraph(of.hearing.title), *blocks),
        of.actions(),
        beside=of.beside,
    )


def _for_more(of: Behind) -> tuple[Small, ...]:
    return (Small(summary_texts.ALONE_FOR_MORE),) if of.beside else ()


def _standing(moment: Moment, *, lead: bool) -> str:
    stances = summary_texts.in_a_row(stances_of(moment.invitation.tally)) if moment.responded else ""
    if not lead:
        return stances if moment.invitation.tally else summary_texts.NO_COMMENTS
    return (
        f"{texts.standing(moment)} · {stances}"
        if moment.invitation.tally and stances
        else texts.standing(moment)
    )


def _progress(of: Behind, invitation: Invitation, remarks: Mapping[str, Sequence[Remark]]) -> tuple[str, ...]:
    own = [each for each in of.treatment.remarks if each.party_id == invitation.party.id]
    approved = {
        point for point, answers in remarks.items() if any(each in own and is_shown(each) for each in answers)
    }
    counts = Counter(each.progress for each in own if not each.says_nothing)
    return (
        summary_texts.remarked(len(approved), invitation.points),
        summary_texts.waiting_remarks(counts),
    )


def _by_point(of: Behind) -> dict[str, list[Remark]]:
    found: dict[str, list[Remark]] = {}
    for remark in of.treatment.remarks:
        for point in remark.points:
            found.setdefault(point, []).append(remark)
    return found


def _chooser(of: Behind, answered: Sequence[Moment]) -> list[PageBlock]:
    found = (at for each in answered for at in cells_of(each.invitation.tally))
    models = tuple(
        Choice(_column_id(at), column(at, of.hearing, of.concerns))
        for at in columns_of(of.hearing.models, found)
    )
    blocks: list[PageBlock] = [
        field(
            of.form,
            "party",
            InputKind.CHOICE,
            label=summary_texts.ONE_PARTY,
            placeholder=summary_texts.CHOOSE_PARTY,
            choices=tuple(Choice(each.invitation.party.id, each.invitation.party.name) for each in answered),
        )
    ]
    if of.hearing.models:
        blocks.append(
            field(
                of.form,
                "model",
                InputKind.CHOICE,
                label=summary_texts.ONE_MODEL,
                kept=ALL_POINTS,
                choices=(Choice(ALL_POINTS, summary_texts.ALL_COLUMNS), *models),
            )
        )
    blocks.append(Buttons((Action(summary_texts.SEE_POINTS, "summary.details", of.data(all="true")),)))
    return blocks


def _column_id(of: Column) -> str:
    if of.model:
        return f"model.{of.model}"
    return _SEVERAL if of.several else _NO_MODEL


def points(of: Behind, party: str, version: Version) -> Page:
    """One party's points, or those of one cell, each with the remarks and recommendations one may see."""
    wanted = of.form.id("model")
    chosen = [
        (number, point)
        for number, point in enumerate(version.content.points, 1)
        if wanted in {"", ALL_POINTS} or _column_id(column_of(point.about)) == wanted
    ]
    remarks = _by_point(of)
    entries = tuple(_point(of, number, point, remarks.get(point.id, ())) for number, point in chosen)
    data = of.data(party=version.party_id, model=wanted, all=of.form.id("all"))
    blocks: list[PageBlock] = [Paragraph(of.hearing.title)]
    if not entries:
        said = summary_texts.NO_POINTS_THERE if version.content.points else summary_texts.NO_COMMENTS
        blocks.append(Paragraph(said))
    if of.reader is Reader.OWN and not has_ended(of.hearing):
        blocks.append(Small(summary_texts.REMARKS_LATER))
    blocks += [
        Listing(entries, "summary.details", data, part=of.form.number("part")),
        *_for_more(of),
    ]
    headline = summary_texts.YOUR_POINTS if of.reader is Reader.OWN else party
    more: tuple[Action, ...] = ()
    if of.reader is not Reader.OWN or (of.hearing.public and has_ended(of.hearing)):
        more = (
            Action(summary_texts.ALL_PARTIES, "summary.details", of.data(all="true"), sends_inputs=False),
        )
    return Page(
        f"{summary_texts.DETAILS_KICKER} · {party}"
        if of.reader is Reader.OWN
        else summary_texts.DETAILS_KICKER,
        headline,
        tuple(blocks),
        of.actions(*more),
        beside=of.beside,
    )


def _point(of: Behind, number: int, point: Point, remarks: Collection[Remark]) -> Entry:
    title = texts.point_title(number, point.stance, of.concerns.titles(point.about), point.section)
    seen = [_remark(of, each) for each in remarks if of.visible(each)]
    if not seen and has_ended(of.hearing):
        seen.append(summary_texts.NO_REMARK_YET)
    recommended = [
        summary_texts.recommended(each.text, each.decision)
        for each in of.treatment.recommendations
        if point.id in each.points
        and (of.reader is Reader.LEAD or (is_shown(each) and has_ended(of.hearing)))
    ]
    return Entry(title, tuple(point.text.split("\n")), (*_own_rendering(of, point), *seen, *recommended))


def _own_rendering(of: Behind, point: Point) -> tuple[str, ...]:
    """How the party itself has put the point, where it was put otherwise for it."""
    found = paraphrase_of(point, of.treatment)
    if found is None or not found.by_party:
        return ()
    if of.reader is Reader.OWN:
        return (remark_texts.own_rendering(found.text),)
    return (remark_texts.rendered_as(found.text, by_party=True),)


def _remark(of: Behind, remark: Remark) -> str:
    if remark.says_nothing:
        said = summary_texts.NO_OWN_REMARK
    else:
        visible = {each.id: each for each in of.treatment.remarks if of.visible(each)}
        told = " ".join(filter(None, (remark.text, *words_referred_to(remark, visible))))
        said = summary_texts.remark(told, remark.outcome) if told else summary_texts.NO_REMARK_YET
    if of.reader is Reader.LEAD and remark.progress is not Progress.APPROVED:
        return f"{said} [{remark_texts.PROGRESS[remark.progress].lower()}]"
    return said


def own_parties(of: Behind, spoken_for: Sequence[Invitation]) -> Page:
    """Which of the parties that the reader speaks for is to be looked at."""
    entries = tuple(
        Entry(
            each.party.name,
            actions=(
                Action(
                    summary_texts.SEE_POINTS,
                    "summary.details",
                    of.data(party=each.party.id),
                    sends_inputs=False,
                ),
            ),
        )
        for each in spoken_for
    )
    return Page(
        summary_texts.DETAILS_KICKER,
        summary_texts.WHICH_PARTY,
        (Paragraph(of.hearing.title), Listing(entries, "summary.details", of.data())),
        of.actions(),
    )
