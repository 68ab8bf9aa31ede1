"""The list of tasks behind every number."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from ...access import acting
from .. import bulk, register
from ..actions.saved_filter import MOST as MOST_FILTERS
from ..bands import ALSO_CLOSED, Band, Limits
from ..choices import name_switches, read_beside, read_choices
from ..filters import Side, TaskFilter, list_misread
from ..forms import FilterNameForm
from ..measuring import list_shares
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


@blueprint.get("/tasks/filters")
def filters() -> str:
    """The panel of the filter, whose choices are read only here: the list takes it over, or it is a page of its own."""
    asked = _asked()
    choices = read_choices(current_user, asked)
    return render_template("tasks/filters.html", asked=asked, choices=choices, switches=name_switches(), sides=Side)


def list_address(asked: TaskFilter) -> str:
    """Where that list is."""
    return f"{url_for('tasks.index')}?{asked.query_string()}"


def show_list(*, save: FilterNameForm | None = None, rename: tuple[int, FilterNameForm] | None = None) -> str:
    """The list that the address asks for; a form that was refused comes back as it was typed."""
    actor, limits, asked, after = acting(), office_limits(), _asked(), request.args.get("after", "")
    rows = register.list_tasks(actor, asked, limits, after)
    is_whole = not after and not rows.after
    beside = read_beside(actor, asked, rows, None if is_whole else register.Listing.of(actor, asked, limits))
    return render_template(
        "tasks/index.html",
        heading=limits.label(asked.band),
        count=beside.number,
        hit=_find_exactly(asked.q),
        page=lay_out(rows, limits, asked.band, fold=not asked.directive, coop=beside.cooperating),
        shares=list_shares(actor, asked.directive),
        page_ids=[row.id for row in rows.rows],
        bands=_list_bands(asked, limits),
        asked=asked,
        undated_months=limits.today.undated_months,
        is_open_list=asked.band not in ALSO_CLOSED,
        acts={name: act.label() for name, act in bulk.ACTS.items()} if bulk.can_select(actor) else {},
        most=bulk.MOST,
        save=save,
        rename=rename,
        beside=beside,
        **_panel(asked),
    )


def _panel(asked: TaskFilter) -> dict[str, Any]:
    """The panel of the filter stands open only where something in it is to be mended."""
    misread = list_misread(request.args)
    return {
        "choices": read_choices(current_user, asked) if misread else None,
        "misread": misread,
        "switches": name_switches() if misread else {},
        "sides": Side,
        "most_filters": MOST_FILTERS,
    }


def _list_bands(asked: TaskFilter, limits: Limits) -> list[tuple[Band, str, str]]:
    """Each band with its name and where the same list of it is; what charts sum up stands there only when chosen."""
    kept = urlencode(asked.but(since=None).pairs())
    shown = [band for band in Band if band is not Band.AHEAD or asked.band is band]
    return [(band, limits.label(band), f"band={band}&{kept}" if kept else f"band={band}") for band in shown]


def _find_exactly(typed: str) -> Any:
    """The task whose code was typed, though the list may be narrowed to others."""
    code = read_code(typed)
    return register.find_by_code(current_user, code) if code else None


def _asked() -> TaskFilter:
    return TaskFilter.of_reader(current_user, request.args)
