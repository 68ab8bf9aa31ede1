"""Whether what was planned still holds: asked of the ledger when a digest is opened again, and just before it is sent.

Work moves on: a unit reports, is merged, a task is reassigned, a head replaced, a stand-in comes back. That somebody
has gone away since the plan takes nothing from him: it is told already, and nobody else has been told in his place.

Who acts for which unit is the same for every row, so it is asked as sets: a database makes each once for a whole batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, not_, or_, select, tuple_, union_all

from ..people.models import Post, StandIn
from ..people.stand_ins import runs_on
from ..tasks.models import Task, task_cooperation
from .audiences import ANCHORS, ANSWERS, BITS, HAS_NO_OFFICER, IN_OFFICE, LEADS, concerns
from .models import Reminder, ReminderPreference
from .planning import Track
from .rules.book import Audience

_HAS_UNIT = Post.unit_id.is_not(None)


def is_still_due(today: date) -> ColumnElement[bool]:
    """Whether what a ledger row tells of is still so, still its person's, and not stopped by him."""
    return exists().where(Task.id == Reminder.task_id, holds(today)).correlate(Reminder)


def holds(today: date) -> ColumnElement[bool]:
    """The same where the row's task is joined; unknown counts as no."""
    so = (and_(Reminder.track == track, ANCHORS[track] == Reminder.anchor_on, concerns(track)) for track in Track)
    stopped = select(ReminderPreference.user_id).where(ReminderPreference.is_opted_out)
    is_stopped = and_(Reminder.is_optional, Reminder.user_id.in_(stopped))
    # Whoever holds no post any more has left, though his account is open.
    is_here = Reminder.user_id.in_(select(Post.user_id).where(Post.ended_on.is_(None)))
    return and_(or_(*so), is_here, _is_still_his(today), not_(is_stopped))


def _is_still_his(today: date) -> ColumnElement[bool]:
    """Whether the person is still one of those as whom he was told, or acts for one of them today."""
    return or_(*(and_(Reminder.told_as.bitwise_and(BITS[who]) != 0, _means(who, today)) for who in Audience))


def _means(who: Audience, today: date) -> ColumnElement[bool]:
    him = Reminder.user_id
    answering = _actors(today, (Post.unit_id,), ANSWERS, _HAS_UNIT)
    of_lead_unit = tuple_(Task.lead_unit_id, him).in_(answering)
    if who is Audience.OFFICER:
        standing_in = _stand_ins(today, (Post.user_id, Post.unit_id), Post.ended_on.is_(None), _HAS_UNIT)
        for_officer = tuple_(Task.officer_id, Task.lead_unit_id, him).in_(standing_in)
        return or_(Task.officer_id == him, for_officer, and_(HAS_NO_OFFICER, of_lead_unit))
    if who is Audience.HEAD:
        return of_lead_unit
    if who is Audience.COOPERATING:
        part = task_cooperation.c
        # A set inside CASE stays a set: PostgreSQL would join it row by row otherwise.
        takes_part = case((tuple_(part.unit_id, him).in_(answering), 1), else_=0) == 1
        return exists().where(part.task_id == Task.id, part.done_on.is_(None), takes_part).correlate(Task, Reminder)
    if who is Audience.LEADER:
        return or_(Task.leader_id == him, tuple_(Task.leader_id, him).in_(_stand_ins(today, (Post.user_id,), LEADS)))
    return him.in_(_actors(today, (), IN_OFFICE))


def _actors(today: date, columns: Sequence[Any], *posts: ColumnElement[bool]) -> Any:
    """These columns of such posts beside whoever holds or fills each today."""
    return union_all(select(*columns, Post.user_id).where(*posts), _stand_ins(today, columns, *posts))


def _stand_ins(today: date, columns: Sequence[Any], *posts: ColumnElement[bool]) -> Any:
    """The same, of those alone who stand in."""
    rows = select(*columns, StandIn.user_id).select_from(Post).join(StandIn, StandIn.post_id == Post.id)
    return rows.where(runs_on(today), *posts)
