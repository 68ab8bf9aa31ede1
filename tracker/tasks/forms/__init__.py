"""What a unit, the Office and a leader type about a task."""

from .extension import DecisionForm, DueDateForm, ExtensionForm
from .handover import HandoverForm
from .new import TaskForm
from .parts import PercentField
from .progress import CompletionForm, EvidenceForm, ProgressForm, ReasonForm, RemovalForm
from .standing import (
    CancelForm,
    DeclineForm,
    InsistForm,
    ReassignForm,
    ReopenForm,
    ResumeForm,
    SupersedeForm,
    SuspendForm,
)

__all__ = [
    "CancelForm",
    "CompletionForm",
    "DecisionForm",
    "DeclineForm",
    "DueDateForm",
    "EvidenceForm",
    "ExtensionForm",
    "HandoverForm",
    "InsistForm",
    "PercentField",
    "ProgressForm",
    "ReasonForm",
    "ReassignForm",
    "RemovalForm",
    "ReopenForm",
    "ResumeForm",
    "SupersedeForm",
    "SuspendForm",
    "TaskForm",
]
