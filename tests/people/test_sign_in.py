import re
from datetime import timedelta

import pytest
import time_machine

from tests.cast import PASSWORD
from tracker import clock
from tracker.access import is_public
from tracker.db import db
from tracker.people.models import User, UserSession

PUBLIC = {
    "bootstrap.static",
    "people.sign_in",
    "static",
    "web.healthz",
    "web.set_language",
}


def sign_in(client, login="tckh", password=PASSWORD, **more):
    return client.post("/sign-in", data={"login": login, "password": password, **more})


def test_only_these_pages_are_public(app):
    public = {name for name, view in app.view_functions.items() if is_public(view)} | {"static", "bootstrap.static"}
    assert public == PUBLIC


def test_every_other_page_sends_strangers_to_sign_in(app, client):
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC or "GET" not in rule.methods:
            continue
        path = re.sub(r"<(?:int:)?\w+>", "1", rule.rule)
        answer = client.get(path)
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in"), path


@pytest.mark.parametrize("login", ["tckh", "TCKH", "tckh@example.vn"])
def test_by_user_name_or_address(cast, client, login):
    assert sign_in(client, login).location == "/"
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(("login", "password"), [("tckh", "wrong-password"), ("nobody", PASSWORD)])
def test_unknown_name_and_wrong_password_get_the_same_sentence(cast, client, login, password):
    answer = sign_in(client, login, password)
    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in answer.text


def test_guessing_slows_down_and_the_right_password_waits_too(cast, client):
    for _ in range(5):
        sign_in(client, password="wrong-password")
    assert sign_in(client).status_code == 429
    assert sign_in(client, "songhien").status_code == 303  # a colleague at the same address
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert sign_in(client).status_code == 303


def test_cookie_is_dead_after_sign_out(cast, client):
    client.sign_in(cast.finance_head)
    with client.session_transaction() as cookie:
        old = dict(cookie)
    client.post("/sign-out")
    with client.session_transaction() as cookie:
        cookie.update(old)
    assert client.get("/account").status_code == 303


def test_disabled_person_is_out_at_the_next_request(cast, client):
    client.sign_in(cast.finance_head)
    db.session.get_one(User, cast.finance_head.user_id).is_enabled = False
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("who", "minutes", "status"), [("finance_head", 29, 200), ("finance_head", 31, 303), ("admin", 16, 303)]
)
def test_idle_session_ends(cast, client, who, minutes, status):
    client.sign_in(cast.everyone[who])
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
        assert client.get("/account").status_code == status


def test_session_in_use_is_touched_once_a_minute(cast, client):
    client.sign_in(cast.finance_head)
    with time_machine.travel(clock.now() + timedelta(minutes=20)):
        client.get("/account")
        seen = db.session.query(UserSession.seen_at).scalar()
    assert clock.now() + timedelta(minutes=19) < seen


def test_new_password_keeps_this_browser_and_ends_the_others(app, cast, client):
    other = app.test_client()
    other.sign_in(cast.finance_head)
    client.sign_in(cast.finance_head)
    form = {"old_password": PASSWORD, "new_password": "mua-xuan-lang-toi", "repeat_password": "mua-xuan-lang-toi"}
    assert client.post("/account/password", data=form).status_code == 303
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


@pytest.mark.parametrize(
    "password",
    [
        "ngan",
        "1234567890",
        "nongthiha1975",
        "Nông Thị Hà 1975",
        "Matkhau@2026",
        "mật khẩu 12345",
        "Caobang@2026",
        "aaaaaaaaaaaa",
        "x" * 201,
    ],
)
def test_weak_password_is_refused_beside_its_field(cast, client, password):
    client.sign_in(cast.finance_head)
    form = {"old_password": PASSWORD, "new_password": password, "repeat_password": password}
    answer = client.post("/account/password", data=form)
    assert answer.status_code == 422
    assert "new_password-error" in answer.text


def test_first_password_must_be_changed_before_anything_else(cast, client):
    db.session.get_one(User, cast.finance_head.user_id).must_change_password = True
    sign_in(client)
    assert client.get("/account").location == "/account/password"


def test_form_sent_after_the_session_ended_is_offered_again(cast, client):
    client.sign_in(cast.admin)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        answer = client.post("/units/new", data={"code": "PKT", "name": "Phòng Kinh tế"})
        assert answer.status_code == 401
        kept = re.search(r'name="kept" value="([^"]+)"', answer.text).group(1)
        offered = sign_in(client, "quantri", kept=kept)
        assert 'action="/units/new"' in offered.text
        assert "Phòng Kinh tế" in offered.text
        assert client.get("/account").status_code == 200


def test_kept_form_of_others_making_is_ignored(cast, client):
    assert sign_in(client, kept="eyJwYXRoIjoiLyJ9.forged").status_code == 303


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil", "https:evil", "https://evil.example", "/\t/evil", "javascript:1"]
)
def test_next_leads_nowhere_else(cast, client, target):
    assert sign_in(client, next=target).location == "/"
