"""Saving what the office has set: all of it or nothing, and nobody's change under somebody else's. Never commits."""

from __future__ import annotations

from typing import Any, Protocol

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from .. import clock, history
from ..access import require
from ..db import db, insert
from ..errors import Stale
from .book import OfficeSettings, parse, to_text
from .models import OfficeSetting
from .queries import forget_settings, list_changes, office_settings
from .wording import show_value


class Administrator(history.By, Protocol):
    """Who saves, and whether he may."""

    @property
    def is_admin(self) -> bool: ...


def save_settings(typed: dict[str, str], seen: dict[str, str], *, by: Administrator) -> int:
    """Store every value that differs from the one that was seen; tells how many.

    Raises Stale about a value that somebody else has changed since it was seen; the caller undoes the others.
    """
    require(by.is_admin)
    forget_settings()
    rows = db.session.execute(select(OfficeSetting.name, OfficeSetting.value))
    stored = {name: value for name, value in rows}
    present = office_settings()
    changed = 0
    for name, value in typed.items():
        before = to_text(getattr(present, name))
        if value in (seen[name], before):  # not touched here, or what somebody else has saved meanwhile too
            continue
        if before != seen[name] or not _store(name, stored.get(name), value, by):
            raise Stale(_say_both(name, value), name)
        history.record(by, "setting_changed", "settings", 0, setting=name, before={name: before}, after={name: value})
        changed += 1
    forget_settings()
    return changed


def _store(name: str, stored: str | None, value: str, by: Administrator) -> bool:
    """Only over the row that was read: of two who save at once the second learns of the first.

    A default needs no row.
    """
    is_default = parse(name, value) == getattr(OfficeSettings(), name)
    values: dict[str, Any] = {"value": value, "changed_at": clock.now(), "changed_by_id": by.user_id}
    read = OfficeSetting.name == name, OfficeSetting.value == stored
    statement: Any
    if stored is None:
        statement = insert(OfficeSetting).values(name=name, **values).on_conflict_do_nothing()
    elif is_default:
        statement = delete(OfficeSetting).where(*read)
    else:
        statement = update(OfficeSetting).where(*read).values(**values)
    return db.session.scalar(statement.returning(OfficeSetting.name)) is not None


def _say_both(name: str, typed: str) -> str:
    """Who has saved what meanwhile, and what was typed here."""
    forget_settings()
    who = next((entry.by_name for entry in list_changes() if entry.data["setting"] == name), "—")
    return _(
        "Meanwhile %(name)s has saved «%(now)s»; typed here: «%(typed)s». Press «Save» again to put this one in its"
        " place, or type the other one.",
        name=who,
        now=show_value(name, getattr(office_settings(), name)),
        typed=show_value(name, parse(name, typed)),
    )
