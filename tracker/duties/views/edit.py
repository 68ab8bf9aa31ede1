"""The form of a duty, with the next dates before anything is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...access import require
from ...calendar.queries import office_calendar
from ...db import db
from ...directives.queries import list_topics
from ...fields import choices
from ...people.queries import list_leaders, list_units
from ...tasks.models import Task
from ...tasks.queries import get_task_for
from ...text import parse_id
from .. import actions, queries
from ..forms import DutyForm, typed_of
from ..guessing import RECURRING, guess
from ..models import Duty
from ..planning import Schedule, next_dues
from ..policy import keeps_duties
from ..recurrence import read_rule, write_rule
from ..wording import describe
from . import blueprint
from .lines import NextLine, write_due


@blueprint.route("/duties/new", methods=["GET", "POST"])
def new() -> Any:
    """Set one up; with ?task=… from a task that a notice gives with «hằng tháng»."""
    require(keeps_duties(current_user))
    first = _first_task()
    form = DutyForm(data=_proposal(first) if first else {"starts_on": clock.today()})
    made: list[Duty] = []

    def save() -> None:
        made.append(actions.create_duty(_values(form), form.form_key.data or "", by=current_user, first_task=first))

    def done() -> Any:
        flash(_("The duty is set up."), "success")
        return redirect(url_for("duties.show", duty_id=made[0].id), 303)

    return _answer(form, save, done, first=first)


@blueprint.route("/duties/<int:duty_id>/edit", methods=["GET", "POST"])
def edit(duty_id: int) -> Any:
    """Correct one."""
    duty = queries.get_duty_for(current_user, duty_id, to_change=request.method == "POST")
    require(keeps_duties(current_user))
    form = DutyForm(data=_data_of(duty))
    version = parse_id(str(form.version.data)) or 0

    def done() -> Any:
        flash(_("Saved."), "success")
        return redirect(url_for("duties.show", duty_id=duty_id), 303)

    return _answer(form, lambda: actions.change_duty(duty, _values(form), version, by=current_user), done, duty=duty)


def _answer(
    form: DutyForm,
    save: Callable[[], None],
    done: Callable[[], Any],
    *,
    first: Task | None = None,
    duty: Duty | None = None,
) -> Any:
    """Saved, or the page again: with the next dates where they were asked for."""
    is_preview = request.method == "POST" and "preview" in request.form
    form.has_notice = bool((duty and duty.notice_id) or (first and first.notice_id))
    _offer(form, duty)
    if not is_preview and form.carries_out(save):
        db.session.commit()
        return done()
    is_known = form.can_preview() if is_preview else request.method == "GET" and bool(duty or first)
    return render_template(
        "duties/edit.html",
        form=form,
        duty=duty,
        first=first,
        coming=_preview(form, duty, first) if is_known else None,
        rule=describe(write_rule(form.pattern), form.own_landing) if is_known else "",
    ), 200 if request.method == "GET" or (is_preview and is_known) else 422


def _preview(form: DutyForm, duty: Duty | None, first: Task | None) -> list[NextLine]:
    rule, landing = write_rule(form.pattern), form.own_landing
    schedule = Schedule(
        rule=rule,
        landing=landing,
        starts_on=form.starts_on.data,
        opens_before=_opening(form),
        is_for_last=form.is_for_last.data == "1",
        ends_on=form.ends_on.data,
        planned_until=actions.planned_for(duty, rule, landing, first),
    )
    return [write_due(due, schedule.opens_before) for due in next_dues(schedule, office_calendar())]


def _first_task() -> Task | None:
    """The task that is to come back, where one is named and none has taken it over."""
    task_id = parse_id(request.args.get("task", ""))
    task = get_task_for(current_user, task_id) if task_id else None
    return task if task and task.every in RECURRING else None


def _opening(form: DutyForm) -> int:
    return int(form.opens_before.data or actions.usual_opening(form.pattern))


def _values(form: DutyForm) -> actions.DutyValues:
    return actions.DutyValues(
        title=form.title.data or "",
        rule=write_rule(form.pattern),
        landing=form.own_landing,
        starts_on=form.starts_on.data,
        opens_before=_opening(form),
        is_for_last=form.is_for_last.data == "1",
        ends_on=form.ends_on.data,
        deliverable=form.deliverable.data or "",
        source=form.source.data or "",
        topic_id=form.topic_id.data or None,
        lead_unit_id=form.lead_unit_id.data,
        leader_id=form.leader_id.data,
        cooperating_unit_ids=form.cooperating.data or [],
    )


def _proposal(task: Task) -> dict[str, Any]:
    """The form as the task suggests it."""
    pattern, landing = guess(task.every or "", task.due_on, task.due_words)
    return typed_of(pattern) | {
        "title": task.title[:400],
        "source": task.source,
        "deliverable": task.deliverable,
        "topic_id": task.topic_id or 0,
        "lead_unit_id": task.lead_unit_id,
        "leader_id": task.leader_id,
        "cooperating": [unit.id for unit in task.cooperating_units],
        "landing": landing.value,
        "starts_on": task.due_on or clock.today(),
    }


def _data_of(duty: Duty) -> dict[str, Any]:
    names = ("title", "source", "deliverable", "lead_unit_id", "leader_id", "landing", "opens_before")
    return (
        {name: getattr(duty, name) for name in (*names, "starts_on", "ends_on", "version")}
        | typed_of(read_rule(duty.rule, duty.landing))
        | {
            "topic_id": duty.topic_id or 0,
            "cooperating": [unit.id for unit in duty.cooperating_units],
            "is_for_last": "1" if duty.is_for_last else "0",
        }
    )


def _offer(form: DutyForm, duty: Duty | None) -> None:
    """Units and leaders of today; a closed unit that the duty still names must be replaced."""
    units = [(unit.id, unit.name) for unit in list_units(clock.today())]
    leaders = [(row.user_id, f"{row.name}, {row.title}") for row in list_leaders()]
    topics = [(topic.id, topic.name) for topic in list_topics()]
    if duty and duty.topic and duty.topic_id not in dict(topics):
        topics.append((duty.topic.id, duty.topic.name))
    form.lead_unit_id.choices = choices([(0, _("Choose a unit…")), *units])
    form.cooperating.choices = choices(units)
    form.leader_id.choices = choices([(0, _("Choose a leader…")), *leaders])
    form.topic_id.choices = choices([(0, "—"), *topics])
