"""What an act for many tasks consists of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from ...fields import BaseForm
from ...people.actor import Actor
from ..models import Task
from ..wording import state_name


class NothingForm(BaseForm):
    """Of an act that needs no more than a yes."""


def _as_it_is(form: Any) -> None:
    """The form has nothing to choose from."""


@dataclass(frozen=True)
class Act:
    """`check` says why it cannot be done to a task, empty when it can; `tell` what will happen.

    Both get the form as it was filled in, None before that. `run` gets the key of the confirmation as well: what it
    inserts is then inserted once. `together`: all tasks in one call, so that a person gets one mail about all of his.
    """

    label: Callable[[], str]
    check: Callable[[Task, Any, Actor], str]
    tell: Callable[[Task, Any], str]
    run: Callable[[Sequence[Task], Any, str, Actor], object]
    form: type[BaseForm] = NothingForm
    offer: Callable[[Any], None] = _as_it_is
    together: bool = False

    @property
    def asks(self) -> bool:
        """Whether it needs more than a yes."""
        return self.form is not NothingForm


def say_state(task: Task) -> str:
    """Why nothing more can be done to it."""
    return _("the task is %(state)s", state=state_name(task.state))
