"""Why work is late: asked, answered, accepted."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, StringField, TextAreaField, widgets

from ...fields import BaseForm, MaxLength, Optional, Required, choices
from ..models import Cause


def _cause(value: Any) -> str:
    return value if value in set(Cause) else ""


class CauseField(RadioField):
    """Objective or subjective; what is neither counts as not chosen."""

    def __init__(self, label: Any, **options: Any) -> None:
        kinds = [(Cause.OBJECTIVE.value, _l("Objective")), (Cause.SUBJECTIVE.value, _l("Subjective"))]
        super().__init__(label, choices=choices(kinds), coerce=_cause, validate_choice=False, **options)


class SeenField(IntegerField):
    """The version of the exchange that was read before this was written; hidden, 0 when it is missing."""

    widget = widgets.HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Never refuses: a wrong version is an old one."""
        typed = valuelist[0] if valuelist else ""
        self.data = int(typed) if typed.isascii() and typed.isdigit() else 0


class QuestionForm(BaseForm):
    question = TextAreaField(_l("Question"), [Required(_l("Write what the unit is to explain.")), MaxLength(1000)])


class ExplanationForm(BaseForm):
    seen = SeenField()
    cause = CauseField(_l("Cause of the delay"), validators=[Required(_l("Choose the cause of the delay."))])
    explanation = TextAreaField(
        _l("Explanation and remedy"), [Required(_l("Write in a sentence why the work is late.")), MaxLength(2000)]
    )


class DelayFields(BaseForm):
    """Beside a report of completion that comes late."""

    cause = CauseField(_l("Cause of the delay"))
    explanation = TextAreaField(_l("Explanation and remedy"), [Optional(), MaxLength(2000)])


class AcceptanceForm(BaseForm):
    """The button that is pressed carries the cause."""

    seen = SeenField()
    confirmed_cause = CauseField(_l("Confirmed cause"), validators=[Required(_l("Choose the cause of the delay."))])
    note = StringField(_l("Note"), [Optional(), MaxLength(500)])


class AgainForm(BaseForm):
    seen = SeenField()
    note = TextAreaField(_l("What is missing"), [Required(_l("Write what the unit is to add.")), MaxLength(1000)])
