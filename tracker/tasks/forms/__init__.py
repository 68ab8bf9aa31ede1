"""What a unit, the Office and a leader type about a task."""

from .explanation import AcceptanceForm, AgainForm, ExplanationForm, QuestionForm
from .extension import DecisionForm, DueDateForm, ExtensionForm
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
from .urging import UrgingForm

__all__ = [
    "AcceptanceForm",
    "AgainForm",
    "CancelForm",
    "CompletionForm",
    "DecisionForm",
    "DeclineForm",
    "DueDateForm",
    "EvidenceForm",
    "ExplanationForm",
    "ExtensionForm",
    "InsistForm",
    "PercentField",
    "ProgressForm",
    "QuestionForm",
    "ReasonForm",
    "ReassignForm",
    "RemovalForm",
    "ReopenForm",
    "ResumeForm",
    "SupersedeForm",
    "SuspendForm",
    "TaskForm",
    "UrgingForm",
]
