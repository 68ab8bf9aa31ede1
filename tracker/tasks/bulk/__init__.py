"""One act for many tasks: what it would do to each, why it cannot for some, and doing it.

Every act here is one that the task's page offers as well and goes through the same action, so that policy, history and
mails are the same. What a person saw in the preview is what he confirms: a task that changed meanwhile is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.exc import StaleDataError

from ... import clock
from ...access import require
from ...db import db, insert
from ...errors import NotAllowed, Refused
from ...people.actor import Actor
from .. import policy
from ..actions.steps import key_of
from ..bands import Limits
from ..filters import TaskFilter
from ..models import BulkRun, Task
from ..policy import visible_to
from . import due, reassigning, star, urging
from .base import Act

MOST = 500


ACTS: dict[str, Act] = {**due.ACTS, **urging.ACTS, **reassigning.ACTS, **star.ACTS}


@dataclass(frozen=True)
class Row:
    """One task of the preview: what will happen, or why not."""

    task: Task
    effect: str
    hindrance: str


def can_select(actor: Actor) -> bool:
    """Whoever directs works on many tasks at once."""
    return policy.directs(actor)


def list_selected(actor: Actor, task_ids: Collection[int]) -> list[Task]:
    """The chosen tasks as far as the person may see them, by due date; at most MOST."""
    if len(task_ids) > MOST:
        raise Refused(_("At most %(count)s tasks at once. Choose fewer.", count=MOST))
    if not task_ids:
        return []
    return _load(and_(Task.id.in_(task_ids), visible_to(actor)))


def list_whole(actor: Actor, asked: TaskFilter, limits: Limits) -> list[Task]:
    """Everything that a filter holds, when it is not too much for one look."""
    tasks = _load(and_(asked.where(limits), visible_to(actor)))
    if len(tasks) > MOST:
        raise Refused(_("The list holds more than %(count)s tasks. Narrow it first.", count=MOST))
    return tasks


def _load(condition: Any) -> list[Task]:
    return list(
        db.session.scalars(
            select(Task)
            .where(condition)
            .options(
                joinedload(Task.lead_unit),
                joinedload(Task.leader),
                joinedload(Task.officer),
                selectinload(Task.cooperating_units),
            )
            .order_by(Task.sort_due_on, Task.id)
            .limit(MOST + 1)
        )
    )


def preview(act: Act, tasks: Iterable[Task], form: Any, *, by: Actor) -> list[Row]:
    """Without writing anything."""
    rows = []
    for task in tasks:
        hindrance = act.check(task, form, by)
        rows.append(Row(task, "" if hindrance else act.tell(task, form), hindrance))
    return rows


@dataclass(frozen=True)
class Outcome:
    """How many it was done to, and the others with the reason. `is_repeat`: this very form was carried out before."""

    done: int
    left: Sequence[tuple[Task, str]]
    is_repeat: bool = False


def run(
    name: str, tasks: Sequence[Task], versions: Mapping[int, int], form: Any, form_key: str, *, by: Actor
) -> Outcome:
    """Do it, in the transaction of the caller. `versions` are those that the preview showed."""
    require(can_select(by))
    entry = _take_key(name, form_key, by)
    if entry is None:
        return Outcome(0, [], is_repeat=True)
    act, left, ready = ACTS[name], [], []
    for task in tasks:
        reason = act.check(task, form, by) if versions.get(task.id) == task.version else _changed()
        if reason:
            left.append((task, reason))
        else:
            ready.append(task)
    if act.together:
        act.run(ready, form, form_key, by)
        done = len(ready)
    else:
        refused = [(task, reason) for task in ready if (reason := _try(act, task, form, form_key, by))]
        done, left = len(ready) - len(refused), left + refused
    entry.done = done
    return Outcome(done, left)


def _changed() -> str:
    return _("somebody changed it meanwhile")


def _try(act: Act, task: Task, form: Any, key: str, by: Actor) -> str:
    """One task; the reason when it did not work, and then nothing of it stays."""
    try:
        with db.session.begin_nested():
            act.run([task], form, key, by)
    except Refused as refused:
        return refused.sentence
    except NotAllowed:
        return _("this may be done by somebody else only")
    except StaleDataError:
        return _changed()
    return ""


def _take_key(name: str, form_key: str, by: Actor) -> BulkRun | None:
    """None when the key was used: the same button was pressed twice."""
    key = key_of(f"bulk {name}", form_key, by)
    if key is None:
        raise Refused(_("Open the preview again, then confirm."))
    values = {"form_key": key, "at": clock.now(), "by_user_id": by.user_id, "act": name, "done": 0}
    statement = insert(BulkRun).values(values).on_conflict_do_nothing(index_elements=["form_key"])
    row_id = db.session.scalar(statement.returning(BulkRun.id))
    return db.session.get_one(BulkRun, row_id) if row_id else None
