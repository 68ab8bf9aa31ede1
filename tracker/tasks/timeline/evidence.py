"""Words for files."""

from __future__ import annotations

from flask_babel import gettext as _

WORDS = {
    "evidence_added": lambda data: _("attached a file"),
    "evidence_removed": lambda data: _("took away the file %(name)s", name=data["name"]),
}
