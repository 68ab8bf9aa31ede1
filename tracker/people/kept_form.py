"""What was typed into a form whose session had ended: signed, carried through sign-in, offered again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Request, current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from ..access import safe_path

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
        """What a person would recognise as his words; numbers, choices and keys are sent without being shown."""
        return list_texts(self.fields)


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
