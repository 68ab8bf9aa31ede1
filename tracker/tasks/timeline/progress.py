"""Words for issue, updates, reports and confirmations, and for later directives that come back to the work."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from ..measuring import show_reached
from .words import show_day, tell_way


def _updated(data: dict[str, Any]) -> str:
    if "measured" in data:
        return tell_way(_("updated to %(reached)s", reached=_reached(data)), data)
    told = _("updated to %(percent)s%%", percent=data["percent"]) if "percent" in data else _("updated")
    return tell_way(told, data)


def _reached(data: dict[str, Any]) -> str:
    return show_reached(data["measured"], data.get("target"), data.get("measure") or "")


def _told_again(data: dict[str, Any]) -> str:
    told = _("told it again in %(notice)s", notice=data.get("notice") or "—")
    if not data.get("new"):
        return told
    old, new = show_day(data.get("old")), show_day(data["new"])
    return _("%(told)s, due date from %(old)s to %(new)s", told=told, old=old, new=new)


def _reported(data: dict[str, Any]) -> str:
    day = show_day(data["completed_on"])
    told = _("reported completion on %(day)s", day=day)
    if "measured" in data:
        told = _("reported completion on %(day)s with %(reached)s", day=day, reached=_reached(data))
    if not data.get("days_back"):
        return told
    back = _("finished %(days)s days before the day of the report", days=data["days_back"])
    return f"{told} ({back})"


WORDS = {
    "task_issued": lambda data: _("assigned the task"),
    "task_accepted": lambda data: _("accepted the task"),
    "progress_updated": _updated,
    "completion_reported": _reported,
    "completion_confirmed": lambda data: _("confirmed the completion"),
    "task_sent_back": lambda data: _("returned the report"),
    "officer_assigned": lambda data: _("passed the task to %(officer)s", officer=data.get("officer") or "—"),
    "task_continued": _told_again,
    "task_superseded": lambda data: _("replaced the task by %(notice)s", notice=data.get("notice") or "—"),
}
