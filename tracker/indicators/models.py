"""Indicators («chỉ tiêu»): what is measured in a year, what was planned by whom, and the readings over time."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Table, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from ..db import Base, UtcDateTime
from ..directives.models import Notice, Topic
from ..people.models import Unit
from .pace import Kind

_CURRENT = text("ended_at IS NULL")

indicator_task = Table(
    "indicator_task",
    Base.metadata,
    Column("indicator_id", ForeignKey("indicator.id"), primary_key=True),
    Column("task_id", ForeignKey("task.id"), primary_key=True),
    Index("ix_indicator_task_task_id", "task_id", "indicator_id"),
)
# All tasks of the directive, also those of later directives that continue it.
indicator_directive = Table(
    "indicator_directive",
    Base.metadata,
    Column("indicator_id", ForeignKey("indicator.id"), primary_key=True),
    Column("directive_id", ForeignKey("directive.id"), primary_key=True),
    Index("ix_indicator_directive_directive_id", "directive_id", "indicator_id"),
)


class Amount(TypeDecorator[Decimal]):
    """A number of up to 15 digits: a float in both databases, the Decimal that was typed in Python."""

    impl = Float
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> float | None:
        return None if value is None else float(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        exact = Decimal(repr(float(value)))
        return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


class Source(StrEnum):
    """Where a reading comes from."""

    NOTICE = "notice"
    UPDATE = "update"
    TYPED = "typed"


class Indicator(Base):
    """What is measured in one year. `previous_id`: the same indicator in the year before.

    `is_per_ward`: wards and communes have readings and plans of their own. `less_is_better`: plans are limits, not
    to be passed. Without a lead unit only the Office keeps it.
    """

    __tablename__ = "indicator"
    __table_args__ = (
        Index("ix_indicator_year", "year", "is_enabled", "id"),
        Index("ix_indicator_lead_unit_id", "lead_unit_id", "year", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(40))
    year: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(12), default=Kind.CUMULATIVE)
    less_is_better: Mapped[bool] = mapped_column(Boolean, default=False)
    is_per_ward: Mapped[bool] = mapped_column(Boolean, default=False)
    is_enabled: Mapped[bool] = mapped_column(Boolean, default=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    lead_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"))
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    __mapper_args__ = {"version_id_col": version}

    topic: Mapped[Topic | None] = relationship(lazy="raise_on_sql")
    lead_unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    previous: Mapped[Indicator | None] = relationship(remote_side=[id], lazy="raise_on_sql")

    @property
    def is_cumulative(self) -> bool:
        """Whether it is added up through the year; only then there is a pace."""
        return self.kind == Kind.CUMULATIVE


class Target(Base):
    """A plan: by whom it was set («Tỉnh giao»), for the whole or for one ward. History keeps what it was before."""

    __tablename__ = "indicator_target"
    __table_args__ = (
        Index(
            "ix_indicator_target_current",
            *("indicator_id", "id"),
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    set_by: Mapped[str] = mapped_column(String(120))
    value: Mapped[Decimal] = mapped_column(Amount)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Reading(Base):
    """A value as of a day, for the whole or for one ward, with where it comes from.

    A correction is a new row that `corrects` the first one, which keeps its value and is ended; one taken out is ended
    alone. `key` makes a second press harmless: of a form, of a figure of a notice (whose sentence is `quote`, from
    `start` on in its text) or of a progress update. `for_name`: for whom a stand-in gave it.
    """

    __tablename__ = "indicator_reading"
    __table_args__ = (
        Index(
            "ix_indicator_reading_current",
            *("indicator_id", "as_of", "id"),
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        Index("ix_indicator_reading_notice_id", "notice_id", "start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    as_of: Mapped[date] = mapped_column(Date)
    value: Mapped[Decimal] = mapped_column(Amount)
    source: Mapped[str] = mapped_column(String(10), default=Source.TYPED)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))
    start: Mapped[int | None] = mapped_column(Integer)
    quote: Mapped[str] = mapped_column(String(500), default="")
    update_id: Mapped[int | None] = mapped_column(ForeignKey("progress_update.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    note: Mapped[str] = mapped_column(String(300), default="")
    key: Mapped[str | None] = mapped_column(String(60), unique=True)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("indicator_reading.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(120))
    for_name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    notice: Mapped[Notice | None] = relationship(lazy="raise_on_sql")
