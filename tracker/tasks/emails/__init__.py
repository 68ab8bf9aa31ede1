"""The mails of a task, one per event and person, built from objects in the reader's language."""

from ...people.letters import once
from .base import asks_for_decision
from .due import due_set
from .editing import cooperation_asked, cooperation_ended, leader_changed
from .explanation import explanation_accepted, explanation_answered, explanation_asked, explanation_asked_again
from .extension import extension_decided, extension_requested
from .handover import work_handed_over
from .part import part_added
from .progress import task_assigned, task_sent_back
from .proposal import proposal_answered, proposal_raised
from .standing import decline_insisted, standing_changed, task_declined, task_reassigned
from .step import step_given
from .urging import Urged, tasks_urged

__all__ = [
    "Urged",
    "asks_for_decision",
    "cooperation_asked",
    "cooperation_ended",
    "decline_insisted",
    "due_set",
    "explanation_accepted",
    "explanation_answered",
    "explanation_asked",
    "explanation_asked_again",
    "extension_decided",
    "extension_requested",
    "leader_changed",
    "once",
    "part_added",
    "proposal_answered",
    "proposal_raised",
    "standing_changed",
    "step_given",
    "task_assigned",
    "task_declined",
    "task_reassigned",
    "task_sent_back",
    "tasks_urged",
    "work_handed_over",
]
