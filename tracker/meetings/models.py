"""A meeting that walks the outstanding work: its order of tasks, and what the chair decided, sentence by sentence."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import IDS_ONCE, Base, UtcDateTime
from ..directives.models import Notice
from ..people.models import Unit, User
from ..tasks.models import Task, TaskState
from ..text import find_days

_QUOTED = re.compile("“[^”]*”")


class MeetingState(StrEnum):
    """Running, its driver records; ended, its minutes wait for their notice; closed, the Office makes none of them."""

    RUNNING = "running"
    ENDED = "ended"
    CLOSED = "closed"


class Kind(StrEnum):
    """What the chair may say. The first five are acts on the task; a note is words only, an order gives new work."""

    EXTEND = "extend"
    URGE = "urge"
    CLOSE = "close"
    REASSIGN = "reassign"
    EXPLAIN = "explain"
    NOTE = "note"
    ORDER = "order"


ACTS = (Kind.EXTEND, Kind.URGE, Kind.CLOSE, Kind.REASSIGN, Kind.EXPLAIN)


class Meeting(Base):
    """`walk` and `asked` say what was chosen to be walked; the order itself is kept in its items.

    `chair` are the words of the notice («Chủ tịch UBND Nguyễn Quốc Trung»). One person drives at a time. `notice_id` is
    the notice that the minutes became.
    """

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_held_on", "held_on", "id"), IDS_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    held_on: Mapped[date] = mapped_column(Date)
    chair_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    chair: Mapped[str] = mapped_column(String(200))
    driver_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    state: Mapped[str] = mapped_column(String(10), default=MeetingState.RUNNING)
    walk: Mapped[str] = mapped_column(String(10))
    asked: Mapped[str] = mapped_column(String(1000), default="")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id", ondelete="SET NULL"))
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    __mapper_args__ = {"version_id_col": version}

    driver: Mapped[User] = relationship(foreign_keys=[driver_id], lazy="raise_on_sql")
    notice: Mapped[Notice | None] = relationship(lazy="raise_on_sql")

    @property
    def is_running(self) -> bool:
        return self.state == MeetingState.RUNNING


class MeetingItem(Base):
    """One task of the walk; the order is that of the start, whatever becomes of the list meanwhile."""

    __tablename__ = "meeting_item"
    __table_args__ = (
        UniqueConstraint("meeting_id", "position", name="uq_meeting_item_position"),
        UniqueConstraint("task_id", "meeting_id", name="uq_meeting_item_task"),
        IDS_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int] = mapped_column(Integer)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))

    task: Mapped[Task] = relationship(lazy="raise_on_sql")


class Decision(Base):
    """One piece of the minutes. `words` is its sentence in the notice, `reason` what was typed.

    `item_id` is empty for a new order. An act that the driver's post does not allow stands without `carried_out_at`
    until somebody who may carries it out. `unit_id` is the lead unit of an order, or the new one of a reassignment;
    `topic_id` is an order's, where it was named.
    """

    __tablename__ = "meeting_decision"
    __table_args__ = (
        Index("ix_meeting_decision_meeting_id", "meeting_id", "id"),
        Index("ix_meeting_decision_item_id", "item_id", "id"),
        IDS_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_item.id"))
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None] = mapped_column(Date)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    carried_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    carried_out_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    __mapper_args__ = {"version_id_col": version}

    item: Mapped[MeetingItem | None] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")

    @property
    def task(self) -> Task | None:
        """The task that it is about; none for a new order."""
        return self.item.task if self.item else None

    @property
    def waits(self) -> bool:
        """An act that nobody has carried out yet, neither here nor on the task's own page."""
        if self.kind not in ACTS or self.carried_out_at is not None or self.task is None:
            return False
        is_done = self.kind == Kind.CLOSE and self.task.state == TaskState.COMPLETED
        return not (is_done or (self.kind == Kind.EXTEND and self.task.due_on == self.due_on))

    @property
    def days(self) -> set[date]:
        """Those that its sentence names; the title of the task may hold others."""
        return find_days(_QUOTED.sub("", self.words))

    @property
    def says_its_day(self) -> bool:
        """Whether the date that carrying it out would set is the one that is read."""
        return self.kind != Kind.EXTEND or self.due_on in self.days

    @property
    def why(self) -> str:
        """What the chair said where the sentence keeps to the act: a notice gives no reasons for a date or a unit."""
        return self.reason if self.kind in (Kind.EXTEND, Kind.REASSIGN) else ""

    @property
    def is_removable(self) -> bool:
        """Words may be taken back; an act has its own way back on the task."""
        return self.carried_out_at is None
