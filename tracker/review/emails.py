"""What a person is told when the tasks of a notice are given: one mail, the nearest due date in its subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from ..directives.models import Notice
from ..mail import Message
from ..people.letters import write_letter
from ..people.queries import Recipient
from ..tasks.actions import Assignment
from ..tasks.emails.audience import Audience, Event, told_of
from ..tasks.models import Task

KIND = "tasks_assigned"
# Longer lists are not read in a mail; the page they link to shows them all.
MOST_LINES = 30


@dataclass(frozen=True)
class Lines:
    """What one reader is told of: tasks that his units lead, take part in, go on with, need no longer do.

    `watched`: tasks of other units, told to the accountable leader or the Office where the rules say so.
    """

    leads: list[Task]
    parts: list[Task]
    continued: list[Task]
    replaced: list[Task]
    watched: list[Task] = field(default_factory=list)

    @property
    def nearest(self) -> date | None:
        """The nearest due date of what is to be done."""
        days = [task.due_on for task in self.leads or self.parts or self.continued or self.watched if task.due_on]
        return min(days, default=None)

    def shorten(self, most: int) -> Lines:
        """The first so many in this order."""
        left, kept = most, []
        for tasks in (self.leads, self.parts, self.continued, self.replaced, self.watched):
            kept.append(tasks[:left])
            left = max(0, left - len(tasks))
        return Lines(*kept)

    def __len__(self) -> int:
        return sum(map(len, (self.leads, self.parts, self.continued, self.replaced, self.watched)))


@dataclass
class Reader:
    """Somebody who is told, once: the units he answers for, the leaders he is or stands in for, and the Office."""

    recipient: Recipient
    unit_ids: set[int] = field(default_factory=set)
    leader_ids: set[int] = field(default_factory=set)
    is_office: bool = False


class Given(NamedTuple):
    """A task just made, and whom the rules of the office tell of it."""

    task: Task
    assignment: Assignment
    told: frozenset[str]


@dataclass
class News:
    """Everything that a notice brings, to be told to each unit as far as it concerns it."""

    given: list[Given] = field(default_factory=list)
    continued: list[Task] = field(default_factory=list)
    replaced: list[Task] = field(default_factory=list)

    def add_given(self, task: Task, assignment: Assignment) -> None:
        """A task just made."""
        self.given.append(Given(task, assignment, told_of(Event.ISSUED, task)))

    def add_followed(self, tasks: Sequence[Task], *, is_replaced: bool) -> None:
        """Tasks that were there before; two directives may tell the same one again."""
        known = self.replaced if is_replaced else self.continued
        known.extend(task for task in tasks if task not in known)

    @property
    def leader_ids(self) -> set[int]:
        """The accountable leaders who are told of their tasks."""
        return {one.assignment.leader_id for one in self.given if Audience.LEADER in one.told}

    @property
    def tells_office(self) -> bool:
        """Whether the Office is told of a task."""
        return any(Audience.OFFICE in one.told for one in self.given)

    def of(self, reader: Reader) -> Lines:
        """The part of that reader, each list by due date."""
        leads, parts, watched = [], [], []
        for task, assignment, told in self.given:
            # A new task has no officer yet: who is told in his place is the head.
            if assignment.lead_unit_id in reader.unit_ids and told & {Audience.HEAD, Audience.OFFICER}:
                leads.append(task)
            elif Audience.COOPERATING in told and not reader.unit_ids.isdisjoint(assignment.cooperating_unit_ids):
                parts.append(task)
            elif (Audience.LEADER in told and assignment.leader_id in reader.leader_ids) or (
                Audience.OFFICE in told and reader.is_office
            ):
                watched.append(task)
        continued = [task for task in self.continued if not units_of(task).isdisjoint(reader.unit_ids)]
        replaced = [task for task in self.replaced if not units_of(task).isdisjoint(reader.unit_ids)]
        return Lines(*map(_by_due, (leads, parts, continued, replaced, watched)))


def units_of(task: Task) -> set[int]:
    """Who leads and who takes part."""
    return {task.lead_unit_id, *(unit.id for unit in task.cooperating_units)}


def tasks_assigned(notice: Notice, reader: Recipient, lines: Lines) -> Message:
    """The mail to one reader."""
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
                (_("Given to units"), shown.watched),
            ],
            "hidden": len(lines) - len(shown),
            "base_url": base_url,
            "notice_url": f"{base_url}/notices/{notice.id}",
        }
        return write_letter(
            reader,
            "tasks_assigned",
            values,
            key=f"notice:{notice.id}:issued",
            kind=KIND,
            subject=render_template("emails/tasks_assigned.subject.txt", **values).strip(),
            thread=f"notice:{notice.id}",
            subject_type="notice",
            subject_id=notice.id,
            urgency=3,
        )


def _by_due(tasks: Sequence[Task]) -> list[Task]:
    return sorted(tasks, key=lambda task: (task.sort_due_on, task.id))
