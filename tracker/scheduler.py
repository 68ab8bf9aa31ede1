"""The timetable: every job on one screen, in its own process.

    flask --app wsgi scheduler          run the timetable until SIGTERM or SIGINT
    flask --app wsgi jobs run NAME      run one job now, whoever leads

APScheduler is only the clock. A job looks at the database and does what is due, so runs that were missed are made good
by the next one, and a second scheduler adds nothing. One process leads; that spares work but no promise rests on it.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import bindparam, select

from . import clock
from .calendar.queries import office_calendar
from .db import db, reading
from .duties.opening import open_duties
from .inbound.jobs import poll_inbound
from .jobs import actions as jobs
from .jobs.queries import Planned, find_done_for, register_timetable
from .mail import wanted
from .mail.delivery import deliver_due
from .people.models import User
from .reminders import ledger
from .reminders.actions import plan_reminders
from .reminders.emails import KIND as DIGEST
from .reminders.wanted import are_digests_wanted

log = logging.getLogger("tracker.scheduler")


@dataclass
class Turn:
    """What a job may need to know of the process that runs it."""

    today: date
    is_first: bool = False
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Job:
    """A line of the timetable. `work` says what it did as `name=number` pairs, or None when nothing was due."""

    name: str
    every_seconds: int
    work: Callable[[Turn], str | None]
    is_daily: bool = False
    minutes_before_plan: int = 0


def _open(turn: Turn) -> str:
    return f"day={turn.today.isoformat()} {open_duties(turn.today)}"


def _plan(turn: Turn) -> str:
    return f"day={turn.today.isoformat()} {plan_reminders(turn.today)}"


# Where the limit per minute is reached, a run waits for the next free places and leaves a little for the next run.
PATIENCE = 50


def _deliver(turn: Turn) -> str | None:
    report = deliver_due(is_first=turn.is_first, is_stopping=turn.stop.is_set, patience=PATIENCE)
    return str(report) if report.handled or report.freed else None


TIMETABLE = (
    # As the plan, but half an hour earlier, so that what is opened today stands in today's reminders.
    Job("open_duties", 60, _open, is_daily=True, minutes_before_plan=30),
    # Each minute: is it a working day, past the time of the plan, and today's plan not made yet?
    Job("plan_reminders", 60, _plan, is_daily=True),
    # Frees what a dead sender had claimed, then sends what is due.
    Job("deliver_mail", 60, _deliver),
    # Answers to our mails, where a mailbox is set.
    Job("poll_inbound", 60, poll_inbound),
)
BEAT_SECONDS = 15
LEASE = "scheduler"


def is_time_to_plan(now: datetime, done_for: date | None, settings: Any, minutes_before: int = 0) -> bool:
    """Whether today's plan is due: late is fine, twice is not, days off are not for planning."""
    today = clock.to_office(now).date()
    if done_for == today or not office_calendar().is_working(today):
        return False
    plan_at = clock.office_time(today, settings.plan_hour, settings.plan_minute)
    return now >= plan_at - timedelta(minutes=minutes_before)


def next_run_of(job: Job, now: datetime, done_for: date | None) -> datetime | None:
    """When a job that runs once a day is due next; None for one that looks every minute."""
    if not job.is_daily:
        return None
    settings, calendar = current_app.config["SETTINGS"], office_calendar()
    today = clock.to_office(now).date()
    day = calendar.working_day_from(today)
    if done_for == day:
        day = calendar.working_day_from(day + timedelta(days=1))
    due_at = clock.office_time(day, settings.plan_hour, settings.plan_minute)
    return due_at - timedelta(minutes=job.minutes_before_plan)


def run_job(app: Flask, job: Job, turn: Turn) -> bool:
    """One run in a context of its own: one commit, its record, and whatever goes wrong ends here."""
    with app.app_context():
        started_at = clock.now()
        try:
            outcome = job.work(turn) or ""
            done_for = turn.today if job.is_daily and turn.today == clock.today() else None
            jobs.note_run(job.name, started_at, outcome=outcome, done_for=done_for)
            db.session.commit()
        except Exception as error:
            log.exception("job %s failed", job.name)
            _note_failure(job, started_at, error)
            return False
        log.info("%s: %s", job.name, outcome or "nothing was due")
        return True


def _note_failure(job: Job, started_at: datetime, error: Exception) -> None:
    try:
        db.session.rollback()
        jobs.note_run(job.name, started_at, error=f"{type(error).__name__}: {error}"[:2000])
        db.session.commit()
    except Exception:
        log.exception("the failure of %s could not be recorded", job.name)


class Scheduler:
    """One process: its ticks, its heartbeat, its lease."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.process = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(2)}"
        self.started_at = clock.now()
        self.stop = threading.Event()
        self._has_run: set[str] = set()

    def beat(self) -> bool:
        """Say that the process is alive; take or keep the lead. Tells whether it leads."""
        with self.app.app_context():
            try:
                is_leader = jobs.take_lease(LEASE, self.process)
                jobs.beat(self.process, self.started_at, is_leader=is_leader)
                db.session.commit()
            except Exception:
                db.session.rollback()
                log.exception("no heartbeat")
                return False
            return is_leader

    def tick(self, job: Job) -> None:
        """What APScheduler calls. Only the process in charge works."""
        if self.stop.is_set() or not self.beat() or not self._is_due(job):
            return
        turn = Turn(clock.today(), is_first=job.name not in self._has_run, stop=self.stop)
        if run_job(self.app, job, turn):
            self._has_run.add(job.name)

    def _is_due(self, job: Job) -> bool:
        if not job.is_daily:
            return True
        with self.app.app_context(), reading():
            try:
                done_for, settings = find_done_for(job.name), current_app.config["SETTINGS"]
                return is_time_to_plan(clock.now(), done_for, settings, job.minutes_before_plan)
            except Exception:
                log.exception("cannot tell whether %s is due", job.name)
                return False

    def run(self) -> int:
        """Tick until a signal comes (0) or the clock's thread dies (1)."""
        clockwork = _clockwork(self)
        thread = threading.Thread(target=clockwork.start, name="clock", daemon=True)
        thread.start()
        while not self.stop.wait(1.0):
            if not thread.is_alive():
                log.critical("the clock has stopped; this process ends so that it can be started again")
                return 1
        if clockwork.running:
            clockwork.shutdown(wait=True)
        thread.join(timeout=30)
        self._leave()
        return 0

    def _leave(self) -> None:
        """Let another process lead at once; if that cannot be written, the lease ends by itself."""
        with self.app.app_context():
            try:
                jobs.forget_process(self.process)
                db.session.commit()
            except Exception:
                log.exception("the lead could not be given up")


def _clockwork(scheduler: Scheduler) -> Any:
    # Imported here: no web process needs APScheduler, and it takes a tenth of a second to load.
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.blocking import BlockingScheduler

    clockwork = BlockingScheduler(
        executors={"default": ThreadPoolExecutor(2), "beat": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone=clock.OFFICE_ZONE,
    )
    now = clock.now()
    clockwork.add_job(scheduler.beat, "interval", seconds=BEAT_SECONDS, next_run_time=now, executor="beat")
    seconds = 5 if scheduler.app.config["SETTINGS"].demo else None  # in the demo one waits for the mail
    for job in TIMETABLE:
        every = seconds or job.every_seconds
        clockwork.add_job(scheduler.tick, "interval", [job], seconds=every, next_run_time=now, id=job.name)
    return clockwork


@click.command("scheduler")
@with_appcontext
def scheduler_command() -> None:
    """Run the timetable until SIGTERM or SIGINT; 1 when the clock's thread has died."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    scheduler = Scheduler(current_app._get_current_object())  # type: ignore[attr-defined]
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: scheduler.stop.set())
    log.info("timetable started as %s", scheduler.process)
    raise SystemExit(scheduler.run())


jobs_command = AppGroup("jobs", help="Look at or run the scheduled jobs.")


@jobs_command.command("run")
@click.argument("name", type=click.Choice([job.name for job in TIMETABLE]))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Plan as if it were that day.")
def run_one(name: str, as_of: datetime | None) -> None:
    """Run one job now, whatever the time and whoever leads."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    job = next(job for job in TIMETABLE if job.name == name)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    today = as_of.date() if as_of else clock.today()
    if not run_job(app, job, Turn(today, is_first=True)):
        raise click.ClickException(f"{name} failed; the log above says why.")


def register(app: Flask) -> None:
    """Add the commands, and tell the outbox whom to ask before it sends."""
    app.cli.add_command(scheduler_command)
    app.cli.add_command(jobs_command)
    register_timetable(app, [_planned(job) for job in TIMETABLE])
    wanted.register_lookup(app, _find_recipients)
    wanted.register_many(app, DIGEST, are_digests_wanted)
    wanted.register_left_out(app, DIGEST, lambda mail_id, is_skipped: ledger.forget([mail_id], but_due=not is_skipped))


def _planned(job: Job) -> Planned:
    return Planned(job.name, job.every_seconds, lambda done_for: next_run_of(job, clock.now(), done_for))


_USERS: Any = User.__table__
_RECIPIENTS = select(_USERS.c.id, _USERS.c.is_enabled, _USERS.c.email).where(
    _USERS.c.id.in_(bindparam("ids", expanding=True))
)


def _find_recipients(user_ids: Collection[int]) -> dict[int, wanted.Recipient]:
    rows = db.session.execute(_RECIPIENTS, {"ids": sorted(user_ids)})
    return {row.id: wanted.Recipient(row.is_enabled, row.email or "") for row in rows}
