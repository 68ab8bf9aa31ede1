"""Recurring obligations («nhiệm vụ thường xuyên, định kỳ»): each opens a task per period, ahead of its date."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, UtcDateTime
from ..directives.models import Notice, Topic
from ..people.models import Unit, User
from .planning import Schedule
from .recurrence import Landing

duty_cooperation = Table(
    "duty_cooperation",
    Base.metadata,
    Column("duty_id", ForeignKey("duty.id"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Index("ix_duty_cooperation_unit_id", "unit_id", "duty_id"),
)


class Duty(Base):
    """`rule` is an RFC 5545 RRULE without DTSTART; its first period is the first one on or after `starts_on`.

    `planned_until`: everything up to that date of the rule was opened or left out; the next run goes on behind it, so
    that downtime loses nothing. `paused_on` is set while nothing is opened. `is_for_last`: what is due tells of the
    period before. `first_task_id`: the task of a notice that the duty was made from, its first period.
    """

    __tablename__ = "duty"
    __table_args__ = (Index("ix_duty_ended_on", "ended_on", "id"), Index("ix_duty_lead_unit_id", "lead_unit_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(400))
    deliverable: Mapped[str] = mapped_column(String(300), default="")
    rule: Mapped[str] = mapped_column(String(200))
    landing: Mapped[str] = mapped_column(String(12), default=Landing.AS_WRITTEN)
    is_for_last: Mapped[bool] = mapped_column(Boolean, default=False)
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
    topic: Mapped[Topic | None] = relationship(lazy="raise_on_sql")
    notice: Mapped[Notice | None] = relationship(lazy="raise_on_sql")
    cooperating_units: Mapped[list[Unit]] = relationship(
        secondary=duty_cooperation, lazy="raise_on_sql", order_by=Unit.sort_order
    )

    @property
    def schedule(self) -> Schedule:
        """What it says about time, as a value."""
        return Schedule(
            rule=self.rule,
            landing=self.landing,
            starts_on=self.starts_on,
            opens_before=self.opens_before,
            is_for_last=self.is_for_last,
            ends_on=self.ends_on,
            planned_until=self.planned_until,
            paused_on=self.paused_on,
        )

    @property
    def is_running(self) -> bool:
        """Neither paused nor ended."""
        return self.ended_on is None and self.paused_on is None


class DutyPeriod(Base):
    """One period by its due date as the rule gives it: the key makes opening it twice impossible.

    `task_id` is None where the period was skipped (paused, or long past when the tracker came back). `code` is what the
    period is called (2026-M11); it stays when the rule changes.
    """

    __tablename__ = "duty_period"

    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(Date, primary_key=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), unique=True)
    code: Mapped[str] = mapped_column(String(10))
    skipped: Mapped[str] = mapped_column(String(20), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
