"""From the signed text to a finished task, by everyone who has a part in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from config import ROOT
from tests.journeys.browser import PHONE, Person
from tests.journeys.office import Office
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.demo.days import Days
from tracker.demo.notices import read_text
from tracker.reminders.planning import Track, next_stage
from tracker.reminders.rules.book import default_book
from tracker.tasks.models import Task

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

SEED = ROOT.parent / "shared" / "seed" / "phien-hop-15-2022-10-28.txt"
REASON = "Đã giao tại văn bản khác"
WARDS = 11
ASSIGNED = "The conclusion in the register"
URGED = "Please update the progress, report the completion, or ask for an extension in good time."


@dataclass(frozen=True)
class Story:
    """A text, and whom the journey follows through it."""

    text: str
    leader: str
    drafts: int
    phrase: str
    unit: str
    head: str
    is_late: bool


@pytest.fixture
def story(request: pytest.FixtureRequest, new_office: Office) -> Story:
    """The project's own notice, or the text that the office published."""
    if request.param == "sample":
        with new_office.database():
            text = read_text("session-15.txt", Days(clock.today(), office_calendar()))
        return Story(text, "pct.dat", 9, "xây dựng cơ bản", "Ban Quản lý dự án đầu tư xây dựng", "bqlda", is_late=False)
    if not SEED.exists():
        pytest.skip("the published text is not beside this folder")
    text = SEED.read_text(encoding="utf-8")
    return Story(text, "pct.dat", 6, "thu ngân sách", "Phòng Tài chính - Kế hoạch", "tckh", is_late=True)


def enter(office: Office, clerk: Person, story: Story) -> None:
    """The text is pasted; what it says about itself is confirmed."""
    clerk.open("/notices/new")
    clerk.type(office.word("Text of the notice"), story.text)
    clerk.press(office.word("Read the text"))
    leader = clerk.field(office.word("Accountable leader"))
    leader.select_option(label=next(name for name in leader.locator("option").all_inner_texts() if "Đạt" in name))
    clerk.press(office.word("Find the directives"))


def settle(office: Office, clerk: Person, story: Story) -> None:
    """Every draft is looked at: one is set aside, one reworded, the wards get one task each, gaps are filled."""
    cards = clerk.page.locator("section.draft")
    marks = clerk.page.locator("mark")
    assert (cards.count(), marks.count()) == (story.drafts, story.drafts)
    marks.first.locator(".mark-no").click()
    assert "on" in (cards.first.get_attribute("class") or "").split()

    last = cards.last
    last.locator("summary").filter(has_text=office.word("Do not assign…")).click()
    last.get_by_placeholder(office.word("Why is no task given?")).fill(REASON)
    last.get_by_role("button", name=office.word("Set aside")).click()
    clerk.waits_for_cards()

    housing = cards.filter(has_text="nhà dột nát")
    one_each = housing.get_by_role("button", name=office.word("One task each (%(count)s)", count=WARDS))
    if one_each.count():
        one_each.click()
        clerk.waits_for_cards()
    while (gaps := clerk.page.locator("form[id^=gaps-]")).count():
        fill_gaps(clerk, gaps.first.get_attribute("id") or "", story)
    reword(office, clerk, story)


def fill_gaps(clerk: Person, form: str, story: Story) -> None:
    """The unit and the date that a card asks for, straight on it."""
    asked = clerk.page.locator(f"[form={form}]")
    for unit in asked.and_(clerk.page.locator("input[name=lead_unit_id]")).all():
        unit.fill(story.unit)
        unit.press("Enter")
    for no_date in asked.and_(clerk.page.locator("[name=has_no_due]")).all():
        no_date.check()
    clerk.page.locator(f"#{form} button").click()
    clerk.waits_for_cards()


def reword(office: Office, clerk: Person, story: Story) -> None:
    """The followed task gets a title of the clerk's."""
    card = clerk.page.locator("section.draft").filter(has_text=story.phrase).first
    with clerk.page.expect_navigation():
        card.get_by_role("link", name=office.word("Edit"), exact=True).click()
    clerk.type(office.word("Task"), title_of(story))
    clerk.press(office.word("Save"))


def title_of(story: Story) -> str:
    """What the clerk calls it."""
    return f"Việc theo dõi: {story.phrase}"


def figures(leader: Person) -> dict[str, int]:
    """The numbers of the leader's page: what is open in all, and what is completed."""
    leader.open("/outstanding?mine=0")
    numbers = [int(text.replace(".", "")) for text in leader.page.locator(".figure b").all_inner_texts()]
    words = re.search(r"(\d+)", leader.page.locator(".lede").inner_text())
    return {"open": int(words[1]) if words else 0, "done": numbers[3]}


def links_in_mails(office: Office, login: str, english: str) -> list[str]:
    """The task addresses in the mails to that person that say this; every link of theirs leads to us."""
    words = office.word(english)
    mails = [mail for mail in office.sink.mails if f"{login}@" in str(mail["To"]) and words in text_of(mail)]
    assert mails, f"no such mail to {login} among {office.sink.subjects}"
    for mail in mails:
        links = re.findall(r"https?://[^\s\"<>]+", text_of(mail) + text_of(mail, "html"))
        assert all(link.startswith(office.url) for link in links), links
    return sorted({link for mail in mails for link in re.findall(rf"{office.url}/tasks/\d+", text_of(mail))})


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """One of the two forms of a mail."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def report(office: Office, head: Person, folder: Path, *, is_late: bool) -> None:
    """On the phone: accept, update with a file, report completion; a late report says why."""
    head.press(office.word("Accept"))
    paper = folder / "Bảng giải ngân tháng 11.txt"
    paper.write_text("Đã giải ngân 45,3 tỷ đồng", encoding="utf-8")
    head.type(office.word("Result so far"), "Đã giải ngân 45,3/100,4 tỷ đồng")
    head.type(office.word("Progress"), "58")
    head.field(office.word("Attach files")).set_input_files(paper)
    head.press(office.word("Save update"))
    assert head.sees(paper.name)
    assert head.sees("58%")
    head.unfold(office.word("Report completion…"))
    head.type(office.word("Result"), "Đã giải ngân đủ kế hoạch")
    if is_late:
        form = head.page.locator("form", has=head.field(office.word("Result")))
        form.get_by_role("radio", name=office.word("Objective")).check()
        form.get_by_label(office.word("Explanation and remedy")).fill("Văn bản đến sau thời hạn")
    head.press(office.word("Report completion"))
    assert head.sees(office.word("Waiting for confirmation"))


@pytest.mark.parametrize(
    ("dialect", "story"),
    [
        pytest.param("sqlite", "sample", marks=pytest.mark.sqlite),
        pytest.param("sqlite", "seed", marks=pytest.mark.sqlite),
        pytest.param("postgres", "sample", marks=pytest.mark.postgres),
    ],
    indirect=True,
)
def test_a_text_becomes_tasks_and_a_task_is_finished(new_office: Office, story: Story, tmp_path: Path) -> None:
    office = new_office
    leader = office.person(story.leader)
    assert figures(leader) == {"open": 0, "done": 0}

    clerk = office.person("vanphong")
    enter(office, clerk, story)
    settle(office, clerk, story)
    given = clerk.page.locator(".give button").inner_text()
    tasks = int(re.search(r"\d+", given)[0])  # type: ignore[index]
    assert tasks == story.drafts - 2 + WARDS
    assert figures(leader)["open"] == 0, "nothing is given yet"
    clerk.press(given)
    assert figures(leader) == {"open": tasks, "done": 0}

    office.run_job("deliver_mail")
    link = next(url for url in links_in_mails(office, story.head, ASSIGNED) if title_at(office, url) == title_of(story))
    office.run_job("plan_reminders", "--as-of", next_reminder(link, office).isoformat())
    office.run_job("deliver_mail")
    assert link in links_in_mails(office, story.head, URGED)

    head = office.window(PHONE)
    head.open(link.removeprefix(office.url))
    office.sign_in(head, story.head)
    assert head.page.url == link
    report(office, head, tmp_path, is_late=story.is_late)

    clerk.open("/tasks?band=waiting")
    clerk.follow(title_of(story))
    clerk.press(office.word("Confirm completion"))
    assert figures(leader) == {"open": tasks - 1, "done": 1}


def title_at(office: Office, url: str) -> str:
    """What the database calls the task at that address."""
    with office.database():
        return db.session.get_one(Task, int(url.rsplit("/", 1)[1])).title


def next_reminder(url: str, office: Office) -> date:
    """The first day on which that task is due for a digest: what is reached at issue was told by the assignment."""
    with office.database():
        task = db.session.get_one(Task, int(url.rsplit("/", 1)[1]))
        assert task.due_on is not None
        stage = next_stage(default_book().general, Track.TERM, task.due_on, office_calendar(), clock.today())
        assert stage is not None
        return stage.since
