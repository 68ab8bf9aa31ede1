"""The page's filter: one address narrows sentence, figures, decisions, register and groups together."""

import html
import random
import re
from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reports.test_decisions import ask, section, titles
from tests.reports.test_outstanding import limits, walk
from tests.review.notices import enter
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.directives.portfolios.models import Portfolio
from tracker.reports import outstanding as board
from tracker.reports.decisions import Kind, list_decisions
from tracker.tasks import actions, register
from tracker.tasks.bands import Band
from tracker.tasks.filters import TaskFilter
from tracker.tasks.queries import get_task_for

TODAY = date(2026, 11, 24)
ROLES = ["chairman", "vice_chairman", "clerk", "admin"]
DELAY = actions.Answer("objective", "Mưa lũ")


def in_charge(cast, topic):
    """The chairman is in charge of that topic."""
    return Portfolio(
        leader_id=cast.chairman.user_id,
        topic_id=topic.id,
        from_on=date(2026, 1, 1),
        given_by_id=cast.clerk.user_id,
        at=clock.now(),
    )


def fill(cast, count, seed=1):
    """Work of two leaders, three units, with and without topic, notice and star, some of it reported and done."""
    chance, notice = random.Random(seed), enter(cast)
    for number in range(count):
        unit = chance.choice([cast.finance, cast.tax, cast.ward])
        task = issue(
            cast,
            title=f"Việc {number}",
            lead_unit_id=unit.id,
            leader_id=chance.choice([cast.chairman, cast.vice_chairman]).user_id,
            topic_id=chance.choice([None, cast.budget.id, cast.digital.id]),
            notice_id=chance.choice([None, notice.id]),
            due_on=chance.choice([None, TODAY + timedelta(days=chance.randint(-30, 60))]),
        )
        task.is_starred = chance.random() < 0.3
        fate = chance.random()
        if unit is cast.finance and fate < 0.6:
            actions.add_update(task, progress(f"u{number}", percent=40), by=cast.finance_head)
        if unit is cast.finance and fate < 0.4:
            actions.submit_completion(task, progress(f"s{number}"), TODAY, by=cast.finance_head, delay=DELAY)
        if unit is cast.finance and fate < 0.2:
            actions.confirm_completion(task, by=cast.clerk)
    db.session.add(in_charge(cast, cast.digital))
    db.session.commit()
    return notice


def filters(cast, notice):
    """Any filter of the page."""
    leaders = st.sampled_from([None, cast.chairman.user_id, cast.vice_chairman.user_id])
    return st.builds(
        TaskFilter,
        unit=st.sampled_from([None, None, cast.finance.id, cast.tax.id, cast.commune.id]),
        topic=st.sampled_from([None, None, 0, cast.budget.id, cast.digital.id]),
        notice=st.sampled_from([None, None, 0, notice.id]),
        leader=leaders,
        portfolio=leaders,
        starred=st.booleans(),
    )


def test_every_figure_is_the_length_of_its_list_under_any_filter(cast):
    notice = fill(cast, 60)
    seen = set()

    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
    @given(filters(cast, notice), st.sampled_from(board.GROUPS))
    def agrees(asked, by):
        figures = board.read_figures(limits(), asked)
        seen.add(figures.open)
        for band, count in figures.bands.items():
            assert count == len(walk(cast.clerk, asked.but(band=band))), band
        assert figures.week_without_update == len(walk(cast.clerk, asked.but(band=Band.WEEK, silent=True)))
        done = board.read_done(limits(), date(2026, 11, 15), asked)
        assert done.total == len(walk(cast.clerk, asked.but(band=Band.DONE, since=done.since)))
        assert done.week == len(walk(cast.clerk, asked.but(band=Band.DONE, since=done.week_since)))
        groups = board.list_groups(by, limits(), asked)
        assert sum(group.open for group in groups) == figures.open
        for group in groups:
            assert group.open == len(walk(cast.clerk, asked.but(**{by: group.id or 0})))
        page = register.list_outstanding(limits(), asked=asked)
        assert len(page.rows) == min(register.PAGE, figures.open - figures.bands[Band.WAITING])

    agrees()
    assert len(seen) > 4  # the filters told tasks apart


def test_a_week_ago_the_page_counted_the_same_under_that_filter(cast):
    week_ago = clock.now()
    notice = fill(cast, 40)
    asked = [TaskFilter(), TaskFilter(unit=cast.finance.id), TaskFilter(leader=cast.chairman.user_id)]
    asked += [TaskFilter(topic=0), TaskFilter(notice=notice.id, starred=True), TaskFilter(topic=cast.budget.id)]
    asked += [TaskFilter(portfolio=cast.chairman.user_id), TaskFilter(portfolio=cast.vice_chairman.user_id)]
    then = [board.read_figures(limits(), one).bands for one in asked]
    with time_machine.travel(week_ago + timedelta(days=7, minutes=30), tick=True):
        moved = get_task_for(cast.clerk, walk(cast.clerk, TaskFilter(unit=cast.tax.id))[0])
        actions.reassign_task(moved, actions.Reassignment(cast.finance.id, "Đúng chức năng"), by=cast.clerk)
        issue(cast, due_on=TODAY - timedelta(days=3))
        db.session.commit()
        counted = [board.read_week_ago(limits(), board.read_figures(limits(), one), one) for one in asked]
        now = [board.read_figures(limits(), one).bands for one in asked]
    assert counted == [{band: bands[band] for band in found} for bands, found in zip(then, counted, strict=True)]
    assert now[0][Band.OPEN] == then[0][Band.OPEN] + 1


def test_the_change_since_last_week_stands_beside_the_figure(cast, client):
    issue(cast, title="Việc cũ", due_on=TODAY - timedelta(days=20))
    db.session.commit()
    with time_machine.travel(clock.now() + timedelta(days=8), tick=True):
        issue(cast, title="Việc mới", due_on=TODAY - timedelta(days=1), leader_id=cast.chairman.user_id)
        db.session.commit()
        client.sign_in(cast.clerk)
        page = " ".join(re.sub(r"<[^>]+>", "", client.get("/outstanding", budget=10).text).split())
        assert "tuần trước: 1 (tăng 1)" in page
        page = client.get(f"/outstanding?leader={cast.chairman.user_id}", budget=10).text
        assert "tuần trước: 0" in page


@pytest.mark.parametrize("person", ROLES)
def test_one_address_narrows_the_whole_page_and_its_chip_takes_it_back(cast, client, person):
    for kind in Kind:
        ask(cast, kind)
        ask(cast, kind, leader_id=cast.chairman.user_id, lead_unit_id=cast.finance.id, topic_id=cast.budget.id)
    issue(cast, title="Việc của phường", lead_unit_id=cast.ward.id)
    db.session.commit()
    client.sign_in(cast.everyone[person])
    everything = client.get("/outstanding?mine=0", budget=10).text
    page = client.get(f"/outstanding?unit={cast.finance.id}&topic={cast.budget.id}", budget=11).text
    assert "Việc của phường" in everything
    assert "Việc của phường" not in page
    assert "4 nhiệm vụ</a></span>" in page
    assert len(titles(section(page, "own")) + titles(section(page, "others"))) == 4
    part = html.unescape(re.search(r'<ul class="chosen".*?</ul>', page, re.S).group())
    assert re.findall(r'href="([^"]+)"', part)[:2] == [
        f"/outstanding?topic={cast.budget.id}",
        f"/outstanding?unit={cast.finance.id}",
    ]
    for link in re.findall(r'class="stretched-link" href="([^"]+)"', page):
        assert f"unit={cast.finance.id}" in link
        assert f"topic={cast.budget.id}" in link
    for link in re.findall(r'href="(/outstanding[^"]+)"', page.split('id="register"')[1]):
        assert f"unit={cast.finance.id}" in link


def test_a_leader_begins_with_his_own_and_may_look_at_all(cast, client):
    issue(cast, title="Việc của phó")
    issue(cast, title="Việc của chủ tịch", leader_id=cast.chairman.user_id)
    client.sign_in(cast.vice_chairman)
    own, everything = (client.get(path, budget=10).text for path in ("/outstanding", "/outstanding?mine=0"))
    assert "Việc của phó" in own
    assert "Việc của chủ tịch" not in own
    assert "Việc của chủ tịch" in everything
    assert client.get("/outstanding?mine=1").text.count("Việc của chủ tịch") == 0
    client.sign_in(cast.clerk)
    assert "Việc của chủ tịch" in client.get("/outstanding").text


def test_a_leader_with_nothing_of_his_own_begins_with_everything(cast, client):
    issue(cast, title="Việc của phó")
    client.sign_in(cast.chairman)
    assert "Việc của phó" in client.get("/outstanding", budget=10).text
    assert "Không có nhiệm vụ nào tồn đọng" in client.get("/outstanding?mine=1", budget=10).text


def test_his_topics_are_his_own_too(cast, client):
    db.session.add(in_charge(cast, cast.budget))
    issue(cast, title="Việc thu ngân sách", topic_id=cast.budget.id)
    issue(cast, title="Việc khác", topic_id=None)
    client.sign_in(cast.chairman)
    page = client.get("/outstanding", budget=10).text
    assert "Việc thu ngân sách" in page
    assert "Việc khác" not in page


def test_what_a_form_sends_empty_stays_out_of_the_address(cast, client):
    client.sign_in(cast.clerk)
    answer = client.get(f"/outstanding?unit={cast.tax.id}&topic=&notice=&leader=&by=unit")
    assert (answer.status_code, answer.location) == (303, f"/outstanding?unit={cast.tax.id}&by=unit")


@pytest.mark.parametrize("person", ["finance_head", "finance_officer", "ward_chair", "outsider"])
@pytest.mark.parametrize("path", ["/outstanding", "/outstanding/filters", "/outstanding/print", "/outstanding.xlsx"])
def test_units_have_no_leaders_page(cast, client, person, path):
    client.sign_in(cast.everyone[person])
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("person", ROLES)
def test_the_panel_offers_what_narrows_the_page(cast, client, person):
    issue(cast, title="Việc")
    client.sign_in(cast.everyone[person])
    page = client.get(f"/outstanding/filters?unit={cast.finance.id}&by=topic", budget=5).text
    assert re.findall(r'<select[^>]*name="(\w+)"', page) == ["unit", "topic", "notice", "leader", "portfolio"]
    assert f'value="{cast.finance.id}" selected' in page
    assert '<input type="hidden" name="by" value="topic">' in page


def test_decisions_are_counted_under_the_filter(cast):
    for kind in Kind:
        ask(cast, kind, topic_id=cast.budget.id)
        ask(cast, kind, topic_id=None)
    found = list_decisions(cast.vice_chairman, limits(), TaskFilter(topic=cast.budget.id), limit=3)
    assert (len(found.own), found.own_count) == (3, 4)
    assert list_decisions(cast.vice_chairman, limits(), TaskFilter(unit=cast.ward.id)).own_count == 0


@pytest.mark.parametrize(
    "query", ["?unit=x", "?unit=99999999999", "?notice=-1", "?by=drop", "?after=x", "?leader=0", "?mine=7"]
)
def test_whatever_the_address_says_it_answers(cast, client, query):
    issue(cast, title="Việc")
    client.sign_in(cast.vice_chairman)
    for path in ("/outstanding", "/outstanding/print", "/outstanding/filters"):
        assert client.get(path + query, budget=11).status_code == 200
