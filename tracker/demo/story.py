"""What happened in the sample office: every event goes through the real actions, at its own time.

`data/events.csv` is the story, one row per event: working day relative to today, time, who, which task (notice:unit),
what. The rows are told in the order of time, so that codes, history and timelines come out as they would have.
"""

from __future__ import annotations

import csv
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update

from .. import clock
from ..db import db
from ..mail.models import MailState, OutboxMail
from ..people.actor import Actor
from ..people.models import Unit, User
from ..people.queries import actor_of
from ..reminders.actions import plan_reminders
from ..tasks import actions
from ..tasks.models import Task
from ..tasks.queries import find_open_extension, get_task_for
from .days import Days

DATA = Path(__file__).parent / "data"
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

    @property
    def form_key(self) -> str:
        """What the form would have carried; always the same for the same event."""
        return uuid.uuid5(_NAMESPACE, f"{self.day} {self.time} {self.task}").hex


def read_events() -> list[Event]:
    """The story as written down."""
    with (DATA / "events.csv").open(encoding="utf-8", newline="") as file:
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
            )
            for row in csv.DictReader(file)
        ]


class Teller:
    """Tells events in the order of their time."""

    def __init__(self, days: Days) -> None:
        self.days = days
        self.queue: list[tuple[datetime, int, Callable[[], None]]] = []
        self.actors = {login: actor_of(user_id) for login, user_id in db.session.execute(select(User.login, User.id))}
        self.tasks: dict[str, int] = {}

    def plan(self, day: int, time: str, event: Callable[[], None]) -> None:
        """Let that happen then. Of two events at one moment the one planned first comes first."""
        self.queue.append((self.days.moment(day, time), len(self.queue), event))

    def tell(self) -> None:
        """Let everything happen."""
        for moment, _, event in sorted(self.queue, key=lambda entry: entry[:2]):
            with clock.at(moment):
                event()
                db.session.flush()

    def know_tasks_of(self, notice: str, notice_id: int) -> None:
        """The tasks of a notice are called by it and their lead unit: each unit leads at most one."""
        rows = db.session.execute(
            select(Unit.code, Task.id).join(Task, Task.lead_unit_id == Unit.id).where(Task.notice_id == notice_id)
        )
        self.tasks.update({f"{notice}:{code}": task_id for code, task_id in rows})

    def plan_events(self) -> None:
        """Everything of events.csv."""
        for event in read_events():
            self.plan(event.day, event.time, lambda event=event: self._happen(event))  # type: ignore[misc]

    def plan_reminders(self, first: int) -> None:
        """What the scheduler did each working morning until yesterday."""
        for day in range(first, 0):
            self.plan(day, "07:30", self._remind)

    def _remind(self) -> None:
        plan_reminders(clock.today())
        arrive()

    def _happen(self, event: Event) -> None:
        by = self.actors[event.login]
        task = get_task_for(by, self.tasks[event.task])
        _VERBS[event.verb](self, event, task, by)
        if event.day < -1:
            arrive()


def arrive() -> None:
    """What was written into the outbox until now arrived at once. Yesterday's mails are left to the real scheduler."""
    db.session.flush()
    db.session.execute(
        update(OutboxMail)
        .where(OutboxMail.state == MailState.QUEUED, OutboxMail.created_at <= clock.now())
        .values(state=MailState.SENT, sent_at=clock.now() + timedelta(minutes=1), attempts=1)
    )


def _accept(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    actions.accept_task(task, by=by)


def _pass(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    officer = teller.actors[event.text]
    actions.assign_officer(task, officer.user_id, officer.name, by=by)


def _update(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    actions.add_update(task, _progress(teller, event), by=by)


def _submit(teller: Teller, event: Event, task: Task, by: Actor) -> None:
    actions.submit_completion(task, _progress(teller, event), teller.days.day(event.day), by=by)


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


_VERBS: dict[str, Callable[[Teller, Event, Task, Actor], None]] = {
    "accept": _accept,
    "pass": _pass,
    "update": _update,
    "submit": _submit,
    "confirm": _confirm,
    "return": _return,
    "ask": _ask,
    "approve": _approve,
}


def _progress(teller: Teller, event: Event) -> actions.Progress:
    return actions.Progress(
        form_key=event.form_key,
        result=event.text,
        percent=event.percent,
        difficulties=event.difficulties,
        expected_on=teller.days.day(event.until) if event.until is not None else None,
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
