"""Months as calendars whose days are the darker the more falls on them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

LEVELS = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """A day: its place in the month, what falls on it and how dark that is (0: nothing)."""

    day: date
    column: int
    row: int
    count: int
    level: int


class Month(NamedTuple):
    """A month of whole days; weeks begin on Monday."""

    first: date
    rows: int
    cells: tuple[Cell, ...]


def lay_months(first: date, last: date, counts: Mapping[date, int]) -> tuple[Month, ...]:
    """All days from the month of `first` to the month of `last`, whole months."""
    most = max(counts.values(), default=0)
    months, day = [], first.replace(day=1)
    while day <= last:
        months.append(_lay(day, counts, most))
        day = (day + timedelta(days=32)).replace(day=1)
    return tuple(months)


def _lay(first: date, counts: Mapping[date, int], most: int) -> Month:
    cells, day, offset = [], first, first.weekday()
    while day.month == first.month:
        row, column = divmod(offset + day.day - 1, 7)
        count = counts.get(day, 0)
        cells.append(Cell(day, column, row, count, find_level(count, most)))
        day += timedelta(days=1)
    return Month(first, cells[-1].row + 1, tuple(cells))


def find_level(count: int, most: int) -> int:
    """From 1 (few) to 4 (as many as on the fullest day); by roots, so that one full day does not bleach the others."""
    if count <= 0:
        return 0
    return max(1, min(LEVELS, math.ceil(LEVELS * math.sqrt(count / most))))
