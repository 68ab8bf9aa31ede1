"""Tables of the heart: the task and what happens to it."""

from .extension import Extension, ExtensionState
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
    "ProgressUpdate",
    "Task",
    "TaskDueChange",
    "TaskNumber",
    "TaskReturn",
    "TaskState",
    "TaskStateChange",
    "task_cooperation",
]
