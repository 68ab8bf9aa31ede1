"""What a unit, the Office and a leader type about a task."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
    widgets,
)
from wtforms.validators import StopValidation

from .. import clock
from ..fields import BaseForm, Between, DayField, MaxLength, Optional, Required, choices

_A_DAY = {"placeholder": _l("dd/mm/yyyy"), "autocomplete": "off"}


class PercentField(IntegerField):
    """A whole number from 0 to 100; `58%` and `58,0` are understood, `58,5` is asked about rather than rounded.

    Telephones show the keypad of digits. What is no number is left empty: the range behind it says what to give.
    """

    widget = widgets.TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Refuses a fraction only."""
        typed = (valuelist[0] if valuelist else "").replace("%", "").strip()
        self.data = None
        try:
            number = float(typed.replace(",", "."))
            whole = int(number)
        except (ValueError, OverflowError):
            return
        if whole != number:
            raise ValueError(_("Give whole percents, without a fraction."))
        self.data = whole

    def pre_validate(self, form: Any) -> None:
        """A fraction has its sentence already."""
        if self.process_errors:
            raise StopValidation


class ProgressForm(BaseForm):
    form_key = HiddenField()
    result = TextAreaField(
        _l("Result so far"), [Required(_l("Write in a sentence what has been done so far.")), MaxLength(4000)]
    )
    percent = PercentField(_l("Progress"), [Optional(), Between(0, 100)], render_kw={"inputmode": "numeric"})
    difficulties = TextAreaField(_l("Difficulties, proposals"), [Optional(), MaxLength(2000)])
    expected_on = DayField(_l("Expected to be finished on"), [Optional()], render_kw=_A_DAY)
    files = MultipleFileField(_l("Attach files"))


class CompletionForm(BaseForm):
    form_key = HiddenField()
    result = TextAreaField(_l("Result"), [Required(_l("Write in a sentence what was achieved.")), MaxLength(4000)])
    completed_on = DayField(
        _l("Finished on"), [Required(_l("Give the day on which the work was finished."))], render_kw=_A_DAY
    )
    document_number = StringField(_l("Number of the result document"), [Optional(), MaxLength(60)])
    document_on = DayField(_l("Date of the document"), [Optional()], render_kw=_A_DAY)
    files = MultipleFileField(_l("Attach files"))


class ExtensionForm(BaseForm):
    new_due_on = DayField(_l("New due date"), [Required(_l("Give the date that you ask for."))], render_kw=_A_DAY)
    reason = TextAreaField(_l("Reason"), [Required(_l("Say why more time is needed.")), MaxLength(1000)])


class ReasonForm(BaseForm):
    reason = TextAreaField(
        _l("Reason"), [Required(_l("Say what is missing, so that the unit can mend it.")), MaxLength(1000)]
    )


class DecisionForm(BaseForm):
    note = StringField(_l("Note"), [Optional(), MaxLength(500)])


class EvidenceForm(BaseForm):
    files = MultipleFileField(_l("Attach files"))

    def validate_files(self, field: MultipleFileField) -> None:
        """At least one."""
        if not any(file.filename for file in field.data or []):
            raise ValidationError(_("Choose at least one file."))


class TaskForm(BaseForm):
    """A task without a text: a telephone order, a letter from the province."""

    form_key = HiddenField()
    anyway = HiddenField()  # the button that confirms a day of the past carries that day
    title = StringField(_l("Task"), [Required(_l("Write what is to be done.")), MaxLength(500)])
    source = StringField(
        _l("Source"),
        [
            Required(_l("Say where the order comes from, for example «Điện thoại của Chủ tịch, 24/11/2026».")),
            MaxLength(300),
        ],
    )
    deliverable = StringField(_l("Deliverable"), [Optional(), MaxLength(300)])
    topic_id = SelectField(_l("Topic"), coerce=int, choices=[])
    lead_unit_id = SelectField(_l("Lead unit"), coerce=int, choices=[])
    cooperating = SelectMultipleField(
        _l("Cooperating units"),
        coerce=int,
        choices=[],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    leader_id = SelectField(_l("Accountable leader"), coerce=int, choices=[])
    due_kind = RadioField(
        _l("Due date"), choices=choices([("date", _l("On a date")), ("none", _l("No due date"))]), default="date"
    )
    due_on = DayField(_l("Due on"), render_kw=_A_DAY)

    def validate_lead_unit_id(self, field: SelectField) -> None:
        """Exactly one."""
        if not field.data:
            raise ValidationError(_("Choose the unit that answers for the task."))

    def validate_leader_id(self, field: SelectField) -> None:
        """Exactly one."""
        if not field.data:
            raise ValidationError(_("Choose the accountable leader."))

    def validate_due_on(self, field: DayField) -> None:
        """A date, or explicitly none."""
        if self.due_kind.data == "date" and not field.data and not field.errors:
            raise ValidationError(_("Give the due date, or choose «No due date»."))
        if self.past_day and self.anyway.data != self.past_day.isoformat():
            raise ValidationError(_("This day has passed. Correct it, or press «Assign anyway» below."))

    @property
    def past_day(self) -> date | None:
        """The due date, where it has passed: old work may be entered, but not by mistake."""
        typed = self.due_on.data if self.due_kind.data == "date" else None
        return typed if typed and typed < clock.today() else None
