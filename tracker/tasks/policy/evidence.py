"""Who takes a file away again."""

from __future__ import annotations

from datetime import datetime, timedelta

from ...people.actor import Actor
from ..models import Evidence, Task


def removes_evidence(actor: Actor, evidence: Evidence) -> bool:
    """Whoever sent it, and the Office: it may hold what nobody should read."""
    return evidence.removed_at is None and (actor.is_office or actor.user_id == evidence.by_user_id)


def can_remove_evidence(actor: Actor, task: Task, evidence: Evidence, minutes: int, now: datetime) -> bool:
    """The sender for some minutes, the Office as long as the task is open."""
    is_fresh = now - evidence.at <= timedelta(minutes=minutes)
    return task.is_open and removes_evidence(actor, evidence) and (actor.is_office or is_fresh)
