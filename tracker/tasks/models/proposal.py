"""What a unit asks a leader to decide («kiến nghị»), answered in one line."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base, UtcDateTime
from .task import Task


class ProposalState(StrEnum):
    """A proposal waits for an answer; it closes by itself when the task is over."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Proposal(Base):
    """Raised with a progress update; a task may have several. `answered_for`: for whom a stand-in answered."""

    __tablename__ = "proposal"
    __table_args__ = (Index("ix_proposal_task_id", "task_id", "id"), Index("ix_proposal_state", "state", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    update_id: Mapped[int | None] = mapped_column(ForeignKey("progress_update.id"))
    state: Mapped[str] = mapped_column(String(10), default=ProposalState.OPEN)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_for: Mapped[str] = mapped_column(String(120), default="", server_default="")
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    __mapper_args__ = {"version_id_col": version}

    task: Mapped[Task] = relationship(lazy="raise_on_sql")
