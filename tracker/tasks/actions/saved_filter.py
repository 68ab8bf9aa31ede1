"""A person's own lists, each under a name."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select

from ... import clock
from ...db import db, insert
from ...errors import Refused
from ...people.actor import Actor
from ..filters import TaskFilter
from ..models import SavedFilter

MOST = 20
LONGEST_QUERY = 1000


def save_filter(name: str, asked: TaskFilter, *, by: Actor) -> None:
    """Keep it. The same name for the same list is a second press."""
    query = asked.query_string()
    if len(query) > LONGEST_QUERY:
        raise Refused(_("This filter is too long to be kept. Shorten what is searched for."))
    existing = _named(name, by)
    if existing is not None and existing.query == query:
        return
    _check_free(existing)
    if (db.session.scalar(select(func.count()).where(SavedFilter.user_id == by.user_id)) or 0) >= MOST:
        raise Refused(_("At most %(count)s filters are kept. Remove one first.", count=MOST), "name")
    values = {"user_id": by.user_id, "name": name, "query": query, "created_at": clock.now()}
    statement = insert(SavedFilter).values(values).on_conflict_do_nothing(index_elements=["user_id", "name"])
    if db.session.scalar(statement.returning(SavedFilter.id)) is None:
        raise Refused(_taken(), "name")


def rename_filter(saved: SavedFilter, name: str, *, by: Actor) -> None:
    """Under a name that no other one of his has."""
    existing = _named(name, by)
    if existing is not saved:
        _check_free(existing)
    saved.name = name


def remove_filter(saved: SavedFilter) -> None:
    """The list stays; only its name is gone."""
    db.session.delete(saved)


def _named(name: str, by: Actor) -> SavedFilter | None:
    return db.session.scalar(select(SavedFilter).where(SavedFilter.user_id == by.user_id, SavedFilter.name == name))


def _check_free(existing: SavedFilter | None) -> None:
    if existing is not None:
        raise Refused(_taken(), "name")


def _taken() -> str:
    return _("A filter of yours has that name already. Give another name.")
