"""The administrator finds every change: by person, subject, event and day."""

import io
import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import text

from tests.tasks.test_evidence import PDF
from tests.tasks.test_life import issue, progress
from tracker import clock, history
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.reports.trail import TrailFilter, list_trail
from tracker.tasks import actions


@pytest.fixture
def story(cast):
    """Two tasks; the second a day later, with an act on somebody's behalf."""
    first = issue(cast)
    actions.accept_task(first, by=cast.finance_head)
    with time_machine.travel(clock.now() + timedelta(days=1), tick=True):
        second = issue(cast, title="Chuyển đổi số", lead_unit_id=cast.culture.id)
        actions.add_update(second, progress(percent=20), by=cast.outsider)
        entry = history.record(cast.finance_officer, "task_accepted", "task", second.id)
        entry.for_user_id, entry.for_name = cast.outsider.user_id, cast.outsider.name
        db.session.flush()
    db.session.commit()
    return first, second


def found(**asked):
    entries, _ = list_trail(TrailFilter(**asked))
    return [(entry.event, entry.by_name) for entry in entries]


def test_it_is_found_by_person_without_diacritics_and_by_whom_he_stood_for(cast, story):
    assert found(who="nong thi ha") == [("task_accepted", cast.finance_head.name)]
    assert found(who="LY Thu") == [
        ("task_accepted", cast.finance_officer.name),  # on behalf of the one who is searched
        ("progress_updated", cast.outsider.name),
    ]
    assert found(who="không ai cả") == []


def test_it_is_found_by_what_it_is_about(cast, story):
    first, _ = story
    assert [event for event, _ in found(about=first.code.lower())] == ["task_accepted", "task_issued"]
    assert found(about="NV-1999-0001") == []


def test_it_is_found_by_event_and_day(cast, story):
    assert len(found(event="task_issued")) == 2
    assert len(found(event="task_issued", since=date(2026, 11, 25))) == 1
    assert len(found(event="task_issued", until=date(2026, 11, 24))) == 1
    assert len(found(event="task_issued", since=date(2026, 11, 24), until=date(2026, 11, 25))) == 2


def test_pages_lose_and_double_nothing(cast):
    for number in range(120):
        history.record(cast.clerk, "task_issued", "task", number + 1)
    db.session.flush()
    seen, after = [], ""
    while True:
        entries, after = list_trail(TrailFilter(event="task_issued"), after)
        seen += [entry.subject_id for entry in entries]
        if not after:
            break
    assert seen == list(range(120, 0, -1))


def test_the_page_tells_who_what_before_and_after(cast, client, story):
    first, _ = story
    client.sign_in(cast.finance_head)
    client.post(f"/tasks/{first.id}/evidence", data={"files": (io.BytesIO(PDF), "bảng.pdf")})
    client.post(f"/tasks/{first.id}/extensions", data={"new_due_on": "30/12/2026", "reason": "Chờ quyết toán"})
    client.sign_in(cast.admin)
    page = client.get("/history", budget=8).text
    assert first.code in page
    assert re.search(r"15/12/2026</s> → 30/12/2026", page)
    assert "Chờ quyết toán" in page
    assert f"thay mặt {cast.outsider.name}" in page
    told = re.sub(r"<(select|form).*?</\1>", "", page, flags=re.S)
    assert not re.search(r">[a-z]+_[a-z_]+<", told)  # every event has words
    narrowed = client.get("/history?who=nong+thi+ha&since=24/11/2026&event=task_accepted", budget=8).text
    assert narrowed.count("<tr><td") == 1
    assert "ngày/tháng/năm" in client.get("/history?since=31/02/2026").text


@pytest.mark.parametrize(
    "person", ["chairman", "vice_chairman", "clerk", "finance_head", "finance_officer", "outsider"]
)
def test_only_the_administrator_searches_it(cast, client, person):
    client.sign_in(cast.everyone[person])
    assert client.get("/history").status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        *("?after=x", "?after=99999999999", "?since=1/1/1", "?who=%00%25_", "?about=%27--", "?event=x"),
        *("?since=01/01/0001", "?until=31/12/9999"),  # days that no moment of the office reaches
    ],
)
def test_whatever_the_address_says_it_answers(cast, client, query):
    client.sign_in(cast.admin)
    assert client.get(f"/history{query}").status_code == 200


def test_each_search_is_served_by_an_index(cast, app):
    rows = [
        {
            "at": datetime(2026, 1, 1, tzinfo=clock.OFFICE_ZONE) + timedelta(minutes=number),
            "event": f"event_{number % 40}",
            "subject_type": "task",
            "subject_id": number,
            "by_user_id": cast.clerk.user_id,
            "by_name": "x",
            "by_title": "",
            "by_unit": "",
            "for_name": "",
            "data": {},
        }
        for number in range(4000)
    ]
    db.session.execute(HistoryEntry.__table__.insert(), rows)
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("ANALYZE history_entry"))
        plan = "EXPLAIN SELECT id FROM history_entry WHERE event = 'event_7' ORDER BY id DESC LIMIT 51"
    else:
        plan = "EXPLAIN QUERY PLAN SELECT id FROM history_entry WHERE event = 'event_7' ORDER BY id DESC LIMIT 51"
    told = "\n".join(str(row) for row in db.session.execute(text(plan)))
    assert "ix_history_entry_event" in told
