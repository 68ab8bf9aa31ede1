"""The list that the task was opened from, and its neighbours there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from flask import request, url_for
from flask_babel import gettext as _

from ....people.actor import Actor
from ... import register
from ...bands import Limits
from ...choices import name_filter
from ...filters import PLACES, TaskFilter, read_list
from ...models import Task
from ...walking import Neighbours, find_neighbours
from .base import Page


@dataclass(frozen=True)
class Way:
    """Back to the list (`label` says which, with its number), and on to the next task of it."""

    label: str
    url: str
    neighbours: Neighbours


def panel(page: Page) -> dict[str, Any]:
    """Nothing, and no query, when the task was opened from nowhere."""
    came_from = read_list(request.args.get("in", ""))
    if came_from in PLACES:
        return {"walk": _place(came_from, page.actor)}
    return {"walk": _list(came_from, page.actor, page.task, Limits.of(page.today)) if came_from else None}


def _place(name: str, actor: Actor) -> Way | None:
    nowhere = Neighbours(None, None)
    if name == "work":
        return Way(_("Our work"), url_for("tasks.work"), nowhere) if actor.is_of_unit else None
    return Way(_("Outstanding"), url_for("reports.outstanding"), nowhere) if actor.sees_everything else None


def _list(came_from: str, actor: Actor, task: Task, limits: Limits) -> Way:
    asked = TaskFilter.from_args(dict(parse_qsl(came_from)))
    names = [limits.label(asked.band), *(chip.label for chip in name_filter(actor, asked))]
    count = register.count_tasks(actor, asked, limits)
    return Way(
        f"{' · '.join(names)} ({count})",
        f"{url_for('tasks.index')}?{came_from}",
        find_neighbours(actor, asked, limits, task),
    )
