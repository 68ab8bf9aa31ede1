"""A large office for measurements: `flask --app wsgi bench-data --tasks 100000`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select, text

from ... import clock
from ...db import db
from ...tasks.models import Task
from .generate import make_office
from .load import load_office, read_office


@click.command("bench-data")
@click.option("--tasks", default=100_000, help="How many tasks.")
@click.option("--open", "open_tasks", default=5_000, help="How many of them are open.")
@click.option("--units", default=40, help="How many units.")
@click.option(
    "--people", default=60, type=click.IntRange(1, 1000), help="How many people besides the heads of the units."
)
@click.option(
    "--staffed", is_flag=True, help="People are officers of their units, and units take part in others' work."
)
@click.option("--lean", is_flag=True, help="Only the work and its dates: no history, no reports, no search.")
@click.option("--recent", type=int, help="So many were closed in the last 60 days; default: as many as fall there.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Dates are laid around this day; default: today.")
@click.option(
    "--from", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A folder of JSON lines."
)
@with_appcontext
def bench_data_command(
    tasks: int,
    open_tasks: int,
    units: int,
    people: int,
    staffed: bool,
    lean: bool,
    recent: int | None,
    today: datetime | None,
    folder: Path | None,
) -> None:
    """Fill an empty, migrated database with a large office (always the same)."""
    if db.session.scalar(select(func.count()).select_from(Task)):
        raise click.ClickException("This database holds tasks already. Give an empty one with DATABASE_URL.")
    day: date = today.date() if today else clock.today()
    if folder:
        office = read_office(folder, day)
    else:
        office = make_office(tasks, open_tasks, day, units=units, users=people, is_staffed=staffed, recent=recent)
    load_office(office, is_lean=lean)
    db.session.commit()
    analyse()
    click.echo(f"{len(office.tasks)} tasks, {len(office.users)} people, {len(office.groups)} units.")


def analyse() -> None:
    """Let the planners know the data, as a database that has lived for a while does."""
    engine = db.engine
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))
