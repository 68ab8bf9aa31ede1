"""Until when, and how often, a unit may ask for more time; past that only a leader moves the date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _

from ..settings.book import OfficeSettings
from ..workdays import Calendar
from .models import Extension, ExtensionState
from .status import Today


class Asked(NamedTuple):
    """How often more time was asked for, withdrawn requests aside, and how often it was given."""

    requests: int
    approved: int

    @classmethod
    def of(cls, extensions: Iterable[Extension]) -> Asked:
        """Of all requests of a task. One that waits is the last of them, so that their number is its own."""
        states = [extension.state for extension in extensions if extension.state != ExtensionState.WITHDRAWN]
        return cls(len(states), states.count(ExtensionState.APPROVED))


def last_day_to_ask(due_on: date, calendar: Calendar, working_days: int) -> date:
    """So many working days after the real end of the term; negative: before it."""
    day = calendar.working_day_from(due_on)
    if working_days >= 0:
        return calendar.add_working_days(day, working_days)
    for _step in range(-working_days):
        day = calendar.working_day_before(day)
    return day


def why_not_ask(due_on: date, approved: int, today: Today, settings: OfficeSettings) -> str:
    """The sentence for a unit that comes too late or too often; empty when it may ask."""
    if settings.extension_at_most and approved >= settings.extension_at_most:
        return _(
            "More time has been given %(count)s times, and more often it cannot be asked for. Only a leader can set"
            " another date now.",
            count=approved,
        )
    last = last_day_to_ask(due_on, today.calendar, settings.extension_until_days_late)
    if today.day > last:
        return _(
            "More time could be asked for until %(day)s. Only a leader can set another date now.",
            day=f"{last:%d/%m/%Y}",
        )
    return ""


def flagged(number: int, settings: OfficeSettings) -> int:
    """The number of a request where the office wants it pointed out, else 0."""
    return number if settings.extension_flag_from and number >= settings.extension_flag_from else 0
