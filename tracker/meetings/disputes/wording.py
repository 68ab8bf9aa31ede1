"""The words of a dispute."""

from __future__ import annotations

from flask_babel import gettext as _

from ...people.wording import name_both
from ...reports.scoreboard.figures import Figure
from ...reports.scoreboard.wording import name_bases, name_figures, name_period, name_work
from ...tasks.wording import Chip
from .models import DisputeState, FigureDispute
from .queries import asked_of


def name_figure(dispute: FigureDispute) -> str:
    """As the board calls it."""
    return name_figures()[Figure(dispute.figure)]


def tell_period(dispute: FigureDispute) -> str:
    """«Tháng 12/2026 (15/11/2026 – 14/12/2026), số liệu tính đến hết ngày 26/11/2026 · thời hạn hiện tại»"""
    asked = asked_of(dispute)
    days = f"{dispute.start_on:%d/%m/%Y} – {dispute.end_on:%d/%m/%Y}"
    known = _("as known at the end of %(day)s", day=f"{dispute.as_of:%d/%m/%Y}")
    return f"{name_period(asked.period)} ({days}), {known} · {name_bases()[asked.basis]} · {name_work()[asked.work]}"


def who_raised(dispute: FigureDispute) -> str:
    """A stand-in by both names."""
    return name_both(dispute.raised_by.name, dispute.raised_for)


def who_answered(dispute: FigureDispute) -> str:
    """A stand-in by both names; empty while it waits."""
    return name_both(dispute.answered_by.name, dispute.answered_for) if dispute.answered_by else ""


def state_chip(dispute: FigureDispute) -> Chip:
    """How it stands."""
    return {
        DisputeState.OPEN: Chip(_("Waiting for the Office"), "near"),
        DisputeState.ACCEPTED: Chip(_("Put right"), "ok"),
        DisputeState.REJECTED: Chip(_("The figure stands"), "quiet"),
    }[DisputeState(dispute.state)]
