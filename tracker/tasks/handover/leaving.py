"""An officer leaves: what was passed to him goes back to the head. Never commits."""

from __future__ import annotations

from sqlalchemy import and_, select, update

from ... import history
from ...db import db
from ...people.actor import Actor
from ...people.models import Post, User
from ..models import Step, Task
from .plan import MAY_MOVE
from .rows import change, chunks, execute, forget


def let_officer_go(user_id: int, by: Actor) -> int:
    """Open tasks and steps in units where the person has no post any more, or all if he may not sign in.

    Tells how many tasks. What he is accountable for as a leader stays his until somebody hands it over.
    """
    units = db.session.scalars(
        select(Post.unit_id)
        .join(User, User.id == Post.user_id)
        .where(Post.user_id == user_id, Post.ended_on.is_(None), Post.unit_id.is_not(None), User.is_enabled)
    ).all()
    gone = and_(MAY_MOVE, Task.lead_unit_id.not_in(units))
    rows = db.session.execute(
        select(Task.id, User.name)
        .join(User, User.id == Task.officer_id)
        .where(Task.officer_id == user_id, gone)
        .order_by(Task.id)
        .with_for_update(of=Task)
    ).all()
    ids = [row.id for row in rows]
    change(ids, officer_id=None)
    history.record_each(by, "officer_left", "task", [(row.id, {"officer": row.name}) for row in rows])
    steps = db.session.scalars(
        select(Step.id)
        .join(Task, Task.id == Step.task_id)
        .where(Step.officer_id == user_id, Step.done_at.is_(None), Step.removed_at.is_(None), gone)
    ).all()
    for some in chunks(steps):
        execute(update(Step).where(Step.id.in_(some)).values(officer_id=None, version=Step.version + 1))
    if ids or steps:
        forget()
    return len(ids)
