"""Is a digest still worth sending, and does it still say what is its reader's? Asked just before it is sent."""

from __future__ import annotations

from .. import clock
from ..calendar.queries import office_calendar
from ..mail import Message
from ..mail.claims import Letter
from . import ledger
from .emails import digest


def is_digest_wanted(letter: Letter) -> str | Message:
    """Why not: all of it has been reported, closed, moved or given to somebody else. Empty when it is as it should be.

    Where only a part has gone to somebody else (a unit was merged, a task reassigned), the rest is written anew.
    """
    has_rest, has_lost = ledger.judge_digest(letter.id)
    if not has_rest:
        return "everything in it is done, has another due date or is somebody else's"
    reader = ledger.read_readers(letter.user_id).get(letter.user_id) if has_lost else None
    return digest(reader, ledger.read_rest(letter.id), office_calendar(), clock.today()) if reader else ""
