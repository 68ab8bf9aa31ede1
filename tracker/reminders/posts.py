"""In which posts somebody is told what: his own, and those in which he stands in for somebody who is away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, literal, select, true, union_all

from ..db import db
from ..people.models import Post, Role, StandIn, Unit, User
from ..people.stand_ins import runs_on
from .audiences import HAS_ADDRESS
from .models import ReminderPreference


class Acting(NamedTuple):
    """`reader_id` is told what the post of `holder_id` has to know. `stands_in_for`: his name, if another's."""

    reader_id: int
    holder_id: int
    role: str
    unit_id: int | None
    unit_name: str
    stands_in_for: str


def list_acting(day: date, roles: Collection[Role]) -> list[Acting]:
    """Everyone in one of these roles, the holders of posts first; once for each holder and unit.

    A holder for whom another stands in is told nothing while he is away, unless he has chosen otherwise.
    """
    holder = User.__table__.alias("holder")
    acting = _acting(day)
    rows = db.session.execute(
        select(acting.c.reader_id, Post.user_id, Post.role, Post.unit_id, Unit.short_name, holder.c.name)
        .join(Post, Post.id == acting.c.post_id)
        .join(User, User.id == acting.c.reader_id)
        .join(holder, holder.c.id == Post.user_id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(Post.role.in_(list(roles)), Post.ended_on.is_(None), User.is_enabled)
        .order_by(acting.c.is_other, Post.id)
    )
    found: dict[tuple[Any, ...], Acting] = {}
    for reader_id, holder_id, role, unit_id, unit, name in rows:
        stands_in_for = name if reader_id != holder_id else ""
        one = Acting(reader_id, holder_id, role, unit_id, unit or "", stands_in_for)
        found.setdefault((reader_id, holder_id, unit_id), one)
    return list(found.values())


def _acting(day: date) -> Any:
    """(post, who is told, whether he stands in)."""
    replaced = exists().where(StandIn.post_id == Post.id, StandIn.user_id == User.id, HAS_ADDRESS, runs_on(day))
    pauses = func.coalesce(ReminderPreference.pauses_when_away, true())
    own = (
        select(Post.id.label("post_id"), Post.user_id.label("reader_id"), literal(0).label("is_other"))
        .outerjoin(ReminderPreference, ReminderPreference.user_id == Post.user_id)
        .where(~and_(replaced, pauses))
    )
    others = select(StandIn.post_id, StandIn.user_id, literal(1)).where(runs_on(day))
    return union_all(own, others).subquery("acting")
