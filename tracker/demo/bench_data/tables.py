"""Rows into a table, in large batches."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from sqlalchemy import insert

from ...db import db

BATCH = 5000


def put(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Write them; `model` is a table or has one."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        db.session.execute(insert(getattr(model, "__table__", model)), batch)
