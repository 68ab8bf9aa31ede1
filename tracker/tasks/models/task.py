"""The task: states, the one transition table, and the questions that people ask of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base, UtcDateTime
from ...directives.models import Directive, Notice, Topic
from ...people.models import Unit, User
from ...text import fold

NO_DUE = date(9999, 12, 31)


class TaskState(StrEnum):
    """Where the work stands. Lateness is no state: it is computed."""

    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    COMPLETED = "completed"
    SUPERSEDED = "superseded"


# (state, verb) -> state. The only place that says *when* something may be done; policy.py says *who*.
TRANSITIONS: dict[tuple[TaskState, str], TaskState] = {
    (TaskState.ASSIGNED, "accept"): TaskState.ACCEPTED,
    (TaskState.ASSIGNED, "update"): TaskState.IN_PROGRESS,
    (TaskState.ACCEPTED, "update"): TaskState.IN_PROGRESS,
    (TaskState.IN_PROGRESS, "update"): TaskState.IN_PROGRESS,
    (TaskState.ASSIGNED, "submit"): TaskState.SUBMITTED,
    (TaskState.ACCEPTED, "submit"): TaskState.SUBMITTED,
    (TaskState.IN_PROGRESS, "submit"): TaskState.SUBMITTED,
    (TaskState.SUBMITTED, "send_back"): TaskState.IN_PROGRESS,
    (TaskState.SUBMITTED, "confirm"): TaskState.COMPLETED,
    (TaskState.ASSIGNED, "extend"): TaskState.ASSIGNED,
    (TaskState.ACCEPTED, "extend"): TaskState.ACCEPTED,
    (TaskState.IN_PROGRESS, "extend"): TaskState.IN_PROGRESS,
    # A later directive tells the work again («nhắc lại») or puts other work in its place («thay thế»).
    (TaskState.ASSIGNED, "continue"): TaskState.ASSIGNED,
    (TaskState.ACCEPTED, "continue"): TaskState.ACCEPTED,
    (TaskState.IN_PROGRESS, "continue"): TaskState.IN_PROGRESS,
    (TaskState.SUBMITTED, "continue"): TaskState.SUBMITTED,
    (TaskState.ASSIGNED, "supersede"): TaskState.SUPERSEDED,
    (TaskState.ACCEPTED, "supersede"): TaskState.SUPERSEDED,
    (TaskState.IN_PROGRESS, "supersede"): TaskState.SUPERSEDED,
    (TaskState.SUBMITTED, "supersede"): TaskState.SUPERSEDED,
}

task_cooperation = Table(
    "task_cooperation",
    Base.metadata,
    Column("task_id", ForeignKey("task.id"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Index("ix_task_cooperation_unit_id", "unit_id", "task_id"),
)

_OPEN = text("closed_on IS NULL")
_KEYED = text("form_key IS NOT NULL")
_CLOSED = text("closed_on IS NOT NULL")  # partial too, else planners mistake it for an index of open work


# `state` at the end lets a page count its bands from the index alone.
def _open_index(name: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=_OPEN, postgresql_where=_OPEN)


def _of_closed_work(name: str, *columns: str) -> Index:
    """What was completed is counted from the index alone; replaced work is closed without having been completed."""
    columns = (*columns, "closed_on", "id", "completed_on")
    return Index(name, *columns, sqlite_where=_CLOSED, postgresql_where=_CLOSED)


class Task(Base):
    """A piece of work with exactly one lead unit and one accountable leader.

    `due_on` is the date as written (None: explicitly no due date) and `original_due_on` never moves. `reported_on` is
    the day on which the unit says it was done, `completed_on` the same day once confirmed; `closed_on` is set when the
    task is over, completed or not; open work is `closed_on IS NULL`. `sort_due_on` is `due_on` with a far
    date in the place of none, so that one index serves every list. `form_key` makes a second press of the button that
    enters a task by hand harmless.
    """

    __tablename__ = "task"
    __table_args__ = (
        _open_index("ix_task_open_due", "sort_due_on", "id", "state"),
        _open_index("ix_task_open_lead", "lead_unit_id", "sort_due_on", "id", "state"),
        _open_index("ix_task_open_officer", "officer_id", "sort_due_on", "id", "state"),
        _open_index("ix_task_open_leader", "leader_id", "sort_due_on", "id", "state"),
        _open_index("ix_task_open_topic", "topic_id", "sort_due_on", "id", "state"),
        _open_index("ix_task_open_notice", "notice_id", "sort_due_on", "id", "state"),
        _of_closed_work("ix_task_closed_on"),
        _of_closed_work("ix_task_lead_closed", "lead_unit_id"),
        Index("ix_task_state_submitted", "state", "submitted_at", "id"),
        Index("ix_task_notice_id", "notice_id", "id"),
        Index("ix_task_directive_id", "directive_id", "id"),
        Index("uq_task_form_key", "form_key", unique=True, sqlite_where=_KEYED, postgresql_where=_KEYED),
        Index("ix_task_topic_id", "topic_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(500))
    title_search: Mapped[str] = mapped_column(String(500))
    deliverable: Mapped[str] = mapped_column(String(300), default="")
    directive_id: Mapped[int | None] = mapped_column(ForeignKey("directive.id"))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))
    source: Mapped[str] = mapped_column(String(300), default="")
    form_key: Mapped[str | None] = mapped_column(String(40))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    lead_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    leader_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    state: Mapped[str] = mapped_column(String(20), default=TaskState.ASSIGNED)
    due_on: Mapped[date | None] = mapped_column(Date)
    original_due_on: Mapped[date | None] = mapped_column(Date)
    sort_due_on: Mapped[date] = mapped_column(Date, default=NO_DUE)
    due_words: Mapped[str] = mapped_column(String(300), default="")
    every: Mapped[str | None] = mapped_column(String(10))
    progress: Mapped[int | None] = mapped_column(Integer)
    has_open_extension: Mapped[bool] = mapped_column(Boolean, default=False)
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reported_on: Mapped[date | None] = mapped_column(Date)
    completed_on: Mapped[date | None] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    __mapper_args__ = {"version_id_col": version}

    lead_unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    cooperating_units: Mapped[list[Unit]] = relationship(
        secondary=task_cooperation, lazy="raise_on_sql", order_by=Unit.sort_order
    )
    topic: Mapped[Topic | None] = relationship(lazy="raise_on_sql")
    leader: Mapped[User] = relationship(foreign_keys=[leader_id], lazy="raise_on_sql")
    officer: Mapped[User | None] = relationship(foreign_keys=[officer_id], lazy="raise_on_sql")
    directive: Mapped[Directive | None] = relationship(lazy="raise_on_sql")
    notice: Mapped[Notice | None] = relationship(lazy="raise_on_sql")

    def can(self, verb: str) -> bool:
        """Whether the transition table has that verb in the present state."""
        return (TaskState(self.state), verb) in TRANSITIONS

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


@event.listens_for(Task.due_on, "set", retval=False)
def _keep_sort_due_on(task: Task, value: date | None, old: Any, initiator: Any) -> None:
    task.sort_due_on = value or NO_DUE


@event.listens_for(Task.title, "set", retval=False)
def _keep_title_search(task: Task, value: str, old: Any, initiator: Any) -> None:
    task.title_search = fold(value)[:500]  # folding can lengthen: ß is two letters


class TaskStateChange(Base):
    """Every change of state as a dated row, so that any past day can be counted again. Append-only."""

    __tablename__ = "task_state_change"
    __table_args__ = (Index("ix_task_state_change_task_id", "task_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    on: Mapped[date] = mapped_column("on_date", Date)
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    verb: Mapped[str] = mapped_column(String(20))
    by_user_id: Mapped[int] = mapped_column(Integer)


class TaskDueChange(Base):
    """Every due date that a task ever had, the first included. Append-only."""

    __tablename__ = "task_due_change"
    __table_args__ = (Index("ix_task_due_change_task_id", "task_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    on: Mapped[date] = mapped_column("on_date", Date)
    from_due_on: Mapped[date | None] = mapped_column(Date)
    to_due_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")
    by_user_id: Mapped[int] = mapped_column(Integer)


class TaskNumber(Base):
    """The last number given in a year; one conditional update raises it, so that two at once never collide."""

    __tablename__ = "task_number"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)
