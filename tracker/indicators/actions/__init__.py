"""What becomes of indicators: check, change, history. Never commits, never reads the request."""

from .figures import FoundFigure, accept_figure, forget_notice
from .links import link_task, unlink_directive, unlink_task
from .readings import (
    ReadingValues,
    accept_reported,
    add_reading,
    add_ward_readings,
    check_in_time,
    correct_reading,
    remove_reading,
)
from .setup import IndicatorValues, change_indicator, create_indicator, remove_target, set_target

__all__ = [
    "FoundFigure",
    "IndicatorValues",
    "ReadingValues",
    "accept_figure",
    "accept_reported",
    "add_reading",
    "add_ward_readings",
    "change_indicator",
    "check_in_time",
    "correct_reading",
    "create_indicator",
    "forget_notice",
    "link_task",
    "remove_reading",
    "remove_target",
    "set_target",
    "unlink_directive",
    "unlink_task",
]
