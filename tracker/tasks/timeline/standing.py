"""Words for work that is declined, moved, stopped, begun again or put first."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from .words import show_day


def _declined(data: dict[str, Any]) -> str:
    if data.get("suggested"):
        return _("asked to give the task to %(unit)s", unit=data["suggested"])
    return _("asked to give the task to another unit")


def _reassigned(data: dict[str, Any]) -> str:
    told = _("moved the task from %(old)s to %(new)s", old=data["from_unit"], new=data["to_unit"])
    if data.get("stays"):
        told = _("%(told)s; %(unit)s cooperates", told=told, unit=data["from_unit"])
    if data.get("leader"):
        told = _("%(told)s; accountable leader: %(name)s", told=told, name=data["leader"])
    return told


def _suspended(data: dict[str, Any]) -> str:
    if data.get("resume_on"):
        return _("suspended the task, expected to go on from %(day)s", day=show_day(data["resume_on"]))
    return _("suspended the task")


def _resumed(data: dict[str, Any]) -> str:
    if not data.get("new"):
        return _("resumed the task")
    old, new = show_day(data.get("old")), show_day(data["new"])
    return _("resumed the task, due date from %(old)s to %(new)s", old=old, new=new)


WORDS = {
    "task_declined": _declined,
    "decline_insisted": lambda data: _("decided that the task stays with the unit"),
    "task_reassigned": _reassigned,
    "task_suspended": _suspended,
    "task_resumed": _resumed,
    "task_cancelled": lambda data: _("cancelled the task"),
    "task_reopened": lambda data: _("reopened the task"),
    "task_took_over": lambda data: _("put it in the place of %(code)s", code=data["code"]),
    "task_starred": lambda data: _("starred the task"),
    "task_unstarred": lambda data: _("took the star away"),
}
