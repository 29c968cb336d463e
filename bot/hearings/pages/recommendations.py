"""What a lead sees of recommendations: all of them, one's text, and which of them some points get."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.hearings import texts
from bot.hearings.form import Form
from bot.hearings.pages.fields import field
from bot.hearings.pages.remarks import STEPS, View, begun, finding, point_entry
from bot.hearings.texts import outcome as outcome_texts
from bot.hearings.texts import remarks as remark_texts
from bot.hearings.treatment.administration import TREATABLE, offered
from bot.hearings.treatment.matter import Matter, seen
from bot.page import Action, Buttons, Choice, Entry, InputKind, Listing, Notice, Page, PageBlock, Small, Tone
from storage.records.remarks import Recommendation

MAX_CHARS = 1_000
_CANDIDATE_CHARS = 100
_MOST_PARTIES = 10


def all_of_them(of: Matter, part: int, *, done: str = "", notice: str = "") -> Page:
    """Every recommendation in full, with where it is used."""
    blocks: list[PageBlock] = [Notice(Tone.GOOD, done)] if done else []
    blocks += [Notice(Tone.WARNING, notice)] if notice else []
    key = {"hearing": of.hearing.id}
    owners = _owners(of)
    entries = tuple(
        Entry(
            remark_texts.recommendation_title(number, each.progress),
            tuple(each.text.split("\n")),
            _used_at(of, each, owners),
            _actions(of, each),
        )
        for number, each in enumerate(of.treatment.recommendations, 1)
    )
    return Page(
        remark_texts.party_kicker(of.hearing.title),
        remark_texts.recommendations_headline(len(entries)),
        (*blocks, Small(remark_texts.SHARED), Listing(entries, "recommendation.list", key, part)),
        (Action(remark_texts.TO_ALL, "remarks.show", key, sends_inputs=False),),
    )


def _owners(of: Matter) -> dict[str, tuple[str, int]]:
    """Whose each point is, and its number there."""
    return {
        id_: (voice.party.name, number)
        for voice in of.voices.values()
        for id_, number in voice.numbers.items()
    }


def _used_at(of: Matter, each: Recommendation, owners: dict[str, tuple[str, int]]) -> tuple[str, ...]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for id_ in each.points:
        if id_ in owners:
            party, number = owners[id_]
            found[party].append(number)
    names = [name for voice in of.voices.values() if (name := voice.party.name) in found]
    told = [remark_texts.used_at(name, sorted(found[name])) for name in names]
    return texts.some(told, _MOST_PARTIES) if told else (remark_texts.UNUSED,)


def _actions(of: Matter, each: Recommendation) -> tuple[Action, ...]:
    if of.hearing.status not in TREATABLE:
        return ()
    key = {"hearing": of.hearing.id, "recommended": each.id}
    shown = key | {"shown": seen(each)}
    return (
        Action(texts.EDIT, "recommendation.edit", key, sends_inputs=False),
        *(
            Action(
                remark_texts.move(before, after),
                "recommendation.move",
                shown | {"to": after},
                sends_inputs=False,
            )
            for before, after in STEPS
            if before is each.progress
        ),
        Action(remark_texts.REMOVE_RECOMMENDATION, "recommendation.remove", shown, sends_inputs=False),
    )


def form(of: Matter, there: Recommendation, filled: Form, *, notice: str = "", confirm: str = "") -> Page:
    """A recommendation's text, and where it is used.

    Args:
        of: The matter.
        there: The recommendation as it is stored.
        filled: What was typed, and what is wrong with it; ``shown`` is what the lead has seen of it.
        notice: Something to know first: what is stored then stands beside.
        confirm: What the button must carry for it to be stored although it was asked back.
    """
    key = {"hearing": of.hearing.id, "recommended": there.id, "shown": filled.values.get("shown", "")}
    blocks: list[PageBlock] = [Notice(Tone.ERROR, texts.NOT_STORED_YET)] if filled.errors else []
    if notice:
        blocks += [
            Notice(Tone.WARNING, notice),
            Entry(remark_texts.AS_IT_STANDS, tuple(there.text.split("\n"))),
        ]
    if there.decision:
        blocks.append(
            Notice(Tone.WARNING, remark_texts.outcome_goes(outcome_texts.came_of_it(there.decision)))
        )
    if confirm:
        blocks.append(Notice(Tone.WARNING, texts.CONTACT_DETAILS))
        key["confirmed"] = confirm
    used = _used_at(of, there, _owners(of))
    blocks += [
        field(
            filled,
            "recommendation",
            InputKind.LONG_TEXT,
            placeholder=remark_texts.RECOMMENDATION_PLACEHOLDER,
            max_chars=MAX_CHARS,
        ),
        *(Small(each) for each in used),
        Small(remark_texts.SHARED),
    ]
    title = texts.SAVE_ANYWAY if confirm else remark_texts.SAVE_RECOMMENDATION
    return Page(
        remark_texts.party_kicker(of.hearing.title),
        texts.LABELS["recommendation"],
        tuple(blocks),
        (
            Action(title, "recommendation.save", key, primary=True),
            _to_all(of),
        ),
    )


def _to_all(of: Matter) -> Action:
    return Action(
        remark_texts.TO_RECOMMENDATIONS, "recommendation.list", {"hearing": of.hearing.id}, sends_inputs=False
    )


def really_remove(of: Matter, there: Recommendation) -> Page:
    """Asked back once: it is taken away wherever it is used, and so is what was decided of it."""
    key = {"hearing": of.hearing.id, "recommended": there.id, "shown": seen(there)}
    decided = (outcome_texts.came_of_it(there.decision),) if there.decision else ()
    return Page(
        remark_texts.party_kicker(of.hearing.title),
        remark_texts.really_remove(len(there.points)),
        (
            Entry(
                texts.LABELS["recommendation"],
                tuple(there.text.split("\n")),
                (*_used_at(of, there, _owners(of)), *decided),
            ),
        ),
        (
            Action(
                remark_texts.REMOVE_RECOMMENDATION,
                "recommendation.remove",
                key | {"sure": "remove"},
                sends_inputs=False,
            ),
            _to_all(of),
        ),
    )


def choose(view: View, points: Sequence[str]) -> Page:
    """Which recommendation the points get: one that is there, or a new one; the points' own words above."""
    form, numbers = view.form, view.voice.numbers
    data = view.data(points=",".join(points), new=form.id("new"))
    rows = tuple(point_entry(view, point) for point in view.voice.points if point.id in points)
    candidates = {
        Choice(each.id, f"{number} · {begun(each.text, _CANDIDATE_CHARS)}"): each.text
        for number, each in enumerate(view.matter.treatment.recommendations, 1)
    }
    choices = offered(candidates, [form.values.get("which", "")], form.values.get("remark_find", ""))
    blocks: list[PageBlock] = [
        *view.notices("recommendation", *(("which",) if candidates else ())),
        Listing(rows, "recommendation.form", data, form.number("part"), sends_inputs=True),
    ]
    if candidates:
        label = remark_texts.CHOOSE_RECOMMENDATION
        blocks.append(field(form, "which", InputKind.CHOICE, label=label, choices=choices))
    if len(choices) < len(candidates):
        blocks += finding(form, "recommendation.form", data)
    label = remark_texts.NEW_RECOMMENDATION if candidates else ""
    blocks.append(
        field(
            form,
            "recommendation",
            InputKind.LONG_TEXT,
            label=label,
            placeholder=remark_texts.RECOMMENDATION_PLACEHOLDER,
            max_chars=MAX_CHARS,
        )
    )
    title = texts.SAVE_ANYWAY if view.confirm else remark_texts.USE_RECOMMENDATION
    buttons = [Action(title, "recommendation.attach", data | view.confirmed(), primary=True)]
    if any(view.matter.recommendations_for(id_) for id_ in points):
        buttons.append(Action(remark_texts.TAKE_OFF, "recommendation.detach", data))
    blocks.append(Buttons(tuple(buttons)))
    headline = remark_texts.recommend_headline(
        view.voice.party.name, sorted(numbers[id_] for id_ in points if id_ in numbers)
    )
    return Page(view.kicker, headline, tuple(blocks), (view.back(),))
