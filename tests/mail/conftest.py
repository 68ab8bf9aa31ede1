"""A sink for every test that sends."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask

from tests import smtp


@pytest.fixture
def sink(app: Flask) -> Iterator[smtp.Sink]:
    """A listening SMTP server that the application's settings name."""
    before = app.config["SETTINGS"]
    with smtp.sink() as server:
        app.config["SETTINGS"] = dataclasses.replace(
            before, smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none"
        )
        try:
            yield server
        finally:
            app.config["SETTINGS"] = before
