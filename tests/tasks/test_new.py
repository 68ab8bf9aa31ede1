"""A task that the Office enters by hand."""

from sqlalchemy import func, select

from tests import cast as cast_module
from tests.races import at_once, office
from tracker.db import db
from tracker.mail.models import OutboxMail
from tracker.tasks import actions
from tracker.tasks.models import Task

__all__ = ["office"]


def form(cast, **changes):
    return {
        "form_key": "key-1",
        "title": "Rà soát hộ nghèo",
        "source": "Điện thoại của Chủ tịch",
        "lead_unit_id": cast.ward.id,
        "leader_id": cast.chairman.user_id,
        "topic_id": "0",
        "due_kind": "date",
        "due_on": "15/12/2026",
        **changes,
    }


def count(model):
    return db.session.scalar(select(func.count(model.id)))


def test_second_press_shows_the_task_of_the_first(cast, client):
    client.sign_in(cast.clerk)
    assert 'name="form_key" value="' in client.get("/tasks/new").text
    first, second = (client.post("/tasks/new", data=form(cast)) for _ in range(2))
    assert (first.status_code, second.location) == (303, first.location)
    assert (count(Task), count(OutboxMail)) == (1, 1)


def test_another_form_and_another_clerk_give_tasks_of_their_own(cast, client):
    client.sign_in(cast.clerk)
    for key in ("key-1", "key-2", "", ""):
        assert client.post("/tasks/new", data=form(cast, form_key=key)).status_code == 303
    other = cast_module.hire("vp2", "Mã Văn Khánh", "office", cast.office, "Chuyên viên")
    client.sign_in(other)
    assert client.post("/tasks/new", data=form(cast)).status_code == 303
    assert count(Task) == 5


def test_eight_posts_at_once_are_one_task(office):
    cast = cast_module.gather()
    values = actions.Assignment("Rà soát hộ nghèo", cast.ward.id, cast.chairman.user_id, source="Điện thoại")
    db.session.remove()

    def send() -> str:
        task = actions.issue_by_hand(values, "key-1", by=cast.clerk)
        db.session.commit()
        return task.code

    codes = at_once(office, [send] * 8)
    assert len(set(codes)) == 1
    assert (count(Task), count(OutboxMail)) == (1, 1)
    assert codes[0].endswith("-0001")
