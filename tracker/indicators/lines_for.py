"""Lines about indicators for pages of tasks."""

from __future__ import annotations

from collections.abc import Collection

from .. import clock
from . import queries
from .summary import Summary, summarise
from .wording import short_words


def summaries_of_tasks(task_ids: Collection[int]) -> dict[int, list[Summary]]:
    """The indicators that each of these tasks belongs to, reckoned: two questions, however many tasks."""
    belonging = queries.list_indicators_of_tasks(task_ids)
    found = {one.id: one for ones in belonging.values() for one in ones}
    (plans, values), today = queries.list_numbers(found), clock.today()
    reckoned = {
        one.id: summarise(one, plans.get(one.id, []), values.get(one.id, []), [], today) for one in found.values()
    }
    return {task_id: [reckoned[one.id] for one in ones] for task_id, ones in belonging.items()}


def pace_words_of(task_ids: Collection[int]) -> dict[int, str]:
    """«286/403 tỷ · cần 58,5 tỷ/tháng» for each task that belongs to an indicator with a plan, by its first plan."""
    words = {}
    for task_id, summaries in summaries_of_tasks(task_ids).items():
        planned = next((one for one in summaries if one.plans), None)
        if planned:
            words[task_id] = short_words(
                planned.plans[0].standing, planned.indicator.unit, is_limit=planned.indicator.less_is_better
            )
    return words
