"""The signed address: short, blind to capitals, made by nobody but us, and on the mails that can be answered."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from email.utils import parseaddr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config import ROOT, Inbound, Settings, SettingsError
from tests.inbound.makers import take_in, write
from tests.tasks.test_life import issue
from tracker import clock, mail
from tracker.db import db
from tracker.inbound.addresses import Token, find_token, read_token, write_token
from tracker.inbound.headers import lines_for
from tracker.mail.claims import Letter
from tracker.mail.delivery import deliver_due
from tracker.people.models import StandIn
from tracker.people.queries import list_recipients
from tracker.tasks import actions, emails
from tracker.tasks.emails.base import Told, task_message
from tracker.tasks.models import TaskReturn

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
NUMBERS = st.integers(1, 2**31 - 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(task_id=NUMBERS, user_id=NUMBERS)
def test_a_token_comes_back_whatever_servers_do_to_its_letters(app, task_id, user_id):
    token = Token(task_id, user_id, AT)
    written = write_token(token)
    assert len(written) == 36
    assert written == written.lower()
    assert read_token(written) == read_token(written.upper()) == token


def test_no_changed_token_passes(app):
    written = write_token(Token(142, 7, AT))
    for place in range(len(written) - 1):
        for letter in "abcdefghijklmnopqrstuvwxyz234567":
            if letter != written[place]:
                assert read_token(written[:place] + letter + written[place + 1 :]) is None
    assert all(read_token(bad) is None for bad in ("", "x", written[:-1], written + "a", "đ" * 36, "1" * 36))


def test_a_token_shows_nothing_and_is_each_persons_own(app):
    one, other = write_token(Token(142, 7, AT)), write_token(Token(142, 8, AT))
    assert one[:4] != other[:4]
    assert one[-16:] != other[-16:]


def test_another_key_signs_another_token_and_the_last_key_still_counts(app, monkeypatch):
    written = write_token(Token(142, 7, AT))
    monkeypatch.setitem(app.config, "SECRET_KEY", "new-" * 12)
    assert read_token(written) is None
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", ["test-" * 10])
    assert read_token(written) == Token(142, 7, AT)


def test_ours_is_found_among_other_addresses(app, inbound):
    written = write_token(Token(142, 7, AT))
    found = find_token(["a@b.vn", f"theodoi+{written}@other.vn", f"<TheoDoi+{written.upper()}@Example.VN>"])
    assert found == (written, Token(142, 7, AT))
    assert find_token(["theodoi@example.vn"]) == ("", None)


def settings_of(**env):
    return Settings.from_env({"SECRET_KEY": "test-" * 10, **env}).inbound


def test_it_is_off_unless_an_address_is_given():
    assert settings_of() == Inbound()
    assert settings_of(INBOUND_ADDRESS="chidao@example.vn").address == "chidao@example.vn"


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"INBOUND_ADDRESS": "chidao"}, "give one address"),
        ({"INBOUND_ADDRESS": "a+b@example.vn"}, "give one address"),
        ({"INBOUND_ADDRESS": "x" * 28 + "@example.vn"}, "at most 27"),
        ({"INBOUND_ADDRESS": "a@b.vn\nBcc: c@d.vn"}, "give one address"),
        ({"INBOUND_IMAP_HOST": "imap.example.vn"}, "INBOUND_ADDRESS too"),
        ({"INBOUND_IMAP_HOST": "imap.example.vn"}, "INBOUND_IMAP_PASSWORD"),
        ({"INBOUND_IMAP_SECURITY": "ssl"}, "tls, starttls, none"),
        ({"INBOUND_IMAP_HOST": "imap.example.vn", "INBOUND_IMAP_SECURITY": "none"}, "this machine"),
        ({"INBOUND_IMAP_FOLDER": 'a"b'}, "one folder"),
        ({"INBOUND_MAX_MB": "0"}, "1 to 200"),
        ({"INBOUND_POLL_MINUTES": "x"}, "1 to 60"),
    ],
)
def test_wrong_settings_stop_the_start_with_their_mend(env, words):
    with pytest.raises(SettingsError, match=words):
        settings_of(**env)


@pytest.fixture
def delivered(app, cast, inbound, sink):
    """The head's mails about a task that came back, as they arrive."""
    sent = app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(sent, smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")
    task = issue(cast)
    returned = TaskReturn(task_id=task.id, at=AT, by_user_id=cast.clerk.user_id, reason="Thiếu biểu")
    db.session.add(returned)
    db.session.flush()
    for message in emails.task_sent_back(task, returned, cast.clerk):
        mail.put(message)
    db.session.commit()
    deliver_due()
    return task


def test_a_mail_about_a_task_can_be_answered_and_says_so(cast, delivered, sink):
    received = sink.mails[0]
    name, address = parseaddr(str(received["Reply-To"]))
    assert name == "Cập nhật tiến độ"
    assert find_token([address])[1].task_id == delivered.id
    assert find_token([address])[1].user_id == cast.finance_head.user_id
    assert "Có thể trả lời thư này" in received.get_body(("plain",)).get_content()
    assert "xin không trả lời" not in received.get_body(("html",)).get_content()


def test_an_answer_of_ours_stands_below_the_mail_that_it_answers(cast, delivered, sink):
    row = take_in(write(cast.finance_head, delivered, to=str(sink.mails[0]["Reply-To"])))
    deliver_due()
    received = sink.mails[1]
    assert received["Auto-Submitted"] == "auto-replied"
    assert received["In-Reply-To"] == row.message_id
    assert received["References"].split() == [mail.message_id(f"thread:task:{delivered.id}"), row.message_id]
    assert received["Reply-To"], "one may go on"


def test_nothing_of_it_is_there_where_it_is_off(app, cast, sink):
    task = issue(cast)
    actions.cancel_task(task, "Thôi", by=cast.clerk)
    db.session.commit()
    sent = dataclasses.replace(app.config["SETTINGS"], smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")
    before, app.config["SETTINGS"] = app.config["SETTINGS"], sent
    try:
        deliver_due()
    finally:
        app.config["SETTINGS"] = before
    assert sink.mails
    assert all(received["Reply-To"] is None for received in sink.mails)
    assert "không trả lời" in sink.mails[0].get_body(("plain",)).get_content()


ASKED = "Có thể trả lời thư này"


DECISIONS = [
    "extension_requested",
    "task_declined",
    "proposal_raised",
    "explanation_asked",
    "explanation_answered",
    "explanation_asked_again",
    "explanation_accepted",
]


@pytest.mark.parametrize("kind", [*DECISIONS, "due_set"])
def test_a_mail_that_asks_for_a_decision_is_not_to_be_answered(cast, inbound, kind):
    task = issue(cast)
    reader = list_recipients([task.lead_unit_id])[0]
    message = task_message(task, reader, "x", kind, lambda reader: Told("A", "B"))
    is_asked = kind not in DECISIONS
    assert (ASKED in message.text, bool(lines_for(letter(message)))) == (is_asked, is_asked)


def test_these_are_the_kinds_of_our_mails(cast, inbound):
    task = issue(cast)
    asked = actions.request_extension(task, task.due_on.replace(day=30), "Chờ vốn", by=cast.finance_head)
    messages = emails.extension_requested(asked, to_office=True)
    assert {message.user_id for message in messages} == {cast.vice_chairman.user_id, cast.clerk.user_id}
    written = (ROOT / "tracker/tasks/emails").glob("*.py")
    source = "".join(path.read_text(encoding="utf-8") for path in written if path.name != "base.py")
    assert [kind for kind in DECISIONS if f'"{kind}"' not in source] == []
    assert all(ASKED not in message.text and not lines_for(letter(message)) for message in messages)


def letter(message):
    """The mail as its sender sees it."""
    fields = {name: getattr(message, name) for name in ("key", "kind", "user_id", "subject_type", "subject_id")}
    others = dict.fromkeys({field.name for field in dataclasses.fields(Letter)} - fields.keys())
    return Letter(**fields, **others)


def test_only_who_has_work_in_the_task_is_told_to_answer(cast, inbound):
    task = issue(cast, cooperating_unit_ids=[cast.culture.id])
    away = StandIn(
        post_id=cast.finance_head.post_id, user_id=cast.ward_chair.user_id, from_on=clock.today(),
        until_on=clock.today(), at=clock.now(), given_by_id=cast.admin.user_id,
    )  # fmt: skip
    db.session.add(away)
    db.session.flush()
    message = emails.standing_changed(task, 1, "task_suspended", {"reason": "Chờ vốn"}, cast.clerk)[0]
    told = {
        name
        for name, actor in cast.everyone.items()
        if "Reply-To" in lines_for(letter(dataclasses.replace(message, user_id=actor.user_id)))
    }
    assert told == {"finance_head", "finance_officer", "outsider", "ward_chair"}


def test_the_sentence_and_the_address_go_together(cast, inbound):
    task = issue(cast, cooperating_unit_ids=[cast.culture.id])
    messages = emails.standing_changed(task, 1, "task_suspended", {"reason": "Chờ vốn"}, cast.clerk)
    readers = {message.user_id for message in messages}
    assert {cast.finance_head.user_id, cast.outsider.user_id} <= readers
    for message in messages:
        assert ASKED in message.text
        assert "Reply-To" in lines_for(letter(message))
