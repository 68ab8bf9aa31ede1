"""Tables of the heart: the task and what happens to it."""

from .bulk_run import BulkRun
from .decline import Decline, DeclineState
from .explanation import Cause, Explanation, ExplanationState
from .extension import Extension, ExtensionState, Hindrance, find_hindrance
from .link import LinkKind, TaskLink
from .progress import Evidence, ProgressUpdate, TaskReturn
from .proposal import Proposal, ProposalState
from .saved_filter import SavedFilter
from .step import Step
from .task import (
    NO_DUE,
    OPEN_STATES,
    RESTING,
    TRANSITIONS,
    WORKING,
    Task,
    TaskAssignmentChange,
    TaskDueChange,
    TaskNumber,
    TaskState,
    TaskStateChange,
    task_cooperation,
)
from .urging import Channel, Urging
from .words import TaskWords

__all__ = [
    "NO_DUE",
    "OPEN_STATES",
    "RESTING",
    "TRANSITIONS",
    "WORKING",
    "BulkRun",
    "Cause",
    "Channel",
    "Decline",
    "DeclineState",
    "Evidence",
    "Explanation",
    "ExplanationState",
    "Extension",
    "ExtensionState",
    "Hindrance",
    "LinkKind",
    "ProgressUpdate",
    "Proposal",
    "ProposalState",
    "SavedFilter",
    "Step",
    "Task",
    "TaskAssignmentChange",
    "TaskDueChange",
    "TaskLink",
    "TaskNumber",
    "TaskReturn",
    "TaskState",
    "TaskStateChange",
    "TaskWords",
    "Urging",
    "find_hindrance",
    "task_cooperation",
]
