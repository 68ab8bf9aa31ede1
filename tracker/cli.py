"""Operator commands: `flask --app wsgi …`. Each ends with 1 and one sentence when it cannot do its work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from sqlalchemy import Connection, insert, select

from config import ROOT

from . import backup as archives
from . import clock
from .calendar import commands as calendar
from .csv_lists import BadList
from .db import db
from .demo.bench_data import bench_data_command
from .directives.actions import load_topics
from .directives.commands import make_extract_command
from .directives.extraction import read_topics_csv
from .errors import Refused
from .inbound.commands import inbound
from .mail import queries as outbox
from .mail.actions import release_hold
from .mail.models import OutboxHold
from .people import commands as people
from .people.actor import SYSTEM
from .people.models import Unit
from .search import commands as searching
from .web.filters import moment, number

_FILE = click.Path(dir_okay=False, path_type=Path)
_SAMPLE = ROOT / "tracker" / "demo" / "data"


def register_commands(app: Flask) -> None:
    """Add every command."""
    extract = make_extract_command(_SAMPLE / "units.csv", _SAMPLE / "topics.csv")
    own = (extract, topics, backup, restore, release_mail, inbound)
    for command in (*own, *people.COMMANDS, *calendar.COMMANDS, *searching.COMMANDS, bench_data_command):
        app.cli.add_command(command)


@click.command("load-topics")
@click.argument("file", type=_FILE)
@with_appcontext
def topics(file: Path) -> None:
    """Load subject areas from FILE: code,name,words,lead_codes,coop_codes (lists split by |). All rows or none."""
    with _explained():
        try:
            rows = read_topics_csv(file)
        except BadList as bad:
            raise Refused("\n".join(fault.said(_) for fault in bad.faults)) from bad
        count = load_topics(rows, set(db.session.scalars(select(Unit.code))))
    db.session.commit()
    click.echo(_("%(count)s topics loaded.", count=count))


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--allow-damaged", is_flag=True, help="Leave out stored files that are missing or altered, and name them."
)
@with_appcontext
def backup(file: Path, allow_damaged: bool) -> None:
    """Write database and files into one archive, while people work."""
    with _explained():
        made = archives.make_backup(file, created_at=clock.now(), allow_damaged=allow_damaged, **_places())
    click.echo(
        _(
            "%(file)s: the database and %(count)s files, %(size)s MB.",
            file=file,
            count=len(made.files),
            size=number(file.stat().st_size / 1e6, 1),
        )
    )
    for sha256 in made.damaged:
        click.echo(_("Left out, because missing or altered: %(file)s", file=sha256), err=True)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--force", is_flag=True, help="Replace the database that is there.")
@with_appcontext
def restore(file: Path, force: bool) -> None:
    """Put a backup back. Stop web and scheduler first; mail is held until `release-mail`."""
    with _explained():
        held = archives.restore_backup(file, force=force, after_restore=_hold_mail, **_places())
    moment_of_backup = moment(datetime.fromisoformat(held.created_at))
    click.echo(_("Restored as of %(moment)s, with %(count)s files.", moment=moment_of_backup, count=len(held.files)))
    click.echo(_("Next: flask --app wsgi db upgrade, then start web and scheduler."))
    click.echo(_("No mail goes out before you have looked at the queue and run: flask --app wsgi release-mail"))


@click.command("release-mail")
@with_appcontext
def release_mail() -> None:
    """Let mail go out again that a restore has held."""
    if outbox.read_state().held is None:
        click.echo(_("Nothing was held."))
        return
    release_hold(by=SYSTEM)
    db.session.commit()
    click.echo(_("Mail goes out again within a minute."))


def _hold_mail(connection: Connection) -> None:
    # What the backup still calls queued may have been sent since.
    reason = _("Restored from a backup; what it calls unsent may have been sent since.")
    connection.execute(insert(OutboxHold).values(reason=reason, since=clock.now(), released=False))


def _places() -> dict[str, Any]:
    settings = current_app.config["SETTINGS"]
    return {"database_url": settings.database_url, "files_root": current_app.config["FILES_ROOT"]}


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise click.ClickException(refused.sentence) from refused
