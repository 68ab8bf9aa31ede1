"""The page and the box: what is typed, where it leads, what it costs."""

import html

import pytest

from tests.search.makers import make_notice
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.search import sections
from tracker.tasks import actions


@pytest.mark.parametrize("who", ["chairman", "clerk", "finance_head", "ward_chair", "outsider", "admin"])
def test_everybody_has_the_box_and_the_help(cast, client, who):
    client.sign_in(getattr(cast, who))
    assert 'action="/search"' in client.get("/tasks").text
    page = html.unescape(client.get("/search", budget=4).text)
    assert "Cách tìm" in page
    assert "NV-2026-0142" in page


def test_the_box_is_behind_the_wall(client):
    page = client.get("/search?q=thu")
    assert (page.status_code, page.location) == (303, "/sign-in?next=/search?q%3Dthu")
    assert 'action="/search"' not in client.get("/sign-in").text


def test_a_whole_number_opens_its_page_at_once(cast, client):
    directive = make_notice(cast, "552/TB-UBND", title="Về đê điều")
    task = issue(cast, directive_id=directive.id, notice_id=directive.notice_id)
    client.sign_in(cast.finance_head)
    assert client.get("/search?q=nv-2026-1").location == f"/tasks/{task.id}"
    assert client.get("/search?q=552/TB-UBND").location == f"/notices/{directive.notice_id}"
    page = html.unescape(client.get("/search?q=552", budget=10).text)
    assert "Đúng số này" in page
    assert "<mark>552</mark>/TB-UBND · Về đê điều" in page
    client.sign_in(cast.ward_chair)
    for typed in ("nv-2026-1", "552/TB-UBND"):
        assert "Không tìm thấy gì" in client.get("/search", query_string={"q": typed}).text


def test_what_waits_for_confirmation_says_so_as_lists_do(cast, client):
    directive = make_notice(cast, "552/TB-UBND", title="Về đê điều")
    task = issue(cast, title="Gia cố đê", directive_id=directive.id, notice_id=directive.notice_id)
    actions.submit_completion(task, progress(), clock.today(), by=cast.finance_head)
    db.session.commit()
    client.sign_in(cast.clerk)
    for path in ("/search?q=gia+co+de", f"/notices/{directive.notice_id}"):
        page = client.get(path).text
        assert ("Chờ xác nhận" in page, "Đang thực hiện" in page) == (True, False), path


def test_a_kind_is_read_page_by_page(cast, client, monkeypatch):
    monkeypatch.setattr(sections, "PAGE", 2)
    for number in range(5):
        make_notice(cast, f"{number}/TB", f"Đê điều {number}.", title="Đê điều")
    client.sign_in(cast.clerk)
    page = client.get("/search?q=de dieu&kind=directives", budget=6).text
    assert page.count("data-hit") == 2
    assert "page=2" in page
    assert "page=3" in client.get("/search?q=de dieu&kind=directives&page=2").text
    last = client.get("/search?q=de dieu&kind=directives&page=3").text
    assert last.count("data-hit") == 1
    assert "page=4" not in last
    assert client.get("/search?q=de dieu&kind=directives&page=9").text.count("data-hit") == 0
    for kind in ("units", "people", "topics", "indicators", "duties"):
        assert client.get(f"/search?q=vh&kind={kind}", budget=6).status_code == 200
        assert client.get(f"/search?kind={kind}").text.count("data-hit") == 0
    assert client.get("/search?q=x&kind=tasks").status_code == 404


def test_what_is_typed_stays_text(cast, client):
    issue(cast, title="Rà soát <b>đậm</b> & nhạt")
    client.sign_in(cast.clerk)
    page = client.get("/search", query_string={"q": "dam <script>"}).text
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;<mark>đậm</mark>&lt;/b&gt; &amp; nhạt" in client.get("/search?q=dam").text


def test_an_administrator_may_go_on_in_the_log_of_mails(cast, client):
    client.sign_in(cast.admin)
    assert "/mails?words=thu" in client.get("/search?q=thu", budget=11).text
    client.sign_in(cast.chairman)
    assert "/mails" not in client.get("/search?q=thu").text
