"""Is a digest still worth sending? Asked just before it is sent."""

from __future__ import annotations

from sqlalchemy import select

from ..db import db
from ..mail.claims import Letter
from .ledger import is_still_due
from .models import Reminder


def is_digest_wanted(letter: Letter) -> str:
    """Why not: everything in it has been reported, closed or moved since. Empty when something is still due."""
    rows = select(Reminder.id).where(Reminder.mail_id == letter.id)
    if db.session.scalar(rows.where(is_still_due()).limit(1)) is not None:
        return ""
    return "everything in it is done or has another due date"
