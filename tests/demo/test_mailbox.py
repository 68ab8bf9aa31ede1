import os
import smtplib
import socket
import subprocess
import sys
from email.message import EmailMessage

import pytest
from flask.testing import FlaskClient

from config import ROOT
from tests.conftest import make_app
from tracker import clock
from tracker.db import set_reading
from tracker.demo.mailbox import Mailbox

HTML = '<html><head><meta charset="utf-8"></head><body><p style="color:#900">Việc <a href="http://x.vn/1">NV-1</a></p></body></html>'


def build_mail(subject="Nhắc việc: 3 việc đến hạn", html=HTML):
    message = EmailMessage()
    message["From"], message["To"] = "chidao@example.vn", "Nông Thị Hà <tckh@example.vn>"
    message["Subject"] = subject
    message.set_content("Đồng chí có 3 việc.\nhttp://127.0.0.1:8000/tasks/1\n")
    if html:
        message.add_alternative(html, subtype="html")
    return message


@pytest.fixture
def mailbox(tmp_path):
    return Mailbox(tmp_path / "inbox")


@pytest.fixture
def plain_client(tmp_path, mailbox):
    """Flask's own client: these pages need no database."""
    app = make_app(tmp_path, f"sqlite:///{tmp_path}/none.db", DEMO="1")
    app.test_client_class = FlaskClient
    yield app.test_client()
    set_reading(False)  # this client shares the test's context, and the next test may write


def test_an_empty_mailbox(mailbox):
    assert mailbox.list_newest(10) == []
    assert mailbox.count() == 0


def test_mails_are_listed_newest_first_and_read_back(mailbox):
    first = mailbox.keep(build_mail("Một").as_bytes())
    second = mailbox.keep(build_mail("Hai").as_bytes())
    assert [line.subject for line in mailbox.list_newest(10)] == ["Hai", "Một"]
    assert [line.mail_id for line in mailbox.list_newest(1)] == [second]
    mail = mailbox.find(first)
    assert (mail.line.to_name, mail.line.to_address) == ("Nông Thị Hà", "tckh@example.vn")
    assert "Đồng chí" in mail.text
    assert "NV-1" in mail.html


@pytest.mark.parametrize(
    "wrong", ["../secret", "..", "20261124T0900000000", "20261124T090000000000/../../x", "%2e%2e", "ｱ"]
)
def test_an_id_that_is_no_name_of_ours_is_not_found(mailbox, wrong, tmp_path):
    (tmp_path / "secret.eml").write_text("secret")
    mailbox.keep(build_mail().as_bytes())
    assert mailbox.find(wrong) is None


def test_an_id_of_nothing_is_not_found(mailbox):
    assert mailbox.find("20261124T090000000000") is None


def test_the_inbox_page_lists_and_opens_a_mail(plain_client, mailbox):
    mail_id = mailbox.keep(build_mail().as_bytes())
    page = plain_client.get("/demo/inbox").get_data(as_text=True)
    assert "Hộp thư thử" in page
    assert "Nhắc việc: 3 việc đến hạn" in page
    response = plain_client.get(f"/demo/inbox/{mail_id}")
    page = response.get_data(as_text=True)
    assert '<a href="http://127.0.0.1:8000/tasks/1"' in page
    assert f'src="/demo/inbox/{mail_id}/html"' in page
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_html_part_is_framed_by_us_only_and_can_do_nothing(plain_client, mailbox):
    mail_id = mailbox.keep(
        build_mail(html="<html><head></head><body><script>alert(1)</script></body></html>").as_bytes()
    )
    response = plain_client.get(f"/demo/inbox/{mail_id}/html")
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy


def test_a_mail_without_html_has_no_frame(plain_client, mailbox):
    mail_id = mailbox.keep(build_mail(html="").as_bytes())
    assert "<iframe" not in plain_client.get(f"/demo/inbox/{mail_id}").get_data(as_text=True)


def test_subject_and_text_are_escaped(plain_client, mailbox):
    mail_id = mailbox.keep(build_mail(subject="<b>đậm</b>", html="").as_bytes())
    for path in ("/demo/inbox", f"/demo/inbox/{mail_id}"):
        assert "<b>đậm" not in plain_client.get(path).get_data(as_text=True)


def test_without_demo_there_is_no_inbox(tmp_path):
    app = make_app(tmp_path, f"sqlite:///{tmp_path}/none.db")
    assert "demo.inbox" not in app.view_functions


def test_the_sink_keeps_what_comes_over_smtp(tmp_path, mailbox):
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    port = listening.getsockname()[1]
    sink = subprocess.Popen(
        [sys.executable, "-m", "tracker.demo.sink", str(listening.fileno()), str(mailbox.folder)],
        pass_fds=[listening.fileno()],
        cwd=ROOT,
        env=os.environ,
    )
    listening.close()
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as connection:
            connection.send_message(build_mail())
    finally:
        sink.terminate()
        assert sink.wait(10) == 0
    assert [line.subject for line in mailbox.list_newest(10)] == ["Nhắc việc: 3 việc đến hạn"]


def test_two_mails_of_one_moment_are_both_kept(mailbox, monkeypatch):
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    ids = {mailbox.keep(build_mail().as_bytes()) for _ in range(3)}
    assert len(ids) == mailbox.count() == 3
