"""What a backup needs of a database, whichever it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

AfterRestore = Callable[[Connection], None] | None

SCHEMA_QUERY = "SELECT version_num FROM alembic_version ORDER BY version_num"
HASHES_QUERY = "SELECT DISTINCT sha256 FROM stored_file ORDER BY sha256"


@dataclass(frozen=True)
class Copy:
    """One moment of a database: the file that holds it, its migration, and the stored files that it refers to."""

    path: Path
    schema: str | None
    hashes: list[str]


class Source(Protocol):
    """One kind of database."""

    kind: str

    def copy(self, database_url: str, work: Path) -> Copy:
        """Copy it into the folder `work` while it is written to; the copy is checked."""

    def require_free(self, database_url: str, force: bool) -> None:
        """Refused if there is a database already, unless forced."""

    def work_folder(self, database_url: str, archive: Path) -> Path:
        """A folder that does not exist yet, where a restore may unpack."""

    def restore(self, database_url: str, dump: Path, force: bool, after_restore: AfterRestore) -> None:
        """Make `dump` the database, all or nothing."""
