"""Tasks with their dated changes, updates, evidence, returns and extensions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task_number",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_task_number")),
    )
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("title_search", sa.String(length=500), nullable=False),
        sa.Column("deliverable", sa.String(length=300), nullable=False),
        sa.Column("directive_id", sa.Integer(), nullable=True),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("lead_unit_id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column("sort_due_on", sa.Date(), nullable=False),
        sa.Column("due_words", sa.String(length=300), nullable=False),
        sa.Column("every", sa.String(length=10), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=True),
        sa.Column("has_open_extension", sa.Boolean(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_task_directive_id")),
        sa.ForeignKeyConstraint(["lead_unit_id"], ["unit.id"], name=op.f("fk_task_lead_unit_id")),
        sa.ForeignKeyConstraint(["leader_id"], ["user_account.id"], name=op.f("fk_task_leader_id")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_task_notice_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["user_account.id"], name=op.f("fk_task_officer_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_task_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("code", name=op.f("uq_task_code")),
    )
    op.create_index(
        "ix_task_closed_on",
        "task",
        ["closed_on", "id"],
        unique=False,
        sqlite_where=sa.text("closed_on IS NOT NULL"),
        postgresql_where=sa.text("closed_on IS NOT NULL"),
    )
    op.create_index("ix_task_directive_id", "task", ["directive_id", "id"], unique=False)
    op.create_index(
        "ix_task_lead_closed",
        "task",
        ["lead_unit_id", "closed_on", "id"],
        unique=False,
        sqlite_where=sa.text("closed_on IS NOT NULL"),
        postgresql_where=sa.text("closed_on IS NOT NULL"),
    )
    op.create_index("ix_task_notice_id", "task", ["notice_id", "id"], unique=False)
    op.create_index(
        "ix_task_open_due",
        "task",
        ["sort_due_on", "id", "state"],
        unique=False,
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.create_index(
        "ix_task_open_lead",
        "task",
        ["lead_unit_id", "sort_due_on", "id", "state"],
        unique=False,
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.create_index(
        "ix_task_open_leader",
        "task",
        ["leader_id", "sort_due_on", "id", "state"],
        unique=False,
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.create_index(
        "ix_task_open_notice",
        "task",
        ["notice_id", "sort_due_on", "id", "state"],
        unique=False,
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.create_index(
        "ix_task_open_officer",
        "task",
        ["officer_id", "sort_due_on", "id", "state"],
        unique=False,
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.create_index(
        "ix_task_open_topic",
        "task",
        ["topic_id", "sort_due_on", "id", "state"],
        unique=False,
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.create_index("ix_task_state_submitted", "task", ["state", "submitted_at", "id"], unique=False)

    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=True),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user_account.id"], name=op.f("fk_extension_decided_by_id")),
        sa.ForeignKeyConstraint(["requested_by_id"], ["user_account.id"], name=op.f("fk_extension_requested_by_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_extension_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_extension_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index("ix_extension_state", "extension", ["state", "id"], unique=False)
    op.create_index("ix_extension_task_id", "extension", ["task_id", "id"], unique=False)
    op.create_index(
        "uq_extension_open",
        "extension",
        ["task_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )

    op.create_table(
        "progress_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("difficulties", sa.Text(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("is_completion", sa.Boolean(), nullable=False),
        sa.Column("document_number", sa.String(length=60), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["by_user_id"], ["user_account.id"], name=op.f("fk_progress_update_by_user_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_progress_update_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_progress_update_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_update")),
        sa.UniqueConstraint("form_key", name=op.f("uq_progress_update_form_key")),
    )
    op.create_index("ix_progress_update_task_id", "progress_update", ["task_id", "id"], unique=False)

    op.create_table(
        "task_cooperation",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_cooperation_task_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_task_cooperation_unit_id")),
        sa.PrimaryKeyConstraint("task_id", "unit_id", name=op.f("pk_task_cooperation")),
    )
    op.create_index("ix_task_cooperation_unit_id", "task_cooperation", ["unit_id", "task_id"], unique=False)

    op.create_table(
        "task_due_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("from_due_on", sa.Date(), nullable=True),
        sa.Column("to_due_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_due_change_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_due_change")),
    )
    op.create_index("ix_task_due_change_task_id", "task_due_change", ["task_id", "id"], unique=False)

    op.create_table(
        "task_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_user_id"], ["user_account.id"], name=op.f("fk_task_return_by_user_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_return_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_return")),
    )
    op.create_index("ix_task_return_task_id", "task_return", ["task_id", "id"], unique=False)

    op.create_table(
        "task_state_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=True),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_state_change_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_state_change")),
    )
    op.create_index("ix_task_state_change_task_id", "task_state_change", ["task_id", "id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_user_id"], ["user_account.id"], name=op.f("fk_evidence_by_user_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_evidence_file_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_evidence_task_id")),
        sa.ForeignKeyConstraint(["update_id"], ["progress_update.id"], name=op.f("fk_evidence_update_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_task_id", "evidence", ["task_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("evidence")
    op.drop_table("task_state_change")
    op.drop_table("task_return")
    op.drop_table("task_due_change")
    op.drop_table("task_cooperation")
    op.drop_table("progress_update")
    op.drop_table("extension")
    op.drop_table("task")
    op.drop_table("task_number")
