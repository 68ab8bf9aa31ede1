"""What a unit reports: progress updates, evidence, and the Office's returns."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Base, UtcDateTime
from ...files.models import StoredFile


class ProgressUpdate(Base):
    """The result so far, in the unit's words. `form_key` makes a second press of the same button harmless.

    `is_part`: what a cooperating unit adds, which moves nothing. `measured` is the number of a measured task.
    `for_name`: for whom a stand-in wrote it.
    """

    __tablename__ = "progress_update"
    __table_args__ = (Index("ix_progress_update_task_id", "task_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    for_name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    result: Mapped[str] = mapped_column(Text)
    percent: Mapped[int | None] = mapped_column(Integer)
    measured: Mapped[float | None] = mapped_column(Float)
    difficulties: Mapped[str] = mapped_column(Text, default="")
    proposal: Mapped[str] = mapped_column(Text, default="")
    expected_on: Mapped[date | None] = mapped_column(Date)
    is_completion: Mapped[bool] = mapped_column(Boolean, default=False)
    is_part: Mapped[bool] = mapped_column(Boolean, default=False)
    document_number: Mapped[str] = mapped_column(String(60), default="")
    document_on: Mapped[date | None] = mapped_column(Date)
    corrected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Evidence(Base):
    """A file that shows the work, under the name it was sent with.

    A file of the same name on the same task is a later version of it (`number` 2, 3 …); all stay.
    """

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_task_id", "task_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    update_id: Mapped[int | None] = mapped_column(ForeignKey("progress_update.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    name: Mapped[str] = mapped_column(String(200))
    number: Mapped[int] = mapped_column(Integer, default=1)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_by_id: Mapped[int | None] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    for_name: Mapped[str] = mapped_column(String(120), default="", server_default="")

    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")


class TaskReturn(Base):
    """A send-back: the Office returns a completion report with a reason; the task counts as not completed."""

    __tablename__ = "task_return"
    __table_args__ = (Index("ix_task_return_task_id", "task_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(Text)
