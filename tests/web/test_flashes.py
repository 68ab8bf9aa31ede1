"""Sentences for the next page wait in the cookie, however many forms are sent before a page is opened."""

from flask import flash, get_flashed_messages

from tests.tasks.test_life import issue
from tracker.web.flashes import MOST


def test_a_sentence_that_waits_already_is_said_once(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    for number in (1, 2, 3):
        data = {"form_key": f"k{number}", "result": f"Đã thu thêm {number} tỷ đồng"}
        assert client.post(f"/tasks/{task.id}/updates", data=data).status_code == 303
    assert client.get(f"/tasks/{task.id}").text.count('<div class="note success" role="status">') == 1
    with client.session_transaction() as cookie:
        assert "_flashes" not in cookie


def test_only_the_newest_sentences_wait(app):
    with app.test_request_context():
        for number in range(MOST + 3):
            flash(f"Câu {number}", "warning")
        response = app.process_response(app.make_response(""))
    with app.test_request_context(headers={"Cookie": response.headers["Set-Cookie"]}):
        assert get_flashed_messages() == [f"Câu {number}" for number in range(3, MOST + 3)]


def test_a_sentence_said_again_is_the_newest(app):
    with app.test_request_context():
        for number in (*range(MOST), 0, MOST):
            flash(f"Câu {number}", "warning")
        app.process_response(app.make_response(""))
        assert get_flashed_messages() == ["Câu 2", "Câu 3", "Câu 4", "Câu 0", "Câu 5"]
