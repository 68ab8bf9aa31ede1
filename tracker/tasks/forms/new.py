"""A task without a text."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, ValidationError, widgets

from ... import clock
from ...directives.portfolios.queries import Charge
from ...fields import BaseForm, DayField, MaxLength, Optional, Required, choices
from .parts import A_DAY


class TaskForm(BaseForm):
    """A task without a text: a telephone order, a letter from the province."""

    charge = Charge({}, {})  # who is in charge of what today, as the view has read it
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
    due_on = DayField(_l("Due on"), render_kw=A_DAY)

    def validate_lead_unit_id(self, field: SelectField) -> None:
        """Exactly one."""
        if not field.data:
            raise ValidationError(_("Choose the unit that answers for the task."))

    def validate_leader_id(self, field: SelectField) -> None:
        """Exactly one: chosen, or in charge of the topic or unit."""
        if self.accountable is None and self.charge:
            raise ValidationError(_("No leader is in charge of this topic or unit. Choose the accountable leader."))
        if self.accountable is None:
            raise ValidationError(_("Choose the accountable leader."))

    def validate_due_on(self, field: DayField) -> None:
        """A date, or explicitly none."""
        if self.due_kind.data == "date" and not field.data and not field.errors:
            raise ValidationError(_("Give the due date, or choose «No due date»."))
        if self.past_day and self.anyway.data != self.past_day.isoformat():
            raise ValidationError(_("This day has passed. Correct it, or press «Assign anyway» below."))

    @property
    def accountable(self) -> int | None:
        """The leader who was chosen, else the one who is in charge of the topic, else of the lead unit."""
        return self.leader_id.data or self.charge.suggest(self.topic_id.data, self.lead_unit_id.data)

    @property
    def past_day(self) -> date | None:
        """The due date, where it has passed: old work may be entered, but not by mistake."""
        typed = self.due_on.data if self.due_kind.data == "date" else None
        return typed if typed and typed < clock.today() else None
