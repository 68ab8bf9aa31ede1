"""Duties of the finance room, and the office's clock on other days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import time_machine

from tests.cast import Cast
from tracker import clock
from tracker.db import db
from tracker.duties import actions
from tracker.duties.models import Duty, DutyPeriod
from tracker.duties.opening import open_duties
from tracker.duties.recurrence import Kind, Landing, Pattern, write_rule
from tracker.tasks.models import Task

FRIDAYS = write_rule(Pattern(Kind.WEEKLY, weekday=4))
THE_20TH = write_rule(Pattern(Kind.MONTHLY, day=20))


def values(cast: Cast, **changes: Any) -> actions.DutyValues:
    """A monthly report by the 20th, from November on."""
    return actions.DutyValues(
        **{
            "title": "Báo cáo thu ngân sách",
            "rule": THE_20TH,
            "landing": Landing.AS_WRITTEN,
            "starts_on": date(2026, 11, 1),
            "opens_before": 10,
            "lead_unit_id": cast.finance.id,
            "leader_id": cast.vice_chairman.user_id,
            "source": "Quy chế làm việc của UBND",
            **changes,
        }
    )


def make(cast: Cast, **changes: Any) -> Duty:
    """Set up on 24/11/2026 by the clerk, committed."""
    duty = actions.create_duty(values(cast, **changes), "", by=cast.clerk)
    db.session.commit()
    return duty


@contextmanager
def on(day: date, hour: int = 7) -> Iterator[None]:
    """The office's clock on that day."""
    with time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=clock.OFFICE_ZONE)):
        yield


def run(*day: int) -> str:
    """The job on that day."""
    today = date(*day)
    with on(today):
        return str(open_duties(today))


def periods(duty: Duty) -> list[tuple[str, str]]:
    """(code, why it has no task or the title of its task)."""
    rows = db.session.execute(
        db.select(DutyPeriod.code, DutyPeriod.skipped, Task.title)
        .outerjoin(Task, Task.id == DutyPeriod.task_id)
        .where(DutyPeriod.duty_id == duty.id)
        .order_by(DutyPeriod.due_on)
    )
    return [(code, skipped or title) for code, skipped, title in rows]
