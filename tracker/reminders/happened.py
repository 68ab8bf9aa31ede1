"""What happened to tasks, for those who want to read of it in their next digest instead of in mails of its own.

Such a mail lies in the outbox until some time after the next plan. The plan takes what still lies there into the digest
and marks it as skipped; if no plan is made, it goes out by itself. Whoever changes the row first has it, so that it is
neither lost nor told twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import or_, select, update

from .. import clock
from ..calendar.queries import office_calendar
from ..db import db
from ..mail import Message, timing, wanted
from ..mail.claims import Letter
from ..mail.models import MailState, OutboxMail
from .emails import KIND, Event
from .models import ReminderPreference
from .preferences.queries import find_choices

# What asks its reader for nothing may wait for the digest. What needs an answer within days (a task, a report that came
# back, an explanation, a request to decide, an urging) is always sent at once.
GATHERED = frozenset(
    {
        "due_set",
        "extension_approved",
        "extension_refused",
        "explanation_accepted",
        "part_added",
        "proposal_answered",
        "task_suspended",
        "task_resumed",
        "task_cancelled",
        "task_superseded",
    }
)
# Of these, what changes nothing of what its reader has to do, and which he may therefore stop.
OPTIONAL = frozenset({"explanation_accepted", "part_added", "proposal_answered"})
STOPPED = "the reader has stopped what is optional"
# How long after the plan a mail that no plan has taken goes out by itself.
GRACE = timedelta(hours=2)


def register(app: Flask) -> None:
    """Have a say when mails are put, and before optional ones are sent."""
    timing.register(app, shape)
    for kind in OPTIONAL:
        wanted.register(app, kind, is_event_wanted)


def shape(message: Message) -> Message:
    """Marked as optional where it is; put off where its reader gathers such mails."""
    if message.kind not in GATHERED:
        return message
    if message.kind in OPTIONAL:
        message = replace(message, is_optional=True)
    choices = find_choices(message.user_id)
    return replace(message, due_at=_next_plan() + GRACE) if choices.gathers_events else message


def _next_plan() -> datetime:
    """When the next plan is to be made."""
    settings, calendar, day = current_app.config["SETTINGS"], office_calendar(), clock.today()
    while True:
        plan_at = clock.office_time(day, settings.plan_hour, settings.plan_minute)
        if calendar.is_working(day) and plan_at > clock.now():
            return plan_at
        day += timedelta(days=1)


def is_event_wanted(letter: Letter) -> str:
    """Why it must not be sent."""
    return STOPPED if find_choices(letter.user_id).is_opted_out else ""


def fold(digests: Mapping[int, int], day: date) -> dict[int, list[Event]]:
    """Take into the digests of the day what still waits for one, and what digests that never left had taken.

    `digests` are mail ids by person. What its reader has stopped is left where it lies: the sender skips it.
    """
    _take_over(digests, day)
    stopped = select(ReminderPreference.user_id).where(ReminderPreference.is_opted_out)
    db.session.execute(
        update(OutboxMail)
        .where(
            OutboxMail.state == MailState.QUEUED,
            OutboxMail.kind.in_(GATHERED),
            OutboxMail.attempts == 0,
            OutboxMail.due_at > OutboxMail.created_at,  # it was put off, not tried
            OutboxMail.user_id.in_(digests),
            or_(OutboxMail.is_optional.is_(False), OutboxMail.user_id.not_in(stopped)),
        )
        .values(state=MailState.SKIPPED, last_error=_told(day))
        .execution_options(synchronize_session=False)
    )
    return read_told(digests, day)


def _take_over(digests: Collection[int], day: date) -> None:
    """What a digest told that has been replaced by today's."""
    replaced = db.session.execute(
        select(OutboxMail.user_id, OutboxMail.key).where(
            OutboxMail.kind == KIND,
            OutboxMail.state == MailState.SKIPPED,
            OutboxMail.last_error == f"replaced by the digest of {day.isoformat()}",
            OutboxMail.user_id.in_(digests),
        )
    ).all()
    for old_day in {key.rpartition(":")[2] for _user_id, key in replaced}:
        people = [user_id for user_id, key in replaced if key.endswith(f":{old_day}")]
        db.session.execute(
            update(OutboxMail)
            .where(
                OutboxMail.user_id.in_(people),
                OutboxMail.state == MailState.SKIPPED,
                OutboxMail.last_error == _told(date.fromisoformat(old_day)),
            )
            .values(last_error=_told(day))
            .execution_options(synchronize_session=False)
        )


def read_told(user_ids: Collection[int], day: date) -> dict[int, list[Event]]:
    """What these people's digests of that day tell of what happened, the oldest first."""
    rows = db.session.execute(
        select(
            OutboxMail.user_id,
            OutboxMail.subject,
            OutboxMail.subject_type,
            OutboxMail.subject_id,
            OutboxMail.is_optional,
            OutboxMail.body_text,
        )
        .where(
            OutboxMail.user_id.in_(user_ids),
            OutboxMail.state == MailState.SKIPPED,
            OutboxMail.last_error == _told(day),
        )
        .order_by(OutboxMail.user_id, OutboxMail.id)
    )
    return _events(rows)


def _events(rows: Iterable[Any]) -> dict[int, list[Event]]:
    found: dict[int, list[Event]] = {}
    for user_id, subject, about, task_id, is_optional, text in rows:
        # A mail without the link went to somebody who may no longer see the task.
        has_page = about == "task" and f"/tasks/{task_id}" in text
        found.setdefault(user_id, []).append(Event(subject, task_id if has_page else 0, is_optional))
    return found


def _told(day: date) -> str:
    return f"told in the digest of {day.isoformat()}"
