"""Processes that are killed between two steps of planning and sending. Numbers are those of the fault plan."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from config import ROOT
from tests import cast as cast_module
from tests.test_backup import pg_programs
from tracker import clock, mail
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.jobs.models import Heartbeat, JobRun
from tracker.mail.models import MailState, OutboxMail
from tracker.reminders.models import Reminder
from tracker.tasks.actions import Assignment, issue_task

pytestmark = pytest.mark.fault


@pytest.fixture
def office(live, sink):
    """The application on the live database, with the cast and one task that is due tomorrow."""
    live.env.update(sink.env)
    app = live.app()
    with app.app_context():
        cast = cast_module.gather_without_briefings()
        tomorrow = office_calendar().add_working_days(clock.today(), 1)
        with clock.at(clock.now() - timedelta(days=30)):
            task = Assignment("Giải ngân", cast.finance.id, cast.chairman.user_id, due_on=tomorrow)
            issue_task(task, by=cast.clerk)
        db.session.commit()
        yield cast
        db.session.remove()
        db.engine.dispose()


def queue(cast, count=1):
    """So many mails in the outbox."""
    for number in range(count):
        actor = list(cast.everyone.values())[number]
        mail.put(mail.Message(f"f:{number}", "test", actor.user_id, actor.name, "x@example.vn", "s", "t", "<p>h</p>"))
    db.session.commit()


def count(query):
    """How many rows; leaves no transaction open, which would keep other processes from writing."""
    try:
        return db.session.scalar(query)
    finally:
        db.session.rollback()


def expire_leases():
    """As if ten minutes had passed."""
    db.session.execute(
        update(OutboxMail)
        .where(OutboxMail.lease_until.is_not(None))
        .values(lease_until=clock.now() - timedelta(seconds=1))
    )
    db.session.commit()


def states():
    """Every mail's state."""
    try:
        return db.session.scalars(select(OutboxMail.state).order_by(OutboxMail.id)).all()
    finally:
        db.session.rollback()


def test_fault_01_killed_between_250_and_the_mark_costs_one_copy(live, office, sink):
    queue(office, 3)
    assert live.run("jobs", "run", "deliver_mail", check=False, FAULT="after_data").returncode == 9
    assert len(sink.mails) == 1
    live.run("jobs", "run", "deliver_mail")
    assert len(sink.mails) == 1, "nobody else touches what is leased"
    expire_leases()
    log = live.run("jobs", "run", "deliver_mail").stderr
    assert "may arrive twice" in log
    assert states() == [MailState.SENT] * 3
    assert len(sink.mails) == 4
    assert len(set(sink.message_ids)) == 3
    assert sink.message_ids.count(sink.message_ids[0]) == 2


def test_fault_02_killed_between_claim_and_connect_loses_nothing(live, office, sink):
    queue(office, 3)
    assert live.run("jobs", "run", "deliver_mail", check=False, FAULT="after_claim").returncode == 9
    assert states() == [MailState.SENDING] * 3
    expire_leases()
    live.run("jobs", "run", "deliver_mail")
    assert states() == [MailState.SENT] * 3
    assert len(sink.mails) == 3


def test_fault_06_schedulers_side_by_side_double_nothing(live, office, sink):
    queue(office, 8)
    runs = [live.start("jobs", "run", name) for name in ("deliver_mail", "plan_reminders") * 2]
    told = [run.communicate(timeout=60)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0, 0], told
    live.run("jobs", "run", "deliver_mail")
    assert len(sink.mails) == len(set(sink.message_ids)) == 9
    digests = select(func.count()).select_from(OutboxMail).where(OutboxMail.kind == "digest")
    assert count(digests) == 1
    each = select(Reminder.task_id, Reminder.track, Reminder.user_id).distinct().subquery()  # one stage on each track
    assert count(select(func.count()).select_from(Reminder)) == count(select(func.count()).select_from(each)) > 0


def test_fault_07_killed_while_planning_leaves_nothing_half_planned(live, office, sink):
    assert live.run("jobs", "run", "plan_reminders", check=False, FAULT="mid_plan").returncode == 9
    assert count(select(func.count()).select_from(Reminder)) == 0
    assert states() == []
    live.run("jobs", "run", "plan_reminders")
    live.run("jobs", "run", "deliver_mail")
    assert sink.recipients == ["tckh@example.vn"]


def test_a_scheduler_sends_ends_on_sigterm_and_leaves_no_heartbeat(live, office, sink):
    queue(office, 2)
    process = live.start("scheduler", DEMO="1")
    sink.wait_for(2)
    assert count(select(func.count()).select_from(Heartbeat)) == 1
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert states()[:2] == [MailState.SENT] * 2
    assert count(select(func.count()).select_from(Heartbeat)) == 0
    assert count(select(JobRun.outcome).where(JobRun.name == "deliver_mail")) is not None


# The clock's thread ends by an error that nobody foresaw; the process must not stay behind without it.
DEAD_CLOCK = """
import apscheduler.schedulers.blocking as blocking
from tracker.scheduler import Scheduler
from wsgi import app
def end(self):
    raise SystemExit("the thread dies")
blocking.BlockingScheduler._main_loop = end
raise SystemExit(Scheduler(app).run())
"""


def test_a_scheduler_whose_clock_dies_ends_with_one(live):
    done = subprocess.run(
        [sys.executable, "-c", DEAD_CLOCK],
        cwd=ROOT,
        env=live.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "the clock has stopped" in done.stderr


def test_after_a_restore_no_mail_goes_out_until_it_is_released(live, office, sink, tmp_path):
    """The backup calls queued what was sent after it: nothing is sent again before somebody has looked."""
    queue(office, 3)
    live.env["PATH"] = f"{pg_programs()}{os.pathsep}{os.environ['PATH']}"
    archive = str(tmp_path / "office.tar.gz")
    live.run("backup", archive)
    live.run("jobs", "run", "deliver_mail")
    assert len(sink.mails) == 3
    db.session.remove()
    db.engine.dispose()
    live.run("restore", archive, "--force")
    for _minute in range(2):
        live.run("jobs", "run", "deliver_mail")
    assert states() == [MailState.QUEUED] * 3
    assert len(sink.mails) == 3
    live.run("release-mail")
    live.run("jobs", "run", "deliver_mail")
    assert states() == [MailState.SENT] * 3
    assert len(set(sink.message_ids)) == 3, "even then each has the Message-ID that it had before"
