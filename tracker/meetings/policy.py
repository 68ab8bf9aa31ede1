"""Who leads through a meeting. What is done to a task there follows the task's own policies, never these."""

from __future__ import annotations

from ..people.actor import Actor
from ..review.policy import can_review
from ..tasks import policy as tasks
from ..tasks.models import Task
from .models import Kind, Meeting, MeetingState


def may_watch(actor: Actor) -> bool:
    """Whoever directs: the Office and the leaders."""
    return tasks.directs(actor)


def can_chair(actor: Actor, chair_id: int) -> bool:
    """The Office starts for any leader who chairs, a leader (or his stand-in) for himself."""
    return actor.is_office or (actor.is_leader and actor.answers_as(chair_id))


def drives(actor: Actor, meeting: Meeting) -> bool:
    """One person at a time, in a post that directs, until the meeting ends."""
    return may_watch(actor) and meeting.is_running and actor.user_id == meeting.driver_id


def can_take_over(actor: Actor, meeting: Meeting) -> bool:
    """Anyone else who directs, while it runs."""
    return may_watch(actor) and meeting.is_running and actor.user_id != meeting.driver_id


def can_edit_words(actor: Actor, meeting: Meeting) -> bool:
    """The driver; after the end the Office, until the minutes have become a notice."""
    return drives(actor, meeting) or can_make_notice(actor, meeting)


def can_make_notice(actor: Actor, meeting: Meeting) -> bool:
    """Notices are the Office's: of a meeting that ended, once."""
    return can_review(actor) and not meeting.is_running and meeting.notice_id is None


def can_close(actor: Actor, meeting: Meeting) -> bool:
    """Whoever could make the notice may say that there will be none."""
    return can_make_notice(actor, meeting) and meeting.state != MeetingState.CLOSED


def can_withdraw(actor: Actor, meeting: Meeting) -> bool:
    """Whoever has its minutes in hand, as long as nothing stands in them."""
    return can_edit_words(actor, meeting)


def is_offered(actor: Actor, kind: Kind, task: Task) -> bool:
    """Whether that word makes sense for the task as it stands: acts that only another may do are kept as words."""
    if kind is Kind.EXTEND:
        return may_watch(actor) and task.can("set_due")
    if kind is Kind.CLOSE:
        return may_watch(actor) and task.is_open
    if kind is Kind.NOTE:
        return may_watch(actor)
    return can_carry_out(actor, kind, task, office_decides=False)


def can_carry_out(actor: Actor, kind: Kind, task: Task, *, office_decides: bool) -> bool:
    """The policy of the task's own page for that act."""
    if kind is Kind.EXTEND:
        return tasks.can_set_due(actor, task, office_decides=office_decides)
    rules = {
        Kind.URGE: tasks.can_urge,
        Kind.CLOSE: tasks.can_confirm,
        Kind.REASSIGN: tasks.can_reassign,
        Kind.EXPLAIN: tasks.can_ask_explanation,
    }
    return kind in rules and rules[kind](actor, task)
