"""A mail that came in: noted once, judged, taken or not, answered. Never commits.

    1  its row, under a key that makes a second one impossible
    2  may it be answered at all? does it come from the person to whom the address was given?
    3  its text as a progress update, each of its files beside that
    4  the answer into the outbox

Up to 2 the head alone is read. A mail that cannot be read is noted, so that nobody tries it again for ever.
What a rule refuses is undone as far as the rule reaches (the whole update, one file); the row and the answer stay.
"""

from __future__ import annotations

import hashlib
import io
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask_babel import force_locale
from sqlalchemy import delete, func, not_, select
from werkzeug.datastructures import FileStorage, MultiDict

from .. import clock, history, mail
from ..db import db, insert
from ..directives.readers.encoding import refuse_old_fonts
from ..errors import NotAllowed, NotFound, Refused
from ..files.names import clean_file_name
from ..people.acting import list_actors_of
from ..people.actor import Actor
from ..people.models import User
from ..tasks import actions as tasks
from ..tasks import policy, queries
from ..tasks.actions.evidence import MAX_FILES
from ..tasks.forms import ProgressForm
from ..tasks.models import ProgressUpdate, Task
from . import emails
from .addresses import Token, find_token, settings
from .genuine import is_forged
from .models import InboundMail, Outcome, Reason
from .reading import Incoming, find_percent, read_head, read_mail

# In a day. A person who writes more is a programme, or at war with one; whoever writes in his name has a limit of his
# own, so that he cannot use up the person's.
MOST_MAILS = 200
MOST_ANSWERS = 30
MOST_WARNINGS = 3
# What was only noted is of no use for longer.
KEPT = timedelta(days=90)
_MOST_FORGOTTEN = 1000

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Envelope:
    """How the mail came: `recipients` and `sender` as the server says, `sender` None where it does not.

    `is_whole`: False where only its head is at hand, because it is too large.
    """

    channel: str
    recipients: tuple[str, ...] = ()
    sender: str | None = None
    is_whole: bool = True

    @property
    def is_from_nobody(self) -> bool:
        """What has no sender is a report about another mail (RFC 5321, 4.5.5)."""
        return self.sender is not None and self.sender.strip() in ("", "<>")


@dataclass
class Result:
    """What the answer tells. `percent_left`: the first line names a percentage that this task does not take."""

    task: Task | None = None
    sentence: str = ""
    percent: int | None = None
    is_percent_left: bool = False
    kept: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def receive(raw: bytes, envelope: Envelope) -> InboundMail | None:
    """Take the mail in; None when that very mail was taken in before."""
    try:
        head = read_head(raw)
    except Exception:
        return note_unreadable(raw, envelope)
    written, token = find_token([*envelope.recipients, *head.recipients])
    row = _note(head, envelope, written)
    if row is None:
        return None
    if reason := _why_not_answered(head, envelope, token):
        row.reason = reason
    if token is None or row.reason:
        return row
    row.user_id, row.task_id = token.user_id, token.task_id
    person = db.session.get(User, token.user_id)
    if person is None or not person.is_enabled or not person.email:
        row.reason = Reason.ACCOUNT_CLOSED
    else:
        with force_locale(person.language):
            _handle(row, raw, head, envelope, token, person)
    return row


def note_unreadable(raw: bytes, envelope: Envelope) -> InboundMail | None:
    """Keep of a mail on whose reading an exception was raised just now that it came."""
    log.exception("a mail could not be read")
    row = _note(Incoming(digest=hashlib.sha256(raw).hexdigest()), envelope, "")
    if row is not None:
        row.reason = Reason.UNREADABLE
    return row


def forget_old() -> None:
    """Delete what was only noted long ago, a thousand at a time."""
    old = select(InboundMail.id).where(
        InboundMail.outcome == Outcome.DROPPED, InboundMail.received_at < clock.now() - KEPT
    )
    some = old.order_by(InboundMail.id).limit(_MOST_FORGOTTEN)
    db.session.execute(delete(InboundMail).where(InboundMail.id.in_(some)).execution_options(synchronize_session=False))


def _note(incoming: Incoming, envelope: Envelope, written: str) -> InboundMail | None:
    """The row; a second process with the same mail waits here for the first, then finds it there."""
    same = f"{incoming.message_id}\n{written}"
    values = {
        "key": hashlib.sha256(same.encode()).hexdigest() if incoming.message_id else incoming.digest,
        "received_at": clock.now(),
        "channel": envelope.channel,
        "message_id": incoming.message_id,
        "from_address": incoming.from_address[:254],
        "subject": incoming.subject,
        "outcome": Outcome.DROPPED,
        "reason": "",
        "words": "",
        "files_kept": 0,
        "files_refused": 0,
        "is_answered": False,
    }
    statement = insert(InboundMail).values(values).on_conflict_do_nothing(index_elements=["key"])
    row_id = db.session.scalar(statement.returning(InboundMail.id))
    return None if row_id is None else db.session.get_one(InboundMail, row_id)


def _why_not_answered(incoming: Incoming, envelope: Envelope, token: Token | None) -> str:
    own = {settings().address.lower(), emails.our_address()}
    if incoming.is_automatic or envelope.is_from_nobody or incoming.from_address.lower() in own:
        return Reason.AUTOMATIC
    if token is None and _is_forged(incoming):
        return Reason.NOT_GENUINE  # sent back it would reach whoever was named as its sender
    return "" if token else Reason.UNKNOWN_ADDRESS


def _is_forged(incoming: Incoming) -> bool:
    return is_forged(incoming.authentication, settings().authserv_id, incoming.from_address)


def _handle(row: InboundMail, raw: bytes, head: Incoming, envelope: Envelope, token: Token, person: User) -> None:
    result, reason = Result(), _why_not_believed(head, token, person)
    is_his = reason not in emails.NOT_HIS_WORDS
    if is_his and _count_today(row, is_his) > MOST_MAILS:
        row.reason = Reason.TOO_MANY
        return
    try:
        incoming = read_mail(raw) if is_his else head
    except Exception:
        log.exception("a mail could not be read")
        row.reason = Reason.UNREADABLE
        return
    if not reason:
        reason = _take(row, incoming, person, result, "" if envelope.is_whole else Reason.TOO_LARGE)
    row.outcome = Outcome.REFUSED if reason else Outcome.TAKEN
    row.reason, row.words = reason, result.sentence
    row.files_kept, row.files_refused = len(result.kept), len(result.refused)
    if _count_today(row, is_his, InboundMail.is_answered) < (MOST_ANSWERS if is_his else MOST_WARNINGS):
        row.is_answered = mail.put(emails.answer(row, incoming, person, result)) is not None


def _why_not_believed(incoming: Incoming, token: Token, person: User) -> str:
    """Whether it is the person himself who writes. Nothing of what another one wrote is shown or kept."""
    if incoming.from_address.lower() != (person.email or "").lower():
        return Reason.OTHER_SENDER
    if _is_forged(incoming):
        return Reason.NOT_GENUINE
    # Whoever gets a new password from the administrator may have lost his mailbox too.
    renewed = history.find_last_entry("user", person.id, ("one_time_password_issued",))
    if token.is_expired or person.must_change_password or (renewed is not None and renewed.at > token.issued_at):
        return Reason.ADDRESS_ENDED
    return ""


def _take(row: InboundMail, incoming: Incoming, person: User, result: Result, reason: str) -> str:
    """The update and its files; why not, where it is not taken."""
    actors = list_actors_of(person.id)
    try:
        by, result.task = _choose(actors, row.task_id or 0)
        reason = reason or _hindrance(by, result.task, incoming)
        if reason:
            return reason
        with db.session.begin_nested():
            update = _write(result.task, incoming, result, by)
    except NotFound:
        return Reason.NOT_VISIBLE
    except NotAllowed:
        return Reason.NOT_ALLOWED
    except Refused as refused:
        result.sentence = refused.sentence
        return Reason.RULE
    row.update_id = update.id
    for attachment in incoming.attachments:
        _keep(result, update, FileStorage(io.BytesIO(attachment.content), filename=attachment.name), by)
    return ""


def _choose(actors: list[Actor], task_id: int) -> tuple[Actor, Task]:
    """The post in which the person leads the work, else takes part in it."""
    visible = []
    for actor in actors:
        try:
            visible.append((actor, queries.get_task_for(actor, task_id)))
        except NotFound:
            continue
    if not visible:
        raise NotFound
    has_work = (policy.is_of_lead_unit, policy.takes_part)
    return next((pair for allows in has_work for pair in visible if allows(*pair)), visible[0])


def _hindrance(by: Actor, task: Task, incoming: Incoming) -> str:
    """Why this person cannot report on this task now. The rules themselves are the actions'.

    The Office writes down what it was told with the form: by mail, a word that decides would become an update.
    """
    if not (policy.is_of_lead_unit(by, task) or policy.takes_part(by, task)):
        return Reason.NOT_ALLOWED
    if not task.is_open:
        return Reason.TASK_OVER
    if not (_leads(by, task) or policy.can_add_part(by, task)):
        return Reason.NOT_NOW
    return "" if incoming.new_text else Reason.NO_TEXT


def _leads(by: Actor, task: Task) -> bool:
    return policy.is_of_lead_unit(by, task) and policy.can_update(by, task)


def _write(task: Task, incoming: Incoming, result: Result, by: Actor) -> ProgressUpdate:
    """The same checks as the form's, then the same action."""
    refuse_old_fonts(incoming.new_text)
    percent = find_percent(incoming.new_text)
    result.percent = percent if not task.measure and _leads(by, task) else None
    result.is_percent_left = percent is not None and result.percent is None
    form = ProgressForm(MultiDict({"result": incoming.new_text}), meta={"csrf": False})
    if not form.validate():
        raise Refused(next(str(error) for errors in form.errors.values() for error in errors))
    progress = tasks.Progress(
        form_key=f"mail:{incoming.digest}", result=form.result.data or "", percent=result.percent, by_mail=True
    )
    act = tasks.add_update if _leads(by, task) else tasks.add_part
    update = act(task, progress, by=by)
    if update is None:
        raise Refused(emails.already_there())
    db.session.flush()
    return update


def _keep(result: Result, update: ProgressUpdate, file: FileStorage, by: Actor) -> None:
    """One file, as evidence of the update. A refused one is named with its reason; the others and the text stay."""
    assert result.task is not None
    name = clean_file_name(file.filename or "")
    try:
        if len(result.kept) >= MAX_FILES:
            raise Refused(emails.too_many_files(MAX_FILES))
        with db.session.begin_nested():
            tasks.add_evidence(result.task, [file], by=by, update=update)
    except Refused as refused:
        result.refused.append((name, refused.sentence.removeprefix(f"{name}: ")))
    else:
        result.kept.append(name)


def _count_today(row: InboundMail, is_his: bool, *conditions: Any) -> int:
    """How many of this person's mails, or of those in his name, came within a day; this one counts."""
    of_another = InboundMail.reason.in_(emails.NOT_HIS_WORDS)
    found = select(func.count(InboundMail.id)).where(
        InboundMail.user_id == row.user_id,
        InboundMail.received_at > clock.now() - timedelta(days=1),
        not_(of_another) if is_his else of_another,
        *conditions,
    )
    return db.session.scalar(found) or 0
