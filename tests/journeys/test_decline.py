"""A task that came to the wrong unit: declined on a phone, given to another unit by a leader, accepted there."""

from __future__ import annotations

import pytest

from tests.journeys.browser import DESK, PHONE
from tests.journeys.office import Office
from tracker.db import db
from tracker.people.queries import find_unit_by_code
from tracker.tasks.models import Task, TaskState

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

TITLE = "Rà soát quảng cáo rao vặt trên tuyến phố chính"


@pytest.fixture
def task(busy_office: Office) -> int:
    """Given today to the unit for building, where it does not belong."""
    return busy_office.give(TITLE, "QLDT", "pct.van", busy_office.in_working_days(15))


def test_task_of_the_wrong_unit_finds_its_own(busy_office: Office, task: int) -> None:
    office = busy_office
    with office.database():
        culture = find_unit_by_code("VHTT")
        assert culture is not None
        name = culture.name

    head = office.person("qldt", PHONE)
    head.open(f"/tasks/{task}")
    head.unfold(office.word("Outside our function…"))
    head.type(office.word("Reason"), "Quảng cáo thuộc chức năng của Phòng Văn hóa và Thông tin")
    head.field(office.word("Suggested unit")).select_option(label=name)
    head.press(office.word("Ask to give it to another unit"))
    assert office.word("Sent. The Office or a leader will decide.") in head.said
    assert head.page.locator("#declined").inner_text() == office.word("Declined by the unit")
    head.open("/work")
    declined = head.page.locator("h2.band").filter(has_text=office.word("Declined by the unit"))
    assert declined.count() == 1

    leader = office.person("pct.van", DESK)
    leader.open("/tasks?band=declined")
    leader.follow(TITLE)
    assert leader.sees("Quảng cáo thuộc chức năng của Phòng Văn hóa và Thông tin")
    leader.unfold(office.word("Give it to another unit…"))
    assert leader.field(office.word("New lead unit")).locator("option:checked").inner_text() == name
    leader.press(office.word("Give it to this unit"))
    assert office.word("Reassigned. Both units are told by e-mail.") in leader.said

    new_head = office.person("vhtt", PHONE)
    new_head.open("/work")
    card = new_head.page.locator(".card-task").filter(has_text=TITLE)
    with new_head.page.expect_navigation():
        card.get_by_role("button", name=office.word("Accept"), exact=True).click()
    new_head.follow(TITLE)
    assert new_head.sees(office.word("moved the task from %(old)s to %(new)s", old="Phòng QLĐT", new="Phòng VH&TT"))
    assert head.page.goto(f"{office.url}/tasks/{task}").status == 404  # type: ignore[union-attr]
    with office.database():
        found = db.session.get_one(Task, task)
        assert (found.state, found.lead_unit_id) == (TaskState.ACCEPTED, culture.id)
