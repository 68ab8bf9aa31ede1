"""The ledger of reminders asks for no lock of the tasks that it tells of.

Each of its rows made PostgreSQL lock its task, and so write it: a plan of a hundred thousand tasks wrote them all.
"""

from __future__ import annotations

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reminder") as table:
        table.drop_constraint(op.f("fk_reminder_task_id"), type_="foreignkey")


def downgrade() -> None:
    with op.batch_alter_table("reminder") as table:
        table.create_foreign_key(op.f("fk_reminder_task_id"), "task", ["task_id"], ["id"])
