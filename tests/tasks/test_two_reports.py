"""Two of a unit report at once, and one person in two windows: nothing typed is lost."""

import io
from datetime import timedelta

import pytest

from tests.tasks.page_forms import read_form
from tests.tasks.test_life import issue, progress
from tests.tasks.test_pages import PDF
from tracker import clock
from tracker.db import db
from tracker.tasks import actions, queries
from tracker.tasks.models import Evidence, ProgressUpdate, Task, TaskState

THEIRS, MINE = "Đã thu 58 tỷ đồng", "Đã thu 61 tỷ đồng, còn vướng 3 hộ"


@pytest.fixture
def task(cast):
    issued = issue(cast)
    db.session.commit()
    return issued


def open_page(client, task, act="updates"):
    return read_form(client.get(f"/tasks/{task.id}").text, f"/tasks/{task.id}/{act}")


def send(client, task, form, act="updates", **more):
    return client.post(f"/tasks/{task.id}/{act}", data={**form, "result": MINE, **more})


def saved_meanwhile(cast, task, by, key="other"):
    found = queries.get_task_for(by, task.id)
    actions.add_update(found, progress(key, percent=58), by=by)
    db.session.commit()


def count():
    return db.session.query(ProgressUpdate).count()


def test_second_of_the_unit_sees_both_texts_and_saves_both(cast, client, task):
    client.sign_in(cast.finance_officer)
    form = open_page(client, task)
    assert form["seen"] == "0"
    saved_meanwhile(cast, task, cast.finance_head)
    answer = send(client, task, form, percent="61", difficulties="Thiếu biểu", expected_on="10/12/2026")
    assert (answer.status_code, count()) == (409, 1)
    for words in (THEIRS, MINE, "Nông Thị Hà", "Tiến độ: 58%", "Tiến độ: 61%", "Khó khăn: Thiếu biểu", "10/12/2026"):
        assert words in answer.text, words
    both = read_form(answer.text, f"/tasks/{task.id}/updates")
    assert [client.post(f"/tasks/{task.id}/updates", data=both).status_code for _ in range(2)] == [303, 303]
    page = client.get(f"/tasks/{task.id}").text
    assert (page.count(THEIRS), page.count(MINE), count()) == (1, 1, 2)
    assert db.session.get_one(Task, task.id).progress == 61


def test_back_to_the_form_with_my_text(cast, client, task):
    client.sign_in(cast.finance_officer)
    form = open_page(client, task)
    saved_meanwhile(cast, task, cast.finance_head)
    answer = send(client, task, form)
    both = read_form(answer.text, f"/tasks/{task.id}/updates")
    again = client.post(f"/tasks/{task.id}/updates/draft?completion=0", data=both, budget=24)
    assert (again.status_code, "Chưa lưu. Hãy sửa" in again.text) == (200, False)
    form = read_form(again.text, f"/tasks/{task.id}/updates")
    assert form["result"] == MINE
    assert send(client, task, form, result="Bản chung").status_code == 303
    assert count() == 2


def test_a_third_update_while_comparing_is_shown_too(cast, client, task):
    client.sign_in(cast.finance_officer)
    form = open_page(client, task)
    saved_meanwhile(cast, task, cast.finance_head)
    both = read_form(send(client, task, form).text, f"/tasks/{task.id}/updates")
    saved_meanwhile(cast, task, cast.clerk, "third")
    answer = client.post(f"/tasks/{task.id}/updates", data=both)
    assert (answer.status_code, "Hoàng Thị Lan" in answer.text, MINE in answer.text) == (409, True, True)


def test_own_second_window_counts_too_but_a_second_press_does_not(cast, client, task):
    client.sign_in(cast.finance_officer)
    one, two = open_page(client, task), open_page(client, task)
    assert [send(client, task, one).status_code for _ in range(2)] == [303, 303]
    answer = send(client, task, two, result="Từ cửa sổ hai")
    assert (answer.status_code, "Từ cửa sổ hai" in answer.text, count()) == (409, True, 1)


def test_who_opened_the_page_afterwards_is_not_asked(cast, client, task):
    saved_meanwhile(cast, task, cast.finance_head)
    client.sign_in(cast.finance_officer)
    form = open_page(client, task)
    assert form["seen"] == str(db.session.query(ProgressUpdate.id).scalar())
    assert send(client, task, form).status_code == 303


def test_what_a_cooperating_unit_adds_meanwhile_is_no_conflict(cast, client, task):
    client.sign_in(cast.finance_officer)
    form = open_page(client, task)
    saved_meanwhile(cast, task, cast.finance_head)
    db.session.query(ProgressUpdate).update({"is_part": True})
    assert send(client, task, form).status_code == 303


def test_files_are_asked_for_again(cast, client, task):
    client.sign_in(cast.finance_officer)
    form = open_page(client, task)
    saved_meanwhile(cast, task, cast.finance_head)
    answer = send(client, task, form, files=(io.BytesIO(PDF), "a.pdf"))
    assert (answer.status_code, "chọn lại tệp" in answer.text) == (409, True)
    assert db.session.query(Evidence).count() == 0
    both = {**read_form(answer.text, f"/tasks/{task.id}/updates"), "files": (io.BytesIO(PDF), "a.pdf")}
    assert client.post(f"/tasks/{task.id}/updates", data=both).status_code == 303
    assert db.session.query(Evidence).count() == 1


def test_completion_is_compared_as_well(cast, client, task):
    client.sign_in(cast.finance_head)
    form = open_page(client, task, "completion")
    saved_meanwhile(cast, task, cast.finance_officer)
    answer = send(client, task, form, "completion", document_number="12/BC-TCKH")
    assert (answer.status_code, THEIRS in answer.text, MINE in answer.text) == (409, True, True)
    both = read_form(answer.text, f"/tasks/{task.id}/completion")
    again = client.post(f"/tasks/{task.id}/updates/draft?completion=1", data=both, budget=24)
    assert read_form(again.text, f"/tasks/{task.id}/completion")["document_number"] == "12/BC-TCKH"
    assert db.session.get_one(Task, task.id).state == TaskState.IN_PROGRESS
    assert client.post(f"/tasks/{task.id}/completion", data=both).status_code == 303
    assert db.session.get_one(Task, task.id).state == TaskState.SUBMITTED


def test_why_it_is_late_is_carried_along(cast, client):
    late = issue(cast, due_on=clock.today() - timedelta(days=30))
    db.session.commit()
    client.sign_in(cast.finance_head)
    form = open_page(client, late, "completion")
    saved_meanwhile(cast, late, cast.finance_officer)
    answer = send(client, late, form, "completion", cause="objective", explanation="Chờ vốn của tỉnh")
    assert (answer.status_code, "Chờ vốn của tỉnh" in answer.text) == (409, True)
    both = read_form(answer.text, f"/tasks/{late.id}/completion")
    assert (both["cause"], both["explanation"]) == ("objective", "Chờ vốn của tỉnh")
    assert client.post(f"/tasks/{late.id}/completion", data=both).status_code == 303


def test_text_comes_back_when_the_task_has_moved_on(cast, client, task):
    client.sign_in(cast.finance_head)
    form = open_page(client, task, "completion")
    found = queries.get_task_for(cast.finance_head, task.id)
    actions.submit_completion(found, progress("o"), clock.today(), by=cast.finance_head)
    db.session.commit()
    answer = send(client, task, form, "completion")
    assert (answer.status_code, MINE in answer.text, THEIRS in answer.text) == (422, True, True)
    again = client.post(f"/tasks/{task.id}/updates/draft?completion=1", data={**form, "result": MINE}, budget=24)
    assert MINE in again.text


def test_both_texts_in_english(cast, client, task):
    client.sign_in(cast.finance_officer)
    client.post("/language", data={"language": "en"})
    form = open_page(client, task)
    saved_meanwhile(cast, task, cast.finance_head)
    assert "Save both" in send(client, task, form).text
