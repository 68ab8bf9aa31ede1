"""The Office sets a duty up, corrects it, lets it rest and ends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select

from ... import clock, history
from ...access import require
from ...calendar.queries import office_calendar
from ...db import db, insert
from ...errors import Refused, Stale
from ...people.actor import Actor
from ...people.models import Unit
from ...settings.queries import office_settings
from ...tasks.actions.steps import key_of
from ...tasks.models import Task
from .. import queries
from ..guessing import RECURRING, guess
from ..models import Duty, DutyPeriod
from ..planning import Schedule, next_dues
from ..policy import keeps_duties
from ..recurrence import Kind, Pattern, code_of, dates_of, end_of_span, read_rule, write_rule
from ..wording import describe
from .opening import open_periods

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DutyValues:
    """A duty as the Office gives it."""

    title: str
    rule: str
    landing: str
    starts_on: date
    opens_before: int
    lead_unit_id: int
    leader_id: int
    is_for_last: bool = False
    ends_on: date | None = None
    deliverable: str = ""
    source: str = ""
    topic_id: int | None = None
    cooperating_unit_ids: Sequence[int] = ()


_FIELDS = (
    *("title", "rule", "landing", "starts_on", "opens_before", "is_for_last", "ends_on"),
    *("deliverable", "source", "topic_id", "lead_unit_id", "leader_id"),
)


def usual_opening(pattern: Pattern) -> int:
    """How many working days ahead, unless the Office says otherwise; weekly work would else lie open twice over."""
    usual = office_settings().duty_opens_before_days
    return min(usual, 5 * pattern.interval - 1) if pattern.kind is Kind.WEEKLY else usual


def create_duty(values: DutyValues, form_key: str, *, by: Actor, first_task: Task | None = None) -> Duty:
    """Set it up and open what is due to be opened; the same form sent twice gives the duty of the first time.

    What was due before today is not owed: the duty begins now. `first_task`, a task of a notice that is to come back,
    is its first period.
    """
    require(keeps_duties(by))
    _check(values)
    key = key_of("duty", form_key, by)
    duty = _insert(values, key, first_task)
    if duty is None:
        return _find_same(key, first_task)
    _set_cooperating(duty, values.cooperating_unit_ids)
    if first_task is not None:
        _count_first(duty, first_task)
    history.record(by, "duty_created", "duty", duty.id, rule=duty.rule, landing=duty.landing)
    open_periods(duty, clock.today(), by=by)
    return duty


def take_over(task: Task, *, by: Actor) -> Duty | None:
    """The duty of a task that a notice gives with «hằng tháng»: its rule is guessed, the Office corrects it.

    The task is its first period. None where the work does not come back, or comes daily.
    """
    if task.every not in RECURRING:
        return None
    pattern, landing = guess(task.every, task.due_on, task.due_words)
    rule = write_rule(pattern)
    values = DutyValues(
        title=task.title[:400],
        rule=rule,
        landing=landing,
        starts_on=first_date(task, rule),
        opens_before=usual_opening(pattern),
        lead_unit_id=task.lead_unit_id,
        leader_id=task.leader_id,
        deliverable=task.deliverable,
        source=task.source,
        topic_id=task.topic_id,
        cooperating_unit_ids=[unit.id for unit in task.cooperating_units],
    )
    return create_duty(values, "", by=by, first_task=task)


def change_duty(duty: Duty, values: DutyValues, version: int, *, by: Actor) -> None:
    """Correct it. With another rule of the same kind the period that was opened last is not opened again."""
    require(keeps_duties(by))
    _check_version(duty, version)
    _require_not_ended(duty)
    _check(values)
    before = _facts(duty)
    duty.planned_until = planned_for(duty, values.rule, values.landing)
    for name in _FIELDS:
        setattr(duty, name, getattr(values, name))
    _set_cooperating(duty, values.cooperating_unit_ids)
    db.session.flush()
    after = _facts(queries.load_duty(duty.id))
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        was, now = ({name: facts[name] for name in changed} for facts in (before, after))
        history.record(by, "duty_changed", "duty", duty.id, before=was, after=now)
    open_periods(duty, clock.today(), by=by)


def pause_duty(duty: Duty, reason: str, *, by: Actor) -> None:
    """Nothing is opened from now on; tasks that are open stay as they are."""
    require(keeps_duties(by))
    _require_not_ended(duty)
    if duty.paused_on:
        raise Refused(_("This duty rests already. Reload the page."))
    duty.paused_on = clock.today()
    history.record(by, "duty_paused", "duty", duty.id, reason=reason)


def resume_duty(duty: Duty, *, by: Actor) -> None:
    """It goes on with the next period; what passed meanwhile is noted as left out."""
    require(keeps_duties(by))
    _require_not_ended(duty)
    if not duty.paused_on:
        raise Refused(_("This duty is running already. Reload the page."))
    open_periods(duty, clock.today(), by=by)
    duty.paused_on = None
    db.session.flush()
    history.record(by, "duty_resumed", "duty", duty.id)
    open_periods(duty, clock.today(), by=by)


def end_duty(duty: Duty, reason: str, *, by: Actor) -> None:
    """For good; tasks that are open stay as they are."""
    require(keeps_duties(by))
    _require_not_ended(duty)
    duty.ended_on = clock.today()
    history.record(by, "duty_ended", "duty", duty.id, reason=reason)


def _check(values: DutyValues) -> None:
    if values.ends_on and values.ends_on < values.starts_on:
        raise Refused(_("The last day lies before the first one. Correct one of them."), "ends_on")
    schedule = Schedule(values.rule, values.landing, values.starts_on, values.opens_before, ends_on=values.ends_on)
    if not next_dues(schedule, office_calendar(), 1):
        raise Refused(_("Between these two days nothing falls due. Give a later last day, or none."), "ends_on")


def _check_version(duty: Duty, version: int) -> None:
    if duty.version != version:
        raise Stale(_("Someone else has just saved this. Open it again to see what changed, then save yours."))


def _require_not_ended(duty: Duty) -> None:
    if duty.ended_on:
        raise Refused(_("This duty has ended. Set up a new one if the work comes back."))


def _insert(values: DutyValues, key: str | None, first_task: Task | None) -> Duty | None:
    """None when the form was sent before, or another clerk has just made the duty of that task."""
    row: dict[str, Any] = {name: getattr(values, name) for name in _FIELDS}
    row |= {"form_key": key, "created_at": clock.now(), "version": 1}
    row["planned_until"] = planned_for(None, values.rule, values.landing)
    if first_task is not None:
        row |= {"first_task_id": first_task.id, "directive_id": first_task.directive_id}
        row["notice_id"] = first_task.notice_id
    duty_id = db.session.scalar(insert(Duty).values(row).on_conflict_do_nothing().returning(Duty.id))
    return queries.load_duty(duty_id) if duty_id is not None else None


def _find_same(key: str | None, first_task: Task | None) -> Duty:
    same = Duty.form_key == key if first_task is None else Duty.first_task_id == first_task.id
    return db.session.scalars(select(Duty).where(same)).one()


def _count_first(duty: Duty, task: Task) -> None:
    """The task of the notice stands for the period in which it is due, or in which it was given."""
    pattern, written_on = read_rule(duty.rule, duty.landing), first_date(task, duty.rule)
    code = code_of(pattern, written_on, is_for_last=duty.is_for_last)
    db.session.add(DutyPeriod(duty_id=duty.id, due_on=written_on, task_id=task.id, code=code, at=clock.now()))
    task.is_duty = True
    duty.planned_until = planned_for(None, duty.rule, duty.landing, task)


def first_date(task: Task, rule: str) -> date:
    """The date for which the task of a notice stands: its due date, else the first of the rule after it was given."""
    return task.due_on or next(dates_of(rule, clock.to_office(task.assigned_at).date()))


def planned_for(duty: Duty | None, rule: str, landing: str, first_task: Task | None = None) -> date | None:
    """Up to where everything is dealt with under that rule; None where nothing was.

    A new duty begins today. Behind a last period of the same kind the whole week, month or quarter is dealt with: with
    another day of the month the same month is not opened twice.
    """
    span, yesterday = read_rule(rule, landing).span, clock.today() - _DAY
    if duty is None:
        return max(yesterday, end_of_span(span, first_date(first_task, rule))) if first_task else yesterday
    if duty.planned_until is None or rule == duty.rule or read_rule(duty.rule, duty.landing).span is not span:
        return duty.planned_until
    last = db.session.scalar(select(func.max(DutyPeriod.due_on)).where(DutyPeriod.duty_id == duty.id))
    return max(duty.planned_until, end_of_span(span, last)) if last else duty.planned_until


def _set_cooperating(duty: Duty, unit_ids: Sequence[int]) -> None:
    wanted = [unit_id for unit_id in unit_ids if unit_id != duty.lead_unit_id]
    query = select(Unit).where(Unit.id.in_(wanted)).order_by(Unit.sort_order, Unit.id)
    duty.cooperating_units = list(db.session.scalars(query)) if wanted else []


def _facts(duty: Duty) -> dict[str, Any]:
    """What history keeps of it: names and words, not numbers and rules, and days as text."""
    facts = {name: getattr(duty, name) for name in _FIELDS}
    facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
    with force_locale("vi"):  # history is data, in the office's own language
        facts["when"] = describe(facts.pop("rule"), facts.pop("landing"))
    facts["lead_unit_id"], facts["leader_id"] = duty.lead_unit.short_name, duty.leader.name
    facts["topic_id"] = duty.topic.name if duty.topic else ""
    facts["cooperating"] = ", ".join(unit.short_name for unit in duty.cooperating_units)
    return facts
