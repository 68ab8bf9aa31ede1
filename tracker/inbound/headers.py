"""The header lines of our mails that belong to answering: where to, and what an answer of ours answers."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..db import db, reading
from ..mail import message_id
from ..mail.claims import Letter
from .addresses import answer_line, settings
from .emails import KIND
from .models import InboundMail


def lines_for(letter: Letter) -> dict[str, str]:
    """Every mail to a person about one task can be answered; an answer stands below the mail that it answers."""
    lines: dict[str, str] = {}
    if settings().address and letter.user_id and letter.subject_type == "task" and letter.subject_id:
        lines["Reply-To"] = answer_line(letter.subject_id, letter.user_id)
    if letter.kind == KIND:
        lines["Auto-Submitted"] = "auto-replied"
        if answered := _find_answered(letter):
            thread = f"{message_id(f'thread:{letter.thread}')} " if letter.thread else ""
            lines |= {"In-Reply-To": answered, "References": f"{thread}{answered}"}
    return lines


def _find_answered(letter: Letter) -> str:
    """In a short transaction of its own: none may be open while the mail is handed over."""
    number = letter.key.split(":")[1]
    with reading(), Session(db.engine, join_transaction_mode="create_savepoint") as session:
        return session.scalar(select(InboundMail.message_id).where(InboundMail.id == int(number))) or ""
