"""Runs the migrations on the application's engine, each in one transaction. Never imports tracker."""

from __future__ import annotations

from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"]


def is_compared(name: str | None, kind: str, parents: dict[str, str | None]) -> bool:
    """An index for searching has no like in the models; on SQLite it is several tables."""
    return not (kind in ("table", "index") and "_fts" in (name or ""))


def run() -> None:
    engine = migrate.db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadatas[None],
            transaction_per_migration=True,
            include_name=is_compared,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
