"""Every error is a page in the reader's language that says what to do next."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from ..access import find_page
from ..db import db
from ..errors import NotAllowed, NotFound, Refused
from . import wall


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_error_handler(NotFound, lambda error: page(404))
    app.register_error_handler(NotAllowed, lambda error: page(403))
    app.register_error_handler(Refused, lambda error: page(409, error.sentence))
    app.register_error_handler(
        StaleDataError,
        lambda error: page(409, _("Someone else has just saved this. Open it again to see what changed.")),
    )
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, sentence: str = "", way_on: str = "/") -> tuple[str, int]:
    """The error page; whatever the request had begun is undone."""
    db.session.rollback()
    title, advice = _wording(status)
    facts = {"heading": title, "advice": sentence or advice, "way_on": way_on}
    return render_template("web/error.html", status=status, **facts), status


def _wording(status: int) -> tuple[str, str]:
    known = {
        400: (_("The request was not understood"), _("Go back, reload the page and try again.")),
        403: (_("You may not do this"), _("Your post does not allow it. Ask the Office if you think it should.")),
        404: (
            _("Not found"),
            _("It does not exist, or it is not for your unit. Check the address or go to the first page."),
        ),
        405: (_("The request was not understood"), _("Go back, reload the page and try again.")),
        409: (_("Not saved"), _("Open the page again to see how things stand now.")),
        413: (
            _("Too large"),
            _("The file or text is larger than %(limit)s MB. Go back and choose a smaller one.", limit=_limit()),
        ),
        503: (
            _("Not saved, please try again"),
            _("The system is busy. Wait a moment, go back and press the button again."),
        ),
    }
    return known.get(status, (_("Something went wrong"), _("Try again. If it happens again, tell the administrator.")))


def _limit() -> int:
    return int(current_app.config["SETTINGS"].max_upload_mb)


def _csrf(error: CSRFError) -> Any:
    offer = wall.offer_stale_form()
    return offer or page(
        400, _("This page was open for too long or came from elsewhere. Go back, reload it and send again.")
    )


def _database_away(error: OperationalError) -> Any:
    current_app.logger.exception("database not available")
    _ask_no_more()
    return page(503)


def _ask_no_more() -> None:
    """The page of an error must not ask what has just failed: whom nobody could read is a stranger to it. Asked again,
    a busy database would keep people waiting once more, and then fail where no page is made any more.
    """
    g.asks_no_more = True
    if "_login_user" not in g:
        app: Any = current_app
        g._login_user = app.login_manager.anonymous_user()


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    if error.code == 413:
        _take_the_rest()
    if error.code == 405 and request.method == "GET":  # the answer to a form, opened once more
        return page(
            405, _("This address only takes what a form sends; opening it does nothing."), find_page(request.path)
        )
    return page(error.code)


def _take_the_rest() -> None:
    """A browser reads no answer while it still sends: cut off, it shows an error of its own instead of our sentence."""
    source, left = request.environ["wsgi.input"], min(request.content_length or 0, 4 * _limit() << 20)
    while left > 0 and (taken := len(source.read(min(left, 1 << 20)))):
        left -= taken


def _unexpected(error: Exception) -> Any:
    current_app.logger.exception("unexpected error")
    if current_app.testing:
        raise error
    _ask_no_more()
    return page(500)
