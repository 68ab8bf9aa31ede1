"""One mail about one task, in the reader's language; the outbox sends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import inspect

from ...mail import Message
from ...people.actor import Actor
from ...people.letters import write_letter
from ...people.models import UNIT_ROLES, Role
from ...people.queries import Recipient
from ...people.wording import decided_by
from ...text import shorten
from ..models import Task

_DECISIONS = frozenset({"extension_requested", "task_declined", "proposal_raised"})


class Told(NamedTuple):
    """`headline` stands first in the notification line of a telephone; `sentence` says what happened and what to do."""

    headline: str
    sentence: str


def asks_for_decision(kind: str) -> bool:
    """Whether a mail of that kind asks for a word that decides or explains: answered, it would become an update."""
    return kind in _DECISIONS or kind.startswith("explanation_")


def _may_answer(task: Task, reader: Recipient, kind: str) -> bool:
    """Whether an answer by mail can become the reader's progress update: of those alone who have work in the task."""
    if not current_app.config["SETTINGS"].inbound.address or not task.is_open or asks_for_decision(kind):
        return False
    if reader.role in UNIT_ROLES and reader.unit_id == task.lead_unit_id:
        return True
    # Where the event did not need the cooperating units, they are not asked for.
    is_known = reader.role in (*UNIT_ROLES, Role.OFFICE) and "cooperating_units" not in inspect(task).unloaded
    return is_known and any(unit.id == reader.unit_id for unit in task.cooperating_units)


def task_message(
    task: Task,
    reader: Recipient,
    key: str,
    kind: str,
    tell: Callable[[Recipient], Told],
    *,
    words: str = "",
    opens: bool = True,
    by: Actor | None = None,
) -> Message:
    """`tell` is asked in the reader's language; `words` are somebody's own. The key gets the reader's id behind it.

    Not `opens`: the reader may no longer see the task, so the mail leads nowhere.
    """
    with force_locale(reader.language):
        headline, sentence = tell(reader)
        values: dict[str, Any] = {
            "headline": headline,
            "task": task,
            "words": words,
            "sentence": f"{sentence} {decided_by(by) if by else ''}".strip(),
            "answerable": opens and _may_answer(task, reader, kind),
            "url": f"{current_app.config['SETTINGS'].public_base_url}/tasks/{task.id}" if opens else "",
        }
        return write_letter(
            reader,
            "task",
            values,
            key=key,
            kind=kind,
            subject=f"[{headline}] {shorten(task.title, 70)}",
            thread=f"task:{task.id}",
            subject_type="task",
            subject_id=task.id,
            urgency=3,
        )
