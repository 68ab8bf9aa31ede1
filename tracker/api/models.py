"""The address under which a calendar program reads: a secret that its owner has given a name and can take back."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, UtcDateTime

_LIVING = text("revoked_at IS NULL")


class FeedKind(StrEnum):
    """Whose due dates a feed holds."""

    PERSON = "person"
    UNIT = "unit"


class FeedToken(Base):
    """The address holds 256 random bits, this row their SHA-256. `unit_id` is set for a feed of a unit only."""

    __tablename__ = "feed_token"
    __table_args__ = (
        CheckConstraint("(kind = 'person') = (unit_id IS NULL)", name="unit_of_kind"),
        Index(
            "uq_feed_token_living_name",
            "user_id",
            "name",
            unique=True,
            sqlite_where=_LIVING,
            postgresql_where=_LIVING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(10))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
