"""Named reads of meetings, through the person who asks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from ..db import db
from ..directives.models import Notice, NoticeState
from ..errors import NotFound
from ..people.actor import Actor
from ..people.models import Unit, User
from ..tasks.models import ProgressUpdate, Task
from ..tasks.policy import visible_to
from ..tasks.urgings import count_urged
from ..text import parse_id
from .models import Decision, Meeting, MeetingItem, MeetingState
from .policy import may_watch

PAGE = 50
LOOKED_BACK_ON = 3


class MeetingLine(NamedTuple):
    """A row of the list of meetings."""

    id: int
    title: str
    held_on: date
    chair: str
    state: str
    driver: str
    notice_id: int | None
    notice_state: str | None
    items: int
    spoken: int
    decisions: int


class ItemLine(NamedTuple):
    """A task in the side list."""

    position: int
    task_id: int
    code: str
    title: str
    lead: str


class Stop(NamedTuple):
    """The task that is spoken of now, with what the projector shows beside it."""

    item: MeetingItem
    task: Task
    update: ProgressUpdate | None
    urged: int


def get_meeting_for(actor: Actor, meeting_id: int, *, to_change: bool = False) -> Meeting:
    """The meeting, for those who may watch it. `to_change` locks it: what is recorded at once is recorded in turn."""
    if not may_watch(actor):
        raise NotFound
    query = (
        select(Meeting).where(Meeting.id == meeting_id).options(joinedload(Meeting.driver), joinedload(Meeting.notice))
    )
    if to_change:
        query = query.with_for_update(of=Meeting).execution_options(populate_existing=True)
    meeting = db.session.scalar(query)
    if meeting is None:
        raise NotFound
    return meeting


def find_meeting_by_form_key(key: str) -> Meeting | None:
    """The meeting that this very form started."""
    return db.session.scalar(select(Meeting).where(Meeting.form_key == key))


def waits_for_notice(today: date) -> ColumnElement[bool]:
    """Something was decided, and no notice is issued of it: the meeting is over (or was left without being ended), and
    its minutes are no notice yet, or one in review.
    """
    is_over = or_(
        Meeting.state == MeetingState.ENDED, and_(Meeting.state == MeetingState.RUNNING, Meeting.held_on < today)
    )
    is_issued = exists().where(Notice.id == Meeting.notice_id, Notice.state == NoticeState.ISSUED).correlate(Meeting)
    has_words = exists().where(Decision.meeting_id == Meeting.id).correlate(Meeting)
    return and_(is_over, has_words, ~is_issued)


def count_waiting_meetings(today: date) -> int:
    """How many `list_meetings` shows where only these are asked for."""
    return db.session.scalar(select(func.count(Meeting.id)).where(waits_for_notice(today))) or 0


def list_meetings(actor: Actor, after: str = "", waiting_on: date | None = None) -> tuple[list[MeetingLine], str]:
    """The latest first, fifty at a time, and where the next page begins; of a day only those that wait for a notice."""
    if not may_watch(actor):
        raise NotFound
    items = select(func.count(MeetingItem.id)).where(MeetingItem.meeting_id == Meeting.id)
    decisions = select(func.count(Decision.id)).where(Decision.meeting_id == Meeting.id)
    spoken = select(func.count(Decision.item_id.distinct())).where(Decision.meeting_id == Meeting.id)
    query = (
        select(
            *(Meeting.id, Meeting.title, Meeting.held_on, Meeting.chair, Meeting.state, User.name, Meeting.notice_id),
            Notice.state,
            items.correlate(Meeting).scalar_subquery(),
            spoken.correlate(Meeting).scalar_subquery(),
            decisions.correlate(Meeting).scalar_subquery(),
        )
        .join(User, User.id == Meeting.driver_id)
        .outerjoin(Notice, Notice.id == Meeting.notice_id)
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(PAGE + 1)
    )
    if waiting_on is not None:
        query = query.where(waits_for_notice(waiting_on))
    if place := _read_place(after):
        query = query.where(tuple_(Meeting.held_on, Meeting.id) < place)
    lines = [MeetingLine(*row) for row in db.session.execute(query)]
    last = lines[PAGE - 1] if len(lines) > PAGE else None
    return lines[:PAGE], f"{last.held_on}.{last.id}" if last else ""


def _read_place(after: str) -> tuple[date, int] | None:
    day, _dot, number = after.partition(".")
    row_id = parse_id(number)
    try:
        return (date.fromisoformat(day), row_id) if row_id is not None else None
    except ValueError:
        return None


def list_items(meeting: Meeting) -> list[ItemLine]:
    """The walk, in its order."""
    rows = db.session.execute(
        select(MeetingItem.position, Task.id, Task.code, Task.title, Unit.short_name)
        .join(Task, Task.id == MeetingItem.task_id)
        .join(Unit, Unit.id == Task.lead_unit_id)
        .where(MeetingItem.meeting_id == meeting.id)
        .order_by(MeetingItem.position)
    )
    return [ItemLine(*row) for row in rows]


def find_stop(actor: Actor, meeting: Meeting, position: int) -> Stop | None:
    """The task at that place with its last update; None where the meeting has no such place."""
    last = select(func.max(ProgressUpdate.id)).where(ProgressUpdate.task_id == Task.id, ~ProgressUpdate.is_part)
    row = db.session.execute(
        select(MeetingItem, Task, ProgressUpdate, count_urged())
        .join(Task, Task.id == MeetingItem.task_id)
        .outerjoin(ProgressUpdate, ProgressUpdate.id == last.correlate(Task).scalar_subquery())
        .where(MeetingItem.meeting_id == meeting.id, MeetingItem.position == position, visible_to(actor))
        .options(
            joinedload(Task.lead_unit), joinedload(Task.leader), joinedload(Task.directive), joinedload(Task.notice)
        )
    ).one_or_none()
    return Stop(*row) if row else None


def get_item_of(meeting: Meeting, item_id: int) -> MeetingItem:
    """One place of that meeting's walk."""
    item = db.session.scalar(select(MeetingItem).where(MeetingItem.id == item_id, MeetingItem.meeting_id == meeting.id))
    if item is None:
        raise NotFound
    return item


def list_decisions(meeting: Meeting) -> list[Decision]:
    """The minutes so far: in the order of the walk, new orders last, each as it was recorded."""
    return list(
        db.session.scalars(
            select(Decision)
            .outerjoin(Decision.item)
            .outerjoin(MeetingItem.task)
            .where(Decision.meeting_id == meeting.id)
            .options(contains_eager(Decision.item).contains_eager(MeetingItem.task), joinedload(Decision.unit))
            .order_by(Decision.item_id.is_(None), MeetingItem.position, Decision.id)
        )
    )


def fingerprint(decisions: Sequence[Decision]) -> str:
    """Changes with every sentence that comes, goes or is mended; empty while there is none."""
    seen = ",".join(f"{decision.id}.{decision.version}" for decision in decisions)
    return hashlib.sha256(seen.encode()).hexdigest()[:16] if seen else ""


def find_decision_of(meeting: Meeting, decision_id: int) -> Decision | None:
    """One piece of that meeting's minutes, unless it was taken back."""
    return db.session.scalar(
        select(Decision)
        .outerjoin(Decision.item)
        .outerjoin(MeetingItem.task)
        .where(Decision.id == decision_id, Decision.meeting_id == meeting.id)
        .options(contains_eager(Decision.item).contains_eager(MeetingItem.task), joinedload(Decision.unit))
    )


class Mention(NamedTuple):
    """Where a task was spoken of."""

    meeting_id: int
    title: str
    held_on: date
    kind: str


# A condition beside `Task`: it was walked; whether anything was decided about it is asked then.
HAS_MENTIONS = select(MeetingItem.id).where(MeetingItem.task_id == Task.id).correlate(Task).exists()


def list_mentions(task_id: int) -> list[Mention]:
    """The last meetings that decided something about a task, the latest first."""
    rows = db.session.execute(
        select(Meeting.id, Meeting.title, Meeting.held_on, Decision.kind)
        .join(MeetingItem, MeetingItem.meeting_id == Meeting.id)
        .join(Decision, Decision.item_id == MeetingItem.id)
        .where(MeetingItem.task_id == task_id)
        .order_by(Decision.id.desc())
        .limit(5)
    )
    return [Mention(*row) for row in rows]


def list_walked_notice_ids(meeting: Meeting) -> list[int]:
    """The last three notices whose tasks were walked: those on which the next one looks back."""
    return list(
        db.session.scalars(
            select(Notice.id, Notice.issued_on)
            .join(Task, Task.notice_id == Notice.id)
            .join(MeetingItem, MeetingItem.task_id == Task.id)
            .where(MeetingItem.meeting_id == meeting.id)
            .distinct()
            .order_by(Notice.issued_on.desc(), Notice.id.desc())
            .limit(LOOKED_BACK_ON)
        )
    )
