"""Words for what the tracker itself does about overdue work."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext


def _climbed(data: dict[str, Any]) -> str:
    days = data["days"]
    late = ngettext("late by %(num)s working day", "late by %(num)s working days", days)
    if data["stage"] == "climb_leader":
        return _("%(late)s: reported to the accountable leader, %(name)s", late=late, name=data["name"])
    return _("%(late)s: reported to the head of the lead unit, %(name)s", late=late, name=data["name"])


WORDS = {"reminder_climbed": _climbed}
