"""The office's own rules of reminding: sets (general, starred tasks, topics) and their lines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder_rule_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("is_starred", sa.Boolean(), nullable=False),
        sa.Column("head_after", sa.Integer(), nullable=False),
        sa.Column("leader_after", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("topic_id IS NULL OR NOT is_starred", name=op.f("ck_reminder_rule_set_one_scope")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_reminder_rule_set_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_rule_set")),
        sa.UniqueConstraint("topic_id", name=op.f("uq_reminder_rule_set_topic_id")),
    )
    op.create_index(
        "uq_reminder_rule_set_general",
        "reminder_rule_set",
        ["is_starred"],
        unique=True,
        sqlite_where=sa.text("topic_id IS NULL"),
        postgresql_where=sa.text("topic_id IS NULL"),
    )
    op.create_table(
        "reminder_rule",
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=80), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("is_optional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"], ["reminder_rule_set.id"], name=op.f("fk_reminder_rule_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("set_id", "position", name=op.f("pk_reminder_rule")),
    )


def downgrade() -> None:
    op.drop_table("reminder_rule")
    op.drop_index("uq_reminder_rule_set_general", table_name="reminder_rule_set")
    op.drop_table("reminder_rule_set")
