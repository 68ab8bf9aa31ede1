"""Search of mails without diacritics: the beginnings of words of the recipient's name and address, and of the title."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, String, cast, column, false, func, literal, select, table
from sqlalchemy import literal_column as raw
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from ..db import db, insert, is_postgres
from ..text import split_words
from .models import OutboxMail, OutboxWords

_LONGEST_WORD = 40
_MOST_ASKED = 12
_FTS = table("outbox_words_fts", column("rowid"))  # SQLite's index of `outbox_words`


def words_of(*texts: str) -> list[str]:
    """The words as they are kept and asked for."""
    return list(dict.fromkeys(word[:_LONGEST_WORD] for word in split_words(" ".join(texts))))


def keep_words(mail_id: int, *texts: str) -> None:
    """What the mail is found by from now on."""
    words = sorted(words_of(*texts))
    value: Any = " ".join(words)
    if is_postgres():
        value = func.array_to_tsvector(cast(words, ARRAY(String)))
    statement = insert(OutboxWords.__table__).values(mail_id=mail_id, words=value)
    statement = statement.on_conflict_do_update(index_elements=["mail_id"], set_={"words": statement.excluded.words})
    db.session.execute(statement)


def matching(typed: str) -> ColumnElement[bool]:
    """Mails in which every typed word begins a word."""
    asked = words_of(typed)[:_MOST_ASKED]
    if not asked:
        return false()
    # Letters and digits only, so nothing that is typed is an operator.
    if is_postgres():
        query = " & ".join(f"'{word}':*" for word in asked)
        found = select(OutboxWords.mail_id).where(OutboxWords.words.op("@@")(cast(literal(query, String), TSQUERY)))
    else:
        query = " AND ".join(f'"{word}"*' for word in asked)
        found = select(_FTS.c.rowid).where(raw("outbox_words_fts").op("MATCH")(query))
    return OutboxMail.id.in_(found)
