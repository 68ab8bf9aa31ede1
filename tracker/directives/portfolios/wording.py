"""The words for what happens to portfolios and terms."""

from __future__ import annotations

from flask_babel import gettext as _


def event_names() -> dict[str, str]:
    """By the name of the event."""
    return {
        "portfolio_changed": _("changed which leader is in charge"),
        "portfolio_withdrawn": _("withdrew a change of the leader in charge"),
        "portfolio_ended": _("ended the charge of a leader who has left"),
        "term_added": _("added the term"),
        "term_edited": _("corrected the term"),
    }
