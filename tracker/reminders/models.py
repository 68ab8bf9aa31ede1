"""The ledger: who was told what, once. A moved due date opens a fresh set, because the date is part of the key."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base


class Reminder(Base):
    """One stage of one task for one person. `mail_id` names the digest that tells it.

    `rank` orders the stages: working days after the end of the term, below zero before it. `passed` names the stages
    that went by untold while nothing ran; `skipped` says why this one was not told; `is_cooperating`: the person's unit
    only takes part.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        # Begins with the date, because a plan asks for one due date at a time.
        UniqueConstraint("due_on", "task_id", "user_id", "stage", name="uq_reminder_key"),
        Index("ix_reminder_task_id", "task_id", "id"),
        Index("ix_reminder_mail_id", "mail_id"),
        Index("ix_reminder_planned_on", "planned_on", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    stage: Mapped[str] = mapped_column(String(20))
    rank: Mapped[int] = mapped_column(Integer)
    due_on: Mapped[date] = mapped_column(Date)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    planned_on: Mapped[date] = mapped_column(Date)
    mail_id: Mapped[int | None] = mapped_column(Integer)
    passed: Mapped[str] = mapped_column(String(200), default="")
    skipped: Mapped[str] = mapped_column(String(40), default="")
    is_cooperating: Mapped[bool] = mapped_column(Boolean, default=False)


class ReminderPreference(Base):
    """What somebody chose about reminders. No row means the office's own ways.

    `hour`: the office hour (0–23) of the daily digest. `weekly_on`: the ISO weekday on which what is optional is told;
    None: every day. `is_opted_out`: nothing that is optional. `pauses_when_away`: while a stand-in acts, only the
    stand-in is told. `gathers_events`: what happens to a task waits for the next digest instead of a mail of its own.
    """

    __tablename__ = "reminder_preference"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True, autoincrement=False)
    hour: Mapped[int | None] = mapped_column(Integer)
    weekly_on: Mapped[int | None] = mapped_column(Integer)
    is_opted_out: Mapped[bool] = mapped_column(Boolean, default=False)
    pauses_when_away: Mapped[bool] = mapped_column(Boolean, default=True)
    gathers_events: Mapped[bool] = mapped_column(Boolean, default=False)
