"""From an uploaded file to its row: checked by content, stored once, remembered by its hash."""

from __future__ import annotations

from typing import IO

from flask import current_app
from sqlalchemy import select

from .. import clock
from ..db import db, insert
from .checks import check_upload
from .models import StoredFile
from .store import FileStore


def file_store() -> FileStore:
    """The store of this installation."""
    return FileStore(current_app.config["FILES_ROOT"])


def take_in(stream: IO[bytes], file_name: str) -> StoredFile:
    """Check and keep one file. Raises Refused with how to mend it. The same content is one row, whoever sent it."""
    limit = current_app.config["SETTINGS"].max_upload_mb * 1024 * 1024
    content_type = check_upload(stream, file_name, limit)
    stream.seek(0)
    stored = file_store().put(stream, limit)
    row = {"sha256": stored.sha256, "size": stored.size, "content_type": content_type, "created_at": clock.now()}
    db.session.execute(insert(StoredFile).values(row).on_conflict_do_nothing(index_elements=["sha256"]))
    return db.session.scalars(select(StoredFile).where(StoredFile.sha256 == stored.sha256)).one()
