"""Named reads of explanations: which delay nobody has explained yet, and the exchange about one task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, func, or_, select
from sqlalchemy.orm.attributes import set_committed_value

from ..calendar.queries import office_calendar
from ..db import db
from ..errors import NotFound
from ..history.models import HistoryEntry
from ..people.actor import Actor
from ..settings.queries import office_settings
from .models import Explanation, ExplanationState, Task
from .queries import get_task_for

EVENTS = (
    "explanation_asked",
    "explanation_answered",
    "explanation_accepted",
    "explanation_asked_again",
    "explanation_closed",
)
_GIVEN = (ExplanationState.ANSWERED, ExplanationState.ACCEPTED)


def is_unexplained() -> ColumnElement[bool]:
    """A WHERE clause for late tasks: somebody asked and has no answer, or the office requires one and none was given.

    It says nothing about the due date; put it beside the condition that the work is overdue.
    """
    return _is_unexplained(is_required=office_settings().explanation_required)


def _is_unexplained(*, is_required: bool) -> ColumnElement[bool]:
    asked = _has(Explanation.state == ExplanationState.ASKED)
    return or_(asked, ~_has(Explanation.state.in_(_GIVEN))) if is_required else asked


def _has(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Explanation.id).where(Explanation.task_id == Task.id, condition).correlate(Task).exists()


def last_explanation() -> ScalarSelect[int]:
    """The id of a task's exchange that is running, else of the last one that was accepted."""
    of_task = Explanation.task_id == Task.id, Explanation.state != ExplanationState.CLOSED
    return select(func.max(Explanation.id)).where(*of_task).correlate(Task).scalar_subquery()


@dataclass(frozen=True)
class Marks:
    """What the task's page has to know of explanations."""

    last: Explanation | None
    is_unexplained: bool


def read_marks(task: Task) -> Marks:
    """The last exchange, and whether the delay (if there is one) is unexplained."""
    query = _select_marks(is_required=office_settings().explanation_required)
    explanation, unexplained = db.session.execute(query, {"task_id": task.id}).one()
    if explanation is not None:
        set_committed_value(explanation, "task", task)
    return Marks(explanation, bool(unexplained))


@cache
def _select_marks(*, is_required: bool) -> Any:
    return (
        select(Explanation, _is_unexplained(is_required=is_required))
        .select_from(Task)
        .outerjoin(Explanation, and_(Explanation.task_id == Task.id, Explanation.id == last_explanation()))
        .where(Task.id == bindparam("task_id"))
    )


def no_marks() -> Marks:
    """Of a task without explanations: its delay is unexplained where the office requires one."""
    return Marks(None, is_unexplained=office_settings().explanation_required)


def find_last_explanation(task: Task, *, lock: bool = False) -> Explanation | None:
    """The exchange that is running, else the last one that was accepted; `lock` makes two who write wait in turn."""
    query = (
        select(Explanation)
        .where(Explanation.task_id == task.id, Explanation.state != ExplanationState.CLOSED)
        .order_by(Explanation.id.desc())
        .limit(1)
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    explanation = db.session.scalar(query)
    if explanation is not None:
        set_committed_value(explanation, "task", task)
    return explanation


def get_explanation_for(actor: Actor, explanation_id: int) -> Explanation:
    """An exchange, through its task, to be written: two who do so at once wait in turn."""
    explanation = db.session.get(Explanation, explanation_id, with_for_update=True)
    if explanation is None:
        raise NotFound
    set_committed_value(explanation, "task", get_task_for(actor, explanation.task_id))
    return explanation


def list_exchange(task: Task) -> list[HistoryEntry]:
    """Every question, answer and decision about the task in the order in which they were said."""
    return list(
        db.session.scalars(
            select(HistoryEntry)
            .where(
                HistoryEntry.subject_type == "task", HistoryEntry.subject_id == task.id, HistoryEntry.event.in_(EVENTS)
            )
            .order_by(HistoryEntry.id)
        )
    )


def owes_explanation(task: Task, completed_on: date) -> bool:
    """Whether a report of completion on that day must say why it is late. Asks the database only when it is."""
    if task.due_on is None or not office_calendar().is_overdue(task.due_on, completed_on):
        return False
    return read_marks(task).is_unexplained
