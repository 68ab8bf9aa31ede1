"""The mails of a task, one per event and person, built from objects in the reader's language."""

from .due import due_set
from .extension import extension_decided, extension_requested
from .progress import task_assigned, task_sent_back

__all__ = ["due_set", "extension_decided", "extension_requested", "task_assigned", "task_sent_back"]
