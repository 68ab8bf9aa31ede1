"""A notice gives work that comes back: its first task is period 1, the duty opens those that follow."""

from __future__ import annotations

from datetime import date

import pytest

from tests.duties.makers import periods, run
from tests.review import notices
from tests.tasks.test_life import issue, progress
from tracker.db import db
from tracker.duties.models import Duty
from tracker.history import list_entries
from tracker.reports import outstanding as board
from tracker.review import actions, queries
from tracker.review.models import FollowUp
from tracker.tasks import actions as task_actions
from tracker.tasks import register
from tracker.tasks.bands import Band
from tracker.tasks.models import Task, TaskState
from tracker.tasks.register import TaskFilter
from tracker.tasks.table import lay_out
from tracker.tasks.today import office_limits

TEXT = """Chủ tịch kết luận:
1. Giao Chi cục Thuế báo cáo tình hình thu ngân sách trước ngày 20/12/2026.
2. UBND các phường, xã báo cáo kết quả rà soát nhà tạm trước ngày 04/12/2026.
"""


def give(cast, every=("month", "week"), text=TEXT, **changes):
    """The notice with these two drafts coming back, issued."""
    notice = notices.enter(cast, text=text, **changes)
    notices.settle(notice, cast, cast.tax)
    for draft, one in zip(notices.drafts_of(notice), every, strict=True):
        draft.every = one
    db.session.commit()
    notices.issue(notice, cast.clerk)
    return notice


def duties():
    """All of them, the oldest first."""
    return list(db.session.scalars(db.select(Duty).order_by(Duty.id)))


def test_the_first_task_is_period_one_and_the_next_one_follows_in_its_time(cast):
    notice = give(cast)
    monthly, ward, commune = duties()
    first = db.session.get_one(Task, monthly.first_task_id)
    assert (monthly.rule, monthly.landing) == ("FREQ=MONTHLY;BYMONTHDAY=20", "as_written")
    assert (first.is_duty, first.every, first.due_on) == (True, "month", date(2026, 12, 20))
    assert {ward.lead_unit_id, commune.lead_unit_id} == {cast.ward.id, cast.commune.id}
    assert ward.rule == "FREQ=WEEKLY;INTERVAL=1;BYDAY=FR"
    assert run(2026, 12, 4) == "opened=0 left_out=0 blocked=0"
    assert run(2027, 1, 6) == "opened=5 left_out=6 blocked=0"
    assert [code for code, _ in periods(monthly)] == ["2026-M12", "2027-M1"]
    later = db.session.scalars(db.select(Task).where(Task.title.contains("tháng 1/2027"))).one()
    assert (later.directive_id, later.notice_id) == (first.directive_id, notice.id)
    assert (later.due_on, later.every, later.is_later_period) == (date(2027, 1, 20), None, True)


@pytest.mark.parametrize("every", ["day", None])
def test_daily_work_and_work_that_does_not_come_back_make_no_duty(cast, every):
    give(cast, (every, every))
    assert duties() == []
    assert not any(db.session.scalars(db.select(Task.is_duty)))


def test_what_the_directive_gave_is_counted_without_the_periods_that_follow(cast, client):
    notice = give(cast)
    run(2027, 1, 6)
    lines = queries.list_directives(cast.clerk, notice)
    assert [len(line.tasks) for line in lines] == [1, 2]
    wards = lines[1].directive.id
    assert register.count_of_directives([wards])[wards][:2] == (0, 2)
    limits = office_limits()
    asked = TaskFilter(band=Band.OPEN, directive=wards)
    assert register.count_tasks(cast.clerk, asked, limits) == 2
    shown = lay_out(register.list_tasks(cast.clerk, TaskFilter(band=Band.OPEN), limits), limits)
    folds = {(line.row.title, line.count) for section in shown.sections for line in section.lines if line.count > 1}
    assert len(folds) == 1, "the two first tasks are one line; each later period stands for itself"
    client.sign_in(cast.clerk)
    assert client.get(f"/notices/{notice.id}").status_code == 200


def follow(cast, choice):
    """A later notice tells the first order again or puts another one in its place."""
    earlier = give(cast)
    run(2027, 1, 6)
    text = TEXT.replace("20/12/2026", "25/01/2027").splitlines()
    later = notices.enter(cast, number="150/TB-UBND", text="\n".join(text[:2]) + "\n")
    notices.settle(later, cast, cast.tax)
    [draft] = notices.drafts_of(later)
    directive = queries.list_directives(cast.clerk, earlier)[0].directive.id
    actions.choose_follow_up(draft, choice, f"d{directive}", by=cast.clerk)
    db.session.commit()
    notices.issue(later, cast.clerk)
    return list(db.session.scalars(db.select(Task).where(Task.directive_id == directive).order_by(Task.id)))


def test_told_again_the_duty_goes_on_and_each_period_keeps_its_own_date(cast):
    first, later = follow(cast, FollowUp.CONTINUE)
    assert (first.due_on, later.due_on) == (date(2027, 1, 25), date(2027, 1, 20))
    assert duties()[0].ended_on is None


def test_replaced_the_duty_ends_with_all_its_open_periods(cast):
    tasks = follow(cast, FollowUp.REPLACE)
    assert [task.state for task in tasks] == [TaskState.SUPERSEDED] * 2
    monthly, ward, _commune = duties()
    assert (monthly.ended_on, ward.ended_on) == (date(2026, 11, 24), None)
    assert list_entries("duty", monthly.id)[0].data == {"reason": "Được thay thế bằng 150/TB-UBND."}


def test_periods_of_duties_weigh_nothing_in_the_share_on_time(cast, client):
    """Two one-off tasks, one of them late, and four reports in time that come by themselves."""
    for number in range(6):
        late = number == 1
        task = issue(cast, title=f"Việc {number}", due_on=date(2026, 11, 20 if late else 24), is_duty=number > 1)
        task_actions.submit_completion(
            task,
            progress(f"s{number}"),
            date(2026, 11, 24),
            by=cast.finance_head,
            delay=task_actions.Answer("objective", "Chờ số liệu"),
        )
        task_actions.confirm_completion(task, by=cast.clerk)
    db.session.commit()
    done = board.read_done(office_limits(), date(2026, 11, 15))
    assert (done.total, done.duties, done.with_due, done.on_time, done.share_on_time) == (6, 4, 2, 1, 50)
    client.sign_in(cast.vice_chairman)
    page = client.get("/outstanding", budget=10).text
    assert "50% đúng hạn, không kể 4 kỳ của nhiệm vụ thường xuyên" in page
    assert register.count_tasks(cast.clerk, TaskFilter(band=Band.DONE, since=done.since), office_limits()) == 6


def test_with_nothing_but_periods_there_is_no_share(cast):
    task = issue(cast, due_on=date(2026, 11, 24), is_duty=True)
    task_actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.finance_head)
    task_actions.confirm_completion(task, by=cast.clerk)
    db.session.flush()
    done = board.read_done(office_limits(), date(2026, 11, 15))
    assert (done.total, done.share_on_time) == (1, None)
