"""The sample office, the command that runs it, its SMTP sink and the page that shows what the sink received.

`python -m tracker.demo` starts everything; nothing here is part of a production start.
"""

from __future__ import annotations

from flask import Flask

from .inbox import blueprint


def register_inbox(app: Flask) -> None:
    """Add the demo-only inbox page."""
    app.register_blueprint(blueprint)
