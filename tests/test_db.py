"""How sessions begin and connections are kept: nothing that only reads may write, a dead connection is replaced."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import IntegrityError

from tests.live import Live
from tracker import db as database
from tracker.calendar.models import CalendarDay
from tracker.clock import today
from tracker.db import db, insert, large_job, one_transaction, reading, single_statement


def test_what_only_reads_may_not_write(live: Live) -> None:
    with live.app().app_context():
        with reading():
            db.session.execute(select(CalendarDay.day))
            with pytest.raises(RuntimeError, match="only reading"):
                db.session.execute(insert(CalendarDay).values(day=today(), is_working=False, name="x"))
            db.session.rollback()
        db.session.execute(insert(CalendarDay).values(day=today(), is_working=False, name="x"))
        db.session.rollback()
        assert db.session.scalar(select(CalendarDay.name).where(CalendarDay.day == today())) is None
        db.session.rollback()
        db.engine.dispose()


def test_an_error_of_the_database_names_no_values(live: Live) -> None:
    with live.app().app_context():
        row = insert(CalendarDay).values(day=today(), is_working=False, name="SECRET-OF-A-MAIL")
        db.session.execute(row)
        with pytest.raises(IntegrityError) as caught:
            db.session.execute(row)
        db.session.rollback()
        db.engine.dispose()
    assert "INSERT INTO" in str(caught.value)
    assert "SECRET-OF-A-MAIL" not in str(caught.value)


@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgres"])
def test_reading_opens_no_transaction_and_leaves_the_connection_as_it_was(live: Live, dialect: str) -> None:
    with live.app().app_context():
        with reading():
            connection = db.session.connection().connection.driver_connection
            assert connection is not None
            assert connection.autocommit
            db.session.rollback()
        same = db.session.connection().connection.driver_connection
        assert same is connection
        assert not same.autocommit
        db.session.rollback()
        db.engine.dispose()


def test_rows_are_read_piece_by_piece_where_nothing_else_has_a_transaction(live: Live) -> None:
    days = [{"day": today() + timedelta(days=number), "is_working": False, "name": "x"} for number in range(5)]
    rows = select(CalendarDay.day).execution_options(yield_per=2)
    with live.app().app_context():
        db.session.execute(insert(CalendarDay), days)
        db.session.commit()
        with reading():
            with one_transaction():
                assert [len(some) for some in db.session.execute(rows).partitions()] == [2, 2, 1]
            db.session.rollback()
        db.engine.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgres"])
def test_a_connection_that_rested_keeps_what_was_prepared(
    live: Live, dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_TRUSTED_SECONDS", -1)
    prepared = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%calendar_day%'")
    with live.app().app_context(), reading():
        for _time in range(8):
            db.session.execute(select(CalendarDay.day))
            db.session.rollback()
        assert db.session.scalar(prepared) == 1
        db.session.rollback()
        db.engine.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgres"])
def test_a_statement_of_a_large_job_may_take_longer_than_one_of_a_page(live: Live, dialect: str) -> None:
    limit = text("SHOW statement_timeout")
    with live.app().app_context():
        assert db.session.scalar(limit) == "15s"
        with large_job():
            assert db.session.scalar(limit) == "15min"
        db.session.rollback()
        assert db.session.scalar(limit) == "15s", "the next transaction is a page's again"
        db.session.rollback()
        db.engine.dispose()


def test_a_statement_by_itself_lasts_and_leaves_the_connection_as_it_was(live: Live) -> None:
    with live.app().app_context():
        with single_statement():
            db.session.execute(insert(CalendarDay).values(day=today(), is_working=False, name="x"))
            db.session.commit()
        db.session.execute(select(CalendarDay.day))
        db.session.execute(delete(CalendarDay))
        db.session.rollback()
        assert db.session.scalar(select(CalendarDay.name).where(CalendarDay.day == today())) == "x"
        db.session.rollback()
        db.engine.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgres"])
def test_a_connection_that_died_in_the_pool_is_replaced(
    live: Live, dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_TRUSTED_SECONDS", 0)
    own_process = text("SELECT pg_backend_pid()")
    with live.app().app_context():
        first = db.session.scalar(own_process)
        db.session.rollback()
        with psycopg.connect(live.env["DATABASE_URL"].replace("+psycopg", ""), autocommit=True) as operator:
            operator.execute("SELECT pg_terminate_backend(%s, 5000)", (first,))
        assert db.session.scalar(own_process) != first
        db.session.rollback()
        db.engine.dispose()
