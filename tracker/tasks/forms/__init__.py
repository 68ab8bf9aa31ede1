"""What a unit, the Office and a leader type about a task."""

from .extension import DecisionForm, ExtensionForm
from .new import TaskForm
from .parts import PercentField
from .progress import CompletionForm, EvidenceForm, ProgressForm, ReasonForm, RemovalForm

__all__ = [
    "CompletionForm",
    "DecisionForm",
    "EvidenceForm",
    "ExtensionForm",
    "PercentField",
    "ProgressForm",
    "ReasonForm",
    "RemovalForm",
    "TaskForm",
]
