"""Mails of work that is declined, moved, stopped or begun again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from ...mail import Message
from ...people.actor import Actor
from ...people.letters import once
from ...people.queries import Recipient, get_unit, list_office_recipients, list_recipients
from ..models import Decline, Task, TaskAssignmentChange
from ..timeline.words import show_day
from .base import Told, task_message


def task_declined(decline: Decline) -> list[Message]:
    """To the clerks: a unit says that a task is outside its function."""

    def tell(reader: Recipient) -> Told:
        unit = get_unit(decline.unit_id).short_name
        if decline.suggested_unit_id is None:
            sentence = _("%(unit)s asks to give the task to another unit. Please open it to decide.", unit=unit)
        else:
            other = get_unit(decline.suggested_unit_id).short_name
            sentence = _(
                "%(unit)s asks to give the task to %(other)s. Please open it to decide.", unit=unit, other=other
            )
        return Told(_("Declined by the unit"), sentence)

    key = f"decline:{decline.id}:declined"
    return [
        task_message(decline.task, reader, key, "task_declined", tell, words=decline.reason)
        for reader in once(list_office_recipients())
    ]


def decline_insisted(task: Task, decline: Decline, by: Actor) -> list[Message]:
    """To the heads of the unit that declined: it stays with them."""

    def tell(reader: Recipient) -> Told:
        return Told(_("The task stays with the unit"), _("Your unit goes on leading this task. Please accept it."))

    key = f"decline:{decline.id}:insisted"
    return [
        task_message(task, reader, key, "decline_insisted", tell, words=decline.decision_note, by=by)
        for reader in once(list_recipients([decline.unit_id]))
    ]


def task_reassigned(task: Task, change: TaskAssignmentChange, by: Actor) -> list[Message]:
    """To the heads of both units. The old one, where it does not cooperate, can no longer open the task."""
    cooperating = {unit.id for unit in task.cooperating_units}

    def tell(reader: Recipient) -> Told:
        old, new = get_unit(change.from_unit_id).name, get_unit(change.to_unit_id).name
        if reader.unit_id == change.to_unit_id:
            sentence = _("Your unit leads from now on, in place of %(unit)s. Please open and accept it.", unit=old)
            return Told(_("New task"), sentence)
        if reader.unit_id in cooperating:
            return Told(_("Task reassigned"), _("%(unit)s leads from now on, your unit cooperates.", unit=new))
        return Told(_("Task reassigned"), _("%(unit)s leads from now on; your unit has nothing more to do.", unit=new))

    return [
        task_message(
            task,
            reader,
            f"reassignment:{change.id}",
            "task_reassigned",
            tell,
            words=change.reason,
            by=by,
            opens=reader.unit_id == change.to_unit_id or reader.unit_id in cooperating,
        )
        for reader in once(list_recipients([change.from_unit_id, change.to_unit_id]))
    ]


def _suspended(data: Mapping[str, str | None]) -> Told:
    if day := data.get("resume_on"):
        sentence = _("The task is suspended; it is expected to go on from %(day)s.", day=show_day(day))
    else:
        sentence = _("The task is suspended until further notice.")
    return Told(_("Task suspended"), sentence)


def _resumed(data: Mapping[str, str | None]) -> Told:
    if day := data.get("new"):
        return Told(_("Task resumed"), _("The task goes on. The due date is now %(day)s.", day=show_day(day)))
    return Told(_("Task resumed"), _("The task goes on. The due date is the one given before."))


def _superseded(data: Mapping[str, str | None]) -> Told:
    sentence = _("The task was replaced by %(notice)s; nothing more is to be done on it.", notice=data["notice"])
    return Told(_("Task transferred"), sentence)


_TOLD: dict[str, Callable[[Mapping[str, str | None]], Told]] = {
    "task_suspended": _suspended,
    "task_resumed": _resumed,
    "task_cancelled": lambda data: Told(_("Task cancelled"), _("Nothing more is to be done on this task.")),
    "task_reopened": lambda data: Told(
        _("Task reopened"), _("The task is open again. Please go on with it and report when it is done.")
    ),
    "task_superseded": _superseded,
}


def standing_changed(task: Task, number: int, event: str, data: Mapping[str, str | None], by: Actor) -> list[Message]:
    """To the heads of the lead and the cooperating units. `number` is that of the event in the history."""
    units = [task.lead_unit_id, *(unit.id for unit in task.cooperating_units)]
    words = data.get("reason") or data.get("note") or ""
    return [
        task_message(task, reader, f"history:{number}", event, lambda reader: _TOLD[event](data), words=words, by=by)
        for reader in once(list_recipients(units))
    ]
