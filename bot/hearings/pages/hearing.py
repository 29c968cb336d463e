"""What a lead sees of hearings: the list, one of them, the form, and what is asked before it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.hearings import texts
from bot.hearings.calendar import danish_moment, length_days, local, warnings_for
from bot.hearings.concerns import Concerns
from bot.hearings.form import Form
from bot.hearings.pages import fields
from bot.hearings.parties import NEW_PARTIES, NewParty
from bot.hearings.rules import Moment
from bot.hearings.texts import memo as memo_texts
from bot.hearings.texts import outcome as outcome_texts
from bot.hearings.texts import remarks as remark_texts
from bot.hearings.texts import summary as summary_texts
from bot.page import (
    Action,
    Buttons,
    Choice,
    Entry,
    Facts,
    Heading,
    InputKind,
    Link,
    Listing,
    Notice,
    Page,
    PageBlock,
    Small,
    Tone,
)
from bot.questions.answer import Bullets, Paragraph
from storage.records.values import REMIND_DAYS, Hearing, HearingStatus, Invitation, Party, PartyKind

_MOST_OFFERED = 30


def all_of_them(found: Sequence[Hearing], now: datetime, part: int) -> Page:
    """Every hearing with its status."""
    entries = tuple(
        Entry(
            each.title,
            (texts.hearing_status(each, now),),
            (texts.case_line(each.case_number), *((texts.TO_BE_DELETED,) if _overdue(each, now) else ())),
            (
                Action(texts.SEE, "hearing.show", {"hearing": each.id}, sends_inputs=False),
                Action(texts.BOARD, "board.show", {"hearing": each.id}, sends_inputs=False),
            ),
        )
        for each in found
    )
    return Page(
        texts.HEARINGS_KICKER,
        texts.hearings_headline(len(found)),
        (Listing(entries, "hearing.list", part=part),),
        (Action(texts.NEW_HEARING, "hearing.new", sends_inputs=False, primary=True),),
    )


def hearing(
    of: Hearing, invited: Sequence[Invitation], now: datetime, concerns: Concerns, *, done: str = ""
) -> Page:
    """One hearing as it stands; a draft as the parties will meet it, with what to think of first."""
    blocks: list[PageBlock] = [Notice(Tone.GOOD, done)] if done else []
    if _overdue(of, now):
        blocks.append(Notice(Tone.WARNING, texts.TO_BE_DELETED))
    if of.status is HearingStatus.DRAFT:
        blocks += [
            Notice(Tone.WARNING, each) for each in texts.warnings(warnings_for(of.opens_at, of.deadline))
        ]
    rows = [
        (texts.STATUS, texts.hearing_status(of, now)),
        (texts.OPENS, danish_moment(of.opens_at)),
        (
            texts.DEADLINE,
            f"{danish_moment(of.deadline)} ({texts.days(length_days(of.opens_at, of.deadline))})",
        ),
        (texts.LABELS["case_number"], of.case_number),
        (texts.HANDLED_BY, of.handled_by),
        (texts.LATE_ONES, texts.takes_late(yes=of.takes_late)),
        (texts.REMINDERS, texts.reminder_days(of.remind_days)),
        (texts.DELETED_ON, texts.day(of.deletes_on.isoformat()) if of.deletes_on else texts.NEVER),
    ]
    if of.models:
        rows.append((texts.MODELS, concerns.titles(f"model:{id_}" for id_ in of.models)))
    if of.topics:
        rows.append((texts.TOPICS, texts.listed(of.topics)))
    blocks += [Paragraph(of.question), Facts(tuple(rows))]
    if of.material:
        blocks.append(Buttons(tuple(Link(each.title, each.url) for each in of.material)))
    names = [texts.invited(Moment(of, each, now)) for each in invited]
    blocks.append(Bullets(texts.some(names), texts.parties_count(len(names))))
    if of.status is not HearingStatus.DRAFT:
        blocks += [Heading(texts.RESPONSES_AND_TREATMENT), Buttons(_treatment_actions(of))]
    return Page(texts.HEARINGS_KICKER, of.title, tuple(blocks), _hearing_actions(of))


def _overdue(of: Hearing, now: datetime) -> bool:
    """Whether the day has come on which content and personal data are to be deleted."""
    return of.deletes_on is not None and local(now).date() >= of.deletes_on


def _action(of: Hearing, title: str, verb: str, *, primary: bool = False) -> Action:
    return Action(title, verb, {"hearing": of.id}, sends_inputs=False, primary=primary)


def _treatment_actions(of: Hearing) -> tuple[Action, ...]:
    """From the responses to what comes of them; at most six in a row, as many as Teams shows."""
    before = (_action(of, texts.BOARD, "board.show"), _action(of, remark_texts.BUTTON, "remarks.show"))
    after = (
        _action(of, summary_texts.SHARE_SUMMARY, "summary.form"),
        _action(of, summary_texts.SUMMARIES, "summary.report"),
    )
    if of.status is HearingStatus.OPEN:
        return *before, *after
    memo = _action(of, memo_texts.MEMO, "memo.show")
    return *before, memo, _action(of, outcome_texts.OUTCOME, "outcome.show"), *after


def _hearing_actions(of: Hearing) -> tuple[Action, ...]:
    """What changes the hearing itself."""
    edit = _action(of, texts.EDIT_HEARING, "hearing.edit")
    visible = (
        _action(of, summary_texts.UNPUBLISH, "summary.unpublish")
        if of.public
        else _action(of, summary_texts.PUBLISH, "summary.publish")
    )
    match of.status:
        case HearingStatus.DRAFT:
            return _action(of, texts.OPEN_HEARING, "hearing.open", primary=True), edit
        case HearingStatus.OPEN:
            extend = _action(of, texts.EXTEND, "hearing.extend")
            return extend, edit, _action(of, texts.CLOSE_HEARING, "hearing.close")
        case HearingStatus.CLOSED:
            reopen = _action(of, texts.REOPEN, "hearing.reopen")
            return visible, edit, reopen, _action(of, texts.CONCLUDE, "hearing.conclude")
        case _:
            return (visible,)


def values_of(of: Hearing, invited: Sequence[Invitation]) -> dict[str, str]:
    """What stands in the form's fields for a hearing that is there."""
    opens, deadline = local(of.opens_at), local(of.deadline)
    return {
        "hearing": of.id,
        "revision": str(of.revision),
        "title": of.title,
        "question": of.question,
        "case_number": of.case_number,
        "handled_by": of.handled_by,
        "material": "\n".join(f"{each.title} {each.url}" for each in of.material),
        "topics": ", ".join(of.topics),
        "models": ",".join(of.models),
        "parties": ",".join(each.party.id for each in invited),
        "shown": ",".join(each.party.id for each in invited),
        "opens_date": opens.date().isoformat(),
        "opens_time": f"{opens:%H:%M}",
        "deadline_date": deadline.date().isoformat(),
        "deadline_time": f"{deadline:%H:%M}",
        "deletes_on": of.deletes_on.isoformat() if of.deletes_on else "",
        "takes_late": "true" if of.takes_late else "false",
        "remind_days": days_as_filled_in(of.remind_days),
    }


def days_as_filled_in(days: Sequence[int]) -> str:
    """Which reminders there are, as their field has it."""
    return ",".join(map(str, days))


def form(
    filled: Form,
    known: Sequence[Party],
    fresh: Sequence[NewParty],
    concerns: Concerns,
    *,
    status: HearingStatus = HearingStatus.DRAFT,
    confirm: str = "",
) -> Page:
    """The one form that a hearing is set up with, as it was filled in, what is wrong beside its field.

    Args:
        filled: What stands in the fields.
        known: The parties to choose among.
        fresh: New ones that the form lists already; the card carries them until it is saved.
        concerns: The models to choose among.
        status: Of the hearing; once it is open, its dates are changed by extending it.
        confirm: What the button must carry for it to be stored although it was asked back.
    """
    values, errors = filled.values, filled.errors

    field = partial(fields.field, filled)
    drafting = status is HearingStatus.DRAFT
    blocks: list[PageBlock] = [Notice(Tone.ERROR, texts.NOT_STORED_YET)] if errors else []
    if confirm:
        blocks.append(Notice(Tone.WARNING, texts.CONTACT_DETAILS))
    offered = _offered(known, values.get("parties", "").split(","))
    if drafting:
        kinds = tuple(Choice(value, title) for value, title in texts.HEARING_KINDS.items())
        blocks.append(field("kind", InputKind.CHOICE, kept="hoering", choices=kinds))
    blocks += [
        Heading(texts.MATTER),
        field("title"),
        field("question", InputKind.LONG_TEXT, placeholder=texts.QUESTION_PLACEHOLDER),
        field("case_number"),
        field("handled_by"),
        field("material", InputKind.LONG_TEXT, placeholder=texts.MATERIAL_PLACEHOLDER),
        field("topics", placeholder=texts.TOPICS_PLACEHOLDER),
        field("models", InputKind.CHOICES, choices=concerns.models),
    ]
    blocks.append(Heading(texts.TIMES))
    if drafting:
        blocks += [
            field("opens_date", InputKind.DATE),
            field("opens_time", InputKind.TIME),
            field("deadline_date", InputKind.DATE),
            field("deadline_time", InputKind.TIME),
        ]
    blocks += [
        field("deletes_on", InputKind.DATE),
        field("takes_late", InputKind.TOGGLE),
        field(
            "remind_days",
            InputKind.CHOICES,
            choices=tuple(Choice(str(days), texts.days(days)) for days in REMIND_DAYS),
        ),
        Heading(texts.PARTIES),
        field("parties", InputKind.CHOICES, choices=tuple(Choice(each.id, each.name) for each in offered)),
        *((Small(texts.more_parties(len(known) - len(offered))),) if len(offered) < len(known) else ()),
        *(Entry(each.name, (texts.new_party(each.kind, external=each.external),)) for each in fresh),
        Heading(texts.NEW_PARTY),
        field("party_name"),
        field(
            "party_kind",
            InputKind.CHOICE,
            choices=tuple(Choice(kind, texts.KINDS[kind]) for kind in PartyKind),
        ),
        field("party_external", InputKind.TOGGLE),
        field("party_contacts", InputKind.LONG_TEXT, placeholder=texts.CONTACTS_PLACEHOLDER),
    ]
    carried = {
        "hearing": filled.id("hearing"),
        "revision": values.get("revision", "0"),
        "shown": values.get("shown", ""),
        "new_parties": NEW_PARTIES.dump_json(tuple(fresh)).decode(),
    }
    blocks.append(Buttons((Action(texts.ANOTHER_PARTY, "hearing.party", carried),)))
    return Page(
        texts.HEARINGS_KICKER,
        texts.SET_UP_HEARING if drafting else texts.CHANGE_HEARING,
        tuple(blocks),
        (
            Action(
                texts.SAVE_ANYWAY if confirm else texts.SAVE_AND_SEE,
                "hearing.save",
                carried | ({"confirmed": confirm} if confirm else {}),
                primary=True,
            ),
        ),
    )


def _offered(known: Sequence[Party], chosen: Sequence[str]) -> tuple[Party, ...]:
    """The parties to choose among: those that are chosen, and others while there is room on the card."""
    first = [party for party in known if party.id in chosen]
    others = [party for party in known if party.id not in chosen]
    offered = {party.id for party in (*first, *others)[: max(_MOST_OFFERED, len(first))]}
    return tuple(party for party in known if party.id in offered)


def reason(of: Hearing, after: HearingStatus, filled: Form, now: datetime) -> Page:
    """Why is it closed, opened again or concluded?"""
    return Page(
        of.title,
        texts.really_now(after),
        (
            Paragraph(texts.moving_means(after, of, now)),
            fields.reason(filled),
        ),
        (
            Action(texts.moving(after), texts.MOVES[after], {"hearing": of.id}, primary=True),
            Action(texts.BACK, "hearing.show", {"hearing": of.id}, sends_inputs=False),
        ),
    )


def extend(of: Hearing, invited: Sequence[Invitation], filled: Form, now: datetime) -> Page:
    """Until when, for whom, and why?"""
    values = filled.values
    parties = [each.party for each in invited]
    offered = _offered(parties, [values.get("for", values.get("party", ""))])
    whom = (Choice("all", texts.ALL_PARTIES), *(Choice(each.id, each.name) for each in offered))
    return Page(
        of.title,
        texts.EXTEND_HEADLINE,
        (
            Small(texts.capitalised(texts.deadline_line(of.deadline, now))),
            fields.field(filled, "deadline_date", InputKind.DATE, label=texts.NEW_DEADLINE),
            fields.field(filled, "deadline_time", InputKind.TIME, kept="23:59"),
            fields.field(
                filled,
                "for",
                InputKind.CHOICE,
                label=texts.FOR_WHOM,
                kept=values.get("party", "all"),
                choices=whom,
            ),
            fields.reason(filled),
        ),
        (
            Action(
                texts.EXTEND,
                "hearing.extend",
                {"hearing": of.id, "was": values.get("was", of.deadline.isoformat())},
                primary=True,
            ),
            Action(texts.BACK, "hearing.show", {"hearing": of.id}, sends_inputs=False),
        ),
    )
