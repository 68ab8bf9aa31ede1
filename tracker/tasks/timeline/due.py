"""Words for due dates that a leader sets, and for the steps that follow them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from .words import show_day


def _set(data: dict[str, Any]) -> str:
    if not data.get("old"):
        return _("set the due date %(new)s", new=show_day(data["new"]))
    return _("moved the due date from %(old)s to %(new)s", old=show_day(data["old"]), new=show_day(data["new"]))


WORDS = {
    "due_set": _set,
    "step_pulled": lambda data: _(
        "pulled the step «%(step)s» from %(old)s to %(new)s",
        step=data["step"],
        old=show_day(data["old"]),
        new=show_day(data["new"]),
    ),
}
