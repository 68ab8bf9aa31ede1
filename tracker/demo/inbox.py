"""«Hộp thư thử»: what the demo's SMTP sink received. Public, and only there when the demo runs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template

from ..access import public
from ..errors import NotFound
from ..web.headers import POLICY
from .mailbox import Mail, Mailbox

SHOWN = 200
# A mail is shown as a mail program would: no scripts, nothing loaded, links in a window of their own.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)

blueprint = Blueprint("demo", __name__)


@blueprint.get("/demo/inbox")
@public
def inbox() -> Any:
    """The newest first."""
    mailbox = _mailbox()
    return render_template("demo/inbox.html", lines=mailbox.list_newest(SHOWN), count=mailbox.count(), shown=SHOWN)


@blueprint.get("/demo/inbox/<mail_id>")
@public
def mail(mail_id: str) -> Any:
    """One mail with its headers; the HTML part in a frame that can do nothing."""
    response = make_response(render_template("demo/mail.html", mail=_find(mail_id)))
    response.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return response


@blueprint.get("/demo/inbox/<mail_id>/html")
@public
def mail_html(mail_id: str) -> Response:
    """The HTML part as it was sent."""
    page = _find(mail_id).html.replace("<head>", '<head><base target="_blank">', 1)
    response = Response(page, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _mailbox() -> Mailbox:
    return Mailbox(current_app.config["SETTINGS"].data_dir / "inbox")


def _find(mail_id: str) -> Mail:
    found = _mailbox().find(mail_id)
    if found is None:
        raise NotFound
    return found
