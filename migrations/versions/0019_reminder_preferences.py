"""What people choose about their reminders; mails by channel, and which of them one may stop."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder_preference",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("weekly_on", sa.Integer(), nullable=True),
        sa.Column("is_opted_out", sa.Boolean(), nullable=False),
        sa.Column("pauses_when_away", sa.Boolean(), nullable=False),
        sa.Column("gathers_events", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_reminder_preference_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_reminder_preference")),
    )
    with op.batch_alter_table("outbox_mail") as table:
        table.add_column(sa.Column("channel", sa.String(length=10), nullable=False, server_default="email"))
        table.add_column(sa.Column("is_optional", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("outbox_mail") as table:
        table.drop_column("is_optional")
        table.drop_column("channel")
    op.drop_table("reminder_preference")
