"""What an administrator does to the queue. Never commits."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import update

from .. import clock
from ..db import db
from ..errors import Refused
from ..history import By, record
from ..text import parse_id
from . import Message, put, wanted
from .claims import Letter, letter_of
from .log import wording
from .models import MailState, OutboxHold, OutboxMail

COPY = "resend"
_DIGEST = "digest"


def resend(mail: OutboxMail, *, by: By) -> None:
    """Queue a failed mail again, under the same key and Message-ID, at the person's present address."""
    mail.state = MailState.QUEUED
    mail.attempts = 0
    mail.due_at = clock.now()
    record(by, "mail_resent", "mail", mail.id, to=mail.to_address, error=mail.last_error)


def resend_all_failed(*, by: By) -> int:
    """The same for every failed mail at once; tells how many."""
    failed = OutboxMail.state == MailState.FAILED
    statement = update(OutboxMail).where(failed).values(state=MailState.QUEUED, attempts=0, due_at=clock.now())
    ids = db.session.scalars(statement.returning(OutboxMail.id), execution_options={"synchronize_session": False}).all()
    if ids:
        record(by, "mails_resent", "mail", 0, count=len(ids), first=min(ids), last=max(ids))
    return len(ids)


def send_copy(mail: OutboxMail, number: str, *, by: By) -> int | None:
    """A new mail with the words of one that was sent or left, under a key and Message-ID of its own.

    `number` says the how-manyeth copy was asked for: the same press twice makes one copy, and then None is answered.
    """
    parsed = parse_id(number)
    if mail.state not in (MailState.SENT, MailState.SKIPPED) or not parsed:
        raise Refused(_("Only a mail that was sent or left unsent can be copied. Open the mail again."))
    if reason := why_no_copy(mail):
        raise Refused(reason)
    made = put(
        Message(
            key=f"{COPY}:{mail.id}:{parsed}",
            kind=COPY,
            user_id=mail.user_id,
            to_name=mail.to_name,
            to_address=mail.to_address,
            subject=mail.subject,
            text=mail.body_text,
            html=mail.body_html,
            thread=mail.thread,
            subject_type=mail.subject_type,
            subject_id=mail.subject_id,
            urgency=mail.urgency,
            is_optional=mail.is_optional,
            channel=mail.channel,
        )
    )
    if made is not None:
        record(by, "mail_copied", "mail", mail.id, to=mail.to_address, copy=made)
    return made


def why_no_copy(mail: OutboxMail) -> str:
    """The sentence that says why a sent or skipped mail is not sent once more; empty when it may be."""
    first = _first_of(mail)
    if first.kind == _DIGEST:
        if MailState.SKIPPED not in (mail.state, first.state):
            return ""
        return _(
            "A daily reminder that was left unsent is not sent later: what it tells no longer holds. The next one tells"
            " what holds then."
        )
    reason = wanted.judge_again(letter_of(first))
    if reason == wanted.OUT_OF_SIGHT:
        return _(
            "Its reader may no longer see the task, so this mail is not sent again. To remind those who answer for it"
            " now, open the task and urge them."
        )
    return wording.say_reason(reason)


def is_copy_wanted(letter: Letter) -> str:
    """The same once more just before a copy is sent: why not, as it is kept."""
    copied = db.session.get(OutboxMail, letter.id)
    first = _first_of(copied) if copied else None
    return wanted.judge_again(letter_of(first)) if first and first.kind not in (_DIGEST, COPY) else ""


def _first_of(mail: OutboxMail) -> OutboxMail:
    """What a copy, or a copy of one, was made from: its kind says whom to ask."""
    while mail.kind == COPY:
        number = parse_id(mail.key.split(":")[1])
        first = db.session.get(OutboxMail, number) if number else None
        if first is None or first.id >= mail.id:
            break
        mail = first
    return mail


def hold(reason: str) -> None:
    """Stop the whole queue until an administrator releases it."""
    db.session.add(OutboxHold(reason=reason, since=clock.now(), released=False))


def release_hold(*, by: By) -> None:
    """Let the queue go on."""
    db.session.execute(update(OutboxHold).where(OutboxHold.released.is_(False)).values(released=True))
    record(by, "mail_released", "mail", 0)
