"""The plan of a day as sets: the database finds the people, so the size of the register hardly matters.

Tasks with the same anchor are at the same stage, so one statement per anchor writes the rows of all of them; the unique
key decides which rows are news.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.orm import aliased

from .. import clock
from ..db import db, insert, is_postgres, known_pairs
from ..mail.models import MailState, OutboxMail
from ..people.models import Post, Unit, User
from ..tasks.models import Task
from .audiences import ANCHORS, HAS_ADDRESS, Obeying, Standing, concerns, is_held_back
from .emails import KIND, Line, Reader
from .models import Reminder
from .planning import CLIMB_HEAD, CLIMB_LEADER, Climb, Telling, Track
from .still import holds, is_still_due
from .untold import times_of, times_of_climb, untold, untold_climb

TOLD_AT_ISSUE = "told_at_issue"
# So many earlier days of planning decide whether a stage could have been told; a weekday comes round in them.
PLAN_DAYS = 12
_LEDGER: Any = Reminder.__table__
_KEY = ("track", "anchor_on", "task_id", "user_id", "stage")
_TRACKS = {track.value: track for track in Track}


@dataclass(frozen=True)
class News:
    """What somebody's digest has to tell. `hour`: the earliest of its rules; None: with the plan."""

    user_id: int
    lines: list[Line]
    hour: int | None = None


@dataclass(frozen=True)
class Day:
    """A day of planning, and the digests that are kept free for it: mail ids by person, at least one.

    They are those that this transaction has put: what another planner has put is full, or not to be seen.
    """

    date: date
    digests: dict[int, int]
    standing: Standing


def list_plan_days(today: date) -> list[date]:
    """The last days before today on which anything was told, the latest first."""
    days: list[date] = []
    before: date | None = today
    while before and len(days) < PLAN_DAYS:
        before = db.session.scalar(select(func.max(Reminder.planned_on)).where(Reminder.planned_on < before))
        days += [before] if before else []
    return days


def list_anchors(track: Track, obeys: ColumnElement[bool], until: date) -> list[date]:
    """The anchors of the tasks that the track is about, up to that day."""
    anchor = ANCHORS[track]
    found = select(anchor).where(concerns(track), obeys, anchor <= until)
    return list(db.session.scalars(found.distinct().order_by(anchor)))


def read_readers(only: int | None = None) -> dict[int, Reader]:
    """Everyone with a post who can be reached (or only that person), with the unit of his first post."""
    rows = db.session.execute(
        select(User.id, User.name, User.email, User.language, Unit.short_name, Unit.id, Post.role)
        .join(Post, and_(Post.user_id == User.id, Post.ended_on.is_(None)))
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(HAS_ADDRESS, User.id == only if only is not None else true())
        .order_by(User.id, Post.id)
    )
    readers: dict[int, Reader] = {}
    for user_id, name, email, language, unit_name, unit_id, role in rows:
        readers.setdefault(user_id, Reader(user_id, name, email or "", language, unit_name or "", unit_id, role))
    return readers


def reopen_unsent(day: Day) -> dict[int, str]:
    """Take back digests of earlier days that never left: today's replaces them, so an outage ends with one mail.

    By person, what they said.
    """
    replaced = db.session.execute(
        update(OutboxMail)
        .where(
            OutboxMail.kind == KIND,
            OutboxMail.state == MailState.QUEUED,
            OutboxMail.created_at < clock.office_time(day.date, 0),
            OutboxMail.user_id.in_(day.digests),
            OutboxMail.id.not_in(day.digests.values()),
        )
        .values(state=MailState.SKIPPED, last_error=f"replaced by the digest of {day.date.isoformat()}")
        .returning(OutboxMail.id, OutboxMail.user_id, OutboxMail.body_text)
        .execution_options(synchronize_session=False)
    ).all()
    said: dict[int, str] = {}
    for mail_id, user_id, words in replaced:
        said[user_id] = said.get(user_id, "") + words
        _execute(
            update(Reminder)
            .where(Reminder.mail_id == mail_id, is_still_due(day.date))
            .values(mail_id=day.digests[user_id], planned_on=day.date)
        )
    forget([row.id for row in replaced])
    return said


def count_anew() -> None:
    """Tell PostgreSQL how large the ledger has become: digests are asked about before its own round comes."""
    if is_postgres():
        db.session.execute(text("ANALYZE reminder"))


def forget(mail_ids: Collection[int], *, but_due: bool = False) -> None:
    """What a digest left unsaid was not told: where it becomes so again, a plan tells it."""
    rest = ~is_still_due(clock.today()) if but_due else true()
    _execute(delete(Reminder).where(Reminder.mail_id.in_(mail_ids), rest))


def write(tellings: Iterable[tuple[Obeying, Telling]], day: Day) -> None:
    """The ledger rows of each anchor, what was told at issue among them. Of one anchor the highest stage comes first.

    All anchors of a rule go through one statement, turn by turn where an anchor has several stages.
    """
    statements: dict[Any, Any] = {}
    batches: dict[Any, list[dict[str, Any]]] = {}
    anchor, turn = None, 0
    for obeying, telling in tellings:
        same = (obeying, telling.track, telling.anchor_on)
        anchor, turn = same, turn + 1 if same == anchor else 0
        batches.setdefault((turn, obeying, telling.track, telling.audience), []).append(_values(telling, day))
    for _turn, *key in sorted(batches, key=lambda key: int(key[0])):
        obeying, track, audience = key
        if tuple(key) not in statements:
            statements[tuple(key)] = _insert(untold(track, audience, obeying.tasks, day.standing), track, day)
        _execute(statements[tuple(key)], batches[_turn, *key])


def write_climb(climb: Climb, obeying: Obeying, day: Day) -> None:
    """The ledger rows of a step of the ladder, for everything that has reached it."""
    rows = untold_climb(climb, obeying.tasks, day.standing)
    told = {"stage": climb.stage, "passed": "", "hour": None, "is_optional": False, "planned_on": day.date}
    _execute(_insert(rows, Track.TERM, day), times_of_climb(climb) | told)


def _values(telling: Telling, day: Day) -> dict[str, Any]:
    stage = telling.stage
    return times_of(telling) | {
        "stage": stage.name,
        "passed": " ".join(telling.passed),
        "hour": stage.rule.hour,
        "is_optional": stage.rule.is_optional,
        "planned_on": day.date,
    }


def count_planned(day: Day) -> int:
    """The rows that the day's digests tell."""
    chosen = Reminder.planned_on == day.date, Reminder.mail_id.in_(day.digests.values())
    return db.session.scalar(select(func.count(Reminder.id)).where(*chosen)) or 0


def read_news(day: Day) -> Iterator[News]:
    """What the day's digests have to tell, person by person; a task stands once in each track, the first due first."""
    rows = db.session.execute(
        _lines().where(Reminder.planned_on == day.date, Reminder.mail_id.in_(day.digests.values())),
        execution_options={"yield_per": 2000},
    )
    for user_id, group in groupby(rows, key=lambda row: int(row[0])):
        yield _news(user_id, group)


def judge_digests(mail_ids: Collection[int]) -> dict[int, tuple[bool, bool]]:
    """Of each: whether something in it is still to be told, and whether something no longer is: done, moved, lost."""
    is_due = case((holds(clock.today()), 1), else_=0)
    # One share for each mail: the few rows of a digest are looked up, whatever the size of the ledger and the register.
    share = select(func.avg(is_due)).join(Task, Task.id == Reminder.task_id).where(Reminder.mail_id == OutboxMail.id)
    judged = select(OutboxMail.id, share.correlate(OutboxMail).scalar_subquery()).where(OutboxMail.id.in_(mail_ids))
    return {mail_id: (due > 0, due < 1) for mail_id, due in db.session.execute(judged) if due is not None}


def read_rest(mail_id: int) -> list[Line]:
    """What of a digest is still to be told."""
    rows = db.session.execute(_lines().where(Reminder.mail_id == mail_id, is_still_due(clock.today()))).all()
    return _news(0, rows).lines


def _lines() -> Any:
    """Person, hour, and the fields of a `Line`."""
    absent = aliased(User)
    # Where there is no officer, the head was the first to be told: nothing has climbed to him.
    to_head = and_(Reminder.stage == CLIMB_HEAD, Task.officer_id.is_not(None))
    return (
        select(
            Reminder.user_id,
            Reminder.hour,
            Task.id,
            Task.code,
            Task.title,
            Task.due_on,
            Unit.short_name,
            Reminder.is_cooperating,
            Task.is_starred,
            Reminder.track,
            Reminder.anchor_on,
            or_(Reminder.stage == CLIMB_LEADER, to_head),
            func.coalesce(absent.name, ""),
            Reminder.is_optional,
        )
        .join(Task, Task.id == Reminder.task_id)
        .join(Unit, Unit.id == Task.lead_unit_id)
        .outerjoin(absent, absent.id == Reminder.for_user_id)
        .order_by(Reminder.user_id, Task.sort_due_on, Task.id, Reminder.track, Reminder.id)
    )


def _news(user_id: int, rows: Iterable[Any]) -> News:
    """The lines of one person, and the earliest hour of their rules."""
    lines: dict[tuple[int, str], Line] = {}
    hours = set()
    for _user, hour, *fields in rows:
        key = fields[0], fields[7]
        fields[7] = _TRACKS[fields[7]]
        line = Line(*fields)
        lines[key] = _both(lines[key], line) if key in lines else line
        hours.add(hour)
    return News(user_id, list(lines.values()), None if None in hours else min(hours, default=None))


def _both(one: Line, other: Line) -> Line:
    """A rule and a step of the ladder may tell somebody of the same task, or two of his posts may."""
    return replace(
        one,
        is_cooperating=one.is_cooperating and other.is_cooperating,
        is_escalated=one.is_escalated or other.is_escalated,
        stands_in_for=one.stands_in_for and other.stands_in_for,
        is_optional=one.is_optional and other.is_optional,
    )


def _insert(rows: Any, track: Track, day: Day) -> Any:
    """The statement that writes what is not told yet to those whose digest of the day is free."""
    is_optional = bindparam("is_optional", type_=Boolean)
    digest = known_pairs(day.digests).c
    free = (
        select(digest.key.label("user_id"), digest.value.label("id"))
        .where(or_(not_(is_optional), ~is_held_back(digest.key, day.date)))
        .cte("free")
        .prefix_with("MATERIALIZED")
    )
    # Found once: planners who expect few rows would look everything up again for each digest.
    found = rows.cte("found").prefix_with("MATERIALIZED").c
    is_fresh = found.fresh == 1
    columns = {
        "task_id": found.task_id,
        "track": literal(track, String),
        "anchor_on": found.anchor_on,
        "stage": bindparam("stage", type_=String),
        "rank": bindparam("rank", type_=Integer),
        "user_id": found.user_id,
        "planned_on": bindparam("planned_on", type_=Date),
        "mail_id": case((is_fresh, cast(null(), Integer)), else_=free.c.id),
        "passed": bindparam("passed", type_=String),
        "skipped": case((is_fresh, TOLD_AT_ISSUE), else_=""),
        "is_cooperating": found.part == 1,
        "told_as": found.told_as,
        "for_user_id": found.for_user_id,
        "hour": bindparam("hour", type_=Integer),
        "is_optional": is_optional,
    }
    chosen = select(*columns.values()).join(free, free.c.user_id == found.user_id)
    statement = insert(_LEDGER).from_select(list(columns), chosen.where(true()))
    return statement.on_conflict_do_nothing(index_elements=_KEY)


def _execute(statement: Any, values: Any = None) -> None:
    db.session.execute(statement, values, execution_options={"synchronize_session": False})
