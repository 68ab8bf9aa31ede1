"""Closed by default: what strangers, other roles and old cookies get."""

import re
from datetime import timedelta

import pytest
import time_machine

from tests.cast import PASSWORD
from tracker import clock
from tracker.access import is_public
from tracker.db import db
from tracker.people import actions
from tracker.people.models import Post, Role, User, UserSession

PUBLIC = {
    "bootstrap.static",
    "feeds.show",  # calendar programs cannot sign in; the address is the secret: 256 random bits, revocable
    "people.sign_in",
    "preferences.unsubscribe",  # mail programs post here without a session; the signed link is the proof
    "static",
    "web.healthz",
    "web.set_language",
}
OWN = {
    "people.account",
    "people.act_as_stand_in",
    "people.change_password",
    "people.end_session",
    "people.end_stand_in",
    "people.name_stand_in",
    "people.sign_in",
    "people.sign_out",
    "people.sign_out_everywhere",
    "people.switch_post",
}


def closed_rules(app, method):
    """(path, endpoint) of everything that is not public and takes that method."""
    return [
        (re.sub(r"<(?:\w+:)?\w+>", "1", rule.rule), rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in PUBLIC and method in rule.methods
    ]


def test_only_these_pages_are_public(app):
    public = {name for name, view in app.view_functions.items() if is_public(view)} | {"static", "bootstrap.static"}
    assert public == PUBLIC


def test_every_other_page_sends_strangers_to_sign_in(app, client):
    for path, _endpoint in closed_rules(app, "GET"):
        answer = client.get(path)
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in"), path


def test_what_strangers_send_is_neither_done_nor_kept(app, client):
    for path, _endpoint in closed_rules(app, "POST"):
        answer = client.post(path, data={"name": "typed by a stranger"})
        assert (answer.status_code, 'name="kept" value=""' in answer.text) == (401, True), path


def test_administration_is_for_administrators_only(app, cast, client):
    for name, actor in cast.everyone.items():
        if name == "admin":
            continue
        client.sign_in(actor)
        for method in ("GET", "POST"):
            for path, endpoint in closed_rules(app, method):
                if endpoint.startswith(("people.", "calendar.", "settings.")) and endpoint not in OWN:
                    assert client.open(path, method=method).status_code == 403, (name, method, path)


def replay(app, cookie):
    """A browser that holds that cookie."""
    browser = app.test_client()
    with browser.session_transaction() as held:
        held.update(cookie)
    return browser


@pytest.fixture
def stolen(app, cast, client):
    """The cookie of the head of finance, signed in by the form."""
    client.post("/sign-in", data={"login": "tckh", "password": PASSWORD})
    with client.session_transaction() as cookie:
        return dict(cookie)


def test_the_cookie_works_until_something_ends_it(app, stolen):
    assert replay(app, stolen).get("/account").status_code == 200


@pytest.mark.parametrize("path", ["/sign-out", "/sign-out-everywhere"])
def test_the_cookie_is_dead_after_sign_out(app, client, stolen, path):
    client.post(path)
    assert replay(app, stolen).get("/account").status_code == 303


def test_the_cookie_is_dead_after_a_new_sign_in_in_that_browser(app, client, stolen):
    client.post("/sign-in", data={"login": "songhien", "password": PASSWORD})
    assert replay(app, stolen).get("/account").status_code == 303
    assert "Bế Ngọc Ánh" in client.get("/account").text


def test_the_cookie_is_dead_after_a_password_change_elsewhere(app, cast, stolen):
    other = app.test_client()
    other.sign_in(cast.finance_head)
    new = {"old_password": PASSWORD, "new_password": "mua-xuan-lang-toi", "repeat_password": "mua-xuan-lang-toi"}
    assert other.post("/account/password", data=new).status_code == 303
    assert replay(app, stolen).get("/account").status_code == 303


def test_the_cookie_is_dead_after_the_administrator_disabled_the_person(app, cast, stolen):
    admin = app.test_client()
    admin.sign_in(cast.admin)
    form = {"login": "tckh", "name": "Nông Thị Hà", "email": "tckh@example.vn"}
    assert admin.post(f"/people/{cast.finance_head.user_id}", data=form).status_code == 303
    assert replay(app, stolen).get("/account").status_code == 303
    form["is_enabled"] = "y"
    assert admin.post(f"/people/{cast.finance_head.user_id}", data=form).status_code == 303
    assert replay(app, stolen).get("/account").status_code == 303  # enabled again, but the session stays ended


def test_the_cookie_is_dead_after_the_post_ended(app, cast, stolen):
    admin = app.test_client()
    admin.sign_in(cast.admin)
    assert admin.post(f"/posts/{cast.finance_head.post_id}/end").status_code == 303
    assert replay(app, stolen).get("/account").status_code == 303
    assert replay(app, {}).post("/sign-in", data={"login": "tckh", "password": PASSWORD}).status_code == 422


def test_no_session_outlives_the_longest_time(app, client, cast, stolen):
    started = clock.now()
    for minutes in range(20, 12 * 60, 20):
        with time_machine.travel(started + timedelta(minutes=minutes)):
            assert client.get("/account").status_code == 200
    with time_machine.travel(started + timedelta(hours=12, minutes=1)):
        assert client.get("/account").status_code == 303


def test_one_ends_ones_own_other_browser_and_nobody_elses(app, cast, client):
    other, stranger = app.test_client(), app.test_client()
    for browser in (client, other):
        browser.sign_in(cast.finance_head)
    stranger.sign_in(cast.ward_chair)
    first, second, foreign = db.session.query(UserSession.id).order_by(UserSession.id).all()
    assert client.post(f"/account/sessions/{foreign.id}/end").status_code == 404
    assert client.post(f"/account/sessions/{second.id}/end").status_code == 303
    assert [browser.get("/account").status_code for browser in (client, other, stranger)] == [200, 303, 200]
    assert first.id != second.id


def test_another_of_ones_own_posts_is_taken_up_and_no_other(cast, client):
    user = db.session.get_one(User, cast.finance_head.user_id)
    deputy = actions.add_post(user, Role.DEPUTY, cast.culture.id, "Phó phòng", by=cast.admin)
    client.sign_in(cast.finance_head)
    assert client.post("/account/post", data={"post_id": cast.ward_chair.post_id}).status_code == 403
    assert client.post("/account/post", data={"post_id": "x"}).status_code == 403
    assert client.post("/account/post", data={"post_id": deputy.id}).status_code == 303
    assert db.session.query(UserSession.post_id).scalar() == deputy.id
    db.session.get_one(Post, deputy.id).ended_on = clock.today()
    assert client.get("/account").status_code == 303
