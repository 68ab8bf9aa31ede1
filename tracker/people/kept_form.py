"""What was typed into a form whose session had ended: signed, carried through sign-in, offered again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Request, current_app
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from wtforms import BooleanField, Field, SelectField
from wtforms.widgets import HiddenInput

from ..access import find_page, safe_path
from ..fields import BaseForm

_LIMIT = 512 * 1024
_VALID_SECONDS = 12 * 3600
_MACHINE_MADE = re.compile(r"^[A-Za-z0-9._~:-]*$")


@dataclass(frozen=True)
class KeptForm:
    """Who typed it, where it was sent, its fields, and whether files went with it (those must be chosen again)."""

    user_id: int
    path: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def texts(self) -> list[str]:
        """What a person would recognise as his words: without any there is nothing to look at before it is sent."""
        return list_texts(self.fields)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """(label, value) of all that was filled in where it could be seen; the label is empty where nobody knows it."""
        form, lines = _find_form(self._address, self.fields), []
        for name, value in self.fields:
            if form is None or name not in form:
                lines += [("", value)] if list_texts([(name, value)]) else []
            elif value.strip() and not isinstance(form[name].widget, HiddenInput):
                lines += [(str(form[name].label.text), shown)] if (shown := _show(form[name], value)) else []
        return lines

    @property
    def page(self) -> str:
        """The address of what it is about."""
        return find_page(self._address)

    @property
    def _address(self) -> str:
        return self.path.partition("?")[0]


def _find_form(path: str, fields: list[tuple[str, str]]) -> BaseForm | None:
    """The form that the view of that address names, or one of its module, for the labels; it has most of the fields."""
    try:
        endpoint, _values = current_app.url_map.bind("").match(path, "POST")
    except HTTPException:
        return None
    view: Any = current_app.view_functions[endpoint]
    known = {name: one for name, one in view.__globals__.items() if isinstance(one, type) and issubclass(one, BaseForm)}
    named = [known[name] for name in view.__code__.co_names if name in known]
    forms = [kind(formdata=MultiDict(fields), meta={"csrf": False}) for kind in named or known.values()]
    return max(forms, key=lambda form: sum(name in form for name, _value in fields), default=None)


def _show(field: Field, value: str) -> str:
    """What was ticked or chosen in words; empty for a choice of nothing."""
    if isinstance(field, BooleanField):
        return _("yes")
    if isinstance(field, SelectField):
        offered = {str(one.value): str(one.label) for one in field.iter_choices()}
        if value not in offered and not list_texts([("", value)]):
            return "" if value == "0" else _("chosen")
        return offered.get(value, value)
    return value


def list_texts(fields: Iterable[tuple[str, str]]) -> list[str]:
    """The values of a form that are words, not numbers, choices, tokens or keys."""
    return [value for _name, value in fields if not _MACHINE_MADE.match(value)]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="kept-form")


def keep_form(request: Request, user_id: int | None) -> str:
    """The posted fields, signed, for the person whose session has ended; nothing when nobody knows who that is.

    Passwords and tokens are left out, and texts too long to carry.
    """
    if user_id is None:
        return ""
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and "password" not in name
    ]
    chosen = [file for files in request.files.listvalues() for file in files if file.filename]  # empty ones come too
    kept = {"user": user_id, "path": request.full_path.rstrip("?"), "fields": fields, "files": bool(chosen)}
    if len(json.dumps(kept)) > _LIMIT:
        return ""
    return str(_serializer().dumps(kept)) if fields else ""


def read_kept_form(token: str | None) -> KeptForm | None:
    """None when it was not signed here or is too old."""
    if not token:
        return None
    try:
        kept = _serializer().loads(token, max_age=_VALID_SECONDS)
    except BadSignature:
        return None
    fields = [(str(name), str(value)) for name, value in kept["fields"]]
    return KeptForm(kept["user"], safe_path(kept["path"]), fields, kept["files"])
