"""PostgreSQL: pg_dump and pg_restore of the host, in the snapshot in which the stored files are listed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url
from sqlalchemy.exc import DBAPIError

from ..errors import Refused
from ..files.wording import gettext as _
from .source import HASHES_QUERY, SCHEMA_QUERY, AfterRestore, Copy

_TABLES_QUERY = "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = 'public'"
# Rather give up and say so than wait behind a migration or a forgotten session.
_PATIENCE = "-c lock_timeout=30s"


class PostgresSource:
    """A database on a server."""

    kind = "postgresql"

    def copy(self, database_url: str, work: Path) -> Copy:
        """Dump it; see `Source.copy`. pg_dump reads every row, and the server's check sums guard the pages."""
        program = _find("pg_dump")
        dump = work / "database"
        engine = create_engine(database_url, poolclass=NullPool, isolation_level="REPEATABLE READ")
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")
                connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
                # A file that is uploaded meanwhile is then in neither the dump nor the list, or in both.
                snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
                schema = connection.exec_driver_sql(SCHEMA_QUERY).scalars().all()
                hashes = connection.exec_driver_sql(HASHES_QUERY).scalars().all()
                options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
                _run(database_url, [program, *options, f"--file={dump}"])
        except DBAPIError as error:
            raise Refused(f"{_cannot_copy()} ({error.orig})") from error
        return Copy(dump, ",".join(schema) or None, list(hashes))

    def require_free(self, database_url: str, force: bool) -> None:
        """Refused if the database has tables, unless forced."""
        _find("pg_restore")
        engine = create_engine(database_url, poolclass=NullPool)
        try:
            with engine.connect() as connection:
                tables = connection.exec_driver_sql(_TABLES_QUERY).scalar_one()
        except DBAPIError as error:
            raise Refused(f"{_cannot_copy()} ({error.orig})") from error
        if tables and not force:
            raise Refused(
                _(
                    "The database is not empty. Make a backup of it, stop the web and the scheduler, "
                    "and restore with --force: its tables are then replaced."
                )
            )

    def work_folder(self, database_url: str, archive: Path) -> Path:
        """Beside the archive: the database is on another machine."""
        return archive.with_name(f"{archive.name}.restore")

    def restore(self, database_url: str, dump: Path, force: bool, after_restore: AfterRestore) -> None:
        """One transaction restores everything; `after_restore` has a second one."""
        options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
        _run(database_url, [_find("pg_restore"), *options, *(["--clean", "--if-exists"] if force else []), str(dump)])
        if after_restore is not None:
            with create_engine(database_url, poolclass=NullPool).begin() as connection:
                after_restore(connection)


def _find(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise Refused(
            _(
                "The programme %(program)s is missing. Install the PostgreSQL client (Debian: apt install "
                "postgresql-client), of the server's version or newer.",
                program=program,
            )
        )
    return path


def _run(database_url: str, command: list[str]) -> None:
    """The password goes by the environment: arguments can be read by every user of the machine."""
    url = make_url(database_url)
    _arguments, options = create_engine(url).dialect.create_connect_args(url)
    # Among the options is an object for the driver alone.
    connection = {name: str(value) for name, value in options.items() if isinstance(value, str | int)}
    password = connection.pop("password", None)
    environment = {**os.environ, "LC_ALL": "C", "PGOPTIONS": _PATIENCE}
    if password is not None:
        environment["PGPASSWORD"] = password
    from psycopg.conninfo import make_conninfo  # only here: an office on SQLite never loads the driver

    done = subprocess.run(
        [*command, f"--dbname={make_conninfo(**connection)}"],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.strip()[-500:]
        raise Refused(_("%(program)s failed: %(reason)s", program=Path(command[0]).name, reason=reason))


def _cannot_copy() -> str:
    return _("The database cannot be reached. Check DATABASE_URL and that the migrations have been run.")
