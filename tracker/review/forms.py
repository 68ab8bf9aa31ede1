"""What the clerk types about a draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
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

from ..fields import CHOOSE_ONE, BaseForm, DayField, MaxLength, Optional, Required, choices
from ..people.models import Unit
from ..people.unit_words import find_unit
from ..text import clean_line
from .models import DueKind

_SHORT_DAY = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})$")
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


class UnitField(ChoiceField):
    """One unit by id, or by words that mean one: without its list a browser sends what was typed."""

    offered: Sequence[Unit] = ()
    words = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """An id, or words kept for `pre_validate`, which knows the units."""
        typed = clean_line(str(valuelist[0])) if valuelist else ""
        is_id = not typed or (typed.isascii() and typed.isdigit())
        self.words = "" if is_id else typed
        self.data = _none_if_empty(typed) if is_id else None

    def pre_validate(self, form: Any) -> None:
        """Only one that was offered. Raises ValidationError with the sentence to show."""
        if self.words:
            meant = find_unit(self.words, self.offered)
            if meant is None:
                raise ValidationError(_("No single unit is meant by “%(words)s”. Choose it by name.", words=self.words))
            self.data = meant.id
        super().pre_validate(form)

    @property
    def shown(self) -> str:
        """What stands in a field of words."""
        return self.words or next((unit.name for unit in self.offered if unit.id == self.data), "")


class DueField(DayField):
    """A day; without a year the first such day from the notice's own date on."""

    _short: tuple[int, int] | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """15/9 waits for `pre_validate`, which knows the notice's date. Raises ValueError for what is no day."""
        match = _SHORT_DAY.match(clean_line(str(valuelist[0])) if valuelist else "")
        self._short = (int(match[1]), int(match[2])) if match else None
        if match:
            self.data = None
        else:
            super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        """Find the year. Raises ValidationError with the sentence to show."""
        if self._short:
            day, month = self._short
            since: date = form.since
            years = range(since.year, since.year + 9)  # 29/2 comes every four or eight years
            days = (found for year in years if (found := _day(year, month, day)) and found >= since)
            self.data = next(days, None)
            if self.data is None:
                raise ValidationError(_("Write the date as day/month/year, for example 31/12/2026."))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class DraftForm(BaseForm):
    since: date
    version = HiddenField()
    title = StringField(
        _l("Task"), [Required(_l("Write what is to be done.")), MaxLength(500)], widget=widgets.TextArea()
    )
    deliverable = StringField(_l("Deliverable"), [Optional(), MaxLength(300)])
    topic_id = ChoiceField(_l("Topic"))
    lead_unit_id = UnitField(_l("Lead unit"))
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
    due_on = DueField(_l("Due on"), [Optional()])
    every = SelectField(
        _l("Repeats"),
        choices=choices([("", _l("No")), *EVERY_NAMES.items()]),
        default="",
        invalid_choice_message=CHOOSE_ONE,
    )


class GapsForm(BaseForm):
    """What the card itself asks for while something is open."""

    since: date
    lead_unit_id = UnitField(_l("Lead unit"))
    leader_id = ChoiceField(_l("Accountable leader"))
    due_on = DueField(_l("Due on"), [Optional()])
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


class FigureForm(BaseForm):
    """Which indicator a figure of the text is a reading of."""

    indicator_id = SelectField(_l("Indicator"), coerce=int, choices=[], invalid_choice_message=CHOOSE_ONE)
    name = StringField(_l("Name of the new indicator"), [MaxLength(200)])
    as_of = DayField(_l("As of"), [Required(_l("Give the day up to which it counts."))])
    with_plans = BooleanField(_l("Also write down the plans that are not known yet"))

    def validate_name(self, field: StringField) -> None:
        """Asked for only where one is made."""
        if not self.indicator_id.data and not field.data:
            raise ValidationError(_("Say what is measured."))
