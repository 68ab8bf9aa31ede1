"""Many tasks get a star or lose it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _

from ...people.actor import Actor
from .. import actions
from ..models import Task
from .base import Act, say_state


def _check(task: Task, *, wanted: bool) -> str:
    if not task.is_open:
        return say_state(task)
    return "" if task.is_starred != wanted else (_("is starred already") if wanted else _("has no star"))


def _each(action: Callable[..., object]) -> Callable[[Sequence[Task], Any, str, Actor], object]:
    return lambda tasks, form, key, by: [action(task, by=by) for task in tasks]


ACTS = {
    "star": Act(
        lambda: _("Star"),
        lambda task, form, by: _check(task, wanted=True),
        lambda task, form: _("comes first in lists, with ★"),
        _each(actions.star_task),
    ),
    "unstar": Act(
        lambda: _("Take the star away"),
        lambda task, form, by: _check(task, wanted=False),
        lambda task, form: _("stands where its due date puts it"),
        _each(actions.unstar_task),
    ),
}
