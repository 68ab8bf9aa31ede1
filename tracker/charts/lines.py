"""Lines over days: one or several series on one axis, with the round numbers and the days beside them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .scale import Scale

HEIGHT = 200
_MOST_DAYS = 4  # as many as can be written across a telephone
_APART_X, _APART = 12, 16  # percent and pixels between two numbers that can both be read
_ABOVE, _BELOW = -9, 19  # pixels from a point to the foot of the number beside it
_TALL, _WIDE = 13, 6  # pixels and percent that the number takes
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)


class Point(NamedTuple):
    """A value on a day; None leaves a gap in the line. `href`: what the point opens."""

    on: date
    value: float | None
    href: str = ""


@dataclass(frozen=True)
class Series:
    """`style` is a class of theme.css: open, overdue, reading, plan, pace, forecast, before."""

    name: str
    style: str
    points: Sequence[Point]
    has_area: bool = False
    has_dots: bool = True


class Dot(NamedTuple):
    """A point on paper: `x` in percent, `y` in pixels from the top."""

    x: float
    y: float
    on: date
    value: float
    href: str


class Line(NamedTuple):
    """A series on paper; `path` and `area` are drawn in a field of 100 × height."""

    name: str
    style: str
    path: str
    area: str
    dots: tuple[Dot, ...]
    last: Dot


class Label(NamedTuple):
    """The last value of a line, written with its foot at `y`."""

    line: Line
    y: float


class DayTick(NamedTuple):
    """A day written below; `anchor` keeps the letters inside."""

    x: float
    on: date
    is_month: bool
    anchor: str


class ValueTick(NamedTuple):
    """A round number written at its line."""

    y: float
    value: float


class Row(NamedTuple):
    """One line of the same data as a table: a point of each series, None where it has none."""

    on: date
    points: tuple[Point | None, ...]


@dataclass(frozen=True)
class Plot:
    """All that a page draws."""

    height: int
    lines: tuple[Line, ...]
    values: tuple[ValueTick, ...]
    days: tuple[DayTick, ...]
    rows: tuple[Row, ...]

    @property
    def has_links(self) -> bool:
        return any(dot.href for line in self.lines for dot in line.dots)

    @property
    def named(self) -> list[Line]:
        """The lines whose last value has room to be written at its end: the first come first."""
        named: list[Line] = []
        for line in self.lines:
            if all(abs(line.last.x - one.last.x) > _APART_X or abs(line.last.y - one.last.y) > _APART for one in named):
                named.append(line)
        return named

    @property
    def labels(self) -> list[Label]:
        """Above the end of its line, or below where another line's point stands there."""
        return [Label(line, self._foot_of(line)) for line in self.named]

    def _foot_of(self, line: Line) -> float:
        above, below = line.last.y + _ABOVE, line.last.y + _BELOW
        return below if self._meets(line, above) and below < self.height and not self._meets(line, below) else above

    def _meets(self, line: Line, foot: float) -> bool:
        """Whether a number with its foot there would stand on a point of another line."""
        dots = [dot for other in self.lines if other is not line for dot in (*other.dots, other.last)]
        return any(abs(dot.x - line.last.x) < _WIDE and foot - _TALL < dot.y < foot + 4 for dot in dots)

    @property
    def is_dense(self) -> bool:
        return max(len(line.dots) for line in self.lines) > 30


def plot(series: Sequence[Series], *, whole: bool = False, height: int = HEIGHT) -> Plot | None:
    """Put the series on one axis. None when not one value is known. `whole`: values are counts."""
    known = [one for one in map(_in_order, series) if any(point.value is not None for point in one.points)]
    if not known:
        return None
    values = [point.value for one in known for point in one.points if point.value is not None]
    days = sorted({point.on for one in known for point in one.points})
    scale, field = Scale.of(values, whole=whole), _Field(days[0], days[-1], height)
    lines = tuple(field.draw(one, style, scale) for one, style in zip(known, _apart(known), strict=True))
    ticks = tuple(ValueTick(field.y(value, scale), value) for value in scale.ticks)
    return Plot(height, lines, ticks, tuple(field.ticks()), _as_table(days, known))


def _apart(known: Sequence[Series]) -> Iterator[str]:
    """Plans in one drawing must not look the same: the second and the third of a style are drawn in other ways."""
    seen: Counter[str] = Counter()
    for one in known:
        yield one.style + ("", " again", " again third")[min(seen[one.style], 2)]
        seen[one.style] += 1


def _in_order(series: Series) -> Series:
    """By days; what is no number is a gap."""
    points = [
        point if point.value is None or math.isfinite(point.value) else point._replace(value=None)
        for point in series.points
    ]
    points.sort(key=lambda point: point.on)
    return Series(series.name, series.style, points, series.has_area, series.has_dots)


def _as_table(days: Sequence[date], known: Sequence[Series]) -> tuple[Row, ...]:
    columns = [{point.on: point for point in one.points} for one in known]
    return tuple(Row(day, tuple(column.get(day) for column in columns)) for day in days)


@dataclass(frozen=True)
class _Field:
    first: date
    last: date
    height: int

    def x(self, day: date) -> float:
        span = (self.last - self.first).days
        return round(100 * (day - self.first).days / span, 3) if span else 50.0

    def y(self, value: float, scale: Scale) -> float:
        return round(self.height * (1 - scale.share(value)), 2)

    def draw(self, series: Series, style: str, scale: Scale) -> Line:
        runs = list(_runs(series.points))
        placed = [[Dot(self.x(on), self.y(value, scale), on, value, href) for on, value, href in run] for run in runs]
        dots = tuple(dot for run in placed for dot in run)
        path = " ".join(_path(run) for run in placed)
        area = " ".join(self._area(run, scale) for run in placed if len(run) > 1) if series.has_area else ""
        return Line(series.name, style, path, area, dots if series.has_dots else (), dots[-1])

    def _area(self, run: Sequence[Dot], scale: Scale) -> str:
        ground = self.y(0, scale)
        return f"{_path(run)} L{run[-1].x:g} {ground:g} L{run[0].x:g} {ground:g} Z"

    def ticks(self) -> Iterator[DayTick]:
        for day, is_month in _ticks_of(self.first, self.last):
            x = self.x(day)
            anchor = "start" if x < 6 else "end" if x > 94 else "middle"
            yield DayTick(x, day, is_month, "middle" if self.first == self.last else anchor)


def _runs(points: Sequence[Point]) -> Iterator[list[tuple[date, float, str]]]:
    """The stretches between gaps."""
    run: list[tuple[date, float, str]] = []
    for point in points:
        if point.value is not None:
            run.append((point.on, point.value, point.href))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _path(run: Sequence[Dot]) -> str:
    first, *rest = run
    return f"M{first.x:g} {first.y:g}" + ("".join(f" L{dot.x:g} {dot.y:g}" for dot in rest) or " h0")


def _ticks_of(first: date, last: date) -> list[tuple[date, bool]]:
    """The first days of months, every so many that few are written; of a short time, its first and last day."""
    for step in _MONTHS:
        months = [day for day in _month_starts(first, last) if (day.year * 12 + day.month - 1) % step == 0]
        if len(months) <= _MOST_DAYS:
            break
    if len(months) >= 2:
        return [(day, True) for day in months]
    return [(day, False) for day in sorted({first, last})]


def _month_starts(first: date, last: date) -> Iterator[date]:
    year, month = first.year, first.month
    while (day := date(year, month, 1)) <= last:
        if day >= first:
            yield day
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
