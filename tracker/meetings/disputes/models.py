"""The dispute about one figure of one unit in one period."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base, UtcDateTime
from ...people.models import Unit, User


class DisputeState(StrEnum):
    """It waits for the Office, then stays as it was answered."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


# (state, verb) -> state.
TRANSITIONS: dict[tuple[DisputeState, str], DisputeState] = {
    (DisputeState.OPEN, "accept"): DisputeState.ACCEPTED,
    (DisputeState.OPEN, "reject"): DisputeState.REJECTED,
}
LONGEST_CODES = 500
_OPEN = text("state = 'open'")


class FigureDispute(Base):
    """Which figure, as it stood (`number`) on which day of knowledge, and why it is wrong in the unit's view.

    `codes` are those of tasks that the unit names. Only one per figure and period may be open.
    `raised_for`, `answered_for`: for whom a stand-in did it.
    """

    __tablename__ = "figure_dispute"
    __table_args__ = (
        Index("ix_figure_dispute_state", "state", "id"),
        Index("ix_figure_dispute_unit_id", "unit_id", "id"),
        Index(
            "uq_figure_dispute_open",
            *("unit_id", "figure", "start_on", "end_on", "work"),
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    figure: Mapped[str] = mapped_column(String(20))
    preset: Mapped[str] = mapped_column(String(10))
    start_on: Mapped[date] = mapped_column(Date)
    end_on: Mapped[date] = mapped_column(Date)
    as_of: Mapped[date] = mapped_column(Date)
    basis: Mapped[str] = mapped_column(String(10))
    work: Mapped[str] = mapped_column(String(10))
    number: Mapped[int] = mapped_column(Integer)
    codes: Mapped[str] = mapped_column(String(LONGEST_CODES), default="")
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=DisputeState.OPEN)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    raised_for: Mapped[str] = mapped_column(String(120), default="", server_default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answered_for: Mapped[str] = mapped_column(String(120), default="", server_default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    __mapper_args__ = {"version_id_col": version}

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    raised_by: Mapped[User] = relationship(foreign_keys=[raised_by_id], lazy="raise_on_sql")
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id], lazy="raise_on_sql")

    def can(self, verb: str) -> bool:
        """Whether the transition table has that verb in the present state."""
        return (DisputeState(self.state), verb) in TRANSITIONS
