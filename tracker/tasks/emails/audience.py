"""Whom an event of a task is told: asked of a floor above, which knows what the office has set."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from flask import Flask, current_app
from sqlalchemy import select

from ...db import db
from ...people.letters import once
from ...people.queries import (
    Recipient,
    find_recipients,
    list_office_recipients,
    list_recipients,
    list_recipients_for,
)
from ..models import Task, task_cooperation


class Event(StrEnum):
    """What is told by a mail of its own."""

    ISSUED = "issued"
    EXTENSION_DECIDED = "extension_decided"


class Audience(StrEnum):
    """Who may be told. The officer is the head where a task has no officer who can be reached."""

    OFFICER = "officer"
    HEAD = "head"
    COOPERATING = "cooperating"
    LEADER = "leader"
    OFFICE = "office"


Answer = Callable[[str, Task], frozenset[str]]

_UNLESS_SET: dict[Event, frozenset[str]] = {
    Event.ISSUED: frozenset({Audience.HEAD, Audience.COOPERATING}),
    Event.EXTENSION_DECIDED: frozenset({Audience.HEAD}),
}


def register(app: Flask, answer: Answer) -> None:
    """Ask `answer` for the audience of every event; the names are those of `Audience`."""
    app.extensions["event_audience"] = answer


def told_of(event: Event, task: Task) -> frozenset[str]:
    """Who is told; nobody where the office has switched it off."""
    answer: Answer | None = current_app.extensions.get("event_audience")
    return answer(event.value, task) if answer else _UNLESS_SET[event]


def list_readers(event: Event, task: Task) -> list[Recipient]:
    """The people who are told, once each: those of the units first."""
    told = told_of(event, task)
    officers = list(find_recipients([task.officer_id]).values()) if Audience.OFFICER in told and task.officer_id else []
    is_heads = Audience.HEAD in told or (Audience.OFFICER in told and not officers)
    units = [task.lead_unit_id] if is_heads else []
    if Audience.COOPERATING in told:
        # Read, not asked of the task: not every event comes with its cooperating units loaded.
        taking_part = select(task_cooperation.c.unit_id).where(task_cooperation.c.task_id == task.id)
        units += db.session.scalars(taking_part)
    readers = [*list_recipients(units), *officers]
    if Audience.LEADER in told:
        readers += list_recipients_for(task.leader_id)
    if Audience.OFFICE in told:
        readers += list_office_recipients()
    return once(readers)
