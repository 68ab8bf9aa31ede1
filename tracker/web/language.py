"""Vietnamese first, English second: the person's choice, else the cookie, else Vietnamese."""

from __future__ import annotations

from flask import Flask, g, request
from flask_babel import Babel
from flask_login import current_user

LANGUAGES = ("vi", "en")
COOKIE = "language"


def init_app(app: Flask) -> None:
    """Catalogues lie in tracker/translations; message ids are English, so English needs none."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "en")
    Babel(app, locale_selector=chosen, default_timezone="Asia/Ho_Chi_Minh")
    app.context_processor(lambda: {"language": chosen()})


def chosen() -> str:
    """The language of this request; Vietnamese for jobs and commands."""
    if "language" not in g:
        g.language = _choose()
    return str(g.language)


def _choose() -> str:
    if not request:
        return "vi"
    if current_user and current_user.is_authenticated:
        return str(current_user.language)
    cookie = request.cookies.get(COOKIE, "vi")
    return cookie if cookie in LANGUAGES else "vi"
