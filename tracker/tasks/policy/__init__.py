"""Who may do what to a task. *When* is TRANSITIONS; a button is shown when both say yes."""

from .basics import answers_for, confirms, cooperates, directs, is_accountable, is_of_lead_unit, visible_to
from .evidence import can_remove_evidence, removes_evidence
from .extension import (
    can_decide_extension,
    can_request_extension,
    can_set_due,
    can_withdraw_extension,
    decides_extension,
    sets_due,
    withdraws_extension,
)
from .handover import may_hand_over
from .progress import (
    can_accept,
    can_add_evidence,
    can_assign_officer,
    can_confirm,
    can_send_back,
    can_submit,
    can_update,
)
from .standing import (
    can_cancel,
    can_decline,
    can_insist,
    can_reassign,
    can_reopen,
    can_resume,
    can_star,
    can_supersede,
    can_suspend,
    decides_decline,
)

__all__ = [
    "answers_for",
    "can_accept",
    "can_add_evidence",
    "can_assign_officer",
    "can_cancel",
    "can_confirm",
    "can_decide_extension",
    "can_decline",
    "can_insist",
    "can_reassign",
    "can_remove_evidence",
    "can_reopen",
    "can_request_extension",
    "can_resume",
    "can_send_back",
    "can_set_due",
    "can_star",
    "can_submit",
    "can_supersede",
    "can_suspend",
    "can_update",
    "can_withdraw_extension",
    "confirms",
    "cooperates",
    "decides_decline",
    "decides_extension",
    "directs",
    "is_accountable",
    "is_of_lead_unit",
    "may_hand_over",
    "removes_evidence",
    "sets_due",
    "visible_to",
    "withdraws_extension",
]
