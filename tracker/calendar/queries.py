"""The office's calendar, read once per request."""

from __future__ import annotations

from datetime import date

from flask import g
from sqlalchemy import select

from ..db import db
from ..workdays import Calendar
from .models import CalendarDay


def office_calendar() -> Calendar:
    """The table of days as a value. Cached for the application context; `forget_calendar` after a change."""
    if "office_calendar" not in g:
        off: list[date] = []
        worked: list[date] = []
        for day, is_working in db.session.execute(select(CalendarDay.day, CalendarDay.is_working)):
            (worked if is_working else off).append(day)
        g.office_calendar = Calendar.of(off, worked)
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
