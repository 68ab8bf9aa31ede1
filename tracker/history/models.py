"""Who did what to what, append-only: triggers on both databases refuse UPDATE and DELETE."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, UtcDateTime

_FOR_OTHERS = text("for_user_id IS NOT NULL")


class HistoryEntry(Base):
    """One event. Names are copied, so that a later change of the person or unit leaves the past as it was.

    `for_name` is the one on whose behalf a stand-in acted.
    """

    __tablename__ = "history_entry"
    __table_args__ = (
        Index("ix_history_entry_subject", "subject_type", "subject_id", "id"),
        Index("ix_history_entry_by_user_id", "by_user_id", "id"),
        Index(
            "ix_history_entry_for_user_id", "for_user_id", "id", sqlite_where=_FOR_OTHERS, postgresql_where=_FOR_OTHERS
        ),
        Index("ix_history_entry_event", "event", "id"),
        Index("ix_history_entry_at", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    event: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(Integer)
    by_user_id: Mapped[int] = mapped_column(Integer)
    by_name: Mapped[str] = mapped_column(String(120))
    by_title: Mapped[str] = mapped_column(String(200), default="")
    by_unit: Mapped[str] = mapped_column(String(200), default="")
    for_user_id: Mapped[int | None] = mapped_column(Integer)
    for_name: Mapped[str] = mapped_column(String(120), default="")
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
