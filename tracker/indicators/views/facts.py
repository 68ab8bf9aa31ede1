"""The line «Chỉ tiêu» on the page of a task."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...tasks.models import Task
from ..lines_for import summaries_of_tasks, words_of_worst
from ..policy import leads
from ..summary import Summary
from ..wording import amount, outlook_chip

Fact = tuple[str, str] | tuple[str, str, str]


def facts_of(task: Task) -> list[Fact]:
    """One for each indicator; the link is for those who may open it."""
    return [_fact(one) for one in summaries_of_tasks([task.id]).get(task.id, [])]


def _fact(summary: Summary) -> Fact:
    indicator = summary.indicator
    if summary.plans:
        stands = outlook_chip(summary.outlook, is_limit=indicator.less_is_better).label
        words = f"{words_of_worst(summary)} · {stands}"
    else:
        words = amount(summary.last.value if summary.last else None, indicator.unit)
    may_look = current_user.sees_everything or leads(current_user, indicator)
    link = url_for("indicators.show", indicator_id=indicator.id) if may_look else ""
    return (_("Indicator"), f"{indicator.name}: {words}", link)
