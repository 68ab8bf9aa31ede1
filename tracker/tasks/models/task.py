"""The task: states, the one transition table, and the questions that people ask of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import clock
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
    RETURNED = "returned"
    DECLINED = "declined"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


# Work that is the unit's to do. What is reported or declined waits for the Office, what is suspended for nobody.
WORKING = (TaskState.ASSIGNED, TaskState.ACCEPTED, TaskState.IN_PROGRESS, TaskState.RETURNED)
RESTING = (TaskState.SUBMITTED, TaskState.DECLINED, TaskState.SUSPENDED)
OPEN_STATES = (*WORKING, *RESTING)


def _each(states: Iterable[TaskState], verb: str, to: TaskState) -> dict[tuple[TaskState, str], TaskState]:
    return {(state, verb): to for state in states}


def _staying(states: Iterable[TaskState], *verbs: str) -> dict[tuple[TaskState, str], TaskState]:
    return {(state, verb): state for state in states for verb in verbs}


_DATED = (*WORKING, TaskState.DECLINED, TaskState.SUSPENDED)

# (state, verb) -> state. The only place that says *when* something may be done; policy says *who*.
TRANSITIONS: dict[tuple[TaskState, str], TaskState] = {
    (TaskState.ASSIGNED, "accept"): TaskState.ACCEPTED,
    **_each(WORKING, "update", TaskState.IN_PROGRESS),
    **_each(WORKING, "submit", TaskState.SUBMITTED),
    (TaskState.SUBMITTED, "send_back"): TaskState.RETURNED,
    (TaskState.SUBMITTED, "confirm"): TaskState.COMPLETED,
    (TaskState.COMPLETED, "reopen"): TaskState.IN_PROGRESS,
    (TaskState.CANCELLED, "reopen"): TaskState.IN_PROGRESS,
    # The unit says that the work is outside its function: the Office insists, or another unit gets it.
    **_each((TaskState.ASSIGNED, TaskState.ACCEPTED), "decline", TaskState.DECLINED),
    (TaskState.DECLINED, "insist"): TaskState.ASSIGNED,
    **_each(_DATED, "reassign", TaskState.ASSIGNED),
    **_each(WORKING, "suspend", TaskState.SUSPENDED),
    (TaskState.SUSPENDED, "resume"): TaskState.IN_PROGRESS,
    **_each(OPEN_STATES, "cancel", TaskState.CANCELLED),
    # «extend» asks for a later date, «set_due» gives one; what is reported keeps the date it was reported against.
    **_staying(WORKING, "extend"),
    **_staying(_DATED, "set_due"),
    # A cooperating unit adds its part; the Office or a leader urges.
    **_staying((*WORKING, TaskState.SUBMITTED), "add_part"),
    **_staying((*WORKING, TaskState.DECLINED), "urge"),
    # The unit's open work moves to another one when the unit is closed, a leader's to another leader.
    **_staying(OPEN_STATES, "hand_over"),
    # A later directive tells the work again («nhắc lại») or puts other work in its place («thay thế»).
    **_staying((*WORKING, TaskState.SUBMITTED, TaskState.DECLINED), "continue"),
    (TaskState.SUSPENDED, "continue"): TaskState.IN_PROGRESS,
    **_each(OPEN_STATES, "supersede", TaskState.SUPERSEDED),
}

task_cooperation = Table(
    "task_cooperation",
    Base.metadata,
    Column("task_id", ForeignKey("task.id"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Column("done_on", Date),  # the day on which the unit said that its part is done
    Index("ix_task_cooperation_unit_id", "unit_id", "task_id"),
)

_OPEN = text("closed_on IS NULL")
_KEYED = text("form_key IS NOT NULL")
_STARRED = text("is_starred AND closed_on IS NULL")
_RECURRING = text("every IS NOT NULL AND closed_on IS NULL")
_SET_ASIDE = text("closed_on IS NOT NULL AND completed_on IS NULL")
_CLOSED = text("closed_on IS NOT NULL")  # partial too, else planners mistake it for an index of open work


# `state` at the end lets a page count its bands from the index alone.
def _open_index(name: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=_OPEN, postgresql_where=_OPEN)


def _of_closed_work(name: str, *columns: str) -> Index:
    """What was completed is counted from the index alone; replaced work is closed without having been completed."""
    columns = (*columns, "closed_on", "id", "completed_on")
    return Index(name, *columns, sqlite_where=_CLOSED, postgresql_where=_CLOSED)


def _first_wait(context: Any) -> date:
    """The day of assignment, or of the last word where a task comes with its past."""
    row = context.get_current_parameters()
    told = [row.get(name) for name in ("assigned_at", "updated_at", "submitted_at")]
    return clock.to_office(max(moment for moment in told if moment is not None)).date()


class Task(Base):
    """A piece of work with exactly one lead unit and one accountable leader.

    `due_on` is the date as written (None: explicitly no due date) and `original_due_on` never moves. `reported_on` is
    the day on which the unit says it was done, `completed_on` the same day once confirmed; `closed_on` is set when the
    task is over, completed or not; open work is `closed_on IS NULL`. `sort_due_on` is `due_on` with a far
    date in the place of none, so that one index serves every list. `form_key` makes a second press of the button that
    enters a task by hand harmless. A measured task is told by a number with its unit (`measure`, `target`, `measured`)
    and `progress` follows from it. `is_duty`: one period of a recurring duty, never counted among one-off work; the
    first, which a notice gave, also has `every`. `waits_since`: the day of the last change of state or word of the
    unit, from which its silence counts.
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
        _open_index("ix_task_waiting", "state", "waits_since", "id"),
        Index("ix_task_state_submitted", "state", "submitted_at", "id"),
        Index("ix_task_starred", "sort_due_on", "id", sqlite_where=_STARRED, postgresql_where=_STARRED),
        Index("ix_task_set_aside", "state", "closed_on", "id", sqlite_where=_SET_ASIDE, postgresql_where=_SET_ASIDE),
        Index("ix_task_recurring", "id", sqlite_where=_RECURRING, postgresql_where=_RECURRING),
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
    measure: Mapped[str] = mapped_column(String(40), default="")
    target: Mapped[float | None] = mapped_column(Float)
    measured: Mapped[float | None] = mapped_column(Float)
    is_starred: Mapped[bool] = mapped_column(Boolean, default=False)
    is_duty: Mapped[bool] = mapped_column(Boolean, default=False)
    resume_on: Mapped[date | None] = mapped_column(Date)
    has_open_extension: Mapped[bool] = mapped_column(Boolean, default=False)
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waits_since: Mapped[date | None] = mapped_column(Date, default=_first_wait)
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
    def is_later_period(self) -> bool:
        """Of a duty, opened by itself: no part of what the directive gave."""
        return self.is_duty and self.every is None

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


@event.listens_for(Task.due_on, "set", retval=False)
def _keep_sort_due_on(task: Task, value: date | None, old: Any, initiator: Any) -> None:
    task.sort_due_on = value or NO_DUE


@event.listens_for(Task.updated_at, "set", retval=False)
def _keep_waits_since(task: Task, value: datetime | None, old: Any, initiator: Any) -> None:
    if value is not None:
        task.waits_since = clock.to_office(value).date()


@event.listens_for(Task.title, "set", retval=False)
def _keep_title_search(task: Task, value: str, old: Any, initiator: Any) -> None:
    task.title_search = fold(value)[:500]  # folding can lengthen: ß is two letters


class TaskStateChange(Base):
    """Every change of state as a dated row, so that any past day can be counted again. Append-only.

    `from_closed_on`: the day on which what is reopened had been over, which the task itself no longer knows.
    """

    __tablename__ = "task_state_change"
    __table_args__ = (
        Index("ix_task_state_change_task_id", "task_id", "id"),
        Index("ix_task_state_change_at", "at", "task_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    on: Mapped[date] = mapped_column("on_date", Date)
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    verb: Mapped[str] = mapped_column(String(20))
    by_user_id: Mapped[int] = mapped_column(Integer)
    from_closed_on: Mapped[date | None] = mapped_column(Date)


class TaskDueChange(Base):
    """Every due date that a task ever had, the first included. Append-only. `for_name`: for whom a stand-in set it."""

    __tablename__ = "task_due_change"
    __table_args__ = (
        Index("ix_task_due_change_task_id", "task_id", "id"),
        Index("ix_task_due_change_at", "at", "task_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    on: Mapped[date] = mapped_column("on_date", Date)
    from_due_on: Mapped[date | None] = mapped_column(Date)
    to_due_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")
    by_user_id: Mapped[int] = mapped_column(Integer)
    for_name: Mapped[str] = mapped_column(String(120), default="", server_default="")


class TaskAssignmentChange(Base):
    """Every later change of the lead unit or the accountable leader, so that any past day can be counted again.

    Append-only.
    """

    __tablename__ = "task_assignment_change"
    __table_args__ = (
        Index("ix_task_assignment_change_task_id", "task_id", "id"),
        Index("ix_task_assignment_change_from_unit_id", "from_unit_id", "task_id"),
        Index("ix_task_assignment_change_at", "at", "task_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    on: Mapped[date] = mapped_column("on_date", Date)
    verb: Mapped[str] = mapped_column(String(20))
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    to_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    from_leader_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    to_leader_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    by_user_id: Mapped[int] = mapped_column(Integer)


class TaskNumber(Base):
    """The last number given in a year; one conditional update raises it, so that two at once never collide."""

    __tablename__ = "task_number"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)
