"""What a unit, the Office and a leader type about a task."""

from .explanation import AcceptanceForm, AgainForm, ExplanationForm, QuestionForm
from .extension import DecisionForm, ExtensionForm
from .new import TaskForm
from .parts import PercentField
from .progress import CompletionForm, EvidenceForm, ProgressForm, ReasonForm, RemovalForm
from .urging import UrgingForm

__all__ = [
    "AcceptanceForm",
    "AgainForm",
    "CompletionForm",
    "DecisionForm",
    "EvidenceForm",
    "ExplanationForm",
    "ExtensionForm",
    "PercentField",
    "ProgressForm",
    "QuestionForm",
    "ReasonForm",
    "RemovalForm",
    "TaskForm",
    "UrgingForm",
]
