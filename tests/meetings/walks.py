"""A meeting of the sample office, and the short ways to say something in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.cast import Cast
from tests.tasks.test_life import issue
from tracker.db import db
from tracker.meetings import actions, queries
from tracker.meetings.models import Decision, Kind, Meeting
from tracker.meetings.walks import Walk
from tracker.people.actor import Actor
from tracker.tasks.models import Task
from tracker.tasks.queries import get_task_for

TODAY = date(2026, 11, 24)
LATE = date(2026, 11, 10)


def late_task(cast: Cast, **changes: Any) -> Task:
    """Overdue work of the finance room."""
    task = issue(cast, **{"due_on": LATE, **changes})
    db.session.flush()
    return task


def plan(cast: Cast, **changes: Any) -> actions.Plan:
    values: dict[str, Any] = {
        "form_key": "k",
        "title": "Giao ban tuần 48",
        "held_on": TODAY,
        "chair_id": cast.chairman.user_id,
        "walk": Walk.WEEK,
    }
    return actions.Plan(**(values | changes))


def start(cast: Cast, by: Actor | None = None, **changes: Any) -> Meeting:
    """Driven by the clerk for the chairman unless somebody else is named; committed."""
    meeting = actions.start_meeting(plan(cast, **changes), by=by or cast.clerk)
    db.session.commit()
    return meeting


def say(meeting: Meeting, task: Task | None, kind: Kind, by: Actor, **typed: Any) -> Decision | None:
    """The chair's word about that task, through the screen's own steps."""
    meeting = queries.get_meeting_for(by, meeting.id, to_change=True)
    item = None
    if task is not None:
        position = next(one.position for one in queries.list_items(meeting) if one.task_id == task.id)
        stop = queries.find_stop(by, meeting, position)
        assert stop is not None
        item, task = stop.item, get_task_for(by, task.id)
    word = actions.Word(**{"form_key": "w", "kind": kind, "reason": "Ý kiến tại cuộc họp", **typed})
    decision = actions.record(meeting, item, task, word, by=by)
    db.session.commit()
    return decision
