"""Terms of office and portfolios, both dated: a change in mid-term begins a new row, and the past stays as it was."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import IDS_ONCE, Base, UtcDateTime
from ...people.models import Unit, User
from ..models import Topic

_LASTING = text("until_on IS NULL")


class Term(Base):
    """A term of office («nhiệm kỳ»); both days are included, and no two terms share a day."""

    __tablename__ = "term"
    __table_args__ = (CheckConstraint("until_on >= from_on", name="days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    from_on: Mapped[date] = mapped_column(Date, unique=True)
    until_on: Mapped[date] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    __mapper_args__ = {"version_id_col": version}

    def is_running(self, on: date) -> bool:
        """Whether that day lies in it."""
        return self.from_on <= on <= self.until_on


class Portfolio(Base):
    """One topic or one unit of which a leader is in charge («phụ trách»).

    Both days are included; `until_on` is open as long as nobody else takes over. On any day a topic or unit is in one
    portfolio at most. `basis` names the notice that says so.
    """

    __tablename__ = "portfolio"
    __table_args__ = (
        CheckConstraint("topic_id IS NOT NULL OR unit_id IS NOT NULL", name="something"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="days_in_order"),
        Index("ix_portfolio_leader_id", "leader_id", "from_on", "id"),
        Index("uq_portfolio_topic_id_from_on", "topic_id", "from_on", unique=True),
        Index("uq_portfolio_unit_id_from_on", "unit_id", "from_on", unique=True),
        Index("uq_portfolio_topic", "topic_id", unique=True, sqlite_where=_LASTING, postgresql_where=_LASTING),
        Index("uq_portfolio_unit", "unit_id", unique=True, sqlite_where=_LASTING, postgresql_where=_LASTING),
        IDS_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    leader_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    basis: Mapped[str] = mapped_column(String(300), default="")
    given_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    leader: Mapped[User] = relationship(foreign_keys=[leader_id], lazy="raise_on_sql")
    topic: Mapped[Topic | None] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
