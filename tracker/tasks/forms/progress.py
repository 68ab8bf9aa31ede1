"""What a unit types about its work, and what the Office answers."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, StringField, TextAreaField, ValidationError

from ...fields import BaseForm, Between, DayField, MaxLength, Optional, Required
from .explanation import DelayFields
from .parts import A_DAY, NumberField, PercentField


class ProgressForm(BaseForm):
    """`percent`, or `measured` where the task has a measure; the page shows one of them.

    `seen`: the last update that the page showed when it was opened.
    """

    form_key = HiddenField()
    seen = HiddenField()
    result = TextAreaField(
        _l("Result so far"), [Required(_l("Write in a sentence what has been done so far.")), MaxLength(4000)]
    )
    percent = PercentField(_l("Progress"), [Optional(), Between(0, 100)], render_kw={"inputmode": "numeric"})
    measured = NumberField(_l("Reached so far"))
    difficulties = TextAreaField(_l("Difficulties, obstacles"), [Optional(), MaxLength(2000)])
    proposal = TextAreaField(_l("Proposal"), [Optional(), MaxLength(2000)])
    expected_on = DayField(_l("Expected to be finished on"), [Optional()], render_kw=A_DAY)
    document_number = StringField(_l("Number of the result document"), [Optional(), MaxLength(60)])
    document_on = DayField(_l("Date of the document"), [Optional()], render_kw=A_DAY)
    files = MultipleFileField(_l("Attach files"))

    @property
    def holds_more(self) -> bool:
        """Whether something in the folded half of the form is filled in or refused."""
        folded = (self.difficulties, self.proposal, self.expected_on, self.document_number, self.document_on)
        return any(field.errors or field._value() for field in folded)


class CompletionForm(DelayFields):
    form_key = HiddenField()
    seen = HiddenField()
    anyway = HiddenField()  # the button that confirms a number below the plan carries that number
    measured = NumberField(_l("Reached"))
    result = TextAreaField(_l("Result"), [Required(_l("Write in a sentence what was achieved.")), MaxLength(4000)])
    completed_on = DayField(
        _l("Finished on"), [Required(_l("Give the day on which the work was finished."))], render_kw=A_DAY
    )
    document_number = StringField(_l("Number of the result document"), [Optional(), MaxLength(60)])
    document_on = DayField(_l("Date of the document"), [Optional()], render_kw=A_DAY)
    files = MultipleFileField(_l("Attach files"))

    @property
    def is_confirmed(self) -> bool:
        """Whether that very number was confirmed as enough."""
        return self.measured.data is not None and self.anyway.data == str(self.measured.data)


class ReasonForm(BaseForm):
    reason = TextAreaField(
        _l("Reason"), [Required(_l("Say what is missing, so that the unit can mend it.")), MaxLength(1000)]
    )


class EvidenceForm(BaseForm):
    form_key = HiddenField()
    files = MultipleFileField(_l("Attach files"))

    def validate_files(self, field: MultipleFileField) -> None:
        """At least one."""
        if not any(file.filename for file in field.data or []):
            raise ValidationError(_("Choose at least one file."))


class RemovalForm(BaseForm):
    reason = StringField(
        _l("Why is the file taken away?"),
        [Required(_l("Say in a few words why the file is taken away.")), MaxLength(300)],
    )
