"""What the leader's page reads: its filter, its figures now and a week ago, its groups."""

from __future__ import annotations

from .asking import address, begins_with_own, list_narrowed, read_asked, read_grouping
from .figures import Done, Figures, read_done, read_figures, report_month
from .groups import GROUPS, Group, count_bands, list_groups
from .week_ago import read_week_ago

__all__ = [
    "GROUPS",
    "Done",
    "Figures",
    "Group",
    "address",
    "begins_with_own",
    "count_bands",
    "list_groups",
    "list_narrowed",
    "read_asked",
    "read_done",
    "read_figures",
    "read_grouping",
    "read_week_ago",
    "report_month",
]
