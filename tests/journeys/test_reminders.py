"""A late task: its digest arrives, its link leads to the task, and once it is reported no digest has it any more."""

from __future__ import annotations

import re
from datetime import date
from email.message import EmailMessage

import pytest

from tests.journeys.browser import PHONE, Person
from tests.journeys.office import Office

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

DONE, LEFT = "Báo cáo giải ngân tuần", "Rà soát nợ thuế của hộ kinh doanh"


def digest_of(office: Office, day: date, login: str = "tckh") -> EmailMessage:
    """What that person is told on that day; it is planned, sent, and the only new mail to him."""
    before = len(mails_to(office, login))
    office.run_job("plan_reminders", "--as-of", day.isoformat())
    office.run_job("deliver_mail")
    new = mails_to(office, login)[before:]
    assert len(new) == 1, [mail["Subject"] for mail in new]
    return new[0]


def mails_to(office: Office, login: str) -> list[EmailMessage]:
    """All that has arrived for that person."""
    return [mail for mail in office.sink.mails if f"{login}@" in str(mail["To"])]


def words_of(mail: EmailMessage, kind: str = "plain") -> str:
    """One of the two forms of a mail."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def report_completion(office: Office, head: Person) -> None:
    """On the page that the mail led to."""
    head.press(office.word("Accept"))
    head.type(office.word("Result so far"), "Đã giải ngân 98 %")
    head.type(office.word("Progress"), "98")
    head.press(office.word("Save update"))
    head.unfold(office.word("Report completion…"))
    head.type(office.word("Result"), "Đã giải ngân đủ kế hoạch")
    head.press(office.word("Report completion"))
    assert head.sees(office.word("Waiting for confirmation"))


@pytest.mark.parametrize(
    "dialect",
    [pytest.param("sqlite", marks=pytest.mark.sqlite), pytest.param("postgres", marks=pytest.mark.postgres)],
    indirect=True,
)
def test_a_late_task_is_told_until_it_is_reported(new_office: Office) -> None:
    office = new_office
    due_on, late, later = (office.in_working_days(count) for count in (1, 2, 7))
    done, left = (office.give(title, "TCKH", "pct.dat", due_on) for title in (DONE, LEFT))
    office.run_job("deliver_mail")

    mail = digest_of(office, late)
    assert DONE in words_of(mail)
    assert LEFT in words_of(mail)
    [link] = set(re.findall(rf"{office.url}/tasks/{done}\b", words_of(mail, "html")))

    head = office.window(PHONE)
    head.open(link.removeprefix(office.url))
    office.sign_in(head, "tckh")
    assert head.page.url == link
    report_completion(office, head)
    office.run_job("deliver_mail")

    mail = digest_of(office, later)
    assert DONE not in words_of(mail)
    assert f"/tasks/{left}" in words_of(mail)
