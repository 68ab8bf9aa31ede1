"""A form that two people may have open at once: what it showed comes back with what was typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import HiddenField, SelectField, SelectMultipleField

from ...fields import BaseForm, DayField
from ..measuring import show_number

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Difference:
    """A field that two people left differently, as texts. `was` is None where nobody knows; `choice` is whose stays."""

    name: str
    label: str
    was: str | None
    theirs: str
    mine: str
    choice: str


class MergingForm(BaseForm):
    """`version` is that of the row when the form was opened, `was` the values that it showed then.

    Values are compared as JSON has them: a day as ISO text, several choices as a sorted list.
    """

    version = HiddenField()
    was = HiddenField()

    def merged_names(self) -> list[str]:
        """The fields that are compared: all that a person fills in."""
        return [name for name, field in self._fields.items() if not isinstance(field, HiddenField)]

    def mine(self) -> dict[str, Any]:
        """What was typed."""
        return {name: as_json(self._fields[name].data) for name in self.merged_names()}

    def read_was(self) -> dict[str, Any] | None:
        """What the form showed when it was opened; None when that did not come back whole."""
        try:
            was = json.loads(self.was.data or "")
        except ValueError:
            return None
        return was if isinstance(was, dict) and set(was) == set(self.merged_names()) else None

    def show_as_opened(self, theirs: Mapping[str, Any], version: object) -> None:
        """From now on the form has been opened on these values."""
        self.was.data, self.version.data = json.dumps(dict(theirs), ensure_ascii=False, sort_keys=True), str(version)

    def word(self, name: str, value: Any) -> str:
        """A value as people read it."""
        field = self._fields[name]
        if isinstance(field, SelectField | SelectMultipleField):
            labels = {choice: str(label) for choice, label, *_rest in field.iter_choices()}
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(labels[one] for one in chosen if one in labels)
        if value and isinstance(field, DayField):
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        if isinstance(value, float):
            return show_number(value)
        return "" if value is None else str(value)

    def find_differences(self, theirs: dict[str, Any], version: object, asked: Mapping[str, str]) -> list[Difference]:
        """Where somebody else has saved since the form was opened: each field that he left otherwise than it was typed.

        Empty when nobody has, or when `asked` says for each field whose text stays.
        """
        mine, was = self.mine(), self.read_was()
        is_current, is_chosen = self.version.data == str(version) or was == theirs, bool(asked.get("take"))
        names = [name for name in self.merged_names() if mine[name] != theirs[name]]
        choices = {name: _choice(name, asked, mine, was, theirs) for name in names}
        if is_current and (not is_chosen or all(choices.values())):
            return []
        return [
            Difference(
                name,
                str(self._fields[name].label.text),
                self.word(name, was[name]) if was else None,
                self.word(name, theirs[name]),
                self.word(name, mine[name]),
                choices[name],
            )
            for name in names
        ]

    def settle(self, theirs: dict[str, Any], asked: Mapping[str, str]) -> dict[str, Any]:
        """What is to be saved: what was typed, but theirs where that was chosen."""
        mine = self.mine()
        return {
            name: theirs[name] if asked.get("take") and _asked_for(name, asked) == THEIRS else mine[name]
            for name in mine
        }


def as_json(value: Any) -> Any:
    """A field's value as it is compared and carried along."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set):
        return sorted(value)
    return "" if value is None else value


def _asked_for(name: str, asked: Mapping[str, str]) -> str:
    take = asked.get("take", "")
    chosen = take if take in (MINE, THEIRS) else asked.get(f"take-{name}", "")
    return chosen if chosen in (MINE, THEIRS) else ""


def _choice(
    name: str, asked: Mapping[str, str], mine: dict[str, Any], was: dict[str, Any] | None, theirs: dict[str, Any]
) -> str:
    """Whose text stays: as asked; before anybody was asked, that of the one who changed the field, if only one did."""
    if asked.get("take"):
        return _asked_for(name, asked)
    if was is None:
        return ""
    return THEIRS if mine[name] == was[name] else MINE if theirs[name] == was[name] else ""
