"""Who declines, insists and gives the work to another unit; who suspends, cancels, reopens and stars it."""

from __future__ import annotations

from ...people.actor import Actor
from ..models import Decline, Task
from .basics import answers_for, confirms, directs


def can_decline(actor: Actor, task: Task) -> bool:
    """A head or deputy head of the lead unit; whether it is still in time is `declining.DeclineTerms`."""
    return answers_for(actor, task) and task.can("decline")


def decides_decline(actor: Actor, decline: Decline | None) -> bool:
    """The Office or any leader; never the one who declined, in another of his posts."""
    return directs(actor) and (decline is None or not actor.has_part_in(decline.by_user_id))


def can_insist(actor: Actor, task: Task) -> bool:
    """Whoever directs, while the unit's answer waits."""
    return directs(actor) and task.can("insist")


def can_reassign(actor: Actor, task: Task) -> bool:
    """Whoever directs, with or without the unit having declined; a report that waits is confirmed or returned first."""
    return directs(actor) and task.can("reassign")


def can_suspend(actor: Actor, task: Task) -> bool:
    """Whoever directs."""
    return directs(actor) and task.can("suspend")


def can_resume(actor: Actor, task: Task) -> bool:
    """Whoever could have suspended it."""
    return directs(actor) and task.can("resume")


def can_cancel(actor: Actor, task: Task) -> bool:
    """Whoever directs."""
    return directs(actor) and task.can("cancel")


def can_supersede(actor: Actor, task: Task) -> bool:
    """The Office, which keeps the register of notices and tasks."""
    return actor.is_office and task.can("supersede")


def can_reopen(actor: Actor, task: Task) -> bool:
    """Whoever confirms: the Office or the accountable leader."""
    return confirms(actor, task) and task.can("reopen")


def can_star(actor: Actor, task: Task) -> bool:
    """Whoever directs, as long as there is something to put first."""
    return directs(actor) and task.is_open
