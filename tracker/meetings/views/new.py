"""A meeting begins: what is walked, under which name, who chairs."""

from __future__ import annotations

import secrets
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...access import require
from ...db import db
from ...fields import choices
from ...people.queries import list_leaders, list_units
from ...tasks.filters import read_list
from ...tasks.today import office_limits
from ...text import parse_id
from .. import actions, policy
from ..forms import StartForm
from ..minutes import suggest_title
from ..models import Meeting
from ..walks import MOST, Walk, list_walk, name_walk
from . import blueprint


@blueprint.route("/meetings/new", methods=["GET", "POST"])
def new() -> Any:
    """Three things to choose; the order of the tasks is taken when it is pressed."""
    require(policy.may_watch(current_user))
    asked = read_list(request.values.get("asked", ""))
    form = StartForm(data={**_suggest(), "asked": asked, "walk": Walk.LIST if asked else _read_walk()})
    counts = _offer(form, asked)
    made: list[Meeting] = []
    if form.carries_out(lambda: made.append(actions.start_meeting(_plan(form), by=current_user))):
        db.session.commit()
        if form.walk.data in counts and counts[form.walk.data] > MOST:
            flash(_("The meeting walks the first %(count)s tasks of this list.", count=MOST), "warning")
        return redirect(url_for("meetings.show", meeting_id=made[0].id), 303)
    page = render_template("meetings/new.html", form=form, counts=counts, most=MOST)
    return page, 422 if request.method == "POST" else 200


def _suggest() -> dict[str, Any]:
    day = clock.today()
    own = current_user.for_user_id or current_user.user_id
    return {
        "form_key": secrets.token_urlsafe(16),
        "title": suggest_title(day),
        "held_on": day,
        "chair_id": own if current_user.is_leader else 0,
    }


def _read_walk() -> Walk:
    asked = request.args.get("walk", "")
    return Walk(asked) if asked in (Walk.WEEK, Walk.AGENDA, Walk.UNIT) else Walk.WEEK


def _offer(form: StartForm, asked: str) -> dict[str, int]:
    """What may be chosen; beside the ready lists how long each is."""
    leaders = [row for row in list_leaders() if policy.can_chair(current_user, row.user_id)]
    first = [] if current_user.is_leader else [(0, _("Choose a leader…"))]
    form.chair_id.choices = choices([*first, *((row.user_id, f"{row.name}, {row.title}") for row in leaders)])
    form.unit_id.choices = choices(
        [(0, _("Choose a unit…")), *((unit.id, unit.name) for unit in list_units(clock.today()))]
    )
    walks = [walk for walk in Walk if walk is not Walk.LIST or asked]
    form.walk.choices = choices((walk.value, name_walk(walk)) for walk in walks)
    limits = office_limits()
    return {
        walk.value: len(ids) + is_cut
        for walk in walks
        if walk is not Walk.UNIT
        for ids, is_cut in [list_walk(current_user, walk, asked, limits)]
    }


def _plan(form: StartForm) -> actions.Plan:
    return actions.Plan(
        form_key=form.form_key.data or "",
        title=form.title.data or "",
        held_on=form.held_on.data,
        chair_id=form.chair_id.data,
        walk=Walk(form.walk.data),
        unit_id=parse_id(str(form.unit_id.data or "")) or 0,
        asked=read_list(form.asked.data or ""),
    )
