"""Why a mail was not taken: a sentence for its writer, a few words for the administrator."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from ..tasks.wording import state_name
from .addresses import settings
from .models import InboundMail, Outcome, Reason

if TYPE_CHECKING:
    from .actions import Result

_SENTENCES: dict[str, Callable[[InboundMail, Result], str]] = {
    Reason.OTHER_SENDER: lambda row, result: _(
        "A mail from %(address)s used a reply address that was given to this account, so nothing of it was saved. "
        "Please answer from the address of the account; whoever forwarded the mail need do nothing.",
        address=row.from_address or "—",
    ),
    Reason.NOT_GENUINE: lambda row, result: _(
        "A mail in the name of this account did not pass the mail server's check of its sender, so nothing of it was "
        "saved. If it was genuine, please use the form in the register and tell the administrator."
    ),
    Reason.ADDRESS_ENDED: lambda row, result: _(
        "The mail that was answered is too old, or the password was issued anew since. Please answer a newer mail "
        "about the task, or use the form in the register."
    ),
    Reason.TOO_LARGE: lambda row, result: _(
        "The mail is larger than %(size)s MB, so nothing of it was saved. Please send it with smaller or fewer files; "
        "it is still among the sent mails.",
        size=settings().max_mb,
    ),
    Reason.NO_TEXT: lambda row, result: _(
        "The mail holds no new text above what it quotes. Please write in a sentence what has been done so far."
    ),
    Reason.NOT_VISIBLE: lambda row, result: _(
        "This task is no longer in the work of this account's unit. The unit that has it now reports on it."
    ),
    Reason.NOT_ALLOWED: lambda row, result: _(
        "By mail only the lead unit and the cooperating units report progress, so nothing was saved. Decisions and "
        "everything else are made on the page of the task."
    ),
    Reason.TASK_OVER: lambda row, result: _(
        "Task %(code)s is over (%(state)s), so nothing more is saved for it.",
        code=result.task.code if result.task else "",
        state=state_name(result.task.state) if result.task else "",
    ),
    Reason.NOT_NOW: lambda row, result: _(
        "Task %(code)s is now: %(state)s. No progress is taken in that state; the page of the task says what is next.",
        code=result.task.code if result.task else "",
        state=state_name(result.task.state) if result.task else "",
    ),
}


def explain(reason: str, row: InboundMail, result: Result) -> str:
    """For the writer: why not, and how to mend it."""
    sentence = _SENTENCES.get(reason)
    return sentence(row, result) if sentence else result.sentence


def name_outcome(mail: InboundMail) -> str:
    """For the administrator."""
    return {
        Outcome.TAKEN: _("saved as progress"),
        Outcome.REFUSED: _("not saved"),
        Outcome.DROPPED: _("only noted"),
    }[Outcome(mail.outcome)]


def name_reason(mail: InboundMail) -> str:
    """For the administrator; empty for what was taken."""
    names = {
        Reason.AUTOMATIC: _("written by a programme (away notice, report of a mail server)"),
        Reason.UNKNOWN_ADDRESS: _("sent to no reply address of ours"),
        Reason.UNREADABLE: _("could not be read; the log of the server says why"),
        Reason.ACCOUNT_CLOSED: _("the account is closed or has no address"),
        Reason.TOO_MANY: _("too many mails of one person in a day"),
        Reason.OTHER_SENDER: _("not from the person's own address"),
        Reason.NOT_GENUINE: _("the mail server's check of the sender failed"),
        Reason.ADDRESS_ENDED: _("the reply address has ended"),
        Reason.TOO_LARGE: _("too large"),
        Reason.NO_TEXT: _("no new text"),
        Reason.NOT_VISIBLE: _("the person may no longer see the task"),
        Reason.NOT_ALLOWED: _("the person may not report on the task"),
        Reason.TASK_OVER: _("the task is over"),
        Reason.NOT_NOW: _("not possible in the task's present state"),
        Reason.RULE: mail.words,
    }
    return names[Reason(mail.reason)] if mail.reason else ""
