"""Lines of the register are kept for the day: what is shown must never be yesterday's, or in another language."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
import time_machine
from flask_babel import force_locale
from sqlalchemy import event, update

from tests.tasks.test_life import issue
from tests.tasks.test_search import limits
from tracker import clock
from tracker.calendar.models import CalendarDay
from tracker.db import db
from tracker.people.models import Unit
from tracker.settings.models import OfficeSetting
from tracker.tasks import table
from tracker.tasks.filters import OPEN_WORK
from tracker.tasks.models import Task
from tracker.tasks.register import list_tasks

# What psycopg takes apart anew at every execution: longer statements, and those with more parameters.
LONGEST, MOST_VALUES = 4096, 50


def rows_of(page: str) -> list[str]:
    """The words of each line."""
    lines = re.findall(r"<tr class=\"(?:is-\w+)?\">.*?</tr>", page, re.DOTALL)
    return [" ".join(html.unescape(re.sub("<[^>]*>", " ", line)).split()) for line in lines]


def test_the_same_rows_are_the_same_line_until_something_is_another(cast, client):
    task = issue(cast, cooperating_unit_ids=[cast.culture.id])
    db.session.commit()
    shown = [table.lay_out(list_tasks(cast.clerk, OPEN_WORK, limits()), limits()).sections[0].lines[0] for _ in "12"]
    assert shown[0] is shown[1]
    client.sign_in(cast.clerk)
    [before] = rows_of(client.get("/tasks").text)
    assert cast.culture.short_name in before
    for change in (
        update(Task).where(Task.id == task.id).values(title="Tên khác"),
        update(Task).where(Task.id == task.id).values(progress=35),
        update(Unit).where(Unit.id == cast.culture.id).values(short_name="Phòng VH mới"),
        update(Unit).where(Unit.id == cast.finance.id).values(short_name="Phòng TC mới"),
    ):
        db.session.execute(change)
        db.session.commit()
        [after] = rows_of(client.get("/tasks").text)
        assert after != before
        before = after


def test_lines_are_of_the_day_the_calendar_and_the_settings(cast, client):
    due = date(2026, 11, 27)  # Friday; today is Tuesday
    issue(cast, due_on=due)
    client.sign_in(cast.clerk)
    assert "còn 3 ngày làm việc" in client.get("/tasks").text
    db.session.add(CalendarDay(day=due - timedelta(days=1), is_working=False, name="Nghỉ bù"))
    db.session.commit()
    page = client.get("/tasks").text
    assert "còn 2 ngày làm việc" in page
    assert '<tr class="is-near">' in page
    db.session.add(OfficeSetting(name="near_working_days", value="1", changed_at=clock.now(), changed_by_id=1))
    db.session.commit()
    assert '<tr class="is-near">' not in client.get("/tasks").text
    with time_machine.travel("2026-11-30T02:00:00Z"):
        client.sign_in(cast.clerk)
        assert "quá 1 ngày làm việc" in client.get("/tasks").text


def test_lines_are_in_the_language_of_the_reader_and_lead_back_to_his_list(cast, client):
    issue(cast)
    client.sign_in(cast.clerk)
    assert "Chưa cập nhật" in rows_of(client.get("/tasks").text)[0]
    client.post("/language", data={"language": "en"})
    assert "Not updated yet" in rows_of(client.get("/tasks").text)[0]
    days = [date(2026, 1, day) for day in range(1, 4 + table._KEPT_FORMS)]
    for day in days + days:  # more lists than one line is kept for
        page = client.get(f"/tasks?assigned_from={day}").text
        assert f"assigned_from%3D{day}" in page.split('<td class="what">')[1]
    with force_locale("vi"):
        assert "còn" in table.lay_out_rows(list_tasks(cast.clerk, OPEN_WORK, limits()).rows, limits())[0].distance


@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgres"])
def test_what_is_asked_most_often_is_short_enough_to_be_known_again(cast, client, dialect):
    tasks = [issue(cast, title=f"Việc {number}", cooperating_unit_ids=[cast.culture.id]) for number in range(52)]
    client.sign_in(cast.clerk)
    asked = []
    note = lambda conn, cursor, statement, values, *rest: asked.append((statement, values))  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", note)
    for path in ("/tasks", "/tasks?mine=1", "/tasks?band=overdue", f"/tasks/{tasks[0].id}", "/search?q=viec"):
        assert client.get(path).status_code == 200
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(asked) > 15
    for statement, values in asked:
        assert len(statement.encode()) <= LONGEST, statement[:200]
        assert len(values) <= MOST_VALUES, statement[:200]
