"""The sample office. `register_inbox` adds the page that shows what the SMTP sink received."""

from __future__ import annotations

from flask import Flask


def register_inbox(app: Flask) -> None:
    """Add the demo-only inbox page."""
