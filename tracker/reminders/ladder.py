"""The ladder: what stays overdue climbs to the head of its unit, then to the leader who answers for it.

Each step once for each task and due date, by a key of its own, and it stands in the task's history from the same
transaction on, whether or not anybody could be told.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, String, case, false, literal, select, update

from .. import history
from ..db import db, insert
from ..people.actor import SYSTEM
from ..people.models import Unit, User
from ..tasks.models import Task
from .audiences import Obeying
from .models import ReminderClimb
from .planning import CLIMB_LEADER, Climb
from .untold import climbed

EVENT = "reminder_climbed"
_STEPS: Any = ReminderClimb.__table__


def note_climb(climb: Climb, obeying: Obeying, today: date) -> None:
    """Write down what has reached that step; what had before stays as it is."""
    columns = {
        "task_id": Task.id,
        "due_on": Task.sort_due_on,
        "stage": literal(climb.stage, String),
        "days": literal(climb.after, Integer),
        "climbed_on": literal(today, Date),
        "is_recorded": false(),
    }
    # The offset keeps PostgreSQL from joining row by row with what the step before has just written.
    known = (
        select(ReminderClimb.task_id)
        .where(
            ReminderClimb.task_id == Task.id,
            ReminderClimb.due_on == Task.sort_due_on,
            ReminderClimb.stage == climb.stage,
        )
        .offset(0)
    )
    reached = select(*columns.values()).where(climbed(climb, obeying.tasks), ~known.exists())
    _execute(insert(_STEPS).from_select(list(columns), reached).on_conflict_do_nothing(), {"until": climb.until})


def record_climbs() -> None:
    """One entry of history for each step that was written down just now."""
    facts = history.facts(
        stage=ReminderClimb.stage,
        days=ReminderClimb.days,
        due_on=ReminderClimb.due_on,
        name=case((ReminderClimb.stage == CLIMB_LEADER, User.name), else_=Unit.short_name),
    )
    new = (
        select(ReminderClimb.task_id, facts)
        .join(Task, Task.id == ReminderClimb.task_id)
        .join(Unit, Unit.id == Task.lead_unit_id)
        .join(User, User.id == Task.leader_id)
        .where(~ReminderClimb.is_recorded)
        .order_by(ReminderClimb.task_id, ReminderClimb.days)
    )
    history.record_selected(SYSTEM, EVENT, "task", new)
    _execute(update(ReminderClimb).where(~ReminderClimb.is_recorded).values(is_recorded=True))


def _execute(statement: Any, values: dict[str, Any] | None = None) -> None:
    db.session.execute(statement, values, execution_options={"synchronize_session": False})
