"""Who may do what to a task. *When* is TRANSITIONS; a button is shown when both say yes."""

from .basics import answers_for, confirms, cooperates, directs, is_accountable, is_of_lead_unit, visible_to
from .editing import can_edit, may_still_correct, wrote
from .evidence import can_remove_evidence, removes_evidence
from .extension import can_decide_extension, can_request_extension, decides_extension
from .progress import (
    can_accept,
    can_add_evidence,
    can_assign_officer,
    can_confirm,
    can_send_back,
    can_submit,
    can_update,
)
from .step import can_mark_step, can_plan_steps, marks_step

__all__ = [
    "answers_for",
    "can_accept",
    "can_add_evidence",
    "can_assign_officer",
    "can_confirm",
    "can_decide_extension",
    "can_edit",
    "can_mark_step",
    "can_plan_steps",
    "can_remove_evidence",
    "can_request_extension",
    "can_send_back",
    "can_submit",
    "can_update",
    "confirms",
    "cooperates",
    "decides_extension",
    "directs",
    "is_accountable",
    "is_of_lead_unit",
    "marks_step",
    "may_still_correct",
    "removes_evidence",
    "visible_to",
    "wrote",
]
