"""The Office changes what a task says; the text that it comes from never changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from ... import clock, history, mail
from ...access import require
from ...db import db
from ...directives.models import Topic
from ...errors import Refused
from ...mail import Message
from ...people.actor import Actor
from ...people.models import Unit
from ...people.queries import list_leaders
from .. import emails, policy
from ..models import Task, TaskAssignmentChange
from ..wording import state_name

Change = dict[str, str]


@dataclass(frozen=True)
class Edit:
    """What a task says, as far as the Office may change it."""

    title: str
    deliverable: str
    topic_id: int | None
    leader_id: int
    cooperating_unit_ids: tuple[int, ...]
    due_words: str


def edit_task(task: Task, edit: Edit, *, by: Actor) -> None:
    """History keeps each changed field with its words before and after; what is saved unchanged leaves no trace."""
    require(by.is_office)
    if not policy.can_edit(by, task):
        raise Refused(_("This task is %(state)s: what it says can no longer be changed.", state=state_name(task.state)))
    before, leader_id = {unit.id for unit in task.cooperating_units}, task.leader_id
    changes = [
        *_change_words(task, edit),
        *_change_topic(task, edit.topic_id),
        *_change_leader(task, edit.leader_id, by),
        *_change_units(task, edit.cooperating_unit_ids),
    ]
    if not changes:
        return
    entry = history.record(by, "task_edited", "task", task.id, changes=changes)
    for message in _tell(task, before, leader_id, history.number_of(entry)):
        mail.put(message)


def _tell(task: Task, before: set[int], leader_id: int, number: int) -> list[Message]:
    """Units that cooperate from now on, units that no longer do, and a new leader. `number` is of the history."""
    now = {unit.id for unit in task.cooperating_units}
    messages = emails.cooperation_asked(task, sorted(now - before), f"task:{task.id}:cooperation:{number}")
    messages += emails.cooperation_ended(task, sorted(before - now), f"task:{task.id}:cooperation_end:{number}")
    if task.leader_id != leader_id:
        messages += emails.leader_changed(task, leader_id, f"task:{task.id}:leader:{number}")
    return messages


def _change(field: str, old: str, new: str) -> Iterator[Change]:
    if old != new:
        yield {"field": field, "old": old, "new": new}


def _change_words(task: Task, edit: Edit) -> Iterator[Change]:
    for name in ("title", "deliverable", "due_words"):
        old, new = getattr(task, name), getattr(edit, name)
        if old != new:
            setattr(task, name, new)
            yield from _change(name, old, new)


def _change_topic(task: Task, topic_id: int | None) -> Iterator[Change]:
    if topic_id == task.topic_id:
        return
    topic = db.session.get(Topic, topic_id) if topic_id else None
    if topic_id and topic is None:
        raise Refused(_("Choose one from the list."), "topic_id")
    yield from _change("topic", task.topic.name if task.topic else "", topic.name if topic else "")
    task.topic_id, task.topic = topic_id, topic


def _change_leader(task: Task, leader_id: int, by: Actor) -> Iterator[Change]:
    """A dated row too: past days are counted for the leader who was accountable then."""
    if leader_id == task.leader_id:
        return
    name = next((leader.name for leader in list_leaders() if leader.user_id == leader_id), None)
    if name is None:
        raise Refused(_("Choose the accountable leader."), "leader_id")
    yield from _change("leader", task.leader.name, name)
    db.session.add(
        TaskAssignmentChange(
            task_id=task.id,
            at=clock.now(),
            on=clock.today(),
            verb="edit",
            from_unit_id=task.lead_unit_id,
            to_unit_id=task.lead_unit_id,
            from_leader_id=task.leader_id,
            to_leader_id=leader_id,
            by_user_id=by.user_id,
        )
    )
    task.leader_id = leader_id


def _change_units(task: Task, unit_ids: tuple[int, ...]) -> Iterator[Change]:
    """The lead unit cannot cooperate with itself; whoever ticks it is not bothered with that."""
    wanted = set(unit_ids) - {task.lead_unit_id}
    if wanted == {unit.id for unit in task.cooperating_units}:
        return
    units = list(db.session.scalars(select(Unit).where(Unit.id.in_(wanted)).order_by(Unit.sort_order, Unit.id)))
    yield from _change("cooperating", _names(task.cooperating_units), _names(units))
    task.cooperating_units = units
    flag_modified(task, "title")  # the units stand in a table of their own: the task's version must count them too


def _names(units: list[Unit]) -> str:
    return ", ".join(unit.short_name for unit in units)
