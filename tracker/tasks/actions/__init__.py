"""What people do to a task: check, verb, history, outbox. Never commits, never reads the request."""

from .correction import Correction, correct_update
from .editing import Edit, edit_task
from .evidence import add_evidence, remove_evidence
from .extension import approve_extension, close_open_extension, refuse_extension, request_extension
from .following import continue_task, supersede_task
from .issue import Assignment, issue_by_hand, issue_task
from .overtaken import Overtaken
from .progress import (
    Progress,
    accept_task,
    add_update,
    assign_officer,
    confirm_completion,
    send_back,
    submit_completion,
)
from .step import StepPlan, add_step, edit_step, mark_step, pull_steps, remove_open_steps, remove_step

__all__ = [
    "Assignment",
    "Correction",
    "Edit",
    "Overtaken",
    "Progress",
    "StepPlan",
    "accept_task",
    "add_evidence",
    "add_step",
    "add_update",
    "approve_extension",
    "assign_officer",
    "close_open_extension",
    "confirm_completion",
    "continue_task",
    "correct_update",
    "edit_step",
    "edit_task",
    "issue_by_hand",
    "issue_task",
    "mark_step",
    "pull_steps",
    "refuse_extension",
    "remove_evidence",
    "remove_open_steps",
    "remove_step",
    "request_extension",
    "send_back",
    "submit_completion",
    "supersede_task",
]
