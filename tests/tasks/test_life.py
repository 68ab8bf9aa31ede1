from datetime import date

import pytest
from sqlalchemy import text

from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.tasks import actions
from tracker.tasks.models import Task, TaskDueChange, TaskState, TaskStateChange


def issue(cast, **changes) -> Task:
    values = {
        "title": "Thu ngân sách đạt kế hoạch",
        "lead_unit_id": cast.finance.id,
        "leader_id": cast.vice_chairman.user_id,
        "due_on": date(2026, 12, 15),
        **changes,
    }
    return actions.issue_task(actions.Assignment(**values), by=cast.clerk)


def progress(key: str = "k1", **values) -> actions.Progress:
    return actions.Progress(form_key=key, result="Đã thu 58 tỷ đồng", **values)


def test_from_issue_to_confirmation(cast):
    task = issue(cast)
    actions.accept_task(task, by=cast.finance_officer)
    actions.add_update(task, progress(percent=40), by=cast.finance_officer)
    actions.submit_completion(task, progress("k2"), date(2026, 11, 24), by=cast.finance_head)
    actions.confirm_completion(task, by=cast.clerk)
    db.session.flush()
    assert (task.state, task.completed_on, task.closed_on, task.progress) == (
        TaskState.COMPLETED,
        date(2026, 11, 24),
        date(2026, 11, 24),
        100,
    )
    steps = db.session.query(TaskStateChange).filter_by(task_id=task.id).order_by(TaskStateChange.id).all()
    assert [step.verb for step in steps] == ["issue", "accept", "update", "submit", "confirm"]


def test_codes_run_within_the_year(cast):
    assert [issue(cast).code for _ in range(3)] == ["NV-2026-0001", "NV-2026-0002", "NV-2026-0003"]


def test_title_whose_search_form_is_longer_than_itself_is_kept_whole(cast):
    task = issue(cast, title="ß" * 500)
    db.session.flush()
    assert (task.title, len(task.title_search)) == ("ß" * 500, 500)


def test_same_form_twice_is_one_update(cast):
    task = issue(cast)
    assert actions.add_update(task, progress(), by=cast.finance_head) is not None
    assert actions.add_update(task, progress(), by=cast.finance_head) is None


def test_same_key_in_another_form_is_another_update(cast):
    one, other = issue(cast), issue(cast)
    saved = [
        actions.add_update(one, progress(), by=cast.finance_head),
        actions.add_update(other, progress(), by=cast.finance_head),
        actions.add_update(one, progress(), by=cast.finance_officer),
        actions.add_update(one, progress("x" * 300), by=cast.finance_head),
        *(actions.add_update(one, progress(""), by=cast.finance_head) for _ in range(2)),
    ]
    assert None not in saved
    assert actions.add_update(one, progress("x" * 300), by=cast.finance_head) is None


def test_officer_prepares_but_does_not_submit(cast):
    task = issue(cast)
    with pytest.raises(NotAllowed):
        actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.finance_officer)


def test_unit_does_not_confirm_its_own_report(cast):
    task = issue(cast)
    actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.finance_head)
    with pytest.raises(NotAllowed):
        actions.confirm_completion(task, by=cast.finance_head)


def test_approved_extension_moves_the_date_and_keeps_the_original(cast):
    task = issue(cast)
    extension = actions.request_extension(task, date(2026, 12, 30), "Chờ quyết toán đợt 2", by=cast.finance_head)
    with pytest.raises(Refused):
        actions.request_extension(task, date(2026, 12, 31), "Lần nữa", by=cast.finance_head)
    actions.approve_extension(extension, "", by=cast.vice_chairman)
    db.session.flush()
    assert (task.due_on, task.original_due_on) == (date(2026, 12, 30), date(2026, 12, 15))
    dates = db.session.query(TaskDueChange).filter_by(task_id=task.id).order_by(TaskDueChange.id).all()
    assert [(row.from_due_on, row.to_due_on) for row in dates] == [
        (None, date(2026, 12, 15)),
        (date(2026, 12, 15), date(2026, 12, 30)),
    ]


@pytest.mark.parametrize("table", ["history_entry", "task_state_change", "task_due_change"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET by_user_id = 99", "DELETE FROM {}"])
def test_history_can_only_be_added_to(cast, table, statement):
    issue(cast)
    db.session.flush()
    with pytest.raises(Exception, match="append-only"), db.session.begin_nested():
        db.session.execute(text(statement.format(table)))
