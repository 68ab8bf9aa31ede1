"""Lines about indicators for pages of tasks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from flask_babel import ngettext

from .. import clock
from . import queries
from .models import Indicator
from .pace import WORST_FIRST
from .queries import PlanValue, Value
from .summary import Summary, summarise, summarise_ward
from .wording import short_words


def summaries_of_tasks(task_ids: Collection[int], ward_id: int | None = None) -> dict[int, list[Summary]]:
    """The indicators that each of these tasks belongs to, reckoned: two questions, however many tasks.

    With `ward_id` that ward's own part of them, where it has one.
    """
    belonging = queries.list_indicators_of_tasks(task_ids)
    found = {one.id: one for ones in belonging.values() for one in ones}
    last_year = {one.previous_id for one in found.values() if one.previous_id}
    (plans, values), today = queries.list_numbers(found.keys() | last_year), clock.today()
    reckoned = {
        one.id: _reckon(
            one, plans.get(one.id, []), values.get(one.id, []), values.get(one.previous_id or 0, []), today, ward_id
        )
        for one in found.values()
    }
    return {task_id: [reckoned[one.id] for one in ones] for task_id, ones in belonging.items()}


def _reckon(
    indicator: Indicator,
    plans: Sequence[PlanValue],
    values: Sequence[Value],
    before: Sequence[Value],
    today: date,
    ward_id: int | None,
) -> Summary:
    if ward_id is not None and ward_id in {one.unit_id for one in plans} | {one.unit_id for one in values}:
        return summarise_ward(indicator, ward_id, plans, values, before, today)
    return summarise(indicator, plans, values, before, today)


def words_of_worst(summary: Summary) -> str:
    """«216/565 tỷ (HĐND thành phố giao) · cần 174,5 tỷ/tháng»: the plan that the outlook speaks of.

    Who set it is said where there are more plans than one; empty where there is none.
    """
    if summary.worst is None:
        return ""
    set_by = summary.worst.set_by if len(summary.plans) > 1 else ""
    indicator = summary.indicator
    return short_words(summary.worst.standing, indicator.unit, is_limit=indicator.less_is_better, set_by=set_by)


def pace_words_of(task_ids: Collection[int]) -> dict[int, str]:
    """The words for each task that belongs to an indicator with a plan: of several the one that stands worst, and how
    many more there are.
    """
    said = {task_id: _tell_worst(summaries) for task_id, summaries in summaries_of_tasks(task_ids).items()}
    return {task_id: words for task_id, words in said.items() if words}


def _tell_worst(summaries: Sequence[Summary]) -> str:
    planned = sorted((one for one in summaries if one.outlook), key=lambda one: WORST_FIRST.index(one.outlook))
    if not planned:
        return ""
    words, more = words_of_worst(planned[0]), len(planned) - 1
    if not more:
        return words
    return ngettext("%(words)s · %(num)s more indicator", "%(words)s · %(num)s more indicators", more, words=words)
