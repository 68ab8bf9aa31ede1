"""Urging («đôn đốc»): a recorded act, with its channel and the number of the letter where there was one."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base, UtcDateTime


class Channel(StrEnum):
    """How the unit was urged. `email` is sent by the tracker, the others happened elsewhere."""

    EMAIL = "email"
    LETTER = "letter"
    PHONE = "phone"
    MEETING = "meeting"
    ZALO = "zalo"


class Urging(Base):
    """Append-only. `on` is the day of the act, which may lie before the day of entry; `form_key` as elsewhere.

    `for_name`: for whom a stand-in urged.
    """

    __tablename__ = "urging"
    __table_args__ = (
        Index("ix_urging_task_id", "task_id", "id"),
        Index("ix_urging_on_date", "on_date", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    on: Mapped[date] = mapped_column("on_date", Date)
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    for_name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    recipient: Mapped[str] = mapped_column(String(200), default="")
    channel: Mapped[str] = mapped_column(String(10))
    letter_number: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(Text, default="")
