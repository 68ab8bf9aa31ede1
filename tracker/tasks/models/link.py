"""A task and the later directives that tell it again or put another in its place."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, UtcDateTime


class LinkKind(StrEnum):
    """«Nhắc lại»: the work goes on. «Thay thế»: it is over, and the tasks of the later directive stand in its place."""

    CONTINUED = "continued"
    REPLACED = "replaced"


class TaskLink(Base):
    """What a later directive means for a task that was there before. Append-only; `Task.directive_id` never changes."""

    __tablename__ = "task_link"
    __table_args__ = (Index("ix_task_link_directive_id", "directive_id", "kind", "task_id"),)

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int] = mapped_column(Integer)
