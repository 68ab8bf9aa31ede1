"""The head splits a task into steps; the officer says which are done. The task's state never follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from ... import clock, history, mail
from ...access import require
from ...db import db, insert
from ...errors import Refused
from ...history.models import HistoryEntry
from ...people.actor import Actor
from ...people.queries import get_user, list_officers_of
from .. import emails, policy, queries
from ..models import WORKING, Step, Task
from ..wording import state_name
from .steps import iso, key_of


@dataclass(frozen=True)
class StepPlan:
    """What the head types of a step."""

    title: str
    officer_id: int | None = None
    due_on: date | None = None


def add_step(task: Task, plan: StepPlan, form_key: str, *, by: Actor) -> None:
    """One more step; the same form sent twice adds it once."""
    _check_planner(task, by)
    officer = _officers(task, None).get(plan.officer_id, "")
    _check_officer(plan, officer)  # before the row, which cannot hold somebody whom nobody knows
    values = {
        "task_id": task.id,
        "form_key": key_of(f"step:{task.id}", form_key, by),
        "title": plan.title,
        "officer_id": plan.officer_id,
        "due_on": plan.due_on,
        "created_at": clock.now(),
        "by_user_id": by.user_id,
        "version": 1,
    }
    statement = insert(Step).values(values).on_conflict_do_nothing(index_elements=["form_key"])
    step_id = db.session.scalar(statement.returning(Step.id))
    if step_id is None:
        return
    _check_due(task, plan.due_on)
    facts = {"officer": officer, "due_on": iso(plan.due_on)}
    entry = _note(by, "step_added", task, step=plan.title, **{name: value for name, value in facts.items() if value})
    _tell(task, step_id, plan, entry, by)


def edit_step(step: Step, plan: StepPlan, *, by: Actor) -> None:
    """Another title, officer or date. What stays as it was is not asked about again."""
    task = step.task
    _check_planner(task, by)
    _check_there(step)
    officers = _officers(task, step.officer_id)
    if plan.due_on != step.due_on:
        _check_due(task, plan.due_on)
    if plan.officer_id != step.officer_id:
        _check_officer(plan, officers.get(plan.officer_id, ""))
    changes = [
        {"field": name, "old": old, "new": new}
        for name, old, new in (
            ("step", step.title, plan.title),
            ("officer", officers.get(step.officer_id, ""), officers.get(plan.officer_id, "")),
            ("due_on", iso(step.due_on), iso(plan.due_on)),
        )
        if old != new
    ]
    if not changes:
        return
    entry = _note(by, "step_edited", task, step=step.title, changes=changes)
    if plan.officer_id != step.officer_id:
        _tell(task, step.id, plan, entry, by)
    step.title, step.officer_id, step.due_on = plan.title, plan.officer_id, plan.due_on


def remove_step(step: Step, *, by: Actor) -> None:
    """It leaves the list and stays as a row; a second press finds it gone."""
    require(policy.answers_for(by, step.task))
    if step.removed_at is not None:
        return
    _check_planner(step.task, by)
    step.removed_at = clock.now()
    _note(by, "step_removed", step.task, step=step.title)


def mark_step(step: Step, is_done: bool, *, by: Actor) -> None:
    """Done, or not done after all. Pressed twice it is marked once."""
    require(policy.marks_step(by, step.task, step.officer_id))
    _check_there(step)
    if not step.task.is_open:
        raise Refused(_("This task is %(state)s: its steps stay as they are.", state=state_name(step.task.state)))
    if (step.done_at is not None) == is_done:
        return
    step.done_at, step.done_by_id = (clock.now(), by.user_id) if is_done else (None, None)
    _note(by, "step_done" if is_done else "step_reopened", step.task, step=step.title)


def remove_open_steps(task: Task, by: Actor, note: str) -> None:
    """The task goes to another unit: what its old unit had planned and not done is over, with the reason in `note`."""
    steps = queries.list_open_steps(task)
    for step in steps:
        step.removed_at = clock.now()
    if steps:
        _note(by, "steps_removed", task, steps=[step.title for step in steps], note=note)


def _check_planner(task: Task, by: Actor) -> None:
    require(policy.answers_for(by, task))
    if task.state not in WORKING:
        raise Refused(_("This task is %(state)s: its steps stay as they are.", state=state_name(task.state)))


def _check_there(step: Step) -> None:
    if step.removed_at is not None:
        raise Refused(_("This step was removed meanwhile. Open the task to see what is left."))


def _check_due(task: Task, due_on: date | None) -> None:
    """Not behind the task's date and not in the past."""
    if due_on is None:
        return
    today, day = clock.today(), f"{task.due_on:%d/%m/%Y}" if task.due_on else ""
    if task.due_on and task.due_on < today:
        raise Refused(_("The task was due on %(day)s: leave the date of its steps empty.", day=day), "due_on")
    if task.due_on and due_on > task.due_on:
        raise Refused(_("The task is due on %(day)s. Give that day or an earlier one.", day=day), "due_on")
    if due_on < today:
        raise Refused(_("This day has passed. Give today or a later day."), "due_on")


def _officers(task: Task, present: int | None) -> dict[int | None, str]:
    """Whom a step may be given to, by id; also the one who has it although he has left the unit."""
    names = {row.user_id: row.name for row in list_officers_of(task.lead_unit_id)}
    if present is not None and present not in names:
        names[present] = get_user(present).name
    return names


def _check_officer(plan: StepPlan, name: str) -> None:
    if plan.officer_id is not None and not name:
        raise Refused(_("Choose an officer of your own unit."), "officer_id")


def _note(by: Actor, event: str, task: Task, **data: Any) -> HistoryEntry:
    return history.record(by, event, "task", task.id, **data)


def _tell(task: Task, step_id: int, plan: StepPlan, entry: HistoryEntry, by: Actor) -> None:
    """A mail to the officer, unless he gives the step to himself."""
    if plan.officer_id is None or plan.officer_id == by.user_id:
        return
    key = f"step:{step_id}:given:{history.number_of(entry)}"
    for message in emails.step_given(task, plan.officer_id, key, title=plan.title, due_on=plan.due_on, by=by):
        mail.put(message)
