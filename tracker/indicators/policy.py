"""Who sees an indicator and which of its numbers, who keeps it and who gives readings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select, true

from .. import clock
from ..directives.models import Notice, NoticeState
from ..people.actor import Actor
from ..people.models import Unit, UnitKind
from ..tasks.policy import visible_to as task_visible_to
from .models import Indicator, Reading
from .ties import has_tie

WARDS = (UnitKind.WARD, UnitKind.COMMUNE)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A WHERE clause: leaders, Office and administrator see all.

    A unit sees what it leads, what belongs to a task that it sees, and a ward what is counted for wards. What is no
    longer kept is shown to those alone who keep indicators.
    """
    if keeps_indicators(actor):
        return true()
    if actor.sees_everything:
        return Indicator.is_enabled.is_(True)
    is_ward = select(Unit.id).where(Unit.id == actor.unit_id, Unit.kind.in_(WARDS)).exists()
    return and_(
        Indicator.is_enabled,
        or_(
            Indicator.lead_unit_id == actor.unit_id,
            and_(Indicator.is_per_ward, is_ward),
            has_tie(task_visible_to(actor)),
        ),
    )


def sees_every_ward(actor: Actor, indicator: Indicator) -> bool:
    """Of an indicator that he may open, the numbers of all wards: who sees everything, and the lead unit."""
    return actor.sees_everything or leads(actor, indicator)


def sees_part(actor: Actor, indicator: Indicator, unit_id: int | None) -> bool:
    """Of an indicator that he may open, the numbers of the whole (`unit_id` None) or of a ward: of others' his own."""
    return unit_id is None or unit_id == actor.unit_id or sees_every_ward(actor, indicator)


def keeps_indicators(actor: Actor) -> bool:
    """The Office and the administrator make and correct them, their plans and the work that they belong to."""
    return actor.is_office or actor.is_admin


def leads(actor: Actor, indicator: Indicator) -> bool:
    """Whether the person acts for the unit that leads the indicator."""
    return actor.is_of_unit and actor.unit_id is not None and actor.unit_id == indicator.lead_unit_id


def may_read_off(actor: Actor, indicator: Indicator, unit_id: int | None) -> bool:
    """Give a reading of the whole (`unit_id` None) or of a ward: keepers, the lead unit, and each ward its own.

    Units as long as late reports of the year come in.
    """
    if keeps_indicators(actor):
        return True
    return clock.today() <= last_day(indicator) and (
        leads(actor, indicator) or (unit_id is not None and _answers_for_part(actor, indicator, unit_id))
    )


def last_day(indicator: Indicator) -> date:
    """Until when units give the readings of the year."""
    return date(indicator.year + 1, 1, 31)


def comes_too_late(actor: Actor, indicator: Indicator) -> bool:
    """Whether the person's unit gave readings until that day was over."""
    if keeps_indicators(actor) or clock.today() <= last_day(indicator):
        return False
    return leads(actor, indicator) or _answers_for_part(actor, indicator, actor.unit_id)


def _answers_for_part(actor: Actor, indicator: Indicator, unit_id: int | None) -> bool:
    return actor.is_of_unit and indicator.is_per_ward and unit_id == actor.unit_id


def may_take_out(actor: Actor, indicator: Indicator, reading: Reading, own: Collection[int]) -> bool:
    """Keepers any reading; a unit what its own people gave, which `own` holds: nothing of the Office and of others."""
    if keeps_indicators(actor):
        return True
    return reading.id in own and may_read_off(actor, indicator, reading.unit_id)


def gives_every_ward(actor: Actor, indicator: Indicator) -> bool:
    """Gives the numbers of all wards in one table."""
    return indicator.is_per_ward and may_read_off(actor, indicator, None)


def may_name(actor: Actor, notice: Notice | None) -> bool:
    """Which notice a reading comes from: who sees everything, and a unit where it is open to all; once it is issued."""
    if notice is None:
        return False
    return actor.is_office or (notice.state == NoticeState.ISSUED and (actor.sees_everything or notice.open_to_all))


def may_quote(actor: Actor, notice: Notice | None) -> bool:
    """The sentence that a reading comes from: a unit reads its own part of a notice only."""
    return actor.sees_everything and may_name(actor, notice)


def sees_what_was_tied(actor: Actor) -> bool:
    """Which work was tied to an indicator and untied: it may be another unit's."""
    return actor.sees_everything
