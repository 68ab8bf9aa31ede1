"""What the next page will say waits in the cookie, which browsers keep only up to 4 KB."""

from __future__ import annotations

from flask import Flask, session
from werkzeug.wrappers import Response

MOST = 5
_WAITING = "_flashes"  # Flask's own name for them


def init_app(app: Flask) -> None:
    """Keep the cookie small."""
    app.after_request(_keep_newest)


def _keep_newest(response: Response) -> Response:
    """Each sentence once, where it was said last: what this answer says is never left out for what waits longer.

    A program that sends forms and opens no page would gather them without end, and each answer would carry all.
    """
    if session.modified and len(waiting := session.get(_WAITING, ())) > 1:
        session[_WAITING] = list(dict.fromkeys(map(tuple, reversed(waiting))))[:MOST][::-1]
    return response
