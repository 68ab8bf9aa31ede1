"""The list: for the Office and leaders all duties, for a unit its own."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_login import current_user

from .. import queries
from ..policy import keeps_duties
from . import blueprint
from .lines import write_duties


@blueprint.get("/duties")
def index() -> Any:
    """Those that run or rest; with ?ended those that have ended."""
    ended = "ended" in request.args
    page = queries.list_duties(current_user, ended=ended, after=request.args.get("after", ""))
    can_keep = keeps_duties(current_user)
    return render_template(
        "duties/index.html",
        lines=write_duties(list(page.duties), queries.find_last_periods([duty.id for duty in page.duties])),
        after=page.after,
        ended=ended,
        counts=queries.count_duties(current_user),
        left=queries.list_left_to_set_up() if can_keep and not ended else [],
        can_keep=can_keep,
    )
