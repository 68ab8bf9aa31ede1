"""Why a task is late («giải trình»): asked or owed, answered with its cause, accepted by somebody."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base, UtcDateTime
from .task import Task


class ExplanationState(StrEnum):
    """Whose turn it is."""

    ASKED = "asked"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    CLOSED = "closed"  # the task was cancelled, replaced or given to another unit first


class Cause(StrEnum):
    """Rating takes marks off for delay unless an objective cause is confirmed (NĐ 335/2025)."""

    OBJECTIVE = "objective"
    SUBJECTIVE = "subjective"


_RUNNING = text("state IN ('asked', 'answered')")

# (state, verb) -> state.
TRANSITIONS: dict[tuple[ExplanationState, str], ExplanationState] = {
    (ExplanationState.ASKED, "answer"): ExplanationState.ANSWERED,
    (ExplanationState.ANSWERED, "answer"): ExplanationState.ANSWERED,
    (ExplanationState.ANSWERED, "accept"): ExplanationState.ACCEPTED,
    (ExplanationState.ANSWERED, "ask_again"): ExplanationState.ASKED,
    (ExplanationState.ASKED, "close"): ExplanationState.CLOSED,
    (ExplanationState.ANSWERED, "close"): ExplanationState.CLOSED,
}


class Explanation(Base):
    """One exchange; only one per task may run. `asked_by_id` is None where the unit came first.

    `cause` is the unit's word, `confirmed_cause` that of whoever accepted it.
    """

    __tablename__ = "explanation"
    __table_args__ = (
        Index("ix_explanation_task_id", "task_id", "id"),
        Index("uq_explanation_running", "task_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        Index("ix_explanation_state", "state", "id"),
        Index("ix_explanation_decided_at", "decided_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    state: Mapped[str] = mapped_column(String(10), default=ExplanationState.ASKED)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    question: Mapped[str] = mapped_column(Text, default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    cause: Mapped[str] = mapped_column(String(12), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_cause: Mapped[str] = mapped_column(String(12), default="")
    decision_note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    __mapper_args__ = {"version_id_col": version}

    task: Mapped[Task] = relationship(lazy="raise_on_sql")

    def can(self, verb: str) -> bool:
        """Whether the transition table has that verb in the present state."""
        return (ExplanationState(self.state), verb) in TRANSITIONS

    @property
    def is_running(self) -> bool:
        """Whether somebody still has to answer or to decide."""
        return self.state in (ExplanationState.ASKED, ExplanationState.ANSWERED)
