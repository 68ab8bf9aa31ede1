"""What a unit, the Office and a leader type about a task."""

from .extension import DecisionForm, DueDateForm, ExtensionForm
from .new import TaskForm
from .parts import PercentField
from .progress import CompletionForm, EvidenceForm, ProgressForm, ReasonForm, RemovalForm

__all__ = [
    "CompletionForm",
    "DecisionForm",
    "DueDateForm",
    "EvidenceForm",
    "ExtensionForm",
    "PercentField",
    "ProgressForm",
    "ReasonForm",
    "RemovalForm",
    "TaskForm",
]
