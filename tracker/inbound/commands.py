"""`flask --app wsgi inbound`: a mail on standard input, as a mail server's pipe hands it over, or a poll of a mailbox.

    inbound, inbound receive    one mail; ends as sysexits.h says
    inbound poll                what is unseen in the IMAP mailbox

0: taken in, answered, or noted and nobody is to hear of it. 75: try again later. 65 and 67 let the mail server send the
mail back: too large, or sent to no reply address of ours. Anything that nobody has foreseen ends with 75, so that the
mail waits in the server's queue and is not lost.
"""

from __future__ import annotations

import logging
import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from ..db import db
from .actions import Envelope, forget_old, note_unreadable, receive
from .addresses import settings
from .imap import MailboxAway, poll
from .models import Outcome, Reason
from .reading import read_head

EX_OK, EX_DATAERR, EX_NOUSER, EX_TEMPFAIL = 0, 65, 67, 75

log = logging.getLogger(__name__)

_RECIPIENT = click.option("--recipient", multiple=True, help="Envelope recipient, as the mail server knows it.")
_SENDER = click.option("--sender", default=None, help="Envelope sender; empty for reports about mails.")


@click.group("inbound", invoke_without_command=True)
@_RECIPIENT
@_SENDER
@click.pass_context
@with_appcontext
def inbound(context: click.Context, recipient: tuple[str, ...], sender: str | None) -> None:
    """Take in mails that answer ours; without a subcommand as `receive`."""
    if context.invoked_subcommand is None:
        raise SystemExit(_receive(recipient, sender))


@inbound.command("receive")
@_RECIPIENT
@_SENDER
@with_appcontext
def receive_one(recipient: tuple[str, ...], sender: str | None) -> None:
    """Take in one mail (RFC 5322) from standard input; ends with a code of sysexits.h."""
    raise SystemExit(_receive(recipient, sender))


@inbound.command("poll")
@with_appcontext
def poll_mailbox() -> None:
    """Take in what is unseen in the IMAP mailbox."""
    if not settings().imap_host:
        raise click.ClickException("No mailbox is set. Give INBOUND_ADDRESS and INBOUND_IMAP_HOST.")
    try:
        report = poll(settings())
    except MailboxAway as away:
        raise click.ClickException(f"The mailbox cannot be read: {away}") from away
    click.echo(str(report))
    if report.broken:
        raise SystemExit(1)


def _receive(recipients: tuple[str, ...], sender: str | None) -> int:
    """One mail, one transaction."""
    if not settings().address:
        click.echo("4.3.5 Answers by mail are switched off here; INBOUND_ADDRESS is not set.")
        return EX_TEMPFAIL
    limit = settings().max_mb * 1024 * 1024
    raw = sys.stdin.buffer.read(limit + 1)
    if len(raw) > limit:
        return _too_large(raw, Envelope("pipe", recipients, sender))
    if not raw.strip():
        click.echo("5.6.0 An empty mail.")
        return EX_DATAERR
    try:
        mail = receive(raw, Envelope("pipe", recipients, sender))
        reason = mail.reason if mail and mail.outcome == Outcome.DROPPED else ""
        forget_old()
        db.session.commit()
    except Exception:
        return _not_saved()
    if reason == Reason.UNKNOWN_ADDRESS:
        click.echo("5.1.1 Dia chi nay khong nhan thu truc tiep; xin tra loi thu moi nhat ve nhiem vu.")
        return EX_NOUSER
    return EX_OK


def _not_saved() -> int:
    current_app.logger.exception("a mail could not be taken in")
    click.echo("4.3.0 The register could not save the mail; it is tried again.")
    return EX_TEMPFAIL


def _too_large(raw: bytes, envelope: Envelope) -> int:
    """The mail server gives it back with its text; what no person sent is left without a word."""
    try:
        is_silent = envelope.is_from_nobody or read_head(raw).is_automatic
    except Exception:
        return _unreadable(raw, envelope)
    if is_silent:
        return EX_OK
    click.echo(f"5.3.4 Thu qua lon, toi da {settings().max_mb} MB; xin gui it tep hon hoac tep nho hon.")
    return EX_DATAERR


def _unreadable(raw: bytes, envelope: Envelope) -> int:
    try:
        note_unreadable(raw, envelope)
        db.session.commit()
    except Exception:
        return _not_saved()
    return EX_OK
