"""How sessions begin and connections are kept: nothing that only reads may write, a dead connection is replaced."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

import psycopg
import pytest
from flask import Flask
from sqlalchemy import String, bindparam, delete, literal, select, text, union_all
from sqlalchemy.exc import IntegrityError

from tests.live import Live
from tracker import db as database
from tracker.calendar.models import CalendarDay
from tracker.calendar.queries import office_calendar
from tracker.clock import today
from tracker.db import (
    among,
    db,
    insert,
    large_job,
    one_transaction,
    read_rows,
    reading,
    single_statement,
    write_out,
)


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


DAYS = [date(2026, 9, 1), date(2026, 9, 2), date(2027, 1, 1)]


class Word(StrEnum):
    REST, OTHER = "rest", "other"


@pytest.fixture
def days(app: Flask) -> None:
    """Three days; the first has a name that is a state elsewhere."""
    names = (Word.REST, "Quốc khánh", "50% off")
    db.session.add_all(CalendarDay(day=day, is_working=False, name=name) for day, name in zip(DAYS, names, strict=True))
    db.session.flush()


@pytest.mark.usefixtures("days")
def test_states_and_days_are_written_into_a_statement_and_nothing_else_is() -> None:
    day, name = CalendarDay.day, CalendarDay.name
    asked = select(day).where(day >= DAYS[0], name.not_in([Word.REST, Word.OTHER]), name != "50% off").order_by(day)
    kept = write_out(asked)
    assert db.session.scalars(kept).all() == db.session.scalars(asked).all() == [DAYS[1]]
    told = kept.compile(db.engine)
    assert "'2026-09-01'" in str(told)
    assert "'rest', 'other'" in str(told)
    assert list(told.params.values()) == ["50% off"], "what people type is never written into a statement"


@pytest.mark.usefixtures("days")
def test_none_of_nothing_stays_a_parameter() -> None:
    assert db.session.scalars(write_out(select(CalendarDay.day).where(CalendarDay.name.in_([])))).all() == []


@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgres"])
@pytest.mark.parametrize("style", ["SQL, DMY", "German"])
def test_days_are_read_whatever_the_server_writes_them_like(live: Live, dialect: str, style: str) -> None:
    with live.app().app_context():
        db.session.add(CalendarDay(day=DAYS[1], is_working=False, name="Quốc khánh"))
        name = db.session.scalar(text("SELECT current_database()"))
        db.session.execute(text(f'ALTER DATABASE "{name}" SET DateStyle TO {style}'))
        db.session.commit()
        db.engine.dispose()
    with live.app().app_context():
        assert not office_calendar().is_working(DAYS[1])
        db.session.rollback()
        db.engine.dispose()


@pytest.mark.usefixtures("app")
def test_numbers_are_found_among_those_of_one_parameter() -> None:
    three = union_all(*(select(literal(number).label("n")) for number in (1, 20, 300))).subquery()
    query = select(three.c.n).where(among(three.c.n, bindparam("asked", type_=String)))
    for asked, found in (("1,300", [1, 300]), ("20", [20]), ("2,3,30", []), ("", [])):
        assert sorted(db.session.scalars(query, {"asked": asked})) == found


@pytest.mark.usefixtures("days")
def test_rows_that_are_read_see_what_was_not_saved_yet() -> None:
    db.session.add(CalendarDay(day=date(2026, 4, 30), is_working=False, name="Giải phóng"))
    assert [row.name for row in read_rows(select(CalendarDay.name).where(CalendarDay.day < DAYS[0]))] == ["Giải phóng"]
