"""«Việc của đơn vị»: the unit's work on a phone."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from ...access import require
from .. import work as queries
from ..bands import Band, Limits
from ..table import lay_out_rows
from ..today import office_limits
from ..work import NEW, PART_DONE, RETURNED, Counts, Part
from . import blueprint


@blueprint.get("/work")
def work() -> Any:
    """New first, then by due date; one press accepts."""
    require(current_user.is_of_unit)
    limits = office_limits()
    part = _part(request.args.get("part", ""))
    page = queries.list_work(current_user, part, limits, request.args.get("after", ""))
    return render_template(
        "tasks/work.html",
        sections=_sections(page, page.counts[part], limits),
        after=page.after,
        part=part,
        all=page.counts[Part.ALL],
        lead=page.counts[Part.LEAD],
        chips=_chips(page.counts),
    )


def _part(asked: str) -> Part:
    return Part(asked) if asked in set(Part) else Part.ALL


def _chips(counts: dict[Part, Counts]) -> list[tuple[Part, str, int]]:
    labels = {
        Part.ALL: _("All"),
        Part.LEAD: _("We lead"),
        Part.COOP: _("We cooperate"),
        Part.MINE: _("Passed to me"),
    }
    return [(part, label, counts[part].total) for part, label in labels.items()]


def _sections(page: queries.WorkPage, counts: Counts, limits: Limits) -> list[tuple[str, int, list[Any]]]:
    """(heading, how many it has in all, its cards on this page)."""
    lines = lay_out_rows([item.row for item in page.items], limits)
    cards = list(zip(page.items, lines, strict=True))
    headings = {NEW: _("New"), RETURNED: _("Returned, to be mended"), PART_DONE: _("Our part is finished")}
    return [
        (headings.get(name) or limits.label(Band(name)), counts.sections[name], list(group))
        for name, group in groupby(cards, key=lambda card: card[0].section)
    ]
