"""The header lines of our mails that belong to answering: where to, and what an answer of ours answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..db import db, reading
from ..mail import message_id
from ..mail.claims import Letter
from ..tasks.emails import asks_for_decision
from .addresses import answer_line, settings
from .emails import KIND
from .models import InboundMail
from .queries import has_work


def lines_for(letter: Letter) -> dict[str, str]:
    """A mail about one task can be answered by who has work in it; an answer stands below the mail that it answers."""
    lines: dict[str, str] = {}
    if _can_be_answered(letter):
        lines["Reply-To"] = answer_line(letter.subject_id, letter.user_id)
    if letter.kind == KIND:
        lines["Auto-Submitted"] = "auto-replied"
        if answered := _find_answered(letter):
            thread = f"{message_id(f'thread:{letter.thread}')} " if letter.thread else ""
            lines |= {"In-Reply-To": answered, "References": f"{thread}{answered}"}
    return lines


def _can_be_answered(letter: Letter) -> bool:
    if not (settings().address and letter.user_id and letter.subject_type == "task" and letter.subject_id):
        return False
    if asks_for_decision(letter.kind):
        return False
    with _short_transaction() as session:
        return has_work(session, letter.user_id, letter.subject_id)


@contextmanager
def _short_transaction() -> Iterator[Session]:
    """Of its own: none may be open while the mail is handed over."""
    with reading(), Session(db.engine, join_transaction_mode="create_savepoint") as session:
        yield session


def _find_answered(letter: Letter) -> str:
    number = letter.key.split(":")[1]
    with _short_transaction() as session:
        return session.scalar(select(InboundMail.message_id).where(InboundMail.id == int(number))) or ""
