"""The outbox: every mail is a row with a key, unique in the database, that makes a second one impossible."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, false
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, UtcDateTime

EMAIL = "email"  # the channel


class MailState(StrEnum):
    """Where a mail stands. `sending` always has a lease that ends."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


class OutboxMail(Base):
    """One mail to one person. People are known by id and copied name only."""

    __tablename__ = "outbox_mail"
    __table_args__ = (
        Index("ix_outbox_mail_queue", "state", "urgency", "due_at", "id"),
        Index("ix_outbox_mail_state", "state", "id"),
        Index("ix_outbox_mail_kind", "kind", "id"),
        Index("ix_outbox_mail_created_at", "created_at"),
        Index("ix_outbox_mail_sent_at", "sent_at"),
        Index("ix_outbox_mail_user_id", "user_id", "id"),
        Index("ix_outbox_mail_subject", "subject_type", "subject_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[int] = mapped_column(Integer)
    to_name: Mapped[str] = mapped_column(String(120))
    to_address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body_text: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    thread: Mapped[str] = mapped_column(String(200), default="")
    subject_type: Mapped[str] = mapped_column(String(20), default="")
    subject_id: Mapped[int] = mapped_column(Integer, default=0)
    channel: Mapped[str] = mapped_column(String(10), default=EMAIL, server_default=EMAIL)
    is_optional: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    urgency: Mapped[int] = mapped_column(Integer, default=5)
    state: Mapped[str] = mapped_column(String(10), default=MailState.QUEUED)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    lease_token: Mapped[str | None] = mapped_column(String(40))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(Text, default="")


class OutboxWords(Base):
    """The folded words of a mail's recipient and title; `searching.py` writes and reads them.

    Beside the mail, because a mark must not touch its index. `outbox_words_fts` is that index: FTS5 kept by triggers on
    SQLite, GIN over a tsvector on PostgreSQL (migration 0022).
    """

    __tablename__ = "outbox_words"

    mail_id: Mapped[int] = mapped_column(
        ForeignKey("outbox_mail.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    words: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))


class OutboxHold(Base):
    """A row here holds the whole queue (after a restore, until an administrator confirms)."""

    __tablename__ = "outbox_hold"

    id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    released: Mapped[bool] = mapped_column(Boolean, default=False)
