"""A task that the Office enters by hand."""

import pytest
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


def test_day_that_has_passed_is_asked_about_and_nothing_typed_is_lost(cast, client):
    client.sign_in(cast.clerk)
    answer = client.post("/tasks/new", data=form(cast, due_on="20/11/2026"))
    assert (answer.status_code, count(Task)) == (422, 0)
    assert "Ngày này đã qua" in answer.text
    assert 'value="Rà soát hộ nghèo"' in answer.text
    assert 'name="anyway" value="2026-11-20">Vẫn giao' in answer.text
    answer = client.post("/tasks/new", data=form(cast, due_on="19/11/2026", anyway="2026-11-20"))
    assert (answer.status_code, count(Task)) == (422, 0), "another day is asked about again"
    answer = client.post("/tasks/new", data=form(cast, due_on="20/11/2026", anyway="2026-11-20"))
    assert (answer.status_code, count(Task)) == (303, 1)


@pytest.mark.parametrize("more", [{"due_on": "24/11/2026"}, {"due_on": "20/11/2026", "due_kind": "none"}])
def test_today_and_no_due_date_are_not_asked_about(cast, client, more):
    client.sign_in(cast.clerk)
    assert "Vẫn giao" not in client.get("/tasks/new").text
    assert client.post("/tasks/new", data=form(cast, **more)).status_code == 303
