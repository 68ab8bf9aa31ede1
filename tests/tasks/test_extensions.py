"""A request for more time that the work, or the calendar, has overtaken."""

from datetime import date, timedelta

import pytest
import time_machine

from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.tasks import actions, queries
from tracker.tasks.models import Task

REPORTED, PASSED = "đơn vị đã báo cáo hoàn thành", "ngày xin gia hạn đã qua"


@pytest.fixture
def extension(cast):
    """Finance asks the vice chairman for two more weeks."""
    task = issue(cast)
    actions.accept_task(task, by=cast.finance_head)
    asked = actions.request_extension(task, date(2026, 12, 30), "Chờ quyết toán", by=cast.finance_head)
    db.session.commit()
    return asked


def report(extension, cast):
    task = queries.get_task_for(cast.finance_head, extension.task_id)
    actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.finance_head)
    db.session.commit()


def approval(extension):
    return f'action="/extensions/{extension.id}/approval'  # the leader's page adds the way back


def test_reported_work_gets_no_more_time_until_its_report_is_returned(cast, client, extension):
    client.sign_in(cast.vice_chairman)
    for path in ("/outstanding", f"/tasks/{extension.task_id}"):
        page = client.get(path).text
        assert (REPORTED in page, approval(extension) in page) == (False, True)
    report(extension, cast)
    for path in ("/outstanding", f"/tasks/{extension.task_id}"):
        page = client.get(path).text
        assert (REPORTED in page, approval(extension) in page, f"/{extension.id}/refusal" in page) == (
            True,
            False,
            True,
        )
    answer = client.post(f"/extensions/{extension.id}/approval", data={"note": "Đồng ý nhé"})
    assert (answer.status_code, "chưa thể đồng ý" in answer.text, "Đồng ý nhé" in answer.text) == (422, True, True)
    assert db.session.get_one(Task, extension.task_id).due_on == date(2026, 12, 15)
    actions.send_back(queries.get_task_for(cast.clerk, extension.task_id), "Thiếu biểu", by=cast.clerk)
    db.session.commit()
    assert client.post(f"/extensions/{extension.id}/approval").status_code == 303


def test_reported_work_can_be_refused_more_time(cast, client, extension):
    report(extension, cast)
    client.sign_in(cast.vice_chairman)
    assert client.post(f"/extensions/{extension.id}/refusal", data={"note": "Đã báo cáo xong"}).status_code == 303


def test_confirmation_closes_the_request(cast, extension):
    report(extension, cast)
    actions.confirm_completion(extension.task, by=cast.clerk)
    assert (extension.state, extension.task.has_open_extension) == ("refused", False)


def test_date_that_has_passed_is_not_approved(cast, client, extension):
    with time_machine.travel(clock.now() + timedelta(days=37)):  # 31/12/2026
        client.sign_in(cast.vice_chairman)
        for path in ("/outstanding", f"/tasks/{extension.task_id}"):
            page = client.get(path).text  # another date can be given, the one asked for can not
            assert (PASSED in page, page.count(approval(extension)), 'name="due_on"' in page) == (True, 1, True)
        answer = client.post(f"/extensions/{extension.id}/approval")
        assert (answer.status_code, "đơn vị có thể xin lại" in answer.text) == (422, True)
        assert db.session.get_one(Task, extension.task_id).due_on == date(2026, 12, 15)
        assert client.post(f"/extensions/{extension.id}/approval", data={"due_on": "15/01/2027"}).status_code == 303
        assert db.session.get_one(Task, extension.task_id).due_on == date(2027, 1, 15)


def test_day_asked_for_may_be_today(cast, extension):
    with time_machine.travel(clock.now() + timedelta(days=36)):
        actions.approve_extension(extension, "", by=cast.vice_chairman)
    assert extension.task.due_on == date(2026, 12, 30)


def test_who_may_not_decide_does_not_learn_that_it_is_decided(cast, client, extension):
    actions.refuse_extension(extension, "Làm sớm", by=cast.vice_chairman)
    db.session.commit()
    for actor in (cast.finance_head, cast.finance_officer, cast.clerk, cast.admin):
        client.sign_in(actor)
        for verb in ("approval", "refusal"):
            assert client.post(f"/extensions/{extension.id}/{verb}").status_code == 403
        with pytest.raises(NotAllowed):
            actions.approve_extension(queries.get_extension_for(actor, extension.id), "", by=actor)
    with pytest.raises(Refused):
        actions.approve_extension(queries.get_extension_for(cast.chairman, extension.id), "", by=cast.vice_chairman)
