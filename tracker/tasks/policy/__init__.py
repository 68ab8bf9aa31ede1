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
from .progress import (
    can_accept,
    can_add_evidence,
    can_assign_officer,
    can_confirm,
    can_send_back,
    can_submit,
    can_update,
)

__all__ = [
    "answers_for",
    "can_accept",
    "can_add_evidence",
    "can_assign_officer",
    "can_confirm",
    "can_decide_extension",
    "can_remove_evidence",
    "can_request_extension",
    "can_send_back",
    "can_set_due",
    "can_submit",
    "can_update",
    "can_withdraw_extension",
    "confirms",
    "cooperates",
    "decides_extension",
    "directs",
    "is_accountable",
    "is_of_lead_unit",
    "removes_evidence",
    "sets_due",
    "visible_to",
    "withdraws_extension",
]
