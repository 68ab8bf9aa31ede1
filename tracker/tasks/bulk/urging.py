"""Many units are urged about their work; each person gets one mail for all of his."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from ... import clock
from ...people.actor import Actor
from .. import actions, policy
from ..forms import UrgingForm
from ..forms.urging import WAYS
from ..models import Channel, Task
from .base import Act, say_state


def _offer(form: UrgingForm) -> None:
    form.on.data = form.on.data or clock.today()


def _check(task: Task, form: UrgingForm | None, by: Actor) -> str:
    if not policy.can_urge(by, task):
        return say_state(task)
    given_on = clock.to_office(task.assigned_at).date()
    if form and form.on.data < given_on:
        return _("was assigned on %(day)s only", day=f"{given_on:%d/%m/%Y}")
    return ""


def _tell(task: Task, form: UrgingForm | None) -> str:
    return f"{task.lead_unit.short_name}: {WAYS[Channel(form.channel.data)]}" if form else ""


def _run(tasks: Sequence[Task], form: UrgingForm, key: str, by: Actor) -> None:
    what = actions.Urge(
        form_key=key,
        on=form.on.data,
        channel=form.channel.data,
        recipient=form.recipient.data or "",
        letter_number=form.letter_number.data or "",
        note=form.note.data or "",
    )
    actions.urge_all(tasks, what, by=by)


ACTS = {"urge": Act(lambda: _("Urge"), _check, _tell, _run, UrgingForm, _offer, together=True)}
