"""Offices whose clock is wrong, and processes whose clocks differ."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import time_machine

from config import ROOT
from tests.faults.desk import Desk
from tests.live import Live
from tracker import clock
from tracker.db import db
from tracker.mail.models import OutboxMail
from tracker.reminders.models import Reminder
from tracker.scheduler import TIMETABLE, Scheduler
from tracker.tasks.actions import Assignment, issue_task

TUESDAY = date(2026, 11, 24)


def at(day: date, hour: int = 9, minute: int = 0) -> AbstractContextManager[Any]:
    """The office's clock shows that time and goes on from there."""
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.OFFICE_ZONE)
    return time_machine.travel(moment, tick=True)


def issue(office: Desk, due_on: date, title: str = "Giải ngân vốn", issued_on: date = date(2026, 10, 20)) -> int:
    """A task of the finance room that has been with it for a while and is not new to anybody."""
    with clock.at(clock.office_time(issued_on, 10)):
        values = {"lead_unit_id": office.cast.finance.id, "leader_id": office.cast.chairman.user_id}
        task_id = issue_task(Assignment(title=title, due_on=due_on, **values), by=office.cast.clerk).id
    db.session.query(OutboxMail).delete()
    db.session.commit()
    return task_id


def run_timetable(process: Scheduler, times: int = 1) -> None:
    """Every job comes to its tick, so many times. What the test itself has only read ends first, else SQLite waits."""
    db.session.rollback()
    for _ in range(times):
        for job in TIMETABLE:
            process.tick(job)


def told(office: Desk) -> list[tuple[Any, ...]]:
    """(day, task, stage, person) of every row of the ledger that a digest tells, in their order."""
    columns = Reminder.planned_on, Reminder.task_id, Reminder.stage, Reminder.user_id
    rows = db.select(*columns).where(Reminder.mail_id.is_not(None)).order_by(Reminder.id)
    return office.read(lambda: [tuple(row) for row in db.session.execute(rows)])


def start_node(live: Live, seconds: float, *words: str) -> subprocess.Popen[str]:
    """A flask command on a node whose clock is so many seconds ahead of ours; killed at the end of the test."""
    moment = clock.now() + timedelta(seconds=seconds)
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.node", moment.isoformat(), *words],
        cwd=ROOT,
        env=live.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    live.children.append(child)
    return child


def ask_in_zone(live: Live, zone: str) -> Any:
    """What a process in that zone says of the office's times."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.zone"],
        cwd=ROOT,
        env=live.environment({"TZ": zone}),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def days_from(first: date, count: int) -> list[date]:
    """So many days in a row."""
    return [first + timedelta(days=number) for number in range(count)]
