"""Mails that urge: one per person, however many of his tasks are urged at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from ...mail import Message
from ...people.actor import Actor
from ...people.letters import write_letter
from ...people.queries import Recipient
from ...people.wording import sign
from ..models import Task, Urging
from .base import Told, task_message

KIND = "task_urged"


class Urged(NamedTuple):
    """A task, its urging, and how many that makes."""

    task: Task
    urging: Urging
    times: int


def tasks_urged(urged: Sequence[Urged], reader: Recipient, by: Actor) -> Message:
    """To a head, a deputy or the officer."""
    first = urged[0]
    if len(urged) > 1:
        return _list(urged, reader, by)

    def tell(reader: Recipient) -> Told:
        sentence = _(
            "%(name)s urges this task (urging no. %(count)s). Please report the result so far and the day on which"
            " it will be finished.",
            name=sign(by),
            count=first.times,
        )
        return Told(_("Urged"), sentence)

    return task_message(first.task, reader, f"urging:{first.urging.id}", KIND, tell, words=first.urging.note)


def _list(urged: Sequence[Urged], reader: Recipient, by: Actor) -> Message:
    """One letter about several tasks."""
    number = urged[0].urging.id
    with force_locale(reader.language):
        headline = ngettext("%(num)s task", "%(num)s tasks", len(urged))
        values: dict[str, Any] = {
            "headline": _("Urged: %(tasks)s", tasks=headline),
            "sentence": _(
                "%(name)s urges these tasks. Please report the result of each so far and the day on which it will be"
                " finished.",
                name=sign(by),
            ),
            "words": urged[0].urging.note,
            "urged": urged,
            "base_url": current_app.config["SETTINGS"].public_base_url,
        }
        return write_letter(
            reader,
            "tasks_urged",
            values,
            key=f"urging:{number}:all",
            kind=KIND,
            subject=f"[{_('Urged')}] {headline}" + (f" – {reader.unit_name}" if reader.unit_name else ""),
            thread=f"urging:{number}",
            subject_type="urging",
            subject_id=number,
            urgency=3,
        )
