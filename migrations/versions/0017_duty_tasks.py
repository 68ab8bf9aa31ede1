"""Recurring work that no duty has taken over is found without reading all open tasks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

RECURRING = sa.text("every IS NOT NULL AND closed_on IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_task_recurring", "task", ["id"], unique=False, sqlite_where=RECURRING, postgresql_where=RECURRING
    )


def downgrade() -> None:
    op.drop_index("ix_task_recurring", table_name="task")
