"""The form of all settings, made from their list."""

from __future__ import annotations

import re

from wtforms import BooleanField, HiddenField, StringField

from ..fields import BaseForm, Between
from .book import RANGES, SWITCHES, OfficeSettings, to_text
from .wording import LINES

_NUMBER = re.compile(r"[+-]?[0-9]{1,6}")
SEEN = "seen_"


class NumberField(StringField):
    """A whole number, also with a minus sign; what is none is left empty, and the range behind it says what to give."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads a dash or a minus sign as telephones write it too."""
        typed = (valuelist[0] if valuelist else "").strip().replace("−", "-").replace("–", "-")
        self.data = int(typed) if _NUMBER.fullmatch(typed) else None

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else str(self.data)


class SettingsForm(BaseForm):
    """Each setting with the value that stood there when the page was opened (`seen_…`)."""

    @classmethod
    def of(cls, settings: OfficeSettings) -> SettingsForm:
        """As the office has it now."""
        values = {name: getattr(settings, name) for name in LINES}
        return cls(formdata=None, data=values | {SEEN + name: to_text(value) for name, value in values.items()})

    def typed(self) -> dict[str, str]:
        """Each value as the database keeps it."""
        return {name: to_text(self[name].data) for name in LINES}

    def seen(self) -> dict[str, str]:
        """Each value as the page showed it before anything was typed."""
        return {name: self[SEEN + name].data or "" for name in LINES}

    def see_again(self, name: str, settings: OfficeSettings) -> None:
        """The person has been told what stands there now: the next press is about that."""
        seen = self[SEEN + name]
        seen.raw_data, seen.data = None, to_text(getattr(settings, name))

    def renew_untouched(self, settings: OfficeSettings) -> None:
        """What was not touched here shows what somebody else may have saved meanwhile."""
        for name, seen in self.seen().items():
            field, present = self[name], getattr(settings, name)
            if field.data is not None and to_text(field.data) == seen != to_text(present):
                field.raw_data, field.data = None, present
                self.see_again(name, settings)


for _name, _line in LINES.items():
    if _name in SWITCHES:
        _field = BooleanField(_line.label)
    else:
        _range = RANGES[_name]
        _mode = "text" if _range.low < 0 else "numeric"  # telephones leave the minus sign out of their keypad
        _field = NumberField(_line.label, [Between(_range.low, _range.high)], render_kw={"inputmode": _mode})
    setattr(SettingsForm, _name, _field)
    setattr(SettingsForm, SEEN + _name, HiddenField())
