"""The words for what was learned, and for what happened to it or to a topic."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..directives.portfolios import wording as portfolios
from .models import LessonKind, LessonState

KIND_NAMES = {
    LessonKind.ALIAS: _l("Names of units"),
    LessonKind.TOPIC_WORD: _l("Words of topics"),
    LessonKind.OWNER: _l("Who gets such work"),
}
KIND_HELP = {
    LessonKind.ALIAS: _l("What a notice calls a unit. A name that means nobody else is used at once."),
    LessonKind.TOPIC_WORD: _l("Words that led a clerk to another topic. They are used when two notices say the same."),
    LessonKind.OWNER: _l("Who was given work for which the text named nobody. Two of the latest three are suggested."),
}
STATE_NAMES = {
    LessonState.IN_USE: _l("In use"),
    LessonState.PROPOSED: _l("Proposed"),
    LessonState.OFF: _l("Switched off"),
}
STATE_STYLES = {LessonState.IN_USE: "ok", LessonState.PROPOSED: "near", LessonState.OFF: "quiet"}


def event_name(event: str) -> str:
    """As the history on the page says it."""
    known = {
        **portfolios.event_names(),
        "topic_added": _("added the topic"),
        "topic_edited": _("changed the topic"),
        "lesson_in_use": _("gave a notice; since then it is in use"),
        "lesson_in_doubt": _("gave a notice that speaks against it; since then it is only proposed"),
        "lesson_used": _("put it into use"),
        "lesson_switched_off": _("switched it off"),
        "lesson_changed": _("changed where it leads"),
    }
    return known.get(event, event)
