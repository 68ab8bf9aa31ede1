"""The ways to direct a task: their forms are fetched when they are opened, and nothing else on the page moves."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.browser import DESK, PHONE, Person
from tests.journeys.office import Office
from tracker.db import db
from tracker.tasks.models import Task, TaskState

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


@pytest.fixture
def task(busy_office: Office) -> int:
    """A task of this test alone."""
    return busy_office.give("Rà soát cây xanh", "QLDT", "pct.van", busy_office.in_working_days(15))


def state_of(office: Office, task: int) -> str:
    with office.database():
        return db.session.get_one(Task, task).state


def open_by_key(person: Person, words: str) -> None:
    """Without the mouse: the summary has the focus, Enter opens it."""
    person.page.locator("summary").filter(has_text=words).focus()
    person.page.keyboard.press("Enter")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_form_opens_in_place_and_leaves_what_is_typed_in_another(
    busy_office: Office, task: int, screen: dict[str, Any]
) -> None:
    office, word = busy_office, busy_office.word
    leader = office.person("pct.van", screen)
    leader.open(f"/tasks/{task}")
    assert leader.page.locator("#directing ~ .more-ways textarea").count() == 0
    open_by_key(leader, word("Urge…"))
    leader.page.locator("#urge-note").fill("Gọi lại chiều nay")
    open_by_key(leader, word("Suspend…"))
    leader.page.locator("#suspend-reason").wait_for()
    assert leader.page.evaluate("document.activeElement.tagName") == "SUMMARY"
    leader.page.keyboard.press("Tab")
    assert leader.page.evaluate("document.activeElement.id") == "suspend-reason"
    assert leader.page.locator("#urge-note").input_value() == "Gọi lại chiều nay"
    assert [one["id"] for one in Axe().run(leader.page).response["violations"]] == []
    leader.page.keyboard.type("Chờ Tỉnh cho ý kiến")
    leader.page.on("dialog", lambda dialog: dialog.accept())  # what is typed in the other form is asked about
    leader.press(word("Suspend"))
    assert state_of(office, task) == TaskState.SUSPENDED


def test_without_scripts_the_link_leads_to_the_form(busy_office: Office, task: int) -> None:
    office, word = busy_office, busy_office.word
    leader = office.person("pct.van", {**DESK, "java_script_enabled": False})
    leader.open(f"/tasks/{task}")
    leader.unfold(word("Cancel…"))
    leader.follow(word("Open the form"))
    leader.page.locator("#cancel-reason").fill("Trùng việc khác")
    leader.press(word("Cancel the task"))
    assert state_of(office, task) == TaskState.CANCELLED


def test_lost_network_is_tried_again_by_the_link(busy_office: Office, task: int) -> None:
    office, word = busy_office, busy_office.word
    leader = office.person("pct.van", PHONE)
    leader.open(f"/tasks/{task}")
    leader.page.evaluate("() => { window.fetch = () => Promise.reject(new Error('gone')); }")
    open_by_key(leader, word("Suspend…"))
    leader.follow(word("Open the form"))
    assert leader.page.locator("#suspend-reason").is_visible()
    assert re.search(r"open=suspend#directing$", leader.page.url)


def test_task_that_moved_on_is_shown_afresh_with_the_form(busy_office: Office, task: int) -> None:
    office, word = busy_office, busy_office.word
    first, second = office.person("pct.van"), office.person("vanphong")
    first.open(f"/tasks/{task}")
    second.open(f"/tasks/{task}?open=suspend")
    second.page.locator("#suspend-reason").fill("Chờ Tỉnh cho ý kiến")
    second.press(word("Suspend"))
    with first.page.expect_navigation():
        open_by_key(first, word("Cancel…"))
    assert "Chờ Tỉnh cho ý kiến" in first.page.locator("main").inner_text()
    assert first.page.locator("#cancel-reason").is_visible()
