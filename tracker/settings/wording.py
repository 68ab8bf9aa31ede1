"""What each setting is called, what it does in a sentence, and what it counts."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from .book import RANGES, SWITCHES, OfficeSettings


class Line(NamedTuple):
    """A setting on the screen."""

    name: str
    label: Any
    sentence: Any
    unit: Any = ""


_WORKING_DAYS = _l("working days")
_DAYS = _l("days")
_TIMES = _l("times")

GROUPS: tuple[tuple[Any, tuple[Line, ...]], ...] = (
    (
        _l("Due dates"),
        (
            Line(
                "near_working_days",
                _l("«Due soon» begins before the due date"),
                _l("From so many working days before the due date on, work is shown as due soon."),
                _WORKING_DAYS,
            ),
            Line(
                "no_due_warning_months",
                _l("Point out work without a due date"),
                _l("Work that was assigned so many months ago and still has no due date is marked in its list."),
                _l("months"),
            ),
        ),
    ),
    (
        _l("More time"),
        (
            Line(
                "extension_until_days_late",
                _l("Last day to ask for more time"),
                _l(
                    "A unit may ask until so many working days after the due date. 0: until the due date itself; with a"
                    " minus sign: so many working days before it."
                ),
                _WORKING_DAYS,
            ),
            Line(
                "extension_at_most",
                _l("How often more time may be given"),
                _l("After so many approvals only a leader can set another date. 0: as often as needed."),
                _TIMES,
            ),
            Line(
                "extension_flag_from",
                _l("Point out repeated requests"),
                _l("From this request on, the task and the mail say which one it is. 0: never."),
                _TIMES,
            ),
            Line(
                "office_decides_extensions",
                _l("The Office decides too"),
                _l("The Office decides about more time and sets due dates as leaders do, never on its own request."),
            ),
        ),
    ),
    (
        _l("Reports"),
        (
            Line(
                "backdate_limit_days",
                _l("How far back a completion may be dated"),
                _l("The day of completion lies at most so many days before the day of the report. 0: no limit."),
                _DAYS,
            ),
            Line(
                "backdate_flag_days",
                _l("Point out completions dated back"),
                _l("If it lies further back than this, whoever confirms is told. 0: never."),
                _DAYS,
            ),
            Line(
                "correction_minutes",
                _l("Time to correct an update"),
                _l("For so long a unit can correct what it wrote itself; the first version stays in the history."),
                _l("minutes"),
            ),
        ),
    ),
    (
        _l("Declining, explaining, urging"),
        (
            Line(
                "decline_within_days",
                _l("Time to decline a task"),
                _l(
                    "For so many working days after it was assigned, a unit can say that a task is outside its"
                    " function. 0: at any time."
                ),
                _WORKING_DAYS,
            ),
            Line(
                "explanation_required",
                _l("Overdue work must be explained"),
                _l("The unit that leads overdue work is asked for the cause and what it will do."),
            ),
            Line(
                "urgings_before_agenda",
                _l("Urged too often"),
                _l("Work urged more often than this stands on the list for the leaders' next meeting. 0: never."),
                _TIMES,
            ),
        ),
    ),
    (
        _l("Recurring duties"),
        (
            Line(
                "duty_opens_before_days",
                _l("Opens ahead"),
                _l("The task of a period is opened so many working days before its due date."),
                _WORKING_DAYS,
            ),
        ),
    ),
)
LINES: dict[str, Line] = {line.name: line for _heading, lines in GROUPS for line in lines}


def show_value(name: str, value: Any) -> str:
    """The value as people read it."""
    if name in SWITCHES:
        return _("yes") if value else _("no")
    return f"{value} {LINES[name].unit}"


def describe_limits(name: str) -> str:
    """Which values the setting takes, and the one that it has while nobody has changed it."""
    default = show_value(name, getattr(OfficeSettings(), name))
    if name in SWITCHES:
        return _("Unless changed: %(default)s.", default=default)
    allowed = RANGES[name]
    return _(
        "From %(low)s to %(high)s. Unless changed: %(default)s.", low=allowed.low, high=allowed.high, default=default
    )
