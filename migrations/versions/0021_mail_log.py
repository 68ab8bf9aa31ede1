"""The log of mails: words by which a mail is found, and the indexes of its list and of the queue."""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BATCH = 1000
INDEXES = {
    "ix_outbox_mail_queue": ["state", "urgency", "due_at", "id"],
    "ix_outbox_mail_state": ["state", "id"],
    "ix_outbox_mail_kind": ["kind", "id"],
    "ix_outbox_mail_created_at": ["created_at"],
    "ix_outbox_mail_sent_at": ["sent_at"],
}
_WORD = re.compile(r"[^\W_]+")


def upgrade() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    op.drop_index("ix_outbox_mail_state_due_at", table_name="outbox_mail")
    for name, columns in INDEXES.items():
        op.create_index(name, "outbox_mail", columns, unique=False)
    op.create_table(
        "outbox_words",
        sa.Column("mail_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", postgresql.TSVECTOR() if is_postgres else sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["outbox_mail.id"], name=op.f("fk_outbox_words_mail_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_outbox_words")),
    )
    if not is_postgres:
        _index_on_sqlite()
    _fill(op.get_bind(), is_postgres)
    if is_postgres:
        op.create_index("outbox_words_fts", "outbox_words", ["words"], unique=False, postgresql_using="gin")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE outbox_words_fts")
    op.drop_table("outbox_words")
    for name in INDEXES:
        op.drop_index(name, table_name="outbox_mail")
    op.create_index("ix_outbox_mail_state_due_at", "outbox_mail", ["state", "due_at", "urgency", "id"], unique=False)


def _index_on_sqlite() -> None:
    """The words stay in their table; the index holds only where they are (`detail=none`: phrases are not asked for)."""
    op.execute(
        "CREATE VIRTUAL TABLE outbox_words_fts USING fts5(words, content='outbox_words', content_rowid='mail_id', "
        "detail=none, prefix='1 2 3', tokenize='unicode61 remove_diacritics 0')"
    )
    put = "INSERT INTO outbox_words_fts (rowid, words) VALUES (new.mail_id, new.words);"
    take = "INSERT INTO outbox_words_fts (outbox_words_fts, rowid, words) VALUES ('delete', old.mail_id, old.words);"
    for verb, steps in (("INSERT", put), ("DELETE", take), ("UPDATE", f"{take} {put}")):
        op.execute(f"CREATE TRIGGER outbox_words_{verb.lower()} AFTER {verb} ON outbox_words BEGIN {steps} END")


def _fill(bind: sa.Connection, is_postgres: bool) -> None:
    value = "array_to_tsvector(CAST(:words AS text[]))" if is_postgres else ":words"
    put = sa.text(f"INSERT INTO outbox_words (mail_id, words) VALUES (:id, {value})")  # nosec B608: a constant
    last = 0
    while rows := bind.execute(_NEXT, {"last": last, "batch": BATCH}).all():
        last = rows[-1][0]
        said = [(row[0], _words(" ".join(row[1:]))) for row in rows]
        bind.execute(put, [{"id": key, "words": words if is_postgres else " ".join(words)} for key, words in said])


def _words(text: str) -> list[str]:
    """As `tracker.mail.searching` does, at the time of this migration."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    folded = "".join(char for char in decomposed if not unicodedata.combining(char))
    return sorted({word[:40] for word in _WORD.findall(folded)})


_NEXT = sa.text("SELECT id, to_name, to_address, subject FROM outbox_mail WHERE id > :last ORDER BY id LIMIT :batch")
