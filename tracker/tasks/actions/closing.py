"""When a task is over, nothing may go on waiting for an answer about it."""

from __future__ import annotations

from ...people.actor import Actor
from ..models import DeclineState, Task
from .decline import close_decline
from .explanation import close_running_explanation
from .extension import close_open_extension
from .proposal import close_open_proposals


def close_open_matters(task: Task, note: str, *, by: Actor, is_done: bool = False) -> None:
    """Close with `note` what is open on a task that has just ended; a new kind of request adds itself here.

    An explanation outlives the work that was done: rating still asks why it was late.
    """
    close_open_extension(task, by, note)
    close_decline(task, DeclineState.CLOSED, note, by=by)
    close_open_proposals(task, by, note)
    if not is_done:
        close_running_explanation(task, by, note)
