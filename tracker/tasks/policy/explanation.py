"""Who asks why work is late, who answers, and who accepts the answer; never the one who gave it."""

from __future__ import annotations

from ...people.actor import Actor
from ..models import Explanation, Task, TaskState
from .basics import answers_for, confirms, directs


def can_ask_explanation(actor: Actor, task: Task) -> bool:
    """The Office or any leader, as long as the work counts; work that is completed late is asked about too."""
    return directs(actor) and can_be_explained(task)


def can_be_explained(task: Task) -> bool:
    """Whether its delay still matters to anybody: not where the work was cancelled or replaced."""
    return task.state not in (TaskState.CANCELLED, TaskState.SUPERSEDED)


def can_answer_explanation(actor: Actor, explanation: Explanation) -> bool:
    """A head or deputy head of the lead unit, or his stand-in; until it is accepted he may mend his answer."""
    return answers_for(actor, explanation.task) and explanation.can("answer")


def decides_explanation(actor: Actor, explanation: Explanation) -> bool:
    """Whoever confirms completions, and the leader who asked; nobody his own answer, nor that of whom he stands for."""
    asked = actor.is_leader and _has_part(actor, explanation.asked_by_id)
    return (confirms(actor, explanation.task) or asked) and not _has_part(actor, explanation.answered_by_id)


def can_decide_explanation(actor: Actor, explanation: Explanation) -> bool:
    """Whoever decides, once the unit has answered."""
    return explanation.can("accept") and decides_explanation(actor, explanation)


def _has_part(actor: Actor, user_id: int | None) -> bool:
    return user_id is not None and actor.has_part_in(user_id)
