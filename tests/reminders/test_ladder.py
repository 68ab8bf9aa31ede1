"""The ladder: head, then accountable leader, each step once for each task and due date, and in its history."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import hire
from tests.reminders.planned import digests, general, leave, ledger, on, plan, told
from tracker import history
from tracker.db import db
from tracker.people import actions as people
from tracker.people.models import Post, Role
from tracker.reminders.ledger import read_rest
from tracker.reminders.models import ReminderClimb
from tracker.reminders.rules.book import RuleBook, RuleSet
from tracker.tasks import timeline
from tracker.tasks.models import TaskState
from tracker.tasks.queries import get_task_for

# Due on Friday 20/11: one working day late on Monday the 23rd, five on Friday the 27th.
DUE = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def rules(use):
    """Nothing but the ladder."""
    use(general(head_after=1, leader_after=5))


@pytest.fixture
def task(issue, cast):
    """A task of an officer of the finance room."""
    task = issue(DUE)
    task.officer_id = cast.finance_officer.user_id
    db.session.commit()
    return task


def climbs(task):
    """What history says of the ladder, the oldest first."""
    entries = history.list_entries("task", task.id)
    return [
        (entry.data["stage"], entry.data["days"], entry.data["due_on"], entry.data["name"])
        for entry in reversed(entries)
        if entry.event == "reminder_climbed"
    ]


HEAD = ("climb_head", 1, "2026-11-20", "Phòng TC-KH")
LEADER = ("climb_leader", 5, "2026-11-20", "Nguyễn Quốc Trung")


def test_each_step_is_told_once_and_stands_in_the_history(task, cast):
    plan(DUE)
    assert (ledger(task), climbs(task)) == ([], [])
    plan(date(2026, 11, 23))
    assert (ledger(task), climbs(task)) == ([("climb_head", cast.finance_head.user_id)], [HEAD])
    for day in (24, 25, 26):
        plan(date(2026, 11, day))
    assert (len(ledger(task)), climbs(task)) == (1, [HEAD])
    for day in (27, 30):
        plan(date(2026, 11, day))
    assert ledger(task)[1:] == [("climb_leader", cast.chairman.user_id)]
    assert climbs(task) == [HEAD, LEADER]
    plan(date(2026, 12, 24))
    assert (len(ledger(task)), len(climbs(task))) == (2, 2)


def test_a_line_that_has_climbed_says_so(task, issue, cast):
    unmanned = issue(DUE, "Việc chưa phân công")
    plan(date(2026, 11, 27))
    lines = {mail.user_id: read_rest(mail.id) for mail in digests()}
    assert {line.task_id: line.is_escalated for line in lines[cast.chairman.user_id]} == {
        task.id: True,
        unmanned.id: True,
    }
    head = {line.task_id: line.is_escalated for line in lines[cast.finance_head.user_id]}
    assert head == {task.id: True, unmanned.id: False}, "without an officer it was the head's from the start"


def test_after_days_without_a_plan_history_names_every_step_and_nobody_is_told_twice(task, cast):
    plan(date(2026, 12, 2))
    assert sorted(ledger(task)) == [
        ("climb_head", cast.finance_head.user_id),
        ("climb_leader", cast.chairman.user_id),
    ]
    assert climbs(task) == [HEAD, LEADER]


def test_who_is_head_and_leader_is_told_the_higher_step_only(task, cast):
    people.add_post(
        db.session.get_one(people.User, cast.chairman.user_id), Role.HEAD, cast.finance.id, "", by=cast.admin
    )
    db.session.commit()
    plan(date(2026, 12, 2))
    assert told(task, "climb_leader") == {cast.chairman.user_id}
    assert told(task, "climb_head") == {cast.finance_head.user_id}
    assert len(climbs(task)) == 2


def test_history_holds_the_step_even_if_nobody_can_be_told(task, cast):
    people.end_post(db.session.get_one(Post, cast.finance_head.post_id), by=cast.admin)
    db.session.commit()
    plan(date(2026, 11, 23))
    assert (ledger(task), climbs(task)) == ([], [HEAD])
    successor = hire("moi", "Hà Thị Mới", Role.HEAD, cast.finance, "Trưởng phòng")
    db.session.commit()
    plan(date(2026, 11, 24))
    assert ledger(task) == [("climb_head", successor.user_id)]
    assert climbs(task) == [HEAD], "the step was reached once; its new head learns of it"


def test_a_moved_due_date_begins_below(task):
    plan(date(2026, 11, 23))
    leave()
    task.due_on = date(2026, 11, 24)
    db.session.commit()
    plan(date(2026, 11, 24))
    assert len(climbs(task)) == 1
    plan(date(2026, 11, 25))
    assert climbs(task) == [HEAD, ("climb_head", 1, "2026-11-24", "Phòng TC-KH")]
    assert len(told(task, "climb_head")) == 1
    assert len(ledger(task)) == 2


@pytest.mark.parametrize("state", [TaskState.SUBMITTED, TaskState.SUSPENDED, TaskState.DECLINED])
def test_what_is_not_the_units_to_do_does_not_climb(task, state):
    task.state = state
    db.session.commit()
    plan(date(2026, 12, 2))
    assert (ledger(task), climbs(task)) == ([], [])


def test_each_set_has_its_own_ladder(task, issue, use):
    use(RuleBook(RuleSet((), head_after=0, leader_after=0), starred=RuleSet((), None, True, 2, 0)))
    starred = issue(DUE, "Việc trọng tâm")
    starred.is_starred = True
    db.session.commit()
    plan(date(2026, 11, 23))
    assert climbs(starred) == []
    plan(date(2026, 12, 2))
    assert climbs(starred) == [("climb_head", 2, "2026-11-20", "Phòng TC-KH")]
    assert climbs(task) == []


def test_a_plan_that_is_lost_leaves_no_step_behind(task, monkeypatch):
    def fails(*rest):
        raise RuntimeError("the power went out")

    with monkeypatch.context() as patched:
        patched.setattr("tracker.mail.withdraw", fails)
        with pytest.raises(RuntimeError):
            plan(date(2026, 11, 23))
        db.session.rollback()
    assert (climbs(task), db.session.query(ReminderClimb).count()) == ([], 0)
    plan(date(2026, 11, 23))
    assert climbs(task) == [HEAD]


def test_the_timeline_tells_it_in_plain_words_and_by_whom(task, cast):
    plan(date(2026, 11, 27))
    with on(date(2026, 11, 27), 9):
        events = timeline.list_events(get_task_for(cast.clerk, task.id), ("reminder",))
    told = [(event.who, event.what) for event in events if "quá hạn" in event.what]
    assert sorted(told) == [
        ("Sổ theo dõi chỉ đạo", "việc quá hạn 1 ngày làm việc: báo lên thủ trưởng đơn vị chủ trì (Phòng TC-KH)"),
        ("Sổ theo dõi chỉ đạo", "việc quá hạn 5 ngày làm việc: báo lên lãnh đạo phụ trách Nguyễn Quốc Trung"),
    ]
    mails = [event.what for event in events if event.what.startswith("báo lên")]
    assert "báo lên lãnh đạo phụ trách · gửi tới 1 người · đang chờ gửi" in mails
