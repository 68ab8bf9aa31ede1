"""Recurring obligations («nhiệm vụ thường xuyên, định kỳ»): each opens a task per period, ahead of its date."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, UtcDateTime
from ..people.models import Unit, User

duty_cooperation = Table(
    "duty_cooperation",
    Base.metadata,
    Column("duty_id", ForeignKey("duty.id"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
)


class Landing(StrEnum):
    """Where a date of the rule lands when it is a day off: it stays, or moves to a working day."""

    AS_WRITTEN = "as_written"
    BEFORE = "before"
    AFTER = "after"


class Duty(Base):
    """`rule` is an RFC 5545 RRULE without DTSTART; its first period is the first one on or after `starts_on`.

    `planned_until` is the last due date that was opened or skipped: the next run goes on behind it, so that downtime
    loses nothing. `paused_on` is set while nothing is opened.
    """

    __tablename__ = "duty"
    __table_args__ = (Index("ix_duty_ended_on", "ended_on", "id"), Index("ix_duty_lead_unit_id", "lead_unit_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(400))
    deliverable: Mapped[str] = mapped_column(String(300), default="")
    rule: Mapped[str] = mapped_column(String(200))
    landing: Mapped[str] = mapped_column(String(12), default=Landing.AS_WRITTEN)
    opens_before: Mapped[int] = mapped_column(Integer)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    lead_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    leader_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    directive_id: Mapped[int | None] = mapped_column(ForeignKey("directive.id"))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))
    source: Mapped[str] = mapped_column(String(300), default="")
    first_task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), unique=True)
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    planned_until: Mapped[date | None] = mapped_column(Date)
    paused_on: Mapped[date | None] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    __mapper_args__ = {"version_id_col": version}

    lead_unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    leader: Mapped[User] = relationship(lazy="raise_on_sql")
    cooperating_units: Mapped[list[Unit]] = relationship(
        secondary=duty_cooperation, lazy="raise_on_sql", order_by=Unit.sort_order
    )


class DutyPeriod(Base):
    """One period by its due date as the rule gives it: the key makes opening it twice impossible.

    `task_id` is None where the period was skipped (paused, or long past when the tracker came back).
    """

    __tablename__ = "duty_period"

    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(Date, primary_key=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), unique=True)
    skipped: Mapped[str] = mapped_column(String(20), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
