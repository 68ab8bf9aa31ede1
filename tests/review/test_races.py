"""Two clerks at once, on real connections of their own."""

from __future__ import annotations

from sqlalchemy import func, select

from tests import cast as cast_module
from tests.races import at_once, office
from tests.review.notices import enter, entry
from tracker.db import db
from tracker.directives.models import Notice
from tracker.errors import Refused
from tracker.lessons.models import Lesson
from tracker.mail.models import OutboxMail
from tracker.review import actions, queries
from tracker.tasks.models import Task

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
