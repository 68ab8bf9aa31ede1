"""What a state counts for on the course of open work."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case

from ...tasks.bands import NO_OPEN_WORK
from ...tasks.models import TaskState

# Nothing, an open task, or one that is reported and so neither late nor due.
NOTHING, RUNS, REPORTED = 0, 1, 2


def kind_of(state: Any) -> Any:
    """Of a state as a column; none is that of a task that was not there yet."""
    return case(
        (state.is_(None), NOTHING),
        (state.in_(NO_OPEN_WORK), NOTHING),
        (state == TaskState.SUBMITTED, REPORTED),
        else_=RUNS,
    )
