"""The id of a row that was taken back is never given again.

SQLite gave the id of a deleted newest row to the next one: a form or a button of the old row, and its history, then met
another notice, draft or sentence of a meeting. On PostgreSQL sequences never go back.

Only the definitions change, by the steps of SQLite's manual for changes that leave the rows as they lie
(lang_altertable.html, «other kinds of table schema changes»): nothing is copied or dropped, so that indexes, triggers
and the rows that point here stay as they are, and a large office does not wait. A later batch operation on one of these
tables needs `table_kwargs={"sqlite_autoincrement": True}`; `tools.migrations` sees where it was forgotten.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

TABLES = ("notice", "draft", "meeting", "meeting_item", "meeting_decision", "portfolio", "saved_filter", "lesson")

_AGAIN = "PRIMARY KEY (id)"
_ONCE = "PRIMARY KEY (id AUTOINCREMENT)"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    # SQLite makes its table of the highest ids with the first table that asks for it, and keeps it.
    op.execute("CREATE TABLE ids_once (id INTEGER PRIMARY KEY AUTOINCREMENT)")
    op.execute("DROP TABLE ids_once")
    _define(_AGAIN, _ONCE)
    for table in TABLES:
        op.execute(_from_the_highest(table))


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in TABLES:
        op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{table}'")
    _define(_ONCE, _AGAIN)


def _define(old: str, new: str) -> None:
    bind = op.get_bind()
    number = bind.scalar(sa.text("PRAGMA schema_version"))
    statement = sa.text(
        "UPDATE sqlite_master SET sql = replace(sql, :old, :new)"
        " WHERE type = 'table' AND name = :table AND instr(sql, :old) > 0"
    )
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    try:
        for table in TABLES:
            if bind.execute(statement, {"old": old, "new": new, "table": table}).rowcount != 1:
                raise RuntimeError(f"{table} is not defined with {old}")
        bind.execute(sa.text(f"PRAGMA schema_version = {number + 1}"))
    finally:
        bind.execute(sa.text("PRAGMA writable_schema = RESET"))  # off, and the definitions are read anew


def _from_the_highest(table: str) -> str:
    """What the history tells of counts too, though it be deleted."""
    there = f"coalesce((SELECT max(id) FROM {table}), 0)"
    told = f"coalesce((SELECT max(subject_id) FROM history_entry WHERE subject_type = '{table}'), 0)"
    return f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', max({there}, {told}))"
