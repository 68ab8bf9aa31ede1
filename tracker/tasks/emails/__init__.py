"""The mails of a task, one per event and person, built from objects in the reader's language."""

from .due import due_set
from .extension import extension_decided, extension_requested
from .handover import work_handed_over
from .progress import task_assigned, task_sent_back
from .standing import decline_insisted, standing_changed, task_declined, task_reassigned

__all__ = [
    "decline_insisted",
    "due_set",
    "extension_decided",
    "extension_requested",
    "standing_changed",
    "task_assigned",
    "task_declined",
    "task_reassigned",
    "task_sent_back",
    "work_handed_over",
]
