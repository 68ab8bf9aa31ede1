"""What a meeting walks: a saved order of tasks, taken at its start."""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from ..db import db
from ..people.actor import Actor
from ..tasks.agenda import list_agenda_ids
from ..tasks.bands import Band, Limits
from ..tasks.filters import TaskFilter
from ..tasks.models import Task
from ..tasks.policy import visible_to

MOST = 200  # tasks of one meeting; nobody walks more in a morning


class Walk(StrEnum):
    """Overdue and due this week; the agenda of the briefing; one unit's open work; a list as it was filtered."""

    WEEK = "week"
    AGENDA = "agenda"
    UNIT = "unit"
    LIST = "list"


def name_walk(walk: str) -> str:
    """How the choice is called."""
    return {
        Walk.WEEK: _("Overdue and due this week"),
        Walk.AGENDA: _("The briefing agenda"),
        Walk.UNIT: _("The open work of one unit"),
        Walk.LIST: _("The filtered list"),
    }[Walk(walk)]


def list_walk(actor: Actor, walk: Walk, asked: str, limits: Limits) -> tuple[list[int], bool]:
    """The ids of the tasks in the order in which they are walked, and whether there are more than a meeting holds."""
    if walk is Walk.AGENDA:
        ids = list_agenda_ids(limits)
    else:
        order = (Task.is_starred.desc(),) if walk is Walk.LIST else ()
        query = select(Task.id).where(_condition(walk, asked, limits), visible_to(actor))
        ids = list(db.session.scalars(query.order_by(*order, Task.sort_due_on, Task.id).limit(MOST + 1)))
    return ids[:MOST], len(ids) > MOST


def _condition(walk: Walk, asked: str, limits: Limits) -> Any:
    """Open work only, said so that planners keep to its indexes."""
    is_open = Task.closed_on.is_(None)
    if walk is Walk.WEEK:
        late_or_near = or_(limits.rule(Band.OVERDUE), limits.rule(Band.WEEK))
        return and_(is_open, Task.sort_due_on <= limits.week_end, late_or_near)
    return and_(is_open, TaskFilter.from_args(dict(parse_qsl(asked))).where(limits))
