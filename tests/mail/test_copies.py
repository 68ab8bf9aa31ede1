"""What an administrator sends once more is asked for again: may its reader still have it?"""

import pytest
from sqlalchemy import update

from tests.mail.test_delivery import one, put
from tests.tasks.test_life import issue
from tracker import clock
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.mail.delivery import deliver_due
from tracker.mail.models import MailState, OutboxMail
from tracker.people.models import Post, Role
from tracker.reminders.happened import STOPPED
from tracker.reminders.preferences.actions import stop_optional
from tracker.tasks.queries import may_see

OUT = "Người nhận không còn được xem nhiệm vụ này nên thư không được gửi lại"


@pytest.fixture
def task(cast):
    return issue(cast, cooperating_unit_ids=[cast.culture.id])


def copy(client, mail, number="1"):
    return client.post(f"/mails/{mail.id}/copies", data={"number": number})


def give_to_ward(cast, task):
    task.lead_unit_id = cast.ward.id
    db.session.commit()


def states():
    return list(db.session.execute(db.select(OutboxMail.key, OutboxMail.state).order_by(OutboxMail.id)))


def test_a_mail_about_a_task_that_its_reader_sees_no_more_is_not_copied(cast, client, sink, task):
    put(cast.finance_head, kind="task_urged", subject_type="task", subject_id=task.id)
    deliver_due()
    first = db.session.query(OutboxMail).filter_by(kind="task_urged").one()
    client.sign_in(cast.admin)
    assert "Đồng ý gửi lại" in client.get(f"/mails/{first.id}", budget=8).text
    give_to_ward(cast, task)
    page = client.get(f"/mails/{first.id}", budget=8).text
    assert OUT in page
    assert "Đồng ý gửi lại" not in page
    answer = copy(client, first)
    assert answer.status_code == 409
    assert OUT in answer.text
    assert db.session.query(OutboxMail).filter_by(kind="resend").count() == 0
    assert db.session.query(HistoryEntry).filter_by(event="mail_copied").count() == 0


def test_a_copy_that_waits_is_asked_for_again_before_it_is_sent(cast, client, sink, task):
    put(cast.finance_head, kind="task_urged", subject_type="task", subject_id=task.id)
    deliver_due()
    first = db.session.query(OutboxMail).filter_by(kind="task_urged").one()
    client.sign_in(cast.admin)
    assert copy(client, first).status_code == 303
    waiting = db.session.query(OutboxMail).filter_by(kind="resend").one()
    give_to_ward(cast, task)
    assert deliver_due().skipped == 1
    db.session.refresh(waiting)
    assert waiting.state == MailState.SKIPPED
    assert "Người nhận không còn được xem nhiệm vụ này." in client.get("/mails").text
    assert copy(client, waiting).status_code == 409, "nor is a copy of it made"


def test_a_daily_reminder_that_was_left_is_not_sent_later(cast, client, sink):
    put(cast.finance_head, kind="digest")
    db.session.execute(update(OutboxMail).values(state="skipped", last_error="replaced by the digest of 2026-11-24"))
    db.session.commit()
    client.sign_in(cast.admin)
    says = "Thư nhắc việc hằng ngày đã bỏ qua thì không gửi lại"
    page = client.get(f"/mails/{one().id}", budget=8).text
    assert says in page
    assert "Đồng ý gửi lại" not in page
    answer = copy(client, one())
    assert (answer.status_code, says in answer.text) == (409, True)
    assert len(states()) == 1


def test_a_daily_reminder_that_was_sent_is_sent_again(cast, client, sink):
    put(cast.finance_head, kind="digest")
    db.session.execute(update(OutboxMail).values(state="sent"))
    db.session.commit()
    client.sign_in(cast.admin)
    assert copy(client, one()).status_code == 303
    assert deliver_due().sent == 1


def test_what_its_reader_has_stopped_is_not_copied(cast, client, sink, task):
    put(cast.finance_head, kind="part_added", subject_type="task", subject_id=task.id)
    deliver_due()
    first = db.session.query(OutboxMail).filter_by(kind="part_added").one()
    client.sign_in(cast.admin)
    assert copy(client, first).status_code == 303
    stop_optional(cast.finance_head.user_id)
    db.session.commit()
    assert deliver_due().skipped == 1
    made = db.session.query(OutboxMail).filter_by(kind="resend").one()
    db.session.refresh(made)
    assert made.last_error == STOPPED
    answer = copy(client, first, "2")
    assert answer.status_code == 409
    assert "Người nhận đã thôi nhận loại thư này" in answer.text


@pytest.mark.parametrize("person", ["chairman", "clerk", "admin", "finance_head", "finance_officer", "outsider"])
def test_who_sees_a_task_is_what_its_page_says(cast, client, task, person):
    for unit in (cast.finance, cast.ward):
        task.lead_unit_id = unit.id
        db.session.commit()
        client.sign_in(cast.everyone[person])
        sees = client.get(f"/tasks/{task.id}").status_code == 200
        assert may_see(cast.everyone[person].user_id, task.id) is sees, unit.code


def test_every_post_counts_while_it_lasts(cast, task):
    person = cast.ward_chair.user_id
    assert not may_see(person, task.id)
    second = Post(user_id=person, role=Role.OFFICER, unit_id=cast.finance.id, title="Kiêm")
    db.session.add(second)
    db.session.flush()
    assert may_see(person, task.id)
    second.ended_on = clock.today()
    db.session.flush()
    assert not may_see(person, task.id)
    assert not may_see(10**6, task.id)
