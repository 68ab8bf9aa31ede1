"""The indicators of a year: for the Office and leaders all, for a unit its own."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import render_template, request
from flask_login import current_user

from ... import clock
from ...text import parse_id
from .. import queries
from ..pace import WORST_FIRST
from ..policy import keeps_indicators
from ..wording import outlook_chip
from . import blueprint
from .lines import write_year


@blueprint.get("/indicators")
def index() -> Any:
    """Value against plan; ?outlook=… shows those that stand so, ?ended those that are no longer kept."""
    years = queries.list_years(current_user)
    year = parse_id(request.args.get("year", "")) or _usual_year(years)
    ended, wanted = "ended" in request.args, request.args.get("outlook", "")
    lines = write_year(queries.list_indicators(current_user, year, enabled=not ended))
    counts = Counter(line.outlook for line in lines)
    can_keep = keeps_indicators(current_user)
    return render_template(
        "indicators/index.html",
        lines=[line for line in lines if not wanted or line.outlook == wanted],
        total=len(lines),
        ways=[(one.value, outlook_chip(one), counts[one]) for one in WORST_FIRST if counts[one]],
        wanted=wanted,
        year=year,
        years=sorted({*years, year}, reverse=True),
        ended=ended,
        disabled=queries.count_disabled(current_user, year) if can_keep else 0,
        can_keep=can_keep,
    )


def _usual_year(years: list[int]) -> int:
    """This year, or the latest that has any."""
    this = clock.today().year
    return this if this in years or not years else years[0]
