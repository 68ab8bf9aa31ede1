"""What people do to a task: check, verb, history, outbox. Never commits, never reads the request."""

from .due import pull_steps, set_due_date
from .evidence import add_evidence, remove_evidence
from .extension import (
    approve_extension,
    close_open_extension,
    refuse_extension,
    request_extension,
    withdraw_extension,
)
from .following import continue_task, supersede_task
from .issue import Assignment, issue_by_hand, issue_task
from .progress import (
    Progress,
    accept_task,
    add_update,
    assign_officer,
    confirm_completion,
    send_back,
    submit_completion,
)

__all__ = [
    "Assignment",
    "Progress",
    "accept_task",
    "add_evidence",
    "add_update",
    "approve_extension",
    "assign_officer",
    "close_open_extension",
    "confirm_completion",
    "continue_task",
    "issue_by_hand",
    "issue_task",
    "pull_steps",
    "refuse_extension",
    "remove_evidence",
    "request_extension",
    "send_back",
    "set_due_date",
    "submit_completion",
    "supersede_task",
    "withdraw_extension",
]
