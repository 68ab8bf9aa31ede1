"""Runs in a process of its own with the environment of a large office: `python -m bench.morning plan|send|grow N`.

Prints one JSON object. `plan`: seconds, memory and what was planned. `send N`: mornings one after the other, each
planned and then delivered, until N digests have left; only the delivery is timed. `grow N`: the work becomes N times
as much and nobody has been told of anything.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, func, insert, literal, select, text

from config import Settings
from tracker import clock, create_app
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.demo.bench_data import analyse
from tracker.mail.delivery import deliver_due
from tracker.mail.models import OutboxMail
from tracker.reminders.actions import plan_reminders
from tracker.reminders.models import Reminder
from tracker.tasks.models import Task, task_cooperation

MOST_MORNINGS = 20
_TASKS: Any = Task.__table__


def plan(_number: int) -> dict[str, Any]:
    """Plan every reminder of the office, as the morning's job does; nothing of it was planned before."""
    begin, cpu = time.perf_counter(), time.process_time()
    report = plan_reminders(_working_day(clock.today()))
    db.session.commit()
    return {
        "seconds": round(time.perf_counter() - begin, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),  # ours; a server's are its own
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "reminders": report.reminders,
        "digests": report.digests,
    }


def send(wanted: int) -> dict[str, Any]:
    """Deliver the digests of as many mornings as it takes."""
    day, sent, seconds = _working_day(clock.today()), 0, 0.0
    for _ in range(MOST_MORNINGS):
        with clock.at(clock.office_time(day, 7, 30)):
            plan_reminders(day)
            db.session.commit()
            begin = time.perf_counter()
            while batch := deliver_due(1000).sent:
                sent += batch
            seconds += time.perf_counter() - begin
        if sent >= wanted:
            break
        day = office_calendar().working_day_from(day + timedelta(days=1))
    return {"sent": sent, "seconds": seconds}


def grow(times: int) -> dict[str, Any]:
    """The same work again and again under other numbers, written by the database itself in one transaction."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL statement_timeout = 0"))
    for table in reversed(db.metadata.sorted_tables):  # the ledger and whatever else remembers what was told
        if table.name.startswith("reminder_") and "task_id" in table.c:
            db.session.execute(delete(table))
    db.session.execute(delete(Reminder))
    db.session.execute(delete(OutboxMail))
    count = db.session.scalar(select(func.max(Task.id))) or 0
    for number in range(1, times):
        new = {"id": _TASKS.c.id + number * count, "code": _TASKS.c.code + literal(f"/{number}")}
        _copy(_TASKS, new, _TASKS.c.id <= count)
        parts = task_cooperation
        _copy(parts, {"task_id": parts.c.task_id + number * count}, parts.c.task_id <= count)
    db.session.commit()
    analyse()
    return {"tasks": db.session.scalar(select(func.count()).select_from(Task))}


def _copy(table: Table, new: dict[str, ColumnElement[Any]], which: ColumnElement[bool]) -> None:
    rows: Select[Any] = select(*(new.get(column.name, column) for column in table.c)).where(which)
    db.session.execute(insert(table).from_select([column.name for column in table.c], rows))


def _working_day(day: date) -> date:
    return office_calendar().working_day_from(day)


def main() -> None:
    what, number = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with create_app(Settings.from_env()).app_context():
        print(json.dumps({"plan": plan, "send": send, "grow": grow}[what](number)))


if __name__ == "__main__":
    main()
