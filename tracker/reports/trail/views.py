"""The administrator's search in history."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user

from ...access import require
from ...tasks.timeline import name_person
from . import TrailFilter, list_trail, name_subjects, words

blueprint = Blueprint("trail", __name__)


@blueprint.get("/history")
def index() -> Any:
    """Who did what to what, the newest first."""
    require(current_user.is_admin)
    asked = TrailFilter.from_args(request.args)
    entries, after = list_trail(asked, request.args.get("after", ""))
    events = words.event_names()
    return render_template(
        "trail/index.html",
        asked=asked,
        typed={name: request.args.get(name, "") for name in ("since", "until")},
        events=sorted(events.items(), key=lambda event: event[1]),
        lines=[
            (entry, name_person(entry), words.tell(entry, events), words.list_changes(entry.data)) for entry in entries
        ],
        names=name_subjects(entries),
        after=after,
    )
