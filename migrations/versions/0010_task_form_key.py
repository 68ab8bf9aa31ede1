"""A task entered by hand knows the form that it came from, so that a second press makes no second task."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEYED = sa.text("form_key IS NOT NULL")


def upgrade() -> None:
    op.add_column("task", sa.Column("form_key", sa.String(length=40), nullable=True))
    op.create_index("uq_task_form_key", "task", ["form_key"], unique=True, sqlite_where=_KEYED, postgresql_where=_KEYED)


def downgrade() -> None:
    op.drop_index("uq_task_form_key", table_name="task")
    op.drop_column("task", "form_key")
