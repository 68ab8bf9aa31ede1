"""Readings: typed, taken over from a unit's progress update, corrected and taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock, history
from ...access import require
from ...db import db, insert
from ...errors import Refused
from ...people.actor import Actor
from ...tasks.actions.steps import key_of
from .. import queries
from ..models import Indicator, Reading, Source
from ..policy import comes_too_late, last_day, may_read_off, may_take_out
from ..wording import amount, too_late_words
from .setup import check_ward, unit_fact, write_amount


@dataclass(frozen=True)
class ReadingValues:
    """A value as of a day, for the whole or for a ward."""

    as_of: date
    value: Decimal
    unit_id: int | None = None
    note: str = ""


def check_in_time(indicator: Indicator, *, by: Actor) -> None:
    """Raises Refused, which tells more than that the person may not."""
    if comes_too_late(by, indicator):
        raise Refused(too_late_words(indicator.year, last_day(indicator)))


def add_reading(indicator: Indicator, values: ReadingValues, form_key: str, *, by: Actor) -> Reading | None:
    """A reading that is typed; None when it stands there already, or this very form was sent before."""
    require(may_read_off(by, indicator, values.unit_id))
    key, there = key_of(f"reading:{indicator.id}", form_key, by), _find_of_day(indicator, values)
    if there is not None and there.value == values.value:
        return None
    if there is not None and (key is None or there.key != key):
        raise _taken(indicator, there)
    return record_reading(indicator, values, {"key": key}, by=by)


def add_ward_readings(
    indicator: Indicator, day: date, numbers: Mapping[int, Decimal], note: str, form_key: str, *, by: Actor
) -> list[Reading]:
    """Those of many wards as of one day, all or none; tells which are new.

    What counts for that ward and day already is not given again, and neither is what this form gave before.
    """
    if not numbers:
        raise Refused(_("Give the number of at least one ward or commune."))
    known = select(Reading.unit_id, Reading.value).where(
        Reading.indicator_id == indicator.id, Reading.as_of == day, Reading.ended_at.is_(None)
    )
    counting = {row.unit_id: row.value for row in db.session.execute(known.order_by(Reading.id))}
    given = []
    for unit_id, number in numbers.items():
        if counting.get(unit_id) != number:
            values = ReadingValues(day, number, unit_id, note)
            key = key_of(f"reading:{indicator.id}:{unit_id}", form_key, by)
            given.append(record_reading(indicator, values, {"key": key}, by=by))
    return [one for one in given if one is not None]


def accept_reported(
    indicator: Indicator, values: ReadingValues, update_id: int, task_id: int, *, by: Actor
) -> Reading | None:
    """The number that a unit told of a task of the indicator; None where it was taken over before."""
    key = f"update:{update_id}:{indicator.id}"
    source = {"source": Source.UPDATE, "update_id": update_id, "task_id": task_id, "key": key}
    return record_reading(indicator, values, source, by=by)


def record_reading(indicator: Indicator, values: ReadingValues, source: dict[str, Any], *, by: Actor) -> Reading | None:
    """The row, unless its key is taken; `source` holds the columns that say where it comes from."""
    require(may_read_off(by, indicator, values.unit_id))
    _check(indicator, values)
    row: dict[str, Any] = {
        "indicator_id": indicator.id,
        "unit_id": values.unit_id,
        "as_of": values.as_of,
        "value": values.value,
        "source": Source.TYPED,
        "quote": "",
        "note": values.note,
        "at": clock.now(),
        "by_user_id": by.user_id,
        "by_name": by.name,
        "for_name": by.for_name,
        **source,
    }
    statement = insert(Reading).values(row).on_conflict_do_nothing(index_elements=["key"]).returning(Reading)
    reading: Reading | None = db.session.scalar(statement)
    if reading is not None:
        _note(indicator, "reading_added", values, by, old=None)
    return reading


def correct_reading(indicator: Indicator, reading: Reading, values: ReadingValues, *, by: Actor) -> Reading:
    """Another row in the place of the first one, which stays as it was. Where it comes from goes over with its key."""
    require(may_read_off(by, indicator, reading.unit_id) and may_read_off(by, indicator, values.unit_id))
    if not values.note:
        raise Refused(_("Say why the number is corrected."), "note")
    _check(indicator, values)
    is_moved = (reading.unit_id, reading.as_of) != (values.unit_id, values.as_of)
    if is_moved and (there := _find_of_day(indicator, values)):
        raise _taken(indicator, there)
    key, reading.key, reading.ended_at = reading.key, None, clock.now()
    db.session.flush()
    corrected = Reading(
        indicator_id=indicator.id,
        **{name: getattr(values, name) for name in ("unit_id", "as_of", "value", "note")},
        **{name: getattr(reading, name) for name in _ORIGIN},
        key=key,
        corrects_id=reading.id,
        at=clock.now(),
        by_user_id=by.user_id,
        by_name=by.name,
        for_name=by.for_name,
    )
    db.session.add(corrected)
    db.session.flush()
    _note(indicator, "reading_corrected", values, by, old=write_amount(reading.value, indicator), reason=values.note)
    return corrected


_ORIGIN = ("source", "notice_id", "start", "quote", "update_id", "task_id")


def remove_reading(indicator: Indicator, reading: Reading, reason: str, *, by: Actor) -> None:
    """It counts no more; history keeps it, and a figure or an update may be taken over anew."""
    require(may_take_out(by, indicator, reading, queries.list_given_by(by, indicator)))
    reading.ended_at, reading.key = clock.now(), None
    old, day = write_amount(reading.value, indicator), reading.as_of.isoformat()
    facts = {"as_of": day, **unit_fact(reading.unit_id)}
    history.record(by, "reading_removed", "indicator", indicator.id, **facts, old=old, new=None, reason=reason)


def _find_of_day(indicator: Indicator, values: ReadingValues) -> Reading | None:
    """What counts for that day and ward, or for the whole."""
    query = select(Reading).where(
        Reading.indicator_id == indicator.id,
        Reading.unit_id.is_not_distinct_from(values.unit_id),
        Reading.as_of == values.as_of,
        Reading.ended_at.is_(None),
    )
    return db.session.scalar(query.order_by(Reading.id.desc()).limit(1))


def _taken(indicator: Indicator, there: Reading) -> Refused:
    value = amount(there.value, indicator.unit)
    return Refused(_("This day has a reading already: %(value)s. Correct that one.", value=value), "value")


def _check(indicator: Indicator, values: ReadingValues) -> None:
    check_ward(indicator, values.unit_id)
    if values.as_of.year != indicator.year:
        raise Refused(
            _("This indicator is of %(year)s. Give a day of that year.", year=indicator.year),
            "as_of",
        )
    if values.as_of > clock.today():
        raise Refused(_("A reading cannot be of a day to come. Give today or an earlier day."), "as_of")


def _note(indicator: Indicator, event: str, values: ReadingValues, by: Actor, **facts: Any) -> None:
    facts |= {"new": write_amount(values.value, indicator), "as_of": values.as_of.isoformat()}
    history.record(by, event, "indicator", indicator.id, **facts, **unit_fact(values.unit_id))
