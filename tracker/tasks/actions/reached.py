"""How far the task is, from what its lead unit has told."""

from __future__ import annotations

from ..measuring import percent_of
from ..models import ProgressUpdate, Task
from ..queries import find_last_reached


def reach(task: Task, update: ProgressUpdate) -> None:
    """As far as that report of the lead unit says; of a measured task the percentage follows from the number."""
    if task.measure and update.measured is not None:
        task.measured = update.measured
        task.progress = update.percent = percent_of(update.measured, task.target)
    elif update.percent is not None:
        task.progress = update.percent


def fall_back(task: Task) -> None:
    """As far as the unit last said, reports of completion aside."""
    task.progress, task.measured = find_last_reached(task)
    if task.measured is not None:
        task.progress = percent_of(task.measured, task.target)
