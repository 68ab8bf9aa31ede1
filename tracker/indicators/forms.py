"""An indicator, a plan, a reading and the work that belongs to it, as they are typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, ValidationError, widgets

from ..fields import CHOOSE_ONE, BaseForm, Between, DayField, MaxLength, Optional, Required
from ..tasks.forms.parts import A_DAY, NumberField
from ..text import clean_line
from .wording import write

MOST_DIGITS = 13  # the office's budget in đồng; what is longer is a slip, and no page can show it
_TWO_WAYS = {"vi": re.compile(r"[1-9]\d{0,2},\d{3}"), "en": re.compile(r"[1-9]\d{0,2}\.\d{3}")}


class AmountField(NumberField):
    """A number that is not negative, as a Decimal. What can be read in two ways is asked about, not guessed."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raises ValueError with the sentence to show."""
        self.data = None
        typed = clean_line(str(valuelist[0])) if valuelist else ""
        locale = get_locale()
        language = locale.language if locale else "vi"
        if _TWO_WAYS[language].fullmatch(typed):
            thousand = typed.translate(str.maketrans(",.", ".,"))
            raise ValueError(
                _(
                    "“%(typed)s” can be read in two ways. Write %(thousand)s for thousands, %(part)s for a fraction.",
                    typed=typed,
                    thousand=thousand,
                    part=f"{typed}0",
                )
            )
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = Decimal(repr(self.data))
            if self.data.adjusted() >= MOST_DIGITS:
                self.data = None
                raise ValueError(
                    _(
                        "At most %(digits)s digits before the decimal sign. Check the number, or choose a larger unit.",
                        digits=MOST_DIGITS,
                    )
                )

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return write(self.data) if self.data is not None else ""


class _Given:
    """A number, which may be 0."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is None and not field.errors:
            raise ValidationError(_("Give a number."))


def _choice(label: Any) -> SelectField:
    return SelectField(label, coerce=int, choices=[], default=0, invalid_choice_message=CHOOSE_ONE)


class IndicatorForm(BaseForm):
    version = HiddenField()
    form_key = HiddenField()
    name = StringField(_l("Name"), [Required(_l("Say what is measured.")), MaxLength(200)])
    unit = StringField(
        _l("Unit of measure"), [Required(_l("Say what is counted, for example «tỷ đồng».")), MaxLength(40)]
    )
    year = IntegerField(_l("Year"), [Between(2000, 2100)], widget=widgets.TextInput())
    kind = SelectField(_l("How it is counted"), choices=[], invalid_choice_message=CHOOSE_ONE)
    less_is_better = BooleanField(_l("Less is better, for example a poverty rate or a number of accidents"))
    is_per_ward = BooleanField(_l("Also for each ward and commune"))
    is_enabled = BooleanField(_l("Followed"), default=True)
    topic_id = _choice(_l("Topic"))
    lead_unit_id = _choice(_l("Lead unit"))
    previous_id = _choice(_l("The same last year"))


class TargetForm(BaseForm):
    set_by = StringField(_l("Set by"), [Required(_l("Say who set the plan, for example «Tỉnh giao».")), MaxLength(120)])
    value = AmountField(_l("Plan"), [_Given()])
    unit_id = _choice(_l("Counted for"))


class ReadingForm(BaseForm):
    form_key = HiddenField()
    as_of = DayField(_l("As of"), [Required(_l("Give the day up to which it counts."))], render_kw=A_DAY)
    value = AmountField(_l("Value"), [_Given()])
    unit_id = _choice(_l("Counted for"))
    note = StringField(_l("Remark"), [Optional(), MaxLength(300)])


class CorrectionForm(ReadingForm):
    """Another number in the place of the first one; why is asked for."""

    note = StringField(_l("Reason"), [Required(_l("Say why the number is corrected.")), MaxLength(300)])


class RemovalForm(BaseForm):
    reason = StringField(_l("Reason"), [Required(_l("Say why the reading is taken out.")), MaxLength(300)])


class WardReadingsForm(BaseForm):
    """One day for all wards; a number for each ward is added by `ward_readings_form`. Empty is no reading."""

    form_key = HiddenField()
    as_of = DayField(_l("As of"), [Required(_l("Give the day up to which it counts."))], render_kw=A_DAY)
    note = StringField(_l("Remark"), [Optional(), MaxLength(300)])


def ward_readings_form(wards: Mapping[int, str], data: dict[str, Any]) -> Any:
    """The form with one number for each of these wards, named by `ward_field`."""
    fields = {ward_field(unit_id): AmountField(name) for unit_id, name in wards.items()}
    return type("ReadingsOfWardsForm", (WardReadingsForm,), fields)(data=data)


def ward_field(unit_id: int) -> str:
    """What the field of a ward is called."""
    return f"ward_{unit_id}"


class LinkForm(BaseForm):
    code = StringField(
        _l("Task code"), [Required(_l("Give the code of a task, for example NV-2026-0142.")), MaxLength(20)]
    )
    whole_directive = BooleanField(_l("All tasks of the same directive"))
