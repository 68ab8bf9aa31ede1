"""The register on paper and as a sheet, and any list of tasks as a table."""

from __future__ import annotations

from itertools import groupby
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...access import require
from ...files.names import attachment
from ...tasks import register as tasks
from ...tasks.filters import TaskFilter
from ...tasks.today import office_limits
from .. import outstanding as board
from ..views import blueprint
from .heading import read_heading
from .rows import list_entries
from .table import write_csv
from .workbook import write_xlsx

MOST = 100_000  # lines of a table: more than a program of tables opens with ease
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/outstanding/print")
def register() -> str:
    """The whole register under the filter of the screen, for paper: A4 across, by due date or in its groups."""
    require(current_user.sees_everything)
    asked, by, limits = board.read_asked(current_user, request.args), board.read_grouping(request.args), office_limits()
    entries = list_entries(current_user, asked, limits, by)
    parted = groupby(entries, key=lambda entry: (entry.group_id, entry.group))
    groups = [(name, list(rows)) for (_id, name), rows in parted]
    heading = read_heading(current_user, asked, limits)
    back = board.address(asked, by=by or None)
    sheet = board.address(asked, "reports.workbook", by=by or None)
    return render_template("reports/register.html", heading=heading, groups=groups, back=back, sheet=sheet)


@blueprint.get("/outstanding.xlsx")
def workbook() -> Any:
    """The same as a plain sheet."""
    require(current_user.sees_everything)
    asked, by, limits = board.read_asked(current_user, request.args), board.read_grouping(request.args), office_limits()
    heading, file = read_heading(current_user, asked, limits), new_file()
    write_xlsx(file, heading, list_entries(current_user, asked, limits, by))
    return send(file, f"{heading.title} {clock.today():%d-%m-%Y}.xlsx", XLSX)


@blueprint.get("/tasks.csv")
def table() -> Any:
    """A list of tasks as it stands on the screen, for the tasks that the person may see."""
    asked, limits = TaskFilter.of_reader(current_user, request.args), office_limits()
    count = tasks.count_tasks(current_user, asked, limits)
    if count > MOST:
        flash(
            _("The list has more than %(most)s tasks. Narrow it first.", most=f"{MOST:,}".replace(",", ".")), "danger"
        )
        return redirect(f"{url_for('tasks.index')}?{asked.query_string()}", 303)
    file = new_file()
    write_csv(file, list_entries(current_user, asked, limits))
    name = f"{_('Tasks')} - {limits.label(asked.band)} {clock.today():%d-%m-%Y}.csv"
    return send(file, name, "text/csv")


def new_file() -> BinaryIO:
    """Written in full before the answer begins: a slow line keeps no transaction open, and all is of one moment."""
    return cast(BinaryIO, TemporaryFile())


def send(file: BinaryIO, name: str, kind: str) -> Any:
    size = file.seek(0, 2)
    file.seek(0)
    response = send_file(file, mimetype=kind, etag=False, max_age=0)
    response.headers["Content-Disposition"] = attachment(name)
    response.content_length = size
    return response
