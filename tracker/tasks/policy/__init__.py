"""Who may do what to a task. *When* is TRANSITIONS; a button is shown when both say yes."""

from .basics import (
    Sees,
    Sight,
    answers_for,
    confirms,
    cooperates,
    directs,
    is_accountable,
    is_of_lead_unit,
    visible_to,
)
from .editing import can_edit, may_still_correct, wrote
from .evidence import can_remove_evidence, removes_evidence
from .explanation import (
    can_answer_explanation,
    can_ask_explanation,
    can_be_explained,
    can_decide_explanation,
    decides_explanation,
)
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
from .measure import can_set_measure, sets_measure
from .part import can_add_part, takes_part
from .progress import (
    can_accept,
    can_add_evidence,
    can_assign_officer,
    can_confirm,
    can_send_back,
    can_submit,
    can_update,
)
from .proposal import answers_proposal, can_answer_proposal
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
from .step import can_mark_step, can_plan_steps, marks_step
from .urging import can_urge

__all__ = [
    "Sees",
    "Sight",
    "answers_for",
    "answers_proposal",
    "can_accept",
    "can_add_evidence",
    "can_add_part",
    "can_answer_explanation",
    "can_answer_proposal",
    "can_ask_explanation",
    "can_assign_officer",
    "can_be_explained",
    "can_cancel",
    "can_confirm",
    "can_decide_explanation",
    "can_decide_extension",
    "can_decline",
    "can_edit",
    "can_insist",
    "can_mark_step",
    "can_plan_steps",
    "can_reassign",
    "can_remove_evidence",
    "can_reopen",
    "can_request_extension",
    "can_resume",
    "can_send_back",
    "can_set_due",
    "can_set_measure",
    "can_star",
    "can_submit",
    "can_supersede",
    "can_suspend",
    "can_update",
    "can_urge",
    "can_withdraw_extension",
    "confirms",
    "cooperates",
    "decides_decline",
    "decides_explanation",
    "decides_extension",
    "directs",
    "is_accountable",
    "is_of_lead_unit",
    "marks_step",
    "may_hand_over",
    "may_still_correct",
    "removes_evidence",
    "sets_due",
    "sets_measure",
    "takes_part",
    "visible_to",
    "withdraws_extension",
    "wrote",
]
