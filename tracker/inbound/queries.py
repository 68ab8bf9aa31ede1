"""What came in, for the administrator, and who may answer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from .. import clock
from ..db import db
from ..people.models import UNIT_ROLES, Post, Role, StandIn, User
from ..people.stand_ins import runs_on
from ..tasks.models import Task, task_cooperation
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


def has_work(session: Session, user_id: int, task_id: int) -> bool:
    """Whether the person acts for the lead unit or a cooperating one, in his own post or in that of somebody away."""
    lead = select(Task.lead_unit_id).where(Task.id == task_id)
    cooperating = select(task_cooperation.c.unit_id).where(task_cooperation.c.task_id == task_id)
    held = select(StandIn.post_id).where(StandIn.user_id == user_id, runs_on(clock.today()))
    found = select(Post.id).where(
        or_(Post.user_id == user_id, Post.id.in_(held)),
        Post.ended_on.is_(None),
        or_(
            and_(Post.role.in_(UNIT_ROLES), Post.unit_id.in_(lead)),
            and_(Post.role.in_((*UNIT_ROLES, Role.OFFICE)), Post.unit_id.in_(cooperating)),
        ),
    )
    return session.scalar(found.limit(1)) is not None
