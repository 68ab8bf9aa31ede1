"""The unit says that the work is outside its function; the Office or a leader insists."""

from __future__ import annotations

from ... import clock, history, mail
from ...access import require
from ...db import db
from ...errors import Refused
from ...people.actor import Actor
from ...people.queries import get_unit
from .. import emails, policy, queries
from ..declining import decline_terms
from ..models import Decline, DeclineState, Task, TaskState
from .steps import check_still_led_by, check_unit, is_second_press, move


def decline_task(task: Task, reason: str, suggested_unit_id: int | None, *, by: Actor) -> None:
    """In time, once, with a reason; the Office is told and the task waits for its answer."""
    require(policy.answers_for(by, task))
    if task.state == TaskState.DECLINED and is_second_press(task, "task_declined", by, reason=reason):
        return
    if task.can("decline") and (sentence := decline_terms(task).refusal(clock.today())):
        raise Refused(sentence)
    if suggested_unit_id is not None:
        check_unit(suggested_unit_id, task.lead_unit_id, "suggested_unit_id")
    move(task, "decline", by)
    decline = Decline(
        task=task,
        task_id=task.id,
        state=DeclineState.OPEN,
        at=clock.now(),
        by_user_id=by.user_id,
        unit_id=task.lead_unit_id,
        reason=reason,
        suggested_unit_id=suggested_unit_id,
    )
    db.session.add(decline)
    db.session.flush()
    suggested = {"suggested": get_unit(suggested_unit_id).short_name} if suggested_unit_id else {}
    history.record(by, "task_declined", "task", task.id, reason=reason, **suggested)
    for message in emails.task_declined(decline):
        mail.put(message)


def insist_on_task(task: Task, note: str, *, by: Actor, seen_unit_id: int | None = None) -> None:
    """The task stays with its unit, which may not decline it again. `seen_unit_id` led when the form was opened."""
    require(policy.directs(by))
    if task.state == TaskState.ASSIGNED and is_second_press(task, "decline_insisted", by, note=note):
        return
    check_still_led_by(task, seen_unit_id)
    require(policy.decides_decline(by, queries.find_open_decline(task)))
    move(task, "insist", by)
    decline = close_decline(task, DeclineState.INSISTED, note, by=by)
    history.record(by, "decline_insisted", "task", task.id, note=note)
    if decline is not None:
        for message in emails.decline_insisted(task, decline, by):
            mail.put(message)


def close_decline(task: Task, state: DeclineState, note: str, *, by: Actor) -> Decline | None:
    """Write down how it was answered; None where the unit had not declined."""
    decline = queries.find_open_decline(task)
    if decline is not None:
        decline.state, decline.decision_note = state, note
        decline.decided_at, decline.decided_by_id = clock.now(), by.user_id
    return decline
