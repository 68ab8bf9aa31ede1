"""Ids are given once: also after the migration of an office that has taken rows back already."""

from __future__ import annotations

from typing import Any

import flask_migrate
import pytest
import time_machine
from sqlalchemy import MetaData, text

from tests.cast import gather
from tests.conftest import NOW
from tests.meetings.walks import late_task, say, start
from tests.races import office
from tests.review.notices import drafts_of, enter
from tools.migrations import ids_once, meant_once
from tracker.db import db
from tracker.directives.models import Notice
from tracker.meetings.models import Kind
from tracker.review.actions import discard_notice

__all__ = ["office"]

BEFORE = "0034"


def _kept() -> dict[str, Any]:
    """Every row of every table, and on SQLite whatever else is defined."""
    db.session.remove()
    with db.engine.connect() as connection:
        metadata = MetaData()
        metadata.reflect(connection, only=lambda name, _metadata: "_fts" not in name)
        kept: dict[str, Any] = {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in metadata.sorted_tables
            if table.name != "alembic_version"
        }
        if connection.dialect.name == "sqlite":
            others = "SELECT type, name, sql FROM sqlite_master WHERE type <> 'table' ORDER BY type, name"
            kept["definitions"] = connection.execute(text(others)).all()
            assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    return kept


def _ids_once() -> set[str]:
    with db.engine.connect() as connection:
        return ids_once(connection) if connection.dialect.name == "sqlite" else set()


@pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)], indirect=True)
def test_the_migrations_make_what_the_models_say(app):
    assert ids_once(db.session.connection()) == meant_once()


def test_down_and_up_again_every_row_stays_and_no_id_comes_again(office):
    with time_machine.travel(NOW, tick=True):
        cast = gather()
        late_task(cast)
        say(start(cast), None, Kind.ORDER, cast.clerk, reason="Rà soát nhà tạm", unit_id=cast.tax.id)
        enter(cast, number="1/TB-UBND")
        gone = enter(cast, number="2/TB-UBND").id
        rows = _kept()
        assert all(rows[name] for name in ("notice_words", "draft_unit", "meeting_item", "meeting_decision"))
        flask_migrate.downgrade(revision=BEFORE)
        assert (_kept(), _ids_once()) == (rows, set())
        discard_notice(db.session.get_one(Notice, gone), by=cast.clerk)
        db.session.commit()
        rows = _kept()
        flask_migrate.upgrade()
        assert _kept() == rows

        again = enter(cast, number="3/TB-UBND")
        assert again.id > gone, "the history tells of the one that was taken back"
        last = max(draft.id for draft in drafts_of(again))
        discard_notice(again, by=cast.clerk)
        db.session.commit()
        assert min(draft.id for draft in drafts_of(enter(cast, number="4/TB-UBND"))) > last
