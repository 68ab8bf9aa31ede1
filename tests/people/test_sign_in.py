import html
import io
import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from tests.cast import PASSWORD
from tracker import clock, history
from tracker.db import db
from tracker.people.devices import device_name
from tracker.people.models import SignInThrottle, User, UserSession
from tracker.people.queries import find_unit_by_code


def sign_in(client, login="tckh", password=PASSWORD, **more):
    return client.post("/sign-in", data={"login": login, "password": password, **more})


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


def test_kept_form_is_shown_to_nobody_else(cast, client):
    client.sign_in(cast.admin)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        answer = client.post("/units/new", data={"code": "PKT", "name": "Phòng Kinh tế"})
        kept = re.search(r'name="kept" value="([^"]+)"', answer.text).group(1)
        assert sign_in(client, "tckh", "wrong-password", kept=kept).text.count(kept) == 1  # still there to be sent
        answer = sign_in(client, "tckh", kept=kept)
        assert (answer.status_code, answer.location) == (303, "/")
        assert "không được gửi" in client.get("/account").text


def test_kept_form_holds_no_password_and_says_that_files_are_lost(cast, client):
    client.sign_in(cast.admin)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        sent = {"note": "Đã làm xong", "new_password": "khong-ai-biet", "file": (io.BytesIO(b"x"), "x.txt")}
        kept = re.search(r'name="kept" value="([^"]+)"', client.post("/units/new", data=sent).text).group(1)
        page = sign_in(client, "quantri", kept=kept).text
    assert "Đã làm xong" in page
    assert "khong-ai-biet" not in page
    assert "đính kèm lại" in page


def hidden_fields(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def test_kept_form_is_really_sent_by_its_button(app, cast, client, monkeypatch):
    client.sign_in(cast.admin)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    form = {"code": "PKT", "name": "Phòng Kinh tế", "short_name": "PKT", "kind": "department", "sort_order": "9"}
    token = hidden_fields(client.get("/units/new").text)["csrf_token"]
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        carried = hidden_fields(client.post("/units/new", data={**form, "csrf_token": token}).text)
        offered = sign_in(client, "quantri", **carried).text
        shown = [" ".join(html.unescape(one).split()) for one in re.split(r"<[^>]+>", offered)]
        for label, value in (("Thứ tự", "9"), ("Loại", "Phòng chuyên môn")):
            assert next(filter(None, shown[shown.index(label) + 1 :])) == value
        fields = hidden_fields(offered)
        assert fields["csrf_token"] != token
        assert client.post("/units/new", data={**fields, "csrf_token": token}).status_code == 422
        assert client.post("/units/new", data=fields).status_code == 303
        assert find_unit_by_code("PKT").name == "Phòng Kinh tế"


def test_failures_wait_longer_step_by_step_and_at_most_a_quarter_of_an_hour(cast, client):
    waits = []
    for _ in range(6):
        for _ in range(5 if not waits else 1):
            sign_in(client, password="wrong-password")
        answer = sign_in(client)
        assert answer.status_code == 429
        waits.append(int(re.search(r"Chờ (\d+) phút", answer.text).group(1)))
        db.session.execute(update(SignInThrottle).values(blocked_until=clock.now()))
        db.session.commit()
    assert waits == [1, 2, 5, 10, 15, 15]


def test_owner_elsewhere_gives_a_guesser_no_fresh_tries(cast, client):
    far = {"REMOTE_ADDR": "203.0.113.9"}
    for _ in range(4):
        client.post("/sign-in", data={"login": "tckh", "password": "wrong"}, environ_base=far)
    assert sign_in(client).status_code == 303
    client.sign_out()
    client.post("/sign-in", data={"login": "tckh", "password": "wrong"}, environ_base=far)
    right = {"login": "tckh", "password": PASSWORD}
    assert client.post("/sign-in", data=right, environ_base=far).status_code == 429
    assert client.post("/sign-in", data=right).status_code == 303


def test_hash_with_other_parameters_is_renewed_at_sign_in(cast, client):
    old = db.session.get_one(User, cast.finance_head.user_id).password_hash
    sign_in(client)
    new = db.session.get_one(User, cast.finance_head.user_id).password_hash
    assert (old != new, "m=19456,t=2,p=1" in new) == (True, True)


def test_sign_in_and_out_stand_in_history(cast, client):
    sign_in(client)
    client.post("/sign-out")
    entries = history.list_entries("user", cast.finance_head.user_id)
    assert [entry.event for entry in entries] == ["signed_out", "signed_in"]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)
def test_browsers_are_named_so_that_owners_know_them(agent, name):
    assert device_name(agent) == name


def test_kept_form_of_others_making_is_ignored(cast, client):
    assert sign_in(client, kept="eyJwYXRoIjoiLyJ9.forged").status_code == 303


ELSEWHERE = ["//evil.example", "/\\evil", "https:evil", "https://evil.example", "/\t/evil", "javascript:1"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_next_leads_nowhere_else(cast, client, target):
    assert sign_in(client, next=target).location == "/"


@pytest.mark.parametrize("target", [*ELSEWHERE, "/tasks\n"])
def test_who_chooses_a_language_stays_on_this_site(client, target):
    assert client.post("/language", data={"language": "en", "next": target}).location == "/"


def test_another_language_loses_neither_the_way_nor_what_was_typed(cast, client):
    page = client.get(client.get("/tasks?band=open").location).text
    way = html.unescape(re.search(r'name="next" value="(/sign-in[^"]*)"', page)[1])
    answer = client.post("/language", data={"language": "en", "next": way})
    assert 'name="next" value="/tasks?band=open"' in client.get(answer.location).text
    client.sign_in(cast.admin)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        answer = client.post("/units/new", data={"code": "PKT", "name": "Phòng Kinh tế"})
        assert (answer.status_code, "/language" in answer.text) == (401, False)
