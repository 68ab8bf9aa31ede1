"""The operator's command for a year of days off."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from ..db import db
from . import actions


@click.command("seed-calendar")
@click.argument("year", type=click.IntRange(1990, 2100))
@with_appcontext
def seed_calendar(year: int) -> None:
    """Propose the public holidays and known swaps of YEAR; days already entered stay."""
    added = actions.seed_year(year)
    db.session.commit()
    click.echo(_("%(year)s: %(count)s days added. Compare them with the yearly notice.", year=year, count=added))


COMMANDS = (seed_calendar,)
