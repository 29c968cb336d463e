"""What a lead sees of the treatment: the hearing, a party's points with their remarks, a remark's fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import starmap

from bot.hearings import texts
from bot.hearings.concerns import Concerns
from bot.hearings.form import Form
from bot.hearings.pages.fields import field
from bot.hearings.texts import memo as memo_texts
from bot.hearings.texts import outcome as outcome_texts
from bot.hearings.texts import remarks as remark_texts
from bot.hearings.treatment.administration import TREATABLE, offered
from bot.hearings.treatment.faithful import squeezed, uncovered
from bot.hearings.treatment.matter import Checked, Matter, Voice
from bot.memo.readiness import Missing
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
from bot.questions.answer import Paragraph
from bot.screen import fits, groups_of, room_beside
from storage.records.remarks import Outcome, Paraphrase, Progress, Remark, treated_hash
from storage.records.values import Hearing, HearingStatus, Point, hash_of

MAX_REMARK_CHARS = 2_000
ALL = "all"
"""In the field of points: every one of the party's."""
NO_OUTCOME = "none"
ASKABLE = frozenset({Checked.NEEDED, Checked.WAITING, Checked.CHANGED, Checked.WAIVED})
UNASKED = frozenset({Checked.NEEDED, Checked.CHANGED})
WAIVABLE = frozenset({Checked.NEEDED, Checked.WAITING, Checked.CHANGED})

_ROWS = 10
_SHORT_CHARS, _CHOICE_CHARS, _CANDIDATE_CHARS = 160, 20, 40
_ROW_CHARS = 1_500
STEPS = (
    (Progress.DRAFT, Progress.PROFESSIONAL),
    (Progress.PROFESSIONAL, Progress.APPROVED),
    (Progress.APPROVED, Progress.PROFESSIONAL),
    (Progress.PROFESSIONAL, Progress.DRAFT),
)
"""How a remark or a recommendation moves, a step at a time."""


@dataclass(frozen=True, kw_only=True)
class View:
    """All that a page shows of a party's treatment.

    Attributes:
        form: What was typed, and what is wrong with it.
        new_id: Of a remark, should one be made from the page; so it is made once, however often pressed.
        notice: Something to know first, and ``done`` what was just done.
        confirm: What a button must carry for it to be stored although it was asked back.
    """

    matter: Matter
    voice: Voice
    form: Form
    concerns: Concerns
    new_id: str = ""
    done: str = ""
    notice: str = ""
    confirm: str = ""

    @property
    def kicker(self) -> str:
        """What stands above the headline."""
        return remark_texts.party_kicker(self.matter.hearing.title)

    @property
    def changeable(self) -> bool:
        """Whether anything can be done here."""
        return self.matter.hearing.status in TREATABLE

    def data(self, **more: str) -> dict[str, str]:
        """What every button carries; ``at`` is the part of the party's points to come back to."""
        at = self.form.number("at")
        key = {"hearing": self.matter.hearing.id, "party": self.voice.party.id}
        return key | ({"at": str(at)} if at else {}) | more

    def notices(self, *fields: str) -> list[PageBlock]:
        """What to know first; what is wrong with these fields stands beside them, with anything else here."""
        found: list[PageBlock] = [Notice(Tone.GOOD, self.done)] if self.done else []
        found += [Notice(Tone.WARNING, self.notice)] if self.notice else []
        found += [Notice(Tone.ERROR, why) for name, why in self.form.errors.items() if name not in fields]
        found += [Notice(Tone.ERROR, texts.NOT_STORED_YET)] if self.form.errors else []
        found += [Notice(Tone.WARNING, texts.CONTACT_DETAILS)] if self.confirm else []
        return found

    def confirmed(self) -> dict[str, str]:
        """What is carried where something was asked back."""
        return {"confirmed": self.confirm} if self.confirm else {}

    def back(self) -> Action:
        """The button that leads to the party."""
        return Action(remark_texts.BACK_TO_PARTY, "remarks.party", self.data(), sends_inputs=False)


def begun(text: str, most: int = _SHORT_CHARS) -> str:
    """The text, or the beginning of a long one, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rstrip()}…"


# --- which hearing, and how far each party is -------------------------------------------------


def choose(found: Sequence[Hearing], now: datetime, part: int) -> Page:
    """Which hearing's remarks."""
    entries = tuple(
        Entry(
            each.title,
            (texts.hearing_status(each, now),),
            actions=(Action(remark_texts.BUTTON, "remarks.show", {"hearing": each.id}, sends_inputs=False),),
        )
        for each in found
    )
    headline = remark_texts.CHOOSE if entries else texts.NO_HEARINGS
    return Page(remark_texts.KICKER, headline, (Listing(entries, "remarks.begin", part=part),))


def overview(of: Matter, start: int, *, done: str = "", notice: str = "") -> Page:
    """Parties with how many of their points are treated, and all that is missing.

    Args:
        of: The matter, with all its voices.
        start: How many parties come before those that are shown, which are as many as there is room for.
        done: What was just done.
        notice: Something to know first.
    """
    points = {id_ for voice in of.voices.values() for id_ in voice.numbers}
    answered = {id_ for remark in of.counting for id_ in remark.points} & points
    page = Page(
        remark_texts.KICKER,
        remark_texts.headline(len(points) - len(answered), len(points)),
        tuple(_first(of, done, notice, treatable=bool(points))),
        _overview_actions(of),
    )
    voices = tuple(of.voices.values())
    start = max(0, min(start, len(voices) - 1))
    room = room_beside(replace(page, blocks=(*page.blocks, _turning(of, start, start))))
    shown = _fitting([_row(of, each, answered) for each in voices[start : start + _ROWS]], room)
    ahead = [_row(of, each, answered) for each in reversed(voices[max(0, start - _ROWS) : start])]
    before = start - len(_fitting(ahead, room)) if start else None
    after = start + len(shown) if start + len(shown) < len(voices) else None
    return replace(page, blocks=(*page.blocks, *shown, _turning(of, before, after)))


def _first(of: Matter, done: str, notice: str, *, treatable: bool) -> Iterator[PageBlock]:
    """What stands above the parties."""
    if done:
        yield Notice(Tone.GOOD, done)
    if notice:
        yield Notice(Tone.WARNING, notice)
    yield Paragraph(of.hearing.title)
    if of.hearing.status not in TREATABLE:
        yield Small(remark_texts.READ_ONLY)
        return
    if of.hearing.status is HearingStatus.OPEN:
        yield Small(remark_texts.STILL_OPEN)
    missing = [each for each in of.unfinished if each.missing is not Missing.HEARING_OPEN]
    if undecided := [each.invitation.party.name for each in of.moments if each.undecided]:
        yield Notice(Tone.WARNING, remark_texts.undecided(undecided))
    if unapproved := sum(each.missing is Missing.RECOMMENDATION_APPROVAL for each in missing):
        yield Small(remark_texts.recommendations_left(unapproved))
    if treatable and not missing:
        still_open = of.hearing.status is HearingStatus.OPEN
        told = remark_texts.NOTHING_MISSING_YET if still_open else remark_texts.NOTHING_MISSING
        yield Notice(Tone.GOOD, told)


def _row(of: Matter, voice: Voice, answered: AbstractSet[str]) -> Entry:
    """A party: how far it is, and what it lacks."""
    editable = of.hearing.status in TREATABLE
    counts = Counter(each.progress for each in of.remarks_to(voice.party.id))
    treated = sum(point.id in answered for point in voice.points)
    lines = [remark_texts.party_line(treated, len(voice.points))]
    if not voice.points:
        return Entry(voice.party.name, tuple(lines))
    lines.append(remark_texts.progress_line([(each, counts[each]) for each in Progress]))
    if not editable or of.checked(voice) not in UNASKED:  # what it lacks says it as well
        lines += _how_checked(of, voice)
    lacks = starmap(remark_texts.lack, of.lacks(voice).items()) if editable else ()
    title = remark_texts.TREAT if editable else remark_texts.READ
    key = {"hearing": of.hearing.id, "party": voice.party.id}
    action = Action(title, "remarks.party", key, sends_inputs=False)
    return Entry(voice.party.name, tuple(lines), tuple(lacks), (action,))


def _fitting(rows: Sequence[Entry], room_bytes: int) -> tuple[Entry, ...]:
    """The first of them, as many as there is room for, and at least one."""
    groups = groups_of(rows, room_bytes)
    return groups[0] if groups else ()


def _turning(of: Matter, before: int | None, after: int | None) -> Buttons:
    """The buttons that lead to the parties before and after."""
    others = ((before, remark_texts.PARTIES_BEFORE), (after, remark_texts.PARTIES_AFTER))
    return Buttons(
        tuple(
            Action(title, "remarks.show", {"hearing": of.hearing.id, "part": str(at)}, sends_inputs=False)
            for at, title in others
            if at is not None
        )
    )


def _how_checked(of: Matter, voice: Voice) -> list[str]:
    """Whether the party says that it is rendered right; nothing of one that only a memo tells of."""
    checked = of.checked(voice)
    if checked is Checked.NEEDLESS and voice.versions[-1].original is not None:
        return []
    return [remark_texts.check_line(checked, of.check_of(voice.party.id))]


def _overview_actions(of: Matter) -> tuple[Action, ...]:
    key = {"hearing": of.hearing.id}
    editable = of.hearing.status in TREATABLE
    actions = [Action(remark_texts.RECOMMENDATIONS, "recommendation.list", key, sends_inputs=False)]
    if editable and any(of.checked(each) in UNASKED for each in of.voices.values()):
        actions.append(Action(remark_texts.CHECK_ALL, "check.send", key, sends_inputs=False))
    if of.hearing.status in {HearingStatus.CLOSED, HearingStatus.CONCLUDED}:
        actions.append(Action(outcome_texts.OUTCOME, "outcome.show", key, sends_inputs=False))
    actions.append(Action(memo_texts.MEMO, "memo.show", key, sends_inputs=False))
    actions.append(Action(texts.TO_BOARD, "board.show", key, sends_inputs=False))
    return tuple(actions)


# --- one party --------------------------------------------------------------------------------


def party(view: View) -> Page:
    """The party's points one by one, its own words in full, with all that is made of each."""
    voice, editable = view.voice, view.changeable
    blocks = view.notices("points")
    if not editable:
        blocks.append(Small(remark_texts.READ_ONLY))
    if not voice.points:
        return Page(
            view.kicker, voice.party.name, (*blocks, Paragraph(remark_texts.NO_COMMENTS)), _actions(view)
        )
    original = voice.versions[-1].original
    if original is not None:
        blocks.append(Small(texts.original_came(original)))
    blocks += map(Small, _how_checked(view.matter, voice))
    if voice.original:
        blocks.append(Small(remark_texts.original_headline(len(not_covered(voice)))))
    blocks.append(
        Listing(tuple(_rows(view)), "remarks.party", view.data(), view.form.number("at"), sends_inputs=True)
    )
    if editable:
        new = view.data(remark=view.new_id)
        blocks += [
            _points_field(view, label=remark_texts.CHOSEN_POINTS, everything=True),
            Buttons(
                (
                    Action(remark_texts.NEW_REMARK, "remark.new", view.data(), primary=True),
                    Action(remark_texts.NO_REMARK, "remark.none", new),
                    Action(remark_texts.RECOMMEND, "recommendation.form", view.data()),
                )
            ),
            Buttons(_moving_all(view)),
        ]
    return Page(view.kicker, voice.party.name, tuple(blocks), _actions(view))


def _rows(view: View) -> list[Entry]:
    """Each point, and below the first point that it answers each remark."""
    remarks = view.matter.remarks_to(view.voice.party.id)
    numbers = view.voice.numbers
    first = {each.id: next((id_ for id_ in numbers if id_ in each.points), "") for each in remarks}
    rows: list[Entry] = []
    for point in view.voice.points:
        own = [each for each in remarks if first[each.id] == point.id]
        elsewhere = [each for each in remarks if point.id in each.points and first[each.id] != point.id]
        rows += _point_rows(view, point, elsewhere, answered=bool(own or elsewhere))
        rows += [_remark_row(view, each) for each in own]
    rows += [_remark_row(view, each) for each in remarks if not first[each.id]]
    return rows


def point_entry(
    view: View, point: Point, *, words: str = "", details: Sequence[str] = (), actions: Sequence[Action] = ()
) -> Entry:
    """A point in the words of the response, in full.

    Args:
        view: The party whose point it is.
        point: The point.
        words: In place of its text: the words of the original.
        details: Quiet lines below.
        actions: What can be done with it.
    """
    about = view.concerns.titles(point.about)
    title = texts.point_title(view.voice.numbers[point.id], point.stance, about, point.section)
    return Entry(title, tuple((words or point.text).split("\n")), tuple(details), tuple(actions))


def _point_rows(view: View, point: Point, elsewhere: Sequence[Remark], *, answered: bool) -> list[Entry]:
    """A point with what it rests on and how it is put; in rows of their own where all of it is long."""
    number = view.voice.numbers[point.id]
    paraphrase = view.matter.paraphrase_of(point)
    excerpt = (texts.rests_on(point.excerpt),) if point.excerpt else ()
    rendering = _rendering(point, paraphrase) if paraphrase else ()
    details = [remark_texts.answered_in(view.matter.number_of(each)) for each in elsewhere]
    if not answered:
        details.append(remark_texts.NO_REMARK_YET)
    if paraphrase is None and point.id in view.matter.treatment.paraphrases:
        details.append(remark_texts.OLD_PARAPHRASE)
    details += [
        remark_texts.recommended(begun(each.text), each.progress)
        for each in view.matter.recommendations_for(point.id)
    ]
    actions = []
    if view.changeable:
        title = remark_texts.CHANGE_PARAPHRASE if paraphrase else remark_texts.PARAPHRASE
        actions = [Action(title, "paraphrase.edit", view.data(point=point.id), sends_inputs=False)]
    if len("".join((point.text, *excerpt, *rendering))) <= _ROW_CHARS:
        return [point_entry(view, point, details=(*excerpt, *rendering, *details), actions=actions)]
    others = ((remark_texts.EXCERPT, excerpt), (remark_texts.RENDERING, rendering))
    return [
        point_entry(view, point, details=details, actions=actions),
        *(Entry(remark_texts.of_point(title, number), lines) for title, lines in others if lines),
    ]


def _rendering(point: Point, paraphrase: Paraphrase) -> tuple[str, ...]:
    """How a point is put, and what that rests on, where it is not all of the point or of its excerpt."""
    put = remark_texts.rendered_as(paraphrase.text, by_party=paraphrase.by_party)
    whole = squeezed(paraphrase.rests_on) in {squeezed(point.text), squeezed(point.excerpt)}
    return (put,) if whole else (put, texts.rests_on(paraphrase.rests_on))


def _remark_row(view: View, remark: Remark) -> Entry:
    numbers = view.voice.numbers
    points = sorted(numbers[id_] for id_ in remark.points if id_ in numbers)
    title = remark_texts.remark_title(
        view.matter.number_of(remark),
        points,
        remark.outcome,
        remark.progress,
        says_nothing=remark.says_nothing,
    )
    details = []
    changed = view.voice.changed_since(remark)
    if view.changeable and changed:
        details.append(remark_texts.changed(changed))
    if view.changeable and not points:
        details.append(remark_texts.NO_POINTS_LEFT)
    actions = (
        (Action(remark_texts.OPEN, "remark.edit", view.data(remark=remark.id), sends_inputs=False),)
        if view.changeable
        else ()
    )
    return Entry(title, said(view.matter, remark), tuple(details), actions)


def said(of: Matter, remark: Remark) -> tuple[str, ...]:
    """What a remark says, in full: its text, and where it refers to."""
    references = [_reference(of, id_) for id_ in remark.refers_to]
    return (*(remark.text.split("\n") if remark.text else ()), *references)


def _reference(of: Matter, id_: str) -> str:
    found = of.remark(id_)
    return remark_texts.reference(
        of.number_of(found) if found else 0, of.name_of(found.party_id) if found else ""
    )


def _points_field(view: View, *, label: str, everything: bool) -> Input:
    choices = tuple(
        Choice(
            point.id,
            remark_texts.choice_of(number, texts.stance(point.stance), begun(point.text, _CHOICE_CHARS)),
        )
        for number, point in enumerate(view.voice.points, 1)
    )
    whole = (Choice(ALL, remark_texts.ALL_POINTS),) if everything else ()
    return field(view.form, "points", InputKind.CHOICES, label=label, choices=(*whole, *choices))


def _moving_all(view: View) -> tuple[Action, ...]:
    """The buttons that move all of the party's remarks a step on; those that move them back are elsewhere."""
    back = Action(remark_texts.MOVE_BACK, "remark.back", view.data(), sends_inputs=False)
    ahead = tuple(_moves_all(view, STEPS[:2]))
    return (*ahead, back) if any(_moves_all(view, STEPS[2:])) else ahead


def _moves_all(view: View, steps: Iterable[tuple[Progress, Progress]]) -> Iterator[Action]:
    remarks = view.matter.remarks_to(view.voice.party.id)
    there = {each.progress for each in remarks}
    for before, after in steps:
        if before in there:
            data = view.data(**{"from": before, "to": after, "shown": all_shown(remarks)})
            title = remark_texts.move_all(before, after)
            yield Action(title, "remark.move_all", data, sends_inputs=False)


def back(view: View) -> Page:
    """Which of the party's remarks are to be a step back."""
    remarks = view.matter.remarks_to(view.voice.party.id)
    counts = Counter(each.progress for each in remarks)
    return Page(
        view.kicker,
        remark_texts.MOVE_BACK_HEADLINE,
        (
            Paragraph(view.voice.party.name),
            Paragraph(remark_texts.progress_line([(each, counts[each]) for each in Progress])),
        ),
        (*_moves_all(view, STEPS[2:]), view.back()),
    )


def all_shown(remarks: Iterable[Remark]) -> str:
    """What tells these remarks from what they are later, so that nobody approves what they have not seen."""
    return hash_of("".join(map(treated_hash, remarks)))[:16]


def _actions(view: View) -> tuple[Action, ...]:
    actions = []
    if view.changeable:
        checked = view.matter.checked(view.voice)
        if checked in ASKABLE:
            title = remark_texts.CHECK_ONE if checked is Checked.NEEDED else remark_texts.CHECK_AGAIN
            actions.append(Action(title, "check.send", view.data(), sends_inputs=False))
        if checked in WAIVABLE:
            actions.append(Action(remark_texts.WAIVE, "check.waive", view.data(), sends_inputs=False))
    if view.voice.original:
        actions.append(Action(remark_texts.SEE_ORIGINAL, "remarks.original", view.data(), sends_inputs=False))
    actions.append(
        Action(remark_texts.TO_ALL, "remarks.show", {"hearing": view.matter.hearing.id}, sends_inputs=False)
    )
    return tuple(actions)


# --- a remark ---------------------------------------------------------------------------------


def remark(view: View, there: Remark | None, *, beside: bool = False) -> Page:
    """A remark's fields, and the words of the points it answers where there is room for both.

    Args:
        view: The party; the form says what stands in the fields, and ``shown`` what the lead has seen of it.
        there: The remark as it is stored, if it is.
        beside: What is stored is shown beside what was typed, since another lead has changed it.
    """
    form = view.form
    data = view.data(remark=form.id("remark"), shown=form.values.get("shown", ""))
    if "besides" in form.values:
        data["besides"] = form.values["besides"]
    title = texts.SAVE_ANYWAY if view.confirm else remark_texts.SAVE_REMARK
    buttons = [Action(title, "remark.save", data | view.confirmed(), primary=True)]
    chosen = form.values.get("points", "").split(",")
    rows = [point_entry(view, point) for point in view.voice.points if point.id in chosen]
    if there is not None and not beside:
        buttons += _moves(there, data)
    referring = _referring(view, data)
    shown = {block.id for block in referring if isinstance(block, Input)}
    fields = (
        _points_field(view, label=remark_texts.ANSWERS, everything=False),
        field(
            form,
            "remark_text",
            InputKind.LONG_TEXT,
            placeholder=remark_texts.REMARK_PLACEHOLDER,
            max_chars=MAX_REMARK_CHARS,
        ),
        *referring,
        _outcome_field(form),
        Buttons(tuple(buttons)),
    )
    above = view.notices("points", "remark_text", "outcome", *shown)
    if there is not None and beside:
        above.append(Entry(remark_texts.AS_IT_STANDS, said(view.matter, there)))
    headline = remark_texts.remark_headline(view.voice.party.name, new=there is None)
    bare = Page(view.kicker, headline, (*above, *fields), (view.back(),))
    listing = Listing(tuple(rows), "remark.form", data, form.number("part"), sends_inputs=True)
    turning = Action(remark_texts.BACK_TO_PARTY, listing.verb, data | {"part": "00"})  # as long as any
    room = replace(bare, blocks=(*bare.blocks, Buttons((turning, turning))))
    if not rows or not all(fits(replace(room, blocks=(*room.blocks, row))) for row in rows):
        return bare
    return replace(bare, blocks=(*above, listing, *fields))


def _referring(view: View, data: dict[str, str]) -> tuple[PageBlock, ...]:
    """Which remarks to refer to instead; of many, those that are searched for."""
    form, of = view.form, view.matter
    found = {
        Choice(
            each.id,
            remark_texts.candidate(
                begun(of.name_of(each.party_id), _CANDIDATE_CHARS),
                of.number_of(each),
                begun(text, _CANDIDATE_CHARS),
            ),
        ): f"{of.name_of(each.party_id)} {text}"
        for each in of.counting
        if each.id != form.id("remark") and not each.says_nothing
        for text in [" ".join(said(of, each))]
    }
    if not found:
        return ()
    choices = offered(found, form.values.get("refers_to", "").split(","), form.values.get("remark_find", ""))
    chosen = field(form, "refers_to", InputKind.CHOICES, label=remark_texts.REFERS_TO, choices=choices)
    return (chosen, *finding(form, "remark.form", data)) if len(choices) < len(found) else (chosen,)


def finding(form: Form, verb: str, data: dict[str, str]) -> tuple[PageBlock, ...]:
    """Where others are searched for than those that can be chosen among."""
    return (
        field(form, "remark_find", placeholder=remark_texts.FIND_PLACEHOLDER),
        Buttons((Action(remark_texts.FIND, verb, data),)),
    )


def _outcome_field(form: Form) -> Input:
    choices = (
        Choice(NO_OUTCOME, remark_texts.NO_OUTCOME),
        *(Choice(each, remark_texts.OUTCOMES[each]) for each in Outcome),
    )
    label = remark_texts.OUTCOME
    return field(form, "outcome", InputKind.CHOICE, label=label, kept=NO_OUTCOME, choices=choices)


def _moves(there: Remark, data: dict[str, str]) -> tuple[Action, ...]:
    return (
        *(
            Action(remark_texts.move(before, after), "remark.move", data | {"to": after})
            for before, after in STEPS
            if before is there.progress
        ),
        Action(remark_texts.REMOVE_REMARK, "remark.remove", data, sends_inputs=False),
    )


# --- is all of the original there? ------------------------------------------------------------


def original(view: View) -> Page:
    """The sentences of what came that no point rests on."""
    came = view.voice.original
    if not came:
        return Page(
            view.kicker, view.voice.party.name, (Paragraph(remark_texts.NO_ORIGINAL),), (view.back(),)
        )
    missing = not_covered(view.voice)
    rows = tuple(Entry(remark_texts.sentence(at), (each,)) for at, each in enumerate(missing, 1))
    actions = [view.back()]
    if view.changeable:
        actions.insert(
            0, Action(remark_texts.REGISTER_AGAIN, "register.form", view.data(), sends_inputs=False)
        )
    return Page(
        remark_texts.party_kicker(view.voice.party.name),
        remark_texts.original_headline(len(missing)),
        (
            Small(remark_texts.ORIGINAL_MEANS),
            Listing(rows, "remarks.original", view.data(), view.form.number("part")),
        ),
        tuple(actions),
    )


def not_covered(voice: Voice) -> tuple[str, ...]:
    """The sentences of a party's original that none of its points rests on."""
    return uncovered(voice.original, (point.excerpt for point in voice.points))
