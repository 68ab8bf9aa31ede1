"""Tables of the heart: the task and what happens to it."""

from .extension import Extension, ExtensionState, Hindrance, find_hindrance
from .link import LinkKind, TaskLink
from .progress import Evidence, ProgressUpdate, TaskReturn
from .task import (
    NO_DUE,
    TRANSITIONS,
    Task,
    TaskDueChange,
    TaskNumber,
    TaskState,
    TaskStateChange,
    task_cooperation,
)

__all__ = [
    "NO_DUE",
    "TRANSITIONS",
    "Evidence",
    "Extension",
    "ExtensionState",
    "Hindrance",
    "LinkKind",
    "ProgressUpdate",
    "Task",
    "TaskDueChange",
    "TaskLink",
    "TaskNumber",
    "TaskReturn",
    "TaskState",
    "TaskStateChange",
    "find_hindrance",
    "task_cooperation",
]
