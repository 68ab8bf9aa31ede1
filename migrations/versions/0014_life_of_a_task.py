"""Declined, suspended, cancelled; explanations, urgings, changes of the lead unit; stars and measures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("suggested_unit_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_user_id"], ["user_account.id"], name=op.f("fk_decline_by_user_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user_account.id"], name=op.f("fk_decline_decided_by_id")),
        sa.ForeignKeyConstraint(["suggested_unit_id"], ["unit.id"], name=op.f("fk_decline_suggested_unit_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_decline_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decline_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decline")),
    )
    op.create_index("ix_decline_state", "decline", ["state", "id"], unique=False)
    op.create_index("ix_decline_task_id", "decline", ["task_id", "id"], unique=False)
    op.create_index(
        "uq_decline_open",
        "decline",
        ["task_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )

    op.create_table(
        "explanation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_cause", sa.String(length=12), nullable=False),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user_account.id"], name=op.f("fk_explanation_answered_by_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user_account.id"], name=op.f("fk_explanation_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user_account.id"], name=op.f("fk_explanation_decided_by_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_explanation_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_explanation_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explanation")),
    )
    op.create_index("ix_explanation_state", "explanation", ["state", "id"], unique=False)
    op.create_index("ix_explanation_task_id", "explanation", ["task_id", "id"], unique=False)
    op.create_index(
        "uq_explanation_running",
        "explanation",
        ["task_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('asked', 'answered')"),
        postgresql_where=sa.text("state IN ('asked', 'answered')"),
    )

    op.create_table(
        "urging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("letter_number", sa.String(length=60), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_user_id"], ["user_account.id"], name=op.f("fk_urging_by_user_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_urging_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_urging_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urging")),
        sa.UniqueConstraint("form_key", name=op.f("uq_urging_form_key")),
    )
    op.create_index("ix_urging_task_id", "urging", ["task_id", "id"], unique=False)
    _make_append_only("urging")

    op.create_table(
        "task_assignment_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("from_unit_id", sa.Integer(), nullable=False),
        sa.Column("to_unit_id", sa.Integer(), nullable=False),
        sa.Column("from_leader_id", sa.Integer(), nullable=False),
        sa.Column("to_leader_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_leader_id"], ["user_account.id"], name=op.f("fk_task_assignment_change_from_leader_id")
        ),
        sa.ForeignKeyConstraint(["from_unit_id"], ["unit.id"], name=op.f("fk_task_assignment_change_from_unit_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_assignment_change_task_id")),
        sa.ForeignKeyConstraint(
            ["to_leader_id"], ["user_account.id"], name=op.f("fk_task_assignment_change_to_leader_id")
        ),
        sa.ForeignKeyConstraint(["to_unit_id"], ["unit.id"], name=op.f("fk_task_assignment_change_to_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_assignment_change")),
    )
    op.create_index(
        "ix_task_assignment_change_from_unit_id", "task_assignment_change", ["from_unit_id", "task_id"], unique=False
    )
    op.create_index("ix_task_assignment_change_task_id", "task_assignment_change", ["task_id", "id"], unique=False)
    _make_append_only("task_assignment_change")

    op.add_column("extension", sa.Column("decided_due_on", sa.Date(), nullable=True))
    op.add_column("task", sa.Column("measure", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("task", sa.Column("target", sa.Float(), nullable=True))
    op.add_column("task", sa.Column("measured", sa.Float(), nullable=True))
    op.add_column("task", sa.Column("is_starred", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("task", sa.Column("is_duty", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("task", sa.Column("resume_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_task_set_aside",
        "task",
        ["state", "closed_on", "id"],
        unique=False,
        sqlite_where=sa.text("closed_on IS NOT NULL AND completed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NOT NULL AND completed_on IS NULL"),
    )
    op.create_index(
        "ix_task_starred",
        "task",
        ["sort_due_on", "id"],
        unique=False,
        sqlite_where=sa.text("is_starred AND closed_on IS NULL"),
        postgresql_where=sa.text("is_starred AND closed_on IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_task_starred", table_name="task")
    op.drop_index("ix_task_set_aside", table_name="task")
    op.drop_column("task", "resume_on")
    op.drop_column("task", "is_duty")
    op.drop_column("task", "is_starred")
    op.drop_column("task", "measured")
    op.drop_column("task", "target")
    op.drop_column("task", "measure")
    op.drop_column("extension", "decided_due_on")
    op.drop_table("task_assignment_change")
    op.drop_table("urging")
    op.drop_table("explanation")
    op.drop_table("decline")


def _make_append_only(table: str) -> None:
    """As 0008 does for the dated rows; `refuse_change()` comes from there."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
