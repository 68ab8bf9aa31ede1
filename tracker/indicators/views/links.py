"""Which work belongs to an indicator."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...access import require
from ...db import db
from ...directives.models import Directive
from ...errors import NotFound, Refused
from ...tasks.queries import get_task_for
from .. import actions, queries
from ..forms import LinkForm
from ..models import Indicator
from ..policy import keeps_indicators
from . import blueprint
from .show import show_indicator


@blueprint.post("/indicators/<int:indicator_id>/tasks")
def link_task(indicator_id: int) -> Any:
    """By the task's code; all tasks of its directive where that is wanted."""
    indicator = queries.get_indicator_for(current_user, indicator_id, to_change=True)
    require(keeps_indicators(current_user))
    form = LinkForm()
    if form.carries_out(lambda: _link(indicator, form)):
        db.session.commit()
        return _done(indicator_id)
    return show_indicator(indicator, link=form)


def _link(indicator: Indicator, form: LinkForm) -> None:
    task = queries.find_task_by_code(current_user, (form.code.data or "").upper())
    if task is None:
        raise Refused(_("There is no task of this code. Copy it from the task's page."), "code")
    actions.link_task(indicator, task, with_directive=bool(form.whole_directive.data), by=current_user)


@blueprint.post("/indicators/<int:indicator_id>/tasks/<int:task_id>/removal")
def unlink_task(indicator_id: int, task_id: int) -> Any:
    """A task that belongs to it by itself."""
    indicator = queries.get_indicator_for(current_user, indicator_id, to_change=True)
    actions.unlink_task(indicator, get_task_for(current_user, task_id), by=current_user)
    db.session.commit()
    return _done(indicator_id)


@blueprint.post("/indicators/<int:indicator_id>/directives/<int:directive_id>/removal")
def unlink_directive(indicator_id: int, directive_id: int) -> Any:
    """All tasks of a directive."""
    indicator = queries.get_indicator_for(current_user, indicator_id, to_change=True)
    require(keeps_indicators(current_user))
    directive = db.session.get(Directive, directive_id)
    if directive is None:
        raise NotFound
    actions.unlink_directive(indicator, directive, by=current_user)
    db.session.commit()
    return _done(indicator_id)


def _done(indicator_id: int) -> Any:
    return redirect(url_for("indicators.show", indicator_id=indicator_id), 303)
