"""More time for a task: asked by the unit, decided by the leader, never by the one who asked."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base, UtcDateTime
from .task import Task, TaskState


class ExtensionState(StrEnum):
    """An extension waits for a decision, then stays as it was decided."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Hindrance(StrEnum):
    """Why a request that waits cannot be approved now. It can be refused all the same."""

    REPORTED = "reported"  # the unit says that the work is done
    PASSED = "passed"  # the date asked for


def find_hindrance(task_state: str, new_due_on: date, today: date) -> Hindrance | None:
    """From plain columns, so that lists can say it too."""
    if task_state == TaskState.SUBMITTED:
        return Hindrance.REPORTED
    return Hindrance.PASSED if new_due_on < today else None


_WAITING = text("state = 'open'")


class Extension(Base):
    """A request for a later due date. Only one per task may be open (a partial unique index says so).

    `decided_due_on` is the date given where it is not the one asked for.
    """

    __tablename__ = "extension"
    __table_args__ = (
        Index("ix_extension_task_id", "task_id", "id"),
        Index("uq_extension_open", "task_id", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_extension_state", "state", "id"),
        Index("ix_extension_decided_at", "decided_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    state: Mapped[str] = mapped_column(String(10), default=ExtensionState.OPEN)
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    old_due_on: Mapped[date | None] = mapped_column(Date)
    new_due_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_due_on: Mapped[date | None] = mapped_column(Date)
    decision_note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    __mapper_args__ = {"version_id_col": version}

    task: Mapped[Task] = relationship(lazy="raise_on_sql")
