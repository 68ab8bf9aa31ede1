"""What notices and directives are found by; `keeping.py` writes these rows, `queries.py` reads them.

Folded words as those of a task (`tasks/models/words.py`), with an index beside each table that is called
`<table>_fts` and lives in migration 0031 alone. Marks begin with `_`: the units that have a part in it (`_u12`), what
is open to all units (`_all`), and the number of a notice (`_n552`). Words that stand only in the text of a notice are
kept as `_sword`, apart from those of its head: not everybody may read the whole text.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base


class NoticeWords(Base):
    """The words of a notice."""

    __tablename__ = "notice_words"

    notice_id: Mapped[int] = mapped_column(
        ForeignKey("notice.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    words: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))


class DirectiveWords(Base):
    """The words of a directive."""

    __tablename__ = "directive_words"

    directive_id: Mapped[int] = mapped_column(
        ForeignKey("directive.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    words: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))
