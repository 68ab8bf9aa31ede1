"""The mails of a task, one per event and person, built from objects in the reader's language; the outbox sends them."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from ..mail import Message
from ..people.queries import Recipient, find_recipient, get_unit, list_recipients
from ..text import shorten
from .models import Extension, ExtensionState, Task, TaskReturn, TaskState


def task_assigned(task: Task) -> list[Message]:
    """To the heads of the lead and the cooperating units: a task that came without a text."""
    units = [task.lead_unit_id, *(unit.id for unit in task.cooperating_units)]
    return [
        _message(task, reader, f"task:{task.id}:assigned", "task_assigned", words=task.source)
        for reader in _once(list_recipients(units))
    ]


def task_sent_back(task: Task, returned: TaskReturn) -> list[Message]:
    """To the heads of the lead unit: why the report came back."""
    return [
        _message(task, reader, f"return:{returned.id}", "task_sent_back", words=returned.reason)
        for reader in _once(list_recipients([task.lead_unit_id]))
    ]


def extension_requested(extension: Extension) -> list[Message]:
    """To the accountable leader: a request waits."""
    reader = find_recipient(extension.task.leader_id)
    if reader is None:
        return []
    key = f"extension:{extension.id}:requested"
    return [_message(extension.task, reader, key, "extension_requested", words=extension.reason, extension=extension)]


def extension_decided(extension: Extension) -> list[Message]:
    """To the heads of the lead unit: how it was decided."""
    kind = "extension_approved" if extension.state == ExtensionState.APPROVED else "extension_refused"
    key = f"extension:{extension.id}:decided"
    return [
        _message(extension.task, reader, key, kind, words=extension.decision_note, extension=extension)
        for reader in _once(list_recipients([extension.task.lead_unit_id]))
    ]


def _once(readers: list[Recipient]) -> list[Recipient]:
    """A person with two posts gets one mail."""
    return list({reader.user_id: reader for reader in readers}.values())


def _headline(kind: str) -> str:
    """What stands first in the notification line of a telephone."""
    return {
        "task_assigned": _("New task"),
        "task_sent_back": _("Report returned"),
        "extension_requested": _("More time asked for"),
        "extension_approved": _("More time approved"),
        "extension_refused": _("More time refused"),
    }[kind]


def _sentence(task: Task, reader: Recipient, extension: Extension | None) -> str:
    """What happened and what to do about it."""
    if extension is not None:
        return _sentence_of(extension)
    if task.state != TaskState.ASSIGNED:
        return _("The report was returned, so the task is not completed yet. Please mend it and report again.")
    unit = get_unit(task.lead_unit_id).name
    if reader.unit_id == task.lead_unit_id:
        return _("Your unit leads: %(unit)s. Please open the task and accept it.", unit=unit)
    return _("%(unit)s leads, your unit cooperates.", unit=unit)


def _sentence_of(extension: Extension) -> str:
    old, new = (f"{day:%d/%m/%Y}" for day in (extension.old_due_on or extension.new_due_on, extension.new_due_on))
    if extension.state == ExtensionState.APPROVED:
        return _("The due date is now %(day)s.", day=new)
    if extension.state == ExtensionState.REFUSED:
        return _("The due date stays %(day)s.", day=old)
    unit = get_unit(extension.unit_id).short_name
    return _(
        "%(unit)s asks to move the due date from %(old)s to %(new)s. Please open the task to decide.",
        unit=unit,
        old=old,
        new=new,
    )


def _message(
    task: Task, reader: Recipient, key: str, kind: str, *, words: str, extension: Extension | None = None
) -> Message:
    with force_locale(reader.language):
        base_url = current_app.config["SETTINGS"].public_base_url
        values: dict[str, Any] = {
            "language": reader.language,
            "headline": _headline(kind),
            "task": task,
            "words": words,
            "sentence": _sentence(task, reader, extension),
            "url": f"{base_url}/tasks/{task.id}",
        }
        return Message(
            key=f"{key}:{reader.user_id}",
            kind=kind,
            user_id=reader.user_id,
            to_name=reader.name,
            to_address=reader.email,
            subject=f"[{values['headline']}] {shorten(task.title, 70)}",
            text=render_template("emails/task.txt", **values).strip() + "\n",
            html=render_template("emails/task.html", **values),
            thread=f"task:{task.id}",
            subject_type="task",
            subject_id=task.id,
            urgency=3,
        )
