"""What a new order that is given in a meeting is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting_decision") as table:
        table.add_column(sa.Column("topic_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_meeting_decision_topic_id"), "topic", ["topic_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("meeting_decision") as table:
        table.drop_constraint(op.f("fk_meeting_decision_topic_id"), type_="foreignkey")
        table.drop_column("topic_id")
