"""What was measured, beside what it should be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Self


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be; ``aim`` is what is hoped for beyond it, and decides nothing."""

    limit: float
    at_most: bool
    unit: str = ""
    aim: float | None = None

    def holds(self, value: float) -> bool:
        """Whether the figure meets it; exactly the limit does."""
        return value <= self.limit if self.at_most else value >= self.limit

    def __str__(self) -> str:
        if self.at_most and not self.limit:
            return "none"
        aim = "" if self.aim is None else f" (aim {figure(self.aim)}{self.unit})"
        return f"{'≤' if self.at_most else '≥'} {figure(self.limit)}{self.unit}{aim}"


def at_most(limit: float, unit: str = "") -> Target:
    """The figure should be no larger."""
    return Target(limit, at_most=True, unit=unit)


def at_least(limit: float, unit: str = "", *, aim: float | None = None) -> Target:
    """The figure should be no smaller."""
    return Target(limit, at_most=False, unit=unit, aim=aim)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        value: The figure that is judged, unrounded.
        note: Spread, or what else is to be known.
        target: None for what is only told.
    """

    what: str
    value: float
    unit: str = ""
    note: str = ""
    target: Target | None = None

    @classmethod
    def of(
        cls,
        what: str,
        values: Sequence[float],
        unit: str = "",
        *,
        note: str = "",
        target: Target | None = None,
        pick: Callable[[Sequence[float]], float] = median,
    ) -> Self:
        """A row for repeated measurements: the median, or what ``pick`` picks, with the range."""
        spread = f"{figure(min(values))}–{figure(max(values))}"
        return cls(what, pick(values), unit, f"{spread}{f'; {note}' if note else ''}", target)

    @property
    def holds(self) -> bool:
        """Whether the target is met; true where there is none."""
        return self.target is None or self.target.holds(self.value)

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """What is printed: what, measured, spread or note, target, verdict."""
        verdict = "" if self.target is None else "yes" if self.holds else "NO"
        return (
            self.what,
            f"{figure(self.value)}{self.unit}",
            self.note,
            "" if self.target is None else str(self.target),
            verdict,
        )


HEADER = ("", "measured", "spread", "target", "holds")


def plain(sections: Sequence[tuple[str, Sequence[Row]]]) -> str:
    """The table for a terminal."""
    widths = [
        max(len(cells[at]) for cells in (HEADER, *(row.cells for _, rows in sections for row in rows)))
        for at in range(len(HEADER))
    ]

    def line(cells: Sequence[str]) -> str:
        left, *right = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        return "  ".join((left, *right)).rstrip()

    lines = [line(HEADER)]
    for title, rows in sections:
        lines += ["", title, *(line(row.cells) for row in rows)]
    return "\n".join(lines)


def markdown(sections: Sequence[tuple[str, Sequence[Row]]]) -> str:
    """The table for the README."""
    lines = []
    for title, rows in sections:
        lines += ["", f"| {title} | {' | '.join(HEADER[1:])} |", "|---|---:|---|---|---|"]
        lines += [f"| {' | '.join(row.cells)} |" for row in rows]
    return "\n".join(lines[1:])


def figure(value: float) -> str:
    """Three digits that count, never fewer than the whole part has: 0.482, 2.5, 97.1, 1,095."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(ceil(len(ordered) * percent / 100), 1) - 1]


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """How many times theirs ours is, lap by lap: what disturbs a lap disturbs both sides of its ratio."""
    return [one / other for one, other in zip(ours, theirs, strict=True)]


def fewer_percent(with_it: Sequence[float], without: Sequence[float]) -> list[float]:
    """How many percent fewer with than without, lap by lap; less than nothing where there are more."""
    return [(1 - ratio) * 100 for ratio in ratios(with_it, without)]
