"""The ledger: who was told what, once. A moved due date opens a fresh set, because the date is part of the key."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base


class Reminder(Base):
    """One stage of one task for one person. `mail_id` names its digest; none when the stage was passed unsent."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("task_id", "stage", "due_on", "user_id", name="uq_reminder_key"),
        Index("ix_reminder_mail_id", "mail_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    stage: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date] = mapped_column(Date)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    planned_on: Mapped[date] = mapped_column(Date)
    mail_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("outbox_mail.id"))
    skipped: Mapped[str] = mapped_column(String(40), default="")
