"""Answers by mail, switched on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask

from config import Inbound
from tests import smtp

ADDRESS = "theodoi@example.vn"


@pytest.fixture
def inbound(app: Flask) -> Iterator[Inbound]:
    """The settings of this feature, in force."""
    before = app.config["SETTINGS"]
    settings = Inbound(address=ADDRESS, authserv_id="mx.example.vn", max_mb=5)
    app.config["SETTINGS"] = dataclasses.replace(before, inbound=settings)
    yield settings
    app.config["SETTINGS"] = before


@pytest.fixture
def sink() -> Iterator[smtp.Sink]:
    """A listening SMTP server."""
    with smtp.sink() as server:
        yield server
