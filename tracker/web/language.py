"""Vietnamese first, English second: the person's choice, else the cookie, else Vietnamese."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request
from flask_babel import Babel, get_babel, get_translations
from flask_login import current_user
from jinja2 import pass_context
from jinja2.runtime import Context

LANGUAGES = ("vi", "en")
COOKIE = "language"


def init_app(app: Flask) -> None:
    """Catalogues lie in tracker/translations; message ids are English, so English needs none."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "en")
    Babel(app, locale_selector=chosen, default_timezone="Asia/Ho_Chi_Minh")
    app.context_processor(lambda: {"language": chosen()})
    # Flask-Babel finds its catalogue anew for every word, which took a quarter of a page's time.
    app.jinja_env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]


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


@pass_context
def _gettext(context: Context, words: str) -> str:
    return str(_catalogue(context).ugettext(words))


@pass_context
def _ngettext(context: Context, one: str, many: str, count: int) -> str:
    return str(_catalogue(context).ungettext(one, many, count))


def _catalogue(context: Context) -> Any:
    """By the page's `language` (mails set it to their reader's), from Flask-Babel's own store once it has read it."""
    known = get_babel().instance.domain_instance.cache
    return known.get((context.get("language"), "messages")) or get_translations()
