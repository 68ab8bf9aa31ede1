"""Mails of a dispute: to the Office when it is raised, back to the unit when it is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from ...mail import Message
from ...people.queries import Recipient, find_recipients, list_office_recipients, list_recipients
from .models import DisputeState, FigureDispute
from .wording import name_figure, tell_period


def dispute_raised(dispute: FigureDispute) -> list[Message]:
    """To the clerks."""

    def tell() -> str:
        unit = dispute.unit.name
        return _("%(unit)s asks the Office to look at a figure of the scoreboard again.", unit=unit)

    return _to_each(list_office_recipients(), dispute, "dispute_raised", tell, dispute.reason)


def dispute_answered(dispute: FigureDispute) -> list[Message]:
    """To whoever raised it, and to the head and deputies of the unit."""

    def tell() -> str:
        if dispute.state == DisputeState.ACCEPTED:
            return _("The Office agrees and has put right what was wrong:")
        return _("The Office has looked at it; the figure stands:")

    raised = find_recipients([dispute.raised_by_id]).values()
    return _to_each([*raised, *list_recipients([dispute.unit_id])], dispute, "dispute_answered", tell, dispute.answer)


def _to_each(
    readers: Iterable[Recipient], dispute: FigureDispute, kind: str, tell: Callable[[], str], words: str
) -> list[Message]:
    once = {reader.user_id: reader for reader in readers}
    return [_message(reader, dispute, kind, tell, words) for reader in once.values()]


def _message(reader: Recipient, dispute: FigureDispute, kind: str, tell: Callable[[], str], words: str) -> Message:
    with force_locale(reader.language):
        headline = _("Figure of the scoreboard: %(figure)s", figure=name_figure(dispute))
        values = {
            "language": reader.language,
            "headline": headline,
            "dispute": dispute,
            "period": tell_period(dispute),
            "sentence": tell(),
            "words": words,
            "url": f"{current_app.config['SETTINGS'].public_base_url}/disputes/{dispute.id}",
        }
        return Message(
            key=f"dispute:{dispute.id}:{kind}:{reader.user_id}",
            kind=kind,
            user_id=reader.user_id,
            to_name=reader.name,
            to_address=reader.email,
            subject=f"[{headline}] {dispute.unit.short_name}",
            text=render_template("emails/dispute.txt", **values).strip() + "\n",
            html=render_template("emails/dispute.html", **values),
            thread=f"dispute:{dispute.id}",
            urgency=4,
        )
