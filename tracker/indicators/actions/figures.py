"""A figure that a notice reports, accepted as a reading, and the plans behind its percents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, update

from ... import clock, history
from ...access import require
from ...db import db
from ...directives.models import Notice
from ...errors import Refused
from ...people.actor import Actor
from ...text import fold
from ..measures import convert
from ..models import Indicator, Reading, Source, Target
from ..policy import keeps_indicators
from .readings import ReadingValues, record_reading
from .setup import set_target

_SAME_PLAN = Decimal("0.01")  # a plan that is reckoned back from a rounded percent is off by that share


@dataclass(frozen=True)
class FoundFigure:
    """A figure by its place in the text. `plans`: who set it and the derived value, in the figure's own unit."""

    notice_id: int
    start: int
    quote: str
    value: Decimal
    unit: str
    as_of: date
    plans: Sequence[tuple[str, Decimal]] = ()


def accept_figure(indicator: Indicator, figure: FoundFigure, *, by: Actor) -> Reading | None:
    """None where somebody has accepted it before, for this indicator or another one.

    A plan is written down where it is not known yet: neither by its name nor by almost the same value.
    """
    require(keeps_indicators(by))
    value = convert(figure.value, figure.unit, indicator.unit)
    if value is None:
        raise Refused(
            _("This figure is in %(unit)s, the indicator in %(own)s.", unit=figure.unit, own=indicator.unit),
            "indicator_id",
        )
    source = {
        "source": Source.NOTICE,
        "notice_id": figure.notice_id,
        "start": figure.start,
        "quote": figure.quote[:500],
        "key": f"notice:{figure.notice_id}:{figure.start}",
    }
    reading = record_reading(indicator, ReadingValues(figure.as_of, value), source, by=by)
    if reading is not None:
        _write_plans(indicator, figure, by)
    return reading


def _write_plans(indicator: Indicator, figure: FoundFigure, by: Actor) -> None:
    query = select(Target).where(
        Target.indicator_id == indicator.id, Target.ended_at.is_(None), Target.unit_id.is_(None)
    )
    known = list(db.session.scalars(query.order_by(Target.id)))
    for set_by, planned in figure.plans:
        value = convert(planned, figure.unit, indicator.unit)
        if value is None or any(_is_same(one, set_by, value) for one in known):
            continue
        known.append(set_target(indicator, set_by, value, None, by=by))


def _is_same(target: Target, set_by: str, value: Decimal) -> bool:
    return fold(target.set_by) == fold(set_by) or abs(target.value - value) <= _SAME_PLAN * value


def forget_notice(notice: Notice, *, by: Actor) -> None:
    """A notice that was entered by mistake goes, and with it the readings that were accepted from its text."""
    taken = list(db.session.scalars(select(Reading).where(Reading.notice_id == notice.id).order_by(Reading.id)))
    for reading in taken:
        if reading.ended_at is None:
            with force_locale("vi"):  # history is data, in the office's own language; units read it: no name of a draft
                facts = {"as_of": reading.as_of.isoformat(), "reason": _("The conclusion was entered by mistake.")}
            history.record(by, "reading_removed", "indicator", reading.indicator_id, **facts)
    if taken:
        ended = update(Reading).where(Reading.notice_id == notice.id, Reading.ended_at.is_(None))
        db.session.execute(ended.values(ended_at=clock.now()))
        gone = update(Reading).where(Reading.notice_id == notice.id)
        db.session.execute(gone.values(notice_id=None, start=None, quote="", key=None))
