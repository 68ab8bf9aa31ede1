"""The answer to a mail that came in: what was done with it, or why not and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app, render_template
from flask_babel import gettext as _

from ..mail import Message
from ..people.models import User
from ..text import shorten
from .models import InboundMail, Reason
from .reading import Incoming
from .wording import explain

if TYPE_CHECKING:
    from .actions import Result

KIND = "inbound_answer"
# What another one wrote in the person's name is not carried to him under the office's name.
NOT_HIS_WORDS = frozenset({Reason.OTHER_SENDER, Reason.NOT_GENUINE})
# What its writer can set right by writing again, or with the form.
_TO_MEND = frozenset({Reason.NO_TEXT, Reason.TOO_LARGE, Reason.ADDRESS_ENDED, Reason.RULE})
_LONGEST_WORDS = 100_000


def our_address() -> str:
    """From where our own mails come, in small letters."""
    return str(current_app.config["SETTINGS"].mail_from).lower()


def already_there() -> str:
    """The sentence for a mail whose text was saved before."""
    return _("This very mail was saved before. Nothing is saved twice.")


def too_many_files(most: int) -> str:
    """The sentence for the eleventh file."""
    return _("At most %(count)s files in one mail. Send it in another one.", count=most)


def answer(row: InboundMail, incoming: Incoming, person: User, result: Result) -> Message:
    """To the account's own address, whoever wrote. In the language that is in force, the person's."""
    task, is_taken = result.task, not row.reason
    base_url = current_app.config["SETTINGS"].public_base_url
    title = shorten(task.title, 70) if task else _("answer to a mail of the register")
    headline = _("Progress saved") if is_taken else _("Progress not saved")
    words = "" if row.reason in NOT_HIS_WORDS else incoming.new_text or incoming.typed
    values: dict[str, Any] = {
        "language": person.language,
        "headline": headline,
        "task": task,
        "is_taken": is_taken,
        "told": _tell(row, result),
        "refused": result.refused,
        "unseen": [] if is_taken or row.reason in NOT_HIS_WORDS else [one.name for one in incoming.attachments],
        "words": words[:_LONGEST_WORDS],
        "is_cut": len(words) > _LONGEST_WORDS,
        "url": f"{base_url}/tasks/{row.task_id}" if task or row.reason == Reason.ADDRESS_ENDED else "",
        "can_mend": row.reason in _TO_MEND,
        "answerable": is_taken or (task is not None and row.reason in _TO_MEND),
    }
    return Message(
        key=f"inbound:{row.id}:answer",
        kind=KIND,
        user_id=person.id,
        to_name=person.name,
        to_address=person.email or "",
        subject=f"[{headline}] {title}",
        text=render_template("emails/inbound.txt", **values).strip() + "\n",
        html=render_template("emails/inbound.html", **values),
        thread=f"task:{task.id}" if task else "",
        subject_type="task" if task else "",
        subject_id=task.id if task else 0,
        urgency=2,
    )


def _tell(row: InboundMail, result: Result) -> list[str]:
    """One sentence for each thing that was done or left."""
    if row.reason:
        return [explain(row.reason, row, result)]
    code = result.task.code if result.task else ""
    if result.percent is None:
        told = [_("The progress update is saved for task %(code)s.", code=code)]
    else:
        told = [_("Progress %(percent)s%% is saved for task %(code)s.", percent=result.percent, code=code)]
    if result.is_percent_left:
        told.append(_("The percentage of the first line is kept as text only; this task does not take it."))
    if result.kept:
        told.append(_("Files kept (%(count)s): %(names)s", count=len(result.kept), names=", ".join(result.kept)))
    return told
