"""The answer to a proposal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from ...fields import BaseForm, MaxLength, Required


class AnswerForm(BaseForm):
    proposal_id: int | None = None  # which one was refused an answer; a task may have several
    answer = StringField(_l("Answer"), [Required(_l("Write one line as an answer.")), MaxLength(1000)])
