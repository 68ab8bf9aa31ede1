"""A completion dated back: how far the office allows it, and that whoever confirms is told."""

from datetime import date, timedelta

import pytest
import time_machine

from tests.tasks.test_life import issue, progress
from tests.tasks.test_more_time import set_office
from tracker import clock
from tracker.db import db
from tracker.errors import Refused
from tracker.history.models import HistoryEntry
from tracker.settings.book import OfficeSettings
from tracker.tasks import actions
from tracker.tasks.models import Task, TaskState

REPORTED_ON = date(2027, 2, 2)  # 70 days after the assignment


def report(cast, client, task, days_back):
    """The head reports completion on 2/2/2027, dated so many days back."""
    day = REPORTED_ON - timedelta(days=days_back)
    form = {"form_key": f"k{days_back}", "result": "Đã thu đủ", "completed_on": f"{day:%d/%m/%Y}"}
    client.sign_in(cast.finance_head)
    return client.post(f"/tasks/{task.id}/completion", data=form)


@pytest.fixture
def later(cast):
    """Everything happens on 2/2/2027."""
    task = issue(cast)
    db.session.commit()
    with time_machine.travel(clock.now() + timedelta(days=70)):
        assert clock.today() == REPORTED_ON
        set_office(cast, explanation_required=False)  # the days are looked at here, not why the work is late
        yield task


@pytest.mark.parametrize(
    ("limit", "days_back", "is_allowed"),
    [(30, 30, True), (30, 31, False), (10, 10, True), (10, 11, False), (0, 70, True), (0, 71, False), (365, 71, False)],
)
def test_how_far_back_a_completion_may_be_dated(cast, client, later, limit, days_back, is_allowed):
    if limit != OfficeSettings().backdate_limit_days:
        set_office(cast, backdate_limit_days=limit)
    answer = report(cast, client, later, days_back)
    assert answer.status_code == (303 if is_allowed else 422)
    if not is_allowed:
        earliest = max(date(2026, 11, 24), REPORTED_ON - timedelta(days=limit or 70))
        assert f"Ngày hoàn thành không thể trước {earliest:%d/%m/%Y}." in answer.text
        assert "Đã thu đủ" in answer.text


@pytest.mark.parametrize(
    ("flag", "days_back", "is_flagged"), [(5, 5, False), (5, 6, True), (5, 12, True), (12, 12, False), (0, 12, False)]
)
def test_whoever_confirms_is_told_that_it_is_dated_back(cast, client, later, flag, days_back, is_flagged):
    if flag != OfficeSettings().backdate_flag_days:
        set_office(cast, backdate_flag_days=flag)
    assert report(cast, client, later, days_back).status_code == 303
    sentence = f"Ngày hoàn thành lùi {days_back} ngày so với ngày báo cáo."
    for actor, confirms in ((cast.clerk, True), (cast.vice_chairman, True), (cast.finance_head, False)):
        client.sign_in(actor)
        page = client.get(f"/tasks/{later.id}").text
        assert (sentence in page) is (is_flagged and confirms)
        assert (f"(lùi {days_back} ngày so với ngày báo cáo)" in page) is is_flagged
    entry = db.session.query(HistoryEntry).filter_by(event="completion_reported").one()
    assert entry.data.get("days_back") == (days_back if is_flagged else None)


def test_days_count_from_the_report_not_from_the_confirmation(cast, client, later):
    report(cast, client, later, 0)
    with time_machine.travel(clock.now() + timedelta(days=20)):
        client.sign_in(cast.clerk)
        assert "ngày so với ngày báo cáo" not in client.get(f"/tasks/{later.id}").text
        assert client.post(f"/tasks/{later.id}/confirmation").status_code == 303
    assert db.session.get_one(Task, later.id).state == TaskState.COMPLETED


def test_the_sentence_names_the_field(cast, later):
    with pytest.raises(Refused) as refused:
        actions.submit_completion(later, progress(), date(2026, 11, 23), by=cast.finance_head)
    assert refused.value.field == "completed_on"
