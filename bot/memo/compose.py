"""From a hearing's responses and what the administration makes of them to the memo, worded and in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.hearings.rules import Moment
from bot.hearings.texts import memo as texts
from bot.hearings.texts.remarks import OUTCOMES
from bot.memo.content import (
    Advice,
    Answer,
    Apart,
    Heading,
    Heard,
    Item,
    Memo,
    Part,
    Recommended,
    Row,
    Said,
    Statement,
)
from bot.memo.readiness import Lack, Missing, Versions, treated, unfinished
from bot.memo.wording import paraphrase_of
from storage.records.remarks import Progress, Recommendation, Remark, Treatment
from storage.records.values import Channel, Hearing, OnTime, Point, Version

Titles = Callable[[Iterable[str]], str]
"""What points are about, as a sentence says it."""

_ROW_CHARS, _POINT_CHARS = 1_000, 60
"""Of the points in one row, about half a page; and what each takes beside its text."""


def compose(
    hearing: Hearing,
    moments: Sequence[Moment],
    versions: Versions,
    treatment: Treatment,
    *,
    titles: Titles,
    made_on: date,
    closed_at: datetime | None = None,
) -> Memo:
    """The memo as it stands.

    Every point of every response that is treated stands in it once, beside what is said of it. Points that
    follow one another and share a remark share a row.

    Args:
        hearing: Not deleted.
        moments: Its parties in their order.
        versions: What they have sent.
        treatment: Remarks, recommendations, paraphrases and checks.
        titles: What points are about.
        made_on: The day that the memo gives, in Denmark.
        closed_at: When a lead last closed the hearing; None where nobody has.
    """
    responses = tuple(treated(moments, versions))
    lacks = unfinished(hearing, moments, versions, treatment)
    of = _Composition(_placed(responses, treatment), treatment, titles)
    timely = [each for each in responses if each[0].invitation.timely]
    late = [each for each in responses if not each[0].invitation.timely]
    parts, late_parts = tuple(map(of.part, timely)), tuple(map(of.part, late))
    missing = tuple(_missing(lacks, of, {each.invitation.party.id: each for each in moments}))
    final = not lacks
    status = texts.FINAL if final else texts.DRAFT
    return Memo(
        hearing_id=hearing.id,
        hearing=hearing.title,
        title=texts.title(hearing),
        author=hearing.handled_by,
        made_on=made_on,
        final=final,
        status=status,
        missing=missing,
        lacks=tuple(Counter(str(lack.missing) for lack in lacks).items()),
        facts=(
            (texts.CASE_NUMBER, hearing.case_number),
            (texts.HANDLED_BY, hearing.handled_by),
            (texts.PERIOD, texts.period_with_days(hearing)),
            (texts.MADE_ON, texts.day(made_on)),
            (texts.STATUS, status),
        ),
        intro=tuple(_intro(hearing, moments, responses, treatment, closed_at)),
        heard=tuple(
            Heard(each.invitation.party.id, each.invitation.party.name, texts.standing(each))
            for each in moments
        ),
        parts=parts,
        late=late_parts,
        apart=tuple(_apart(moments)),
        recommended=tuple(map(of.recommended, treatment.recommendations)),
    )


# --- where everything stands ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a point stands."""

    number: int
    party_id: str
    party: str
    section: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where each point stands, and which remarks and recommendations there are for it.

    Attributes:
        places: By the point's id, in their order.
        remarks: By the point's id, in the remarks' order.
        recommendations: By the point's id.
        printed: By a remark's id, the points in the memo that it answers.
    """

    places: dict[str, _Place]
    remarks: dict[str, list[Remark]]
    recommendations: dict[str, list[Recommendation]]
    printed: dict[str, list[_Place]]


def _placed(responses: Sequence[tuple[Moment, Version]], treatment: Treatment) -> _Placed:
    in_order = sorted(responses, key=lambda each: not each[0].invitation.timely)  # late ones last
    places: dict[str, _Place] = {}
    for moment, version in in_order:
        party = moment.invitation.party
        for point in version.content.points:
            places[point.id] = _Place(len(places) + 1, party.id, party.name, point.section)
    remarks: dict[str, list[Remark]] = {}
    printed: dict[str, list[_Place]] = {}
    for remark in treatment.remarks:
        for id_ in remark.points:
            if id_ in places:
                remarks.setdefault(id_, []).append(remark)
                printed.setdefault(remark.id, []).append(places[id_])
    recommendations: dict[str, list[Recommendation]] = {}
    for each in treatment.recommendations:
        for id_ in each.points:
            if id_ in places:
                recommendations.setdefault(id_, []).append(each)
    return _Placed(places, remarks, recommendations, printed)


def _where(place: _Place, seen_from: _Place) -> str:
    """What the place is called; "" where it is in the same section of the same party."""
    section = place.section[:1]
    if place.party_id == seen_from.party_id:
        return section[0] if section and section != seen_from.section[:1] else ""
    return ", ".join((place.party, *section))


# --- the table --------------------------------------------------------------------------------


class _Composition:
    """Makes the table's rows one after the other, and knows what has been printed so far."""

    def __init__(self, placed: _Placed, treatment: Treatment, titles: Titles) -> None:
        self.placed = placed
        self._treatment = treatment
        self._titles = titles
        self._remarked: dict[str, _Place] = {}  # where a remark's text was printed, by its id
        self._recommended: set[str] = set()

    def part(self, response: tuple[Moment, Version]) -> Part:
        moment, version = response
        party = moment.invitation.party
        return Part(
            party_id=party.id,
            party=party.name,
            notes=tuple(_notes(version)),
            rows=tuple(self._rows(version)),
        )

    def _rows(self, version: Version) -> Iterator[Row]:
        section: tuple[str, ...] = ()
        for group in self._groups(version.content.points):
            items: list[Item] = []
            for point in group:
                items += _headings(section, point.section)
                items.append(self._said(point, version))
                section = point.section
            yield Row(items=tuple(items), answers=self._answers(group), advice=self._advice(group))
        content = version.content
        minority = content.mandate.minority if content.mandate else ""
        if minority:
            yield Row(items=(Statement(lead=texts.MINORITY, text=minority),), answers=())
        elif not content.points:
            text = texts.NO_COMMENTS if content.no_comments else texts.NO_POINTS
            yield Row(items=(Statement(lead="", text=text),), answers=())

    def _groups(self, points: Iterable[Point]) -> Iterator[list[Point]]:
        """Points that follow one another and share a remark; in another section, only the very same.

        A group is no longer than that it fits well on a page beside its remark.
        """
        group: list[Point] = []
        shared: set[str] = set()
        for point in points:
            ids = {each.id for each in self.placed.remarks.get(point.id, ())}
            length = sum(len(each.text) + _POINT_CHARS for each in (*group, point))
            if group and length <= _ROW_CHARS and _joins(group[-1], shared, point, ids):
                group.append(point)
                shared |= ids
            else:
                if group:
                    yield group
                group, shared = [point], ids
        if group:
            yield group

    def _said(self, point: Point, version: Version) -> Said:
        found = paraphrase_of(point, self._treatment)
        registered = version.original is not None
        excerpt = point.excerpt if registered else ""
        if found is None:
            text, own = point.text, excerpt
        else:
            text, own = found.text, (found.rests_on or excerpt or point.text) if registered else point.text
        return Said(
            number=self.placed.places[point.id].number,
            id=point.id,
            stance=texts.stance(point.stance),
            about=self._titles(point.about) if point.about else "",
            source_word=point.source_word if point.source_word != point.stance else "",
            text=text,
            own_words="" if own.split() == text.split() else own,
            by_party=found is not None and found.by_party,
        )

    def _answers(self, group: Sequence[Point]) -> tuple[Answer, ...]:
        remarks = {each.id: each for point in group for each in self.placed.remarks.get(point.id, ())}
        if not remarks:
            return (Answer(remark_id="", text=texts.REMARK_LACKS, unapproved=True),)
        return tuple(
            self._answer(each, self._numbers(group, each), self._first(group, each))
            for each in sorted(remarks.values(), key=lambda each: (each.position, each.id))
        )

    def _first(self, group: Sequence[Point], of: Remark) -> _Place:
        return next(self.placed.places[point.id] for point in group if point.id in of.points)

    def _answer(self, remark: Remark, numbers: tuple[int, ...], here: _Place) -> Answer:
        above = self._remarked.get(remark.id)
        outcome = OUTCOMES[remark.outcome] if remark.outcome else ""
        if remark.says_nothing:
            text, refers = texts.NO_REMARK, False
        elif above is not None and remark.text:
            text, refers = texts.see_above(texts.place(_where(above, here), [above.number])), True
        else:
            reference = self._reference(remark, here)
            text, refers = " ".join(filter(None, (remark.text, reference))), not remark.text
            self._remarked[remark.id] = here
        return Answer(
            remark_id=remark.id,
            text=text,
            outcome="" if above is not None else outcome,
            numbers=numbers,
            refers=refers,
            unapproved=remark.progress is not Progress.APPROVED,
        )

    def _reference(self, remark: Remark, here: _Place) -> str:
        if not remark.refers_to:
            return ""
        found: dict[str, list[int]] = {}
        for id_ in remark.refers_to:
            for place in self.placed.printed.get(id_, ()):
                found.setdefault(_where(place, here), []).append(place.number)
        if not found:
            return f"{texts.REFERS_TO_NOTHING}."
        places = (texts.place(where, numbers) for where, numbers in found.items())
        return texts.see(places, several=len(remark.refers_to) > 1)

    def _advice(self, group: Sequence[Point]) -> tuple[Advice, ...]:
        found = {each.id: each for point in group for each in self.placed.recommendations.get(point.id, ())}
        advice = []
        for each in sorted(found.values(), key=lambda each: (each.position, each.id)):
            again = each.id in self._recommended
            self._recommended.add(each.id)
            advice.append(
                Advice(
                    recommendation_id=each.id,
                    text=texts.again(each.text) if again else each.text,
                    again=again,
                    numbers=self._numbers(group, each),
                    unapproved=each.progress is not Progress.APPROVED,
                )
            )
        return tuple(advice)

    def _numbers(self, group: Sequence[Point], of: Remark | Recommendation) -> tuple[int, ...]:
        """Which of the row's points it is for; none where it is for all."""
        its = set(of.points)
        numbers = tuple(self.placed.places[point.id].number for point in group if point.id in its)
        return numbers if len(numbers) < len(group) else ()

    def recommended(self, of: Recommendation) -> Recommended:
        places = [self.placed.places[id_] for id_ in of.points if id_ in self.placed.places]
        numbers = tuple(sorted(place.number for place in places))
        parties = tuple(dict.fromkeys(place.party for place in places))
        return Recommended(
            recommendation_id=of.id,
            text=of.text,
            follows=texts.follows(numbers, parties) if numbers else texts.FOLLOWS_NONE,
            numbers=numbers,
            outcome=texts.decided(of.decision) if of.decision else texts.NOT_DECIDED_YET,
            decided=of.decision is not None,
        )


def _joins(last: Point, shared: set[str], point: Point, ids: set[str]) -> bool:
    if point.section == last.section:
        return bool(shared & ids) or (not shared and not ids)
    # Without a heading of its own a point would seem to stand under the one before.
    return bool(point.section) and bool(ids) and shared == ids


def _headings(before: tuple[str, ...], now: tuple[str, ...]) -> Iterator[Heading]:
    same = next(
        (at for at, (old, new) in enumerate(zip(before, now, strict=False)) if old != new),
        min(len(before), len(now)),
    )
    for level, text in enumerate(now[same:], same + 1):
        yield Heading(level, text)


def _notes(version: Version) -> Iterator[str]:
    mandate, original = version.content.mandate, version.original
    if mandate is not None and (mandate.body or mandate.discussed_on):
        yield texts.behind(mandate)
    if original is not None and original.channel is not Channel.MEMO:
        yield texts.came(original)


# --- round about it ---------------------------------------------------------------------------


def _intro(
    hearing: Hearing,
    moments: Sequence[Moment],
    responses: Sequence[tuple[Moment, Version]],
    treatment: Treatment,
    closed_at: datetime | None,
) -> Iterator[str]:
    yield texts.ran(hearing, closed_at)
    counts = Counter(version.on_time for moment, version in responses if moment.invitation.timely)
    late = sum(moment.responded and not moment.invitation.timely for moment in moments)
    yield " ".join(
        (
            texts.answered(sum(each.responded for each in moments), len(moments)),
            texts.timely({basis: counts[basis] for basis in OnTime}),
            *((texts.came_late(late),) if late else ()),
        )
    )
    points = [(point, version) for _, version in responses for point in version.content.points]
    if not points:
        return
    registered = {version.original is not None for _, version in points}
    reworded = any(
        point.excerpt if version.original is not None else paraphrase_of(point, treatment)
        for point, version in points
    )
    after_memo = any(
        version.original is not None and version.original.channel is Channel.MEMO for _, version in responses
    )
    yield " ".join(
        (
            *((texts.AFTER_MEMO,) if after_memo else ()),
            texts.stances_by(parties=False in registered, registered=True in registered),
            *((texts.SHORTENED,) if reworded else ()),
            texts.NUMBERED,
        )
    )


def _apart(moments: Iterable[Moment]) -> Iterator[Apart]:
    for moment in moments:
        invitation = moment.invitation
        if moment.responded and not moment.counts:
            decision = texts.apart(invitation.late_decision, invitation.late_reason)
            yield Apart(invitation.party.id, invitation.party.name, decision)


def _missing(lacks: Sequence[Lack], of: _Composition, moments: Mapping[str, Moment]) -> Iterator[str]:
    """A sentence for each kind of thing that is missing."""
    by_kind: dict[Missing, list[Lack]] = {}
    for lack in lacks:
        by_kind.setdefault(lack.missing, []).append(lack)
    for missing, found in by_kind.items():
        parties = [moments[each.party_id].invitation.party.name for each in found if each.party_id in moments]
        numbers = [
            place.number
            for each in found
            for place in (
                of.placed.printed.get(each.of)
                or ([of.placed.places[each.of]] if each.of in of.placed.places else [])
            )
        ]
        yield _sentence(missing, parties, numbers, len(found))


def _sentence(missing: Missing, parties: Sequence[str], numbers: Sequence[int], count: int) -> str:
    if missing in _OF_PARTIES:
        return _OF_PARTIES[missing](parties)
    if missing in _OF_POINTS:
        return _OF_POINTS[missing](numbers)
    if missing is Missing.REMARK_APPROVAL:
        return texts.unapproved_remarks(count, numbers)
    if missing is Missing.RECOMMENDATION_APPROVAL:
        return texts.unapproved_recommendations(count)
    return texts.HEARING_OPEN


_OF_PARTIES = {
    Missing.REGISTRATION: texts.registrations,
    Missing.DECISION: texts.undecided,
    Missing.NOT_ASKED: texts.not_asked,
    Missing.NOT_ANSWERED: texts.not_answered,
    Missing.CHANGED: texts.changed,
}
_OF_POINTS = {
    Missing.REMARK: texts.without_remark,
    Missing.REMARK_CHANGED: texts.changed_since_remark,
    Missing.DANGLING: texts.dangling,
    Missing.CIRCULAR: texts.circular,
}
