"""What a hearing comes to in a few lines: who has answered, and which standpoints there are about what.

Numbers tell how many points say so and never whose word weighs most: a handful of parties is no sample, so
everything stands in an order of its own, parties in the hearing's and stances in the glossary's, and nothing
is ever sorted by how many there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum, auto
from functools import lru_cache
from itertools import islice
from operator import itemgetter

from pydantic import TypeAdapter, ValidationError

from storage.records.remarks import Progress, Recommendation, Remark
from storage.records.tallies import Told
from storage.records.values import (
    TALLY,
    Hearing,
    HearingStatus,
    LateDecision,
    ResponseStatus,
    Stance,
    Tally,
)

MOST_NAMED = 40
"""Parties of each kind that are kept by name; how many there are beyond them is counted."""


class Part(StrEnum):
    """What a summary may show."""

    ANSWERED = "answered"
    STANCES = "stances"
    MODELS = "models"
    RECOMMENDATIONS = "recommendations"
    REMARKS = "remarks"


class Place(Enum):
    """Where a party stands once it is summed up."""

    ANSWERED = auto()
    NO_COMMENTS = auto()
    LATE = auto()
    """It came after the deadline, and the lead has not included it."""
    SILENT = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """What a point says of the models.

    Attributes:
        model: The one model's id; "" for points about several of them, or about none.
        several: Of those, the first.
    """

    model: str = ""
    several: bool = False


Cell = Mapping[Stance, int]
"""How many points take each stance, in the glossary's order, and only the stances that are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A party whose points count.

    Attributes:
        late: They came after the deadline, and were included.
        no_comments: It says that it has none.
        stances: Of all its points.
        cells: By what they say of the models; a column without points is left out.
    """

    id: str
    name: str
    late: bool
    no_comments: bool
    stances: Cell
    cells: Mapping[Column, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All parties summed up.

    Attributes:
        counts: How many stand in each place, and ``names`` the first of them in the hearing's order.
        responded: How many have answered, however late.
        stances: How many points take each stance, of all that count.
        columns: What the points say of the models: the hearing's own, then those about several, then those
            about none.
        voices: The first parties that count, in the hearing's order, and ``voices_count`` how many there are.
        on_models: The first of those with a point about a model, and ``on_models_count`` how many there are;
            ``off_models_count`` is how many have points, but none about any.
    """

    invited: int
    responded: int
    counts: Mapping[Place, int]
    names: Mapping[Place, tuple[str, ...]]
    stances: Cell
    columns: tuple[Column, ...]
    voices: tuple[Voice, ...]
    voices_count: int
    on_models: tuple[Voice, ...]
    on_models_count: int
    off_models_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An approved remark as a summary shows it.

    Attributes:
        party: Whose points it answers, by name.
        points: How many.
        said: The points in the administration's words, where the party has been asked if they are right.
        refers_to: The parties beside whose points the remarks stand that it refers to.
    """

    remark: Remark
    party: str
    points: int
    said: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a summary of a hearing says.

    Attributes:
        parts: What it shows of it, in ``Part``'s order.
        recommendations: Approved ones, the first in their order, of ``recommendations_count``; of the
            others, ``unapproved`` tells how many there are.
        remarks: Approved ones, the first in their order, of ``remarks_count``.
        as_of: The moment it was made.
    """

    hearing: Hearing
    parts: tuple[Part, ...]
    overview: Overview
    as_of: datetime
    recommendations: tuple[Recommendation, ...] = ()
    recommendations_count: int = 0
    unapproved: int = 0
    remarks: tuple[Answered, ...] = ()
    remarks_count: int = 0


_COUNTING = frozenset({Place.ANSWERED, Place.NO_COMMENTS})
_RESPONDED = {ResponseStatus.ANSWERED.value, ResponseStatus.NO_COMMENTS.value}
_ENDED = {HearingStatus.CLOSED, HearingStatus.CONCLUDED}
_UNDER_WAY = {HearingStatus.OPEN, *_ENDED}


def can_be_summed_up(hearing: Hearing) -> bool:
    """Whether there is anything to tell of it: it has been opened."""
    return hearing.status in _UNDER_WAY


def has_ended(hearing: Hearing) -> bool:
    """Whether what the parties say may be told: not while some may still be writing."""
    return hearing.status in _ENDED


def parts_of(hearing: Hearing, *, recommendations: bool, remarks: bool) -> tuple[Part, ...]:
    """What a summary of the hearing can show.

    Of an open one only who has answered: what the others said is told to nobody before the deadline.

    Args:
        hearing: As it stands.
        recommendations: Whether there are any.
        remarks: Whether any is approved.
    """
    if not has_ended(hearing):
        return (Part.ANSWERED,)
    there = {
        Part.ANSWERED: True,
        Part.STANCES: True,
        Part.MODELS: bool(hearing.models),
        Part.RECOMMENDATIONS: recommendations,
        Part.REMARKS: remarks,
    }
    return tuple(part for part in Part if there[part])


class Tallying:
    """Sums up parties as they come, so many at a time.

    A tally is JSON, and ten thousand parties have hardly any two that are alike. But what it is made of, a
    stance about something so many times, is alike in very many: tallies are taken apart as the texts that
    they are, and each part is read once.
    """

    def __init__(self, hearing: Hearing) -> None:
        """Begins with none."""
        self._models = hearing.models
        self._said: list[str] = []
        self._parts: Counter[str] = Counter()
        self._responded = 0
        self._counts: Counter[Place] = Counter()
        self._names: dict[Place, list[str]] = {place: [] for place in Place}
        self._voices: list[Told] = []
        self._voices_count = 0
        self._on_models: list[Told] = []
        self._on_models_count = 0
        self._off_models_count = 0

    def add(self, rows: Sequence[Told]) -> None:
        """Take these parties in; they come in the hearing's order."""
        for (status, timely, decision), parties in Counter(map(_STANDING, rows)).items():
            self._counts[_place(status, timely, decision)] += parties
            self._responded += parties * (status in _RESPONDED)
        voices = [row for row in rows if _place(*_STANDING(row)) in _COUNTING]
        said = [tally for *_, tally in voices if tally != _NOTHING]
        on_models = sum(map(_is_on_models, said))
        self._voices_count += len(voices)
        self._on_models_count += on_models
        self._off_models_count += len(said) - on_models
        if said:
            self._said += said
            self._parts.update(_BETWEEN.join(tally[2:-2] for tally in said).split(_BETWEEN))
        self._keep_the_first(rows, voices)

    def _keep_the_first(self, rows: Sequence[Told], voices: Sequence[Told]) -> None:
        for place, named in self._names.items():
            if len(named) < min(MOST_NAMED, self._counts[place]):
                of_place = (row[1] for row in rows if _place(*_STANDING(row)) is place)
                named.extend(islice(of_place, MOST_NAMED - len(named)))
        self._voices += voices[: MOST_NAMED - len(self._voices)]
        if len(self._on_models) < min(MOST_NAMED, self._on_models_count):
            speaking = (row for row in voices if _is_on_models(row[5]))
            self._on_models += islice(speaking, MOST_NAMED - len(self._on_models))

    def result(self) -> Overview:
        """What has come so far, summed up."""
        stances: Counter[Stance] = Counter()
        columns: set[Column] = set()
        for (stance, about, points), times in self._read():
            stances[stance] += points * times
            columns.add(column_of(about))
        return Overview(
            invited=self._counts.total(),
            responded=self._responded,
            counts={place: self._counts[place] for place in Place},
            names={place: tuple(names) for place, names in self._names.items()},
            stances=_in_order(stances),
            columns=columns_of(self._models, columns),
            voices=tuple(map(_voice, self._voices)),
            voices_count=self._voices_count,
            on_models=tuple(map(_voice, self._on_models)),
            on_models_count=self._on_models_count,
            off_models_count=self._off_models_count,
        )

    def _read(self) -> list[tuple[_Part, int]]:
        """What was said, and how many said just that."""
        try:
            return [(_PART.validate_json(f"[{part}]"), times) for part, times in self._parts.items()]
        except ValidationError:  # a topic's name holds what stands between two parts: no part of it is JSON
            return [(part, 1) for tally in self._said for part in TALLY.validate_json(tally)]


_STANDING = itemgetter(2, 3, 4)
_NOTHING, _BETWEEN = "[]", "],["
_Part = tuple[Stance, tuple[str, ...], int]
_PART: TypeAdapter[_Part] = TypeAdapter(_Part)


def _is_on_models(tally: str) -> bool:
    """Whether it says something of a model; a topic's quotation marks are escaped in it."""
    return '["model:' in tally or ',"model:' in tally


def overview_of(hearing: Hearing, rows: Iterable[Told]) -> Overview:
    """All of a hearing's parties summed up."""
    tallying = Tallying(hearing)
    tallying.add(tuple(rows))
    return tallying.result()


def column_of(about: Sequence[str]) -> Column:
    """What a point says of the models, by what it is about."""
    models = [each.partition(":")[2] for each in about if each.startswith("model:")]
    return Column(model=models[0]) if len(models) == 1 else Column(several=bool(models))


def cells_of(tally: Tally) -> dict[Column, Cell]:
    """One party's row of the model matrix."""
    found: dict[Column, Counter[Stance]] = {}
    for stance, about, count in tally:
        found.setdefault(column_of(about), Counter())[stance] += count
    return {column: _in_order(counts) for column, counts in found.items()}


def stances_of(tally: Tally) -> Cell:
    """How many of a party's points take each stance."""
    counts: Counter[Stance] = Counter()
    for stance, _, count in tally:
        counts[stance] += count
    return _in_order(counts)


@lru_cache(maxsize=64)
def _place(status: str, timely: bool, decision: str | None) -> Place:  # noqa: FBT001 - a row's columns
    if status not in _RESPONDED:
        return Place.SILENT
    if not timely and decision != LateDecision.INCLUDE:
        return Place.LATE
    return Place.ANSWERED if status == ResponseStatus.ANSWERED else Place.NO_COMMENTS


def _voice(row: Told) -> Voice:
    id_, name, status, timely, _, stored = row
    tally: Tally = TALLY.validate_json(stored)
    return Voice(
        id=id_,
        name=name,
        late=not timely,
        no_comments=status == ResponseStatus.NO_COMMENTS,
        stances=stances_of(tally),
        cells=cells_of(tally),
    )


def _in_order(counts: Mapping[Stance, int]) -> Cell:
    return {stance: counts[stance] for stance in Stance if counts.get(stance)}


def columns_of(models: Sequence[str], found: Iterable[Column]) -> tuple[Column, ...]:
    """The hearing's models first, and others that points are about since it once named them.

    Then come the points about several, and those about none, where there are such.
    """
    seen = set(found)
    named = {column.model for column in seen if column.model}
    return (
        *(Column(model=model) for model in (*models, *sorted(named - set(models)))),
        *(column for column in (Column(several=True), Column()) if column in seen),
    )


def is_shown(of: Remark | Recommendation) -> bool:
    """Whether its text may be told: nothing is before it is approved."""
    return of.progress is Progress.APPROVED and not of.removed
