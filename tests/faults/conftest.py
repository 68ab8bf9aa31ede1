"""Faults happen to processes: a database of their own and a real SMTP server."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests import smtp


@pytest.fixture
def sink() -> Iterator[smtp.Sink]:
    """A listening SMTP server."""
    with smtp.sink() as server:
        yield server


@pytest.fixture
def rounds() -> int:
    """How often a race is run: a few times in `make test`, 200 in `make faults`."""
    return int(os.environ.get("ROUNDS", "4"))
