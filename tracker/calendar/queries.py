"""The office's calendar, read once per request."""

from __future__ import annotations

from datetime import date

from flask import g
from sqlalchemy import Boolean, Date, cast, null, select, union_all

from ..db import db
from ..settings.queries import STORED, remember_settings
from ..workdays import Calendar
from .models import CalendarDay

_DAYS_AND_SETTINGS = union_all(
    select(CalendarDay.day, CalendarDay.is_working, null().label("name"), null().label("value")),
    select(cast(null(), Date), cast(null(), Boolean), *STORED.selected_columns),
)


def office_calendar() -> Calendar:
    """The table of days as a value. Cached for the application context; `forget_calendar` after a change.

    The office's settings come in the same statement, since nearly every page asks for both.
    """
    if "office_calendar" not in g:
        rows = db.session.execute(_DAYS_AND_SETTINGS).all()
        days = [row for row in rows if row.day is not None]
        g.office_calendar = Calendar.of(
            [row.day for row in days if not row.is_working], [row.day for row in days if row.is_working]
        )
        if "office_settings" not in g:
            remember_settings((row.name, row.value) for row in rows if row.day is None)
    calendar: Calendar = g.office_calendar
    return calendar


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
