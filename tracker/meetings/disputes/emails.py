"""Mails of a dispute: to the Office when it is raised, back to the unit when it is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from ...mail import Message
from ...people.actor import Actor
from ...people.letters import once, write_letter
from ...people.queries import Recipient, find_recipients, list_office_recipients, list_recipients
from ...people.wording import decided_by
from .models import DisputeState, FigureDispute
from .wording import name_figure, tell_period


def dispute_raised(dispute: FigureDispute) -> list[Message]:
    """To the clerks."""

    def tell() -> str:
        unit = dispute.unit.name
        return _("%(unit)s asks the Office to look at a figure of the scoreboard again.", unit=unit)

    return _to_each(list_office_recipients(), dispute, "dispute_raised", tell, dispute.reason)


def dispute_answered(dispute: FigureDispute, by: Actor) -> list[Message]:
    """To whoever raised it, and to the head and deputies of the unit."""

    def tell() -> str:
        agrees = dispute.state == DisputeState.ACCEPTED
        stands = _("The Office has looked at it; the figure stands:")
        sentence = _("The Office agrees and has put right what was wrong:") if agrees else stands
        return f"{decided_by(by)} {sentence}".strip()

    raised = find_recipients([dispute.raised_by_id]).values()
    return _to_each([*raised, *list_recipients([dispute.unit_id])], dispute, "dispute_answered", tell, dispute.answer)


def _to_each(
    readers: Iterable[Recipient], dispute: FigureDispute, kind: str, tell: Callable[[], str], words: str
) -> list[Message]:
    return [_message(reader, dispute, kind, tell, words) for reader in once(readers)]


def _message(reader: Recipient, dispute: FigureDispute, kind: str, tell: Callable[[], str], words: str) -> Message:
    with force_locale(reader.language):
        headline = _("Figure of the scoreboard: %(figure)s", figure=name_figure(dispute))
        values = {
            "headline": headline,
            "dispute": dispute,
            "period": tell_period(dispute),
            "sentence": tell(),
            "words": words,
            "url": f"{current_app.config['SETTINGS'].public_base_url}/disputes/{dispute.id}",
        }
        return write_letter(
            reader,
            "dispute",
            values,
            key=f"dispute:{dispute.id}:{kind}",
            kind=kind,
            subject=f"[{headline}] {dispute.unit.short_name}",
            thread=f"dispute:{dispute.id}",
            urgency=4,
        )
