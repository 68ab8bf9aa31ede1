"""What the lists of changes are called, and what is said of days and notices that are not counted as asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext as _

from ...text import read_day
from ..days import tell_last_day, tell_misread
from .changes import Kind
from .given import NoticeHead
from .paragraph import Figure
from .period import Period


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


def tell_span(args: Mapping[str, str], period: Period) -> list[str]:
    """What of the asked days is not shown, and what is shown instead."""
    told = [*tell_misread(args, "since"), *tell_last_day(args, "until")]
    begins = read_day(args.get("since", "")) or (period.notice.met_on if period.notice else period.since)
    if begins > period.since:
        told.append(_tell_begin(f"{begins:%d/%m/%Y}", period))
    return told


def _tell_begin(day: str, period: Period) -> str:
    if period.until is None:
        return _("%(day)s is still to come: counted from today.", day=day)
    return _(
        "The first day, %(day)s, lies behind the last one: only %(until)s itself is shown.",
        day=day,
        until=f"{period.until:%d/%m/%Y}",
    )


def tell_not_yet(heads: Sequence[NoticeHead], day: date) -> list[str]:
    """Which notices of the choice are left out of a past day."""
    if not heads:
        return []
    return [
        _(
            "By the end of %(day)s not issued, or without its tasks given, and so not counted: %(notices)s.",
            day=f"{day:%d/%m/%Y}",
            notices=", ".join(head.reference for head in heads),
        )
    ]
