"""The board and its lists on the screen: who sees what, and that numbers open their lists."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from tests.reminders.planned import on
from tests.reports.scoreboard.histories import live
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.people.models import Unit
from tracker.reports.scoreboard import policy
from tracker.reports.scoreboard.figures import Figure
from tracker.tasks import actions

NUMBER = re.compile(r'<a class="[^"]*" href="(/scoreboard/[^"]+)">([\d.]+)</a>')


def figures_of(page: str) -> list[tuple[str, str]]:
    """(address, number) of every figure on a board."""
    return [(html.unescape(link), number) for link, number in NUMBER.findall(page)]


def test_each_number_opens_exactly_its_list(cast, client):
    live(cast, 8, 10, clock.today() - timedelta(days=10))
    client.sign_in(cast.vice_chairman)
    found = figures_of(client.get("/scoreboard", budget=10).text)
    assert len(found) > 40
    for link, number in found[:36]:
        page = client.get(link, budget=9).text
        assert f'<span class="count">{number}</span>' in page, link
        assert page.count('<td class="what">') == int(number), link


@pytest.mark.parametrize("query", ["period=quarter&way=leader", "period=year&way=topic&basis=original&work=recurring"])
def test_every_way_costs_few_queries(cast, client, query):
    live(cast, 9, 6, clock.today() - timedelta(days=6))
    client.sign_in(cast.clerk)
    assert client.get(f"/scoreboard?{query}", budget=10).status_code == 200
    assert client.get(f"/scoreboard?{query}&as_of=20/11/2026", budget=10).status_code == 200


def test_a_day_that_was_chosen_stays_when_the_period_is_changed(cast, client):
    client.sign_in(cast.clerk)
    kept = [link for link in re.findall(r'href="(/scoreboard\?period=[^"]+)"', client.get("/scoreboard").text)]
    assert kept
    assert not any("as_of=" in link for link in kept if "from=" not in link)
    links = re.findall(r'href="(/scoreboard\?period=[^"]+)"', client.get("/scoreboard?as_of=20/11/2026").text)
    presets = [html.unescape(link) for link in links if "from=" not in link]
    assert len(presets) == 5
    assert all(link.endswith("&as_of=2026-11-20") for link in presets)
    assert "20/11/2026" in client.get(presets[-1]).text


def test_what_was_confirmed_later_is_said_and_opens_its_list(cast, client):
    yesterday = clock.today() - timedelta(days=1)
    with on(yesterday):
        task = issue(cast, title="Việc xác nhận sau")
        actions.submit_completion(task, progress("s"), yesterday, by=cast.finance_head)
    actions.confirm_completion(task, by=cast.clerk)
    db.session.flush()
    for actor, is_seen in ((cast.vice_chairman, True), (cast.finance_head, True), (cast.ward_chair, False)):
        client.sign_in(actor)
        page = client.get(f"/scoreboard?as_of={yesterday:%d/%m/%Y}", budget=10).text
        link = re.search(r'<a href="([^"]+)">1 việc hoàn thành trong kỳ, được xác nhận sau ngày chốt</a>', page)
        assert bool(link) is is_seen
        if link:
            assert "Việc xác nhận sau" in client.get(html.unescape(link[1]), budget=9).text
    assert "được xác nhận sau ngày chốt" not in client.get("/scoreboard").text


# Who sees: every line, its own line, or nothing.
SEES = {
    "chairman": "all",
    "vice_chairman": "all",
    "clerk": "all",
    "admin": "all",
    "finance_head": "finance",
    "finance_officer": "finance",
    "ward_chair": "ward",
    "outsider": "culture",
}


def test_who_sees_which_lines(cast):
    for name, actor in cast.everyone.items():
        assert policy.sees_board(actor)
        unit_id = policy.unit_of(actor)
        assert unit_id == (None if SEES[name] == "all" else getattr(cast, SEES[name]).id)


def test_a_unit_sees_its_own_line_and_its_lists_alone(cast, client):
    for unit in (cast.finance, cast.ward):
        issue(cast, title=f"Việc của {unit.short_name}", lead_unit_id=unit.id)
    client.sign_in(cast.finance_head)
    page = client.get(f"/scoreboard?way=leader&line={cast.ward.id}", budget=10).text
    assert cast.finance.name in page
    assert cast.ward.name not in page
    listed = client.get("/scoreboard/all").text
    assert f"Việc của {cast.finance.short_name}" in listed
    assert f"Việc của {cast.ward.short_name}" not in listed
    assert client.get(f"/scoreboard/all?line={cast.ward.id}").status_code == 404
    assert client.get("/scoreboard/nothing").status_code == 404


def test_work_that_went_elsewhere_is_named_but_leads_nowhere(cast, client):
    task = issue(cast, title="Việc chuyển đi")
    with on(clock.today() + timedelta(days=2)):
        wanted = actions.Reassignment(cast.ward.id, "Đúng chức năng")
        actions.reassign_task(task, wanted, by=cast.clerk)
    db.session.flush()
    client.sign_in(cast.finance_head)
    with on(clock.today() + timedelta(days=3)):
        client.sign_in(cast.finance_head)
        then = client.get("/scoreboard/assigned?as_of=24/11/2026").text
        now = client.get("/scoreboard/assigned").text
        moved = client.get("/scoreboard/moved").text
    assert "Việc chuyển đi" in then
    assert f"/tasks/{task.id}" not in then
    assert "Việc chuyển đi" not in now
    assert "Việc chuyển đi" in moved


def test_nothing_to_compare_is_a_dash_and_a_closed_unit_keeps_its_name(cast, client):
    issue(cast, title="Việc không hạn", due_on=None)
    db.session.get_one(Unit, cast.finance.id).valid_to = clock.today() - timedelta(days=1)
    db.session.flush()
    client.sign_in(cast.chairman)
    page = client.get("/scoreboard").text
    assert f"đến {clock.today() - timedelta(days=1):%d/%m/%Y}" in page
    assert re.search(r'<span class="muted">Đúng hạn</span><b>\s*—\s*</b>', page)


def test_duties_never_stand_among_what_was_given_once(cast, client):
    for is_duty in (False, True):
        task = issue(cast, title=f"Việc định kỳ {is_duty}", is_duty=is_duty)
        actions.submit_completion(task, progress(f"s{is_duty}"), clock.today(), by=cast.finance_head)
        actions.confirm_completion(task, by=cast.clerk)
    client.sign_in(cast.chairman)
    assert client.get(f"/scoreboard/{Figure.DONE_ON_TIME}").text.count('<td class="what">') == 1
    recurring = client.get(f"/scoreboard/{Figure.DONE_ON_TIME}?work=recurring").text
    assert recurring.count('<td class="what">') == 1
    assert "Việc định kỳ True" in recurring


def test_days_that_cannot_be_read_are_said(cast, client):
    client.sign_in(cast.chairman)
    assert "Không hiển thị được khoảng ngày này" in client.get("/scoreboard?period=free&from=31/02/2026&to=x").text
    assert "Kỳ tự chọn" in client.get("/scoreboard?period=free&from=01/11/2026&to=20/11/2026").text
