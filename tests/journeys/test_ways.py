"""The ways to direct a task: their forms are fetched when they are opened, and nothing else on the page moves."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select, update

from tests.journeys.browser import DESK, PHONE, Person
from tests.journeys.office import Office
from tracker import clock
from tracker.db import db
from tracker.people.models import Post, StandIn, User, UserSession
from tracker.people.queries import actor_of
from tracker.people.stand_ins import name_stand_in
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
    assert leader.page.locator("#urge-note, #suspend-reason").count() == 0, "what nobody opens is not on the page"
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


def test_what_is_typed_elsewhere_may_be_saved_first(busy_office: Office, task: int) -> None:
    """The task has moved on, but the person stays on the page: the way can be opened again."""
    office, word = busy_office, busy_office.word
    first, second = office.person("pct.van"), office.person("vanphong")
    first.open(f"/tasks/{task}")
    open_by_key(first, word("Urge…"))
    first.page.locator("#urge-note").press_sequentially("Gọi lại")
    second.open(f"/tasks/{task}?open=suspend")
    second.page.locator("#suspend-reason").fill("Chờ Tỉnh cho ý kiến")
    second.press(word("Suspend"))
    asked: list[str] = []
    first.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    for times in (1, 2):
        with first.page.expect_response(re.compile(r"open=cancel")):
            open_by_key(first, word("Cancel…"))
        first.page.wait_for_function("() => document.querySelector('[data-way=cancel] a').ariaBusy === 'false'")
        open_by_key(first, word("Cancel…"))
        assert asked == ["beforeunload"] * times
    assert first.page.locator("#urge-note").input_value() == "Gọi lại"


def test_form_is_of_the_person_whom_the_page_names(busy_office: Office, task: int) -> None:
    """Somebody else has signed in on this machine: his form never stands on the page of the one before."""
    office, word = busy_office, busy_office.word
    first, second = office.person("pct.van"), office.person("vanphong")
    first.open(f"/tasks/{task}")
    second.open("/")
    first.page.context.clear_cookies()
    first.page.context.add_cookies(second.page.context.cookies())  # type: ignore[arg-type]
    with first.page.expect_navigation():
        open_by_key(first, word("Cancel…"))
    assert first.page.locator(".me").inner_text() == second.page.locator(".me").inner_text()
    assert first.page.locator("#cancel-reason").is_visible()


def test_end_of_standing_in_is_told(busy_office: Office, task: int) -> None:
    """The wall says so once: the fetch must not take the sentence away."""
    office, word = busy_office, busy_office.word
    with office.database():
        absent, present = (
            db.session.scalars(select(User).where(User.login == login)).one() for login in ("pct.van", "pct.dat")
        )
        holder, today = actor_of(absent.id), clock.today()
        post = db.session.get_one(Post, holder.post_id)
        stands_in = name_stand_in(post, present.id, today, today + timedelta(days=3), "x", by=holder)
        db.session.commit()
        key, name = stands_in.id, absent.name
    person = office.person("pct.dat")
    person.open("/")
    with office.database():
        of_person = UserSession.user_id.in_(select(User.id).where(User.login == "pct.dat"))
        db.session.execute(update(UserSession).where(of_person).values(stand_in_id=key))
        db.session.commit()
    person.open(f"/tasks/{task}")
    with office.database():
        db.session.execute(update(StandIn).where(StandIn.id == key).values(ended_at=clock.now()))
        db.session.commit()
    open_by_key(person, word("Cancel…"))
    sentence = word("The time of standing in for %(name)s is over. From here on it is your own post again.", name=name)
    person.page.get_by_text(sentence).wait_for()
