"""The outbox. `put` adds a mail in the transaction of the change that it tells of; a job sends it later."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import delete, update

from .. import clock
from ..db import db, insert
from ..text import clean_line
from . import timing
from .models import EMAIL, OutboxMail, OutboxWords
from .searching import keep_words


@dataclass(frozen=True)
class Message:
    """A mail to one person, built by a feature's emails.py. `key` makes a second one impossible.

    The key says what is told, to whom, about which occasion, and, on any channel but e-mail, by which channel: the
    same news by two channels is two rows with two keys.
    `thread` groups mails about one thing in mail programs; `urgency` 1 is sent before 9; `due_at` None means now.
    `is_optional`: its reader may stop such mails, and it says how.
    """

    key: str
    kind: str
    user_id: int
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
    thread: str = ""
    subject_type: str = ""
    subject_id: int = 0
    urgency: int = 5
    due_at: datetime | None = None
    is_optional: bool = False
    channel: str = EMAIL


def message_id(key: str) -> str:
    """The Message-ID that a key always has: the copy after a crash carries the same one (RFC 5322, 3.6.4)."""
    domain = current_app.config["SETTINGS"].mail_from.rpartition("@")[2] or "localhost"
    secret = current_app.config["SECRET_KEY"]
    return f"<{hashlib.sha256(f'{secret}:{key}'.encode()).hexdigest()[:32]}@{domain}>"


def put(message: Message) -> int | None:
    """Queue the mail and return its id, or None when its key is there already. Never commits."""
    now, message = clock.now(), timing.shape(message)
    row = {
        "key": message.key,
        "kind": message.kind,
        "user_id": message.user_id,
        "to_name": clean_line(message.to_name),
        "to_address": message.to_address.strip(),
        "subject": clean_line(message.subject)[:300],
        "body_text": message.text,
        "body_html": message.html,
        "message_id": message_id(message.key),
        "thread": message.thread,
        "subject_type": message.subject_type,
        "subject_id": message.subject_id,
        "is_optional": message.is_optional,
        "channel": message.channel,
        "urgency": message.urgency,
        "due_at": message.due_at or now,
        "created_at": now,
        "state": "queued",
        "attempts": 0,
        "last_error": "",
    }
    statement = insert(OutboxMail).values(row).on_conflict_do_nothing(index_elements=["key"])
    mail_id: int | None = db.session.scalar(statement.returning(OutboxMail.id))
    if mail_id is not None and message.subject:  # one that only holds its place is found when it is filled
        keep_words(mail_id, message.to_name, message.to_address, message.subject)
    return mail_id


def fill(mail_id: int, message: Message) -> None:
    """Write the content of a mail that was put empty in this transaction, to hold its place."""
    db.session.execute(
        update(OutboxMail)
        .where(OutboxMail.id == mail_id)
        .values(
            subject=clean_line(message.subject)[:300],
            body_text=message.text,
            body_html=message.html,
            is_optional=message.is_optional,
            due_at=message.due_at or clock.now(),
        )
        .execution_options(synchronize_session=False)
    )
    keep_words(mail_id, message.to_name, message.to_address, message.subject)


def withdraw(mail_ids: Collection[int]) -> None:
    """Take back mails that were put in this transaction and have nothing to say."""
    if mail_ids:
        for taken in (
            delete(OutboxWords).where(OutboxWords.mail_id.in_(mail_ids)),
            delete(OutboxMail).where(OutboxMail.id.in_(mail_ids)),
        ):
            db.session.execute(taken.execution_options(synchronize_session=False))


__all__ = ["Message", "fill", "message_id", "put", "withdraw"]
