"""How many tasks were open and overdue on a past day, counted again from the dated rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, literal, select

from ..db import db
from ..tasks.bands import NO_OPEN_WORK, Band, Limits
from ..tasks.models import NO_DUE, TaskState
from .asof import tasks_at

COUNTED = (Band.OPEN, Band.OVERDUE, Band.WEEK, Band.NO_DUE, Band.WAITING)


def count_by_leader_at(moment: datetime, limits: Limits) -> Mapping[int | None, Counter[Band]]:
    """By accountable leader, as the board would have counted at that moment; `limits` are those of its day.

    One statement, whatever the number of leaders; the bands of `COUNTED`.
    """
    was = tasks_at(moment)
    band = _band_of(was, limits)
    rows = db.session.execute(
        select(was.c.leader_id, band, func.count())
        .where(was.c.state.not_in(NO_OPEN_WORK))
        .group_by(was.c.leader_id, band)
    )
    counts: dict[int | None, Counter[Band]] = {}
    for leader_id, name, count in rows:
        found = counts.setdefault(leader_id, Counter())
        found[Band(name)] += count
        found[Band.OPEN] += count
    return counts


def _band_of(was: Any, limits: Limits) -> Any:
    """As `Limits.rule`: what is reported is neither late nor due. Later days are of no interest here: one band."""
    due = was.c.due
    return case(
        (was.c.state == TaskState.SUBMITTED, literal(Band.WAITING.value)),
        (due < limits.today.overdue_before, literal(Band.OVERDUE.value)),
        (due <= limits.week_end, literal(Band.WEEK.value)),
        (due == NO_DUE, literal(Band.NO_DUE.value)),
        else_=literal(Band.LATER.value),
    )
