"""What corrections have taught; what extraction proposed stays on the draft; a topic's latest tasks by index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

UNIQUE = {
    "alias": ["phrase", "unit_id"],
    "topic_word": ["phrase", "topic_id"],
    "owner": ["phrase", "topic_id", "unit_id"],
}


def upgrade() -> None:
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("phrase", sa.String(length=200), nullable=False),
        sa.Column("shown", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("is_decided", sa.Boolean(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("share", sa.String(length=10), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_lesson_notice_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_lesson_topic_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_lesson_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    for kind, columns in UNIQUE.items():
        where = sa.text(f"kind = '{kind}'")
        op.create_index(f"uq_lesson_{kind}", "lesson", columns, unique=True, sqlite_where=where, postgresql_where=where)
    op.create_index("ix_lesson_kind", "lesson", ["kind", "times", "id"], unique=False)
    op.create_index("ix_lesson_state", "lesson", ["state", "kind", "id"], unique=False)
    op.create_index("ix_lesson_unit_id", "lesson", ["unit_id", "kind"], unique=False)
    op.create_index("ix_lesson_topic_id", "lesson", ["topic_id", "kind"], unique=False)
    op.create_index("ix_task_topic_id", "task", ["topic_id", "id"], unique=False)
    op.add_column("draft", sa.Column("proposed", sa.JSON(), nullable=True))


def downgrade() -> None:
    # Not as a batch: that makes the table anew, and what hangs on the drafts would go with the old one.
    op.drop_column("draft", "proposed")
    op.drop_index("ix_task_topic_id", table_name="task")
    op.drop_table("lesson")
