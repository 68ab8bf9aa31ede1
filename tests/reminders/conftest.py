"""Tasks to be reminded of, and the rules of the office."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from tests.reminders.planned import on
from tracker.db import db
from tracker.mail.models import MailState, OutboxMail
from tracker.tasks.actions import Assignment, issue_task


@pytest.fixture
def issue(app, cast):
    """Issue a task on 02/11/2026, to the finance room unless told otherwise."""

    def build(due_on, title="Giải ngân vốn", issued=date(2026, 11, 2), **changes):
        values = {"lead_unit_id": cast.finance.id, "leader_id": cast.chairman.user_id, **changes}
        with on(issued, 10):
            task = issue_task(Assignment(title=title, due_on=due_on, **values), by=cast.clerk)
        db.session.execute(update(OutboxMail).values(state=MailState.SENT))
        db.session.commit()
        return task

    return build


@pytest.fixture
def use(monkeypatch):
    """The office has these rules."""

    def set_book(book):
        for place in ("actions", "queries"):
            monkeypatch.setattr(f"tracker.reminders.{place}.rule_book", lambda: book)
        return book

    return set_book
