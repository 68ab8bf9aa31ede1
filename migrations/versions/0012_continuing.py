"""Directives that come back: sketches of notices, links from tasks to later directives, what a draft resembles."""

from __future__ import annotations

import hashlib
import heapq
import re
import struct
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notice", sa.Column("sketch", sa.LargeBinary(), nullable=True))
    _fill_sketches()

    op.create_table(
        "task_link",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_task_link_directive_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_link_task_id")),
        sa.PrimaryKeyConstraint("task_id", "directive_id", name=op.f("pk_task_link")),
    )
    op.create_index("ix_task_link_directive_id", "task_link", ["directive_id", "kind", "task_id"], unique=False)
    _make_append_only("task_link")
    _index_closed_work("completed_on")  # replaced work is closed without having been completed

    op.add_column("draft", sa.Column("follow_up", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("draft", sa.Column("follows_directive_id", sa.Integer(), nullable=True))
    op.add_column("draft", sa.Column("follows_task_id", sa.Integer(), nullable=True))
    op.create_table(
        "draft_candidate",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("directive_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_draft_candidate_draft_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_draft_candidate_directive_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_draft_candidate_task_id")),
        sa.PrimaryKeyConstraint("draft_id", "rank", name=op.f("pk_draft_candidate")),
    )


def downgrade() -> None:
    op.drop_table("draft_candidate")
    op.drop_column("draft", "follows_task_id")
    op.drop_column("draft", "follows_directive_id")
    op.drop_column("draft", "follow_up")
    _index_closed_work()
    op.drop_table("task_link")
    op.drop_column("notice", "sketch")


def _index_closed_work(*more: str) -> None:
    closed = sa.text("closed_on IS NOT NULL")
    for name, first in (("ix_task_closed_on", ()), ("ix_task_lead_closed", ("lead_unit_id",))):
        columns = [*first, "closed_on", "id", *more]
        op.drop_index(name, table_name="task")
        op.create_index(name, "task", columns, unique=False, sqlite_where=closed, postgresql_where=closed)


def _make_append_only(table: str) -> None:
    """As 0008 does for the dated rows; `refuse_change()` comes from there."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _fill_sketches() -> None:
    """Once, here: filled when first needed, somebody who enters a notice would wait until all texts had been read."""
    notice = sa.table(
        "notice", sa.column("id", sa.Integer), sa.column("source_text", sa.Text), sa.column("sketch", sa.LargeBinary)
    )
    connection = op.get_bind()
    for notice_id in list(connection.scalars(sa.select(notice.c.id))):
        text = connection.scalar(sa.select(notice.c.source_text).where(notice.c.id == notice_id))
        connection.execute(notice.update().where(notice.c.id == notice_id).values(sketch=_sketch_of(text or "")))


def _sketch_of(text: str) -> bytes:
    """What tracker.directives.sketch makes of it at the time of this migration."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    folded = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = re.findall(r"[^\W_]+", folded)
    runs = {" ".join(words[place : place + 5]) for place in range(len(words) - 4)}
    hashes = {int.from_bytes(hashlib.blake2b(run.encode(), digest_size=4).digest()) for run in runs}
    smallest = heapq.nsmallest(64, hashes)
    return struct.pack(f">{len(smallest)}I", *smallest)
