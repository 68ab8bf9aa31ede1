"""Words by which notices and directives are found, with their indexes."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

BATCH = 1000
MOST_WORDS = 20_000
_WORD = re.compile(r"[^\W_]+")


def upgrade() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    for thing in ("notice", "directive"):
        table = f"{thing}_words"
        op.create_table(
            table,
            sa.Column(f"{thing}_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("words", postgresql.TSVECTOR() if is_postgres else sa.Text(), nullable=False),
            sa.ForeignKeyConstraint(
                [f"{thing}_id"], [f"{thing}.id"], name=op.f(f"fk_{table}_{thing}_id"), ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint(f"{thing}_id", name=op.f(f"pk_{table}")),
        )
        if not is_postgres:
            _index_on_sqlite(table, f"{thing}_id")
    _fill(op.get_bind(), is_postgres)
    if is_postgres:
        for table in ("notice_words", "directive_words"):
            op.create_index(f"{table}_fts", table, ["words"], unique=False, postgresql_using="gin")


def downgrade() -> None:
    for table in ("directive_words", "notice_words"):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TABLE {table}_fts")
        op.drop_table(table)


def _index_on_sqlite(table: str, key: str) -> None:
    """The words stay in their table; the index holds only where they are (`detail=none`: phrases are not asked for)."""
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5(words, content='{table}', content_rowid='{key}', "
        "detail=none, prefix='1 2 3', tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
    )
    put = f"INSERT INTO {table}_fts (rowid, words) VALUES (new.{key}, new.words);"
    take = f"INSERT INTO {table}_fts ({table}_fts, rowid, words) VALUES ('delete', old.{key}, old.words);"
    for verb, steps in (("INSERT", put), ("DELETE", take), ("UPDATE", f"{take} {put}")):
        op.execute(f"CREATE TRIGGER {table}_{verb.lower()} AFTER {verb} ON {table} BEGIN {steps} END")


def _fill(bind: sa.Connection, is_postgres: bool) -> None:
    value = "array_to_tsvector(CAST(:words AS text[]))" if is_postgres else ":words"
    for thing, (rows, units) in _SOURCES.items():
        put = sa.text(f"INSERT INTO {thing}_words ({thing}_id, words) VALUES (:id, {value})")  # nosec B608: constants
        last = 0
        while batch := bind.execute(rows, {"last": last, "batch": BATCH}).mappings().all():
            first, last = batch[0]["id"], batch[-1]["id"]
            marks: dict[int, set[str]] = defaultdict(set)
            for key, unit in bind.execute(units, {"first": first, "last": last}):
                marks[key].add(f"_u{unit}")
            said = [(row["id"], _said(row) + sorted(marks[row["id"]] | _standing(row))) for row in batch]
            bind.execute(put, [{"id": key, "words": words if is_postgres else " ".join(words)} for key, words in said])


def _said(row: Any) -> list[str]:
    """As `tracker.search.keeping` does, at the time of this migration."""
    head = set(_words(row["head"]))
    return sorted(head | {f"_s{word}" for word in _words(row["source"]) if word not in head})[:MOST_WORDS]


def _standing(row: Any) -> set[str]:
    marks = {f"_n{first}" for first in _words(row["number_key"] or "")[:1]}
    return marks | {"_all"} if row["open_to_all"] and row["state"] == "issued" else marks


def _words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    folded = "".join(char for char in decomposed if not unicodedata.combining(char))
    return [word[:40] for word in _WORD.findall(folded)]


_BETWEEN = "BETWEEN :first AND :last"
_HELPS = "JOIN task_cooperation c ON c.task_id = task.id"
_LINKS = "task_link JOIN task ON task.id = task_link.task_id JOIN directive d ON d.id = task_link.directive_id"


def _units(own: str, later: str) -> sa.TextClause:
    """(thing, unit) of the tasks that came from it, and of those that it tells again."""
    parts = (
        f"SELECT {own}, task.lead_unit_id FROM task WHERE {own} {_BETWEEN}",
        f"SELECT {own}, c.unit_id FROM task {_HELPS} WHERE {own} {_BETWEEN}",
        f"SELECT {later}, task.lead_unit_id FROM {_LINKS} WHERE {later} {_BETWEEN}",
        f"SELECT {later}, c.unit_id FROM {_LINKS} {_HELPS} WHERE {later} {_BETWEEN}",
    )
    return sa.text(" UNION ".join(parts))  # nosec B608: constants


_SOURCES = {
    "notice": (
        sa.text(
            "SELECT id, state, open_to_all, number_key, source_text AS source, number || ' ' || title || ' ' || meeting"
            " || ' ' || issuer || ' ' || chair || ' ' || signer AS head"
            " FROM notice WHERE id > :last ORDER BY id LIMIT :batch"
        ),
        _units("task.notice_id", "d.notice_id"),
    ),
    "directive": (
        sa.text(
            "SELECT directive.id, state, open_to_all, NULL AS number_key, '' AS source, text AS head"
            " FROM directive JOIN notice ON notice.id = directive.notice_id"
            " WHERE directive.id > :last ORDER BY directive.id LIMIT :batch"
        ),
        _units("task.directive_id", "task_link.directive_id"),
    ),
}
