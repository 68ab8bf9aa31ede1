"""Tells events in the order of their time, so that codes, history and timelines come out as they would have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select, update

from .. import clock
from ..db import db
from ..mail.models import MailState, OutboxMail
from ..people.models import Unit, User
from ..people.queries import actor_of
from ..tasks.models import Task
from .days import Days


class Teller:
    """Knows the people by login and the tasks as notice:unit; `plan` first, then `tell`."""

    def __init__(self, days: Days) -> None:
        self.days = days
        self.actors = {login: actor_of(user_id) for login, user_id in db.session.execute(select(User.login, User.id))}
        self.tasks: dict[str, int] = {}
        self._queue: list[tuple[datetime, int, Callable[[], object]]] = []

    def plan(self, day: int, time: str, event: Callable[[], object]) -> None:
        """Let that happen then. Of two events at one moment the one planned first comes first."""
        self._queue.append((self.days.moment(day, time), len(self._queue), event))

    def tell(self) -> None:
        """Let everything happen. Mails arrive at once; only yesterday's are left to the real scheduler."""
        yesterday = self.days.moment(-1, "00:00")
        for moment, _, event in sorted(self._queue, key=lambda entry: entry[:2]):
            with clock.at(moment):
                event()
                if moment < yesterday:
                    arrive()

    def know_tasks_of(self, notice: str, notice_id: int) -> None:
        """Remember the tasks of a notice by their lead unit: each unit leads at most one."""
        found = db.session.execute(
            select(Unit.code, Task.id).join(Task, Task.lead_unit_id == Unit.id).where(Task.notice_id == notice_id)
        )
        self.tasks.update({f"{notice}:{code}": task_id for code, task_id in found})


def arrive() -> None:
    """What stands in the outbox arrives now: mails of the past must not go out today."""
    db.session.flush()
    db.session.execute(
        update(OutboxMail)
        .where(OutboxMail.state == MailState.QUEUED, OutboxMail.created_at <= clock.now())
        .values(state=MailState.SENT, sent_at=clock.now() + timedelta(minutes=1), attempts=1)
    )
