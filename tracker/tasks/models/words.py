"""What a task is found by."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Base


class TaskWords(Base):
    """The folded words of a task and of what was said about it; `searching.py` writes and reads them.

    Units and people stand in it by number (`_u12`, `_p34`), so that a new name needs no new words. On PostgreSQL
    they are a tsvector under a GIN index, on SQLite triggers keep an FTS5 index beside the table. Both are called
    `task_words_fts`; models know nothing like them, so they live in migration 0018 alone.
    """

    __tablename__ = "task_words"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))
