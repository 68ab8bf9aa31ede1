"""The base form and the house's fields: cleaning, wording, and one way to carry an action out.

Every message is our own, so that both languages are complete whatever WTForms ships.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm.exc import StaleDataError
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from .db import db
from .errors import Refused, Stale
from .text import NoSuchDay, clean, clean_line, parse_day

CHOOSE_ONE = _l("Choose one from the list.")
_WORDS_OF_WTFORMS = {
    "Not a valid choice.": CHOOSE_ONE,
    "Invalid Choice: could not coerce.": CHOOSE_ONE,
    "Invalid choice(s): one or more data inputs could not be coerced.": CHOOSE_ONE,
    "'%(value)s' is not a valid choice for this field.": CHOOSE_ONE,
    "Not a valid integer value.": _l("Give a whole number."),
}


class _Words:
    """What WTForms says by itself, in our words; it knows no Vietnamese."""

    def gettext(self, string: str) -> str:
        return str(_WORDS_OF_WTFORMS.get(string, string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(_WORDS_OF_WTFORMS.get(singular, singular if n == 1 else plural))


class BaseForm(FlaskForm):
    """A form whose text is cleaned on the way in and whose refusals land beside the field they belong to."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            """Every message of a field in both languages."""
            return _Words()

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            """Clean every typed text: NFC, no control or invisible characters, one line where the field has one."""
            kind = unbound_field.field_class
            if issubclass(kind, TextAreaField):
                options["filters"] = [*unbound_field.kwargs.get("filters", ()), _cleaned(clean)]
            elif issubclass(kind, StringField) and not issubclass(kind, DayField):
                options["filters"] = [*unbound_field.kwargs.get("filters", ()), _cleaned(clean_line)]
            return unbound_field.bind(form=form, **options)

    def carries_out(self, action: Callable[[], Any]) -> bool:
        """Validate, run the action and flush. A refusal is put beside its field and leaves nothing behind.

        The view commits. Call it only for a POST; on GET it is False.
        """
        if request.method != "POST" or not self.validate():
            return False
        try:
            action()
            db.session.flush()
        except Refused as refused:
            db.session.rollback()
            self.refuse(refused)
            return False
        except StaleDataError:
            db.session.rollback()
            self.refuse(
                Stale(_("Someone else has just saved this. Open it again to see what changed, then save yours."))
            )
            return False
        return True

    def refuse(self, refused: Refused) -> None:
        """Show the sentence beside the field it names, or above the form."""
        if refused.field and refused.field in self._fields:
            field = self._fields[refused.field]
            field.errors = [*field.errors, refused.sentence]
        else:
            self.form_errors.append(refused.sentence)


def _cleaned(cleaner: Callable[[str], str]) -> Callable[[Any], Any]:
    return lambda value: cleaner(value) if isinstance(value, str) else value


class DayField(StringField):
    """A date typed as dd/mm/yyyy (also d-m-yyyy, d.m.yyyy and ISO); the data is a `date` or None.

    A plain text field: the browser's own date field shows mm/dd on machines set to English.
    """

    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%d/%m/%Y}" if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Parse what was typed. Raises ValueError with the sentence to show."""
        self.data = None
        typed = clean_line(str(valuelist[0])) if valuelist else ""
        if not typed:
            return
        try:
            self.data = parse_day(typed)
        except NoSuchDay:
            raise ValueError(_("There is no %(day)s. Check the day and the month.", day=typed)) from None
        except ValueError:
            raise ValueError(_("Write the date as day/month/year, for example 31/12/2026.")) from None
        if not 1990 <= self.data.year <= 2100:
            self.data = None
            raise ValueError(_("The year must lie between 1990 and 2100."))


def choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """(value, label) pairs as WTForms wants them."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


class Required:
    """The field must hold something; says which words to give."""

    field_flags = {"required": True}

    def __init__(self, message: Any = None) -> None:
        self.message = message or _l("Please fill this in.")

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            if not field.errors:
                raise StopValidation(str(self.message))
            raise StopValidation()


class Optional:
    """An empty field skips the validators behind it."""

    field_flags = {"optional": True}

    def __call__(self, form: Any, field: Field) -> None:
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors = []
            raise StopValidation()


class MaxLength:
    """At most so many characters, counted after cleaning."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, form: Any, field: Field) -> None:
        if len(field.data or "") > self.limit:
            raise ValidationError(
                _("At most %(limit)s characters; this has %(length)s.", limit=self.limit, length=len(field.data))
            )


class Between:
    """A whole number in a range."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def __call__(self, form: Any, field: Field) -> None:
        if field.data is None or not self.low <= field.data <= self.high:
            field.errors = []  # one sentence is enough
            raise StopValidation(_("Give a whole number from %(low)s to %(high)s.", low=self.low, high=self.high))
