"""The periods of one duty: opened as tasks, or noted as left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale
from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from ... import clock, history, mail
from ...calendar.queries import office_calendar
from ...db import db, insert
from ...people.actor import SYSTEM, Actor
from ...people.queries import list_leaders
from ...tasks import emails
from ...tasks.actions import Assignment, issue_task
from ...tasks.models import Task
from ..hindrance import find_hindrance
from ..models import Duty, DutyPeriod
from ..planning import Due, Skipped, Step, next_dues, steps_of
from ..wording import name_period


@dataclass
class Opened:
    """What was done: tasks opened, periods left out, duties that nobody can be given."""

    opened: int = 0
    left_out: int = 0
    blocked: int = 0

    def __add__(self, other: Opened) -> Opened:
        return Opened(self.opened + other.opened, self.left_out + other.left_out, self.blocked + other.blocked)

    def __str__(self) -> str:
        return f"opened={self.opened} left_out={self.left_out} blocked={self.blocked}"


def open_periods(duty: Duty, today: date, *, by: Actor = SYSTEM, leaders: Collection[int] | None = None) -> Opened:
    """Deal with every period that is due to be opened. The duty must be locked by the caller, or new.

    The row of the period comes first, under its key: who finds it taken opens nothing, whatever `planned_until` said.
    A duty whose unit was closed or whose leader has gone waits, and its periods with it, until the Office names others.
    """
    report = Opened()
    steps = steps_of(duty.schedule, office_calendar(), today)
    if duty.ended_on or not steps:
        return report
    if any(step.skipped is Skipped.NO for step in steps):
        known = {row.user_id for row in list_leaders()} if leaders is None else leaders
        if find_hindrance(duty, today, known):
            report.blocked = 1
            return report
    for step in steps:
        if not _claim(duty, step):
            continue
        if step.skipped is Skipped.NO:
            _open(duty, step.due, by)
            report.opened += 1
        else:
            report.left_out += 1
    _note_planned(duty, steps[-1].due.written_on)
    return report


def close_when_over(duty: Duty, today: date) -> bool:
    """A duty with a last day ends by itself once all its periods have been dealt with."""
    is_over = duty.ends_on is not None and duty.ends_on < today
    if not is_over or duty.ended_on or next_dues(duty.schedule, office_calendar(), 1):
        return False
    duty.ended_on = duty.ends_on
    history.record(SYSTEM, "duty_ended", "duty", duty.id)
    return True


def _claim(duty: Duty, step: Step) -> bool:
    values = {
        "duty_id": duty.id,
        "due_on": step.due.written_on,
        "code": step.due.code,
        "skipped": step.skipped.value,
        "at": clock.now(),
    }
    claim = insert(DutyPeriod).values(values).on_conflict_do_nothing().returning(DutyPeriod.due_on)
    return db.session.scalar(claim) is not None


def _open(duty: Duty, due: Due, by: Actor) -> Task:
    with force_locale("vi"):  # a title is data, in the office's own language
        title = f"{duty.title} – {name_period(due.code)}"
    task = issue_task(
        Assignment(
            title=title,
            lead_unit_id=duty.lead_unit_id,
            leader_id=duty.leader_id,
            deliverable=duty.deliverable,
            topic_id=duty.topic_id,
            cooperating_unit_ids=[unit.id for unit in duty.cooperating_units],
            due_on=due.due_on,
            directive_id=duty.directive_id,
            notice_id=duty.notice_id,
            source=duty.source,
            is_duty=True,
        ),
        by=by,
    )
    key = DutyPeriod.duty_id == duty.id, DutyPeriod.due_on == due.written_on
    db.session.execute(update(DutyPeriod).where(*key).values(task_id=task.id))
    for message in emails.task_assigned(task):
        mail.put(message)
    return task


def _note_planned(duty: Duty, until: date) -> None:
    """Without a new version: a clerk who has the form open was not overtaken by anybody."""
    db.session.execute(
        update(Duty).where(Duty.id == duty.id).values(planned_until=until).execution_options(synchronize_session=False)
    )
    set_committed_value(duty, "planned_until", until)
