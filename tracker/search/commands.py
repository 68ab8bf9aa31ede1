"""Operator commands about searching."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from ..db import db
from ..tasks.searching import index_all as index_tasks
from .keeping import index_all


@click.command()
@with_appcontext
def reindex() -> None:
    """Make the search index anew, after rows were written past the tracker."""
    count = index_tasks()
    notices, directives = index_all()
    db.session.commit()
    click.echo(_("%(count)s tasks can be searched.", count=count))
    click.echo(_("%(notices)s conclusions with %(directives)s directives too.", notices=notices, directives=directives))


COMMANDS = (reindex,)
