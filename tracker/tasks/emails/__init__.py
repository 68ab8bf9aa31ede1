"""The mails of a task, one per event and person, built from objects in the reader's language."""

from .editing import cooperation_asked
from .extension import extension_decided, extension_requested
from .progress import task_assigned, task_sent_back

__all__ = ["cooperation_asked", "extension_decided", "extension_requested", "task_assigned", "task_sent_back"]
