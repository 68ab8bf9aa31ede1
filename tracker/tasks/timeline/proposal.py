"""Words for proposals."""

from __future__ import annotations

from flask_babel import gettext as _

WORDS = {
    "proposal_answered": lambda data: _("answered the proposal"),
    "proposal_closed": lambda data: _("closed the proposal unanswered"),
}
