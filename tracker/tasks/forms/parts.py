"""Fields and habits that several forms of a task share."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, widgets
from wtforms.validators import StopValidation

A_DAY = {"placeholder": _l("dd/mm/yyyy"), "autocomplete": "off"}


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
