"""The archive itself: what is in it, in which order, and how it is read back without trusting it."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from ..errors import Refused
from ..files.store import FileStore
from ..files.wording import gettext as _
from .source import Copy

VERSION = 1
MANIFEST = "manifest.json"
DATABASE = "database"
_FILES = "files/"
_LARGEST_MANIFEST = 256 * 1024 * 1024
_CHUNK = 1 << 20
# Photographs and PDFs are compressed already; the database gains most at the first levels.
_COMPRESSION = 3


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `files` maps each stored file's hash to its size; `damaged` are left out."""

    version: int
    kind: str
    schema: str | None
    created_at: str
    database_sha256: str
    database_size: int
    files: dict[str, int]
    damaged: list[str]

    @property
    def files_size(self) -> int:
        """Bytes of all stored files together."""
        return sum(self.files.values())


def write(target: Path, kind: str, copy: Copy, store: FileStore, damaged: list[str], created_at: datetime) -> Manifest:
    """Write the archive to `target`, which must not exist, and make it safe on the disk."""
    left_out = set(damaged)
    hashes = [sha256 for sha256 in copy.hashes if sha256 not in left_out]
    manifest = Manifest(
        version=VERSION,
        kind=kind,
        schema=copy.schema,
        created_at=created_at.isoformat(),
        database_sha256=_hash_of(copy.path),
        database_size=copy.path.stat().st_size,
        files={sha256: store.path(sha256).stat().st_size for sha256 in hashes},
        damaged=damaged,
    )
    described = json.dumps(dataclasses.asdict(manifest), indent=1).encode()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=_COMPRESSION) as archive:
            at = created_at.timestamp()
            _add(archive, MANIFEST, io.BytesIO(described), len(described), at)
            with copy.path.open("rb") as database:
                _add(archive, DATABASE, database, manifest.database_size, at)
            for sha256, size in manifest.files.items():
                with store.open(sha256) as content:
                    _add(archive, _name_of(sha256), content, size, at)
        file.flush()
        os.fsync(file.fileno())
    return manifest


def unpack(source: Path, kind: str, work: Path, store: FileStore) -> Manifest:
    """Put the stored files into the store and the database into the folder `work`, everything compared first."""
    with tarfile.open(source, mode="r|gz") as archive:
        members = _members(archive)
        manifest = _read_manifest(source, kind, members)
        expected = {DATABASE, *(_name_of(sha256) for sha256 in manifest.files)}
        for name, size, content in members:
            if name not in expected:
                raise Refused(broken(source))
            expected.remove(name)
            if name == DATABASE:
                _write_database(source, manifest, content, work / DATABASE)
            else:
                store.put(content, size, expected=name.rpartition("/")[2])
    if expected:
        raise Refused(broken(source))
    return manifest


def broken(source: Path) -> str:
    """The sentence for an archive that is cut off, altered, or something else."""
    return _("%(name)s is not a whole backup of the tracker. Use another one.", name=source.name)


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, int, IO[bytes]]]:
    for member in archive:
        content = archive.extractfile(member) if member.isreg() else None
        if content is not None:
            yield member.name, member.size, content


def _read_manifest(source: Path, kind: str, members: Iterator[tuple[str, int, IO[bytes]]]) -> Manifest:
    name, size, content = next(members, ("", 0, io.BytesIO()))
    if name != MANIFEST or size > _LARGEST_MANIFEST:
        raise Refused(broken(source))
    try:
        manifest = Manifest(**json.loads(content.read()))
    except (ValueError, TypeError) as error:
        raise Refused(broken(source)) from error
    if manifest.version > VERSION:
        raise Refused(_("This backup was made by a newer tracker. Install that version first, then restore."))
    if manifest.kind != kind:
        raise Refused(
            _(
                "This backup is of a %(kind)s database. Set DATABASE_URL to a database of that kind and restore again.",
                kind=manifest.kind,
            )
        )
    return manifest


def _write_database(source: Path, manifest: Manifest, content: IO[bytes], target: Path) -> None:
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if (digest.hexdigest(), size) != (manifest.database_sha256, manifest.database_size):
        raise Refused(broken(source))


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes], size: int, at: float) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = size, at, 0o600
    archive.addfile(member, content)


def _name_of(sha256: str) -> str:
    return f"{_FILES}{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
