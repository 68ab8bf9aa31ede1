"""What is typed when work is declined, moved, stopped or begun again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from ...fields import BaseForm, DayField, MaxLength, Optional, Required, choices
from ...people.models import Unit
from ...text import parse_id, row_id
from .parts import A_DAY


class _OfUnit(BaseForm):
    """Remembers which unit led when the form was opened: an answer meant for one unit never reaches another."""

    seen = HiddenField()

    @property
    def seen_unit_id(self) -> int | None:
        """None in a form that does not say."""
        return parse_id(self.seen.data or "")


# Choices are filled in for the eye; what was chosen is checked by the action, which says it in the house's words.
class DeclineForm(BaseForm):
    reason = TextAreaField(
        _l("Reason"), [Required(_l("Say why the task is outside your unit's function.")), MaxLength(1000)]
    )
    suggested_unit_id = SelectField(_l("Suggested unit"), coerce=row_id, choices=[], default=0, validate_choice=False)

    def offer(self, units: Iterable[Unit], lead_unit_id: int) -> None:
        """Open units; none of them by default."""
        self.suggested_unit_id.choices = _others(units, lead_unit_id, _("No suggestion"))


class InsistForm(_OfUnit):
    note = TextAreaField(_l("Note"), [Required(_l("Say why the task stays with the unit.")), MaxLength(1000)])


class ReassignForm(_OfUnit):
    unit_id = SelectField(_l("New lead unit"), coerce=row_id, choices=[], default=0, validate_choice=False)
    leader_id = SelectField(_l("Accountable leader"), coerce=row_id, choices=[], default=0, validate_choice=False)
    reason = TextAreaField(_l("Reason"), [Optional(), MaxLength(1000)])
    stays = BooleanField(_l("The present lead unit goes on as a cooperating unit"))

    def offer(self, units: Iterable[Unit], lead_unit_id: int, leaders: Iterable[Any]) -> None:
        """Open units but the one that leads; the leader stays unless another one is chosen."""
        self.unit_id.choices = _others(units, lead_unit_id, _("Choose a unit…"))
        names = [(row.user_id, f"{row.name}, {row.title}") for row in leaders]
        self.leader_id.choices = choices([(0, _("As before")), *names])


class SuspendForm(BaseForm):
    reason = TextAreaField(_l("Reason"), [Required(_l("Say why the work stops.")), MaxLength(1000)])
    resume_on = DayField(_l("Expected to go on from"), [Optional()], render_kw=A_DAY)


class ResumeForm(BaseForm):
    note = TextAreaField(_l("Note"), [Optional(), MaxLength(1000)])
    due_on = DayField(_l("New due date"), [Optional()], render_kw=A_DAY)


class CancelForm(BaseForm):
    reason = TextAreaField(_l("Reason"), [Required(_l("Say why the work is no longer wanted.")), MaxLength(1000)])


class ReopenForm(BaseForm):
    reason = TextAreaField(_l("Reason"), [Required(_l("Say what is still to be done.")), MaxLength(1000)])


class SupersedeForm(BaseForm):
    successor = StringField(
        _l("Notice number or task code"),
        [Required(_l("Name what took its place, for example 142/TB-UBND or NV-2026-0142.")), MaxLength(60)],
    )
    reason = TextAreaField(_l("Note"), [Optional(), MaxLength(1000)])


def _others(units: Iterable[Unit], lead_unit_id: int, nothing: str) -> Any:
    return choices([(0, nothing), *((unit.id, unit.name) for unit in units if unit.id != lead_unit_id)])
