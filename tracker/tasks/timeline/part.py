"""Words for the parts of cooperating units."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from .words import tell_way


def _added(data: dict[str, Any]) -> str:
    if "is_done" not in data:
        return tell_way(_("sent the part of the unit"), data)
    if data["is_done"]:
        return _("sent the part of the unit and says that it is finished")
    return _("sent the part of the unit and says that it is not finished after all")


WORDS = {"part_added": _added}
