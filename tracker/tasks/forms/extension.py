"""More time: asked for and decided; a due date that a leader sets."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from ...fields import BaseForm, DayField, MaxLength, Optional, Required
from .parts import A_DAY


class ExtensionForm(BaseForm):
    new_due_on = DayField(_l("New due date"), [Required(_l("Give the date that you ask for."))], render_kw=A_DAY)
    reason = TextAreaField(_l("Reason"), [Required(_l("Say why more time is needed.")), MaxLength(1000)])


class DecisionForm(BaseForm):
    """A note may go with an approval and must go with a refusal; `next` is the list that it was decided from."""

    next = HiddenField()
    note = TextAreaField(_l("Note"), [Optional(), MaxLength(500)])
    due_on = DayField(_l("Another date"), [Optional()], render_kw=A_DAY)


class DueDateForm(BaseForm):
    due_on = DayField(_l("Due on"), [Required(_l("Give the due date."))], render_kw=A_DAY)
    reason = TextAreaField(_l("Reason"), [Required(_l("Say why the date is set.")), MaxLength(1000)])
