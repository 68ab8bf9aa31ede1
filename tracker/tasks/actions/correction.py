"""An author corrects what he has just reported; the first version stays in history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from ... import clock, history
from ...access import require
from ...db import db
from ...errors import Refused
from ...people.actor import Actor
from ...settings.queries import office_settings
from .. import policy, queries
from ..models import ProgressUpdate, Task
from .reached import fall_back, reach
from .steps import iso


@dataclass(frozen=True)
class Correction:
    """What an update is to say."""

    result: str
    percent: int | None = None
    measured: float | None = None
    difficulties: str = ""
    expected_on: date | None = None
    document_number: str = ""
    document_on: date | None = None

    @classmethod
    def of(cls, update: ProgressUpdate) -> Correction:
        """As it stands."""
        return cls(**{name: getattr(update, name) for name in cls.__dataclass_fields__})


def correct_update(task: Task, update: ProgressUpdate, correction: Correction, *, by: Actor) -> None:
    """The task's progress follows when this is its latest update. What is saved unchanged leaves no trace."""
    require(policy.wrote(by, update))
    last_id = queries.find_last_update_id(task)
    minutes = office_settings().correction_minutes
    if not policy.may_still_correct(task, update, last_id, minutes, clock.now()):
        raise Refused(_("This report can no longer be corrected. Write a further update instead."))
    changes = _list_changes(update, correction)
    if not changes:
        return
    if update.measured is not None and correction.measured is None:
        raise Refused(_("Give the number reached (%(measure)s).", measure=task.measure), "measured")
    _check_days(update, correction)
    for name in vars(correction):
        setattr(update, name, getattr(correction, name))
    update.corrected_at = clock.now()
    if update.id == last_id and any(change["field"] in ("percent", "measured") for change in changes):
        db.session.flush()
        if update.is_completion:
            reach(task, update)
        else:
            fall_back(task)
    history.record(by, "update_corrected", "task", task.id, update_id=update.id, changes=changes)


def _list_changes(update: ProgressUpdate, correction: Correction) -> list[dict[str, Any]]:
    pairs = ((name, getattr(update, name), getattr(correction, name)) for name in vars(correction))
    return [{"field": name, "old": _as_fact(old), "new": _as_fact(new)} for name, old, new in pairs if old != new]


def _as_fact(value: Any) -> Any:
    return iso(value) if isinstance(value, date) else value


def _check_days(update: ProgressUpdate, correction: Correction) -> None:
    """As when it was reported; a day that stays as it was is not asked about again."""
    expected_on, document_on, today = correction.expected_on, correction.document_on, clock.today()
    if expected_on and expected_on != update.expected_on and expected_on < today:
        raise Refused(_("The expected day cannot lie in the past. Give today or a later day."), "expected_on")
    if document_on and document_on > today:
        raise Refused(_("The date of the document cannot lie in the future."), "document_on")
