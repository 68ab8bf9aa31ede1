"""Recurring duties of the sample office: opened in the morning, reported on the day on which they are due."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from .. import clock
from ..db import db
from ..directives.models import Topic
from ..duties.actions import DutyValues, create_duty
from ..duties.models import Duty
from ..duties.opening import serve
from ..duties.queries import list_running_ids
from ..duties.recurrence import Kind, Pattern, write_rule
from ..people.models import Unit
from ..people.queries import list_leaders
from ..tasks.actions import Progress, confirm_completion, submit_completion
from ..tasks.models import OPEN_STATES, Task
from ..tasks.queries import get_task_for
from .rows import Row, rows
from .teller import Teller

CLERK = "vanphong"
_MORNINGS = range(-31, 0, 3)  # each one would only make the first start slower; nothing is opened late for it


def plan_duties(teller: Teller) -> None:
    """Three of them; the rule that was guessed from a notice is a fourth one, left to the clerk."""
    reporters: dict[int, str] = {}
    for row in rows("duties.csv"):
        teller.plan(int(row["day"]), row["time"], lambda row=row: _set_up(teller, row, reporters))  # type: ignore[misc]
    for day in _MORNINGS:
        teller.plan(day, "07:00", _open)
    for day in range(min(_MORNINGS), 0):
        teller.plan(day, "15:50", lambda: _report(teller, reporters))


def _set_up(teller: Teller, row: Row, reporters: dict[int, str]) -> Duty:
    units = {unit.code: unit.id for unit in db.session.scalars(select(Unit))}
    kind = Kind(row["kind"])
    number = {Kind.WEEKLY: "weekday", Kind.MONTHLY: "day"}.get(kind)
    pattern = Pattern(kind, **{number: int(row["number"])} if number else {})
    reporters[units[row["lead"]]] = row["reporter"]
    values = DutyValues(
        title=row["title"],
        rule=write_rule(pattern),
        landing=row["landing"],
        starts_on=clock.today(),
        opens_before=int(row["opens"]),
        lead_unit_id=units[row["lead"]],
        leader_id=teller.actors[row["leader"]].user_id,
        deliverable=row["deliverable"],
        source=row["source"],
        topic_id=db.session.scalar(select(Topic.id).where(Topic.code == row["topic"])),
        cooperating_unit_ids=[units[code] for code in row["cooperating"].split("|") if code],
    )
    return create_duty(values, "", by=teller.actors[CLERK])


def _open() -> None:
    leaders = {row.user_id for row in list_leaders()}
    for duty_id in list_running_ids():
        serve(duty_id, clock.today(), leaders)


def _report(teller: Teller, reporters: dict[int, str]) -> None:
    """What is due today of these duties is reported and confirmed, in time; the one of the notice is told by events."""
    is_due = Task.is_duty, Task.due_on == clock.today(), Task.state.in_(OPEN_STATES)
    due = select(Task.id).where(*is_due, Task.lead_unit_id.in_(reporters))
    for task_id in db.session.scalars(due.order_by(Task.id)).all():
        task = get_task_for(teller.actors[CLERK], task_id)
        progress = Progress(form_key=uuid.UUID(int=task_id).hex, result="Đã gửi đúng kỳ.", percent=100)
        submit_completion(task, progress, clock.today(), by=teller.actors[reporters[task.lead_unit_id]])
        confirm_completion(task, by=teller.actors[CLERK])
