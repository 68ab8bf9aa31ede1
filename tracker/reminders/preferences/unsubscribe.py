"""One press in the mail program stops what is optional (RFC 2369, RFC 8058).

The address carries a signed token: whose mail it was, and for what it is good. It has no end, since people look for the
link in old mails, and it can do nothing but stop what is optional; the person starts it again on his own page. It
stands in the header only, which is written when the mail is sent: neither the queue nor an answer that quotes the mail
carries it.
"""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from ...mail.claims import Letter

_SALT = "reminders.unsubscribe"
_PURPOSE = "optional"


def make_token(user_id: int) -> str:
    """Good for stopping that person's optional mails."""
    return str(_serializer().dumps([user_id, _PURPOSE]))


def read_token(token: str) -> int | None:
    """Whose it is; None when it is none of ours."""
    try:
        user_id, purpose = _serializer().loads(token)
    except (BadData, TypeError, ValueError):
        return None
    return user_id if isinstance(user_id, int) and purpose == _PURPOSE else None


def headers_of(letter: Letter) -> dict[str, str]:
    """The lines of a mail with anything optional in it; none for what must be sent."""
    if not (letter.is_optional and letter.user_id):
        return {}
    base_url = current_app.config["SETTINGS"].public_base_url
    lines = {"List-Unsubscribe": f"<{base_url}/unsubscribe/{make_token(letter.user_id)}>"}
    if base_url.startswith("https:"):  # one press is offered over a safe connection only (RFC 8058, 3.1)
        lines["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return lines


def _serializer() -> URLSafeSerializer:
    """Signs with the present key; links in old mails stay good while their key is listed."""
    keys = [*(current_app.config.get("SECRET_KEY_FALLBACKS") or ()), current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt=_SALT)
