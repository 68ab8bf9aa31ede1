"""What the Office changes of a task, and what an author corrects of his report."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField, widgets

from ...fields import Between, DayField, MaxLength, Optional, Required
from .merging import MergingForm
from .parts import A_DAY, NumberField, PercentField


class EditForm(MergingForm):
    """All but the text it comes from, the lead unit and the due date: those have acts of their own."""

    title = TextAreaField(_l("Task"), [Required(_l("Write what is to be done.")), MaxLength(500)])
    deliverable = StringField(_l("Deliverable"), [Optional(), MaxLength(300)])
    topic_id = SelectField(_l("Topic"), coerce=int, choices=[])
    leader_id = SelectField(_l("Accountable leader"), coerce=int, choices=[])
    cooperating = SelectMultipleField(
        _l("Cooperating units"),
        coerce=int,
        choices=[],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    due_words = StringField(_l("Due date in the words of the text"), [Optional(), MaxLength(300)])


class CorrectionForm(MergingForm):
    """Every kind of report; the view leaves out what its kind does not have."""

    result = TextAreaField(_l("Result"), [Required(_l("Write in a sentence what was achieved.")), MaxLength(4000)])
    percent = PercentField(_l("Progress"), [Optional(), Between(0, 100)], render_kw={"inputmode": "numeric"})
    measured = NumberField(_l("Reached so far"))
    difficulties = TextAreaField(_l("Difficulties, obstacles"), [Optional(), MaxLength(2000)])
    expected_on = DayField(_l("Expected to be finished on"), [Optional()], render_kw=A_DAY)
    document_number = StringField(_l("Number of the result document"), [Optional(), MaxLength(60)])
    document_on = DayField(_l("Date of the document"), [Optional()], render_kw=A_DAY)
