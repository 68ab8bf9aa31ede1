"""Words for requests for more time."""

from __future__ import annotations

from flask_babel import gettext as _

from .words import show_day

WORDS = {
    "extension_requested": lambda data: _(
        "asked for more time, from %(old)s to %(new)s", old=show_day(data.get("old")), new=show_day(data.get("new"))
    ),
    "extension_approved": lambda data: _("approved more time, until %(new)s", new=show_day(data.get("new"))),
    "extension_refused": lambda data: _("refused more time"),
}
