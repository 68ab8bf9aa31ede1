"""A list that somebody looks at again and again, under a name of his own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...db import IDS_ONCE, Base, UtcDateTime


class SavedFilter(Base):
    """`query` is what a link to the list carries behind its question mark."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("user_id", "name"), IDS_ONCE)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
