"""What was typed into a form whose session had ended: signed, carried through sign-in, offered again."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Request, current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

_LIMIT = 512 * 1024
_VALID_SECONDS = 12 * 3600


@dataclass(frozen=True)
class KeptForm:
    """The address that it was sent to, its fields, and whether files went with it (those must be chosen again)."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="kept-form")


def keep_form(request: Request) -> str:
    """The posted fields, signed; passwords and tokens are left out, and texts too long to carry."""
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and "password" not in name
    ]
    kept = {"path": request.full_path.rstrip("?"), "fields": fields, "files": bool(request.files)}
    if len(json.dumps(kept)) > _LIMIT:
        kept["fields"] = []
    return str(_serializer().dumps(kept))


def read_kept_form(token: str) -> KeptForm | None:
    """None when it was not signed here, is too old, or holds nothing to send."""
    if not token:
        return None
    try:
        kept = _serializer().loads(token, max_age=_VALID_SECONDS)
    except BadSignature:
        return None
    if not kept["fields"]:
        return None
    return KeptForm(kept["path"], [(name, value) for name, value in kept["fields"]], kept["files"])
