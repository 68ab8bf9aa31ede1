"""Drafts of tasks while the Office reviews a notice. They become directives and tasks when the notice is issued."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import IDS_ONCE, Base
from ..people.models import Unit

# The key of the reason for a leader who is suggested because of his portfolio.
IN_CHARGE = "leader_in_charge"


class DraftState(StrEnum):
    """Pending: not looked at. Accepted: the clerk agrees. Set aside: «không giao», with a reason."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"


class DueKind(StrEnum):
    """A due date is given or explicitly not; `unset` must be settled before issue."""

    DATE = "date"
    NONE = "none"
    UNSET = "unset"


class FollowUp(StrEnum):
    """What a draft is to an earlier order that it resembles. `like`: one is shown; `ask`: it must be settled first."""

    NONE = ""
    LIKE = "like"
    ASK = "ask"
    NEW = "new"
    CONTINUE = "continue"
    REPLACE = "replace"


draft_unit = Table(
    "draft_unit",
    Base.metadata,
    Column("draft_id", ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
)


class Draft(Base):
    """A proposed directive with its task.

    `units` are the cooperating units, or, when `one_per_unit`, the units that each get a task of their own (then
    `lead_unit_id` is empty). `lead_mention`/`coop_mention` keep the words of the text; `reasons` and `doubts` say why.
    `is_added`: by the clerk, not found by extraction. `proposed`: units and topic as they were read, to learn from what
    the clerk changed; None where the sentence is no longer the one that was read. `follow_up`: whether it continues or
    replaces the work of an earlier directive, or a task that was entered without one; which, `follows_…_id` says.
    """

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_notice_id", "notice_id", "position"), IDS_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    position: Mapped[int] = mapped_column(Integer)
    start: Mapped[int | None] = mapped_column(Integer)
    end: Mapped[int | None] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(String(500))
    deliverable: Mapped[str] = mapped_column(String(300), default="")
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    lead_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    one_per_unit: Mapped[bool] = mapped_column(Boolean, default=False)
    lead_mention: Mapped[str] = mapped_column(Text, default="")
    coop_mention: Mapped[str] = mapped_column(Text, default="")
    due_kind: Mapped[str] = mapped_column(String(10), default=DueKind.UNSET)
    due_on: Mapped[date | None] = mapped_column(Date)
    due_words: Mapped[str] = mapped_column(String(300), default="")
    every: Mapped[str | None] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default=DraftState.PENDING)
    aside_reason: Mapped[str] = mapped_column(String(300), default="")
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    doubts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    proposed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    is_added: Mapped[bool] = mapped_column(Boolean, default=False)
    follow_up: Mapped[str] = mapped_column(String(10), default=FollowUp.NONE)
    follows_directive_id: Mapped[int | None] = mapped_column(Integer)
    follows_task_id: Mapped[int | None] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    __mapper_args__ = {"version_id_col": version}

    units: Mapped[list[Unit]] = relationship(secondary=draft_unit, lazy="raise_on_sql", order_by=Unit.sort_order)
    lead_unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")

    @property
    def in_charge_of(self) -> str:
        """The topic or unit for which its leader was suggested, as long as he is the one; else empty."""
        found = (reason for reason in self.reasons if reason["key"] == IN_CHARGE)
        return next((reason["words"] for reason in found if reason["leader"] == self.leader_id), "")


class DraftCandidate(Base):
    """An earlier order that a draft resembles, the likeliest first: a directive, or a task entered without one."""

    __tablename__ = "draft_candidate"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    directive_id: Mapped[int | None] = mapped_column(ForeignKey("directive.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    score: Mapped[float] = mapped_column(Float)
