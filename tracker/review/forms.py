"""What the clerk types about a draft."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
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

from ..fields import BaseForm, DayField, MaxLength, Optional, Required, choices
from .models import DueKind

CHOOSE_ONE = _l("Choose one from the list.")
EVERY_NAMES = {
    "day": _l("Every day"),
    "week": _l("Every week"),
    "month": _l("Every month"),
    "quarter": _l("Every quarter"),
    "year": _l("Every year"),
}


def _none_if_empty(value: Any) -> int | None:
    return int(value) if value not in (None, "", "0", "None", 0) else None


class ChoiceField(SelectField):
    """One of the given things by id, or none yet."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(
            label,
            coerce=_none_if_empty,
            choices=[],
            validate_choice=False,
            invalid_value_message=CHOOSE_ONE,
            **kwargs,
        )

    def pre_validate(self, form: Any) -> None:
        """Only what was offered. Raises ValidationError with the sentence to show."""
        if self.data is not None and self.data not in {value for value, *_ in self.choices or []}:
            raise ValidationError(str(CHOOSE_ONE))


class DraftForm(BaseForm):
    version = HiddenField()
    title = StringField(
        _l("Task"), [Required(_l("Write what is to be done.")), MaxLength(500)], widget=widgets.TextArea()
    )
    deliverable = StringField(_l("Deliverable"), [Optional(), MaxLength(300)])
    topic_id = ChoiceField(_l("Topic"))
    lead_unit_id = ChoiceField(_l("Lead unit"))
    one_per_unit = BooleanField(_l("One task for each of the units ticked below; each leads its own"))
    units = SelectMultipleField(
        _l("Cooperating units"),
        coerce=int,
        choices=[],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    leader_id = ChoiceField(_l("Accountable leader"))
    due_kind = RadioField(
        _l("Due date"),
        choices=choices(
            [
                (DueKind.DATE.value, _l("On a date")),
                (DueKind.NONE.value, _l("No due date")),
                (DueKind.UNSET.value, _l("Not settled yet")),
            ]
        ),
        default=DueKind.UNSET.value,
        invalid_choice_message=CHOOSE_ONE,
    )
    due_on = DayField(_l("Due on"), [Optional()])
    every = SelectField(
        _l("Repeats"),
        choices=choices([("", _l("No")), *EVERY_NAMES.items()]),
        default="",
        invalid_choice_message=CHOOSE_ONE,
    )


class GapsForm(BaseForm):
    """What the card itself asks for while something is open."""

    lead_unit_id = ChoiceField(_l("Lead unit"))
    leader_id = ChoiceField(_l("Accountable leader"))
    due_on = DayField(_l("Due on"), [Optional()])
    has_no_due = BooleanField(_l("No due date"))


class AsideForm(BaseForm):
    reason = StringField(_l("Reason"), [Required(_l("Write why no task is given for this sentence.")), MaxLength(300)])


class SplitForm(BaseForm):
    version = HiddenField()
    at = RadioField(_l("Split here"), coerce=int, choices=[], validate_choice=False, invalid_value_message=CHOOSE_ONE)
    words = StringField(_l("Or where these words begin"), [Optional(), MaxLength(300)])


class AddForm(BaseForm):
    start = IntegerField(widget=widgets.HiddenInput())
    end = IntegerField(widget=widgets.HiddenInput())
    words = TextAreaField(_l("Words of the text"), [Optional(), MaxLength(4000)])
