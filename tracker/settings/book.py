"""Every setting of the office with its default and its limits: numbers that are practice, not law.

The law gives no number of days for asking for more time, for declining or for back-dating: the decrees leave them to
each office's own regulation. So each is a setting, its default taken from what comparable offices do.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class OfficeSettings:
    """What rules ask. Days are working days, those of back-dating calendar days; 0 switches a limit off.

    `extension_until_days_late` is no limit that can be switched off: 0 is the due date itself, -3 three days before.
    """

    near_working_days: int = 3
    decline_within_days: int = 5
    extension_until_days_late: int = 20
    extension_at_most: int = 3
    extension_flag_from: int = 2
    office_decides_extensions: bool = False
    no_due_warning_months: int = 3
    backdate_flag_days: int = 5
    backdate_limit_days: int = 30
    correction_minutes: int = 60
    explanation_required: bool = True
    urgings_before_agenda: int = 3
    duty_opens_before_days: int = 10


@dataclass(frozen=True)
class Range:
    """The whole numbers that a setting may hold."""

    low: int
    high: int


RANGES: dict[str, Range] = {
    "near_working_days": Range(1, 30),
    "decline_within_days": Range(0, 60),
    "extension_until_days_late": Range(-30, 250),
    "extension_at_most": Range(0, 20),
    "extension_flag_from": Range(0, 20),
    "no_due_warning_months": Range(1, 36),
    "backdate_flag_days": Range(0, 365),
    "backdate_limit_days": Range(0, 3650),
    "correction_minutes": Range(0, 10080),
    "urgings_before_agenda": Range(0, 50),
    "duty_opens_before_days": Range(1, 60),
}
SWITCHES = frozenset(item.name for item in fields(OfficeSettings) if item.type in (bool, "bool"))


def parse(name: str, text: str) -> Any:
    """The value of a stored or typed text. Raises ValueError when it lies outside the setting's range."""
    if name in SWITCHES:
        return text == "1"
    value, allowed = int(text), RANGES[name]
    if not allowed.low <= value <= allowed.high:
        raise ValueError(name)
    return value


def to_text(value: Any) -> str:
    """How the database keeps a value."""
    return str(int(value))
