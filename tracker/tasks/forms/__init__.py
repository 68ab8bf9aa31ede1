"""What a unit, the Office and a leader type about a task."""

from .editing import CorrectionForm, EditForm
from .explanation import AcceptanceForm, AgainForm, ExplanationForm, QuestionForm
from .extension import DecisionForm, DueDateForm, ExtensionForm
from .handover import HandoverForm
from .lists import FilterNameForm
from .merging import Difference, MergingForm, as_json
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
from .step import StepForm
from .urging import UrgingForm

__all__ = [
    "AcceptanceForm",
    "AgainForm",
    "CancelForm",
    "CompletionForm",
    "CorrectionForm",
    "DecisionForm",
    "DeclineForm",
    "Difference",
    "DueDateForm",
    "EditForm",
    "EvidenceForm",
    "ExplanationForm",
    "ExtensionForm",
    "FilterNameForm",
    "HandoverForm",
    "InsistForm",
    "MergingForm",
    "PercentField",
    "ProgressForm",
    "QuestionForm",
    "ReasonForm",
    "ReassignForm",
    "RemovalForm",
    "ReopenForm",
    "ResumeForm",
    "StepForm",
    "SupersedeForm",
    "SuspendForm",
    "TaskForm",
    "UrgingForm",
    "as_json",
]
