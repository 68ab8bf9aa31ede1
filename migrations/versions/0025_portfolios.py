"""Terms of office, and which leader is in charge of which topics and units from when until when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_LASTING = sa.text("until_on IS NULL")


def upgrade() -> None:
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_term_days_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("from_on", name=op.f("uq_term_from_on")),
    )
    op.create_table(
        "portfolio",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("topic_id IS NOT NULL OR unit_id IS NOT NULL", name=op.f("ck_portfolio_something")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on", name=op.f("ck_portfolio_days_in_order")),
        sa.ForeignKeyConstraint(["leader_id"], ["user_account.id"], name=op.f("fk_portfolio_leader_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_portfolio_topic_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_portfolio_unit_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["user_account.id"], name=op.f("fk_portfolio_given_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio")),
    )
    op.create_index("ix_portfolio_leader_id", "portfolio", ["leader_id", "from_on", "id"])
    for thing in ("topic", "unit"):
        op.create_index(f"uq_portfolio_{thing}_id_from_on", "portfolio", [f"{thing}_id", "from_on"], unique=True)
        op.create_index(
            f"uq_portfolio_{thing}",
            "portfolio",
            [f"{thing}_id"],
            unique=True,
            sqlite_where=_LASTING,
            postgresql_where=_LASTING,
        )


def downgrade() -> None:
    for thing in ("unit", "topic"):
        op.drop_index(f"uq_portfolio_{thing}", table_name="portfolio")
        op.drop_index(f"uq_portfolio_{thing}_id_from_on", table_name="portfolio")
    op.drop_index("ix_portfolio_leader_id", table_name="portfolio")
    op.drop_table("portfolio")
    op.drop_table("term")
