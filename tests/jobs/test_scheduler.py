"""The timetable: when a plan is due, who leads, and that nothing that goes wrong stops the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine

from tracker import clock, scheduler
from tracker.db import db
from tracker.jobs import actions as jobs
from tracker.jobs.models import Heartbeat, JobLease, JobRun
from tracker.jobs.queries import find_done_for, read_state
from tracker.mail.models import OutboxMail
from tracker.scheduler import TIMETABLE, Job, Scheduler, Turn, is_time_to_plan, run_job
from tracker.tasks.actions import Assignment, issue_task

OPEN, PLAN, DELIVER = TIMETABLE[:3]


def at(*moment):
    """The office's clock."""
    return time_machine.travel(datetime(*moment, tzinfo=clock.OFFICE_ZONE))


@pytest.mark.parametrize(
    ("moment", "done_for", "is_due"),
    [
        ((2026, 11, 24, 7, 29), None, False),
        ((2026, 11, 24, 7, 30), None, True),
        ((2026, 11, 24, 23, 59), date(2026, 11, 20), True),  # the process was down all day
        ((2026, 11, 24, 7, 31), date(2026, 11, 24), False),
        ((2026, 11, 28, 9, 0), date(2026, 11, 27), False),  # Saturday
        ((2026, 11, 24, 9, 0), date(2027, 5, 1), True),  # the clock had been wrong
    ],
)
def test_when_a_plan_is_due(app, moment, done_for, is_due):
    now = datetime(*moment, tzinfo=clock.OFFICE_ZONE)
    assert is_time_to_plan(now, done_for, app.config["SETTINGS"]) is is_due


def test_a_late_start_still_plans_today_once(app, cast):
    with at(2026, 11, 2, 9):
        task = Assignment("Giải ngân", cast.finance.id, cast.chairman.user_id, due_on=date(2026, 11, 26))
        issue_task(task, by=cast.clerk)
        db.session.commit()
    process = Scheduler(app)
    for hour in (15, 16):
        with at(2026, 11, 24, hour):
            process.tick(PLAN)
    assert find_done_for("plan_reminders") == date(2026, 11, 24)
    assert db.session.scalar(db.select(db.func.count()).select_from(OutboxMail).where(OutboxMail.kind == "digest")) == 1
    run = db.session.get_one(JobRun, "plan_reminders")
    assert run.outcome == "day=2026-11-24 digests=1 reminders=3 replaced=0"  # due, not accepted, no update
    assert clock.to_office(run.started_at).hour == 15


def test_only_one_process_leads_until_its_lease_ends(app):
    first, second = Scheduler(app), Scheduler(app)
    assert first.beat()
    assert not second.beat()
    assert first.beat()
    with time_machine.travel(clock.now() + jobs.LEASE + timedelta(seconds=1)):
        assert second.beat()
        assert not first.beat()
        state = read_state()
    assert [process.is_leader for process in state.processes] == [True, False]


def test_a_process_that_ends_well_leaves_the_lead_at_once(app):
    first, second = Scheduler(app), Scheduler(app)
    first.beat()
    jobs.forget_process(first.process)
    assert second.beat()
    assert db.session.scalars(db.select(Heartbeat.process)).all() == [second.process]


def test_those_that_do_not_lead_do_not_work(app):
    worked = []
    job = Job("count", 60, lambda turn: worked.append(1) or "counted")
    first, second = Scheduler(app), Scheduler(app)
    first.beat()
    second.tick(job)
    assert worked == []
    first.tick(job)
    assert worked == [1]


def test_a_job_that_fails_is_recorded_and_harms_no_other(app):
    def fails(turn):
        db.session.add(JobLease(name="half", holder="done", expires_at=clock.now()))
        db.session.flush()
        raise RuntimeError("no luck")

    assert not run_job(app, Job("bad", 60, fails), Turn(clock.today()))
    run = db.session.get_one(JobRun, "bad")
    assert (run.error, run.outcome, run.done_for) == ("RuntimeError: no luck", "", None)
    assert db.session.get(JobLease, "half") is None, "its work is undone"
    assert run_job(app, Job("good", 60, lambda turn: "fine"), Turn(clock.today()))


def test_a_failed_plan_is_made_good_by_the_next_tick(app, cast, monkeypatch):
    process = Scheduler(app)
    fails = Job("plan_reminders", 60, lambda turn: 1 / 0, is_daily=True)
    process.tick(fails)
    assert find_done_for("plan_reminders") is None
    process.tick(PLAN)
    assert find_done_for("plan_reminders") == clock.today()
    assert db.session.get_one(JobRun, "plan_reminders").error == ""


def test_the_first_turn_of_a_process_is_told_that_it_is_the_first(app):
    seen = []
    process = Scheduler(app)
    job = Job("look", 60, lambda turn: seen.append(turn.is_first))
    process.tick(job)
    process.tick(job)
    assert seen == [True, False]


def test_silence_of_five_minutes_means_not_alive(app):
    assert not read_state().is_alive
    Scheduler(app).beat()
    assert read_state().is_alive
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        assert not read_state().is_alive


def test_heartbeats_of_yesterday_are_forgotten(app):
    Scheduler(app).beat()
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        Scheduler(app).beat()
    assert len(db.session.scalars(db.select(Heartbeat.process)).all()) == 1


class Clockwork:
    """A clock whose thread ends at once."""

    running = False

    def start(self):
        """Nothing ticks."""


def test_the_process_ends_with_one_when_the_clocks_thread_dies(app, monkeypatch):
    monkeypatch.setattr(scheduler, "_clockwork", lambda process: Clockwork())
    process = Scheduler(app)
    monkeypatch.setattr(process.stop, "wait", lambda seconds: False)
    assert process.run() == 1


def test_one_job_can_be_run_by_hand(app, cast):
    runner = app.test_cli_runner()
    done = runner.invoke(args=["jobs", "run", "plan_reminders", "--as-of", "2026-11-25"])
    assert done.exit_code == 0, done.output
    assert db.session.get_one(JobRun, "plan_reminders").outcome.startswith("day=2026-11-25 ")
    assert find_done_for("plan_reminders") is None, "another day's plan does not stand for today's"
    assert runner.invoke(args=["jobs", "run", "brew_coffee"]).exit_code == 2
