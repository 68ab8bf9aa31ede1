"""A task without a text, entered by the Office."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...access import require
from ...db import db
from ...directives.portfolios.queries import read_charge
from ...directives.queries import list_topics
from ...fields import choices
from ...people.queries import list_leaders, list_units, list_units_with_nobody_to_mail
from .. import actions
from ..forms import TaskForm
from ..models import Task
from . import blueprint


@blueprint.route("/tasks/new", methods=["GET", "POST"])
def new() -> Any:
    """A telephone order, a letter from the province: its source is named."""
    require(current_user.is_office)
    form = TaskForm()
    _fill_choices(form)
    made: list[Task] = []
    if form.carries_out(
        lambda: made.append(actions.issue_by_hand(_assignment(form), form.form_key.data or "", by=current_user))
    ):
        db.session.commit()
        _name_unreached(form)
        flash(_("%(code)s is assigned; its people are told by e-mail.", code=made[0].code), "success")
        return redirect(url_for("tasks.show", task_id=made[0].id), 303)
    return render_template("tasks/new.html", form=form), 422 if request.method == "POST" else 200


def _name_unreached(form: TaskForm) -> None:
    """Units without an address are told in another way; the clerk must know which."""
    unit_ids = [form.lead_unit_id.data, *(form.cooperating.data or [])]
    if units := list_units_with_nobody_to_mail(unit_ids):
        names = ", ".join(unit.short_name for unit in units)
        flash(_("Nobody of %(units)s has an e-mail address. Tell them by telephone.", units=names), "warning")


def _fill_choices(form: TaskForm) -> None:
    units = [(unit.id, unit.name) for unit in list_units(clock.today())]
    leaders = [(row.user_id, f"{row.name}, {row.title}") for row in list_leaders()]
    form.lead_unit_id.choices = choices([(0, _("Choose a unit…")), *units])
    form.cooperating.choices = choices(units)
    form.charge = read_charge(clock.today())
    blank = _("Who is in charge of the topic, else of the lead unit") if form.charge else _("Choose a leader…")
    form.leader_id.choices = choices([(0, blank), *leaders])
    form.topic_id.choices = choices([(0, "—"), *((topic.id, topic.name) for topic in list_topics())])


def _assignment(form: TaskForm) -> actions.Assignment:
    return actions.Assignment(
        title=form.title.data or "",
        source=form.source.data or "",
        deliverable=form.deliverable.data or "",
        topic_id=form.topic_id.data or None,
        lead_unit_id=form.lead_unit_id.data,
        cooperating_unit_ids=form.cooperating.data or [],
        leader_id=form.accountable or 0,
        due_on=form.due_on.data if form.due_kind.data == "date" else None,
    )
