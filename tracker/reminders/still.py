"""Whether what was planned still holds: asked of the ledger when a digest is opened again, and just before it is sent.

Work moves on: a unit reports, is merged, a task is reassigned, a head replaced, a stand-in comes back. That somebody
has gone away since the plan takes nothing from him: it is told already, and nobody else has been told in his place.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_

from ..people.models import Post, StandIn
from ..people.stand_ins import runs_on
from ..tasks.models import Task, task_cooperation
from .audiences import ANCHORS, ANSWERS, BITS, HAS_NO_OFFICER, IN_OFFICE, LEADS, concerns
from .models import Reminder, ReminderPreference
from .planning import Track
from .rules.book import Audience

_OF_ROW = Task.id == Reminder.task_id


def is_still_due(today: date) -> ColumnElement[bool]:
    """Whether what a ledger row tells of is still so, still its person's, and not stopped by him."""
    so = (and_(Reminder.track == track, ANCHORS[track] == Reminder.anchor_on, concerns(track)) for track in Track)
    stopped = exists().where(ReminderPreference.user_id == Reminder.user_id, ReminderPreference.is_opted_out)
    is_stopped = and_(Reminder.is_optional, stopped.correlate(Reminder))
    # Whoever holds no post any more has left, though his account is open.
    is_here = exists().where(Post.user_id == Reminder.user_id, Post.ended_on.is_(None)).correlate(Reminder)
    return and_(_some(or_(*so)), is_here, is_still_his(today), not_(is_stopped))


def is_still_his(today: date) -> ColumnElement[bool]:
    """Whether the person is still one of those as whom he was told, or acts for one of them today."""
    return or_(*(and_(Reminder.told_as.bitwise_and(BITS[who]) != 0, _means(who, today)) for who in Audience))


def _means(who: Audience, today: date) -> ColumnElement[bool]:
    acts = _acts(today)
    his = or_(Post.user_id == Reminder.user_id, acts)
    of_lead_unit = and_(Post.unit_id == Task.lead_unit_id, ANSWERS, his)
    if who is Audience.OFFICER:
        of_officer = and_(Post.user_id == Task.officer_id, Post.unit_id == Task.lead_unit_id, Post.ended_on.is_(None))
        return or_(
            _some(Task.officer_id == Reminder.user_id),
            _some(of_officer, acts),
            _some(of_lead_unit, HAS_NO_OFFICER),
        )
    if who is Audience.HEAD:
        return _some(of_lead_unit)
    if who is Audience.COOPERATING:
        part = and_(task_cooperation.c.task_id == Task.id, task_cooperation.c.done_on.is_(None))
        return _some(part, Post.unit_id == task_cooperation.c.unit_id, ANSWERS, his)
    if who is Audience.LEADER:
        return or_(_some(Task.leader_id == Reminder.user_id), _some(and_(Post.user_id == Task.leader_id, LEADS), acts))
    return exists().where(IN_OFFICE, his).correlate(Reminder)


def _acts(today: date) -> Any:
    """Whether the row's person stands in for the holder of that post."""
    stand_in = exists().where(StandIn.post_id == Post.id, StandIn.user_id == Reminder.user_id, runs_on(today))
    return stand_in.correlate(Post, Reminder)


def _some(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the row's task is so."""
    return exists().where(_OF_ROW, *conditions).correlate(Reminder)
