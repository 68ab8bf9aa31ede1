"""Topics, notices and the directives that they hold, each with its exact place in the source."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import IDS_ONCE, Base, UtcDateTime
from ..text import fold


class Topic(Base):
    """A subject area, editable data: the words that point to it and the units that usually own it (codes, by |)."""

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    word_text: Mapped[str] = mapped_column(Text, default="")
    lead_codes: Mapped[str] = mapped_column(String(400), default="")
    coop_codes: Mapped[str] = mapped_column(String(400), default="")
    sort_order: Mapped[int] = mapped_column(Integer, default=0)
    is_enabled: Mapped[bool] = mapped_column(Boolean, default=True)

    @property
    def words(self) -> tuple[str, ...]:
        """What points to it besides its name."""
        return parts(self.word_text)


def parts(text: str) -> tuple[str, ...]:
    """What a column holds that is split by |."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


class NoticeState(StrEnum):
    """In review only the Office sees it; issued, the units see their part."""

    REVIEW = "review"
    ISSUED = "issued"


class Notice(Base):
    """A signed text with directives: thông báo kết luận, minutes, a telegram, a report of a meeting.

    `form_key` is that of the form it was entered with, so that the same form sent twice makes one notice. A text that
    `is_recognised` was read from a picture and may differ from the original. `sketch` is the fingerprint of the text by
    which a near copy is known (`sketch.py`).
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("issuer_key", "number_key", "number_year", name="uq_notice_number"),
        Index("ix_notice_state_issued_on", "state", "issued_on", "id"),
        IDS_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(10), default=NoticeState.REVIEW)
    issuer: Mapped[str] = mapped_column(String(200))
    issuer_key: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(60), default="")
    number_key: Mapped[str | None] = mapped_column(String(60))
    number_year: Mapped[int | None] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(500))
    meeting: Mapped[str] = mapped_column(String(300), default="")
    held_on: Mapped[date | None] = mapped_column(Date)
    issued_on: Mapped[date] = mapped_column(Date)
    chair: Mapped[str] = mapped_column(String(200), default="")
    signer: Mapped[str] = mapped_column(String(200), default="")
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    source_text: Mapped[str] = mapped_column(Text)
    original_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    original_name: Mapped[str] = mapped_column(String(200), default="")
    is_recognised: Mapped[bool] = mapped_column(Boolean, default=False)
    open_to_all: Mapped[bool] = mapped_column(Boolean, default=False)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tasks_issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sketch: Mapped[bytes | None] = mapped_column(LargeBinary)
    form_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    __mapper_args__ = {"version_id_col": version}

    directives: Mapped[list[Directive]] = relationship(
        back_populates="notice", lazy="raise_on_sql", order_by="Directive.position"
    )

    def set_number(self, issuer: str, number: str, issued_on: date) -> None:
        """A notice is unique by issuer, number and year; one without a number is not compared."""
        self.issuer, self.number, self.issued_on = issuer, number, issued_on
        self.issuer_key = _issuer_key(issuer)[:200]  # folding can lengthen: ß is two letters
        self.number_key = _number_key(number)[:60] or None
        self.number_year = issued_on.year if self.number_key else None

    @property
    def reference(self) -> str:
        """How people call it: its number, else its meeting or title."""
        return self.number or self.meeting or self.title


class Directive(Base):
    """One order of the text. `start`/`end` are character offsets into the notice's source; none when added by hand."""

    __tablename__ = "directive"
    __table_args__ = (UniqueConstraint("notice_id", "position", name="uq_directive_position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    position: Mapped[int] = mapped_column(Integer)
    start: Mapped[int | None] = mapped_column(Integer)
    end: Mapped[int | None] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    no_task_reason: Mapped[str] = mapped_column(String(300), default="")

    notice: Mapped[Notice] = relationship(back_populates="directives", lazy="raise_on_sql")


# One body under the names that letterheads, news and clerks give it.
_SHORT_FORMS = (
    (re.compile(r"[^\w]+"), " "),
    (re.compile(r"\buy ban nhan dan\b"), "ubnd"),
    (re.compile(r"\bhoi dong nhan dan\b"), "hdnd"),
    (re.compile(r"\btp\b"), "thanh pho"),
)
_BEFORE_NUMBER = re.compile(r"^so:?(?=\d)")
_DASHES = re.compile(r"[\u2010-\u2015]")


def _issuer_key(issuer: str) -> str:
    key = fold(issuer)
    for written, short in _SHORT_FORMS:
        key = written.sub(short, key)
    return key.strip()


def _number_key(number: str) -> str:
    key = _DASHES.sub("-", fold(number).replace(" ", ""))
    return _BEFORE_NUMBER.sub("", key)
