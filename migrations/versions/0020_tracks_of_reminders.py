"""Reminders along several tracks, the ladder, and since when a task waits for a word."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_OPEN = sa.text("closed_on IS NULL")
_NEW = sa.text("NOT is_recorded")


def upgrade() -> None:
    with op.batch_alter_table("reminder") as table:
        table.drop_constraint("uq_reminder_key", type_="unique")
        table.alter_column("due_on", new_column_name="anchor_on", existing_type=sa.Date(), existing_nullable=False)
        table.add_column(sa.Column("track", sa.String(length=12), nullable=False, server_default="term"))
        table.add_column(sa.Column("told_as", sa.Integer(), nullable=False, server_default="3"))
        table.add_column(sa.Column("for_user_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("hour", sa.Integer(), nullable=True))
        table.add_column(sa.Column("is_optional", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_foreign_key(op.f("fk_reminder_for_user_id"), "user_account", ["for_user_id"], ["id"])
    with op.batch_alter_table("reminder") as table:
        table.create_unique_constraint("uq_reminder_key", ["track", "anchor_on", "task_id", "user_id", "stage"])
    # Until now heads and the officer (3) were told, or those who take part (4).
    op.execute("UPDATE reminder SET told_as = 4 WHERE is_cooperating")

    op.create_table(
        "reminder_climb",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("climbed_on", sa.Date(), nullable=False),
        sa.Column("is_recorded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_reminder_climb_task_id")),
        sa.PrimaryKeyConstraint("task_id", "due_on", "stage", name=op.f("pk_reminder_climb")),
    )
    op.create_index("ix_reminder_climb_new", "reminder_climb", ["task_id"], sqlite_where=_NEW, postgresql_where=_NEW)

    op.add_column("task", sa.Column("waits_since", sa.Date(), nullable=True))
    op.execute(_fill())
    op.create_index(
        "ix_task_waiting", "task", ["state", "waits_since", "id"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )


def downgrade() -> None:
    op.drop_index("ix_task_waiting", table_name="task")
    op.drop_column("task", "waits_since")
    op.drop_table("reminder_climb")
    with op.batch_alter_table("reminder") as table:
        table.drop_constraint("uq_reminder_key", type_="unique")
        table.drop_constraint(op.f("fk_reminder_for_user_id"), type_="foreignkey")
        table.drop_column("is_optional")
        table.drop_column("hour")
        table.drop_column("for_user_id")
        table.drop_column("told_as")
        table.drop_column("track")
        table.alter_column("anchor_on", new_column_name="due_on", existing_type=sa.Date(), existing_nullable=False)
    with op.batch_alter_table("reminder") as table:
        table.create_unique_constraint("uq_reminder_key", ["due_on", "task_id", "user_id", "stage"])


def _fill() -> str:
    """The day of the last change of state or report of what is open, in the office's zone (seven hours ahead)."""
    if op.get_bind().dialect.name == "postgresql":
        return """
            UPDATE task SET waits_since = GREATEST(
                (assigned_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
                (updated_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
                (SELECT MAX(change.on_date) FROM task_state_change change WHERE change.task_id = task.id)
            ) WHERE closed_on IS NULL"""
    return """
        UPDATE task SET waits_since = MAX(
            date(assigned_at, '+7 hours'),
            COALESCE(date(updated_at, '+7 hours'), ''),
            COALESCE((SELECT MAX(change.on_date) FROM task_state_change change WHERE change.task_id = task.id), '')
        ) WHERE closed_on IS NULL"""
