"""Words for requests for more time."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from .words import show_day


def _requested(data: dict[str, Any]) -> str:
    days = {"old": show_day(data.get("old")), "new": show_day(data.get("new"))}
    if data.get("number", 1) > 1:
        return _("asked for more time, no. %(number)s, from %(old)s to %(new)s", number=data["number"], **days)
    return _("asked for more time, from %(old)s to %(new)s", **days)


def _approved(data: dict[str, Any]) -> str:
    new = show_day(data.get("new"))
    if data.get("asked"):
        return _("gave more time until %(new)s, where %(asked)s was asked for", new=new, asked=show_day(data["asked"]))
    return _("approved more time, until %(new)s", new=new)


WORDS = {
    "extension_requested": _requested,
    "extension_approved": _approved,
    "extension_refused": lambda data: _("refused more time"),
    "extension_withdrawn": lambda data: _(
        "withdrew the request for more time until %(new)s", new=show_day(data["new"])
    ),
    "extension_closed": lambda data: _("closed the request for more time until %(new)s", new=show_day(data["new"])),
}
