"""What a person is told when the tasks of a notice are given: one mail, the nearest due date in its subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, render_template
from flask_babel import force_locale

from ..directives.models import Notice
from ..mail import Message
from ..people.queries import Recipient
from ..tasks.actions import Assignment
from ..tasks.models import Task

KIND = "tasks_assigned"
# Longer lists are not read in a mail; the page they link to shows them all.
MOST_LINES = 30


@dataclass(frozen=True)
class Given:
    """A task just made, with what it was made of."""

    task: Task
    assignment: Assignment
    position: int


def tasks_assigned(notice: Notice, reader: Recipient, leads: Sequence[Task], parts: Sequence[Task]) -> Message:
    """The mail to one head or deputy: tasks that his unit leads, and those in which it takes part."""
    base_url = current_app.config["SETTINGS"].public_base_url
    leads, parts = _by_due(leads), _by_due(parts)
    days = [task.due_on for task in leads or parts if task.due_on]
    with force_locale(reader.language):
        values = {
            "language": reader.language,
            "notice": notice,
            "reader": reader,
            "leads": leads[:MOST_LINES],
            "parts": parts[: max(0, MOST_LINES - len(leads))],
            "lead_count": len(leads),
            "part_count": len(parts),
            "nearest": min(days, default=None),
            "base_url": base_url,
            "notice_url": f"{base_url}/notices/{notice.id}",
        }
        return Message(
            key=f"notice:{notice.id}:issued:{reader.user_id}",
            kind=KIND,
            user_id=reader.user_id,
            to_name=reader.name,
            to_address=reader.email,
            subject=render_template("emails/tasks_assigned.subject.txt", **values).strip(),
            text=render_template("emails/tasks_assigned.txt", **values).strip() + "\n",
            html=render_template("emails/tasks_assigned.html", **values),
            thread=f"notice:{notice.id}",
            subject_type="notice",
            subject_id=notice.id,
            urgency=3,
        )


def _by_due(tasks: Sequence[Task]) -> list[Task]:
    return sorted(tasks, key=lambda task: (task.sort_due_on, task.id))
