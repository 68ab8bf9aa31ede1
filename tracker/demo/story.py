"""What happened in the sample office: every event goes through the real actions, at its own time.

`data/events.csv` is the story, one row per event: working day relative to today, time, who, which task (notice:unit),
what. `data/drafts.csv` is what the clerk made of the drafts, `data/orders.csv` are tasks without a text.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from docx import Document
from flask import current_app
from werkzeug.datastructures import FileStorage

from .. import clock
from ..people.actor import Actor
from ..people.queries import find_unit_by_code
from ..reminders.actions import plan_reminders
from ..tasks import actions
from ..tasks.explanations import find_last_explanation
from ..tasks.models import ProgressUpdate, Task
from ..tasks.queries import find_open_extension, get_task_for
from .days import Days
from .duties import plan_duties
from .indicators import plan_indicators
from .meetings import plan_meetings
from .notices import plan_notices
from .portfolios import plan_portfolios
from .rows import rows
from .teller import Teller, arrive

_FIRST_REMINDER = -15  # earlier mornings would only make the first start slower
_NAMESPACE = uuid.UUID("6f0d3c52-5a0c-4c65-8f1c-8a5c1f6f1d27")


@dataclass(frozen=True)
class Event:
    """One row of events.csv."""

    day: int
    time: str
    login: str
    task: str
    verb: str
    percent: int | None
    text: str
    difficulties: str
    until: int | None
    file: str
    way: str

    @property
    def form_key(self) -> str:
        """What the form would have carried; always the same for the same event."""
        return uuid.uuid5(_NAMESPACE, f"{self.day} {self.time} {self.task}").hex


def read_events() -> list[Event]:
    """The story as written down."""
    return [
        Event(
            day=int(row["day"]),
            time=row["time"],
            login=row["login"],
            task=row["task"],
            verb=row["verb"],
            percent=int(row["percent"]) if row["percent"] else None,
            text=row["text"],
            difficulties=row["difficulties"],
            until=int(row["until"]) if row["until"] else None,
            file=row["file"],
            way=row["way"] or "",
        )
        for row in rows("events.csv")
    ]


def tell(days: Days) -> None:
    """The whole story. Never commits."""
    teller = Teller(days)
    plan_portfolios(teller)
    plan_notices(teller)
    plan_duties(teller)
    plan_indicators(teller)
    plan_meetings(teller)
    for event in read_events():
        teller.plan(event.day, event.time, lambda event=event: _happen(teller, event))  # type: ignore[misc]
    for day in range(_FIRST_REMINDER, 0):
        teller.plan(day, "07:30", lambda: plan_reminders(clock.today()))
    if is_planned_now(days):
        teller.plan(-1, "07:31", arrive)
    teller.tell()


def is_planned_now(days: Days) -> bool:
    """Whether the scheduler plans as soon as it starts.

    Early in the morning or on a day off it does not: then the demo really sends the digests of the last morning.
    """
    settings = current_app.config["SETTINGS"]
    plan_at = clock.office_time(days.today, settings.plan_hour, settings.plan_minute)
    return days.calendar.is_working(days.today) and clock.now() >= plan_at


def _happen(teller: Teller, event: Event) -> None:
    by = teller.actors[event.login]
    task = get_task_for(by, teller.tasks[event.task])
    _VERBS[event.verb](teller, event, task, by)


def _accept(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    actions.accept_task(task, by=by)


def _pass(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    officer = teller.actors[event.text]
    actions.assign_officer(task, officer.user_id, officer.name, by=by)


def _update(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    _attach(event, task, by, actions.add_update(task, _progress(teller, event), by=by))


def _submit(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    """A late report says why, in the column of difficulties."""
    delay = actions.Answer(event.way, event.difficulties)
    progress = _progress(teller, replace(event, difficulties=""))
    report = actions.submit_completion(task, progress, teller.days.day(event.day), by=by, delay=delay)
    _attach(event, task, by, report)


def _confirm(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    actions.confirm_completion(task, by=by)


def _return(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    actions.send_back(task, event.text, by=by)


def _ask(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    actions.request_extension(task, teller.days.day(event.until or 0), event.text, by=by)


def _approve(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    extension = find_open_extension(task)
    assert extension is not None
    actions.approve_extension(extension, event.text, by=by)


def _urge(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    channel, _sep, number = event.way.partition(" ")
    on = teller.days.day(event.day)
    actions.urge(task, actions.Urge(event.form_key, on, channel, letter_number=number, note=event.text), by=by)


def _question(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    actions.ask_explanation(task, event.text, by=by)


def _explain(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    asked = find_last_explanation(task)
    actions.explain(task, actions.Answer(event.way, event.text, asked.version if asked else 0), by=by)


def _settle(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    given = find_last_explanation(task)
    assert given is not None
    actions.accept_explanation(given, event.way, event.text, seen=given.version, by=by)


def _cancel(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    actions.cancel_task(task, event.text, by=by)


def _suspend(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    until = teller.days.day(event.until) if event.until is not None else None
    actions.suspend_task(task, event.text, until, by=by)


def _decline(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    unit = find_unit_by_code(event.way)
    actions.decline_task(task, event.text, unit.id if unit else None, by=by)


_VERBS: dict[str, Callable[[Teller, Event, Task, Actor], None]] = {
    "accept": _accept,
    "pass": _pass,
    "update": _update,
    "submit": _submit,
    "confirm": _confirm,
    "return": _return,
    "ask": _ask,
    "approve": _approve,
    "urge": _urge,
    "question": _question,
    "explain": _explain,
    "settle": _settle,
    "cancel": _cancel,
    "suspend": _suspend,
    "decline": _decline,
}


def _progress(teller: Teller, event: Event) -> actions.Progress:
    return actions.Progress(
        form_key=event.form_key,
        result=event.text,
        percent=event.percent,
        difficulties=event.difficulties,
        expected_on=teller.days.day(event.until) if event.until is not None else None,
    )


def _attach(event: Event, task: Task, by: Actor, update: ProgressUpdate | None) -> None:
    """The paper that went with the report, as a real Word file."""
    if not event.file:
        return
    paper, content = Document(), io.BytesIO()
    paper.add_heading(task.title, level=1)
    paper.add_paragraph(event.text)
    paper.add_paragraph(f"{by.name}, {by.title}")
    paper.save(content)
    content.seek(0)
    actions.add_evidence(task, [FileStorage(content, filename=event.file)], by=by, update=update)
