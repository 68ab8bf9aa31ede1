"""The ledger: who was told what, once. A moved anchor opens a fresh set, because the date is part of the key."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base

_NEW = text("NOT is_recorded")


class Reminder(Base):
    """One stage of one task for one person. `mail_id` names the digest that tells it.

    `rank` orders the stages of a track: working days after the anchor, below zero before it. `passed` names the stages
    that went by untold while nothing ran; `skipped` says why this one was not told; `is_cooperating`: the person's unit
    only takes part. `told_as`: as which of the rule's people, a sum of bits. `for_user_id`: in whose post a stand-in is
    told. `hour`: the rule's hour of sending. `is_optional`: the person may stop it.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        # Begins with track and date, because a plan asks for one anchor at a time.
        UniqueConstraint("track", "anchor_on", "task_id", "user_id", "stage", name="uq_reminder_key"),
        Index("ix_reminder_task_id", "task_id", "id"),
        Index("ix_reminder_mail_id", "mail_id"),
        Index("ix_reminder_planned_on", "planned_on", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # No foreign key: PostgreSQL would lock, and so write, every task that a plan tells of. Rows come from a select of
    # tasks, and no task is ever deleted.
    task_id: Mapped[int] = mapped_column(Integer)
    track: Mapped[str] = mapped_column(String(12), default="term")
    anchor_on: Mapped[date] = mapped_column(Date)
    stage: Mapped[str] = mapped_column(String(20))
    rank: Mapped[int] = mapped_column(Integer)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    planned_on: Mapped[date] = mapped_column(Date)
    mail_id: Mapped[int | None] = mapped_column(Integer)
    passed: Mapped[str] = mapped_column(String(200), default="")
    skipped: Mapped[str] = mapped_column(String(40), default="")
    is_cooperating: Mapped[bool] = mapped_column(Boolean, default=False)
    told_as: Mapped[int] = mapped_column(Integer, default=0)
    for_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    hour: Mapped[int | None] = mapped_column(Integer)
    is_optional: Mapped[bool] = mapped_column(Boolean, default=False)


class ReminderClimb(Base):
    """A step of the ladder that a task has reached with that due date. The key lets it happen once.

    `days`: so many working days after the end of the term. What is not `is_recorded` yet becomes history in the same
    transaction.
    """

    __tablename__ = "reminder_climb"
    __table_args__ = (Index("ix_reminder_climb_new", "task_id", sqlite_where=_NEW, postgresql_where=_NEW),)

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(Date, primary_key=True)
    stage: Mapped[str] = mapped_column(String(20), primary_key=True)
    days: Mapped[int] = mapped_column(Integer)
    climbed_on: Mapped[date] = mapped_column(Date)
    is_recorded: Mapped[bool] = mapped_column(Boolean, default=False)


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
