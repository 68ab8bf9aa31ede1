"""Mails of an explanation, to whose turn it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask_babel import gettext as _

from ...mail import Message
from ...people.actor import Actor
from ...people.letters import once
from ...people.queries import Recipient, get_unit, list_office_recipients, list_recipients, list_recipients_for
from ..models import Explanation
from ..wording import cause_word
from .base import Told, task_message


def explanation_asked(explanation: Explanation, by: Actor) -> list[Message]:
    """To the heads of the lead unit."""

    def tell(reader: Recipient) -> Told:
        return Told(
            _("Explanation asked for"),
            _("Please open the task, say whether the cause is objective or subjective, and explain."),
        )

    return _to_heads(explanation, "explanation_asked", tell, explanation.question, by)


def explanation_answered(explanation: Explanation) -> list[Message]:
    """To the one who asked; where the unit came first, to the accountable leader and the Office."""

    def tell(reader: Recipient) -> Told:
        unit = get_unit(explanation.unit_id).short_name
        cause = cause_word(explanation.cause)
        return Told(
            _("Explanation given"),
            _("%(unit)s explains. Cause: %(cause)s. Please open the task to decide.", unit=unit, cause=cause),
        )

    return _messages(explanation, "explanation_answered", tell, explanation.answer, _deciders(explanation))


def explanation_accepted(explanation: Explanation, by: Actor) -> list[Message]:
    """To the heads of the lead unit: which cause stands."""

    def tell(reader: Recipient) -> Told:
        cause = cause_word(explanation.confirmed_cause)
        if explanation.confirmed_cause == explanation.cause:
            return Told(_("Explanation accepted"), _("Confirmed cause: %(cause)s.", cause=cause))
        was = cause_word(explanation.cause)
        return Told(
            _("Explanation accepted"),
            _("Confirmed cause: %(cause)s; your unit had said: %(was)s.", cause=cause, was=was),
        )

    return _to_heads(explanation, "explanation_accepted", tell, explanation.decision_note, by)


def explanation_asked_again(explanation: Explanation, by: Actor) -> list[Message]:
    """To the heads of the lead unit: what is missing."""

    def tell(reader: Recipient) -> Told:
        return Told(_("Explanation asked for again"), _("The explanation does not do yet. Please open the task."))

    return _to_heads(explanation, "explanation_asked_again", tell, explanation.decision_note, by)


def _deciders(explanation: Explanation) -> list[Recipient]:
    """Whoever asked, or who stands in for him; else those who may accept it."""
    askers = list_recipients_for(explanation.asked_by_id) if explanation.asked_by_id else []
    return askers or [*list_recipients_for(explanation.task.leader_id), *list_office_recipients()]


def _to_heads(
    explanation: Explanation, kind: str, tell: Callable[[Recipient], Told], words: str, by: Actor
) -> list[Message]:
    return _messages(explanation, kind, tell, words, list_recipients([explanation.task.lead_unit_id]), by)


def _messages(
    explanation: Explanation,
    kind: str,
    tell: Callable[[Recipient], Told],
    words: str,
    readers: Iterable[Recipient],
    by: Actor | None = None,
) -> list[Message]:
    """An exchange goes to and fro: each of its versions is a mail of its own."""
    key = f"explanation:{explanation.id}:{explanation.version}:{kind.removeprefix('explanation_')}"
    return [task_message(explanation.task, reader, key, kind, tell, words=words, by=by) for reader in once(readers)]
