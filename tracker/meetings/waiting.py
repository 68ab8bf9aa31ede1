"""What the Office is told of: the meetings of which no notice is issued."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from ..review.waiting import Waiting
from .queries import count_waiting_meetings

STATE = "waiting"  # as the address of the list of meetings asks for them


def _name() -> str:
    return _("Meetings without a notice")


def _tell(count: int) -> str:
    return ngettext(
        "%(num)s meeting has conclusions of which no notice is issued yet.",
        "%(num)s meetings have conclusions of which no notice is issued yet.",
        count,
    )


MEETINGS = Waiting(count_waiting_meetings, _name, _tell, f"/meetings?state={STATE}")
