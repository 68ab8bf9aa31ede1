"""A leader asks why work is late, the ward answers on a phone, the Office accepts with another cause."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.journeys.browser import PHONE, Person
from tests.journeys.office import Office
from tracker import clock
from tracker.db import db
from tracker.tasks.models import Explanation

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

TITLE = "Thống kê nhà ở xuống cấp trước mùa mưa"


@pytest.fixture
def late(busy_office: Office) -> int:
    """A task of the ward that ended three weeks ago."""
    return busy_office.give(TITLE, "PSH", "pct.dat", clock.today() - timedelta(days=21))


def thread(person: Person) -> list[str]:
    """What was said, in order."""
    return person.page.locator(".exchange li").all_inner_texts()


def test_from_a_leaders_question_to_the_confirmed_cause(busy_office: Office, late: int) -> None:
    office = busy_office
    leader = office.person("pct.dat")
    leader.open("/agenda")
    leader.follow(TITLE)
    assert leader.sees(office.word("No explanation yet"))
    leader.unfold(office.word("Ask for an explanation…"))
    leader.type(office.word("Question"), "Vì sao đến nay chưa có số liệu?")
    leader.press(office.word("Ask for an explanation"))
    assert office.word("The unit is asked for an explanation.") in leader.said

    chair = office.person("songhien", PHONE)
    chair.open(f"/tasks/{late}")
    assert "Vì sao đến nay chưa có số liệu?" in thread(chair)[0]
    chair.type(office.word("Explanation and remedy"), "Mưa lũ chia cắt hai tổ dân phố; sẽ xong trong tuần.")
    # The browser asks for the cause first: nothing leaves the page.
    chair.page.get_by_role("button", name=office.word("Send the explanation"), exact=True).click()
    assert not chair.said
    chair.page.get_by_role("radio", name=office.word("Objective")).check()
    chair.press(office.word("Send the explanation"))
    assert office.word("The explanation is sent.") in chair.said
    width = chair.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0

    clerk = office.person("vanphong")
    clerk.open(f"/tasks/{late}")
    assert "Mưa lũ chia cắt" in thread(clerk)[1]
    clerk.type(office.word("Note"), "Số liệu của các tổ còn lại vẫn chậm")
    clerk.press(office.word("Accept, but %(cause)s", cause=office.word("subjective")))
    assert office.word("The explanation is accepted.") in clerk.said

    chair.open(f"/tasks/{late}")
    said = thread(chair)
    assert len(said) == 3
    assert "Số liệu của các tổ còn lại vẫn chậm" in said[2]
    assert office.word("subjective") in said[2]
    with office.database():
        row = db.session.scalars(select(Explanation).where(Explanation.task_id == late)).one()
        assert (row.cause, row.confirmed_cause, row.state) == ("objective", "subjective", "accepted")
