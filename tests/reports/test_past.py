"""A past day counted again from the dated rows gives what was counted on that day."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import selectinload

from tests.reminders.planned import on
from tests.reports.test_outstanding import fill
from tests.tasks.test_life import issue
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.errors import Refused
from tracker.people.queries import get_user
from tracker.reports.outstanding import count_bands
from tracker.reports.past import COUNTED, count_by_leader_at
from tracker.tasks import actions, handover
from tracker.tasks.bands import Limits
from tracker.tasks.handover import Plan
from tracker.tasks.models import Task, TaskState
from tracker.tasks.status import Today

THEN = date(2026, 11, 24)
NOW = date(2026, 12, 1)


def limits(day):
    return Limits.of(Today.of(day, office_calendar()))


def go_on(cast, seed):
    """A week in which something happens to most tasks."""
    chance, every = random.Random(seed), db.select(Task).order_by(Task.id)
    every = every.options(selectinload(Task.cooperating_units)).execution_options(populate_existing=True)
    for task in db.session.scalars(every).all():
        fate = chance.random()
        try:
            if fate < 0.2 and task.can("cancel"):
                actions.cancel_task(task, "Không còn cần", by=cast.clerk)
            elif fate < 0.4 and task.can("set_due"):
                actions.set_due_date(task, NOW + timedelta(days=chance.randint(1, 30)), "Theo ý kiến", by=cast.chairman)
            elif fate < 0.6 and task.state == TaskState.SUBMITTED:
                actions.confirm_completion(task, by=cast.clerk)
            elif fate < 0.7 and task.can("suspend"):
                actions.suspend_task(task, "Chờ vốn", None, by=cast.clerk)
        except Refused:
            continue
    for number in range(5):
        issue(cast, title=f"Việc mới {number}", due_on=NOW + timedelta(days=number - 3))


@pytest.mark.parametrize("seed", range(3))
def test_a_week_ago_is_counted_as_it_was(cast, seed):
    with on(THEN):
        fill(cast, 50, seed)
        expected = {key: Counter(found) for key, found in count_bands(Task.leader_id, limits(THEN), COUNTED).items()}
    with on(NOW):
        go_on(cast, seed)
        db.session.flush()
        found = count_by_leader_at(clock.office_time(THEN, 7, 31), limits(THEN))
        now = count_bands(Task.leader_id, limits(NOW), COUNTED)
    for leader, counts in expected.items():
        assert {band: found[leader][band] for band in COUNTED} == {band: counts[band] for band in COUNTED}
        assert counts != Counter(now[leader])


def test_a_task_that_went_to_another_leader_counts_for_the_one_who_had_it(cast):
    with on(THEN):
        issue(cast, title="Việc chuyển", due_on=date(2026, 11, 10), leader_id=cast.chairman.user_id)
        db.session.flush()
    with on(NOW):
        leader = get_user(cast.chairman.user_id)
        handover.hand_over_leader(leader, Plan(cast.vice_chairman.user_id), "Phân công lại", by=cast.clerk)
        found = count_by_leader_at(clock.office_time(THEN, 7, 31), limits(THEN))
    assert found[cast.chairman.user_id].total() == 2  # open, and overdue
    assert found.get(cast.vice_chairman.user_id, Counter()).total() == 0
