"""What states, kinds and reasons are called.

Reasons that are ours are stored in English and said in the reader's language; a server's words stay its own.
"""

from __future__ import annotations

from flask_babel import gettext as _

from ..claims import GIVEN_UP, SENDER_STOPPED, SERVER_AWAY
from ..compose import CANNOT_BE_WRITTEN
from ..models import MailState
from ..smtp import CONNECTION_BROKE, NOT_TRUSTED
from ..wanted import ACCOUNT_CLOSED, NO_ADDRESS, OUT_OF_SIGHT

TONES = {
    MailState.QUEUED: "quiet",
    MailState.SENDING: "quiet",
    MailState.SENT: "ok",
    MailState.FAILED: "late",
    MailState.SKIPPED: "plain",
}
_REPLACED = "replaced by the digest of "
_TOLD = "told in the digest of "
_SIGN_IN = "sign-in refused: "


def state_names() -> dict[str, str]:
    """In the order of a mail's life."""
    return {
        MailState.QUEUED: _("waiting"),
        MailState.SENDING: _("being sent"),
        MailState.SENT: _("mail sent"),
        MailState.FAILED: _("mail failed"),
        MailState.SKIPPED: _("left unsent"),
    }


def tone(state: str) -> str:
    """The colour of its mark."""
    return TONES[MailState(state)]


def name_kind(kind: str) -> str:
    """What a kind of mail is called; a new one by its own name until it is given one here."""
    return _kinds().get(kind, kind)


def say_reason(stored: str) -> str:
    """Why it waits, failed or was left, in the reader's language."""
    if exact := _reasons().get(stored):
        return exact
    for prefix, words in _prefixes().items():
        if stored.startswith(prefix):
            return f"{words} {say_reason(stored.removeprefix(prefix))}".strip()
    return stored


def _reasons() -> dict[str, str]:
    return {
        ACCOUNT_CLOSED: _("The account is closed."),
        NO_ADDRESS: _("The person has no mail address. Enter one on the person's page, then send again."),
        OUT_OF_SIGHT: _("Its reader may no longer see the task."),
        SENDER_STOPPED: _("The sender stopped before it knew whether this mail had arrived; it may come twice."),
        "everything in it is done, has another due date or is somebody else's": _(
            "Everything in it is done, has another due date or is somebody else's."
        ),
        "the reader has stopped what is optional": _("Its reader has stopped mails of this kind."),
    }


def _prefixes() -> dict[str, str]:
    return {
        GIVEN_UP: _("Given up after five days."),
        SERVER_AWAY: _("The mail server cannot be reached:"),
        _SIGN_IN: _("The mail server does not let us in:"),
        CONNECTION_BROKE: _("The connection broke:"),
        NOT_TRUSTED: _("The certificate of the mail server is not to be trusted (see SMTP_CA_FILE):"),
        CANNOT_BE_WRITTEN: _("It cannot be written as a mail; name, address or title hold what no mail may carry:"),
        _REPLACED: _("Replaced by the digest of"),
        _TOLD: _("Told in the digest of"),
    }


def _kinds() -> dict[str, str]:
    return {
        "digest": _("Daily reminder"),
        "tasks_assigned": _("Tasks of a notice"),
        "task_assigned": _("New task"),
        "task_reassigned": _("Task reassigned"),
        "task_urged": _("Urging"),
        "task_sent_back": _("Report returned"),
        "task_declined": _("Task declined"),
        "decline_insisted": _("Decline not accepted"),
        "cooperation_asked": _("Asked to cooperate"),
        "part_added": _("Part of a cooperating unit"),
        "due_set": _("Due date set"),
        "extension_requested": _("Extension asked for"),
        "extension_approved": _("Extension approved"),
        "extension_refused": _("Extension refused"),
        "explanation_asked": _("Explanation asked for"),
        "explanation_asked_again": _("Explanation asked for again"),
        "explanation_answered": _("Explanation given"),
        "explanation_accepted": _("Explanation accepted"),
        "proposal_raised": _("Proposal"),
        "proposal_answered": _("Answer to a proposal"),
        "dispute_raised": _("Figure of the scoreboard called wrong"),
        "dispute_answered": _("Answer about a figure of the scoreboard"),
        "work_handed_over": _("Work handed over"),
        "resend": _("Copy sent by the administrator"),
    }
