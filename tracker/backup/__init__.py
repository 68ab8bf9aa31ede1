"""One archive of everything the office has entered, made while people work, and its way back.

A backup is a .tar.gz, readable by its owner only: `manifest.json` first, then the database, then every stored file that
the database refers to. The database is copied before the files are listed, and stored files are never changed or
removed in between, so the archive holds one moment.

Making one, step by step: copy the database inside its own transaction; check the copy; read from the copy which files
belong to it; re-hash each; write `FILE.tmp`; give it its name. Whatever goes wrong before the last step, the backup
that was there before is still there and nothing else is.

Restoring, step by step: read the manifest; put every file under its hash, compared once more; unpack the database
beside its place and check it; let `after_restore` change it (it holds the outbox, else old mail goes out again); move
the database that was there aside and the restored one in. Stop the web and the scheduler first, and run the migrations
afterwards: the archive may be older than the code.
"""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from ..errors import Refused
from ..files.store import FileStore
from ..files.wording import gettext as _
from . import archive
from .archive import Manifest
from .postgres import PostgresSource
from .source import AfterRestore, Source
from .sqlite import SqliteSource

__all__ = ["Manifest", "make_backup", "restore_backup"]

_ENGINES: dict[str, Source] = {"sqlite": SqliteSource(), "postgresql": PostgresSource()}


def make_backup(
    target: Path, *, database_url: str, files_root: Path, created_at: datetime, allow_damaged: bool = False
) -> Manifest:
    """Write the backup to `target` (an older one of that name is replaced at the very end) and tell what is in it.

    A stored file that is missing or altered makes this Refused with its hash; with `allow_damaged` it is left out and
    named in the manifest instead, so that one lost photograph cannot stop all backups.
    """
    engine = _engine_of(database_url)
    temporary, work = target.with_name(f"{target.name}.tmp"), target.with_name(f"{target.name}.work")
    with _explained(target), _left_clean(temporary, work):
        work.mkdir(mode=0o700)
        copy = engine.copy(database_url, work)
        store = FileStore(files_root)
        damaged = store.list_damaged(copy.hashes)
        if damaged and not allow_damaged:
            raise Refused(_damaged(damaged))
        manifest = archive.write(temporary, engine.kind, copy, store, damaged, created_at)
        os.replace(temporary, target)
        _sync_folder(target.parent)
    return manifest


def restore_backup(
    source: Path,
    *,
    database_url: str,
    files_root: Path,
    force: bool = False,
    after_restore: AfterRestore = None,
) -> Manifest:
    """Put back what the archive holds; Refused, with the database untouched, if anything in it is not as written.

    An existing database is only replaced with `force`; SQLite's is then kept beside the new one as `….before-restore`.
    `after_restore` runs in a transaction on the restored database. On SQLite nobody can see the database before that;
    on PostgreSQL it is a second transaction, which is one more reason to stop the scheduler first.
    """
    engine = _engine_of(database_url)
    with _explained(source):
        engine.require_free(database_url, force)
        work = engine.work_folder(database_url, source)
        with _left_clean(work):
            work.mkdir(mode=0o700)
            manifest = archive.unpack(source, engine.kind, work, FileStore(files_root))
            engine.restore(database_url, work / archive.DATABASE, force, after_restore)
    return manifest


def _engine_of(database_url: str) -> Source:
    return _ENGINES[make_url(database_url).get_backend_name()]


@contextlib.contextmanager
def _left_clean(*paths: Path) -> Iterator[None]:
    """Nothing of these paths is there before, what a killed run left included, nor after."""
    try:
        for path in paths:
            _remove(path)
        yield
    finally:
        for path in paths:
            _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Errors of the disk and of a broken archive as sentences for the person at the terminal."""
    try:
        yield
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise Refused(archive.broken(path)) from error
    except OSError as error:
        raise Refused(
            _(
                "%(name)s: %(reason)s. Check the path, the free space and the permissions, then try again.",
                name=error.filename or path,
                reason=error.strerror or error,
            )
        ) from error


def _damaged(hashes: list[str]) -> str:
    return _(
        "%(count)s stored files are missing or altered: %(hashes)s. Bring them back from an older backup, "
        "or go on without them with --allow-damaged.",
        count=len(hashes),
        hashes=", ".join(hashes[:10]),
    )


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
