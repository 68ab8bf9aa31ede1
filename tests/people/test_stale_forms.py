"""A form that was open while its person signed out, or in again, in another tab of the same browser."""

import html
import io
import re
from datetime import timedelta

import pytest
import time_machine

from tests.cast import PASSWORD
from tests.tasks.test_life import issue
from tracker import clock
from tracker.db import db
from tracker.people.kept_form import KeptForm, _find_form
from tracker.tasks.models import ProgressUpdate

TYPED = "Đã thu 58 tỷ đồng, còn vướng 3 hộ"


@pytest.fixture(autouse=True)
def tokens_count(app, monkeypatch):
    """Forms without a right token are refused, as they are outside tests."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


def hidden_fields(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def sign_in(client, login="tckh", page=None):
    """Through the form; `page` is what shows it."""
    fields = hidden_fields(page or client.get("/sign-in").text)
    return client.post("/sign-in", data={**fields, "login": login, "password": PASSWORD})


def sign_out(client):
    return client.post("/sign-out", data={"csrf_token": hidden_fields(client.get("/account").text)["csrf_token"]})


@pytest.fixture
def task(cast, client):
    """A task of finance, whose head has signed in."""
    issued = issue(cast)
    sign_in(client)
    return issued


def fill_in(client, task):
    """The form of progress as the head opened and filled it in."""
    page = client.get(f"/tasks/{task.id}").text
    return {**hidden_fields(page), "result": TYPED, "percent": "58"}


def send(client, task, form):
    return client.post(f"/tasks/{task.id}/updates", data=form)


def count_updates():
    return db.session.query(ProgressUpdate).count()


def test_after_signing_out_in_another_tab_the_text_is_offered_at_the_next_sign_in(cast, client, task):
    form = fill_in(client, task)
    sign_out(client)
    client.get("/sign-in")
    answer = send(client, task, form)
    assert (answer.status_code, count_updates()) == (401, 0)
    offered = sign_in(client, page=answer.text)
    assert (TYPED in offered.text, count_updates()) == (True, 0)
    assert send(client, task, hidden_fields(offered.text)).status_code == 303
    assert [row.result for row in db.session.query(ProgressUpdate)] == [TYPED]


def test_after_signing_out_and_in_again_the_form_is_shown_to_be_sent_again(cast, client, task):
    form = fill_in(client, task)
    sign_out(client)
    sign_in(client)
    answer = send(client, task, form)
    assert (answer.status_code, count_updates()) == (422, 0)
    assert "Phiên trước đã kết thúc; kiểm tra rồi gửi lại" in answer.text
    assert TYPED in answer.text
    seen = html.unescape(re.sub(r"<[^>]*>", "\n", answer.text))
    assert re.search(r"Tiến độ[^\n]*\s+58\n", seen)
    assert form["form_key"] not in seen
    assert f'href="/tasks/{task.id}"' in answer.text
    assert send(client, task, hidden_fields(answer.text)).status_code == 303
    assert count_updates() == 1


def test_after_a_session_ran_out_and_a_new_sign_in_elsewhere_the_form_is_shown_too(cast, client, task):
    form = fill_in(client, task)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        sign_in(client)
        assert TYPED in send(client, task, form).text


@pytest.mark.parametrize("login", ["tckh.cv", "vanphong", "quantri"])
def test_it_is_offered_to_nobody_else(cast, client, task, login):
    form = fill_in(client, task)
    sign_out(client)
    answer = send(client, task, form)
    assert sign_in(client, login, page=answer.text).location == "/"
    answer = send(client, task, form)
    assert (answer.status_code, TYPED in answer.text, count_updates()) == (400, False, 0)
    sign_out(client)
    assert "kept" in hidden_fields(send(client, task, form).text)  # its own person may still have it
    sign_in(client)
    assert TYPED in send(client, task, form).text


def forge(app, cast, task):
    """What somebody else makes this browser send: his own tokens, with right signatures, or none."""
    other = app.test_client()
    sign_in(other, "vanphong")
    own = hidden_fields(other.get(f"/tasks/{task.id}").text)["csrf_token"]
    nobody = hidden_fields(app.test_client().get("/sign-in").text)["csrf_token"]
    return [{"csrf_token": token, "result": TYPED, "percent": "58"} for token in (own, nobody, "x.y.z", "")]


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_form_from_elsewhere_is_never_offered(app, cast, client, task, is_signed_in):
    fill_in(client, task)
    sign_out(client)
    if is_signed_in:
        sign_in(client)
    for form in forge(app, cast, task):
        answer = send(client, task, form)
        assert (answer.status_code, TYPED in answer.text, 'name="kept"' in answer.text) == (400, False, False)
    assert count_updates() == 0


def test_a_token_that_is_too_old_proves_nothing(cast, client, task):
    form = fill_in(client, task)
    sign_out(client)
    with time_machine.travel(clock.now() + timedelta(hours=13)):
        assert send(client, task, form).status_code == 400


def test_a_single_button_has_no_text_to_check_and_is_refused(cast, client, task):
    token = fill_in(client, task)["csrf_token"]
    sign_out(client)
    sign_in(client)
    assert client.post(f"/tasks/{task.id}/acceptance", data={"csrf_token": token}).status_code == 400


def test_the_cookie_remembers_a_few_sessions_only(cast, client, task):
    form = fill_in(client, task)
    for _ in range(4):
        sign_out(client)
        sign_in(client)
        client.get("/account")
    assert TYPED in send(client, task, form).text
    sign_out(client)
    sign_in(client)
    assert send(client, task, form).status_code == 400


@pytest.mark.parametrize(("name", "says"), [("", False), ("bảng.pdf", True)])
def test_files_are_asked_for_again_only_where_some_were_chosen(cast, client, task, name, says):
    form = fill_in(client, task)
    sign_out(client)
    sign_in(client)
    answer = send(client, task, {**form, "files": (io.BytesIO(b"x" * bool(name)), name)})
    assert ("đính kèm lại" in answer.text) is says


def test_every_form_can_be_shown_before_it_is_sent_again(app):
    values = ("1", "0", "x", "Việc gấp", "31/12/2026", "")
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods:
            path = re.sub(r"<(?:\w+:)?\w+>", "1", rule.rule)
            with app.test_request_context(path, method="POST"):
                fields = [(name, value) for name in ("reason", *_names_of(path)) for value in values]
                lines = KeptForm(1, path, fields, had_files=False).lines
            assert "Việc gấp" in [value for _label, value in lines], path


def _names_of(path):
    form = _find_form(path, [])
    return [name for name in form._fields if name != "csrf_token"] if form else []
