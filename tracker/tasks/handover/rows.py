"""The rows that a handover writes for many tasks at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import insert, update

from ... import clock, history
from ...db import db
from ...history.models import HistoryEntry
from ...people.actor import Actor
from ..models import Decline, Explanation, Extension, Proposal, Step, Task, TaskAssignmentChange
from ..searching import note_moved
from .plan import Handing

_TOUCHED = (Task, Step, Extension, Decline, Explanation, Proposal)
_CHUNK = 500  # ids in one statement


def chunks(ids: Sequence[int]) -> Iterator[list[int]]:
    """A few hundred at a time: databases limit the values of one statement."""
    for start in range(0, len(ids), _CHUNK):
        yield list(ids[start : start + _CHUNK])


def change(ids: Sequence[int], **values: Any) -> None:
    """Set columns of many tasks; the raised version refuses whatever was opened before and is saved afterwards."""
    for some in chunks(ids):
        execute(update(Task).where(Task.id.in_(some)).values(version=Task.version + 1, **values))
    note_moved(*ids)  # its units and people are among the words that a task is found by


def note_assignments(rows: Sequence[dict[str, Any]], basis: str, by: Actor) -> None:
    """The dated row of each task: from which unit and leader to which."""
    shared = {
        "at": clock.now(),
        "on": clock.today(),
        "verb": "hand_over",
        "reason": basis,
        "by_user_id": by.user_id,
    }
    if rows:
        db.session.execute(insert(TaskAssignmentChange), [{**shared, **row} for row in rows])


def note_whole(handing: Handing, subject_type: str, by: Actor, **counts: int) -> HistoryEntry:
    """The handover as a whole, in the history of both sides; the entry of the one who takes over."""
    history.record(by, "work_handed_over", subject_type, handing.from_id, **handing.facts, **counts)
    entry = history.record(by, "work_taken_over", subject_type, handing.to_id, **handing.facts, **counts)
    db.session.flush()
    return entry


def execute(statement: Any) -> None:
    """Objects in the session do not follow; `forget` at the end of the handover."""
    db.session.execute(statement.execution_options(synchronize_session=False))


def forget() -> None:
    """What was loaded of these tasks before is read anew; people and units stay as they are."""
    db.session.flush()
    for held in list(db.session):
        if isinstance(held, _TOUCHED):
            db.session.expire(held)
