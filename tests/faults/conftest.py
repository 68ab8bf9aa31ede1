"""Faults happen to processes: a database of their own and a real SMTP server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import smtp


@pytest.fixture
def sink() -> Iterator[smtp.Sink]:
    """A listening SMTP server."""
    with smtp.sink() as server:
        yield server
