"""The office's settings, read once per request."""

from __future__ import annotations

import contextlib
from functools import lru_cache
from typing import Any

from flask import g
from sqlalchemy import func, select

from .. import history
from ..db import db
from ..history.models import HistoryEntry
from .book import RANGES, SWITCHES, OfficeSettings, parse
from .models import OfficeSetting

_IS, _NEXT = "\x1f", "\x1e"  # between a name and its value, and behind each; no text that is typed holds them
SETTINGS_TEXT = select(func.aggregate_strings(OfficeSetting.name + _IS + OfficeSetting.value, _NEXT)).scalar_subquery()


def office_settings() -> OfficeSettings:
    """The settings as a value. Cached for the application context; `forget_settings` after a change.

    What the database holds and this version no longer knows, or no longer allows, counts as not set.
    """
    if "office_settings" not in g:
        remember_settings(db.session.scalar(select(SETTINGS_TEXT)) or "")
    found: OfficeSettings = g.office_settings
    return found


def remember_settings(text: str) -> None:
    """Keep what was read together with something else, as `SETTINGS_TEXT` gives it."""
    g.office_settings = _read_settings(text)


@lru_cache(maxsize=8)
def _read_settings(text: str) -> OfficeSettings:
    values: dict[str, Any] = {}
    for pair in text.split(_NEXT):
        name, _, value = pair.partition(_IS)
        if name in RANGES or name in SWITCHES:
            with contextlib.suppress(ValueError):
                values[name] = parse(name, value)
    return OfficeSettings(**values)


def forget_settings() -> None:
    """Read them anew next time."""
    g.pop("office_settings", None)


def list_changes(limit: int = 30) -> list[HistoryEntry]:
    """Who changed which setting, the newest first."""
    return history.list_entries("settings", 0, limit)
