"""What people do to a task: check, verb, history, outbox. Never commits, never reads the request."""

from .evidence import add_evidence, remove_evidence
from .explanation import (
    Answer,
    accept_explanation,
    ask_explanation,
    ask_explanation_again,
    close_running_explanation,
    explain,
)
from .extension import approve_extension, close_open_extension, refuse_extension, request_extension
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
from .urging import Urge, urge, urge_all

__all__ = [
    "Answer",
    "Assignment",
    "Progress",
    "Urge",
    "accept_explanation",
    "accept_task",
    "add_evidence",
    "add_update",
    "approve_extension",
    "ask_explanation",
    "ask_explanation_again",
    "assign_officer",
    "close_open_extension",
    "close_running_explanation",
    "confirm_completion",
    "continue_task",
    "explain",
    "issue_by_hand",
    "issue_task",
    "refuse_extension",
    "remove_evidence",
    "request_extension",
    "send_back",
    "submit_completion",
    "supersede_task",
    "urge",
    "urge_all",
]
