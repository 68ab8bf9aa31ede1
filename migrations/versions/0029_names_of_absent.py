"""For whom a stand-in wrote a progress update, sent a file, urged, answered a proposal or set a due date."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("progress_update", "for_name"),
    ("evidence", "for_name"),
    ("urging", "for_name"),
    ("task_due_change", "for_name"),
    ("proposal", "answered_for"),
)


def upgrade() -> None:
    for table, name in _COLUMNS:
        op.add_column(table, sa.Column(name, sa.String(length=120), server_default="", nullable=False))


def downgrade() -> None:
    for table, name in reversed(_COLUMNS):
        op.drop_column(table, name)
