"""Two schedulers at once, on real connections: whoever comes second finds the period taken."""

from __future__ import annotations

from datetime import date
from threading import Barrier

import pytest

from tests import cast as cast_module
from tests.duties.makers import FRIDAYS, make, periods
from tests.races import at_once, office
from tracker.db import db
from tracker.duties import actions, opening, queries
from tracker.duties.models import Duty
from tracker.people.models import User
from tracker.people.queries import actor_of
from tracker.tasks.models import Task

__all__ = ["office"]

MORNING = date(2026, 12, 14)


@pytest.fixture
def duties(office):
    """Five of them, each with one period that was missed, one that is late, and one to come."""
    cast = cast_module.gather()
    made = [make(cast, rule=FRIDAYS, opens_before=4, starts_on=date(2026, 11, 20)) for _ in range(5)]
    db.session.execute(db.update(Duty).values(planned_until=date(2026, 11, 27)))
    db.session.execute(db.text("DELETE FROM duty_period"))  # whatever the day of this test had opened
    db.session.commit()
    return [duty.id for duty in made]


def count_tasks():
    """Opened by the job, beside what was opened when the duties were set up."""
    return db.session.scalar(db.select(db.func.count(Task.id)))


def test_two_schedulers_open_each_period_once(office, duties):
    before = count_tasks()
    db.session.commit()
    reports = at_once(office, [lambda: opening.open_duties(MORNING)] * 2)
    assert sum((report.opened for report in reports), 0) == 10
    assert sum((report.left_out for report in reports), 0) == 5
    assert count_tasks() - before == 10
    for duty_id in duties:
        assert [(code, "–" in what) for code, what in periods(queries.load_duty(duty_id))] == [
            ("2026-W49", False),
            ("2026-W50", True),
            ("2026-W51", True),
        ]


def test_who_planned_from_an_old_look_finds_the_key_taken(office, duties, monkeypatch):
    """Both have read the duty without its lock before either of them opens a period."""
    before = count_tasks()
    db.session.commit()
    gate, is_sqlite = Barrier(2), db.engine.dialect.name == "sqlite"

    def lock(duty_id):
        duty = queries.load_duty(duty_id)
        if is_sqlite:  # one writer at a time there; the old look is planned from all the same
            return duty
        gate.wait(10)
        return duty

    monkeypatch.setattr(opening, "lock_duty", lock)

    def work():
        report = opening.serve(duties[0], MORNING, {queries.load_duty(duties[0]).leader_id})
        if is_sqlite:
            db.session.execute(db.update(Duty).values(planned_until=date(2026, 11, 27)))
        db.session.commit()
        return report

    reports = at_once(office, [work] * 2)
    assert sorted(report.opened for report in reports) == [0, 2]
    assert count_tasks() - before == 2


def test_a_clerk_who_ends_a_duty_and_the_job_wait_for_each_other(office, duties):
    clerk = actor_of(db.session.scalars(db.select(User.id).where(User.login == "vanphong")).one())

    def end():
        for duty_id in duties:
            duty = queries.get_duty_for(clerk, duty_id, to_change=True)
            actions.end_duty(duty, "Bãi bỏ", by=clerk)
            db.session.commit()

    before = count_tasks()
    db.session.commit()
    [report, _none] = at_once(office, [lambda: opening.open_duties(MORNING), end])
    assert count_tasks() - before == report.opened
    assert report.opened % 2 == 0, "all of a duty or nothing"
    assert db.session.scalar(db.select(db.func.count(Duty.id)).where(Duty.ended_on.is_(None))) == 0
