"""Operator commands about tasks."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from ..db import db
from .searching import index_all


@click.command()
@with_appcontext
def reindex() -> None:
    """Make the search index anew, after rows were written past the tracker."""
    count = index_all()
    db.session.commit()
    click.echo(_("%(count)s tasks can be searched.", count=count))


COMMANDS = (reindex,)
