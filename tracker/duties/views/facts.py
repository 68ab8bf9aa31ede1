"""The line «Định kỳ» on the page of a task."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...calendar.queries import office_calendar
from ...tasks.models import Task
from ..guessing import RECURRING
from ..models import Duty
from ..planning import next_dues
from ..policy import keeps_duties
from ..queries import find_duty_of_task
from ..wording import rule_of

Fact = tuple[str, str] | tuple[str, str, str]


def facts_of(task: Task) -> list[Fact]:
    """Of a period: the rule and what comes next, with the way to correct it. Asked for only where there may be one."""
    if task.is_duty and (duty := find_duty_of_task(task.id)):
        link = url_for("duties.show", duty_id=duty.id)
        may_look = current_user.sees_everything or current_user.unit_id == duty.lead_unit_id
        return [(_("Recurring duty"), _tell(duty), link if may_look else "")]
    if task.every in RECURRING and task.is_open and keeps_duties(current_user):
        return [(_("Recurring duty"), _("Set up the duty"), url_for("duties.new", task=task.id))]
    return []


def _tell(duty: Duty) -> str:
    rule = rule_of(duty)
    if duty.ended_on:
        return _("%(rule)s – ended", rule=rule)
    if duty.paused_on:
        return _("%(rule)s – resting", rule=rule)
    coming = next_dues(duty.schedule, office_calendar(), 1)
    return _("%(rule)s – next on %(day)s", rule=rule, day=f"{coming[0].due_on:%d/%m/%Y}") if coming else rule
