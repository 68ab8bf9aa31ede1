"""Urging («đôn đốc»): what was said to the unit, when, by which way; by e-mail the tracker says it itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from ... import clock, history, mail
from ...access import require
from ...db import db, insert
from ...errors import Refused
from ...people.actor import Actor
from ...people.queries import Recipient, find_recipients, list_recipients, name_heads
from ...text import shorten
from .. import emails, policy
from ..models import Channel, Task, Urging
from ..urgings import count_urgings
from .steps import iso, key_of, move


@dataclass(frozen=True)
class Urge:
    """As it is typed, for one task or for many. An empty `recipient` means the head of the unit."""

    form_key: str
    on: date
    channel: str
    recipient: str = ""
    letter_number: str = ""
    note: str = ""


def urge(task: Task, what: Urge, *, by: Actor) -> Urging | None:
    """One task; None when this very form was saved before."""
    return next(iter(urge_all([task], what, by=by)), None)


def urge_all(tasks: Sequence[Task], what: Urge, *, by: Actor) -> list[Urging]:
    """Each task has its own row and its own line in history; by e-mail each person gets one mail for all of them."""
    for task in tasks:
        require(policy.directs(by))
        move(task, "urge", by)
        _check(task, what)
    readers = _readers(tasks) if what.channel == Channel.EMAIL else {}
    heads = name_heads({task.lead_unit_id for task in tasks}) if not (readers or what.recipient) else {}
    rows = []
    for task in tasks:
        people = ", ".join(reader.name for reader in readers.get(task.id, []))
        row = _write(task, what, people or what.recipient or heads.get(task.lead_unit_id, ""), by)
        if row is not None:
            rows.append(row)
    _send([task for task in tasks if task.id in {row.task_id for row in rows}], rows, readers, by)
    return rows


def _send(tasks: Sequence[Task], rows: Sequence[Urging], readers: dict[int, list[Recipient]], by: Actor) -> None:
    """One mail per person, about every task of his that was urged just now."""
    if not readers or not rows:
        return
    counts, by_task = count_urgings([task.id for task in tasks]), {row.task_id: row for row in rows}
    people = emails.once(reader for task in tasks for reader in readers[task.id])
    for person in people:
        urged = [
            emails.Urged(task, by_task[task.id], counts[task.id])
            for task in tasks
            if person.user_id in {reader.user_id for reader in readers[task.id]}
        ]
        mail.put(emails.tasks_urged(urged, person, by))


def _check(task: Task, what: Urge) -> None:
    today = clock.today()
    if what.on > today:
        raise Refused(_("The day of urging cannot lie in the future."), "on")
    if what.channel == Channel.EMAIL and what.on != today:
        raise Refused(_("The e-mail is sent now: give today as the day, or choose another way."), "on")
    given_on = clock.to_office(task.assigned_at).date()
    if what.on < given_on:
        raise Refused(
            _("The task was assigned on %(day)s. Give that day or a later one.", day=f"{given_on:%d/%m/%Y}"), "on"
        )
    if what.channel == Channel.LETTER and not what.letter_number:
        raise Refused(_("Give the number of the letter, for example 680/UBND-VP."), "letter_number")


def _readers(tasks: Sequence[Task]) -> dict[int, list[Recipient]]:
    """Whom the mail about each task goes to: heads and deputies of its lead unit, and its officer."""
    heads: dict[int | None, list[Recipient]] = {}
    for reader in list_recipients({task.lead_unit_id for task in tasks}):
        heads.setdefault(reader.unit_id, []).append(reader)
    officers = find_recipients({task.officer_id for task in tasks if task.officer_id})
    found = {}
    for task in tasks:
        officer = officers.get(task.officer_id or 0)
        found[task.id] = emails.once([*heads.get(task.lead_unit_id, []), *([officer] if officer else [])])
        if not found[task.id]:
            raise Refused(
                _("Nobody of the lead unit of %(code)s has an e-mail address. Choose another way.", code=task.code),
                "channel",
            )
    return found


def _write(task: Task, what: Urge, recipient: str, by: Actor) -> Urging | None:
    values = {
        "task_id": task.id,
        "form_key": key_of(f"urging {task.id}", what.form_key, by),
        "at": clock.now(),
        "on": what.on,
        "by_user_id": by.user_id,
        "for_name": by.for_name,
        "unit_id": task.lead_unit_id,
        "recipient": shorten(recipient, 200),
        "channel": Channel(what.channel),
        "letter_number": what.letter_number,
        "note": what.note,
    }
    statement = insert(Urging).values(values).on_conflict_do_nothing(index_elements=["form_key"])
    row_id = db.session.scalar(statement.returning(Urging.id))
    if row_id is None:
        return None
    row = db.session.get_one(Urging, row_id)
    facts = {"channel": row.channel, "on": iso(row.on), "recipient": row.recipient, "note": row.note}
    letter = {"letter_number": row.letter_number} if row.letter_number else {}
    history.record(by, "task_urged", "task", task.id, urging_id=row.id, **facts, **letter)
    return row
