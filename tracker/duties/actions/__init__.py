"""What becomes of duties: check, change, history. Never commits, never reads the request."""

from .ending import end_duties_of
from .opening import Opened, close_when_over, open_periods
from .setup import (
    DutyValues,
    change_duty,
    create_duty,
    end_duty,
    pause_duty,
    planned_for,
    resume_duty,
    take_over,
    usual_opening,
)

__all__ = [
    "DutyValues",
    "Opened",
    "change_duty",
    "close_when_over",
    "create_duty",
    "end_duties_of",
    "end_duty",
    "open_periods",
    "pause_duty",
    "planned_for",
    "resume_duty",
    "take_over",
    "usual_opening",
]
