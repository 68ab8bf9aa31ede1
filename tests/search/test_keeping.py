"""The words kept are the words that making them anew gives, and those that the migration gave."""

import runpy

import pytest
from sqlalchemy import text

from config import ROOT
from tests.search.makers import ask, lines, make_notice
from tests.tasks.test_life import issue
from tracker.db import db
from tracker.directives.models import Directive, Notice
from tracker.search import keeping
from tracker.search.models import DirectiveWords, NoticeWords

_TABLES = ("notice_words", "directive_words")


def kept() -> list[list[tuple[int, str]]]:
    db.session.commit()
    queries = (f"SELECT {name[:-6]}_id, CAST(words AS text) FROM {name} ORDER BY 1" for name in _TABLES)
    return [[tuple(row) for row in db.session.execute(text(query))] for query in queries]


@pytest.fixture
def texts(cast):
    """Notices of every standing, with tasks."""
    for number in range(3):
        directive = make_notice(cast, f"{number}/TB-UBND", f"Đôn đốc _u999 việc {number}.", open_to_all=number == 1)
        values = {"directive_id": directive.id, "notice_id": directive.notice_id}
        issue(cast, **values, cooperating_unit_ids=[cast.ward.id] if number else [])
    db.session.commit()
    return cast


def test_words_made_anew_are_the_words_kept(texts):
    before = kept()
    assert keeping.index_all() == (3, 3)
    assert kept() == before
    assert all(words for rows in before for _key, words in rows)


def test_migration_fills_the_words_that_the_application_keeps(texts, dialect):
    before = kept()
    db.session.query(NoticeWords).delete()
    db.session.query(DirectiveWords).delete()
    migration = runpy.run_path(str(next((ROOT / "migrations/versions").glob("????_search.py"))))
    migration["_fill"](db.session.connection(), dialect == "postgres")
    assert kept() == before


def test_a_notice_that_is_removed_is_no_longer_found(texts):
    directive = make_notice(texts, "77/TB", "Xóa đi.", title="Sẽ xóa")
    assert set(lines(ask(texts.clerk, "xoa"))) == {"notices", "directives"}
    notice = db.session.get_one(Notice, directive.notice_id)
    db.session.delete(db.session.get_one(Directive, directive.id))
    db.session.flush()
    db.session.delete(notice)
    assert lines(ask(texts.clerk, "xoa")) == {}
    assert len(kept()[0]) == 3


def test_rolled_back_words_are_not_kept(texts):
    before = kept()
    make_notice(texts, "88/TB", "Không giữ.", title="Không giữ")
    db.session.rollback()
    assert kept() == before


@pytest.mark.parametrize("dialect", [pytest.param("postgres", marks=pytest.mark.postgres)])
def test_what_was_written_lately_is_a_short_list_in_every_index_of_words(app):
    query = text("SELECT relname, reloptions FROM pg_class WHERE relname LIKE '%words_fts'")
    found = dict(db.session.execute(query).all())
    assert len(found) == 4
    assert set(map(tuple, found.values())) == {("gin_pending_list_limit=128",)}
