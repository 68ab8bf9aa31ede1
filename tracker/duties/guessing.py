"""The rule behind «hằng tháng» in a notice: from the date and the words beside it. Pure; the Office corrects it."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from ..text import fold
from .recurrence import Kind, Landing, Pattern, longest

# What a task's `every` may say. Daily work is followed in its one task: a task for each day would drown its unit.
RECURRING = ("week", "month", "quarter", "year")
_DAY_WORDS = re.compile(r"\bngay (\d{1,2})(?![\d/])")
_DATE_WORDS = re.compile(r"\b(\d{1,2})/(\d{1,2})(?![\d/])")
_WEEKDAY_WORDS = re.compile(r"\bthu (hai|ba|tu|nam|sau|bay|[2-7])\b")
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_FRIDAY = 4


class Guess(NamedTuple):
    """A pattern and where its dates land on days off."""

    pattern: Pattern
    landing: Landing


def guess(every: str, due_on: date | None, words: str) -> Guess:
    """By the day of the due date; without one by the words, else the last working day of the period."""
    told = fold(words)
    if every == "week":
        weekday = due_on.weekday() if due_on else _weekday_in(told)
        return Guess(Pattern(Kind.WEEKLY, weekday=weekday), Landing.AS_WRITTEN if due_on else Landing.BEFORE)
    if every == "month" and "ngay lam viec cuoi" in told:
        return Guess(Pattern(Kind.LAST_WORKING_DAY), Landing.BEFORE)
    if every == "month" and "cuoi thang" in told:
        return Guess(Pattern(Kind.LAST_DAY), Landing.AS_WRITTEN)
    day = due_on.day if due_on else _day_in(told)
    landing = Landing.AS_WRITTEN if day else Landing.BEFORE
    if every == "month":
        return Guess(Pattern(Kind.MONTHLY, day=day) if day else Pattern(Kind.LAST_WORKING_DAY), landing)
    if every == "quarter":
        month = (due_on.month - 1) % 3 + 1 if due_on else 3
        return Guess(Pattern(Kind.QUARTERLY, day=day or 31, month=month), landing)
    day, month = (due_on.day, due_on.month) if due_on else _date_in(told)
    return Guess(Pattern(Kind.YEARLY, day=day, month=month), landing)


def _weekday_in(told: str) -> int:
    match = _WEEKDAY_WORDS.search(told)
    if match is None:
        return _FRIDAY
    return _WEEKDAYS[match[1]] if match[1] in _WEEKDAYS else int(match[1]) - 2


def _day_in(told: str) -> int | None:
    match = _DAY_WORDS.search(told)
    day = int(match[1]) if match else 0
    return day if 1 <= day <= 31 else None


def _date_in(told: str) -> tuple[int, int]:
    """Day and month; the last day of the year where none is told."""
    match = _DATE_WORDS.search(told)
    day, month = (int(match[1]), int(match[2])) if match else (31, 12)
    return (day, month) if 1 <= month <= 12 and 1 <= day <= longest(month) else (31, 12)
