"""Up, down and up again, one migration at a time and all at once, with a row in every table, on both databases.

    python -m tools.migrations

Rows are made from the reflected tables, so a new migration is covered without an edit here. At the end the database
must look as the models say.
"""

import contextlib
import logging
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import flask_migrate
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app

from config import Settings
from tests.postgres import cluster
from tracker import create_app
from tracker.db import db

VERSIONS = "alembic_version"
SAMPLES: dict[type, Any] = {
    bool: False,
    int: 1,
    float: 1.0,
    str: "x",
    bytes: b"x",
    date: date(2022, 10, 27),
    datetime: datetime(2022, 10, 27, 1, 30, tzinfo=UTC),
    object: {},  # JSON
}


class Trouble(Exception):
    """What is wrong with the migrations."""


def walk() -> int:
    """Climb, step down and climb again within the current application; the number of migrations."""
    revisions = _revisions()
    below = "base"
    for revision in revisions:
        flask_migrate.upgrade(revision=revision)
        _fill()
        before = _rows()
        flask_migrate.downgrade(revision=below)
        lower = _rows()
        flask_migrate.upgrade(revision=revision)
        after = _rows()
        lost = [name for name in lower if not before[name] == lower[name] == after[name]]
        if lost:
            raise Trouble(f"{revision}: going down and up again loses rows of {', '.join(lost)}")
        _fill()
        below = revision
    flask_migrate.downgrade(revision="base")
    if left := list(_rows()):
        raise Trouble(f"after going down to the ground these tables are left: {', '.join(left)}")
    flask_migrate.upgrade()
    _compare()
    return len(revisions)


def _revisions() -> list[str]:
    config = current_app.extensions["migrate"].migrate.get_config()
    script = ScriptDirectory.from_config(config)
    if len(script.get_heads()) != 1:
        raise Trouble(f"there must be one head, not {script.get_heads()}")
    return [revision.revision for revision in script.walk_revisions()][::-1]


def _reflect(connection: sa.Connection) -> list[sa.Table]:
    metadata = sa.MetaData()
    metadata.reflect(connection, only=lambda name, _metadata: not _is_search_index(name))
    return metadata.sorted_tables


def _is_search_index(name: str | None) -> bool:
    """On SQLite an index for searching is several tables, which SQLite alone fills; models know nothing like it."""
    return "_fts" in (name or "")


def _rows() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in _reflect(connection)
            if table.name != VERSIONS
        }


def _fill() -> None:
    """One row in every empty table, the parents' first."""
    with db.engine.begin() as connection:
        for table in _reflect(connection):
            count = connection.scalar(sa.select(sa.func.count()).select_from(table))
            if table.name == VERSIONS or count:
                continue
            values = {column.name: _sample(connection, column) for column in table.columns}
            connection.execute(table.insert().values(values))


def _sample(connection: sa.Connection, column: sa.Column[Any]) -> Any:
    for key in column.foreign_keys:
        parent = connection.scalar(sa.select(key.column).limit(1))
        if parent is None and not column.nullable and key.column.table is not column.table:
            raise Trouble(f"{column.table.name}.{column.name}: no row to point to")
        return parent
    return SAMPLES[column.type.python_type]


def _compare() -> None:
    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_name": lambda name, kind, parents: not _is_search_index(name)}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, db.metadata)
        different = ids_once(connection) ^ meant_once() if connection.dialect.name == "sqlite" else set()
    if different:
        raise Trouble(f"AUTOINCREMENT of models and migrations differs: {', '.join(sorted(different))}")
    if differences:
        steps = [step for found in differences for step in (found if isinstance(found, list) else [found])]
        raise Trouble("to come from the migrations to the models:\n" + "\n".join(map(_describe, steps)))


def _describe(step: tuple[Any, ...]) -> str:
    """`add_column task.due_on` from one of Alembic's tuples, which end with the thing or with its old and new value."""
    names = [getattr(part, "name", None) or part for part in step if part is not None and not isinstance(part, dict)]
    return " ".join(map(str, names))


def ids_once(connection: sa.Connection) -> set[str]:
    """The tables of an SQLite file that never give an id again, which Alembic does not compare."""
    found = connection.execute(
        sa.text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%PRIMARY KEY%AUTOINCREMENT%'")
    )
    return set(found.scalars())


def meant_once() -> set[str]:
    """Those of the models."""
    return {name for name, table in db.metadata.tables.items() if table.dialect_options["sqlite"]["autoincrement"]}


@contextlib.contextmanager
def _application(folder: Path, url: str) -> Iterator[Flask]:
    app = create_app(Settings.from_env({"DATA_DIR": str(folder), "DATABASE_URL": url, "DEMO": "1"}))
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def main() -> int:
    logging.disable(logging.INFO)
    with tempfile.TemporaryDirectory() as folder, cluster() as server:
        urls = {"SQLite": f"sqlite:///{folder}/tracker.db", "PostgreSQL": server.create_database("tracker")}
        for name, url in urls.items():
            with _application(Path(folder), url):
                try:
                    print(f"{name}: {walk()} migrations up, down and up")
                except Trouble as trouble:
                    print(f"{name}: {trouble}")
                    return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
