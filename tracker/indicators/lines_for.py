"""Lines about indicators for pages of tasks."""

from __future__ import annotations

from collections.abc import Collection

from .. import clock
from . import queries
from .summary import Summary, summarise
from .wording import short_words


def summaries_of_tasks(task_ids: Collection[int]) -> dict[int, list[Summary]]:
    """The indicators that each of these tasks belongs to, reckoned: four questions, however many tasks."""
    belonging = queries.list_indicators_of_tasks(task_ids)
    found = queries.list_by_ids({one for ids in belonging.values() for one in ids})
    targets, values = queries.list_targets(found), queries.list_values(found)
    today = clock.today()
    reckoned = {
        one.id: summarise(one, targets.get(one.id, []), values.get(one.id, []), [], today) for one in found.values()
    }
    return {task_id: [reckoned[one] for one in ids] for task_id, ids in belonging.items()}


def pace_words_of(task_ids: Collection[int]) -> dict[int, str]:
    """«286/403 tỷ · cần 58,5 tỷ/tháng» for each task that belongs to an indicator with a plan, by its first plan."""
    words = {}
    for task_id, summaries in summaries_of_tasks(task_ids).items():
        planned = next((one for one in summaries if one.plans), None)
        if planned:
            words[task_id] = short_words(planned.plans[0].standing, planned.indicator.unit)
    return words
