"""«Chờ quyết»: every kind of request, this person's own first, counted to the last."""

import html
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import event

from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.reports.briefing.office import list_for_office
from tracker.reports.decisions import Kind, list_decisions
from tracker.settings import queries as settings
from tracker.settings.book import OfficeSettings
from tracker.tasks import actions
from tracker.tasks.models import (
    Decline,
    DeclineState,
    Explanation,
    ExplanationState,
    Proposal,
    ProposalState,
    TaskState,
)

SOON = date(2026, 12, 24)


def ask(cast, kind, **changes):
    """A task of the vice chairman, unless told otherwise, about which something waits."""
    task = issue(cast, title=f"Việc {kind}", **changes)
    at, by = clock.now(), cast.finance_head.user_id
    if kind == Kind.EXTENSION:
        actions.request_extension(task, SOON, "Chờ quyết toán", by=cast.finance_head)
    elif kind == Kind.PROPOSAL:
        actions.add_update(task, progress(f"p{task.id}", proposal="Xin bổ sung vốn"), by=cast.finance_head)
    elif kind == Kind.DECLINE:
        task.state = TaskState.DECLINED
        decline = Decline(task_id=task.id, at=at, by_user_id=by, unit_id=cast.finance.id, reason="Ngoài chức năng")
        decline.state = DeclineState.OPEN
        db.session.add(decline)
    else:
        explanation = Explanation(task_id=task.id, asked_at=at, unit_id=cast.finance.id, answer="Do mưa lũ")
        explanation.state, explanation.answered_at = ExplanationState.ANSWERED, at
        db.session.add(explanation)
    db.session.commit()
    return task


def section(page, name):
    found = re.search(rf'aria-labelledby="{name}">(.*?)</section>', page, re.S)
    return html.unescape(found.group(1)) if found else ""


def titles(part):
    return re.findall(r'<div class="decision-what"><a href="[^"]+">([^<]+)</a>', part)


def test_leader_finds_every_kind_that_waits_for_him(cast, client):
    for kind in Kind:
        ask(cast, kind)
        ask(cast, kind, leader_id=cast.chairman.user_id)
    client.sign_in(cast.vice_chairman)
    page = client.get("/outstanding?mine=0", budget=10).text
    assert "4 việc đang chờ đồng chí quyết." in page
    own, others = section(page, "own"), section(page, "others")
    assert sorted(titles(own)) == [
        "Gia hạn: Việc extension",
        "Kiến nghị, đề xuất: Việc proposal",
        "Đã giải trình: Việc explanation",
        "Đề nghị chuyển đơn vị: Việc decline",
    ]
    assert sorted(titles(others)) == sorted(titles(own))
    ways = ("answer", "approval", "refusal", "reassignments", "insistence", "acceptance", "return")
    assert [own.count(f"/{way}?in=") for way in ways] == [1, 2, 1, 1, 1, 2, 1]
    assert "<form" not in others
    assert "“Ngoài chức năng”" in own


def test_what_is_decided_waits_no_longer(cast):
    for kind in Kind:
        ask(cast, kind)
    db.session.query(Proposal).update({"state": ProposalState.ANSWERED})
    db.session.query(Decline).update({"state": DeclineState.INSISTED})
    db.session.query(Explanation).update({"state": ExplanationState.ASKED})
    assert [line.kind for line in list_decisions(cast.vice_chairman).own] == [Kind.EXTENSION]


def test_each_figure_of_the_offices_mail_is_the_count_of_the_section_that_it_opens(cast, client):
    for kind in (*Kind, Kind.EXPLANATION):
        ask(cast, kind)
    (written,) = list_for_office(clock.today())[cast.clerk.user_id]
    figures = [figure for figure in written.write("").figures if figure.url.startswith("/outstanding")]
    client.sign_in(cast.clerk)
    for figure in figures:
        path, name = figure.url.split("#")
        assert len(titles(section(client.get(path, budget=10).text, name))) == figure.count
    assert [figure.count for figure in figures] == [1, 4]


def test_proposal_is_answered_in_place(cast, client):
    ask(cast, Kind.PROPOSAL)
    client.sign_in(cast.vice_chairman)
    part = section(client.get("/outstanding").text, "own")
    address = re.search(r'action="(/proposals/\d+/answer)', part).group(1)
    answer = client.post(address, data={"answer": "Đồng ý", "next": "/outstanding"})
    assert (answer.status_code, answer.location) == (303, "/outstanding")
    assert section(client.get("/outstanding").text, "own") == ""


def test_oldest_stands_first_whatever_its_kind(cast):
    for days, kind in enumerate((Kind.DECLINE, Kind.EXTENSION, Kind.EXPLANATION, Kind.PROPOSAL)):
        with time_machine.travel(clock.now() - timedelta(days=days)):
            ask(cast, kind)
    kinds = [line.kind for line in list_decisions(cast.vice_chairman).own]
    assert kinds == [Kind.PROPOSAL, Kind.EXPLANATION, Kind.EXTENSION, Kind.DECLINE]


def test_lines_beyond_the_limit_are_counted(cast):
    for _ in range(3):
        for kind in Kind:
            ask(cast, kind)
        ask(cast, Kind.PROPOSAL, leader_id=cast.chairman.user_id)
    found = list_decisions(cast.vice_chairman, limit=5)
    assert (len(found.own), len(found.others), found.own_count, found.others_count) == (5, 0, 12, 3)


def test_stand_in_sees_what_waits_for_the_one_he_stands_in_for(cast):
    ask(cast, Kind.PROPOSAL)
    stand_in = replace(cast.chairman, for_user_id=cast.vice_chairman.user_id, for_name="Lê Minh Đức")
    found = list_decisions(stand_in)
    assert (found.own_count, found.others_count) == (1, 0)
    assert list_decisions(cast.chairman).own_count == 0


def test_office_places_declined_work_and_reads_the_rest(cast, client):
    for kind in Kind:
        ask(cast, kind)
    client.sign_in(cast.clerk)
    page = client.get("/outstanding", budget=10).text
    assert "Chờ Văn phòng xử lý" in page
    assert "chờ đồng chí quyết" not in page
    assert titles(section(page, "own")) == ["Đề nghị chuyển đơn vị: Việc decline"]
    assert len(titles(section(page, "others"))) == 3


def test_extensions_are_the_offices_own_when_they_are_delegated(cast, monkeypatch):
    ask(cast, Kind.EXTENSION)
    assert list_decisions(cast.clerk).own_count == 0
    monkeypatch.setattr(settings.g, "office_settings", OfficeSettings(office_decides_extensions=True), raising=False)
    assert list_decisions(cast.clerk).own_count == 1
    assert list_decisions(cast.admin).own_count == 0


def test_nothing_waits_in_an_empty_office(cast):
    assert list_decisions(cast.vice_chairman) == ([], [], 0, 0)


@pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)])
def test_each_kind_is_read_from_the_index_of_its_state(app, cast):
    seen = []

    def note(conn, cursor, statement, values, *rest):
        seen.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    list_decisions(cast.chairman)
    event.remove(db.engine, "before_cursor_execute", note)
    statement, values = next(row for row in seen if "UNION ALL" in row[0])
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    steps = " ".join(row[3] for row in plan)
    for kind in Kind:
        assert f"USING INDEX ix_{kind}_state (state=?)" in steps
    assert "SCAN task" not in steps
