"""The unit says that a task is outside its function; the Office insists or gives it to another unit."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base, UtcDateTime
from .task import Task


class DeclineState(StrEnum):
    """A decline waits for the Office, then stays as it was decided."""

    OPEN = "open"
    INSISTED = "insisted"
    REASSIGNED = "reassigned"
    CLOSED = "closed"  # the task ended or went elsewhere before anyone decided


_WAITING = text("state = 'open'")


class Decline(Base):
    """«Đề nghị chuyển»: why, and which unit it names instead. Only one per task may be open."""

    __tablename__ = "decline"
    __table_args__ = (
        Index("ix_decline_task_id", "task_id", "id"),
        Index("uq_decline_open", "task_id", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_decline_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    state: Mapped[str] = mapped_column(String(10), default=DeclineState.OPEN)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    reason: Mapped[str] = mapped_column(Text)
    suggested_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decision_note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    __mapper_args__ = {"version_id_col": version}

    task: Mapped[Task] = relationship(lazy="raise_on_sql")
