"""The list of tasks behind every number."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from .. import bulk, register
from ..actions.saved_filter import MOST as MOST_FILTERS
from ..bands import ALSO_CLOSED, Band
from ..choices import read_choices
from ..filters import Side, TaskFilter, list_misread
from ..forms import FilterNameForm
from ..searching import read_code
from ..table import lay_out
from ..today import office_limits
from . import blueprint


@blueprint.get("/tasks")
def index() -> Any:
    """Tasks that the person may see. What a form sends empty stays out of the address, so that it can be passed on."""
    if "" in request.args.values() and not list_misread(request.args):
        return redirect(list_address(_asked()), 303)
    return show_list()


def list_address(asked: TaskFilter) -> str:
    """Where that list is."""
    return f"{url_for('tasks.index')}?{asked.query_string()}"


def show_list(*, save: FilterNameForm | None = None, rename: tuple[int, FilterNameForm] | None = None) -> str:
    """The list that the address asks for; a form that was refused comes back as it was typed."""
    limits, asked = office_limits(), _asked()
    choices = read_choices(current_user, asked)
    rows = register.list_tasks(current_user, asked, limits, request.args.get("after", ""))
    return render_template(
        "tasks/index.html",
        heading=limits.label(asked.band),
        count=register.count_tasks(current_user, asked, limits),
        choices=choices,
        hit=_find_exactly(asked.q),
        page=lay_out(rows, limits, asked.band),
        page_ids=[row.id for row in rows.rows],
        bands=[(band, limits.label(band)) for band in Band],
        asked=asked,
        undated_months=limits.today.undated_months,
        is_open_list=asked.band not in ALSO_CLOSED,
        sides=Side,
        misread=list_misread(request.args),
        acts={name: act.label() for name, act in bulk.ACTS.items()} if bulk.can_select(current_user) else {},
        most=bulk.MOST,
        most_filters=MOST_FILTERS,
        save=save or FilterNameForm(formdata=None),
        rename=rename,
    )


def _find_exactly(typed: str) -> Any:
    """The task whose code was typed, though the list may be narrowed to others."""
    code = read_code(typed)
    return register.find_by_code(current_user, code) if code else None


def _asked() -> TaskFilter:
    asked = TaskFilter.from_args(request.args)
    return asked.but(officer=current_user.user_id) if "mine" in request.args else asked
