"""What is typed to start a meeting, to record a word, and to make the notice."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from ..fields import CHOOSE_ONE, BaseForm, DayField, MaxLength, Optional, Required
from ..tasks.forms.parts import A_DAY
from ..text import row_id


class StartForm(BaseForm):
    """`asked` is the query string of the list that the person came from."""

    form_key = HiddenField()
    asked = HiddenField()
    title = StringField(_l("Name of the meeting"), [Required(_l("Give the meeting a name.")), MaxLength(200)])
    held_on = DayField(_l("Held on"), [Required(_l("Give the day."))], render_kw=A_DAY)
    chair_id = SelectField(_l("Chaired by"), coerce=int, choices=[], invalid_choice_message=CHOOSE_ONE)
    walk = RadioField(_l("What is walked"), choices=[])
    unit_id = SelectField(_l("Unit"), coerce=int, choices=[], default=0)


class WordForm(BaseForm):
    """One form for every kind of word; which fields it shows is the template's, what must be filled the action's."""

    kind = HiddenField()
    item = HiddenField()
    form_key = HiddenField()
    seen = HiddenField()
    due_on = DayField(_l("Due date"), [Optional()], render_kw=A_DAY)
    unit_id = SelectField(_l("Lead unit"), coerce=row_id, choices=[], default=0, validate_choice=False)
    topic_id = SelectField(_l("Topic"), coerce=row_id, choices=[], default=0, validate_choice=False)
    reason = TextAreaField(_l("What the chair said"), [Optional(), MaxLength(1000)])


class WordsForm(BaseForm):
    """A sentence of the minutes."""

    version = HiddenField()
    words = TextAreaField(
        _l("Sentence of the minutes"), [Required(_l("Write the sentence, or take it away.")), MaxLength(3000)]
    )


class EndForm(BaseForm):
    """What the notice says about itself, and its text as it was read over.

    `seen` is the fingerprint of the minutes that the text was made from, `typed` a text that they have overtaken.
    """

    seen = HiddenField()
    typed = TextAreaField(_l("Typed here"))
    issuer = StringField(_l("Issued by"), [Required(_l("Write which body issued the notice.")), MaxLength(200)])
    number = StringField(_l("Number"), [Optional(), MaxLength(60)])
    issued_on = DayField(
        _l("Date of issue"), [Required(_l("Give the date of issue that stands on the notice."))], render_kw=A_DAY
    )
    text = TextAreaField(_l("Text of the notice"), [Required(_l("The notice needs its text."))])
