"""What came in, for the administrator."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from ..db import db
from ..people.models import User
from ..tasks.models import Task
from ..text import parse_id
from .models import InboundMail

PAGE = 50


def list_mails(after: str) -> tuple[list[Any], str]:
    """(mail, the person's name, the task's code), the newest first, and where the next page begins."""
    query = (
        select(InboundMail, User.name, Task.code)
        .outerjoin(User, User.id == InboundMail.user_id)
        .outerjoin(Task, Task.id == InboundMail.task_id)
        .order_by(InboundMail.id.desc())
    )
    if (last := parse_id(after)) is not None:
        query = query.where(InboundMail.id < last)
    rows = list(db.session.execute(query.limit(PAGE + 1)))
    return rows[:PAGE], str(rows[PAGE - 1][0].id) if len(rows) > PAGE else ""
