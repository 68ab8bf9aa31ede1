"""Words for work that went to another unit or leader, and for an officer who left."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _


def _handed_over(data: dict[str, Any]) -> str:
    moved = _("moved the task from %(old)s to %(new)s, by %(basis)s", **_names(data))
    if not data.get("officer"):
        return moved
    return _("%(moved)s; %(officer)s no longer works on it", moved=moved, officer=data["officer"])


def _names(data: dict[str, Any]) -> dict[str, str]:
    return {name: data.get(name) or "—" for name in ("old", "new", "basis")}


WORDS = {
    "task_handed_over": _handed_over,
    "part_handed_over": lambda data: _(
        "moved the part of a cooperating unit from %(old)s to %(new)s, by %(basis)s", **_names(data)
    ),
    "leader_handed_over": lambda data: _(
        "changed the accountable leader from %(old)s to %(new)s, by %(basis)s", **_names(data)
    ),
    "officer_left": lambda data: _("%(officer)s has left; the task is the head's again", officer=data["officer"]),
}
