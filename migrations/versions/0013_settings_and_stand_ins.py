"""Settings of the office on screen, stand-ins, and on whose behalf somebody acted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_setting",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_office_setting")),
    )

    op.create_table(
        "stand_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["given_by_id"], ["user_account.id"], name=op.f("fk_stand_in_given_by_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_stand_in_post_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_stand_in_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    op.create_index("ix_stand_in_post_id", "stand_in", ["post_id", "id"], unique=False)
    op.create_index("ix_stand_in_user_id", "stand_in", ["user_id", "until_on"], unique=False)

    op.add_column("user_session", sa.Column("stand_in_id", sa.Integer(), nullable=True))
    op.add_column("history_entry", sa.Column("for_user_id", sa.Integer(), nullable=True))
    op.add_column("history_entry", sa.Column("for_name", sa.String(length=120), nullable=False, server_default=""))
    op.create_index("ix_history_entry_at", "history_entry", ["at", "id"], unique=False)
    op.create_index("ix_history_entry_by_user_id", "history_entry", ["by_user_id", "id"], unique=False)
    op.create_index(
        "ix_history_entry_for_user_id",
        "history_entry",
        ["for_user_id", "id"],
        unique=False,
        sqlite_where=sa.text("for_user_id IS NOT NULL"),
        postgresql_where=sa.text("for_user_id IS NOT NULL"),
    )
    op.create_index("ix_history_entry_event", "history_entry", ["event", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_history_entry_for_user_id", table_name="history_entry")
    op.drop_index("ix_history_entry_event", table_name="history_entry")
    op.drop_index("ix_history_entry_by_user_id", table_name="history_entry")
    op.drop_index("ix_history_entry_at", table_name="history_entry")
    op.drop_column("history_entry", "for_name")
    op.drop_column("history_entry", "for_user_id")
    op.drop_column("user_session", "stand_in_id")
    op.drop_table("stand_in")
    op.drop_table("office_setting")
