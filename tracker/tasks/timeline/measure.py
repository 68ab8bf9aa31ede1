"""Words for the measure of a task."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from ..measuring import show_number


def _set(data: dict[str, Any]) -> str:
    if not data.get("measure"):
        return _("lets the task be told in percent again")
    if data.get("target") is None:
        return _("lets the task be measured in %(measure)s", measure=data["measure"])
    target = f"{show_number(data['target'])} {data['measure']}"
    if data.get("old_target") is None:
        return _("set the target %(target)s", target=target)
    old = f"{show_number(data['old_target'])} {data.get('old_measure') or data['measure']}"
    return _("changed the target from %(old)s to %(target)s", old=old, target=target)


WORDS = {"measure_set": _set}
