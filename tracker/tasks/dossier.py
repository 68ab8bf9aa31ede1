"""A task on one sheet of paper, for the work file («hồ sơ công việc», NĐ 30/2020 art. 29)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, literal, select, union_all

from .. import history
from ..db import db
from ..history.models import HistoryEntry
from .models import (
    Explanation,
    ExplanationState,
    Extension,
    ExtensionState,
    ProgressUpdate,
    Task,
    TaskDueChange,
    Urging,
)
from .queries import EvidenceFile, list_evidence
from .timeline import name_event, name_person

MOST_EVENTS = 12  # more would not fit on the sheet
# What stands elsewhere on the sheet.
_ELSEWHERE = frozenset({"evidence_added", "evidence_removed"})


class Happening(NamedTuple):
    """A line of what happened."""

    entry: HistoryEntry
    who: str
    what: str


@dataclass(frozen=True)
class Dossier:
    """`confirmed` is the entry of the last confirmation; `left_out` counts events that the sheet has no room for."""

    dues: list[TaskDueChange]
    last: ProgressUpdate | None
    confirmed: HistoryEntry | None
    happenings: list[Happening]
    left_out: int
    files: list[EvidenceFile]
    urgings: int
    extensions: int
    explanation: Explanation | None


def read_dossier(task: Task) -> Dossier:
    """Everything that the sheet tells, for a task that was fetched through the person."""
    entries = [entry for entry in history.list_entries("task", task.id, limit=2000) if entry.event not in _ELSEWHERE]
    entries.reverse()
    shown = entries if len(entries) <= MOST_EVENTS else [entries[0], *entries[1 - MOST_EVENTS :]]
    counts = _count(task)
    return Dossier(
        dues=list(
            db.session.scalars(select(TaskDueChange).where(TaskDueChange.task_id == task.id).order_by(TaskDueChange.id))
        ),
        last=db.session.scalar(
            select(ProgressUpdate)
            .where(ProgressUpdate.task_id == task.id, ~ProgressUpdate.is_part)
            .order_by(ProgressUpdate.id.desc())
            .limit(1)
        ),
        confirmed=_last_confirmation(task, entries),
        happenings=[Happening(entry, name_person(entry), name_event(entry)) for entry in shown],
        left_out=len(entries) - len(shown),
        files=list_evidence(task),
        urgings=counts["urgings"],
        extensions=counts["extensions"],
        explanation=_find_explanation(task) if counts["explanations"] else None,
    )


def _last_confirmation(task: Task, entries: list[HistoryEntry]) -> HistoryEntry | None:
    if task.completed_on is None:
        return None
    return next((entry for entry in reversed(entries) if entry.event == "completion_confirmed"), None)


def _count(task: Task) -> Counter[str]:
    """Urgings, approved extensions and answered explanations, in one statement."""
    parts = [
        select(literal("urgings").label("kind"), func.count(Urging.id).label("count")).where(Urging.task_id == task.id),
        select(literal("extensions"), func.count(Extension.id)).where(
            Extension.task_id == task.id, Extension.state == ExtensionState.APPROVED
        ),
        select(literal("explanations"), func.count(Explanation.id)).where(
            Explanation.task_id == task.id, Explanation.state.in_(_ANSWERED)
        ),
    ]
    return Counter({kind: count for kind, count in db.session.execute(union_all(*parts))})


_ANSWERED = (ExplanationState.ANSWERED, ExplanationState.ACCEPTED)


def _find_explanation(task: Task) -> Explanation | None:
    return db.session.scalar(
        select(Explanation)
        .where(Explanation.task_id == task.id, Explanation.state.in_(_ANSWERED))
        .order_by(Explanation.id.desc())
        .limit(1)
    )
