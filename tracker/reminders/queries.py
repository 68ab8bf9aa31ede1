"""What was told about a task, and when somebody is told next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy import case, func, select

from .. import clock
from ..calendar.queries import office_calendar
from ..db import db
from ..mail.models import MailState, OutboxMail
from ..tasks.models import RESTING, Task
from ..workdays import Calendar
from .models import Reminder
from .planning import Stage, next_stage


@dataclass(frozen=True)
class ReminderSummary:
    """One stage of one plan: how many people, and how far their digests have come."""

    planned_on: date
    stage: str
    people: int
    sent: int
    failed: int
    sent_at: datetime | None

    @property
    def is_sent(self) -> bool:
        return self.sent == self.people


def list_reminders_of(task_id: int) -> list[ReminderSummary]:
    """The latest first; stages that were passed unsent are left out, and so are digests that nobody wanted any more."""
    sent = func.sum(case((OutboxMail.state == MailState.SENT, 1), else_=0))
    failed = func.sum(case((OutboxMail.state == MailState.FAILED, 1), else_=0))
    rows = db.session.execute(
        select(Reminder.planned_on, Reminder.stage, func.count(), sent, failed, func.max(OutboxMail.sent_at))
        .join(OutboxMail, OutboxMail.id == Reminder.mail_id)
        .where(Reminder.task_id == task_id, OutboxMail.state != MailState.SKIPPED)
        .group_by(Reminder.planned_on, Reminder.stage)
        .order_by(Reminder.planned_on.desc(), Reminder.stage)
    )
    return [ReminderSummary(*row) for row in rows]


def next_reminder(task: Task, calendar: Calendar, today: date) -> tuple[date, Stage] | None:
    """The day and stage of the next reminder; None when the task is over, waits for the Office or has no due date."""
    if not task.is_open or task.state in RESTING or task.due_on is None:
        return None
    stage = next_stage(task.due_on, calendar, today)
    return stage.since, stage


def timeline_of(task_id: int) -> list[dict[str, Any]]:
    """The reminders as lines of the task's timeline."""
    settings = current_app.config["SETTINGS"]
    return [
        {
            "at": row.sent_at or clock.office_time(row.planned_on, settings.plan_hour, settings.plan_minute),
            "text": _timeline_text(row),
        }
        for row in list_reminders_of(task_id)
    ]


def facts_of(task: Task) -> list[tuple[str, str]]:
    """The line «next reminder» of the task page."""
    found = next_reminder(task, office_calendar(), clock.today())
    if found is None:
        return []
    settings = current_app.config["SETTINGS"]
    time = f"{settings.plan_hour:02d}:{settings.plan_minute:02d}"
    return [(_("Next reminder"), f"{format_date(found[0], 'EEEE dd/MM/yyyy')}, {time}")]


def _timeline_text(row: ReminderSummary) -> str:
    to = ngettext("sent to %(num)s person", "sent to %(num)s people", row.people)
    if row.failed:
        state = _("%(count)s not delivered", count=row.failed)
    else:
        state = _("sent") if row.is_sent else _("waiting to be sent")
    return f"{to} · {state}"
