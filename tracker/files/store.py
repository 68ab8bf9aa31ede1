"""Where the bytes of every attachment and original lie: by their SHA-256, written once, never in place.

A file is either whole under its hash or not there at all. What a crash leaves behind stays in `incoming/`, which
nothing reads and `sweep_incoming` empties.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from ..errors import Refused
from .wording import gettext as _

_CHUNK = 1 << 20
_HASH = re.compile(r"[0-9a-f]{64}")
_INCOMING = "incoming"


class Source(Protocol):
    """Anything that is read from: an upload, an open file, a member of an archive."""

    def read(self, size: int = -1, /) -> bytes: ...


class FileDamaged(Refused):
    """The stored bytes are gone or are no longer those that were saved; only a backup mends it."""


@dataclass(frozen=True)
class Stored:
    """What the store now holds."""

    sha256: str
    size: int


class FileStore:
    """Content-addressed files under `root/ab/cd/<sha256>`, readable by their owner only."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)

    def path(self, sha256: str) -> Path:
        """Where that content lies, whether it is there or not."""
        if not _HASH.fullmatch(sha256):
            raise ValueError("not a SHA-256 in hexadecimal")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def put(self, stream: Source, limit: int, *, expected: str | None = None) -> Stored:
        """Save everything that the stream still has, at most `limit` bytes; the same content twice is one file.

        Refused beyond the limit, and when the content is not the `expected` hash. An error of the stream or the disk
        is passed on. In every such case nothing is left.
        """
        with self._incoming() as (temporary, file):
            digest, size = hashlib.sha256(), 0
            while chunk := stream.read(min(_CHUNK, limit + 1 - size)):
                size += len(chunk)
                if size > limit:
                    raise Refused(too_large(limit), field="file")
                digest.update(chunk)
                file.write(chunk)
            sha256 = digest.hexdigest()
            if expected is not None and sha256 != expected:
                raise FileDamaged(_damaged(), field="file")
            file.flush()
            os.fsync(file.fileno())
            # Also when the content is already there: the fresh copy heals one that was altered on disk.
            final = self.path(sha256)
            self._make_folder(final.parent)
            os.replace(temporary, final)
            _sync_folder(final.parent)
        return Stored(sha256, size)

    def open(self, sha256: str) -> IO[bytes]:
        """The content, open for reading from its start, for a reader that trusts the disk. FileDamaged if gone."""
        try:
            return self.path(sha256).open("rb")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
            raise FileDamaged(_missing()) from error

    def open_verified(self, sha256: str) -> IO[bytes]:
        """The same after re-hashing the very bytes that will be read. FileDamaged if gone or altered."""
        file = self.open(sha256)
        try:
            if _hash_of(file) != sha256:
                raise FileDamaged(_damaged())
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file

    def verify(self, sha256: str) -> bool:
        """Whether the content is there and still has its hash."""
        try:
            self.open_verified(sha256).close()
        except (FileDamaged, OSError):
            return False
        return True

    def list_damaged(self, hashes: Iterable[str]) -> list[str]:
        """Those of the hashes whose content is missing or altered, for the daily check."""
        return [sha256 for sha256 in hashes if not self.verify(sha256)]

    def sweep_incoming(self, older_than_seconds: float = 24 * 3600) -> int:
        """Remove what a killed process left half written; returns how many. Uploads under way are younger."""
        removed = 0
        folder = self.root / _INCOMING
        for path in folder.iterdir() if folder.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):
                # File times are the host's clock, so they are compared with it and not with the office's.
                if time.time() - path.stat().st_mtime > older_than_seconds:
                    path.unlink()
                    removed += 1
        return removed

    @contextlib.contextmanager
    def _incoming(self) -> Iterator[tuple[Path, IO[bytes]]]:
        folder = self.root / _INCOMING
        self._make_folder(folder)
        temporary = folder / secrets.token_hex(16)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield temporary, file
        finally:
            temporary.unlink(missing_ok=True)

    def _make_folder(self, folder: Path) -> None:
        for step in reversed([folder, *folder.parents]):
            if (step == self.root or self.root in step.parents) and not step.is_dir():
                step.mkdir(mode=0o700, parents=True, exist_ok=True)
                _sync_folder(step.parent)


def too_large(limit: int) -> str:
    """The sentence for a file over the limit."""
    return _(
        "The file is larger than %(limit)s. Scan it in black and white at 200 dpi, or split it into several files.",
        limit=show_size(limit),
    )


def show_size(size: int) -> str:
    """A size for people, in the units that Windows shows: "25 MB", "1,5 MB", "300 kB"."""
    if size < 1 << 20:
        return f"{max(1, round(size / 1024))} kB"
    return f"{size / (1 << 20):.1f}".removesuffix(".0").replace(".", ",") + " MB"


def _missing() -> str:
    return _("This file is missing from the store. Ask the administrator to bring it back from a backup.")


def _damaged() -> str:
    return _(
        "This file has been changed or damaged since it was saved. Ask the administrator to restore it from a backup."
    )


def _hash_of(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
