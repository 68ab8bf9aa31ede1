"""Security headers on every answer; nothing of a signed-in page is kept by caches."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.wrappers import Response

from ..jobs.faults import crash_at

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# A calendar program keeps its copy and asks whether that is still the newest: the feed says so itself.
_OWN_CACHING = frozenset({"static", "bootstrap.static", "feeds.show"})

# Pages with a secret in their address or their text: a browser names the site where it came from, never the page.
# Not "no-referrer": over HTTPS a form without any is refused.
_SECRETIVE = frozenset({"preferences.unsubscribe", "feeds.create"})


def init_app(app: Flask) -> None:
    """Set the headers."""
    app.after_request(_set)


def _set(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "strict-origin" if request.endpoint in _SECRETIVE else "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint not in _OWN_CACHING or "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    if request.method == "POST":
        crash_at("before_response")
    return response
