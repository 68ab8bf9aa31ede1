"""Who would be told what on a day to come, for one screen: the plan's pure stages and its people, in one statement.

Presumes that nothing changes until then and that every working day in between is planned: what one of those days tells
is not told again. Reads only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Integer,
    String,
    and_,
    case,
    cast,
    column,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
    values,
)

from ... import clock
from ...db import UtcDateTime, db, is_postgres
from ...people.models import Post, Unit, User
from ...tasks.models import Task
from ...text import fold
from ...workdays import Calendar
from ..audiences import ANCHORS, HAS_ADDRESS, Obeying, Standing, concerns, people_of, sets_of
from ..models import Reminder, ReminderPreference
from ..planning import CLIMBS, Climb, Stage, Telling, Track, climbs_of, last_anchor, plan_day
from .book import Audience, RuleBook, RuleSet

PEOPLE_ON_A_PAGE = 30
MOST_LINES = 20
LINES_OF_ONE = 500
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """The day, and whose reminders: `who` is part of a name; of one person alone all tasks are told."""

    day: date
    who: str = ""
    unit_id: int | None = None
    user_id: int | None = None
    page: int = 1


@dataclass(frozen=True)
class ForetoldTask:
    """A task of which somebody would be told, and at which stages."""

    task_id: int
    code: str
    title: str
    due_on: date | None
    is_cooperating: bool
    is_optional: bool
    stages: list[str]
    stands_in: bool


@dataclass
class ForetoldPerson:
    """One who would be told. `hour` None: with the plan; `count` tells of all tasks, also those not shown."""

    user_id: int
    name: str
    unit_name: str
    count: int
    hour: int | None
    weekly_on: int | None
    tasks: list[ForetoldTask] = field(default_factory=list)


@dataclass(frozen=True)
class Foretold:
    """A page of people, and how many there are in all, with how many lines."""

    people: list[ForetoldPerson]
    people_in_all: int = 0
    lines_in_all: int = 0


class _Row(NamedTuple):
    """A telling of one group, as the statement reads it."""

    group: int
    anchor: date
    rank: int
    stage: str
    issued_before: Any
    hour: int | None
    is_optional: bool
    is_weekly_only: bool


@dataclass(frozen=True)
class _Group:
    """Tellings of the same tasks to the same people."""

    number: int
    obeying: Obeying
    track: Track
    audience: frozenset[Audience]


def foretell(asked: Asked, book: RuleBook, calendar: Calendar, today: date) -> Foretold:
    """The people of that page with their tasks, the nearest due date first."""
    if asked.day < today or not calendar.is_working(asked.day):
        return Foretold([])
    between = _days_between(calendar, today, asked.day)
    branches = [*_tellings(asked.day, book, calendar, between), *_climbs(asked.day, book, calendar, between)]
    if not branches:
        return Foretold([])
    rows = db.session.execute(_statement(union_all(*branches), asked)).all()
    people = [_person(list(group)) for _id, group in groupby(rows, key=lambda row: int(row.user_id))]
    return Foretold(people, *((rows[0].people_in_all, rows[0].lines_in_all) if rows else ()))


def _person(rows: Sequence[Any]) -> ForetoldPerson:
    head = rows[0]
    tasks = [_task(list(group)) for _id, group in groupby(rows, key=lambda row: int(row.task_id))]
    return ForetoldPerson(
        head.user_id, head.name, head.unit_name or "", head.tasks, head.first_hour, head.weekly_on, tasks
    )


def _task(rows: Sequence[Any]) -> ForetoldTask:
    """Of each track only the highest stage is told: the rows come with the highest first."""
    highest = {row.track: row for row in reversed(rows)}
    first = rows[0]
    return ForetoldTask(
        first.task_id,
        first.code,
        first.title,
        first.due_on,
        is_cooperating=bool(first.part),
        is_optional=all(row.is_optional for row in highest.values()),
        stages=[row.stage for row in highest.values()],
        stands_in=first.for_user_id is not None,
    )


def _days_between(calendar: Calendar, today: date, day: date) -> list[date]:
    """The days that are planned before that one, today among them."""
    days = [today + _DAY * count for count in range((day - today).days)]
    return [one for one in days if calendar.is_working(one)]


def _tellings(day: date, book: RuleBook, calendar: Calendar, between: Sequence[date]) -> Iterator[Any]:
    """One branch for each group of tellings."""
    sets = [(rule_set, Obeying.of(book, rule_set)) for rule_set in sets_of(book)]
    groups: dict[tuple[int, Track, frozenset[Audience]], _Group] = {}
    rows: list[_Row] = []
    for (place, track), anchors in _anchors(day, sets, calendar).items():
        rule_set, obeying = sets[place]
        for telling in plan_day(rule_set, track, anchors, calendar, day):
            is_weekly_only = _was_told(telling.stage, between)
            if is_weekly_only and not _waits_for(day, telling.stage, between):
                continue
            key = (place, track, telling.audience)
            group = groups.setdefault(key, _Group(len(groups), obeying, track, telling.audience))
            rows.append(_row(group.number, telling, is_weekly_only=is_weekly_only))
    if rows:
        plan = _as_table(rows)
        for group in groups.values():
            yield _branch(group, plan, day)


def _was_told(stage: Stage, between: Collection[date]) -> bool:
    """Whether one of the days before tells it."""
    return any(day >= stage.since and stage.may_be_told(day) for day in between)


def _waits_for(day: date, stage: Stage, between: Collection[date]) -> bool:
    """Whether that day is the first on which those are told who have what is optional on its weekday alone."""
    earlier = [one for one in between if one.isoweekday() == day.isoweekday()]
    return stage.rule.is_optional and not _was_told(stage, earlier)


def _anchors(
    day: date, sets: Sequence[tuple[RuleSet, Obeying]], calendar: Calendar
) -> dict[tuple[int, Track], list[date]]:
    """From which days the tasks of each set and track count, in one statement."""
    asked: list[Any] = []
    keys: list[tuple[int, Track]] = []
    for place, (rule_set, obeying) in enumerate(sets):
        for track in Track:
            until, anchor = last_anchor(rule_set, track, calendar, day), ANCHORS[track]
            if until is not None:
                found = select(literal(len(keys), Integer), anchor).where(concerns(track), obeying.tasks)
                asked.append(found.where(anchor <= until).distinct())
                keys.append((place, track))
    anchors: dict[tuple[int, Track], list[date]] = {}
    if asked:
        for number, anchor in sorted(tuple(row) for row in db.session.execute(union_all(*asked))):
            anchors.setdefault(keys[number], []).append(anchor)
    return anchors


def _row(number: int, telling: Telling, *, is_weekly_only: bool) -> _Row:
    stage = telling.stage
    return _Row(
        number,
        telling.anchor_on,
        stage.rank,
        stage.name,
        clock.office_time(stage.since, 0),
        stage.rule.hour,
        stage.rule.is_optional,
        is_weekly_only,
    )


_COLUMNS: dict[str, Any] = {
    "number": Integer,
    "anchor": Date,
    "rank": Integer,
    "stage": String,
    "issued_before": UtcDateTime,
    "hour": Integer,
    "is_optional": Boolean,
    "is_weekly_only": Boolean,
}


def _as_table(rows: Sequence[_Row]) -> Any:
    """The tellings inside the statement: parameters would be too many for one."""
    columns = [column(name, kind) for name, kind in _COLUMNS.items()]
    told = values(*columns, name="told", literal_binds=True).data([tuple(row) for row in rows])
    if not is_postgres():
        return told.cte("telling")
    # PostgreSQL takes days and empty hours in such a list for texts.
    return select(*(cast(told.c[name], kind).label(name) for name, kind in _COLUMNS.items())).cte("telling")


def _branch(group: _Group, plan: Any, day: date) -> Any:
    anchor, telling = ANCHORS[group.track], plan.c
    mine = select(telling.anchor).where(telling.number == group.number)
    chosen = and_(concerns(group.track), group.obeying.tasks, anchor.in_(mine))
    people = people_of(group.audience, chosen, literal(0, Integer), Standing(day, is_empty=False))
    is_untold = ~_told(group.track, people, telling.anchor, telling.rank).where(Reminder.stage.not_in(CLIMBS))
    # What had been reached when the task was issued was told by the assignment.
    is_news = Task.assigned_at < telling.issued_before if group.track is Track.TERM else true()
    return (
        select(
            *_columns(people),
            literal(group.track.value, String).label("track"),
            telling.rank,
            telling.stage,
            telling.hour,
            telling.is_optional,
            telling.is_weekly_only,
        )
        .join(Task, Task.id == people.c.task_id)
        .join(plan, and_(telling.number == group.number, telling.anchor == anchor))
        .where(is_untold, is_news)
    )


def _climbs(day: date, book: RuleBook, calendar: Calendar, between: Sequence[date]) -> Iterator[Any]:
    """One branch for each step of each ladder."""
    for rule_set in sets_of(book):
        obeying = Obeying.of(book, rule_set)
        before = climbs_of(rule_set, calendar, between[-1]) if between else []
        climbed = {climb.stage: climb.until for climb in before}
        for climb in climbs_of(rule_set, calendar, day):
            yield _climb_branch(climb, obeying, climbed.get(climb.stage), day)


def _climb_branch(climb: Climb, obeying: Obeying, climbed_until: date | None, day: date) -> Any:
    is_new = Task.sort_due_on > climbed_until if climbed_until else true()
    chosen = and_(concerns(Track.TERM), obeying.tasks, Task.sort_due_on <= climb.until, is_new)
    people = people_of(climb.audience, chosen, literal(0, Integer), Standing(day, is_empty=False))
    is_untold = ~_told(Track.TERM, people, Task.sort_due_on, climb.after).where(Reminder.stage.in_(CLIMBS))
    return (
        select(
            *_columns(people),
            literal("climb", String).label("track"),
            literal(climb.after, Integer).label("rank"),
            literal(climb.stage, String).label("stage"),
            cast(null(), Integer).label("hour"),
            false().label("is_optional"),
            false().label("is_weekly_only"),
        )
        .join(Task, Task.id == people.c.task_id)
        .where(is_untold)
    )


def _columns(people: Any) -> tuple[Any, ...]:
    return people.c.task_id, people.c.user_id, people.c.part, people.c.for_user_id


def _told(track: Track, people: Any, anchor: Any, rank: Any) -> Any:
    """Whether the ledger knows that the person was told of this stage or a later one."""
    return exists().where(
        Reminder.track == track,
        Reminder.anchor_on == anchor,
        Reminder.task_id == people.c.task_id,
        Reminder.user_id == people.c.user_id,
        Reminder.rank >= rank,
    )


def _statement(branches: Any, asked: Asked) -> Any:
    """The page of people, and of each the first tasks."""
    row, chosen = branches.cte("foretold"), ReminderPreference
    is_weekly, today = chosen.weekly_on.is_not(None), asked.day.isoweekday()
    is_held = and_(row.c.is_optional, or_(func.coalesce(chosen.is_opted_out, false()), chosen.weekly_on != today))
    kept = (
        select(row, chosen.hour.label("chosen_hour"), chosen.weekly_on)
        .join(User, User.id == row.c.user_id)
        .outerjoin(chosen, chosen.user_id == row.c.user_id)
        .where(func.coalesce(~is_held, true()), or_(~row.c.is_weekly_only, and_(is_weekly, chosen.weekly_on == today)))
        .where(HAS_ADDRESS, *_whose(asked))
        .cte("kept")
    )
    page = _page_of(kept, asked).cte("page")
    place = func.dense_rank().over(partition_by=kept.c.user_id, order_by=(Task.sort_due_on, kept.c.task_id))
    lines = (
        select(kept, Task.code, Task.title, Task.due_on, Task.sort_due_on, place.label("place"))
        .join(Task, Task.id == kept.c.task_id)
        .where(kept.c.user_id.in_(select(page.c.user_id)))
        .subquery("line")
    )
    most = MOST_LINES if asked.user_id is None else LINES_OF_ONE
    return (
        select(lines, page.c.name, page.c.unit_name, page.c.tasks, page.c.first_hour)
        .add_columns(page.c.people_in_all, page.c.lines_in_all)
        .join(page, page.c.user_id == lines.c.user_id)
        .where(lines.c.place <= most)
        .order_by(page.c.name_sort, lines.c.user_id, lines.c.place, lines.c.track, lines.c.rank.desc())
    )


def _whose(asked: Asked) -> Iterator[ColumnElement[bool]]:
    post = and_(Post.user_id == User.id, Post.ended_on.is_(None))
    if asked.unit_id is not None:
        post = and_(post, Post.unit_id == asked.unit_id)
    yield exists().where(post).correlate(User)
    if asked.user_id is not None:
        yield User.id == asked.user_id
    for word in fold(asked.who).split():
        yield User.name_search.contains(word, autoescape=True)


def _page_of(kept: Any, asked: Asked) -> Any:
    first_post = select(func.min(Post.id)).where(Post.user_id == User.id, Post.ended_on.is_(None)).correlate(User)
    unit_name = (
        select(Unit.short_name)
        .join(Post, Post.unit_id == Unit.id)
        .where(Post.id == first_post.scalar_subquery())
        .correlate(User)
        .scalar_subquery()
    )
    tasks = func.count(kept.c.task_id.distinct())
    # One line without an hour of its own is told with the plan, and the others come with it.
    of_rules = case((func.count() == func.count(kept.c.hour), func.min(kept.c.hour)))
    return (
        select(
            User.id.label("user_id"),
            User.name,
            User.name_sort,
            unit_name.label("unit_name"),
            tasks.label("tasks"),
            func.coalesce(func.min(kept.c.chosen_hour), of_rules).label("first_hour"),
            func.count().over().label("people_in_all"),
            cast(func.sum(tasks).over(), Integer).label("lines_in_all"),
        )
        .join(kept, kept.c.user_id == User.id)
        .group_by(User.id, User.name, User.name_sort)
        .order_by(User.name_sort, User.id)
        .limit(PEOPLE_ON_A_PAGE)
        .offset((asked.page - 1) * PEOPLE_ON_A_PAGE)
    )
