"""What a past day is counted from: the day on which reopened work had been over, and indexes by moment."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

INDEXES = (
    ("task_state_change", "at", ["at", "task_id", "id"]),
    ("task_due_change", "at", ["at", "task_id", "id"]),
    ("task_assignment_change", "at", ["at", "task_id", "id"]),
    ("extension", "decided_at", ["decided_at", "id"]),
    ("explanation", "decided_at", ["decided_at", "id"]),
    ("urging", "on_date", ["on_date", "id"]),
)


def upgrade() -> None:
    # Without a batch: copying the table would lose the triggers that keep it append-only.
    op.add_column("task_state_change", sa.Column("from_closed_on", sa.Date(), nullable=True))
    for table, name, columns in INDEXES:
        op.create_index(f"ix_{table}_{name}", table, columns, unique=False)
    _fill_from_history()


def downgrade() -> None:
    for table, name, _columns in INDEXES:
        op.drop_index(f"ix_{table}_{name}", table_name=table)
    op.drop_column("task_state_change", "from_closed_on")


def _fill_from_history() -> None:
    """What was reopened so far: the day is in the history of the confirmation, or that of the cancellation."""
    connection = op.get_bind()
    reopened = connection.execute(
        sa.text("SELECT id, task_id, from_state FROM task_state_change WHERE verb = 'reopen' ORDER BY id")
    ).all()
    days = {row.id: _day_of(connection, row) for row in reopened}
    if not days:
        return
    _let_change(connection)
    for row_id, day in days.items():
        connection.execute(
            sa.text("UPDATE task_state_change SET from_closed_on = :day WHERE id = :id"), {"day": day, "id": row_id}
        )
    _keep(connection)


def _day_of(connection: sa.Connection, row: sa.Row) -> str | None:
    ended = connection.execute(
        sa.text(
            "SELECT at, on_date FROM task_state_change WHERE task_id = :task AND id < :id AND to_state = :state "
            "ORDER BY id DESC LIMIT 1"
        ),
        {"task": row.task_id, "id": row.id, "state": row.from_state},
    ).first()
    if ended is None:
        return None
    told = connection.execute(
        sa.text(
            "SELECT data FROM history_entry WHERE subject_type = 'task' AND subject_id = :task "
            "AND event = 'completion_confirmed' AND at >= :at ORDER BY id LIMIT 1"
        ),
        {"task": row.task_id, "at": ended.at},
    ).scalar()
    data = json.loads(told) if isinstance(told, str) else told or {}
    return (row.from_state == "completed" and data.get("completed_on")) or ended.on_date


def _let_change(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        op.execute("ALTER TABLE task_state_change DISABLE TRIGGER task_state_change_append_only")
    else:
        op.execute("DROP TRIGGER task_state_change_no_update")


def _keep(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        op.execute("ALTER TABLE task_state_change ENABLE TRIGGER task_state_change_append_only")
    else:
        op.execute(
            "CREATE TRIGGER task_state_change_no_update BEFORE UPDATE ON task_state_change "
            "BEGIN SELECT RAISE(ABORT, 'task_state_change is append-only'); END"
        )
