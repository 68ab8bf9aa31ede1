"""From tasks and steps to days in a calendar. Pure: the words are of the language that the caller has set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from flask_babel import gettext as _

from .. import clock
from ..tasks.models import TaskState
from ..tasks.status import Status, Today
from ..tasks.wording import state_name
from .entries import Entries, StepEntry, TaskEntry
from .ics import Event

# Where nobody can say that it happens on that day: it rests, or waits for somebody else's word.
_UNSURE = (TaskState.SUBMITTED, TaskState.DECLINED, TaskState.SUSPENDED)


@dataclass(frozen=True)
class Frame:
    """What the events of a feed have in common. `unit_id` is of a unit's feed: it tells leading from cooperating."""

    today: Today
    base_url: str
    unit_id: int | None = None


def list_events(entries: Entries, frame: Frame) -> Iterator[Event]:
    """Tasks, then steps. Words are looked up once for all: a lookup costs more than everything else in an event."""
    domain, words = urlsplit(frame.base_url).hostname or "localhost", _Words.look_up()
    for task in entries.tasks:
        yield _of_task(task, frame, domain, words)
    for step in entries.steps:
        yield _of_step(step, frame, domain, words)


@dataclass(frozen=True)
class _Words:
    overdue: str
    lead: str
    step: str
    part: str
    steps: str
    sides: tuple[str, str]
    states: dict[str, str]

    @classmethod
    def look_up(cls) -> _Words:
        return cls(
            overdue=_("OVERDUE"),
            lead=_("Lead unit: %(name)s", name="{}"),
            step=_("Step: %(title)s", title="{}"),
            part=_("Part of: %(title)s", title="{}"),
            steps=_("Steps"),
            sides=(_("We cooperate"), _("We lead")),
            states={state: state_name(state) for state in TaskState},
        )


def _of_task(task: TaskEntry, frame: Frame, domain: str, words: _Words) -> Event:
    is_late = frame.today.status_of(task) is Status.OVERDUE
    url = f"{frame.base_url}/tasks/{task.id}"
    categories = [task.topic] if task.topic else []
    if frame.unit_id is not None:
        categories.append(words.sides[task.lead_unit_id == frame.unit_id])
    return Event(
        uid=f"task-{task.id}@{domain}",
        on=task.due_on,
        summary=_summary(task, task.title, words.overdue if is_late else ""),
        description="\n".join([words.states[task.state], words.lead.format(task.lead), url]),
        url=url,
        changed_at=_last_change(task.changed_at, task.due_on, frame.today, is_late=is_late),
        sequence=_sequence(task.version, is_late=is_late),
        is_tentative=task.state in _UNSURE,
        categories=categories,
    )


def _of_step(step: StepEntry, frame: Frame, domain: str, words: _Words) -> Event:
    is_late = frame.today.calendar.is_overdue(step.due_on, frame.today.day)
    url = f"{frame.base_url}/tasks/{step.task_id}"
    return Event(
        uid=f"step-{step.id}@{domain}",
        on=step.due_on,
        summary=_summary(step, words.step.format(step.title), words.overdue if is_late else ""),
        description="\n".join([words.part.format(step.task_title), words.lead.format(step.lead), url]),
        url=url,
        changed_at=_last_change(step.changed_at, step.due_on, frame.today, is_late=is_late),
        sequence=_sequence(step.version, is_late=is_late),
        categories=[words.steps],
    )


def _summary(entry: TaskEntry | StepEntry, title: str, overdue: str) -> str:
    """«QUÁ HẠN ★ [NV-2026-0142] …»."""
    return " ".join(filter(None, (overdue, "★" if entry.is_starred else "", f"[{entry.code}]", title)))


def _last_change(changed_at: datetime, due_on: date, today: Today, *, is_late: bool) -> datetime:
    """A task that becomes overdue changes its name in the calendar, though nobody has touched it."""
    if not is_late:
        return changed_at
    late_since = today.calendar.working_day_from(due_on) + timedelta(days=1)
    return max(changed_at, clock.office_time(late_since, 0))


def _sequence(version: int, *, is_late: bool) -> int:
    """Grows with each change of the task and once more when it becomes overdue: some programs look at nothing else."""
    return 2 * version + is_late
