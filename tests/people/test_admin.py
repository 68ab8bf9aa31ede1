import re

import pytest

from tests.cast import PASSWORD
from tracker.db import db
from tracker.people.models import Post, Unit

LEADER = {"role": "leader", "unit_id": "0"}
ADMIN_PAGES = ["/people", "/people/new", "/units", "/units/new", "/system"]


@pytest.mark.parametrize("path", ADMIN_PAGES)
def test_only_the_administrator(cast, client, path):
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        assert client.get(path).status_code == (200 if name == "admin" else 403), (name, path)


def test_new_person_signs_in_with_the_one_time_password_and_changes_it(cast, client):
    client.sign_in(cast.admin)
    form = {"login": "moi", "name": "Lò Thị Mới", "email": "moi@example.vn"}
    post = {"role": "head", "unit_id": cast.tax.id, "title": "Chi cục trưởng"}
    page = client.post("/people/new", data=form | post)
    assert page.text.count("Chi cục trưởng") == 1
    password = re.search(r"fs-5\">([^<]+)<", page.text).group(1)
    client.sign_out()
    assert client.post("/sign-in", data={"login": "moi", "password": password}).status_code == 303
    assert client.get("/").location == "/account/password"


@pytest.mark.parametrize("letter", ["ß", "각", "ﬃ"])
def test_name_whose_search_form_is_longer_than_itself_is_kept_whole(cast, client, letter):
    client.sign_in(cast.admin)
    assert letter * 120 in client.post("/people/new", data={"login": "dai", "name": letter * 120, **LEADER}).text


def test_same_user_name_or_address_twice_is_said_beside_the_field(cast, client):
    client.sign_in(cast.admin)
    answer = client.post("/people/new", data={"login": "tckh", "name": "Khác", **LEADER})
    assert (answer.status_code, "login-error" in answer.text, "Khác" in answer.text) == (422, True, True)
    answer = client.post("/people/new", data={"login": "khac", "name": "Khác", "email": "TCKH@example.vn", **LEADER})
    assert (answer.status_code, "email-error" in answer.text) == (422, True)


def test_administrator_does_not_lock_himself_out(cast, client):
    client.sign_in(cast.admin)
    answer = client.post(f"/people/{cast.admin.user_id}", data={"login": "quantri", "name": "Trần Quản Trị"})
    assert answer.status_code == 422
    assert client.post(f"/posts/{cast.admin.post_id}/end").status_code == 409
    assert db.session.get_one(Post, cast.admin.post_id).ended_on is None


def test_one_time_password_ends_the_sessions_of_the_person(app, cast, client):
    other = app.test_client()
    other.sign_in(cast.finance_head)
    client.sign_in(cast.admin)
    client.post(f"/people/{cast.finance_head.user_id}/one-time-password")
    assert other.get("/account").status_code == 303
    assert other.post("/sign-in", data={"login": "tckh", "password": PASSWORD}).status_code == 422


def test_people_are_found_without_diacritics(cast, client):
    client.sign_in(cast.admin)
    page = client.get("/people?q=nong thi ha", budget=8).text
    assert "Nông Thị Hà" in page
    assert "Bế Ngọc Ánh" not in page


def test_unit_is_edited_and_its_dates_are_checked(cast, client):
    client.sign_in(cast.admin)
    form = {"code": "TCKH", "name": "Phòng Tài chính", "short_name": "P. TC", "kind": "department", "sort_order": "2"}
    assert client.post(f"/units/{cast.finance.id}", data=form).status_code == 303
    assert db.session.get_one(Unit, cast.finance.id).name == "Phòng Tài chính"
    answer = client.post(
        f"/units/{cast.finance.id}", data={**form, "valid_from": "01/07/2025", "valid_to": "30/06/2025"}
    )
    assert (answer.status_code, "valid_to-error" in answer.text, "30/06/2025" in answer.text) == (422, True, True)
    answer = client.post("/units/new", data=form)
    assert (answer.status_code, "code-error" in answer.text) == (422, True)
    named = {**form, "code": "TC2", "name": "Phòng Tài chính mới", "short_name": "p. tc"}
    answer = client.post("/units/new", data=named)
    assert (answer.status_code, "short_name-error" in answer.text) == (422, True)
    after = {"valid_from": "01/07/2025"}
    client.post(f"/units/{cast.finance.id}", data={**form, "valid_to": "30/06/2025"})
    assert client.post("/units/new", data={**named, **after}).status_code == 303
    client.get("/units", budget=8)
