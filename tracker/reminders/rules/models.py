"""The sets of rules that differ from the office's defaults. No general set in the table: the defaults count."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base

_NO_TOPIC = text("topic_id IS NULL")


class ReminderRuleSet(Base):
    """The general rules, those of starred tasks, or those of a topic; at most one of each."""

    __tablename__ = "reminder_rule_set"
    __table_args__ = (
        CheckConstraint("topic_id IS NULL OR NOT is_starred", name="one_scope"),
        Index(
            "uq_reminder_rule_set_general",
            "is_starred",
            unique=True,
            sqlite_where=_NO_TOPIC,
            postgresql_where=_NO_TOPIC,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"), unique=True)
    is_starred: Mapped[bool] = mapped_column(Boolean, default=False)
    head_after: Mapped[int] = mapped_column(Integer)
    leader_after: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer, default=1)


class ReminderRule(Base):
    """One line of a set. `audience`: names with blanks between them; `weekdays`: ISO numbers in a row, «12345»."""

    __tablename__ = "reminder_rule"

    set_id: Mapped[int] = mapped_column(ForeignKey("reminder_rule_set.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    days: Mapped[int] = mapped_column(Integer)
    every: Mapped[int] = mapped_column(Integer)
    audience: Mapped[str] = mapped_column(String(80))
    hour: Mapped[int | None] = mapped_column(Integer)
    weekdays: Mapped[str] = mapped_column(String(7))
    is_on: Mapped[bool] = mapped_column(Boolean)
    is_optional: Mapped[bool] = mapped_column(Boolean)
