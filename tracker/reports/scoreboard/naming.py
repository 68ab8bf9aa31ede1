"""The names and words of a list: whose line it is, and what each of its rows was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _

from ... import clock
from ...db import db
from ...directives.models import Topic
from ...errors import NotFound
from ...people.models import Unit, User
from ...tasks.models import TaskState
from ...tasks.status import SET_ASIDE, Status, Today
from ...tasks.today import office_day
from ...tasks.wording import Chip, status_chip
from .asked import Asked, Basis, Way
from .lists import Row

_MODELS: dict[Way, Any] = {Way.UNIT: Unit, Way.LEADER: User, Way.TOPIC: Topic}


class Told(NamedTuple):
    """A row with its status on the day of knowledge, an event with its day. Reported work has no status."""

    row: Row
    chip: Chip | None
    day: date | None


def name_line(asked: Asked, line: int | None) -> str:
    """Whose list it is; empty for that of all. Raises NotFound when there is no such line."""
    if line is None:
        return ""
    if line == 0:
        return _("No topic")
    found = db.session.get(_MODELS[asked.way], line)
    if found is None:
        raise NotFound
    return str(found.name)


def tell_rows(rows: Iterable[Row], asked: Asked) -> Iterator[Told]:
    """Against the due date that the board goes by."""
    today = office_day(asked.as_of)
    chips = {status: status_chip(status) for status in Status}
    found = ((row, _status(row, asked, today)) for row in rows)
    return (Told(row, chips[status] if status else None, _day(row.at)) for row, status in found)


def _day(at: datetime | date | None) -> date | None:
    return clock.to_office(at).date() if isinstance(at, datetime) else at


def _status(row: Row, asked: Asked, today: Today) -> Status | None:
    if not row.state or row.state == TaskState.SUBMITTED:
        return None
    if aside := SET_ASIDE.get(TaskState(row.state)):
        return aside
    due = row.original_due if asked.basis is Basis.ORIGINAL else row.due
    return today.status(due, row.closed_on if row.state == TaskState.COMPLETED else None)
