"""Two people at once, each in a browser: what the second one sees, and that nothing typed is lost."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select

from tests.journeys.browser import DESK, PHONE
from tests.journeys.office import Office
from tests.journeys.test_small_jobs import HEAD, tab_to, task, tell, updates
from tracker.db import db
from tracker.tasks.models import Step, Task

__all__ = ["task"]

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


def check_access(person) -> None:
    """Nothing that axe objects to, and nothing wider than the screen."""
    assert not Axe().run(person.page).response["violations"]
    assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_of_a_unit_report_at_once_on_the_phone(busy_office: Office, task: int) -> None:
    office = busy_office
    head, officer = office.person(HEAD, PHONE), office.person("qldt.cv", PHONE)
    for person, words in ((head, "Trưởng phòng viết"), (officer, "Chuyên viên viết")):
        person.open(f"/tasks/{task}")
        tell(office, person, words)
    head.press(office.word("Save update"))
    officer.press(office.word("Save update"))
    assert officer.sees("Trưởng phòng viết")
    assert officer.sees("Chuyên viên viết")
    check_access(officer)
    officer.press(office.word("Change my text"))
    officer.type(office.word("Result so far"), "Chuyên viên viết tiếp")
    officer.press(office.word("Save update"))
    assert (officer.said, updates(office, task)) == (office.word("Your update is saved."), 2)


def test_second_clerk_chooses_by_keyboard_without_scripts(busy_office: Office, task: int) -> None:
    office, path = busy_office, f"/tasks/{task}/edit"
    first, second = office.person("vanphong"), office.person("chanhvp", {**DESK, "java_script_enabled": False})
    for clerk in (first, second):
        clerk.open(path)
    first.type(office.word("Task"), "Bản của người thứ nhất")
    first.press(office.word("Save"))
    second.type(office.word("Task"), "Bản của người thứ hai")
    second.type(office.word("Deliverable"), "Tờ trình")
    second.press(office.word("Save"))
    assert second.sees("Bản của người thứ nhất")
    keys = second.page.keyboard
    second.page.get_by_role("radio").first.focus()
    keys.press("ArrowRight")  # to the text typed here
    tab_to(second, office.word("Save as chosen"))
    with second.page.expect_navigation():
        keys.press("Enter")
    assert second.said == office.word("Saved.")
    with office.database():
        row = db.session.execute(select(Task.title, Task.deliverable).where(Task.id == task)).one()
    assert tuple(row) == ("Bản của người thứ hai", "Tờ trình")


def test_head_splits_the_work_and_the_officer_ticks_it_off_on_the_phone(busy_office: Office, task: int) -> None:
    office = busy_office
    head = office.person(HEAD)
    head.open(f"/tasks/{task}")
    head.unfold(office.word("Add a step…"))
    head.type(office.word("Step"), "Đo đạc hiện trường")
    head.page.locator("#step-officer_id").select_option(label="Phan Văn Sáu")
    head.press(office.word("Add"))
    officer = office.person("qldt.cv", PHONE)
    officer.open("/work?part=mine")
    with officer.page.expect_navigation():
        officer.page.locator(f'a.t[href^="/tasks/{task}"]').click()
    check_access(officer)
    officer.press(office.word("Done: %(title)s", title="Đo đạc hiện trường"))
    assert officer.sees(office.word("%(done)s/%(all)s done", done=1, all=1))
    with office.database():
        assert db.session.scalar(select(Step.done_at).where(Step.task_id == task)) is not None
