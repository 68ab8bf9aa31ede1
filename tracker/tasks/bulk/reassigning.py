"""Many tasks go to another lead unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, TextAreaField, ValidationError

from ... import clock
from ...fields import BaseForm, MaxLength, Required, choices
from ...people.actor import Actor
from ...people.queries import list_leaders, list_units
from .. import actions, policy
from ..models import Task
from .base import Act, say_state


class BulkReassignForm(BaseForm):
    """One unit for all; leaders stay unless another one is chosen."""

    unit_id = SelectField(_l("New lead unit"), coerce=int, choices=[], default=0)
    leader_id = SelectField(_l("Accountable leader"), coerce=int, choices=[], default=0)
    reason = TextAreaField(_l("Reason"), [Required(_l("Say why, so that both units understand it.")), MaxLength(1000)])
    stays = BooleanField(_l("The present lead unit goes on as a cooperating unit"))

    def validate_unit_id(self, field: SelectField) -> None:
        """Exactly one."""
        if not field.data:
            raise ValidationError(_("Choose the unit that answers for the task."))


def _offer(form: BulkReassignForm) -> None:
    units = [(unit.id, unit.name) for unit in list_units(clock.today())]
    leaders = [(row.user_id, f"{row.name}, {row.title}") for row in list_leaders()]
    form.unit_id.choices = choices([(0, _("Choose a unit…")), *units])
    form.leader_id.choices = choices([(0, _("As before")), *leaders])


def _check(task: Task, form: BulkReassignForm | None, by: Actor) -> str:
    if not policy.can_reassign(by, task):
        return say_state(task)
    return _("that unit leads it already") if form and form.unit_id.data == task.lead_unit_id else ""


def _tell(task: Task, form: BulkReassignForm | None) -> str:
    if form is None:
        return ""
    names = {value: label for value, label, *_rest in form.unit_id.iter_choices()}
    return f"{task.lead_unit.short_name} → {names[form.unit_id.data]}"


def _run(tasks: Sequence[Task], form: Any, key: str, by: Actor) -> None:
    for task in tasks:
        wanted = actions.Reassignment(
            unit_id=form.unit_id.data,
            reason=form.reason.data or "",
            leader_id=form.leader_id.data or None,
            stays=form.stays.data,
            seen_unit_id=task.lead_unit_id,
        )
        actions.reassign_task(task, wanted, by=by)


ACTS = {"reassign": Act(lambda: _("Give to another unit"), _check, _tell, _run, BulkReassignForm, _offer)}
