"""Measured tasks: a number with its unit in the place of a percentage, «40/45 nhà»."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import fsum
from typing import Any, NamedTuple

from flask_babel import get_locale
from sqlalchemy import select

from ..db import db
from ..people.actor import Actor
from ..people.models import Unit
from ..text import write_number
from .links import tasks_of_directives
from .models import Task, TaskState
from .policy import visible_to


def percent_of(measured: float | None, target: float | None) -> int | None:
    """How far the number is, in whole percents that are never rounded up; 100 also beyond the target."""
    if measured is None or not target:
        return None
    return min(100, int(100 * Fraction(str(measured)) / Fraction(str(target))))


def show_number(value: float) -> str:
    """In the reader's language."""
    locale = get_locale()
    return write_number(value, locale.language if locale else "vi")


def show_reached(measured: float, target: float | None, measure: str) -> str:
    """40/45 nhà; without a target 40 nhà."""
    reached = f"{show_number(measured)}/{show_number(target)}" if target else show_number(measured)
    return f"{reached} {measure}"


class Share(NamedTuple):
    """What one unit has reached of a directive that went to several."""

    id: int
    unit: str
    measure: str
    measured: float | None
    target: float | None
    updated_at: Any

    @property
    def percent(self) -> int | None:
        return percent_of(self.measured, self.target)


@dataclass(frozen=True)
class Shares:
    """A measured directive unit by unit, and its totals. `is_whole`: every measured line has a target."""

    lines: Sequence[Share]
    measured: float
    target: float
    is_whole: bool

    @classmethod
    def of(cls, lines: Sequence[Share]) -> Shares:
        return cls(
            lines,
            _sum(line.measured for line in lines),
            _sum(line.target for line in lines),
            all(line.target for line in lines if line.measure),
        )

    @property
    def measure(self) -> str:
        """What all that is measured is counted in."""
        return next(line.measure for line in self.lines if line.measure)

    @property
    def percent(self) -> int | None:
        return percent_of(self.measured, self.target) if self.is_whole else None


def _sum(values: Iterable[float | None]) -> float:
    return round(fsum(value for value in values if value is not None), 4)


def list_shares(actor: Actor, directive_id: int | None) -> Shares | None:
    """The directive's tasks that the person may see, in the office's order; None unless one measure is all they have.

    A task that was over before the measure was set has none, and stands there without a number.
    """
    if not directive_id:
        return None
    rows = db.session.execute(
        select(Task.id, Unit.short_name, Task.measure, Task.measured, Task.target, Task.updated_at)
        .join(Unit, Unit.id == Task.lead_unit_id)
        .where(
            Task.id.in_(tasks_of_directives([directive_id])),
            Task.state.not_in((TaskState.CANCELLED, TaskState.SUPERSEDED)),
            visible_to(actor),
        )
        .order_by(Unit.sort_order, Unit.id, Task.id)
    )
    lines = [Share(*row) for row in rows]
    measures = {line.measure for line in lines if line.measure}
    return Shares.of(lines) if len(lines) > 1 and len(measures) == 1 else None
