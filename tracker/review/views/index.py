"""The list of notices."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_login import current_user

from ... import clock
from .. import queries
from ..policy import can_review
from ..waiting import list_waiting
from . import blueprint


@blueprint.get("/notices")
def index() -> Any:
    """In review first (the Office only), then the latest."""
    lines, following = queries.list_notices(current_user, request.args.get("after", ""))
    reviews = can_review(current_user)
    waiting = list_waiting(clock.today()) if reviews else []
    return render_template("notices/index.html", lines=lines, following=following, can_review=reviews, waiting=waiting)
