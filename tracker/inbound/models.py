"""Every mail that came in, once, and what was done with it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, UtcDateTime


class Outcome(StrEnum):
    """What became of a mail: it is a progress update, it was answered with why not, or it was only noted."""

    TAKEN = "taken"
    REFUSED = "refused"
    DROPPED = "dropped"


class Reason(StrEnum):
    """Why a mail was not taken. `RULE` stands for the sentence of a rule, kept in `words`."""

    AUTOMATIC = "automatic"
    UNKNOWN_ADDRESS = "unknown_address"
    UNREADABLE = "unreadable"
    ACCOUNT_CLOSED = "account_closed"
    TOO_MANY = "too_many"
    OTHER_SENDER = "other_sender"
    NOT_GENUINE = "not_genuine"
    ADDRESS_ENDED = "address_ended"
    TOO_LARGE = "too_large"
    NO_TEXT = "no_text"
    NOT_VISIBLE = "not_visible"
    NOT_ALLOWED = "not_allowed"
    TASK_OVER = "task_over"
    NOT_NOW = "not_now"
    RULE = "rule"


class InboundMail(Base):
    """One mail. `key` makes that the same mail is never taken in twice."""

    __tablename__ = "inbound_mail"
    __table_args__ = (Index("ix_inbound_mail_user_id", "user_id", "received_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    channel: Mapped[str] = mapped_column(String(10))
    message_id: Mapped[str] = mapped_column(String(250), default="")
    from_address: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    user_id: Mapped[int | None] = mapped_column(Integer)
    task_id: Mapped[int | None] = mapped_column(Integer)
    outcome: Mapped[str] = mapped_column(String(10), default=Outcome.DROPPED)
    reason: Mapped[str] = mapped_column(String(20), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    update_id: Mapped[int | None] = mapped_column(Integer)
    files_kept: Mapped[int] = mapped_column(Integer, default=0)
    files_refused: Mapped[int] = mapped_column(Integer, default=0)
    is_answered: Mapped[bool] = mapped_column(Boolean, default=False)
