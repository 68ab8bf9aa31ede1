"""Whom a rule means, as sets: which tasks obey which rules, and who is told of them.

The plan and its preview both ask here, so that they cannot differ; `still` asks the same of what was planned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    case,
    cast,
    distinct,
    exists,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
    union_all,
)

from ..db import db
from ..people.models import Post, Role, StandIn, User
from ..people.stand_ins import runs_on
from ..tasks.models import WORKING, Task, TaskState, task_cooperation
from .models import ReminderPreference
from .planning import Track
from .rules.book import Audience, RuleBook, RuleSet


def each(values: Iterable[str]) -> list[Any]:
    """For IN in a statement that is carried out many times at once, which takes no list as a parameter."""
    return [literal(str(value), String) for value in values]


BITS = {who: 1 << place for place, who in enumerate(Audience)}
# Who answers for a unit; in the Office, which may lead work too, everyone does.
ANSWERS = and_(Post.role.in_(each((Role.HEAD, Role.DEPUTY, Role.OFFICE))), Post.ended_on.is_(None))
IN_OFFICE = and_(Post.role == Role.OFFICE, Post.ended_on.is_(None))
LEADS = and_(Post.role == Role.LEADER, Post.ended_on.is_(None))
HAS_ADDRESS = and_(User.is_enabled, User.email.is_not(None), User.email != "")
_HAS_POST = exists().where(Post.user_id == User.id, Post.ended_on.is_(None)).correlate(User)
# An officer who has left, may no longer sign in or has no address, is none.
_GONE = select(User.id).where(or_(not_(HAS_ADDRESS), ~_HAS_POST))
HAS_NO_OFFICER = or_(Task.officer_id.is_(None), Task.officer_id.in_(_GONE))

# From which day each track counts, and which tasks it concerns. What is reported or declined waits for the Office, not
# for the unit; what is suspended for nobody.
ANCHORS: dict[Track, Any] = {
    Track.TERM: Task.sort_due_on,
    Track.ACCEPTANCE: Task.waits_since,
    Track.UPDATE: Task.waits_since,
    Track.CONFIRMATION: Task.waits_since,
}
_STATES = {
    Track.TERM: WORKING,
    Track.ACCEPTANCE: (TaskState.ASSIGNED,),
    Track.UPDATE: WORKING,
    Track.CONFIRMATION: (TaskState.SUBMITTED,),
}


def concerns(track: Track) -> ColumnElement[bool]:
    """The tasks that the track is about."""
    return and_(Task.closed_on.is_(None), Task.state.in_(each(_STATES[track])))


def has_track(task: Task, track: Track) -> bool:
    """As `concerns`, of one task; a term needs a due date."""
    return task.is_open and task.state in _STATES[track] and (track is not Track.TERM or task.due_on is not None)


@dataclass(frozen=True, eq=False)
class Obeying:
    """The tasks that obey one set of rules, for SQL. Known by identity, so that statements can be kept for it."""

    tasks: ColumnElement[bool]

    @classmethod
    def of(cls, book: RuleBook, rule_set: RuleSet) -> Obeying:
        """As `RuleBook.set_for`."""
        if rule_set is book.starred:
            return cls(and_(Task.is_starred))
        unstarred = ~Task.is_starred if book.starred is not None else true()
        if rule_set is not book.general:
            return cls(and_(Task.topic_id == rule_set.topic_id, unstarred))
        topics = [literal(one.topic_id, Integer) for one in book.topics]
        others = or_(Task.topic_id.is_(None), Task.topic_id.not_in(topics)) if topics else true()
        return cls(and_(others, unstarred))


def sets_of(book: RuleBook) -> list[RuleSet]:
    """Every set of the book."""
    return [*([book.starred] if book.starred else []), *book.topics, book.general]


@dataclass(frozen=True)
class Standing:
    """Who acts for whom on a day; `is_empty` spares the question, for it is asked of every anchor."""

    day: date
    is_empty: bool


def people_of(audience: Collection[Audience], chosen: ColumnElement[bool], fresh: Any, standing: Standing) -> Any:
    """One row for each of these people of each chosen task: task_id, user_id, part, told_as, for_user_id, fresh.

    `part` is 0 where at least one of his posts is not of a unit that only takes part; `for_user_id` is set where he is
    told only as a stand-in; `fresh` is that expression of the task.
    """
    # The few tasks of one anchor first: no planner finds that way by itself.
    columns = (Task.id, Task.lead_unit_id, Task.officer_id, Task.leader_id, fresh.label("fresh"))
    has_officer = case((HAS_NO_OFFICER, 0), else_=1) if Audience.OFFICER in audience else literal(1, Integer)
    tasks = select(*columns, has_officer.label("has_officer")).where(chosen).cte().prefix_with("MATERIALIZED")
    branches = [branch for who in Audience if who in audience for branch in _branches(who, audience, tasks.c)]
    rows = union_all(*branches)
    people = _own(rows) if standing.is_empty else _with_stand_ins(rows, standing.day)
    told = people.c
    is_own = func.count() > func.count(told.for_user_id)
    return (
        select(
            told.task_id,
            told.user_id,
            func.min(told.part).label("part"),
            func.sum(distinct(told.bit)).label("told_as"),
            case((is_own, null()), else_=func.min(told.for_user_id)).label("for_user_id"),
            func.min(told.fresh).label("fresh"),
        )
        .group_by(told.task_id, told.user_id)
        .subquery("told")
    )


def _branches(who: Audience, audience: Collection[Audience], task: Any) -> Iterable[Any]:
    """The people of one kind, with the post by which they are meant."""

    def rows(user: Any, part: int = 0) -> Any:
        return select(
            task.id.label("task_id"),
            user.label("user_id"),
            literal(part, Integer).label("part"),
            literal(BITS[who], Integer).label("bit"),
            Post.id.label("post_id"),
            task.fresh.label("fresh"),
        )

    heads = rows(Post.user_id).join(Post, Post.unit_id == task.lead_unit_id).where(ANSWERS)
    if who is Audience.OFFICER:
        theirs = and_(Post.user_id == task.officer_id, Post.unit_id == task.lead_unit_id, Post.ended_on.is_(None))
        yield rows(task.officer_id).outerjoin(Post, theirs).where(task.has_officer == 1)
        if Audience.HEAD not in audience:
            yield heads.where(task.has_officer == 0)
    elif who is Audience.HEAD:
        yield heads
    elif who is Audience.COOPERATING:
        part = rows(Post.user_id, 1).join(task_cooperation, task_cooperation.c.task_id == task.id)
        part = part.join(Post, Post.unit_id == task_cooperation.c.unit_id)
        yield part.where(ANSWERS, task_cooperation.c.done_on.is_(None))
    elif who is Audience.LEADER:
        yield rows(task.leader_id).outerjoin(Post, and_(Post.user_id == task.leader_id, LEADS))
    else:
        yield rows(Post.user_id).join(Post, true()).where(IN_OFFICE)


def _own(rows: Any) -> Any:
    told = rows.subquery()
    return select(told, cast(null(), Integer).label("for_user_id")).subquery()


def _with_stand_ins(rows: Any, day: date) -> Any:
    """Those who are away leave it to their stand-ins, or share it with them, as they like."""
    told, acting = rows.cte(), _acting(day).cte()
    left_alone = exists().where(acting.c.post_id == told.c.post_id, acting.c.pauses)
    own = select(
        told.c.task_id,
        told.c.user_id,
        told.c.part,
        told.c.bit,
        told.c.fresh,
        cast(null(), Integer).label("for_user_id"),
    ).where(~left_alone)
    others = select(told.c.task_id, acting.c.user_id, told.c.part, told.c.bit, told.c.fresh, acting.c.absent_id).join(
        acting, acting.c.post_id == told.c.post_id
    )
    return union_all(own, others).subquery()


def holds_back(day: date) -> ColumnElement[bool]:
    """The preferences by which nothing that may be stopped is told that day: never, or only on another weekday."""
    weekly = and_(ReminderPreference.weekly_on.is_not(None), ReminderPreference.weekly_on != day.isoweekday())
    return or_(ReminderPreference.is_opted_out, weekly)


def is_held_back(user_id: Any, day: date) -> ColumnElement[bool]:
    """Whether that person is told nothing that day of what he may stop."""
    return exists().where(ReminderPreference.user_id == user_id, holds_back(day))


def find_standing(day: date) -> Standing:
    """Whether anybody acts for anybody that day."""
    return Standing(day, db.session.scalar(_acting(day).limit(1)) is None)


def _acting(day: date) -> Any:
    """The stand-ins of that day who can be reached: nobody's work is left to one who cannot."""
    return (
        select(
            StandIn.post_id,
            StandIn.user_id,
            Post.user_id.label("absent_id"),
            func.coalesce(ReminderPreference.pauses_when_away, true()).label("pauses"),
        )
        .join(Post, Post.id == StandIn.post_id)
        .join(User, User.id == StandIn.user_id)
        .outerjoin(ReminderPreference, ReminderPreference.user_id == Post.user_id)
        .where(runs_on(day), Post.ended_on.is_(None), HAS_ADDRESS)
    )
