"""What goes wrong in a working day: a session that ends, a button pressed twice, no mouse at hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from tests.journeys.browser import DESK, PHONE, Person
from tests.journeys.office import Office
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.demo.office import PASSWORD
from tracker.people.models import User, UserSession
from tracker.tasks.models import ProgressUpdate, Task

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

LETTERS = re.compile("[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]", re.IGNORECASE)
HEAD, UNIT = "qldt", "QLDT"


@pytest.fixture
def task(busy_office: Office) -> int:
    """A task of this test alone, due in three weeks."""
    return busy_office.give("Rà soát điểm ngập úng", UNIT, "pct.van", busy_office.in_working_days(15))


def updates(office: Office, task: int) -> int:
    """How often progress was told."""
    with office.database():
        return db.session.scalar(select(func.count(ProgressUpdate.id)).where(ProgressUpdate.task_id == task)) or 0


def tell(office: Office, person: Person, words: str) -> None:
    """Type an update; nothing is sent."""
    person.type(office.word("Result so far"), words)
    person.type(office.word("Progress"), "40")


def test_leader_grants_more_time_in_place(busy_office: Office, task: int) -> None:
    office, later = busy_office, office_day(busy_office, 30)
    head = office.person(HEAD, PHONE)
    head.open(f"/tasks/{task}")
    head.unfold(office.word("Ask for more time…"))
    head.type(office.word("New due date"), later)
    head.type(office.word("Reason"), "Chờ kết quả đo đạc")
    head.press(office.word("Ask for more time"))
    leader = office.person("pct.van")
    leader.open("/outstanding")
    mine = leader.page.locator(".decision").filter(has_text="Rà soát điểm ngập úng")
    with leader.page.expect_navigation():
        mine.get_by_role("button", name=office.word("Approve"), exact=True).click()
    assert leader.page.url == f"{office.url}/outstanding"
    assert mine.count() == 0
    head.open(f"/tasks/{task}")
    assert later in head.page.locator(".facts").inner_text()


def office_day(office: Office, days: int) -> str:
    """The day after so many working days, as people type it."""
    with office.database():
        return f"{office_calendar().add_working_days(clock.today(), days):%d/%m/%Y}"


def test_what_was_typed_outlives_the_session(busy_office: Office, task: int) -> None:
    office = busy_office
    head = office.person(HEAD, PHONE)
    head.open(f"/tasks/{task}")
    tell(office, head, "Đã khảo sát 12 điểm ngập trong đêm")
    with office.database():
        ended = select(User.id).where(User.login == HEAD).scalar_subquery()
        db.session.execute(update(UserSession).where(UserSession.user_id == ended).values(ended_at=clock.now()))
        db.session.commit()
    head.press(office.word("Save update"))
    assert updates(office, task) == 0
    office.sign_in(head, HEAD)
    assert head.sees("Đã khảo sát 12 điểm ngập trong đêm")
    head.press(office.word("Send it now"))
    assert head.page.url.startswith(f"{office.url}/tasks/{task}")
    assert head.sees("Đã khảo sát 12 điểm ngập trong đêm")
    assert updates(office, task) == 1


def test_double_click_saves_once(busy_office: Office, task: int) -> None:
    office = busy_office
    head = office.person(HEAD)
    head.open(f"/tasks/{task}")
    tell(office, head, "Đã khảo sát 5 điểm")
    with head.page.expect_navigation():
        head.page.get_by_role("button", name=office.word("Save update")).dblclick(no_wait_after=True)
    head.open(f"/tasks/{task}")
    assert updates(office, task) == 1


def test_back_after_saving_shows_what_was_saved_and_an_empty_form(busy_office: Office, task: int) -> None:
    """Pages are never kept by the browser, so there is nothing left to send again."""
    office = busy_office
    head = office.person(HEAD)
    head.open(f"/tasks/{task}")
    tell(office, head, "Đã khảo sát 6 điểm")
    head.press(office.word("Save update"))
    head.page.go_back()
    assert head.field(office.word("Result so far")).input_value() == ""
    head.page.get_by_role("button", name=office.word("Save update")).click()
    assert head.page.locator("[name=result]:invalid").count() > 0, "the browser asks for the words first"
    assert updates(office, task) == 1


@pytest.fixture
def papers(tmp_path: Path) -> tuple[Path, Path]:
    """Two files that are each small enough, and too large together; and one that is too large."""
    for name, size in (("half.pdf", 13), ("whole.pdf", 26)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(size * 1024 * 1024)
    return tmp_path / "half.pdf", tmp_path / "whole.pdf"


def refusal_of(person: Person, form: str) -> str:
    """Press the form's button; the sentence beside the field of files, nothing having been sent."""
    sent: list[str] = []
    person.page.on("request", lambda request: sent.append(request.url))
    person.page.locator(f"{form} button, button[form=update]").last.click()
    assert not sent
    return person.page.locator(f"{form} .wrong").inner_text()


def test_file_that_is_too_large_is_named_before_it_is_sent(
    busy_office: Office, task: int, papers: tuple[Path, Path]
) -> None:
    office, (half, whole) = busy_office, papers
    head = office.person(HEAD)
    head.open(f"/tasks/{task}")
    tell(office, head, "Đã khảo sát 8 điểm")
    files = head.page.locator("#update [name=files]")
    files.set_input_files(whole)
    assert "Tệp lớn hơn 25 MB" in refusal_of(head, "#update")
    files.set_input_files([half, half])
    assert "cộng lại lớn hơn 25 MB" in refusal_of(head, "#update")
    assert head.field(office.word("Result so far")).input_value() == "Đã khảo sát 8 điểm"
    for summary, part in (("Report completion…", "completion"), ("Attach", "evidence")):
        head.unfold(office.word(summary))
        head.page.locator(f"form[action$={part}] [name=files]").set_input_files(whole)
        assert "Tệp lớn hơn 25 MB" in refusal_of(head, f"form[action$={part}]")
    files.set_input_files([])
    head.press(office.word("Save update"))
    assert updates(office, task) == 1


ENDLESS = "https://vanban.example.vn/" + "a" * 300


def test_endless_word_pushes_no_page_sideways(busy_office: Office, task: int) -> None:
    office = busy_office
    with office.database():
        db.session.get_one(Task, task).title = f"Rà soát theo {ENDLESS}"
        db.session.commit()
    head = office.person(HEAD, PHONE)
    head.open(f"/tasks/{task}")
    tell(office, head, ENDLESS)
    head.press(office.word("Save update"))
    for person, path in (
        *((head, path) for path in (f"/tasks/{task}", "/work", "/tasks")),
        *((office.person("pct.van", screen), "/outstanding") for screen in (PHONE, DESK)),
    ):
        person.open(path)
        assert ENDLESS in person.page.content()
        assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def tab_to(person: Person, words: str) -> None:
    """Press Tab until the focus is on what has that name."""
    read = "() => (document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()"
    for _ in range(80):
        person.page.keyboard.press("Tab")
        if person.page.evaluate(read).split(" (")[0] == words:
            return
    raise AssertionError(f"Tab does not reach «{words}»")


def test_keyboard_alone_is_enough(busy_office: Office, task: int) -> None:
    office = busy_office
    head = office.window()
    keys = head.page.keyboard
    head.open(f"/sign-in?next=/tasks/{task}")
    for label, value in (("User name or e-mail", HEAD), ("Password", PASSWORD)):
        tab_to(head, office.word(label))
        keys.type(value)
    with head.page.expect_navigation():
        keys.press("Enter")
    tab_to(head, office.word("Result so far"))
    keys.type("Đã khảo sát 7 điểm")
    tab_to(head, office.word("Save update"))
    with head.page.expect_navigation():
        keys.press("Enter")
    assert head.sees("Đã khảo sát 7 điểm")
    assert updates(office, task) == 1


def test_english_says_no_vietnamese(busy_office: Office) -> None:
    office = busy_office
    head = office.person("hopgiang")
    head.open("/account")
    head.press("English")
    head.open("/work")
    interface = "h1, .lede, .chips, h2.band, .places, label, button, th"
    said = [words for words in head.page.locator(interface).all_text_contents() if words.strip()]
    assert len(said) >= 5
    assert not [words for words in said if LETTERS.search(words)]
    head.open("/account")
    head.press("Tiếng Việt")
