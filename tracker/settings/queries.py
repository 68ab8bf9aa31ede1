"""The office's settings, read once per request."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Any

from flask import g
from sqlalchemy import select

from .. import history
from ..db import db
from ..history.models import HistoryEntry
from .book import RANGES, SWITCHES, OfficeSettings, parse
from .models import OfficeSetting

STORED = select(OfficeSetting.name, OfficeSetting.value)


def office_settings() -> OfficeSettings:
    """The settings as a value. Cached for the application context; `forget_settings` after a change.

    What the database holds and this version no longer knows, or no longer allows, counts as not set.
    """
    if "office_settings" not in g:
        remember_settings(db.session.execute(STORED))
    found: OfficeSettings = g.office_settings
    return found


def remember_settings(rows: Iterable[Any]) -> None:
    """Keep what was read together with something else: (name, value) pairs."""
    values: dict[str, Any] = {}
    for name, text in rows:
        if name in RANGES or name in SWITCHES:
            with contextlib.suppress(ValueError):
                values[name] = parse(name, text)
    g.office_settings = OfficeSettings(**values)


def forget_settings() -> None:
    """Read them anew next time."""
    g.pop("office_settings", None)


def list_changes(limit: int = 30) -> list[HistoryEntry]:
    """Who changed which setting, the newest first."""
    return history.list_entries("settings", 0, limit)
