"""The office's calendar, read once per request."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from flask import g
from sqlalchemy import String, case, cast, func, select

from ..db import db
from ..settings.queries import SETTINGS_TEXT, remember_settings
from ..workdays import Calendar
from .models import CalendarDay

_WORKED = "+"  # behind a day; a day off has nothing
_DAYS_TEXT = select(
    func.aggregate_strings(cast(CalendarDay.day, String) + case((CalendarDay.is_working, _WORKED), else_=""), " ")
).scalar_subquery()
# As columns of another statement: what nearly every page asks for costs no query of its own.
RULES = (_DAYS_TEXT.label("office_days"), SETTINGS_TEXT.label("office_settings"))
_SELECT_RULES = select(*RULES)


def office_calendar() -> Calendar:
    """The table of days as a value. Cached for the application context; `forget_calendar` after a change.

    The office's settings come in the same statement, since nearly every page asks for both.
    """
    if "office_calendar" not in g:
        remember_rules(db.session.execute(_SELECT_RULES).one())
    calendar: Calendar = g.office_calendar
    return calendar


def remember_rules(row: Any) -> None:
    """Keep what a statement read in its columns `RULES`: days and settings that are known already stay."""
    if "office_calendar" not in g:
        g.office_calendar = _read_days(row.office_days or "")
    if "office_settings" not in g:
        remember_settings(row.office_settings or "")


@lru_cache(maxsize=8)
def _read_days(text: str) -> Calendar:
    """The same text is the same calendar: it is taken apart once."""
    days = text.split(" ") if text else []
    worked = {date.fromisoformat(day[:-1]) for day in days if day.endswith(_WORKED)}
    return Calendar.of({date.fromisoformat(day) for day in days if not day.endswith(_WORKED)}, worked)


def forget_calendar() -> None:
    """Read it anew next time."""
    g.pop("office_calendar", None)


def list_days(year: int) -> list[CalendarDay]:
    """The entries of a year in order."""
    return list(
        db.session.scalars(
            select(CalendarDay)
            .where(CalendarDay.day >= date(year, 1, 1), CalendarDay.day <= date(year, 12, 31))
            .order_by(CalendarDay.day)
        )
    )


def missing_years(today: date) -> list[int]:
    """Years to enter: this one, and the next from 1 November on. Without them only weekends are off."""
    wanted = [today.year] if today.month < 11 else [today.year, today.year + 1]
    calendar = office_calendar()
    return [year for year in wanted if not calendar.knows(year)]
