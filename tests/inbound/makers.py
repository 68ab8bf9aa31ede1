"""Mails that answer ours."""

from __future__ import annotations

import itertools
from email.message import EmailMessage

from sqlalchemy import select

from tracker import clock
from tracker.db import db
from tracker.inbound.actions import Envelope, receive
from tracker.inbound.addresses import Token, settings, write_token
from tracker.inbound.models import InboundMail
from tracker.mail.models import OutboxMail
from tracker.people.models import User

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_numbers = itertools.count(1)


def address_of(actor, task, issued_at=None):
    """Where that person may answer about that task."""
    local, _sign, domain = settings().address.rpartition("@")
    return f"{local}+{write_token(Token(task.id, actor.user_id, issued_at or clock.now()))}@{domain}"


def write(actor, task, text="Đã thu 58 tỷ đồng.", files=(), to="", sender="", **lines):
    """The bytes of an answer; `files` are (name, content)."""
    mail = EmailMessage()
    mail["From"] = sender or f"{actor.name} <{db.session.get_one(User, actor.user_id).email}>"
    mail["To"] = to or address_of(actor, task)
    mail["Subject"] = "Re: [Nhắc việc]"
    mail["Message-ID"] = lines.pop("message_id", f"<answer.{next(_numbers)}@example.vn>")
    if settings().authserv_id:
        lines = {"Authentication_Results": f"{settings().authserv_id}; dmarc=pass"} | lines
    for name, value in lines.items():
        if value:
            mail[name.replace("_", "-")] = value
    mail.set_content(text + "\n\nVào 24/11/2026 09:15, UBND viết:\n> Nhắc việc\n")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def take_in(raw, **envelope):
    """As the pipe does."""
    row = receive(raw, Envelope(envelope.pop("channel", "pipe"), **envelope))
    db.session.commit()
    return row


def answers():
    """Our answers in the outbox, the oldest first."""
    query = select(OutboxMail).where(OutboxMail.kind == "inbound_answer").order_by(OutboxMail.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def rows():
    """(outcome, reason) of every mail."""
    return [(row.outcome, row.reason) for row in db.session.scalars(select(InboundMail).order_by(InboundMail.id))]
