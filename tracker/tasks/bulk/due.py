"""Many due dates are set: to one day, or later by some working days each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, TextAreaField, ValidationError, widgets

from ... import clock
from ...calendar.queries import office_calendar
from ...fields import BaseForm, Between, DayField, MaxLength, Optional, Required, choices
from ...people.actor import Actor
from ...settings.queries import office_settings
from .. import actions, policy
from ..forms.parts import A_DAY
from ..models import Task
from .base import Act, say_state


class BulkDueForm(BaseForm):
    """One date for all, or the same number of days for each."""

    way = RadioField(
        _l("New due date"),
        choices=choices([("date", _l("one day for all")), ("days", _l("each later by working days"))]),
        default="date",
    )
    due_on = DayField(_l("Due on"), render_kw=A_DAY)
    days = IntegerField(
        _l("Working days more"),
        [Optional(), Between(1, 250)],
        widget=widgets.TextInput(),
        render_kw={"inputmode": "numeric"},
    )
    reason = TextAreaField(_l("Reason"), [Required(_l("Say why the date is set.")), MaxLength(1000)])

    def validate_due_on(self, field: DayField) -> None:
        """Wanted for the first way."""
        if self.way.data == "date" and not field.data and not field.errors:
            raise ValidationError(_("Give the due date."))

    def validate_reason(self, field: TextAreaField) -> None:
        """The number of days is asked for here: an empty field skips its own validators."""
        if self.way.data == "days" and not self.days.data and not self.days.errors:
            self.days.errors = [_("Give a whole number from %(low)s to %(high)s.", low=1, high=250)]
            raise ValidationError("")


def _new_due(task: Task, form: BulkDueForm) -> date | None:
    """None where days are to be added to no date."""
    if form.way.data == "date":
        due_on: date = form.due_on.data
        return due_on
    return office_calendar().add_working_days(task.due_on, form.days.data) if task.due_on else None


def _check(task: Task, form: BulkDueForm | None, by: Actor) -> str:
    if not policy.sets_due(by, office_decides=office_settings().office_decides_extensions):
        return _("only a leader sets due dates")
    if not task.can("set_due"):
        return say_state(task)
    return _check_day(task, _new_due(task, form)) if form else ""


def _check_day(task: Task, new: date | None) -> str:
    if new is None:
        return _("has no due date to add days to")
    if new == task.due_on:
        return _("has that due date already")
    if new < clock.today():
        return _("the new date %(day)s has passed", day=f"{new:%d/%m/%Y}")
    return ""


def _tell(task: Task, form: BulkDueForm | None) -> str:
    new = _new_due(task, form) if form else None
    if new is None:
        return ""
    old = f"{task.due_on:%d/%m/%Y}" if task.due_on else _("No due date")
    change = f"{old} → {new:%d/%m/%Y}"
    if task.has_open_extension:
        return _("%(change)s; the waiting request for more time closes", change=change)
    return change


def _run(tasks: Sequence[Task], form: BulkDueForm, key: str, by: Actor) -> None:
    for task in tasks:
        if new := _new_due(task, form):
            actions.set_due_date(task, new, form.reason.data or "", by=by)


ACTS = {"set_due": Act(lambda: _("Set the due date"), _check, _tell, _run, BulkDueForm)}
