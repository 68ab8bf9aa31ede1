"""What a person is told when the tasks of a notice are given: one mail, the nearest due date in its subject."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from ..directives.models import Notice
from ..mail import Message
from ..people.queries import Recipient
from ..tasks.actions import Assignment
from ..tasks.models import Task

KIND = "tasks_assigned"
# Longer lists are not read in a mail; the page they link to shows them all.
MOST_LINES = 30


@dataclass(frozen=True)
class Lines:
    """What one reader is told of: tasks that his units lead, take part in, go on with, need no longer do."""

    leads: list[Task]
    parts: list[Task]
    continued: list[Task]
    replaced: list[Task]

    @property
    def nearest(self) -> date | None:
        """The nearest due date of what is to be done."""
        days = [task.due_on for task in self.leads or self.parts or self.continued if task.due_on]
        return min(days, default=None)

    def shorten(self, most: int) -> Lines:
        """The first so many in this order."""
        left, kept = most, []
        for tasks in (self.leads, self.parts, self.continued, self.replaced):
            kept.append(tasks[:left])
            left = max(0, left - len(tasks))
        return Lines(*kept)

    def __len__(self) -> int:
        return len(self.leads) + len(self.parts) + len(self.continued) + len(self.replaced)


@dataclass
class News:
    """Everything that a notice brings, to be told to each unit as far as it concerns it."""

    given: list[tuple[Task, Assignment]] = field(default_factory=list)
    continued: list[Task] = field(default_factory=list)
    replaced: list[Task] = field(default_factory=list)

    def add_given(self, task: Task, assignment: Assignment) -> None:
        """A task just made."""
        self.given.append((task, assignment))

    def add_followed(self, tasks: Sequence[Task], *, is_replaced: bool) -> None:
        """Tasks that were there before; two directives may tell the same one again."""
        known = self.replaced if is_replaced else self.continued
        known.extend(task for task in tasks if task not in known)

    def of_units(self, unit_ids: Collection[int]) -> Lines:
        """The part of these units, each list by due date."""
        leads = [task for task, assignment in self.given if assignment.lead_unit_id in unit_ids]
        parts = [
            task
            for task, assignment in self.given
            if task not in leads and not set(assignment.cooperating_unit_ids).isdisjoint(unit_ids)
        ]
        continued = [task for task in self.continued if not units_of(task).isdisjoint(unit_ids)]
        replaced = [task for task in self.replaced if not units_of(task).isdisjoint(unit_ids)]
        return Lines(*map(_by_due, (leads, parts, continued, replaced)))


def units_of(task: Task) -> set[int]:
    """Who leads and who takes part."""
    return {task.lead_unit_id, *(unit.id for unit in task.cooperating_units)}


def tasks_assigned(notice: Notice, reader: Recipient, lines: Lines) -> Message:
    """The mail to one head or deputy."""
    base_url = current_app.config["SETTINGS"].public_base_url
    shown = lines.shorten(MOST_LINES)
    with force_locale(reader.language):
        values = {
            "language": reader.language,
            "notice": notice,
            "reader": reader,
            "lines": lines,
            "sections": [
                (_("Your unit leads"), shown.leads),
                (_("Your unit takes part"), shown.parts),
                (_("Told again: your unit goes on with"), shown.continued),
                (_("Replaced: no longer to be done"), shown.replaced),
            ],
            "hidden": len(lines) - len(shown),
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
