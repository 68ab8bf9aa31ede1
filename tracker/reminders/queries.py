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
from ..tasks.models import Task
from ..workdays import Calendar
from .audiences import has_track
from .models import Reminder
from .planning import CLIMB_HEAD, CLIMB_LEADER, Stage, Track, next_stage
from .rules.queries import rule_book


@dataclass(frozen=True)
class ReminderSummary:
    """One stage of one plan: how many people, and how far their digests have come."""

    planned_on: date
    track: str
    stage: str
    people: int
    sent: int
    failed: int
    sent_at: datetime | None

    @property
    def is_sent(self) -> bool:
        return self.sent == self.people


# A condition beside `Task`.
HAS_REMINDERS = select(Reminder.id).where(Reminder.task_id == Task.id).correlate(Task).exists()


def list_reminders_of(task_id: int) -> list[ReminderSummary]:
    """The latest first; stages that were passed unsent are left out, and so are digests that nobody wanted any more."""
    sent = func.sum(case((OutboxMail.state == MailState.SENT, 1), else_=0))
    failed = func.sum(case((OutboxMail.state == MailState.FAILED, 1), else_=0))
    stage = (Reminder.planned_on, Reminder.track, Reminder.stage)
    rows = db.session.execute(
        select(*stage, func.count(), sent, failed, func.max(OutboxMail.sent_at))
        .join(OutboxMail, OutboxMail.id == Reminder.mail_id)
        .where(Reminder.task_id == task_id, OutboxMail.state != MailState.SKIPPED)
        .group_by(*stage)
        .order_by(Reminder.planned_on.desc(), Reminder.track, Reminder.stage)
    )
    return [ReminderSummary(*row) for row in rows]


def next_reminder(task: Task, calendar: Calendar, today: date) -> tuple[date, Stage] | None:
    """The day and stage of the next reminder of anybody; None when the task is over, suspended or told of no more."""
    anchors = {
        track: task.due_on if track is Track.TERM else task.waits_since for track in Track if has_track(task, track)
    }
    if not any(anchors.values()):
        return None  # and no question about the rules
    rules = rule_book().set_for(is_starred=task.is_starred, topic_id=task.topic_id)
    stages = (next_stage(rules, track, anchor, calendar, today) for track, anchor in anchors.items() if anchor)
    first = min(filter(None, stages), key=lambda stage: stage.since, default=None)
    return (first.since, first) if first else None


def timeline_of(task: Task) -> list[dict[str, Any]]:
    """The reminders as lines of the task's timeline."""
    settings = current_app.config["SETTINGS"]
    return [
        {
            "at": row.sent_at or clock.office_time(row.planned_on, settings.plan_hour, settings.plan_minute),
            "text": _timeline_text(row),
        }
        for row in list_reminders_of(task.id)
    ]


def facts_of(task: Task) -> list[tuple[str, str]]:
    """The line «next reminder» of the task page."""
    found = next_reminder(task, office_calendar(), clock.today())
    if found is None:
        return []
    day, stage = found
    settings, hour = current_app.config["SETTINGS"], stage.rule.hour
    time = f"{settings.plan_hour:02d}:{settings.plan_minute:02d}" if hour is None else f"{hour:02d}:00"
    told = [f"{format_date(day, 'EEEE dd/MM/yyyy')}, {time}", _about(stage.track, "")]
    return [(_("Next reminder"), " · ".join(filter(None, told)))]


def _timeline_text(row: ReminderSummary) -> str:
    to = ngettext("sent to %(num)s person", "sent to %(num)s people", row.people)
    if row.failed:
        state = _("%(count)s not delivered", count=row.failed)
    else:
        state = _("sent") if row.is_sent else _("waiting to be sent")
    return " · ".join(filter(None, (_about(Track(row.track), row.stage), to, state)))


def _about(track: Track, stage: str) -> str:
    """What is told, where it is not simply the due date."""
    climbs = {CLIMB_HEAD: _("reported to the head of the unit"), CLIMB_LEADER: _("reported to the accountable leader")}
    tracks = {
        Track.ACCEPTANCE: _("not accepted yet"),
        Track.UPDATE: _("no update for long"),
        Track.CONFIRMATION: _("waiting for confirmation"),
    }
    return climbs.get(stage) or tracks.get(track, "")
