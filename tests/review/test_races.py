"""Two clerks at once, on real connections of their own."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from tests import cast as cast_module
from tests.races import at_once, office
from tests.review.notices import enter, entry, issue
from tracker.db import db
from tracker.directives.models import Notice
from tracker.errors import Refused
from tracker.lessons.models import Lesson
from tracker.mail.models import OutboxMail
from tracker.review import actions, queries
from tracker.review.earlier import list_earlier_orders
from tracker.review.models import FollowUp
from tracker.tasks import actions as task_actions
from tracker.tasks.models import Task, TaskLink, TaskState
from tracker.tasks.queries import get_task_for

__all__ = ["office"]


def give(cast: cast_module.Cast, notice_id: int) -> object:
    """What the view does."""
    notice = queries.get_notice_for(cast.clerk, notice_id, to_change=True)
    issued = actions.issue_notice(notice, queries.list_drafts(notice_id), by=cast.clerk)
    db.session.commit()
    return issued


def test_of_two_who_give_the_same_notice_one_wins(office):
    cast = cast_module.gather()
    notice_id = enter(cast).id
    db.session.remove()
    results = at_once(office, [lambda: give(cast, notice_id)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Issued", "Refused"]
    assert db.session.scalar(select(func.count(Task.id))) == 4
    assert db.session.scalar(select(func.count(OutboxMail.id))) == 3


def test_two_notices_given_at_once_share_no_code(office):
    cast = cast_module.gather()
    ids = [enter(cast, number=f"{number}/TB-UBND").id for number in (142, 143)]
    db.session.remove()
    results = at_once(office, [lambda: give(cast, ids[0]), lambda: give(cast, ids[1])])
    assert [type(result).__name__ for result in results] == ["Issued", "Issued"]
    codes = list(db.session.scalars(select(Task.code).order_by(Task.code)))
    assert [code[-4:] for code in codes] == [f"{number:04d}" for number in range(1, 9)]


def test_the_same_number_entered_twice_at_once_is_one_notice(office):
    cast = cast_module.gather()
    db.session.remove()

    def begin() -> object:
        notice = actions.start_review(entry(cast), by=cast.clerk)
        db.session.commit()
        return notice.id

    results = at_once(office, [begin, begin])
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert db.session.scalar(select(func.count(Notice.id))) == 1


def test_two_notices_given_at_once_teach_the_same_name_once(office):
    cast = cast_module.gather()
    text = "Chủ tịch kết luận:\n1. Giao Đội Kiểm tra số 3 rà soát nợ đọng, xong trước ngày 20/12/2026.\n"
    ids = [enter(cast, number=f"{number}/TB-UBND", text=text).id for number in (142, 143)]
    for notice_id in ids:
        [draft] = queries.list_drafts(notice_id)
        draft.lead_unit_id = cast.tax.id
    db.session.commit()
    db.session.remove()
    results = at_once(office, [lambda: give(cast, ids[0]), lambda: give(cast, ids[1])])
    assert [type(result).__name__ for result in results] == ["Issued", "Issued"]
    [lesson] = db.session.scalars(select(Lesson).where(Lesson.kind == "alias"))
    assert (lesson.phrase, lesson.state, lesson.times) == ("doi kiem tra so 3", "in_use", 2)


def follow(cast: cast_module.Cast, notice_id: int, choice: FollowUp) -> None:
    """Every draft of the notice continues, or replaces, what it resembles most."""
    drafts = queries.list_drafts(notice_id)
    orders = list_earlier_orders(drafts)
    for draft in drafts:
        actions.choose_follow_up(draft, choice, orders[draft.id][0].key, by=cast.clerk)
    db.session.commit()


def test_two_notices_that_continue_the_same_tasks_at_once_both_do(office):
    cast = cast_module.gather()
    issue(enter(cast), cast.clerk)
    ids = [enter(cast, number=f"{number}/TB-UBND").id for number in (150, 151)]
    for notice_id in ids:
        follow(cast, notice_id, FollowUp.CONTINUE)
    db.session.remove()
    results = at_once(office, [lambda: give(cast, ids[0]), lambda: give(cast, ids[1])])
    assert [type(result).__name__ for result in results] == ["Issued", "Issued"]
    assert db.session.scalar(select(func.count(Task.id))) == 4
    assert db.session.scalar(select(func.count()).select_from(TaskLink)) == 8


def test_of_two_notices_that_replace_the_same_tasks_one_is_refused_and_leaves_nothing(office):
    cast = cast_module.gather()
    issue(enter(cast), cast.clerk)
    ids = [enter(cast, number=f"{number}/TB-UBND").id for number in (150, 151)]
    for notice_id in ids:
        follow(cast, notice_id, FollowUp.REPLACE)
    db.session.remove()
    results = at_once(office, [lambda: give(cast, ids[0]), lambda: give(cast, ids[1])])
    assert sorted(type(result).__name__ for result in results) == ["Issued", "Refused"]
    states = Counter(db.session.scalars(select(Task.state)))
    assert states == {TaskState.SUPERSEDED: 4, TaskState.ASSIGNED: 4}
    assert db.session.scalar(select(func.count()).select_from(TaskLink)) == 4


def test_a_task_confirmed_while_it_is_continued_is_either_linked_before_or_left_alone(office):
    cast = cast_module.gather()
    issue(enter(cast), cast.clerk)
    for task in db.session.scalars(select(Task)):
        task.state, task.reported_on = TaskState.SUBMITTED, task.original_due_on
    notice_id = enter(cast, number="150/TB-UBND").id
    follow(cast, notice_id, FollowUp.CONTINUE)
    task_id = db.session.scalars(select(Task.id).order_by(Task.id)).first()
    db.session.remove()

    def confirm() -> object:
        task_actions.confirm_completion(get_task_for(cast.clerk, task_id), by=cast.clerk)
        db.session.commit()
        return "confirmed"

    given, confirmed = at_once(office, [lambda: give(cast, notice_id), confirm])
    linked = db.session.scalar(select(func.count()).where(TaskLink.task_id == task_id))
    if isinstance(given, Refused):  # the only task of that directive was over before
        assert (confirmed, linked) == ("confirmed", 0)
        assert db.session.scalar(select(func.count()).select_from(TaskLink)) == 0
    else:
        assert linked == 1
