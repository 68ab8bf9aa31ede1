"""The ledger of reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("passed", sa.String(length=200), nullable=False),
        sa.Column("skipped", sa.String(length=40), nullable=False),
        sa.Column("is_cooperating", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_reminder_task_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_reminder_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("due_on", "task_id", "user_id", "stage", name="uq_reminder_key"),
    )
    op.create_index("ix_reminder_task_id", "reminder", ["task_id", "id"], unique=False)
    op.create_index("ix_reminder_planned_on", "reminder", ["planned_on", "user_id"], unique=False)
    op.create_index("ix_reminder_mail_id", "reminder", ["mail_id"], unique=False)


def downgrade() -> None:
    op.drop_table("reminder")
