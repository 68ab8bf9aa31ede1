"""Parts of cooperating units, proposals, steps, versions of evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user_account.id"], name=op.f("fk_proposal_answered_by_id")),
        sa.ForeignKeyConstraint(["by_user_id"], ["user_account.id"], name=op.f("fk_proposal_by_user_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_proposal_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_proposal_unit_id")),
        sa.ForeignKeyConstraint(["update_id"], ["progress_update.id"], name=op.f("fk_proposal_update_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_state", "proposal", ["state", "id"], unique=False)
    op.create_index("ix_proposal_task_id", "proposal", ["task_id", "id"], unique=False)

    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_user_id"], ["user_account.id"], name=op.f("fk_step_by_user_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["user_account.id"], name=op.f("fk_step_done_by_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["user_account.id"], name=op.f("fk_step_officer_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_step_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
        sa.UniqueConstraint("form_key", name=op.f("uq_step_form_key")),
    )
    op.create_index("ix_step_officer_id", "step", ["officer_id", "id"], unique=False)
    op.create_index("ix_step_task_id", "step", ["task_id", "id"], unique=False)

    op.add_column("progress_update", sa.Column("measured", sa.Float(), nullable=True))
    op.add_column("progress_update", sa.Column("proposal", sa.Text(), nullable=False, server_default=""))
    op.add_column("progress_update", sa.Column("is_part", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("progress_update", sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("evidence", sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("evidence", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("evidence", sa.Column("removed_by_id", sa.Integer(), nullable=True))
    op.add_column("task_cooperation", sa.Column("done_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("task_cooperation", "done_on")
    op.drop_column("evidence", "removed_by_id")
    op.drop_column("evidence", "removed_at")
    op.drop_column("evidence", "number")
    op.drop_column("progress_update", "corrected_at")
    op.drop_column("progress_update", "is_part")
    op.drop_column("progress_update", "proposal")
    op.drop_column("progress_update", "measured")
    op.drop_table("step")
    op.drop_table("proposal")
