"""What the clerks' corrections have taught: plain rows that an administrator can see, edit and switch off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import IDS_ONCE, Base, UtcDateTime
from ..directives.models import Notice, Topic
from ..people.models import Unit
from ..text import shorten

MOST_SEEN = 5
_LONGEST_SENTENCE = 300


class LessonKind(StrEnum):
    """A name of a unit, a word of a topic, or who gets such work where the text names nobody."""

    ALIAS = "alias"
    TOPIC_WORD = "topic_word"
    OWNER = "owner"


class LessonState(StrEnum):
    """Only what is in use is read by; what is off stays off, however often it is seen again."""

    PROPOSED = "proposed"
    IN_USE = "in_use"
    OFF = "off"


def _unique(kind: LessonKind, *columns: str) -> Index:
    where = text(f"kind = '{kind}'")
    return Index(f"uq_lesson_{kind}", *columns, unique=True, sqlite_where=where, postgresql_where=where)


class Lesson(Base):
    """One thing learned. `phrase` is the folded key, `shown` the words as they were written.

    An alias leads to a unit, a word to a topic, an owner within a topic to a unit (phrase "": for the whole topic).
    `times` counts notices, for owners tasks. `seen` keeps the latest sentences with their notices, `share` of an owner
    his part of the latest tasks ("3/4"). `is_decided`: an administrator had the last word, learning leaves `state`.
    """

    __tablename__ = "lesson"
    __table_args__ = (
        _unique(LessonKind.ALIAS, "phrase", "unit_id"),
        _unique(LessonKind.TOPIC_WORD, "phrase", "topic_id"),
        _unique(LessonKind.OWNER, "phrase", "topic_id", "unit_id"),
        Index("ix_lesson_kind", "kind", "times", "id"),
        Index("ix_lesson_state", "state", "kind", "id"),
        Index("ix_lesson_unit_id", "unit_id", "kind"),
        Index("ix_lesson_topic_id", "topic_id", "kind"),
        IDS_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    phrase: Mapped[str] = mapped_column(String(200))
    shown: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    state: Mapped[str] = mapped_column(String(10), default=LessonState.PROPOSED)
    is_decided: Mapped[bool] = mapped_column(Boolean, default=False)
    times: Mapped[int] = mapped_column(Integer, default=0)
    share: Mapped[str] = mapped_column(String(10), default="")
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_user_id: Mapped[int] = mapped_column(Integer)
    by_name: Mapped[str] = mapped_column(String(120))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))
    seen: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    version: Mapped[int] = mapped_column(Integer, nullable=False)

    __mapper_args__ = {"version_id_col": version}

    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    topic: Mapped[Topic | None] = relationship(lazy="raise_on_sql")
    notice: Mapped[Notice | None] = relationship(lazy="raise_on_sql")

    @property
    def is_in_use(self) -> bool:
        return self.state == LessonState.IN_USE

    def note(self, sentence: str, notice_id: int, at: datetime, place: int) -> None:
        """Seen once more. The same alias or word counts once in a notice, an owner with every task."""
        is_again = self.notice_id == notice_id and self.kind != LessonKind.OWNER
        if not is_again:
            self.times += 1
        line = {"notice": notice_id, "at": at.isoformat(), "place": place, "text": shorten(sentence, _LONGEST_SENTENCE)}
        self.seen = [*(self.seen[:-1] if is_again else self.seen), line][-MOST_SEEN:]
        self.last_at, self.notice_id = at, notice_id

    def decide(self, state: LessonState) -> None:
        """The administrator's word."""
        self.state, self.is_decided = state, True


def latest_owners(rows: Sequence[Lesson], count: int) -> list[int]:
    """Units of the latest tasks of one kind of work, the newest last; `rows` are all owners learned for it."""
    lines = [(line["at"], line["place"], row.unit_id) for row in rows for line in row.seen if row.unit_id]
    return [unit_id for _at, _place, unit_id in sorted(lines)][-count:]
