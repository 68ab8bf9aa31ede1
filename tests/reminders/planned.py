"""How the tests of reminders plan days and read the ledger."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime

import time_machine
from sqlalchemy import update

from tracker import clock
from tracker.db import db
from tracker.mail.models import MailState, OutboxMail
from tracker.reminders.actions import plan_reminders
from tracker.reminders.models import Reminder
from tracker.reminders.rules.book import RuleBook, RuleSet


@contextmanager
def on(day, hour=7, minute=30):
    """The office's clock on that day."""
    with time_machine.travel(datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.OFFICE_ZONE)):
        yield


def plan(day):
    """Plan that day and commit, as the job does."""
    with on(day):
        report = plan_reminders(day)
        db.session.commit()
        return report


def leave():
    """All digests have left: what a digest told that never does may be told again."""
    db.session.execute(update(OutboxMail).values(state=MailState.SENT))
    db.session.commit()


def digests():
    """Every digest, the oldest first."""
    query = db.select(OutboxMail).where(OutboxMail.kind == "digest").order_by(OutboxMail.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def ledger(task, skipped=""):
    """(stage, user) of the task's rows."""
    rows = db.session.execute(
        db.select(Reminder.stage, Reminder.user_id)
        .where(Reminder.task_id == task.id, Reminder.skipped == skipped)
        .order_by(Reminder.id)
    )
    return [tuple(row) for row in rows]


def told(task, stage):
    """Who was told of that stage of the task."""
    return {user_id for name, user_id in ledger(task) if name == stage}


def general(*rules, head_after=0, leader_after=0):
    """A book with these rules for everything."""
    return RuleBook(RuleSet(rules, head_after=head_after, leader_after=leader_after))
