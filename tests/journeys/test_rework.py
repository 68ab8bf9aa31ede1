"""A report that is returned: reported on a phone, returned by the Office, mended, reported again, confirmed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.journeys.browser import DESK, PHONE
from tests.journeys.office import Office
from tracker import clock
from tracker.db import db
from tracker.tasks.models import Task, TaskReturn, TaskState, TaskStateChange

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

TITLE = "Lắp biển tên 12 tuyến phố mới"
MISSING = "Thiếu biên bản nghiệm thu của 2 tuyến phố"


@pytest.fixture
def task(busy_office: Office) -> int:
    """Given today, with two weeks to go."""
    return busy_office.give(TITLE, "QLDT", "pct.van", busy_office.in_working_days(10))


def test_returned_report_is_mended_and_confirmed(busy_office: Office, task: int) -> None:
    office = busy_office
    head = office.person("qldt", PHONE)
    head.open(f"/tasks/{task}")
    head.unfold(office.word("Report completion…"))
    head.type(office.word("Result"), "Đã lắp 12/12 tuyến phố")
    head.press(office.word("Report completion"))
    assert head.sees(office.word("Waiting for confirmation"))

    clerk = office.person("vanphong", DESK)
    clerk.open("/tasks?band=waiting")
    clerk.follow(TITLE)
    clerk.unfold(office.word("Return with a reason…"))
    clerk.type(office.word("Reason"), MISSING)
    clerk.press(office.word("Return"))
    assert office.word("The report is returned to the unit.") in clerk.said

    head.open("/work")
    assert head.page.locator("h2.band").filter(has_text=office.word("Returned, to be mended")).count() == 1
    head.follow(TITLE)
    assert head.sees(MISSING)
    assert head.sees(office.word("Report returned"))
    head.unfold(office.word("Report completion…"))
    head.type(office.word("Result"), "Đã lắp 12/12 tuyến phố, gửi kèm đủ biên bản nghiệm thu")
    head.press(office.word("Report completion"))

    clerk.open(f"/tasks/{task}")
    assert clerk.sees("gửi kèm đủ biên bản nghiệm thu")
    clerk.press(office.word("Confirm completion"))
    assert clerk.sees(office.word("Completed on time"))
    with office.database():
        found = db.session.get_one(Task, task)
        assert (found.state, found.completed_on) == (TaskState.COMPLETED, clock.today())
        assert db.session.scalars(select(TaskReturn.reason).where(TaskReturn.task_id == task)).all() == [MISSING]
        steps = select(TaskStateChange.verb).where(TaskStateChange.task_id == task).order_by(TaskStateChange.id)
        assert db.session.scalars(steps).all() == ["issue", "submit", "send_back", "submit", "confirm"]
