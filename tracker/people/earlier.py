"""The sessions that this browser had before the present one: whose form tokens they held.

A form that was opened in one of them proves by its token that it is that person's own. The token alone proves nothing:
the tracker signs one for everybody who opens a page, also for somebody who wants others to send his form. So the
browser must have held the very session for which it was signed; the signed cookie keeps a digest of each, and whose it
was.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app, session
from itsdangerous import BadData, URLSafeTimedSerializer

_KEY = "earlier"
_AT_MOST = 4
_VALID_SECONDS = 12 * 3600
_SALT = "wtf-csrf-token"  # Flask-WTF's own


def leave_session(user_id: int | None) -> None:
    """Empty the cookie of everything but whose form token it held; `user_id` is None when nobody was signed in."""
    earlier, secret = session.get(_KEY, []), session.get("csrf_token")
    if user_id is not None and secret:
        earlier = [[user_id, _digest(secret)], *earlier][:_AT_MOST]
    session.clear()
    if earlier:
        session[_KEY] = earlier


def find_owner(token: str) -> int | None:
    """Who had opened the form that carries this token, in this browser; None when that cannot be known."""
    try:
        secret = URLSafeTimedSerializer(str(current_app.secret_key), salt=_SALT).loads(token, max_age=_VALID_SECONDS)
    except BadData:
        return None
    wanted = _digest(str(secret))
    return next((user_id for user_id, digest in session.get(_KEY, []) if hmac.compare_digest(digest, wanted)), None)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:32]
