"""Rules, periods and events in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from .hindrance import Hindrance
from .models import Duty
from .planning import Skipped
from .recurrence import LAST, Kind, Landing, Pattern, read_rule

_ROMAN = ("I", "II", "III", "IV")


def weekday_names() -> list[str]:
    """Monday first."""
    return [
        *(_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday")),
        *(_("Saturday"), _("Sunday")),
    ]


def describe(rule: str, landing: str) -> str:
    """«Ngày 20 hằng tháng», with what becomes of days off."""
    pattern = read_rule(rule, landing)
    words = describe_pattern(pattern)
    if pattern.kind is Kind.LAST_WORKING_DAY or landing == Landing.AS_WRITTEN:
        return words
    return f"{words}, {name_landing(landing)}"


def describe_pattern(pattern: Pattern) -> str:
    """The rule alone."""
    return _SENTENCES[pattern.kind](pattern)


def name_landing(landing: str) -> str:
    """What becomes of days off, behind a rule."""
    return {
        Landing.AS_WRITTEN: _("days off make no difference"),
        Landing.BEFORE: _("if a day off, the working day before"),
        Landing.AFTER: _("if a day off, the working day after"),
    }[Landing(landing)]


def _weekly(pattern: Pattern) -> str:
    weekday = weekday_names()[pattern.weekday]
    if pattern.interval == 1:
        return _("%(weekday)s of every week", weekday=weekday)
    return _("%(weekday)s, every %(count)s weeks", weekday=weekday, count=pattern.interval)


def _nth_weekday(pattern: Pattern) -> str:
    weekday = weekday_names()[pattern.weekday]
    return {
        1: _("The first %(weekday)s of every month", weekday=weekday),
        2: _("The second %(weekday)s of every month", weekday=weekday),
        3: _("The third %(weekday)s of every month", weekday=weekday),
        4: _("The fourth %(weekday)s of every month", weekday=weekday),
        LAST: _("The last %(weekday)s of every month", weekday=weekday),
    }[pattern.position]


def _quarterly(pattern: Pattern) -> str:
    return {
        1: _("Day %(day)s of the first month of every quarter", day=pattern.day),
        2: _("Day %(day)s of the second month of every quarter", day=pattern.day),
        3: _("Day %(day)s of the last month of every quarter", day=pattern.day),
    }[pattern.month]


def _half_yearly(pattern: Pattern) -> str:
    one, two = pattern.month, pattern.month + 6
    return _("Day %(day)s of months %(one)s and %(two)s", day=pattern.day, one=one, two=two)


_SENTENCES: dict[Kind, Callable[[Pattern], str]] = {
    Kind.WEEKLY: _weekly,
    Kind.MONTHLY: lambda pattern: _("Day %(day)s of every month", day=pattern.day),
    Kind.LAST_DAY: lambda pattern: _("The last day of every month"),
    Kind.LAST_WORKING_DAY: lambda pattern: _("The last working day of every month"),
    Kind.NTH_WEEKDAY: _nth_weekday,
    Kind.QUARTERLY: _quarterly,
    Kind.HALF_YEARLY: _half_yearly,
    Kind.YEARLY: lambda pattern: _("Every year on %(day)s", day=f"{pattern.day:02d}/{pattern.month:02d}"),
}


def name_period(code: str) -> str:
    """«tháng 11/2026», «quý IV/2026», «tuần 48/2026», from the code of a period."""
    year, _dash, rest = code.partition("-")
    span, number = rest[0], rest[1:]
    if span == "Q":
        return _("quarter %(number)s/%(year)s", number=_ROMAN[int(number) - 1], year=year)
    if span == "H":
        first = _("first half of %(year)s", year=year)
        return first if number == "1" else _("second half of %(year)s", year=year)
    if span == "Y":
        return _("year %(year)s", year=year)
    if span == "W":
        return _("week %(number)s/%(year)s", number=number, year=year)
    return _("month %(number)s/%(year)s", number=number, year=year)


def name_skipped(skipped: str) -> str:
    """Why a period has no task."""
    return {
        Skipped.MISSED: _("not opened: the tracker was down"),
        Skipped.PAUSED: _("not opened: the duty was resting"),
    }[Skipped(skipped)]


def name_hindrance(hindrance: Hindrance | None) -> str:
    """What the Office has to mend; empty when nothing."""
    if hindrance is None:
        return ""
    return {
        Hindrance.UNIT: _("The lead unit no longer exists: choose another one, else nothing is opened."),
        Hindrance.LEADER: _("The leader holds no such post any more: choose another one, else nothing is opened."),
    }[hindrance]


def event_names() -> dict[str, str]:
    """What happens to a duty."""
    return {
        "duty_created": _("set the duty up"),
        "duty_changed": _("changed the duty"),
        "duty_paused": _("let the duty rest"),
        "duty_resumed": _("let the duty go on"),
        "duty_ended": _("ended the duty"),
        "duty_handed_over": _("handed the duty over"),
    }


def list_changes(data: dict[str, Any]) -> list[str]:
    """One line for each thing that an event changed, and the reason."""
    before, labels = data.get("before", {}), _labels()
    lines = [f"{labels[name]}: {_show(before[name])} → {_show(new)}" for name, new in data.get("after", {}).items()]
    if data.get("new"):
        lines.append(f"{data['old']} → {data['new']}")
    return [*lines, data["reason"]] if data.get("reason") else lines


def _labels() -> dict[str, str]:
    return {
        "title": _("Task"),
        "when": _("Comes back"),
        "starts_on": _("From"),
        "ends_on": _("Last day"),
        "opens_before": _("Opens so many working days ahead"),
        "is_for_last": _("Tells of the period before"),
        "deliverable": _("Deliverable"),
        "source": _("Source"),
        "topic_id": _("Topic"),
        "lead_unit_id": _("Lead unit"),
        "leader_id": _("Accountable leader"),
        "cooperating": _("Cooperating units"),
    }


def _show(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return str(value) if value not in (None, "") else "—"


def rule_of(duty: Duty) -> str:
    """The rule of a duty in words."""
    return describe(duty.rule, duty.landing)
