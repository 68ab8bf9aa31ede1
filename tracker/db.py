"""Session, base class, column types, and how the two databases are used properly.

SQLite: own BEGIN through two engine events (the driver's default silently loses updates); IMMEDIATE for everything that
may write, DEFERRED only inside `reading()`; WAL only on versions without the WAL-reset bug, TRUNCATE otherwise.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextvars import ContextVar
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BindParameter,
    Boolean,
    ColumnElement,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    cast,
    event,
    func,
    literal,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import Pool
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import replacement_traverse
from sqlalchemy.types import TypeDecorator

try:
    from pysqlite3 import dbapi2 as sqlite_driver  # bundles an SQLite free of the WAL-reset bug
except ImportError:
    sqlite_driver = sqlite3

_PATIENCE_MS = 5000  # for another writer of an SQLite file
_CACHE_KIB = 8 * 1024  # of an SQLite file, for each connection; more of it made no page quicker
_WIDE_CACHE_KIB = 96 * 1024
_LONGEST_MINUTES = 15  # one statement of a large job
_TRUSTED_SECONDS = 5  # so long a connection in the pool counts as alive

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Last in the `__table_args__` of a table from which rows are taken back: SQLite would give the id of its newest row to
# the next one, and a form or an address of the old row would meet that.
IDS_ONCE = {"sqlite_autoincrement": True}


class Base(DeclarativeBase):
    """Plain declarative base; never MappedAsDataclass, which Flask-SQLAlchemy 3.1 cannot carry on SQLAlchemy 2.1."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(
    model_class=Base, session_options={"expire_on_commit": False, "join_transaction_mode": "create_savepoint"}
)

_reading: ContextVar[bool] = ContextVar("reading", default=False)
_alone: ContextVar[bool] = ContextVar("alone", default=False)
_in_haste: ContextVar[bool] = ContextVar("in_haste", default=False)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC moment on both databases (SQLite drops the zone). Refuses naive values."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside only read: on SQLite they are DEFERRED, so that they wait for no writer."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextlib.contextmanager
def single_statement() -> Iterator[None]:
    """The one statement that is written inside is a transaction of its own; commit as usual behind it.

    PostgreSQL is then asked once instead of three times: no BEGIN, no COMMIT. On SQLite nothing is different.
    """
    token = _alone.set(True)
    try:
        yield
    finally:
        _alone.reset(token)


@contextlib.contextmanager
def large_job() -> Iterator[None]:
    """For a job that writes hundreds of thousands of rows: more of an SQLite file is kept in memory meanwhile.

    On PostgreSQL its statements may take longer than a page's until the transaction ends: a job that is cut off is cut
    off again at every further try.
    """
    # The driver's connection: what goes wrong inside may have ended the session's transaction.
    connection: Any = db.session.connection().connection.driver_connection
    if not isinstance(connection, sqlite_driver.Connection):
        db.session.execute(text(f"SET LOCAL statement_timeout = '{_LONGEST_MINUTES}min'"))
        yield
        return
    connection.execute(f"PRAGMA cache_size=-{_WIDE_CACHE_KIB}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
        connection.execute("PRAGMA shrink_memory")


@contextlib.contextmanager
def one_transaction() -> Iterator[None]:
    """For rows that are read piece by piece: PostgreSQL keeps its place in them only within a transaction, and what
    only reads has none. On SQLite nothing is different.
    """
    connection: Any = db.session.connection().connection.driver_connection
    with connection.transaction() if _is_of_postgres(connection) else contextlib.nullcontext():
        yield


def set_reading(value: bool) -> None:
    """For the web: a GET reads, everything else may write."""
    _reading.set(value)


def is_reading() -> bool:
    """Whether the present transaction only reads."""
    return _reading.get()


@contextlib.contextmanager
def own_transaction(*, in_haste: bool = False) -> Iterator[Session]:
    """A short transaction of its own beside the request's. Never open it while the request's session has written.

    `in_haste`: on SQLite it waits for no other writer, but raises OperationalError; for what may as well be left out.
    """
    token, hurried = _reading.set(False), _in_haste.set(in_haste)
    try:
        with Session(db.engine, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
            yield session
            session.commit()
    finally:
        _reading.reset(token)
        _in_haste.reset(hurried)


def read_rows(statement: Any, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
    """All rows of a statement that selects columns, without what the session does for whole objects: a third of the
    time that a short answer takes.
    """
    if not _reading.get():
        db.session.flush()
    return db.session.connection().execute(statement, values).all()


def is_postgres() -> bool:
    """Whether the present database is PostgreSQL, else SQLite."""
    return bool(db.session.get_bind().dialect.name == "postgresql")


def insert(table: Any) -> Any:
    """An INSERT of the present database's dialect, which knows ON CONFLICT."""
    return postgresql.insert(table) if is_postgres() else sqlite.insert(table)


def known_pairs(pairs: Mapping[int, int]) -> Any:
    """Pairs of numbers as rows (key, value) of a statement, in one parameter.

    PostgreSQL expects a hundred of them: enough to look them up by a hash.
    """
    words = literal(json.dumps(pairs), String)
    each = func.json_each_text(cast(words, JSON)) if is_postgres() else func.json_each(words)
    row = each.table_valued("key", "value").c
    return select(cast(row.key, Integer).label("key"), cast(row.value, Integer).label("value")).subquery()


def known_numbers(numbers: Collection[int]) -> Any:
    """Numbers for IN, in one parameter, however many."""
    return select(known_pairs(dict.fromkeys(numbers, 0)).c.key)


class among(FunctionElement[bool]):
    """`among(column, text)`: whether the column is one of the numbers that the text holds, with commas between them.

    One parameter however many they are: a statement with fifty is taken apart anew by psycopg each time.
    """

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """A condition as it stands: made a number first (`… = 1`), no index serves it on SQLite."""
        return self


@compiles(among, "postgresql")
def _among_on_postgres(element: Any, compiler: Any, **more: Any) -> str:
    column, words = (compiler.process(part, **more) for part in element.clauses)
    return f"({column} = ANY (CAST('{{' || {words} || '}}' AS INTEGER[])))"


@compiles(among, "sqlite")
def _among_on_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    column, words = (compiler.process(part, **more) for part in element.clauses)
    known = f"(SELECT value FROM json_each('[' || {words} || ']'))"  # nosec B608: a parameter's name, never its value
    return f"({column} IN {known})"


def written(numbers: Collection[int]) -> str:
    """Numbers as `among` reads them."""
    return ",".join(map(str, numbers))


def at_most(rows: int) -> ColumnElement[int]:
    """For LIMIT, the number in the statement itself: where it is a parameter, PostgreSQL does not know what a plan for
    all numbers costs, and plans the statement anew each time.
    """
    return literal_column(str(int(rows)), Integer)


def write_out(statement: Any) -> Any:
    """The statement with its states and days in itself instead of as parameters, for one that is kept and asked often.

    PostgreSQL then plans once what it knows the cost of; of parameters it assumes the worst, and plans each time anew.
    Numbers stay parameters, so that people share a plan.
    """
    return replacement_traverse(statement, {}, _written_out)


def _written_out(element: Any, **_: Any) -> Any:
    if not isinstance(element, BindParameter) or element.value is None:
        return None
    values = element.value if element.expanding else [element.value]
    if not values or not all(isinstance(value, StrEnum | date) and not isinstance(value, datetime) for value in values):
        return None
    words = ", ".join(f"'{value}'" for value in values)
    return literal_column(f"({words})" if element.expanding else words, element.type)


def engine_options(url: str) -> dict[str, Any]:
    """What `create_engine` is told for that database. Errors name no values: a log must hold no mails and no hashes."""
    if make_url(url).get_backend_name() == "sqlite":
        connect = {"timeout": 5, "check_same_thread": False}
        return {"module": sqlite_driver, "hide_parameters": True, "connect_args": connect}
    return {
        "hide_parameters": True,
        "connect_args": {
            "options": "-c timezone=UTC -c DateStyle=ISO -c statement_timeout=15000 -c lock_timeout=5000"
            " -c idle_in_transaction_session_timeout=60000"
        },
    }


def has_safe_wal(version: tuple[int, ...]) -> bool:
    """Whether that SQLite is free of the WAL-reset bug (fixed in 3.51.3, back-ported to 3.50.7 and 3.44.6)."""
    if version >= (3, 51, 3):
        return True
    return (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if not isinstance(connection, sqlite_driver.Connection):
        return
    connection.isolation_level = None  # the driver must not begin transactions by itself
    cursor = connection.cursor()
    journal = "WAL" if has_safe_wal(sqlite_driver.sqlite_version_info) else "TRUNCATE"
    for pragma in (
        f"busy_timeout={_PATIENCE_MS}",
        f"journal_mode={journal}",
        "foreign_keys=ON",
        "synchronous=FULL",
        f"cache_size=-{_CACHE_KIB}",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    """What only reads on PostgreSQL needs no BEGIN and no ROLLBACK: each statement sees what is committed anyway."""
    if connection.dialect.name == "sqlite":
        with _patience(connection):
            connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")
        return
    driver, is_alone = connection.connection.driver_connection, _reading.get() or _alone.get()
    if driver.autocommit != is_alone and "isolation_level" not in connection.get_execution_options():
        driver.autocommit = is_alone  # and stays so until somebody needs the other


@contextlib.contextmanager
def _patience(connection: Any) -> Iterator[None]:
    """How long BEGIN waits for another writer of an SQLite file."""
    driver = connection.connection.driver_connection
    if _in_haste.get():
        driver.execute("PRAGMA busy_timeout=0")
    try:
        yield
    finally:
        if _in_haste.get():
            driver.execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")


@event.listens_for(Engine, "before_cursor_execute")
def _refuse_writes(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
    """A page that is only read must not write: the mistake is loud, on both databases."""
    if _reading.get() and context is not None and (context.isinsert or context.isupdate or context.isdelete):
        raise RuntimeError(f"written while only reading: {statement[:100]}")


@event.listens_for(Pool, "checkin")
def _lay_aside(connection: Any, record: Any) -> None:
    record.info["laid_aside"] = time.monotonic()


@event.listens_for(Pool, "checkout")
def _look_at(connection: Any, record: Any, proxy: Any) -> None:
    """Ask a PostgreSQL connection that was not used for a while whether it is alive; the pool replaces a dead one."""
    is_trusted = time.monotonic() - record.info.get("laid_aside", 0.0) < _TRUSTED_SECONDS
    if is_trusted or not _is_of_postgres(connection):
        return
    try:
        connection.autocommit = True  # psycopg forgets at a ROLLBACK every statement that was prepared
        connection.execute("")
    except connection.Error as error:
        raise DisconnectionError from error


def _is_of_postgres(connection: Any) -> bool:
    """Without importing the driver, which an office on SQLite never loads."""
    return hasattr(connection, "pgconn")


def init_app(app: Flask, url: str) -> None:
    """Bind the session to the application's database."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    # The connection last used is taken first: it has the statements prepared.
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {**engine_options(url), "pool_use_lifo": True}
    db.init_app(app)
