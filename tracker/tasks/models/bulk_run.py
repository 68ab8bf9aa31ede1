"""One act done to many tasks at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, UtcDateTime


class BulkRun(Base):
    """That it was done, so that a second press of the same button does nothing. Each task has its own history."""

    __tablename__ = "bulk_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    act: Mapped[str] = mapped_column(String(20))
    done: Mapped[int] = mapped_column(Integer, default=0)
