"""Indicators: what is measured in a year, plans by who set them, readings, and the work that they belong to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_CURRENT = sa.text("ended_at IS NULL")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_indicators()
    _create_targets()
    _create_readings()
    for name, parent in (("indicator_task", "task"), ("indicator_directive", "directive")):
        op.create_table(
            name,
            sa.Column("indicator_id", sa.Integer(), nullable=False),
            sa.Column(f"{parent}_id", sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f(f"fk_{name}_indicator_id")),
            sa.ForeignKeyConstraint([f"{parent}_id"], [f"{parent}.id"], name=op.f(f"fk_{name}_{parent}_id")),
            sa.PrimaryKeyConstraint("indicator_id", f"{parent}_id", name=op.f(f"pk_{name}")),
        )
        op.create_index(f"ix_{name}_{parent}_id", name, [f"{parent}_id", "indicator_id"])


def _create_indicators() -> None:
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("less_is_better", sa.Boolean(), nullable=False),
        sa.Column("is_per_ward", sa.Boolean(), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("lead_unit_id", sa.Integer(), nullable=True),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lead_unit_id"], ["unit.id"], name=op.f("fk_indicator_lead_unit_id")),
        sa.ForeignKeyConstraint(["previous_id"], ["indicator.id"], name=op.f("fk_indicator_previous_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_indicator_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("form_key", name=op.f("uq_indicator_form_key")),
    )
    op.create_index("ix_indicator_year", "indicator", ["year", "is_enabled", "id"])
    op.create_index("ix_indicator_lead_unit_id", "indicator", ["lead_unit_id", "year", "id"])


def _create_targets() -> None:
    op.create_table(
        "indicator_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("set_by", sa.String(length=120), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["by_user_id"], ["user_account.id"], name=op.f("fk_indicator_target_by_user_id")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_target_indicator_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_indicator_target_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_target")),
    )
    _create_index_of_current("ix_indicator_target_current", "indicator_target", ["indicator_id", "id"])


def _create_readings() -> None:
    name = "indicator_reading"
    parents = {
        "by_user_id": "user_account",
        "corrects_id": "indicator_reading",
        "indicator_id": "indicator",
        "notice_id": "notice",
        "task_id": "task",
        "unit_id": "unit",
        "update_id": "progress_update",
    }
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("quote", sa.String(length=500), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, parent in parents.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("key", name=op.f(f"uq_{name}_key")),
    )
    _create_index_of_current("ix_indicator_reading_current", name, ["indicator_id", "as_of", "id"])
    op.create_index("ix_indicator_reading_notice_id", name, ["notice_id", "start"])


def _create_index_of_current(name: str, table: str, columns: list[str]) -> None:
    op.create_index(name, table, columns, sqlite_where=_CURRENT, postgresql_where=_CURRENT)


def downgrade() -> None:
    for name in ("indicator_directive", "indicator_task", "indicator_reading", "indicator_target", "indicator"):
        op.drop_table(name)
