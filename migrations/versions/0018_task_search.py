"""Words by which tasks are found, with their index; what was done to many tasks at once."""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BATCH = 1000
_WORD = re.compile(r"[^\W_]+")


def upgrade() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "task_words",
        sa.Column("task_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", postgresql.TSVECTOR() if is_postgres else sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_words_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_task_words")),
    )
    if not is_postgres:
        _index_on_sqlite()
    _fill(op.get_bind(), is_postgres)
    if is_postgres:
        op.create_index("task_words_fts", "task_words", ["words"], unique=False, postgresql_using="gin")

    op.create_table(
        "bulk_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_user_id"], ["user_account.id"], name=op.f("fk_bulk_run_by_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_run")),
        sa.UniqueConstraint("form_key", name=op.f("uq_bulk_run_form_key")),
    )


def downgrade() -> None:
    op.drop_table("bulk_run")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE task_words_fts")
    op.drop_table("task_words")


def _index_on_sqlite() -> None:
    """The words stay in their table; the index holds only where they are (`detail=none`: phrases are not asked for)."""
    op.execute(
        "CREATE VIRTUAL TABLE task_words_fts USING fts5(words, content='task_words', content_rowid='task_id', "
        "detail=none, prefix='1 2 3', tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
    )
    put = "INSERT INTO task_words_fts (rowid, words) VALUES (new.task_id, new.words);"
    take = "INSERT INTO task_words_fts (task_words_fts, rowid, words) VALUES ('delete', old.task_id, old.words);"
    for verb, steps in (("INSERT", put), ("DELETE", take), ("UPDATE", f"{take} {put}")):
        op.execute(f"CREATE TRIGGER task_words_{verb.lower()} AFTER {verb} ON task_words BEGIN {steps} END")


def _fill(bind: sa.Connection, is_postgres: bool) -> None:
    value = "array_to_tsvector(CAST(:words AS text[]))" if is_postgres else ":words"
    put = sa.text(f"INSERT INTO task_words (task_id, words) VALUES (:task_id, {value})")  # nosec B608: a constant
    last = 0
    while ids := [row[0] for row in bind.execute(_NEXT, {"last": last, "batch": BATCH})]:
        last = ids[-1]
        span = {"first": ids[0], "last": last}
        texts: dict[int, list[str]] = {task_id: [] for task_id in ids}
        for query in _TEXTS:
            for task_id, *parts in bind.execute(query, span):
                texts[task_id] += [part for part in parts if part]
        marks = _marks(bind, span)
        rows = [(task_id, _words(parts) + sorted(marks[task_id])) for task_id, parts in texts.items()]
        bind.execute(put, [{"task_id": key, "words": words if is_postgres else " ".join(words)} for key, words in rows])


def _marks(bind: sa.Connection, span: dict[str, int]) -> dict[int, set[str]]:
    """Units and people by number, and whether the task is open; no word that is typed begins with `_`."""
    marks: dict[int, set[str]] = {}
    for task_id, lead, leader, officer, closed_on in bind.execute(_WHO, span):
        marks[task_id] = {f"_u{lead}", f"_p{leader}"}
        if officer:
            marks[task_id].add(f"_p{officer}")
        if closed_on is None:
            marks[task_id].add("_open")
    for task_id, unit in bind.execute(_UNITS, span):
        marks[task_id].add(f"_u{unit}")
    return marks


def _words(parts: list[str]) -> list[str]:
    """As `tracker.tasks.searching` does, at the time of this migration."""
    return sorted({word[:40] for part in parts for word in _WORD.findall(_fold(part))})[:20_000]


def _fold(value: str) -> str:
    decomposed = unicodedata.normalize("NFD", value.casefold().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


_BETWEEN = "BETWEEN :first AND :last"
_NEXT = sa.text("SELECT id FROM task WHERE id > :last ORDER BY id LIMIT :batch")
_WHO = sa.text(f"SELECT id, lead_unit_id, leader_id, officer_id, closed_on FROM task WHERE id {_BETWEEN}")
_UNITS = sa.text(f"SELECT task_id, unit_id FROM task_cooperation WHERE task_id {_BETWEEN}")
_TEXTS = (
    sa.text(
        "SELECT task.id, task.code, task.title, task.deliverable, task.source, directive.text, notice.number, "
        "notice.meeting FROM task LEFT JOIN directive ON directive.id = task.directive_id "
        f"LEFT JOIN notice ON notice.id = task.notice_id WHERE task.id {_BETWEEN}"
    ),
    sa.text(
        f"SELECT task_id, result, difficulties, proposal, document_number FROM progress_update WHERE task_id {_BETWEEN}"
    ),
    sa.text(f"SELECT task_id, name FROM evidence WHERE removed_at IS NULL AND task_id {_BETWEEN}"),
)
