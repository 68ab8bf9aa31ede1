"""SQLite: its online backup, which takes one consistent moment however many people are writing."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, NullPool, create_engine, make_url

from ..db import sqlite_driver
from ..errors import Refused
from ..files.wording import gettext as _
from .source import HASHES_QUERY, SCHEMA_QUERY, AfterRestore, Copy

_PATIENCE = 60.0
_BUSY_SECONDS = 10.0
_LOCKED = (5, 6)  # SQLITE_BUSY, SQLITE_LOCKED
_COMPANIONS = ("-wal", "-shm", "-journal")


class SqliteSource:
    """A database in one file."""

    kind = "sqlite"

    def copy(self, database_url: str, work: Path) -> Copy:
        """Copy and check it; see `Source.copy`."""
        copy = work / "database"
        with _refusing(_cannot_copy()):
            _copy_online(_path_of(database_url), copy)
            with _opened(copy) as connection:
                # The copy inherits the journal mode; one file must hold it all.
                connection.execute("PRAGMA journal_mode=DELETE")
                _check(connection)
                schema = [row[0] for row in connection.execute(SCHEMA_QUERY)]
                hashes = [row[0] for row in connection.execute(HASHES_QUERY)]
        return Copy(copy, ",".join(schema) or None, hashes)

    def require_free(self, database_url: str, force: bool) -> None:
        """Refused if the file exists, unless forced."""
        path = _path_of(database_url)
        if path.exists() and not force:
            raise Refused(
                _(
                    "There is a database already: %(path)s. Stop the web and the scheduler and restore with --force; "
                    "the present database is then kept beside it.",
                    path=path,
                )
            )

    def work_folder(self, database_url: str, archive: Path) -> Path:
        """Beside the database, so that the last step is a rename."""
        path = _path_of(database_url)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path.with_name(f"{path.name}.restore")

    def restore(self, database_url: str, dump: Path, force: bool, after_restore: AfterRestore) -> None:
        """Check it, let `after_restore` change it, move the old one aside and it in."""
        with _refusing(_cannot_restore()), _opened(dump) as connection:
            _check(connection)
        if after_restore is not None:
            engine = create_engine(URL.create("sqlite", database=str(dump)), module=sqlite_driver, poolclass=NullPool)
            with engine.begin() as transaction:
                after_restore(transaction)
            engine.dispose()
        path = _path_of(database_url)
        if path.exists():
            _move_aside(path)
        os.chmod(dump, 0o600)
        os.replace(dump, path)


def _path_of(database_url: str) -> Path:
    name = make_url(database_url).database
    if not name or name == ":memory:":
        raise Refused(_("A database in memory cannot be saved or restored. Set DATABASE_URL to a file."))
    return Path(name).absolute()


def _copy_online(source: Path, copy: Path) -> None:
    deadline = time.monotonic() + _PATIENCE

    def check_patience(status: int, remaining: int, total: int) -> None:
        if status in _LOCKED and time.monotonic() > deadline:
            raise Refused(_("The database was locked for too long by another programme. Try again in a few minutes."))

    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with _opened(source) as origin, _opened(copy) as destination:
        # All pages in one step: in several, every commit of another process would start the copy anew.
        origin.backup(destination, pages=-1, progress=check_patience, sleep=0.05)


def _check(connection: Any) -> None:
    faults = [row[0] for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
    faults += [f"{row[0]} → {row[2]}" for row in connection.execute("PRAGMA foreign_key_check").fetchmany(5)]
    if faults:
        raise Refused(
            _(
                "The database is damaged (%(faults)s). Keep the last good backup, stop the tracker and restore it.",
                faults="; ".join(faults),
            )
        )


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Any]:
    # mode=rw: a database that does not exist must not be made; reading only would not see a WAL without its index.
    connection = sqlite_driver.connect(
        f"file:{quote(str(path))}?mode=rw", uri=True, timeout=_BUSY_SECONDS, isolation_level=None
    )
    with contextlib.closing(connection):
        yield connection


@contextlib.contextmanager
def _refusing(sentence: str) -> Iterator[None]:
    try:
        yield
    except sqlite_driver.Error as error:
        raise Refused(f"{sentence} ({error})") from error


def _move_aside(path: Path) -> None:
    """With its journals: one left behind would be played into the restored database."""
    number = 0
    aside = path.with_name(f"{path.name}.before-restore")
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.before-restore-{number}")
    for ending in (*_COMPANIONS, ""):
        companion = path.with_name(path.name + ending)
        if companion.exists():
            os.replace(companion, aside.with_name(aside.name + ending))


def _cannot_copy() -> str:
    return _("The database cannot be copied. Check DATABASE_URL and that the migrations have been run.")


def _cannot_restore() -> str:
    return _("The database in the archive cannot be opened. Use another backup.")
