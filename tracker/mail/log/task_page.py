"""Beside a task: to whom mails about it went, for those who answer for all tasks; never what they say."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ... import clock
from ..models import MailState
from . import Row, list_mails_of_task, wording

SHOWN = 3


def facts_of(task_id: int) -> list[tuple[str, str] | tuple[str, str, str]]:
    """One line: the latest mails, or nothing for those who see only their own part of the work."""
    if not (current_user.sees_everything):
        return []
    mails = list_mails_of_task(task_id, SHOWN + 1)
    if not mails:
        return []
    states = wording.state_names()
    said = "; ".join(_say(mail, states) for mail in mails[:SHOWN])
    if len(mails) > SHOWN:
        said += _(" and earlier ones")
    label = ngettext("Mail about it", "Mails about it", len(mails))
    if current_user.is_admin:
        return [(label, said, url_for("mails.index", task=task_id))]
    return [(label, said)]


def _say(mail: Row, states: dict[str, str]) -> str:
    at = clock.to_office(mail.sent_at or mail.created_at)
    state = "" if mail.state == MailState.SENT else f", {states[mail.state]}"
    return f"{mail.to_name} ({at:%d/%m/%Y %H:%M}{state})"
