"""What people do to a task: check, verb, history, outbox. Never commits, never reads the request."""

from .closing import close_open_matters
from .correction import Correction, correct_update
from .decline import decline_task, insist_on_task
from .due import pull_steps, set_due_date
from .editing import Edit, edit_task
from .evidence import add_evidence, remove_evidence
from .explanation import (
    Answer,
    accept_explanation,
    ask_explanation,
    ask_explanation_again,
    close_running_explanation,
    explain,
)
from .extension import approve_extension, close_open_extension, refuse_extension, request_extension, withdraw_extension
from .following import continue_task, supersede_task
from .issue import Assignment, issue_by_hand, issue_task
from .measure import Measure, list_siblings, set_measure
from .overtaken import Overtaken
from .part import add_part
from .progress import (
    Progress,
    accept_task,
    add_update,
    assign_officer,
    confirm_completion,
    send_back,
    submit_completion,
)
from .proposal import answer_proposal, close_open_proposals
from .reassignment import Reassignment, reassign_task, release_task
from .saved_filter import remove_filter, rename_filter, save_filter
from .standing import cancel_task, reopen_task, resume_task, star_task, suspend_task, unstar_task
from .step import StepPlan, add_step, edit_step, mark_step, remove_open_steps, remove_step
from .supersession import supersede_by_hand
from .urging import Urge, urge, urge_all

__all__ = [
    "Answer",
    "Assignment",
    "Correction",
    "Edit",
    "Measure",
    "Overtaken",
    "Progress",
    "Reassignment",
    "StepPlan",
    "Urge",
    "accept_explanation",
    "accept_task",
    "add_evidence",
    "add_part",
    "add_step",
    "add_update",
    "answer_proposal",
    "approve_extension",
    "ask_explanation",
    "ask_explanation_again",
    "assign_officer",
    "cancel_task",
    "close_open_extension",
    "close_open_matters",
    "close_open_proposals",
    "close_running_explanation",
    "confirm_completion",
    "continue_task",
    "correct_update",
    "decline_task",
    "edit_step",
    "edit_task",
    "explain",
    "insist_on_task",
    "issue_by_hand",
    "issue_task",
    "list_siblings",
    "mark_step",
    "pull_steps",
    "reassign_task",
    "refuse_extension",
    "release_task",
    "remove_evidence",
    "remove_filter",
    "remove_open_steps",
    "remove_step",
    "rename_filter",
    "reopen_task",
    "request_extension",
    "resume_task",
    "save_filter",
    "send_back",
    "set_due_date",
    "set_measure",
    "star_task",
    "submit_completion",
    "supersede_by_hand",
    "supersede_task",
    "suspend_task",
    "unstar_task",
    "urge",
    "urge_all",
    "withdraw_extension",
]
