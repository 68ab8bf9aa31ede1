"""Named reads of indicators, each through the person who asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Date, and_, cast, func, literal, null, or_, select, union, union_all
from sqlalchemy.orm import joinedload

from ..db import db
from ..directives.models import Directive, Notice
from ..errors import NotFound
from ..people.actor import Actor
from ..people.models import Post, StandIn, Unit
from ..tasks.links import tasks_of_directives
from ..tasks.models import ProgressUpdate, Task
from ..tasks.policy import visible_to as task_visible_to
from .errors import ReadingGone
from .measures import Candidate
from .models import Indicator, Reading, Source, Target, indicator_directive, indicator_task
from .policy import sees_part, visible_to
from .ties import select_ties

TASKS = 60


def _whole() -> Any:
    return select(Indicator).options(
        *(joinedload(Indicator.lead_unit), joinedload(Indicator.topic), joinedload(Indicator.previous))
    )


def get_indicator_for(actor: Actor, indicator_id: int, *, to_change: bool = False) -> Indicator:
    """The indicator, if that person may know of it. `to_change` locks it with its plans and readings."""
    query = _whole().where(Indicator.id == indicator_id, visible_to(actor))
    if to_change:
        query = query.with_for_update(of=Indicator).execution_options(populate_existing=True)
    indicator = db.session.scalar(query)
    if indicator is None:
        raise NotFound
    return indicator


def get_reading_for(actor: Actor, reading_id: int, *, to_change: bool = False) -> tuple[Indicator, Reading]:
    """A reading that counts, if that person may see it, and its indicator. ReadingGone: it was ended."""
    indicator_id = db.session.scalar(select(Reading.indicator_id).where(Reading.id == reading_id))
    if indicator_id is None:
        raise NotFound
    indicator = get_indicator_for(actor, indicator_id, to_change=to_change)
    notice, unit = joinedload(Reading.notice).load_only(*_NOTICE), joinedload(Reading.unit)
    query = select(Reading).options(notice, unit).where(Reading.id == reading_id)
    reading = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if not sees_part(actor, indicator, reading.unit_id):
        raise NotFound
    if reading.ended_at is not None:
        raise ReadingGone(indicator_id, reading_id)
    return indicator, reading


def list_given_by(actor: Actor, indicator: Indicator) -> set[int]:
    """The readings that people of the actor's unit gave, or somebody in a post of theirs.

    One that corrects another counts if the other does. What comes from a notice is nobody's own.
    """
    if not actor.is_of_unit:
        return set()
    holders = select(Post.user_id).where(Post.unit_id == actor.unit_id)
    stand_ins = select(StandIn.user_id).join(StandIn.post).where(Post.unit_id == actor.unit_id)
    is_own = or_(
        and_(Reading.for_name == "", Reading.by_user_id.in_(holders)),
        and_(Reading.for_name != "", Reading.by_user_id.in_(stand_ins)),
    )
    query = select(Reading.id, Reading.corrects_id).where(
        Reading.indicator_id == indicator.id, Reading.source != Source.NOTICE, is_own
    )
    own: set[int] = set()
    for reading_id, corrects_id in db.session.execute(query.order_by(Reading.id)):
        if corrects_id is None or corrects_id in own:
            own.add(reading_id)
    return own


def find_corrected(reading_id: int) -> Reading | None:
    """What stands in the place of a reading that was corrected, at last; None where it was taken out."""
    query = select(Reading).where(Reading.corrects_id == reading_id).order_by(Reading.id.desc()).limit(1)
    later = db.session.scalar(query)
    if later is None or later.ended_at is None:
        return later
    return find_corrected(later.id)


def find_correction(reading_id: int, by_user_id: int) -> Reading | None:
    """The correction of it that this person made."""
    return db.session.scalar(select(Reading).where(Reading.corrects_id == reading_id, Reading.by_user_id == by_user_id))


def get_target_for(actor: Actor, target_id: int, *, to_change: bool = False) -> tuple[Indicator, Target]:
    """A plan that counts, and its indicator."""
    target = db.session.scalar(select(Target).where(Target.id == target_id, Target.ended_at.is_(None)))
    if target is None:
        raise NotFound
    indicator = get_indicator_for(actor, target.indicator_id, to_change=to_change)
    if not sees_part(actor, indicator, target.unit_id):
        raise NotFound
    return indicator, target


def may_open(actor: Actor, indicator_id: int | None) -> bool:
    """Whether there is such an indicator for that person."""
    if indicator_id is None:
        return False
    return db.session.scalar(select(Indicator.id).where(Indicator.id == indicator_id, visible_to(actor))) is not None


def list_years(actor: Actor) -> list[int]:
    """Years that have indicators, the latest first."""
    query = select(Indicator.year).where(visible_to(actor)).distinct().order_by(Indicator.year.desc())
    return list(db.session.scalars(query))


def list_indicators(actor: Actor, year: int, *, enabled: bool = True) -> list[Indicator]:
    """Those of a year by topic, as the office orders its topics, then as they were made."""
    query = _whole().where(Indicator.year == year, Indicator.is_enabled == enabled, visible_to(actor))
    rows = list(db.session.scalars(query.order_by(Indicator.id)))
    return sorted(rows, key=lambda one: (one.topic.sort_order if one.topic else 10_000, one.id))


def count_disabled(actor: Actor, year: int) -> int:
    """Those of a year that are no longer kept."""
    query = select(func.count(Indicator.id)).where(Indicator.year == year, ~Indicator.is_enabled, visible_to(actor))
    return db.session.scalar(query) or 0


def list_after(indicator: Indicator) -> list[Indicator]:
    """What continues this one."""
    return list(
        db.session.scalars(select(Indicator).where(Indicator.previous_id == indicator.id).order_by(Indicator.id))
    )


def list_same_of(year: int) -> list[Indicator]:
    """What an indicator of the year after may continue."""
    query = select(Indicator).where(Indicator.year == year).order_by(Indicator.name, Indicator.id)
    return list(db.session.scalars(query))


def list_targets(indicator_ids: Collection[int]) -> dict[int, list[Target]]:
    """The plans that count, in the order in which they were first given."""
    grouped: dict[int, list[Target]] = defaultdict(list)
    if not indicator_ids:
        return grouped
    query = select(Target).where(Target.indicator_id.in_(list(indicator_ids)), Target.ended_at.is_(None))
    for target in db.session.scalars(query.order_by(Target.id)):
        grouped[target.indicator_id].append(target)
    return grouped


def list_readings(indicator_ids: Collection[int]) -> dict[int, list[Reading]]:
    """The readings that count, by day; of two of one day the one that was given later stands last."""
    grouped: dict[int, list[Reading]] = defaultdict(list)
    if not indicator_ids:
        return grouped
    query = (
        select(Reading)
        .options(joinedload(Reading.unit), joinedload(Reading.notice).load_only(*_NOTICE))
        .where(Reading.indicator_id.in_(list(indicator_ids)), Reading.ended_at.is_(None))
        .order_by(Reading.as_of, Reading.id)
    )
    for reading in db.session.scalars(query):
        grouped[reading.indicator_id].append(reading)
    return grouped


class Value(NamedTuple):
    """A reading as far as reckoning needs it."""

    indicator_id: int
    unit_id: int | None
    as_of: date
    value: Decimal


def list_values(indicator_ids: Collection[int]) -> dict[int, list[Value]]:
    """The same as plain values, for lists."""
    grouped: dict[int, list[Value]] = defaultdict(list)
    if not indicator_ids:
        return grouped
    rows = db.session.execute(
        select(Reading.indicator_id, Reading.unit_id, Reading.as_of, Reading.value)
        .where(Reading.indicator_id.in_(list(indicator_ids)), Reading.ended_at.is_(None))
        .order_by(Reading.as_of, Reading.id)
    )
    for row in rows:
        grouped[row.indicator_id].append(Value._make(row))
    return grouped


_NOTICE = (Notice.id, Notice.state, Notice.number, Notice.meeting, Notice.title, Notice.issued_on, Notice.open_to_all)


class LinkedTask(NamedTuple):
    """A task that belongs to an indicator. `is_direct`: by itself, not through its directive."""

    id: int
    code: str
    title: str
    state: str
    due_on: Any
    completed_on: Any
    reported_on: Any
    lead_unit_id: int
    lead: str
    measure: str
    is_direct: bool


def list_tasks(actor: Actor, indicator: Indicator) -> list[LinkedTask]:
    """The tasks of the indicator that the person may see, open ones first."""
    direct = select(indicator_task.c.task_id).where(indicator_task.c.indicator_id == indicator.id)
    through = select(indicator_directive.c.directive_id).where(indicator_directive.c.indicator_id == indicator.id)
    rows = db.session.execute(
        select(
            *(Task.id, Task.code, Task.title, Task.state, Task.due_on, Task.completed_on, Task.reported_on),
            *(Task.lead_unit_id, Unit.short_name, Task.measure, Task.id.in_(direct)),
        )
        .join(Unit, Unit.id == Task.lead_unit_id)
        .where(Task.id.in_(union(direct, tasks_of_directives(through))), task_visible_to(actor))
        .order_by(Task.closed_on.is_not(None), Task.sort_due_on, Unit.sort_order, Task.id)
        .limit(TASKS)
    )
    return [LinkedTask._make(row) for row in rows]


def list_directives(indicator: Indicator) -> list[Any]:
    """(id, notice_id, position, text, reference) of the directives whose tasks all belong to it. For keepers."""
    return list(
        db.session.execute(
            select(
                *(Directive.id, Directive.notice_id, Directive.position, Directive.text),
                func.coalesce(func.nullif(Notice.number, ""), Notice.title).label("reference"),
            )
            .join(indicator_directive, indicator_directive.c.directive_id == Directive.id)
            .join(Notice, Notice.id == Directive.notice_id)
            .where(indicator_directive.c.indicator_id == indicator.id)
            .order_by(Notice.issued_on, Directive.notice_id, Directive.position)
        )
    )


class Reported(NamedTuple):
    """The number that a unit last told of a measured task."""

    update_id: int
    task_id: int
    at: Any
    measured: float


def list_last_reported(task_ids: Collection[int]) -> dict[int, Reported]:
    """Of each task, where it has one."""
    if not task_ids:
        return {}
    last = (
        select(func.max(ProgressUpdate.id))
        .where(
            ProgressUpdate.task_id.in_(list(task_ids)),
            ProgressUpdate.measured.is_not(None),
            ~ProgressUpdate.is_part,
        )
        .group_by(ProgressUpdate.task_id)
    )
    rows = db.session.execute(
        select(ProgressUpdate.id, ProgressUpdate.task_id, ProgressUpdate.at, ProgressUpdate.measured)
        .where(ProgressUpdate.id.in_(last))
        .order_by(ProgressUpdate.id)
    )
    return {row.task_id: Reported._make(row) for row in rows}


def find_task_by_code(actor: Actor, code: str) -> Task | None:
    """The task of that code, if the person may know of it."""
    return db.session.scalar(select(Task).where(Task.code == code, task_visible_to(actor)))


def list_taken(notice_id: int) -> dict[int, tuple[int, str]]:
    """Figures of a notice that are readings: where they start, and the indicator's id and name."""
    rows = db.session.execute(
        select(Reading.start, Indicator.id, Indicator.name)
        .join(Indicator, Indicator.id == Reading.indicator_id)
        .where(Reading.notice_id == notice_id, Reading.start.is_not(None), Reading.ended_at.is_(None))
    )
    return {start: (indicator_id, name) for start, indicator_id, name in rows if start is not None}


def list_indicators_of_tasks(task_ids: Collection[int]) -> dict[int, list[Indicator]]:
    """The enabled indicators that each of these tasks belongs to: whoever sees a task may open them."""
    if not task_ids:
        return {}
    pairs = select_ties(Task.id.in_(list(task_ids))).subquery()
    rows = db.session.execute(
        select(pairs.c.task_id, Indicator)
        .join(Indicator, Indicator.id == pairs.c.indicator_id)
        .options(joinedload(Indicator.previous))
        .where(Indicator.is_enabled)
        .order_by(pairs.c.task_id, Indicator.year.desc(), Indicator.id)
    )
    found: dict[int, list[Indicator]] = defaultdict(list)
    for task_id, indicator in rows:
        found[task_id].append(indicator)
    return dict(found)


class PlanValue(NamedTuple):
    """A plan as far as reckoning needs it."""

    id: int
    unit_id: int | None
    set_by: str
    value: Decimal


def list_numbers(indicator_ids: Collection[int]) -> tuple[dict[int, list[PlanValue]], dict[int, list[Value]]]:
    """Plans and readings that count, in one question, for a line on another page."""
    plans: dict[int, list[PlanValue]] = defaultdict(list)
    values: dict[int, list[Value]] = defaultdict(list)
    ids = list(indicator_ids)
    if not ids:
        return plans, values
    no_day, no_name = cast(null(), Date).label("as_of"), literal("").label("set_by")
    both = union_all(
        select(Target.indicator_id, Target.id, Target.unit_id, Target.set_by, no_day, Target.value).where(
            Target.indicator_id.in_(ids), Target.ended_at.is_(None)
        ),
        select(Reading.indicator_id, Reading.id, Reading.unit_id, no_name, Reading.as_of, Reading.value).where(
            Reading.indicator_id.in_(ids), Reading.ended_at.is_(None)
        ),
    ).subquery()
    for row in db.session.execute(select(both).order_by(both.c.as_of, both.c.id)):
        if row.as_of is None:
            plans[row.indicator_id].append(PlanValue(row.id, row.unit_id, row.set_by, row.value))
        else:
            values[row.indicator_id].append(Value(row.indicator_id, row.unit_id, row.as_of, row.value))
    return plans, values


def list_candidates(years: Collection[int]) -> dict[int, list[Candidate]]:
    """The enabled indicators of these years, of which a figure may be a reading. For those who keep indicators."""
    rows = db.session.execute(
        select(Indicator.year, Indicator.id, Indicator.name, Indicator.unit)
        .where(Indicator.year.in_(list(years)), Indicator.is_enabled)
        .order_by(Indicator.name, Indicator.id)
    )
    grouped: dict[int, list[Candidate]] = defaultdict(list)
    for year, indicator_id, name, unit in rows:
        grouped[year].append(Candidate(indicator_id, name, unit))
    return grouped
