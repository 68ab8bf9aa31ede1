"""An act that the task's page offers."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ....fields import BaseForm
from ....people.actor import Actor
from ....people.models import Unit
from ....people.queries import list_leaders, list_units
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
    """What is known while the page is put together; `may` names the acts that the person sees, panels may add to it.

    `beside` names the kinds of what lies beside the task: panels ask for nothing else. `opened` is the act whose form
    stands open, refused or asked for: most others are only fetched when somebody opens them. `forms` are blank or as
    they were refused; a panel fills in what they offer to choose from.
    """

    task: Task
    actor: Actor
    today: Today
    may: set[str]
    beside: Container[str]
    opened: str = ""
    forms: dict[str, Any] = field(default_factory=dict)

    def opens(self, name: str) -> bool:
        """Whether that act's form stands open, and the person may use it."""
        return self.opened == name and name in self.may

    @cached_property
    def leaders(self) -> list[Any]:
        """(user_id, name, title) of everyone who may be accountable."""
        return list_leaders()

    @cached_property
    def units(self) -> list[Unit]:
        """Units that work may be given to today."""
        return list_units(self.today.day)


# What a panel adds to the template: names and values.
Panel = Callable[[Page], dict[str, Any]]
