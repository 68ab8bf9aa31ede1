"""What a unit, the Office and a leader type about a task."""

from .editing import CorrectionForm, EditForm
from .extension import DecisionForm, ExtensionForm
from .merging import Difference, MergingForm, as_json
from .new import TaskForm
from .parts import PercentField
from .progress import CompletionForm, EvidenceForm, ProgressForm, ReasonForm, RemovalForm
from .step import StepForm

__all__ = [
    "CompletionForm",
    "CorrectionForm",
    "DecisionForm",
    "Difference",
    "EditForm",
    "EvidenceForm",
    "ExtensionForm",
    "MergingForm",
    "PercentField",
    "ProgressForm",
    "ReasonForm",
    "RemovalForm",
    "StepForm",
    "TaskForm",
    "as_json",
]
