"""What stands under «Báo cáo»: each report with the question that it answers. A new report is one line here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from ..people.models import SEES_EVERYTHING, Role

_STEERING = frozenset({Role.LEADER, Role.OFFICE})


@dataclass(frozen=True)
class Report:
    """One entry. `also`: further pages of the same report, which keep «Báo cáo» marked in the bar."""

    label: Any
    endpoint: str
    sentence: Any
    roles: frozenset[Role] = SEES_EVERYTHING
    also: tuple[str, ...] = ()


# In the order of the page: what is now, what was, what is ahead, the briefing, who did what.
REPORTS = (
    Report(
        _l("Outstanding"), "reports.outstanding", _l("What is not done yet, what is late, what waits for a decision?")
    ),
    Report(
        _l("Scoreboard of units"),
        "reports.scoreboard",
        _l("How much of its work did each unit do in time in a period?"),
        also=("reports.scoreboard_list",),
    ),
    Report(
        _l("Figures to look at again"),
        "disputes.index",
        _l("Which figures of the scoreboard do units call wrong, and what did the Office answer?"),
        also=("disputes.show",),
    ),
    Report(
        _l("Since the last meeting"),
        "reports.since",
        _l("What was added, finished, put off or moved since then?"),
        also=("reports.since_list",),
    ),
    Report(
        _l("Review of earlier conclusions"),
        "reports.reviews",
        _l("What became of the tasks that earlier conclusions gave?"),
        also=("reports.notice_review",),
    ),
    Report(
        _l("Status by unit"), "reports.status_chart", _l("Which unit has how much open work, and how much is late?")
    ),
    Report(
        _l("Outstanding over time"),
        "reports.burn",
        _l("Is the open and overdue work growing or shrinking?"),
        also=("reports.burn_day",),
    ),
    Report(_l("Calendar of due dates"), "reports.heat", _l("On which days is most work due in the coming months?")),
    Report(
        _l("Recurring"),
        "duties.index",
        _l("Which work comes back every month, quarter or year?"),
        _STEERING,
        also=("duties.show", "duties.new", "duties.edit"),
    ),
    Report(
        _l("Briefing agenda"), "tasks.agenda", _l("Which tasks are to be taken up at the next briefing?"), _STEERING
    ),
    Report(
        _l("Rules of reminding"),
        "reminder_rules.show",
        _l("Whom does the system remind of what, and when?"),
        _STEERING,
        also=("reminder_rules.preview",),
    ),
    Report(
        _l("Meetings"),
        "meetings.index",
        _l("What was decided when the outstanding work was walked, and which notice came of it?"),
        _STEERING,
        also=("meetings.new", "meetings.show", "meetings.record", "meetings.words", "meetings.end"),
    ),
    Report(
        _l("Portfolios of the leaders"),
        "portfolios.index",
        _l("Which leader is in charge of which topics and units, and since when?"),
        also=("portfolios.distribution", "portfolios.new_term", "portfolios.term"),
    ),
    Report(_l("Trail of changes"), "trail.index", _l("Who changed what, and when?"), frozenset({Role.ADMIN})),
)


def list_reports(role: Role) -> list[Report]:
    """What that role may open, of what this application has."""
    known = current_app.view_functions
    return [report for report in REPORTS if role in report.roles and report.endpoint in known]


def list_endpoints() -> tuple[str, ...]:
    """Every page that belongs under «Báo cáo»."""
    return ("reports.index", *(name for report in REPORTS for name in (report.endpoint, *report.also)))
