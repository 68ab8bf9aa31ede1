"""Those who keep indicators make and correct them, and write down who planned how much."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import exists, select

from ... import clock, history
from ...access import require
from ...db import db, insert
from ...directives.models import Topic
from ...errors import Refused, Stale
from ...people.actor import Actor
from ...people.models import Unit
from ...tasks.actions.steps import key_of
from ...text import fold, write_number
from ..measures import find_unlike
from ..models import Indicator, Reading, Target
from ..pace import Kind
from ..policy import WARDS, keeps_indicators
from ..queries import list_after


@dataclass(frozen=True)
class IndicatorValues:
    """An indicator as it is typed."""

    name: str
    unit: str
    year: int
    kind: str = Kind.CUMULATIVE
    less_is_better: bool = False
    is_per_ward: bool = False
    is_enabled: bool = True
    topic_id: int | None = None
    lead_unit_id: int | None = None
    previous_id: int | None = None


_FIELDS = (
    *("name", "unit", "year", "kind", "less_is_better", "is_per_ward", "is_enabled"),
    *("topic_id", "lead_unit_id", "previous_id"),
)


def create_indicator(values: IndicatorValues, form_key: str, *, by: Actor) -> Indicator:
    """The same form sent twice gives the indicator of the first time."""
    require(keeps_indicators(by))
    _check(values, None)
    key = key_of("indicator", form_key, by)
    row: dict[str, Any] = {name: getattr(values, name) for name in _FIELDS}
    row |= {"form_key": key, "created_at": clock.now(), "version": 1}
    found = db.session.scalar(insert(Indicator).values(row).on_conflict_do_nothing().returning(Indicator.id))
    if found is None:
        return db.session.scalars(select(Indicator).where(Indicator.form_key == key)).one()
    history.record(by, "indicator_created", "indicator", found, name=f"{values.name}, {values.year}")
    return db.session.get_one(Indicator, found)


def change_indicator(indicator: Indicator, values: IndicatorValues, version: int, *, by: Actor) -> None:
    """Correct it. Year, unit and wards stay once there are readings, which would mean something else."""
    require(keeps_indicators(by))
    if indicator.version != version:
        raise Stale(_("Someone else has just saved this. Open it again to see what changed, then save yours."))
    _check(values, indicator)
    before = _facts(indicator)
    for name in _FIELDS:
        setattr(indicator, name, getattr(values, name))
    db.session.flush()
    after = _facts(indicator)
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        was, now = ({name: facts[name] for name in changed} for facts in (before, after))
        history.record(by, "indicator_changed", "indicator", indicator.id, before=was, after=now)


def set_target(indicator: Indicator, set_by: str, value: Decimal, unit_id: int | None, *, by: Actor) -> Target:
    """Who planned how much, for the whole or for a ward. Given anew under the same name the new one counts."""
    require(keeps_indicators(by))
    check_ward(indicator, unit_id)
    if not value:
        raise Refused(_("A plan must be more than 0."), "value")
    same = _find_target(indicator, set_by, unit_id)
    if same and same.value == value:
        return same
    old = {"old": write_amount(same.value, indicator)} if same else {"old": None}
    target = same or Target(indicator_id=indicator.id, unit_id=unit_id, at=clock.now(), by_user_id=by.user_id)
    target.set_by, target.value = set_by, value
    db.session.add(target)
    db.session.flush()
    new = write_amount(value, indicator)
    history.record(by, "target_set", "indicator", indicator.id, name=set_by, **unit_fact(unit_id), **old, new=new)
    return target


def remove_target(indicator: Indicator, target: Target, *, by: Actor) -> None:
    """Entered by mistake. History keeps it."""
    require(keeps_indicators(by))
    target.ended_at = clock.now()
    old = write_amount(target.value, indicator)
    name, unit = target.set_by, unit_fact(target.unit_id)
    history.record(by, "target_removed", "indicator", indicator.id, name=name, **unit, old=old, new=None)


def _find_target(indicator: Indicator, set_by: str, unit_id: int | None) -> Target | None:
    query = select(Target).where(Target.indicator_id == indicator.id, Target.ended_at.is_(None)).order_by(Target.id)
    return next(
        (one for one in db.session.scalars(query) if one.unit_id == unit_id and fold(one.set_by) == fold(set_by)), None
    )


def check_ward(indicator: Indicator, unit_id: int | None) -> None:
    """Raises Refused unless it is the whole, or a ward of an indicator that wards have a part in."""
    if unit_id is None:
        return
    unit = db.session.get(Unit, unit_id)
    if not indicator.is_per_ward or unit is None or unit.kind not in WARDS:
        raise Refused(
            _("This indicator is not counted for that unit. Choose a ward or commune, or the whole."), "unit_id"
        )


def write_amount(value: Decimal, indicator: Indicator) -> str:
    """As history keeps it, in the office's own language: «403 tỷ đồng»."""
    return f"{write_number(value)}{'' if indicator.unit == '%' else ' '}{indicator.unit}"


def unit_fact(unit_id: int | None) -> dict[str, str]:
    """The ward's name for history; nothing for the whole."""
    return {"unit": db.session.get_one(Unit, unit_id).short_name} if unit_id else {}


def _check(values: IndicatorValues, indicator: Indicator | None) -> None:
    if values.previous_id:
        _check_before(values, db.session.get(Indicator, values.previous_id))
    if indicator is not None:
        _check_after(values, indicator)
    if indicator is None or not db.session.scalar(select(exists().where(Reading.indicator_id == indicator.id))):
        return
    for name in ("year", "unit", "is_per_ward"):
        if getattr(values, name) != getattr(indicator, name):
            raise Refused(_("There are readings already, so this stays as it is."), name)


def _check_before(values: IndicatorValues, before: Indicator | None) -> None:
    """The indicator of the year before is the same thing: money on any scale, all else in the same unit."""
    unlike = find_unlike(values, before) if before else "year"
    if before is None or unlike == "year":
        raise Refused(_("Choose the indicator of the year before, or none."), "previous_id")
    if unlike == "kind":
        raise Refused(
            _("Last year's is not counted the same way, so the two cannot be compared. Choose another, or none."),
            "previous_id",
        )
    if unlike == "unit":
        words = _(
            "Last year's is measured in “%(before)s”, not to be compared with “%(now)s”. Choose another, or none.",
            before=before.unit,
            now=values.unit,
        )
        raise Refused(words, "previous_id")


def _check_after(values: IndicatorValues, indicator: Indicator) -> None:
    """What continues it goes on being comparable; what could not be compared before is no reason to refuse."""
    for after in list_after(indicator):
        unlike = find_unlike(after, values)
        if unlike and getattr(values, unlike) != getattr(indicator, unlike):
            words = _(
                "“%(name)s” of %(year)s is compared with this one, and no longer could be. Untie it there first.",
                name=after.name,
                year=after.year,
            )
            raise Refused(words, unlike)


def _facts(indicator: Indicator) -> dict[str, Any]:
    """What history keeps of it: names, not numbers."""
    facts = {name: getattr(indicator, name) for name in _FIELDS}
    topic = db.session.get(Topic, indicator.topic_id) if indicator.topic_id else None
    unit = db.session.get(Unit, indicator.lead_unit_id) if indicator.lead_unit_id else None
    before = db.session.get(Indicator, indicator.previous_id) if indicator.previous_id else None
    facts["topic_id"], facts["lead_unit_id"] = topic.name if topic else "", unit.short_name if unit else ""
    facts["previous_id"] = f"{before.name}, {before.year}" if before else ""
    return facts
