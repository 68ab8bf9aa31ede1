"""An act that the task's page offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ....fields import BaseForm
from ....people.actor import Actor
from ...models import Task
from ...status import Today


def _nothing(task: Task) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Act:
    """`may` is the policy behind its button, `start` the values with which its blank form begins."""

    name: str
    may: Callable[[Actor, Task], bool]
    form: type[BaseForm] | None = None
    start: Callable[[Task], dict[str, Any]] = _nothing


@dataclass
class Page:
    """What is known while the page is put together.

    `may` names the acts that the person sees, `start` what their blank forms begin with; panels add to both.
    """

    task: Task
    actor: Actor
    today: Today
    may: set[str]
    start: dict[str, dict[str, Any]] = field(default_factory=dict)


# What a panel adds to the template: names and values.
Panel = Callable[[Page], dict[str, Any]]
