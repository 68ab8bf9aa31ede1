"""One mail about one task, in the reader's language; the outbox sends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import inspect

from ...mail import Message
from ...people.actor import Actor
from ...people.models import UNIT_ROLES, Role
from ...people.queries import Recipient
from ...people.wording import sign
from ...text import shorten
from ..models import Task

_DECISIONS = frozenset({"extension_requested", "task_declined", "proposal_raised"})


class Told(NamedTuple):
    """`headline` stands first in the notification line of a telephone; `sentence` says what happened and what to do."""

    headline: str
    sentence: str


def once(readers: Iterable[Recipient]) -> list[Recipient]:
    """A person with two posts gets one mail."""
    return list({reader.user_id: reader for reader in readers}.values())


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


def _signature(by: Actor | None) -> str:
    """Behind what a stand-in has decided: both names."""
    return _("Decided by %(who)s.", who=sign(by)) if by is not None and by.for_name else ""


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
            "language": reader.language,
            "headline": headline,
            "task": task,
            "words": words,
            "sentence": f"{sentence} {_signature(by)}".strip(),
            "answerable": opens and _may_answer(task, reader, kind),
            "url": f"{current_app.config['SETTINGS'].public_base_url}/tasks/{task.id}" if opens else "",
        }
        return Message(
            key=f"{key}:{reader.user_id}",
            kind=kind,
            user_id=reader.user_id,
            to_name=reader.name,
            to_address=reader.email,
            subject=f"[{headline}] {shorten(task.title, 70)}",
            text=render_template("emails/task.txt", **values).strip() + "\n",
            html=render_template("emails/task.html", **values),
            thread=f"task:{task.id}",
            subject_type="task",
            subject_id=task.id,
            urgency=3,
        )
