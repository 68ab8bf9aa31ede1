"""Words for explanations and urgings."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from ..wording import cause_word, channel_name
from .words import show_day


def _answered(data: dict[str, Any]) -> str:
    return _("explained: %(cause)s cause", cause=cause_word(data["cause"]))


def _accepted(data: dict[str, Any]) -> str:
    cause = cause_word(data["cause"])
    if data.get("was") in ("", data["cause"]):
        return _("accepted the explanation: %(cause)s cause", cause=cause)
    return _("accepted the explanation and corrected the cause: %(cause)s", cause=cause)


def _urged(data: dict[str, Any]) -> str:
    way, day = channel_name(data["channel"], data.get("letter_number", "")), show_day(data["on"])
    if data.get("recipient"):
        return _("urged %(recipient)s on %(day)s (%(way)s)", recipient=data["recipient"], day=day, way=way)
    return _("urged on %(day)s (%(way)s)", day=day, way=way)


WORDS = {
    "explanation_asked": lambda data: _("asked for an explanation"),
    "explanation_answered": _answered,
    "explanation_accepted": _accepted,
    "explanation_asked_again": lambda data: _("asked for the explanation again"),
    "explanation_closed": lambda data: _("closed the explanation"),
    "task_urged": _urged,
}
