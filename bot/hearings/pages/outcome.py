"""What a lead sees of political outcomes, and what each party sees of what became of its response."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.hearings import texts
from bot.hearings.concerns import Concerns
from bot.hearings.form import Form
from bot.hearings.pages.fields import field
from bot.hearings.pages.remarks import finding
from bot.hearings.reach import Reach
from bot.hearings.rules import NAME_CHARS, Moment
from bot.hearings.texts import outcome as outcome_texts
from bot.hearings.texts import remarks as remark_texts
from bot.hearings.treatment.administration import offered
from bot.hearings.treatment.loop import Row, is_told, undecided
from bot.page import (
    Action,
    Buttons,
    Choice,
    Entry,
    Input,
    InputKind,
    Listing,
    Notice,
    Page,
    PageBlock,
    Small,
    Tone,
)
from bot.questions.answer import Bullets, Paragraph
from storage.records.remarks import Recommendation, Result, Treatment, treated_hash
from storage.records.values import Hearing

NOTE_CHARS = 500
_MOST_CHOICES = 50
"""Of more parties, those that are searched for can be looked at."""


@dataclass(frozen=True, slots=True)
class Told:
    """A party that is to be told what became of its points."""

    reach: Reach
    rows: tuple[Row, ...]

    @property
    def moment(self) -> Moment:
        """The party in the hearing."""
        return self.reach.moment

    @property
    def name(self) -> str:
        """What it is called."""
        return self.moment.invitation.party.name

    @property
    def unremarked(self) -> int:
        """How many of its points have no approved remark."""
        return sum(not row.remarks for row in self.rows)


# --- the outcome of each recommendation ---------------------------------------------------------


def overview(of: Hearing, treatment: Treatment, form: Form, *, done: str = "") -> Page:
    """Every recommendation with what was decided of it."""
    entries = tuple(
        Entry(
            outcome_texts.recommendation_number(number),
            tuple(each.text.split("\n")),
            (
                outcome_texts.came_of_it(each.decision),
                *(() if is_told(each) else (outcome_texts.NOT_APPROVED,)),
            ),
            (
                Action(
                    outcome_texts.CORRECT if each.decision else outcome_texts.RECORD,
                    "outcome.edit",
                    {"hearing": of.id, "recommendation": each.id},
                    sends_inputs=False,
                ),
            ),
        )
        for number, each in enumerate(treatment.recommendations, 1)
    )
    blocks: list[PageBlock] = [Notice(Tone.GOOD, done)] if done else []
    blocks.append(Paragraph(of.title))
    if not entries:
        blocks.append(Paragraph(outcome_texts.NO_RECOMMENDATIONS))
    count = len(entries)
    return Page(
        outcome_texts.KICKER,
        outcome_texts.headline(count - len(undecided(treatment)), count),
        (*blocks, Listing(entries, "outcome.show", {"hearing": of.id}, part=form.number("part"))),
        (
            Action(outcome_texts.TELL, "outcome.send", {"hearing": of.id}, sends_inputs=False),
            Action(texts.SEE_HEARING, "hearing.show", {"hearing": of.id}, sends_inputs=False),
        ),
    )


def shown_as(of: Recommendation) -> str:
    """What tells the recommendation as it stands from what it was or becomes."""
    return treated_hash(of)[:16]


def form(of: Hearing, there: Recommendation, filled: Form, *, confirm: str = "") -> Page:
    """What was decided of a recommendation, by whom and when.

    Args:
        of: The hearing.
        there: The recommendation as it stands.
        filled: What was typed, and what is wrong with it.
        confirm: What the button must carry for it to be stored although it was asked back.
    """
    decided = there.decision
    notices: list[PageBlock] = [Notice(Tone.ERROR, texts.NOT_STORED_YET)] if filled.errors else []
    if confirm:
        notices.append(Notice(Tone.WARNING, texts.CONTACT_DETAILS))
    data = {"hearing": of.id, "recommendation": there.id, "shown": shown_as(there)}
    return Page(
        outcome_texts.KICKER,
        outcome_texts.DECIDE_WHAT,
        (
            *notices,
            Entry(texts.LABELS["recommendation"], tuple(there.text.split("\n"))),
            field(
                filled,
                "organ",
                kept=decided.body if decided else "",
                placeholder=outcome_texts.ORGAN_PLACEHOLDER,
                max_chars=NAME_CHARS,
            ),
            field(filled, "decided_on", InputKind.DATE, kept=decided.decided_on if decided else ""),
            field(
                filled,
                "result",
                InputKind.CHOICE,
                kept=decided.result if decided else "",
                choices=tuple(Choice(each, remark_texts.RESULTS[each]) for each in Result),
            ),
            field(
                filled,
                "decision_note",
                InputKind.LONG_TEXT,
                kept=decided.note if decided else "",
                placeholder=outcome_texts.NOTE_PLACEHOLDER,
                max_chars=NOTE_CHARS,
            ),
        ),
        (
            Action(
                outcome_texts.SAVE_ANYWAY if confirm else outcome_texts.SAVE,
                "outcome.save",
                data | ({"confirmed": confirm} if confirm else {}),
                primary=True,
            ),
            Action(outcome_texts.BACK, "outcome.show", {"hearing": of.id}, sends_inputs=False),
        ),
    )


# --- telling the parties ------------------------------------------------------------------------


def sending(
    of: Hearing,
    told: Sequence[Told],
    treatment: Treatment,
    form: Form,
    *,
    shown: str,
    sent_at: datetime | None,
    changed: bool,
) -> Page:
    """Who gets it, what is missing, and a look at what each party gets, before it is sent.

    Args:
        of: The hearing.
        told: Those who are to be told; at least one.
        treatment: The hearing's.
        form: Which party is looked at.
        shown: What tells all that is sent from what it becomes.
        sent_at: When it was last sent.
        changed: It is another than what the lead has seen.
    """
    blocks: list[PageBlock] = [Paragraph(of.title), Paragraph(outcome_texts.THEY_GET)]
    if changed:
        blocks.append(Notice(Tone.WARNING, outcome_texts.CHANGED_SINCE))
    missing = _missing(told, treatment)
    blocks += [Notice(Tone.WARNING, each) for each in missing]
    if sent_at:
        blocks.append(Small(outcome_texts.last_sent(sent_at)))
    reached = [each for each in told if each.reach.addresses]
    title = outcome_texts.send_to(len(reached))
    data = {"hearing": of.id, "shown": shown, "sent": _moment(sent_at)}
    return Page(
        outcome_texts.KICKER,
        outcome_texts.TELL_HEADLINE,
        (*blocks, *_who(told), *_choose(of, told, form)),
        (
            Action(
                outcome_texts.SEND_ANYWAY if missing and reached else title,
                "outcome.send",
                data,
                sends_inputs=False,
                primary=True,
            ),
            _back(of),
        ),
    )


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def was_sent_since(form: Form, sent_at: datetime | None) -> bool:
    """Whether it was sent after the card was shown that the button was pressed on."""
    return form.values.get("sent", "") != _moment(sent_at)


def _missing(told: Sequence[Told], treatment: Treatment) -> list[str]:
    every = list(enumerate(treatment.recommendations, 1))
    kept_back = [number for number, each in every if not is_told(each)]
    open_ = [number for number, each in every if is_told(each) and each.decision is None]
    unremarked = sum(each.unremarked for each in told)
    found = [outcome_texts.kept_back(kept_back)] if kept_back else []
    found += [outcome_texts.undecided(open_)] if open_ else []
    if unremarked:
        found.append(outcome_texts.unremarked(unremarked, [each.name for each in told if each.unremarked]))
    return found


def _who(told: Sequence[Told]) -> list[PageBlock]:
    by_us = [each.name for each in told if each.reach.addresses]
    by_hand = [each.name for each in told if not each.reach.addresses]
    found = ((by_us, outcome_texts.BY_US), (by_hand, outcome_texts.BY_HAND))
    return [Bullets(texts.some(names), heading) for names, heading in found if names]


def _choose(of: Hearing, told: Sequence[Told], form: Form) -> tuple[PageBlock, ...]:
    found = {Choice(each.moment.invitation.party.id, each.name): each.name for each in told}
    choices = tuple(found)
    searched: tuple[PageBlock, ...] = ()
    if len(found) > _MOST_CHOICES:
        choices = offered(found, [form.id("party")], form.values.get("remark_find", ""))
        searched = finding(form, "outcome.send", {"hearing": of.id})
    return (
        *searched,
        Input(
            "party",
            outcome_texts.ONE_PARTY,
            InputKind.CHOICE,
            value=form.id("party"),
            placeholder=outcome_texts.CHOOSE_PARTY,
            choices=choices,
        ),
        Buttons((Action(outcome_texts.PREVIEW, "outcome.preview", {"hearing": of.id}),)),
    )


def sent(of: Hearing, told: Sequence[Told], form: Form, *, already: datetime | None = None) -> Page:
    """It is on its way; and who must be written to another way.

    Args:
        of: The hearing.
        told: Those who are told.
        form: Which party is looked at.
        already: When it was sent before the button was pressed.
    """
    count = sum(bool(each.reach.addresses) for each in told)
    headline = outcome_texts.already_sent(already) if already else outcome_texts.on_its_way(count)
    return Page(
        outcome_texts.KICKER,
        headline,
        (Paragraph(of.title), *_who(told), *_choose(of, told, form)),
        (_back(of),),
    )


def _back(of: Hearing) -> Action:
    return Action(outcome_texts.BACK, "outcome.show", {"hearing": of.id}, sends_inputs=False)


def preview(told: Told, concerns: Concerns, form: Form) -> Page:
    """What the party gets, as the lead sees it before it is sent, or sends it to one who has no chat."""
    page = rows(told.moment, told.rows, concerns, form.number("part"), verb="outcome.preview")
    note = outcome_texts.THEY_SEE if told.reach.addresses else outcome_texts.TO_SEND_BY_HAND
    return Page(
        f"{outcome_texts.KICKER} · {told.name}",
        page.headline,
        (Notice(Tone.WARNING, note), *page.blocks),
        (
            Action(
                outcome_texts.BACK, "outcome.send", {"hearing": told.moment.hearing.id}, sends_inputs=False
            ),
        ),
    )


# --- a party's own rows -------------------------------------------------------------------------


def rows(
    moment: Moment,
    told: Sequence[Row],
    concerns: Concerns,
    part: int = 0,
    *,
    verb: str = "outcome.mine",
) -> Page:
    """A party's own points, and what became of each.

    Args:
        moment: The party in the hearing.
        told: Its rows.
        concerns: What points can be about.
        part: Of the listing, where it does not fit on one card.
        verb: Leads to the other parts.
    """
    of, party = moment.hearing, moment.invitation.party
    key = {"hearing": of.id, "party": party.id}
    return Page(
        outcome_texts.MINE_KICKER,
        outcome_texts.rows_headline(of.title),
        (
            Paragraph(outcome_texts.thanks(of, party.name)),
            Listing(tuple(_entry(each, concerns) for each in told), verb, key, part=part),
        ),
        (Action(texts.MINE, "response.mine", sends_inputs=False),),
    )


def _entry(row: Row, concerns: Concerns) -> Entry:
    point = row.point
    said = [outcome_texts.wrote(row.words) if row.own else outcome_texts.rendered(row.words)]
    if row.paraphrase:
        said.append(outcome_texts.put(row.paraphrase))
    said += [outcome_texts.remark(each) for each in row.remarks] or [outcome_texts.NO_REMARK]
    for each in row.recommendations:
        said += [outcome_texts.recommended(each.text), outcome_texts.came_of_it(each.decision)]
    return Entry(
        texts.point_title(row.number, point.stance, concerns.titles(point.about), point.section),
        tuple(line for each in said for line in each.split("\n")),
    )
