"""The line «Chỉ tiêu» on the page of a task."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...tasks.models import Task
from ..lines_for import summaries_of_tasks, words_of_worst
from ..summary import Summary
from ..wording import amount, outlook_chip


def facts_of(task: Task) -> list[tuple[str, str, str]]:
    """One for each indicator, which whoever sees the task may open; a ward reads its own part of it."""
    ward_id = None if current_user.sees_everything else current_user.unit_id
    return [_fact(one) for one in summaries_of_tasks([task.id], ward_id).get(task.id, [])]


def _fact(summary: Summary) -> tuple[str, str, str]:
    indicator = summary.indicator
    if summary.plans:
        stands = outlook_chip(summary.outlook, is_limit=indicator.less_is_better).label
        words = f"{words_of_worst(summary)} · {stands}"
    else:
        words = amount(summary.last.value if summary.last else None, indicator.unit)
    name = f"{indicator.name}, {current_user.unit_name}" if summary.unit_id else indicator.name
    return (_("Indicator"), f"{name}: {words}", url_for("indicators.show", indicator_id=indicator.id))
