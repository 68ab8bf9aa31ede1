"""What the lists of changes are called."""

from __future__ import annotations

from flask_babel import gettext as _

from .changes import Kind
from .paragraph import Figure


def kind_names() -> dict[Kind, str]:
    """The headings."""
    return {
        Kind.ADDED: _("New tasks"),
        Kind.ADDED_BY_NOTICE: _("Given by conclusions"),
        Kind.ADDED_BY_HAND: _("Given without a conclusion"),
        Kind.FINISHED: _("Completed"),
        Kind.ON_TIME: _("Completed on time"),
        Kind.LATE: _("Completed late"),
        Kind.NO_DUE: _("Completed, no due date"),
        Kind.POSTPONED: _("Due date moved to later"),
        Kind.BECAME_OVERDUE: _("Became overdue"),
        Kind.MOVED: _("Given to another unit or leader"),
        Kind.RETURNED: _("Report returned"),
        Kind.DECLINED: _("Declined by the unit"),
        Kind.REOPENED: _("Opened again"),
        Kind.SUSPENDED: _("Suspended"),
        Kind.CANCELLED: _("Cancelled"),
        Kind.TRANSFERRED: _("Transferred"),
    }


def figure_names() -> dict[Figure, str]:
    """The columns of a review."""
    return {
        Figure.GIVEN: _("Given"),
        Figure.DONE: _("Completed"),
        Figure.ON_TIME: _("of these on time"),
        Figure.LATE: _("of these late"),
        Figure.NO_DUE: _("of these without a due date"),
        Figure.RUNNING: _("Under way"),
        Figure.OVERDUE: _("of these overdue"),
        Figure.WAITING: _("of these waiting for confirmation"),
        Figure.SUSPENDED: _("Suspended"),
        Figure.TRANSFERRED: _("Transferred"),
        Figure.CANCELLED: _("Cancelled"),
    }
