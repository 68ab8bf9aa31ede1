"""One mail for each person who takes over work, however many tasks it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import current_app, render_template
from flask_babel import force_locale

from ...mail import Message
from ...people.letters import once, write_letter
from ...people.queries import Recipient, list_recipients, list_recipients_for

if TYPE_CHECKING:
    from ..handover.plan import Handing
    from ..handover.to_unit import Moved

MOST_LINES = 20  # the rest is a click away


def work_handed_over(handing: Handing, tasks: Sequence[Any], moved: Moved, entry_id: int) -> list[Message]:
    """To the heads of the unit that takes over, or to the leader and his stand-in.

    `tasks` are rows with code, title and due date, the nearest first; `entry_id` makes the key one of this handover.
    """
    is_unit = handing.side == "unit"
    readers = once(list_recipients([handing.to_id])) if is_unit else list_recipients_for(handing.to_id)
    return [_message(handing, reader, tasks, moved, entry_id) for reader in readers]


def _message(handing: Handing, reader: Recipient, tasks: Sequence[Any], moved: Moved, entry_id: int) -> Message:
    with force_locale(reader.language):
        values = {
            "language": reader.language,
            "handing": handing,
            "count": len(tasks),
            "parts": moved.parts,
            "others": moved.told_others(),
            "tasks": tasks[:MOST_LINES],
            "hidden": max(0, len(tasks) - MOST_LINES),
            "base_url": current_app.config["SETTINGS"].public_base_url,
        }
        return write_letter(
            reader,
            "work_handed_over",
            values,
            key=f"handover:{entry_id}",
            kind="work_handed_over",
            subject=render_template("emails/work_handed_over.subject.txt", **values).strip(),
            thread=f"handover:{handing.side}:{handing.to_id}",
            subject_type=str(handing.side),
            subject_id=handing.to_id,
            urgency=3,
        )
