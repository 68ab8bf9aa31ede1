"""What a digest left unsaid was not told: the next plan knows of it. And a digest says what is so when it leaves."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import update

from tests import smtp
from tests.reminders.planned import on
from tests.reminders.test_digests import MONDAY, TUESDAY, choose, digest_of
from tracker import clock
from tracker.db import db
from tracker.jobs import actions as jobs
from tracker.mail.delivery import deliver_due
from tracker.mail.models import MailState, OutboxMail
from tracker.people.actions import end_post
from tracker.people.models import Post, StandIn, User
from tracker.reminders.actions import plan_reminders
from tracker.tasks.models import TaskState

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def sink(app, monkeypatch) -> Iterator[smtp.Sink]:
    """A listening SMTP server that the application uses."""
    with smtp.sink() as server:
        there = {"smtp_host": "127.0.0.1", "smtp_port": server.port, "smtp_security": "none"}
        monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(app.config["SETTINGS"], **there))
        yield server


def plan(day, *, leaves=False):
    """As the job does, with its record; the digests leave at once or wait."""
    with on(day):
        plan_reminders(day)
        jobs.note_run("plan_reminders", clock.now(), done_for=day)
        if leaves:
            db.session.execute(update(OutboxMail).values(state=MailState.SENT))
        db.session.commit()


def send(day, hour):
    """What is due at that hour."""
    with on(day, hour, 5):
        deliver_due()


def put_in(task, state):
    """The task is in that state."""
    task.state = state
    db.session.commit()


def words_to(sink, actor):
    """What each mail to that person says."""
    mails = [mail for mail in sink.mails if actor.name in mail["To"]]
    return [mail.get_body(("plain",)).get_content() for mail in mails]


def test_a_line_that_was_dropped_at_sending_is_told_when_it_is_so_again(issue, cast, sink):
    task = issue(MONDAY)
    issue(MONDAY, "Việc khác")
    plan(MONDAY, leaves=True)
    choose(cast.finance_head, hour=16)
    plan(TUESDAY)
    put_in(task, TaskState.SUBMITTED)
    send(TUESDAY, 16)
    [said] = words_to(sink, cast.finance_head)
    assert task.title not in said
    assert "Việc khác" in said
    put_in(task, TaskState.RETURNED)
    plan(date(2026, 11, 25))
    assert task.title in digest_of(cast.finance_head).body_text


def test_a_step_of_the_ladder_that_was_dropped_is_not_lost_for_good(issue, cast, sink):
    task = issue(date(2026, 11, 16))
    choose(cast.chairman, hour=16)
    plan(FRIDAY, leaves=True)
    plan(date(2026, 11, 25))
    put_in(task, TaskState.SUBMITTED)
    send(date(2026, 11, 25), 16)
    assert not any(task.code in said for said in words_to(sink, cast.chairman))
    put_in(task, TaskState.RETURNED)
    plan(date(2026, 11, 26))
    send(date(2026, 11, 26), 16)
    assert any(task.code in said for said in words_to(sink, cast.chairman))


def test_whoever_has_no_post_any_more_gets_no_digest_that_waits(issue, cast, sink):
    issue(MONDAY, leader_id=cast.vice_chairman.user_id)
    plan(FRIDAY, leaves=True)
    day = date(2026, 11, 30)
    plan(day)
    assert digest_of(cast.vice_chairman).state == MailState.QUEUED
    end_post(db.session.get_one(Post, cast.vice_chairman.post_id), by=cast.admin)
    db.session.commit()
    send(day, 9)
    assert words_to(sink, cast.vice_chairman) == []
    db.session.expire_all()
    assert digest_of(cast.vice_chairman).state == MailState.SKIPPED


def test_the_week_that_could_not_be_sent_on_monday_is_told_on_tuesday(issue, cast):
    issue(date(2026, 11, 27))
    plan(FRIDAY, leaves=True)
    plan(MONDAY)
    assert "Việc còn tồn đầu tuần" in digest_of(cast.chairman).body_text
    plan(TUESDAY)
    db.session.expire_all()
    latest = digest_of(cast.chairman)
    assert latest.key.endswith(TUESDAY.isoformat())
    assert (latest.state, "Việc còn tồn đầu tuần" in latest.body_text) == (MailState.QUEUED, True)


def test_a_stand_in_who_cannot_be_reached_takes_no_section_away(issue, cast):
    issue(FRIDAY)
    db.session.add(
        StandIn(
            post_id=cast.chairman.post_id,
            user_id=cast.vice_chairman.user_id,
            from_on=MONDAY,
            until_on=TUESDAY,
            at=clock.now(),
            given_by_id=cast.admin.user_id,
        )
    )
    db.session.get_one(User, cast.vice_chairman.user_id).email = None
    db.session.commit()
    plan(MONDAY)
    assert digest_of(cast.chairman) is not None


def test_a_digest_that_leaves_days_later_says_what_is_so_then(issue, cast, sink):
    issue(date(2026, 11, 26))
    plan(MONDAY)
    send(date(2026, 11, 28), 9)
    [said] = words_to(sink, cast.finance_head)
    assert "28/11/2026" in said
    assert "còn 3 ngày" not in said
