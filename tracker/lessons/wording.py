"""The words for what happened to a topic or to something learned."""

from __future__ import annotations

from flask_babel import gettext as _


def event_name(event: str) -> str:
    """As the history on the page says it."""
    known = {
        "topic_added": _("added the topic"),
        "topic_edited": _("changed the topic"),
    }
    return known.get(event, event)
