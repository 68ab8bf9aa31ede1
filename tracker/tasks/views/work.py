"""«Việc của đơn vị»: the unit's work on a phone."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...access import require
from ...calendar.queries import office_calendar
from .. import work as queries
from ..bands import Band, Limits
from ..models import TaskState
from ..status import Today
from ..table import lay_out_rows
from . import blueprint


@blueprint.get("/work")
def work() -> Any:
    """New first, then by due date; one press accepts."""
    require(current_user.is_of_unit)
    limits = Limits.of(Today.of(clock.today(), office_calendar()))
    part = _part(request.args.get("part", ""))
    page = queries.list_work(current_user, part, request.args.get("after", ""))
    counts = queries.count_work(current_user)
    return render_template(
        "tasks/work.html",
        sections=_sections(lay_out_rows(page.rows, limits), limits),
        after=page.after,
        part=part,
        counts=counts,
        chips=_chips(counts),
        bands=queries.count_bands(current_user, limits),
    )


def _part(asked: str) -> queries.Part:
    return queries.Part(asked) if asked in set(queries.Part) else queries.Part.ALL


def _chips(counts: dict[queries.Part, int]) -> list[tuple[queries.Part, str, int]]:
    labels = {
        queries.Part.ALL: _("All"),
        queries.Part.LEAD: _("We lead"),
        queries.Part.COOP: _("We cooperate"),
        queries.Part.MINE: _("Passed to me"),
    }
    return [(part, label, counts[part]) for part, label in labels.items()]


def _sections(lines: list[Any], limits: Limits) -> list[tuple[str, list[Any]]]:
    """New work on top, what waits for the Office at the end, the rest in time order."""
    new = [line for line in lines if line.row.state == TaskState.ASSIGNED]
    waiting = [line for line in lines if line.row.state == TaskState.SUBMITTED]
    rest = [line for line in lines if line.row.state not in (TaskState.ASSIGNED, TaskState.SUBMITTED)]
    sections = [(_("New"), new)] if new else []
    sections += [
        (limits.label(band), list(group)) for band, group in groupby(rest, key=lambda ln: limits.band(ln.row.due_on))
    ]
    if waiting:
        sections.append((limits.label(Band.WAITING), waiting))
    return sections
