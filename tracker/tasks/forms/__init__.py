"""What a unit, the Office and a leader type about a task."""

from .editing import CorrectionForm, EditForm
from .explanation import AcceptanceForm, AgainForm, ExplanationForm, QuestionForm
from .extension import DecisionForm, DueDateForm, ExtensionForm
from .handover import HandoverForm
from .lists import FilterNameForm
from .measure import MeasureForm
from .merging import Difference, MergingForm, as_json
from .new import TaskForm
from .part import PartForm
from .parts import NumberField, PercentField
from .progress import CompletionForm, EvidenceForm, ProgressForm, ReasonForm, RemovalForm
from .proposal import AnswerForm
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
    "AnswerForm",
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
    "MeasureForm",
    "MergingForm",
    "NumberField",
    "PartForm",
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
