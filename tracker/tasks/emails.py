"""The mails of a task, one per event, built from objects; the outbox sends them."""

from __future__ import annotations

from ..mail import Message
from .models import Extension, Task, TaskReturn


def task_sent_back(task: Task, returned: TaskReturn) -> list[Message]:
    """To the heads of the lead unit: why the report came back."""
    return []


def extension_requested(extension: Extension) -> list[Message]:
    """To the accountable leader: a request waits."""
    return []


def extension_decided(extension: Extension) -> list[Message]:
    """To the heads of the lead unit: how it was decided."""
    return []
