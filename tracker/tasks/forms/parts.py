"""Fields and habits that several forms of a task share."""

from __future__ import annotations

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, widgets
from wtforms.validators import StopValidation

from ...text import clean_line, parse_number
from ..measuring import show_number

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


class NumberField(StringField):
    """A number that is not negative, as the reader writes it: «1.234,5» in Vietnamese. Data is a float or None."""

    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"render_kw": {"inputmode": "decimal", "autocomplete": "off"}, **kwargs})

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return show_number(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Parse what was typed. Raises ValueError with the sentence to show."""
        self.data = None
        typed = clean_line(str(valuelist[0])) if valuelist else ""
        if not typed:
            return
        locale = get_locale()
        language = locale.language if locale else "vi"
        try:
            self.data = parse_number(typed, language)
        except ValueError:
            example = show_number(1234.5)
            raise ValueError(
                _("Give a number that is not negative, for example %(example)s.", example=example)
            ) from None
