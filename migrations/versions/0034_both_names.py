"""For whom a stand-in gave a reading of an indicator, marked a figure of the scoreboard or answered the unit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("indicator_reading", "for_name"),
    ("figure_dispute", "raised_for"),
    ("figure_dispute", "answered_for"),
)


def upgrade() -> None:
    for table, name in _COLUMNS:
        op.add_column(table, sa.Column(name, sa.String(length=120), server_default="", nullable=False))


def downgrade() -> None:
    for table, name in reversed(_COLUMNS):
        op.drop_column(table, name)
